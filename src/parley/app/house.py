"""The house: the first facilitator, new talks from a file, invitations to seats.

An invitation's secret and code are made from the installation's secret and the command's id, so that the same command gives the
same link again and nothing of it is kept but hashes.
"""

import base64
import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from parley.app import access
from parley.app.catalog import CATALOG
from parley.app.definition import Definition, person_content, read_definition
from parley.app.model import HOUSE, App, Command, Recorded, Viewer
from parley.app.perform import TRIES, Signed, append, record
from parley.app.ports import CommandKey, Conflict, Invitation
from parley.app.tables import Table
from parley.base import SYSTEM, Act, Refused, reason
from parley.record import canonical, content_digest
from parley.talks import Party, Place
from parley.talks.acts import Created, SeatInvited, SeatMade, TalksMade

FIRST = "facilitator-1"
DAYS = 7  # an invitation's life, real time
_HASHING = ThreadPoolExecutor(1, "codes")


@dataclass(frozen=True, slots=True)
class Link:
    """What the host hands over by two ways: the link's two parts, and the code."""

    talks: str
    seat: str
    number: str
    secret: str
    code: str
    language: str

    @property
    def path(self) -> str:
        return f"/i/{self.number}#{self.secret}"


def begin(app: App) -> Link | None:
    """Make the house if there is none; return the first facilitator's link and code until it has been used."""
    table = app.tables.get(HOUSE)
    with table.lock:
        if not table.trees:
            names = {"host": {"en": app.institution}}
            document: dict[str, Any] = {
                "mandate": {"en": app.institution},
                "parties": names,
                "places": names,
                "plan": {},
            }
            digest = keep(app, HOUSE, "definition", canonical(document | {"title": {"en": app.institution}}))
            person = person_content({"": "Facilitator"})
            acts: list[Act] = [
                Created((Party("host", "host"),), (Place("host", "UTC"),), ("en",), digest),
                SeatMade(FIRST, "host", "facilitator", "host", keep(app, HOUSE, FIRST, *person)),
            ]
            append(app, table, SYSTEM, [Signed(act, "table") for act in acts], None)
            table = app.tables.adopt(table)
        if any(d.revoked is None for d in table.state.talks.devices.values()):
            return None
        return invite(app, table, FIRST, "en", "first")


def keep(app: App, talks: str, name: str, data: bytes, media: str = "application/json") -> str:
    """Keep a content of the server's making and return its digest; made again, it has the same digest."""
    salt = hmac.digest(app.secret, f"content|{talks}|{name}".encode() + data, hashlib.sha256)
    digest = content_digest(salt, data)
    app.blobs.put(talks, digest, salt, media, data)
    return digest


def invite(app: App, table: Table, seat: str, language: str, command: str) -> Link:
    """Make a one-use link for a seat, on the record in the host's compartment, unless this command already has.

    The record comes first: no invitation is good that does not stand there. An earlier one that nobody used ends: whoever asks
    for another may have lost it, or seen it in other hands.
    """
    link = _link(app, table.id, seat, language, command)
    _recorded(app, table, SeatInvited(seat, link.number))
    if app.people.invitation(link.number) is None:
        now = app.clock.real()
        salt = hmac.digest(app.secret, link.number.encode(), hashlib.sha256)[:16]
        hashes = hash_secret(salt, link.secret), hash_code(salt, link.code.replace(" ", ""))
        app.people.add_invitation(
            Invitation(
                link.number,
                table.id,
                seat,
                *hashes,
                salt,
                language,
                now + timedelta(days=DAYS),
                False,
                0,
                None,
            ),
            now,
        )
    return link


def _recorded(app: App, table: Table, act: SeatInvited) -> None:
    """Append unless it is there, again if another process (``parley host invite``) appended first. Raises: Conflict."""
    for left in reversed(range(TRIES)):
        app.tables.catch_up(table)
        if act.number in table.state.talks.invited.get(act.seat, ()):
            return
        try:
            append(app, table, SYSTEM, [Signed(act, "host")], None)
        except Conflict:
            if not left:
                raise


