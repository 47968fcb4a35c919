"""Ten thousand generated commands from every seat: no fault of ours, nothing allowed outside access, nothing leaks."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest

from parley.app.core import access
from parley.app.core.contents import bring
from parley.app.core.facts import now_of
from parley.app.core.model import Recorded
from parley.app.core.perform import perform
from parley.app.core.ports import Message
from parley.app.core.states import TalksState
from parley.lists import Lists
from parley.registry import REGISTRY
from parley.talks import Talks
from parley.text import Text
from tests import queries
from tests.sitting import LANGUAGES, TALKS, Room, Seat, accepted, app_over, states_of

COMMANDS = 10_000
CANARY, PLAIN = "canary-of-", "text/plain; charset=utf-8"
Fields = dict[str, Any]


class Generator:
    """Makes commands that are often sensible and sometimes not, from the state as it is."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.chance = room, random.Random(seed)
        self.count = 0

    @property
    def state(self) -> TalksState:
        return self.room.app.talks.get(TALKS)

    def one(self) -> tuple[Seat, str, Fields]:
        self.count += 1
        kind = self.chance.choice(self.weighted)
        seat = (
            self.fitting(kind)
            if self.chance.random() < 0.85
            else self.chance.choice(list(self.room.seats.values()))
        )
        fields = getattr(self, "_" + kind.split(".")[1].replace("-", "_"), self._anything)(seat)
        if self.chance.random() < 0.1:
            fields = self.spoiled(fields)
        return seat, kind, fields

    weighted = list(REGISTRY.kinds) + ["talks.noted.1", "text.clause-drafted.1", "text.clause-adopted.1"] * 8 + [
        "text.clause-bracketed.1", "text.clause-agreed.1", "talks.meeting-proposed.1", "talks.meeting-accepted.1",
        "talks.meeting-declined.1",
        "talks.session-opened.1", "talks.session-closed.1", "lists.deposited.1", "lists.deposit-countersigned.1",
        "room.seat-removed.1", "room.seat-readmitted.1",
    ] * 5  # fmt: skip

    def fitting(self, kind: str) -> Seat:
        seats = list(self.room.seats.values())
        fit = [s for s in seats if access.groups(s.viewer.by) & REGISTRY.kinds[kind].who]
        return self.chance.choice(fit or seats)

    def spoiled(self, fields: Fields) -> Fields:
        if not fields:
            return {"nothing": 1}
        name = self.chance.choice(sorted(fields))
        bad: list[Any] = [None, -1, 2**60, "", "\x00", "x" * 9_000, [], {"a": 1}, True, 1.5, fields[name]]
        bad += ["\ud800", ["\ud800"], {"\ud800": "a"}, {"en": "\ud800"}, ["x" * 7_000] * 10]
        return fields | {self.chance.choice([name, name, name, "\ud800"]): self.chance.choice(bad)}

    def brought(self, seat: Seat, text: str, purpose: str, media: str = PLAIN) -> str:
        """Return the digest of a content that the seat brought, or of none where it may not bring such."""
        data = text.encode()
        salt = sha256(data + seat.seat.encode()).digest()
        digest = bring(self.room.app, seat.viewer, purpose, salt, media, data)
        return digest if isinstance(digest, str) else "0" * 64

    def _id(self, name: str) -> str:
        return f"{name}-{self.count}"

    def _anything(self, seat: Seat) -> Fields:
        return {"digest": "0" * 64, "party": seat.party}

    def _noted(self, seat: Seat) -> Fields:
        return {
            "digest": self.brought(
                seat, f"{CANARY}{access.own_compartment(seat.viewer.by)} {self.count}", "note"
            )
        }

    def _device_vouched(self, seat: Seat) -> Fields:
        return {"device": self.chance.choice(list(self.state.of(Talks).devices)), "party": seat.party}

    def _devices_accepted(self, seat: Seat) -> Fields:
        return {"devices": self.chance.sample(sorted(self.state.of(Talks).devices), 2), "party": seat.party}

    def _device_revoked(self, seat: Seat) -> Fields:
        return {"device": "0" * 64, "reason": "lost", "seat": seat.seat}

    def _device_suspended(self, seat: Seat) -> Fields:
        """Refused: the clock of a run stands, and a side would be away to its end."""
        return {
            "device": self.chance.choice(list(self.state.of(Talks).devices)),
            "hours": 0,
            "seat": seat.seat,
        }

    _suspension_ended = _device_revoked

    def _deputy_named(self, seat: Seat) -> Fields:
        """Refused: a head with a deputy is told of in tests/sim."""
        return {"deputy": seat.device, "party": seat.party}

    def _paper_key_made(self, seat: Seat) -> Fields:
        return {"ed25519": "A" * 43, "party": seat.party}

    def _paper_vouched(self, seat: Seat) -> Fields:
        return {"device": seat.device, "key": "A" * 43, "party": seat.party, "proof": "A" * 86}

    _deputy_vouched = _device_vouched

    def _seat_made(self, seat: Seat) -> Fields:
        person = self.brought(seat, self._id("person"), "person")
        return {
            "seat": self._id("seat"),
            "party": "north",
            "role": "member",
            "place": "kabul",
            "person": person,
        }

    def _session_opened(self, seat: Seat) -> Fields:
        return {"session": self._id("session")}

    def _session_closed(self, seat: Seat) -> Fields:
        return {"session": next(reversed(self.state.of(Talks).sessions), "none")}

    def _meeting_proposed(self, seat: Seat) -> Fields:
        return {"meeting": self._id("meeting"), "at": "2020-03-24T07:30:00Z", "place": "doha"}

    def _meeting_declined(self, seat: Seat) -> Fields:
        return self._meeting_accepted(seat) | {
            "why": self.chance.choice(["day", "hour", "place", "asking", "rain"])
        }

    def _meeting_accepted(self, seat: Seat) -> Fields:
        return {"meeting": next(reversed(self.state.of(Talks).meetings), "none"), "party": seat.party}

    def _seat_removed(self, seat: Seat) -> Fields:
        return {
            "seat": self.chance.choice(sorted(self.state.of(Talks).seats)),
            "space": "plenary",
            "reason": "asked",
        }

    def _seat_readmitted(self, seat: Seat) -> Fields:
        return {"seat": self.chance.choice(sorted(self.state.of(Talks).seats)), "space": "plenary"}

    def _company_declared(self, seat: Seat) -> Fields:
        """Nobody, or one other; of one whose list is not there, the rule hears as well."""
        one = self.brought(
            seat, f'[{{"name":"{self._id("guest")}","role":"driver"}}]', "company", "application/json"
        )
        place = self.state.of(Talks).seats[seat.seat].place
        people = self.chance.choice([0, 1])
        return {"seat": seat.seat, "place": place, "people": people, "digest": one if people else ""}

    def _erased(self, seat: Seat) -> Fields:
        return {"digest": self.brought(seat, self._id("secret"), "note"), "order": seat.seat}

    def _clause(self) -> str:
        return str(self.chance.randint(1, 8))

    def _clause_drafted(self, seat: Seat) -> Fields:
        clause = self._clause()
        known = self.state.of(Text).clauses.get(clause)
        digests = {lang: self.brought(seat, f"{lang} {self.count}", "wording") for lang in LANGUAGES}
        return {"clause": clause, "version": known.version + 1 if known else 1, "digests": digests}

    def _said(self, seat: Seat) -> Fields:
        clause = self._clause()
        known = self.state.of(Text).clauses.get(clause)
        digests = known.digests if known else {}
        return {
            "clause": clause,
            "version": known.version if known else 1,
            "party": seat.party,
            "digests": digests,
        }

    _clause_adopted = _clause_agreed = _said

    def _clause_bracketed(self, seat: Seat) -> Fields:
        return self._said(seat) | {"digests": {}}

    def _deposited(self, seat: Seat) -> Fields:
        data = f"name,father\nNazir {self.count},Karim\n".encode()
        fields: Fields = {"deposit": self._id("deposit"), "list": self.chance.choice(["claims", "holdings"])}
        digest = self.brought(seat, data.decode(), fields["list"], "text/csv")
        return fields | {"party": seat.party, "digest": digest, "size": len(data), "rows": 1}

    def _deposit_countersigned(self, seat: Seat) -> Fields:
        own = [d for d in self.state.of(Lists).deposits.values() if d.party == seat.party]
        # never the last envelope: once the lists are open no deposit is accepted any more
        last = (
            own[-1] if own and len(self.state.of(Lists).awaited(self.state.of(Talks).sides())) > 1 else None
        )
        return {
            "deposit": last.id if last else "none",
            "party": seat.party,
            "digest": last.digest if last else "",
        }


