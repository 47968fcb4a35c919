"""The house: the first facilitator, new talks from a file, invitations to seats.

An invitation's secret and code are made from the installation's secret and the command's id, so that the same command gives the
same link again and nothing of it is kept but hashes.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from parley.app.core import access, modules
from parley.app.core.contents import keep
from parley.app.core.facts import now_of
from parley.app.core.model import HOUSE, App, Command, Recorded, Viewer
from parley.app.core.perform import by_system, key_of
from parley.app.core.ports import Invitation, Reused
from parley.app.core.states import TalksState
from parley.app.talks.contents import DEFINITION, PERSON
from parley.app.talks.definition import Definition, against_line, person_content, read_definition
from parley.app.talks.kinds import INVITING
from parley.app.talks.roster import document
from parley.base import Act, Reason, Refused, RuleError, reason, to_body
from parley.languages import LANGUAGES
from parley.record import b64u, canonical, read_entry
from parley.talks import Party, Place, Talks
from parley.talks.acts import Created, HouseIntroduced, SeatInvited, SeatMade, TalksMade

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
    state = app.talks.get(HOUSE)
    with state.lock:
        if not state.trees:
            state = _house(app, state)
        if any(device.revoked is None for device in state.of(Talks).devices.values()):
            return None
        return invite(app, state, FIRST, "en", "first")


def _house(app: App, state: TalksState) -> TalksState:
    digest = _definition(app, {"en": app.institution}, "")
    person = keep(app, HOUSE, FIRST, PERSON, *person_content({"": "Facilitator"}))
    acts: list[Act] = [
        Created((Party("host", "host"),), (Place("host", "UTC"),), ("en",), digest),
        SeatMade(FIRST, "host", "facilitator", "host", person),
    ]
    of_the_house(app, state, acts, "house")
    return app.talks.adopt(state)


def _definition(app: App, name: Mapping[str, str], telephone: str) -> str:
    """Keep the house's definition, under which its letters go out; return its digest."""
    names = {"host": name}
    document: dict[str, Any] = {"mandate": name, "parties": names, "places": names, "plan": {}, "title": name}
    if telephone:
        document["telephone"] = telephone
    return keep(app, HOUSE, "definition", DEFINITION, canonical(document))


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a facilitator says of the house: their own name, the institution's, in which language, and where people call."""

    name: str
    institution: str
    language: str
    telephone: str = ""

    def faults(self) -> tuple[Reason, ...]:
        """Return every reason why this is no name, no institution, no telephone number."""
        spelled = {"name": self.name, "institution": self.institution, **({"telephone": self.telephone} if self.telephone else {})}  # fmt: skip
        return tuple(fault for path, text in spelled.items() for fault in against_line(text, path))


def introduce(app: App, seat: str, said: Introduction, command: str) -> Recorded | Refused:
    """Record who the facilitator in this seat of the house is and what the house is called; again with the same words: once."""
    if reasons := said.faults():
        return Refused(reasons)
    state = app.talks.get(HOUSE)
    digest = _definition(app, {said.language: said.institution}, said.telephone)
    person = keep(app, HOUSE, seat, PERSON, *person_content({"": said.name}))
    act = HouseIntroduced(digest, person, seat)
    with state.lock:
        app.talks.catch_up(state)
        held = state.of(Talks).seats.get(seat)
        if held is not None and (held.person, state.of(Talks).definition) == (person, digest):
            return Recorded(())
        return by_system(app, state, [act], Command(act.KIND, to_body(act), command), asked=seat)


