"""A table in memory for tests: an app over in-memory ports, and seats that sign like a device does."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.app.core.access import own_compartment
from parley.app.core.contents import bring
from parley.app.core.facts import act_of
from parley.app.core.model import HOUSE, App, Command, Recorded, Viewer
from parley.app.core.perform import perform
from parley.app.core.states import AllTalks, TalksState
from parley.app.lists.files import ListFiles
from parley.app.talks import house, people
from parley.base import PAGES, By, Refused, to_body
from parley.lists.read import read_table
from parley.media.memory import MemoryMedia
from parley.record import Signer, b64u, binding_statement, device_id, enrolment_statement
from parley.registry import REGISTRY
from parley.store import Store
from parley.store.memory import memory_store
from parley.talks import Talks

NOON = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)  # 12:00 in Kabul
SERVER_KEY = b"k" * 32
TALKS = "prisoners-2020"
LANGUAGES = ("en", "ps")
DEFINITION = """
format = "parley-talks/1"
talks = "prisoners-2020"
languages = ["en", "ps"]
title = { en = "Prisoner release", ps = "د بندیانو خوشې کول" }
mandate = { en = "Solely the release of prisoners.", ps = "یوازې د بندیانو خوشې کول." }
[[parties]]
id = "north"
kind = "side"
name = { en = "The North" }
[[parties]]
id = "south"
kind = "side"
name = { en = "The South" }
[[parties]]
id = "host"
kind = "host"
name = { en = "The host" }
[[parties]]
id = "neutral"
kind = "neutral"
name = { en = "The neutral" }
[[places]]
id = "kabul"
zone = "Asia/Kabul"
name = { en = "Kabul" }
[[places]]
id = "doha"
zone = "Asia/Qatar"
name = { en = "Doha" }
""" + "".join(
    f'[[seats]]\nid = "{seat}"\nparty = "{party}"\nrole = "{role}"\nplace = "{place}"\nperson = "Person of {seat}"\n'
    for seat, party, role, place in (
        ("north-head", "north", "head", "kabul"),
        ("north-lists", "north", "list_officer", "kabul"),
        ("south-head", "south", "head", "doha"),
        ("south-lists", "south", "list_officer", "doha"),
        ("chair", "host", "facilitator", "doha"),
        ("neutral-head", "neutral", "facilitator", "doha"),
    )
)


DEFINITION += """
[plan]
start = "2020-03-31"
[[plan.alternatives]]
id = "at-once"
name = { en = "All at once", ps = "ټول په یو ځل" }
start = "2020-03-23"
batches = 1
[[plan.alternatives]]
id = "gated"
name = { en = "Two first, the rest through a gate" }
start = "2020-04-10"
first = { south = 2 }
sides = { south = { batch_limit = 1 } }
[[plan.alternatives]]
id = "nobody"
name = { en = "No team at all" }
start = "2020-04-10"
teams = 0
"""


@dataclass(slots=True)
class SetClock:
    """A clock that tests move."""

    at: datetime = NOON

    def acts(self) -> datetime:
        return self.at

    def real(self) -> datetime:
        return self.at


_ids = itertools.count()


@dataclass(slots=True)
class Seat:
    """One seat with a device; ``do`` proposes an act as a browser would."""

    app: App
    talks: str
    seat: str
    party: str
    kind: str
    role: str
    key: Ed25519PrivateKey
    x_key: X25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def device(self) -> str:
        return device_id(self.public, self.x_key.public_key().public_bytes_raw())

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.talks, By(self.seat, self.party, self.kind, self.role, self.device))

    def command(self, kind: str, fields: dict[str, Any], command_id: str | None = None) -> Command:
        """Return the command, signed if its kind binds and its fields make an act."""
        name = command_id or f"test-command-{next(_ids)}"
        known, act = REGISTRY.kinds.get(kind), act_of(self.app, kind, fields)
        signature = None
        if known and known.binding and not isinstance(act, Refused):
            compartment = own_compartment(self.viewer.by) if known.compartment == "own" else known.compartment
            said = binding_statement(self.talks, compartment, kind, to_body(act), name, self.seat)
            signature = self.key.sign(said)
        return Command(kind, fields, name, signature)

    def do(self, kind: str, **fields: Any) -> Recorded | Refused:
        return perform(self.app, self.viewer, self.command(kind, fields))

    def must(self, kind: str, **fields: Any) -> Recorded:
        answer = self.do(kind, **fields)
        assert isinstance(answer, Recorded), answer
        return answer

    def content(self, data: bytes, purpose: str, media: str = "text/plain; charset=utf-8") -> str:
        """Keep a content as an upload does, and return its digest."""
        salt = sha256(data + f"{self.seat}|{purpose}".encode()).digest()
        digest = bring(self.app, self.viewer, purpose, salt, media, data)
        assert isinstance(digest, str), digest
        return digest


@dataclass(slots=True)
class Room:
    """A whole table: the app, its clock, its seats by id."""

    app: App
    store: Store
    clock: SetClock
    seats: dict[str, Seat] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def __getitem__(self, seat: str) -> Seat:
        return self.seats[seat]

    def present(self, talks: str) -> dict[str, frozenset[str]]:
        return {PAGES: frozenset(seat for seat in self.seats if seat not in self.absent)}


def app_over(store: Store, clock: SetClock) -> App:
    """Return an app over a store, with a fixed server key."""
    key = Ed25519PrivateKey.from_private_bytes(SERVER_KEY)
    return App(
        REGISTRY,
        store.journal,
        store.blobs,
        store.people,
        MemoryMedia(),
        clock,
        AllTalks(store.journal, REGISTRY.folds),
        Signer.of(key),
        b"s" * 32,
        {ListFiles: ListFiles(read_table)},
    )


def sit(app: App, link: house.Link | dict[str, str]) -> Seat:
    """Redeem an invitation with a fresh device."""
    told = house.shown_once(link) if isinstance(link, house.Link) else link
    number, _, secret = told["link"].removeprefix("/i/").partition("#")
    key, x_key = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    ed, x = key.public_key().public_bytes_raw(), x_key.public_key().public_bytes_raw()
    proof = key.sign(enrolment_statement(device_id(ed, x), number, told["seat"], told["talks"]))
    act = people.redeem(app, number, secret, told["code"], people.Keys(b64u(ed), b64u(x), b64u(proof)))
    assert not isinstance(act, Refused), act
    kind = app.talks.get(told["talks"]).of(Talks).parties[act.party].kind
    return Seat(app, told["talks"], act.seat, act.party, kind, act.role, key, x_key)


def created(store: Store | None = None, definition: str = DEFINITION, empty: str = "") -> Room:
    """Return talks that stand: made from a file, every seat but those in ``empty`` enrolled, the chair alone vouched for."""
    store = store or memory_store()
    clock = SetClock()
    room = Room(app_over(store, clock), store, clock)
    room.app.present = room.present
    first = house.begin(room.app)
    assert first is not None
    facilitator = sit(room.app, first)
    assert facilitator.talks == HOUSE
    answer = house.create_talks(
        room.app, facilitator.viewer, Command("talks.create", {"toml": definition}, "create-talks-1")
    )
    assert isinstance(answer, Recorded), answer
    for told in answer.extra["invitations"]:
        room.seats[told["seat"]] = sit(room.app, told)
    chair = room["chair"]
    vouch(room, "chair", ["chair"])
    for seat in room.app.talks.get(TALKS).of(Talks).seats:
        if seat not in room.seats and seat not in empty.split():
            asked = Command("seat.invite", {"seat": seat, "language": "en"}, f"invite-{seat}")
            invited = house.invite_seat(room.app, chair.viewer, asked)
            assert isinstance(invited, Recorded), invited
            room.seats[seat] = sit(room.app, dict(invited.extra))
    return room


def vouch(room: Room, head: str, seats: Iterable[str]) -> None:
    for seat in seats:
        room[head].must("roster.device-vouched.1", device=room[seat].device, party=room[head].party)


def revoked(room: Room, seat: str, by: str = "") -> None:
    """Have a seat's device revoked by the seat itself, or by its party's head."""
    fields = {"device": room[seat].device, "seat": seat, "reason": "lost"}
    room[by or seat].must("roster.device-revoked.2", **fields)


def accepted(store: Store | None = None, definition: str = DEFINITION) -> Room:
    """Return talks whose rosters both sides have accepted."""
    room = created(store, definition)
    vouch(room, "north-head", ["north-head", "north-lists"])
    vouch(room, "south-head", ["south-head", "south-lists"])
    vouch(room, "neutral-head", ["neutral-head"])
    for side, other in (("north", "south"), ("south", "north")):
        devices = [s.device for s in room.seats.values() if s.party in (other, "host", "neutral")]
        room[f"{side}-head"].must("roster.devices-accepted.1", devices=devices, party=side)
    return room


def opened(store: Store | None = None) -> Room:
    """Return talks with an open session and everybody present."""
    room = accepted(store)
    room["chair"].must("talks.session-opened.1", session="session-1")
    return room


def states_of(state: TalksState) -> list[object]:
    """Return every domain's state, in the order of the registry: two records are alike if these are equal."""
    return [state.of(domain.rules.state) for domain in REGISTRY.domains]


def drafted(room: Room, clause: str = "1", version: int = 1) -> dict[str, str]:
    """Put a clause on the table and return its digests."""
    digests = {
        lang: room["chair"].content(
            f"Clause {clause}.{version} in {lang}\n\n1. It is said.".encode(), "wording"
        )
        for lang in LANGUAGES
    }
    room["chair"].must("text.clause-drafted.1", clause=clause, version=version, digests=digests)
    return digests


def later(room: Room, **span: float) -> None:
    room.clock.at += timedelta(**span)