@dataclass(frozen=True, slots=True)
class Run:
    """What came of the commands: how many of each kind were recorded and refused, and what was told after commit."""

    room: Room
    recorded: Counter[str]
    refused: Counter[str]
    told: list[tuple[str, Message]]


@pytest.fixture(scope="module")
def run() -> Run:
    room = accepted()
    told: list[tuple[str, Message]] = []
    room.app.listeners.append(lambda talks, message: told.append((talks, message)))
    made = Generator(room, seed=20200322)
    recorded, refused = Counter[str](), Counter[str]()
    for _ in range(COMMANDS):
        seat, kind, fields = made.one()
        signing = made.chance.random() < 0.97
        command = seat.command(kind, fields) if signing else room["chair"].command(kind, fields)
        before = {name: tree.size for name, tree in room.app.talks.get(TALKS).trees.items()}
        states, now = made.state.states, now_of(room.app, made.state)
        reasons = access.may(seat.viewer.by, REGISTRY.kinds[kind], states, now)
        answer = perform(room.app, seat.viewer, command)
        if isinstance(answer, Recorded):
            assert not reasons, f"{kind} was recorded against {reasons}"
            recorded[kind] += 1
        else:
            assert answer.reasons, kind
            refused[kind] += 1
            after = {name: tree.size for name, tree in room.app.talks.get(TALKS).trees.items()}
            assert after == before, "a refused command wrote something"
    return Run(room, recorded, refused, told)