def introduce_house(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """``house.introduce``, in the house: fields name, institution, telephone; of one's own seat."""
    if reasons := against_making(app, by):
        return Refused(reasons)
    name, institution, telephone = (_line(command.fields.get(one, "")) for one in ("name", "institution", "telephone"))  # fmt: skip
    return introduce(app, by.seat, Introduction(name, institution, by.language, telephone), command.id)


def _line(said: object) -> str:
    return said.strip() if isinstance(said, str) else ""


def invite_further(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """``house.invite``, in the house: fields name, language; another facilitator of it is seated and invited."""
    reasons = list(against_making(app, by))
    name, language = _line(command.fields.get("name", "")), str(command.fields.get("language", "en"))
    reasons += against_line(name, "name")
    if language not in LANGUAGES:
        reasons.append(reason("language_unknown", path="language", language=language[:16]))
    if reasons:
        return Refused(tuple(reasons))
    link = further(app, name, language, f"{by.seat}|{command.id}")
    return Recorded((("host", _place(app, app.talks.get(HOUSE), link.number), SeatInvited.KIND),), shown_once(link))  # fmt: skip


def further(app: App, name: str, language: str, command: str) -> Link:
    """Make another seat of the host in the house and invite to it, once for this command."""
    begin(app)
    state = app.talks.get(HOUSE)
    with state.lock:
        person = keep(app, HOUSE, f"further|{command}", PERSON, *person_content({"": name}))
        known = next((one.id for one in state.of(Talks).seats.values() if one.person == person), "")
        seat = known or f"facilitator-{len(state.of(Talks).seats) + 1}"
        if not known:
            made = SeatMade(seat, "host", "facilitator", "host", person)
            of_the_house(app, state, [made], f"seat-{hashlib.sha256(command.encode()).hexdigest()[:16]}")
        return invite(app, state, seat, language, command)


def telephone(app: App) -> str:
    """Return the number at which the host is called, as letters have it; "" if none was said."""
    with app.talks.reading(HOUSE) as state:
        return str(document(app, state).get("telephone", ""))


def of_the_house(app: App, state: TalksState, acts: Sequence[Act], name: str) -> None:
    """Record what the machine does of its own accord, once under this name. Raises: RuleError where a rule speaks against it."""
    said = {act.KIND: to_body(act) for act in acts}
    answer = by_system(app, state, acts, Command(acts[0].KIND, said, name))
    if isinstance(answer, Refused):
        raise RuleError(answer.reasons[0].code)


def invite(app: App, state: TalksState, seat: str, language: str, command: str) -> Link:
    """Make a one-use link for a seat, on the record in the host's compartment, unless this command already has.

    The record comes first: no invitation is good that does not stand there. An earlier one that nobody used ends: whoever asks
    for another may have lost it, or seen it in other hands.
    """
    link = _link(app, state.id, seat, language, command)
    _recorded(app, state, SeatInvited(seat, link.number))
    if app.people.invitation(link.number) is None:
        now = app.clock.real()
        salt = hmac.digest(app.secret, link.number.encode(), hashlib.sha256)[:16]
        hashes = hash_secret(salt, link.secret), hash_code(salt, link.code.replace(" ", ""))
        app.people.add_invitation(
            Invitation(
                link.number,
                state.id,
                seat,
                *hashes,
                salt,
                language,
                now + timedelta(days=DAYS),
                False,
                0,
                None,
                state.of(Talks).generation(seat),
            ),
            now,
        )
    return link


def _recorded(app: App, state: TalksState, act: SeatInvited) -> None:
    app.talks.catch_up(state)
    if act.number not in state.of(Talks).invited.get(act.seat, ()):
        of_the_house(app, state, [act], f"invite-{act.number}")


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
    secret = b64u(part("secret")[:16])
    digits = f"{int.from_bytes(part('code')[:8]) % 10**8:08d}"
    return Link(talks, seat, number, secret, f"{digits[:4]} {digits[4:]}", language)


def shown_once(link: Link) -> dict[str, str]:
    """Return what the one who asked is shown of an invitation."""
    return {
        "talks": link.talks,
        "seat": link.seat,
        "number": link.number,
        "link": link.path,
        "code": link.code,
        "language": link.language,
    }


def asked_by(by: Viewer, command: str) -> str:
    """Return what an invitation's secret and code are made from, besides the installation's own secret and its seat."""
    return f"{by.seat}|{command}"


def path_again(app: App, invitation: Invitation, asked: str) -> str | None:
    """Return the path of an invitation that was asked for so; None if it was asked for otherwise."""
    link = _link(app, invitation.talks, invitation.seat, invitation.language, asked)
    return link.path if link.number == invitation.number else None


def invite_seat(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """``seat.invite``: fields seat, language."""
    state = app.talks.get(by.talks)
    seat, language = str(command.fields.get("seat", "")), str(command.fields.get("language", "en"))
    with state.lock:
        reasons = against_inviting(app, by, state)
        if seat not in state.of(Talks).seats:
            reasons.append(reason("seat_unknown", seat=seat[:64]))
        if language not in LANGUAGES:
            reasons.append(reason("language_unknown", path="language", language=language[:16]))
        if reasons:
            return Refused(tuple(reasons))
        asked = asked_by(by, command.id)
        if _invited_otherwise(app, state, seat, language, asked):
            return Refused((reason("command_id_reused"),))
        link = invite(app, state, seat, language, asked)
        return Recorded((("host", _place(app, state, link.number), SeatInvited.KIND),), shown_once(link))


def _invited_otherwise(app: App, state: TalksState, seat: str, language: str, asked: str) -> bool:
    """Return whether this command has made another invitation: to another seat, or in another language."""
    for other, numbers in state.of(Talks).invited.items():
        number = _link(app, state.id, other, language, asked).number
        made = app.people.invitation(number) if number in numbers else None
        if number in numbers and (other != seat or (made is not None and made.language != language)):
            return True
    return False


def _place(app: App, state: TalksState, number: str) -> int:
    """Return where the invitation stands in the host's compartment: at its end, unless it was made before."""
    entries = app.journal.entries(state.id, "host")
    said = {"number": number}
    return next(
        seq for seq, raw in reversed(list(enumerate(entries))) if said.items() <= read_entry(raw).body.items()
    )


def against_inviting(app: App, by: Viewer, state: TalksState) -> list[Reason]:
    """Return why this viewer may not have anybody invited; who may not, makes no talks either."""
    return list(access.may(by.by, INVITING, state.states, now_of(app, state)))


def against_making(app: App, by: Viewer) -> tuple[Reason, ...]:
    """Return every reason why this viewer makes no talks, whatever they are."""
    reasons = against_inviting(app, by, app.talks.get(HOUSE))
    return (*reasons, *(() if by.talks == HOUSE else (reason("only_in_the_house"),)))


def create_talks(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """``talks.create``, in the house: field toml. The host's facilitators are invited at once."""
    house, reasons = app.talks.get(HOUSE), against_making(app, by)
    if reasons:  # whoever makes no talks has no file read for them
        return Refused(reasons)
    definition = read_definition(str(command.fields.get("toml", "")))
    if isinstance(definition, Refused):
        return definition
    if left_out := tuple(modules.against_uses(app.registry, definition.uses or ())):
        return Refused(left_out)
    act, who = TalksMade(definition.talks), f"house-{by.seat}"
    recording = Command(TalksMade.KIND, to_body(act), command.id)  # of these talks alone, and of who asked
    try:
        app.journal.answered(HOUSE, key_of(who, recording))
    except Reused:  # before any are made
        return Refused((reason("command_id_reused"),))
    made = _make(app, by, definition, command)
    if isinstance(made, Refused):
        return made
    answer = by_system(app, house, [act], recording, asked=who)
    if isinstance(answer, Refused):
        return answer
    links = [shown_once(one) for one in facilitators(app, made, command.id)]
    return Recorded(answer.entries, {"talks": definition.talks, "invitations": links})


def facilitators(app: App, made: TalksState, command: str) -> list[Link]:
    """Return the invitations of those who facilitate talks that this command made: the same again, whenever they are asked for."""
    with made.lock:
        reads = document(app, made).get("reads", {})
        hosts = [one for one in made.of(Talks).seats if made.of(Talks).facilitates(one)]
        return [invite(app, made, seat, reads.get(seat, "en"), f"create|{command}") for seat in hosts]


def _make(app: App, by: Viewer, definition: Definition, command: Command) -> TalksState | Refused:
    state = app.talks.get(definition.talks)
    fields = {"document": hashlib.sha256(definition.document).hexdigest()}
    asked, who = Command(Created.KIND, fields, command.id), f"house-{by.seat}"
    if state.trees:
        known = app.journal.answered(definition.talks, key_of(who, asked)) is not None
        return state if known else Refused((reason("talks_exist"),))
    digest = keep(app, definition.talks, "definition", DEFINITION, definition.document)
    acts: list[Act] = [Created(definition.parties, definition.places, definition.languages, digest)]
    for seat in definition.seats:
        person = keep(app, definition.talks, seat.id, PERSON, *person_content(seat.person))
        acts.append(SeatMade(seat.id, seat.party, seat.role, seat.place, person))
    answer = by_system(app, state, acts, asked, asked=who)
    return answer if isinstance(answer, Refused) else app.talks.adopt(state)


COMMANDS = {
    "talks.create": create_talks,
    "seat.invite": invite_seat,
    "house.introduce": introduce_house,
    "house.invite": invite_further,
}