def hash_secret(salt: bytes, secret: str) -> bytes:
    """Return what is kept of a link's secret: 128 random bits need no slow hash."""
    return hashlib.sha256(salt + secret.encode()).digest()


def hash_code(salt: bytes, code: str) -> bytes:
    """Return what is kept of a code; slow on purpose, for codes are short, and one at a time in the whole process.

    Each hash fills 16 MiB, which the allocator keeps for the thread that asked: forty threads would keep 640.
    """
    return _HASHING.submit(hashlib.scrypt, code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).result()


def _link(app: App, talks: str, seat: str, language: str, command: str) -> Link:
    def part(name: str) -> bytes:
        return hmac.digest(app.secret, f"{name}|{talks}|{seat}|{command}".encode(), hashlib.sha256)

    number = base64.b32encode(part("number")[:5]).decode().lower()
    secret = base64.urlsafe_b64encode(part("secret")[:16]).decode().rstrip("=")
    digits = f"{int.from_bytes(part('code')[:8]) % 10**8:08d}"
    return Link(talks, seat, number, secret, f"{digits[:4]} {digits[4:]}", language)


def told(link: Link) -> dict[str, str]:
    """Return what the one who asked is told of an invitation."""
    return {
        "talks": link.talks,
        "seat": link.seat,
        "number": link.number,
        "link": link.path,
        "code": link.code,
        "language": link.language,
    }


def invite_seat(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """``seat.invite``: fields seat, language."""
    table = app.tables.get(by.talks)
    seat, language = str(command.fields.get("seat", "")), str(command.fields.get("language", "en"))
    with table.lock:
        reasons = list(access.may(by.by, CATALOG[SeatMade.KIND], table.state, frozenset()))
        if seat not in table.state.talks.seats:
            reasons.append(reason("seat_unknown", seat=seat[:64]))
        if reasons:
            return Refused(tuple(reasons))
        link = invite(app, table, seat, language, f"{by.seat}|{command.id}")
        return Recorded((("host", table.size("host") - 1, SeatInvited.KIND),), told(link))


def create_talks(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """``talks.create``, in the house: field toml. The host's facilitators are invited at once."""
    house = app.tables.get(HOUSE)
    reasons = list(access.may(by.by, CATALOG[SeatMade.KIND], house.state, frozenset()))
    if by.talks != HOUSE:
        reasons.append(reason("only_in_the_house"))
    definition = read_definition(str(command.fields.get("toml", "")))
    if isinstance(definition, Refused):
        return Refused((*reasons, *definition.reasons))
    if reasons:
        return Refused(tuple(reasons))
    made = _make(app, by, definition, command)
    if isinstance(made, Refused):
        return made
    with house.lock:
        answer = record(
            app, house, SYSTEM, TalksMade(definition.talks), Command(TalksMade.KIND, {}, command.id)
        )
    if isinstance(answer, Refused):
        return answer
    hosts = [s for s in definition.seats if s.role == "facilitator" and _host(definition, s.party)]
    with made.lock:
        links = [told(invite(app, made, s.id, s.language, f"create|{command.id}")) for s in hosts]
    return Recorded(answer.entries, {"talks": definition.talks, "invitations": links})


def _host(definition: Definition, party: str) -> bool:
    return any(one.id == party and one.kind == "host" for one in definition.parties)


def _make(app: App, by: Viewer, definition: Definition, command: Command) -> Table | Refused:
    table = app.tables.get(definition.talks)
    key = CommandKey(f"house-{by.seat}", command.id, hashlib.sha256(definition.document).hexdigest())
    if table.trees:
        known = app.journal.answered(definition.talks, key) is not None
        return table if known else Refused((reason("talks_exist"),))
    digest = keep(app, definition.talks, "definition", definition.document)
    acts = [Signed(Created(definition.parties, definition.places, definition.languages, digest), "table")]
    for seat in definition.seats:
        person = keep(app, definition.talks, seat.id, *person_content(seat.person))
        acts.append(Signed(SeatMade(seat.id, seat.party, seat.role, seat.place, person), "table"))
    try:
        append(app, table, SYSTEM, acts, key)
    except Conflict:
        return Refused((reason("talks_exist"),))
    return app.tables.adopt(table)