def test_three_in_ten_are_accepted(run: Run) -> None:
    recorded = run.recorded
    assert sum(recorded.values()) >= 0.3 * COMMANDS


def test_every_kind_that_needs_no_other_deposit_is_accepted_and_refused(
    run: Run,
) -> None:
    recorded, refused = run.recorded, run.refused
    after_the_lists = {
        "lists.received.1",
        "lists.threshold-signed.1",
        "lists.bulk-confirmed.1",
        "lists.pair-decided.1",
    }
    of_a_plan = {"plan.accepted.1", "plan.batch-announced.1", "plan.person-taken-out.1"}
    later = after_the_lists | of_a_plan  # in tests/sim and tests/web, which go that far
    early = {
        "roster.device-vouched.1",
        "roster.devices-accepted.1",
        "roster.device-revoked.2",
        "roster.deputy-named.1",
        "roster.paper-key-made.1",
        "roster.deputy-vouched.1",
        "roster.paper-vouched.1",
        "roster.device-suspended.1",
        "roster.suspension-ended.1",
        "roster.head-claimed.1",  # by a device that is not there in a run: tests/sim
    }  # in tests/sitting.py
    by_people = {name for name, kind in REGISTRY.kinds.items() if not kind.by_system and not kind.machine}
    assert by_people - later - early <= set(recorded)
    assert REGISTRY.kinds.keys() <= set(refused)


def test_folded_anew_equals_live(run: Run) -> None:
    room = run.room
    fresh = app_over(room.store, room.clock).talks.get(TALKS)
    assert states_of(fresh) == states_of(room.app.talks.get(TALKS))


def test_no_canary_of_one_compartment_reaches_another(run: Run) -> None:
    room = run.room
    state = room.app.talks.get(TALKS)
    notes = {digest for found in state.of(Talks).notes.values() for _, _, digest in found}
    for seat in room.seats.values():
        own = access.own_compartment(seat.viewer.by)
        for digest in notes:
            content = queries.content(room.app, seat.viewer, digest)
            assert content is None or content[2].startswith(f"{CANARY}{own} ".encode())
        pages: list[Callable[..., object]] = [
            queries.today,
            queries.sits,
            queries.text,
            queries.lists,
            queries.plan,
        ]
        shown = " ".join(repr(page(room.app, seat.viewer)) for page in pages)
        assert CANARY not in shown.replace(
            f"{CANARY}{own} ", ""
        )  # Today has the notes of one's own delegation
        others = {name for name in state.log if name not in access.compartments(seat.viewer.by)}
        assert others
        for name in others:
            assert queries.record_entries(room.app, seat.viewer, name, 0, 10) is None
            assert queries.record_head(room.app, seat.viewer, name) is None
            assert queries.record(room.app, seat.viewer, name).shown == "table"


def test_what_is_told_of_an_act_is_where_and_what_kind_and_nothing_of_what_it_says(run: Run) -> None:
    live = [message.body for talks, message in run.told if talks == TALKS and message.topic == "live"]
    log = run.room.app.talks.get(TALKS).log
    told = {(body["compartment"], body["seq"], body["kind"]) for body in live}
    recorded = {(one.stamp.compartment, one.stamp.seq, one.kind) for found in log.values() for one in found}
    assert len(told) >= sum(run.recorded.values())
    assert told <= recorded
    assert all(body.keys() == {"compartment", "seq", "kind"} for body in live)
    assert CANARY not in repr(run.told)
