"""Who may do and see what: the page that decides it, at every turn it takes."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from parley.app.core import access
from parley.app.core.contents import keep, origin_of
from parley.app.core.facts import now_of
from parley.app.core.states import TalksState
from parley.app.lists.reading import bulk_list
from parley.app.talks.kinds import INVITING
from parley.base import PAGES, SYSTEM, By, Now, Reason
from parley.lists import Lists
from parley.lists.model import Deposit, Match
from parley.lists.state import KINDS
from parley.registry import REGISTRY
from parley.talks import Talks
from parley.text import Text
from tests.sitting import NOON, TALKS, Room, accepted, created, drafted, opened, revoked, vouch


def state_of(room: Room) -> TalksState:
    return room.app.talks.get(TALKS)


def by(room: Room, seat: str) -> By:
    return room[seat].viewer.by


@pytest.mark.parametrize(
    ("kind", "role", "groups"),
    [
        ("side", "head", {"anyone", "side", "head"}),
        ("side", "list_officer", {"anyone", "side", "officer"}),
        ("side", "member", {"anyone", "side"}),
        ("side", "facilitator", {"anyone", "side"}),  # a word in an invitation makes nobody the host
        ("host", "facilitator", {"anyone", "host", "facilitator"}),
        ("host", "head", {"anyone", "host", "facilitator"}),
        ("host", "interpreter", {"anyone", "host"}),
        ("host", "list_officer", {"anyone", "host"}),
        ("neutral", "facilitator", {"anyone", "neutral", "neutral_head"}),
        ("neutral", "head", {"anyone", "neutral", "neutral_head"}),
        ("neutral", "observer", {"anyone", "neutral"}),
        ("system", "system", {"system"}),
    ],
)
def test_a_group_is_of_the_partys_kind_and_the_role_together(kind: str, role: str, groups: set[str]) -> None:
    assert access.groups(By("seat", "party", kind, role, "device")) == groups


def now_with(room: Room, present: Iterable[str] | None = None) -> Now:
    """Return this moment with these seats' pages open; everybody's if None."""
    seats = frozenset(room.seats if present is None else present)
    return replace(now_of(room.app, state_of(room)), present={PAGES: seats})


def told(room: Room, by: By, kind: str, present: Iterable[str] | None = None) -> list[str]:
    now = now_with(room, present)
    return [one.code for one in access.may(by, REGISTRY.kinds[kind], state_of(room).states, now)]


def test_the_machine_needs_no_device_and_does_only_its_own() -> None:
    room = created()
    assert told(room, SYSTEM, "roster.device-enrolled.1") == []
    assert told(room, SYSTEM, "text.clause-adopted.1") == ["not_for_your_seat"]


def test_a_device_must_be_known_its_seats_own_and_not_revoked() -> None:
    room = accepted()
    head = by(room, "north-head")
    assert told(room, head, "talks.noted.1") == []
    assert told(room, replace(head, device="0" * 64), "talks.noted.1") == ["device_revoked"]
    assert told(room, replace(head, device=room["south-head"].device), "talks.noted.1") == ["device_revoked"]
    revoked(room, "north-lists", by="north-head")
    assert told(room, by(room, "north-lists"), "talks.noted.1") == ["device_revoked"]


def test_before_a_device_is_admitted_it_may_only_what_admits_it_and_is_told_who_is_lacking() -> None:
    room = created()
    head = by(room, "north-head")
    assert told(room, head, "roster.device-vouched.1") == []
    room["north-head"].must("roster.device-vouched.1", device=room["north-head"].device, party="north")
    lacking = access.may(head, REGISTRY.kinds["talks.noted.1"], state_of(room).states, now_with(room))
    assert lacking == (Reason("device_not_admitted", {"lacking": "south"}),)


def test_what_needs_the_open_table_needs_every_side_at_it() -> None:
    room, kind = accepted(), "text.clause-adopted.1"
    head = by(room, "north-head")
    assert told(room, head, kind, ["chair"]) == ["no_session_open", "side_absent", "side_absent"]
    room["chair"].must("talks.session-opened.1", session="session-1")
    assert told(room, head, kind, ["north-lists"]) == ["side_absent"]
    assert told(room, head, kind, ["north-head", "south-lists"]) == []  # host and neutral may be away


@pytest.mark.parametrize(
    "kind",
    ["text.clause-agreed.1", "text.clause-adopted.1", "plan.accepted.1", "lists.threshold-signed.1"],
)
def test_nothing_that_sides_agree_on_is_signed_while_one_is_away(kind: str) -> None:
    room = opened()
    head = by(room, "north-head")
    assert told(room, head, kind) == []
    assert told(room, head, kind, ["north-head", "north-lists", "chair"]) == ["side_absent"]


def test_everybody_reads_the_table_and_a_compartment_of_their_own() -> None:
    room = created()
    own = {
        "north-head": "side-north",
        "north-lists": "side-north",
        "south-head": "side-south",
        "south-lists": "side-south",
        "chair": "host",
        "neutral-head": "neutral",
    }
    assert {seat: access.compartments(by(room, seat)) for seat in room.seats} == {
        seat: ("table", name) for seat, name in own.items()
    }
    assert {seat: access.own_compartment(by(room, seat)) for seat in room.seats} == own


def readers(room: Room, digest: str) -> set[str]:
    """Return the seats that may have a content."""
    state = state_of(room)
    return {
        seat
        for seat in room.seats
        if access.may_read(by(room, seat), room.app, state, digest, origin_of(room.app, state, digest))
    }


def citing(room: Room, digest: str, purpose: str) -> set[str]:
    """Return the seats whose acts may cite a content for this purpose."""
    app, state = room.app, state_of(room)
    origin = origin_of(app, state, digest)
    return {s for s in room.seats if access.may_cite(by(room, s), app, state, digest, origin, purpose)}


NORTH = {"north-head", "north-lists"}
SIDES = NORTH | {"south-head", "south-lists"}


def with_lists(room: Room) -> tuple[Lists, str, str]:
    """Put a list of claims and one of holdings of the north on the table; return the state to change, and both digests."""
    lists, officer = state_of(room).of(Lists), room["north-lists"]
    digests = {kind: officer.content(f"name\n{kind}\n".encode(), kind, "text/csv") for kind in KINDS}
    for name, digest in digests.items():
        lists.deposits[name] = Deposit(name, "north", name, digest, 1, 1, NOON, "north-lists")
    return lists, digests["claims"], digests["holdings"]


def test_a_list_is_read_by_its_own_side_and_claims_by_the_other_once_all_are_in() -> None:
    room = opened()
    lists, claims, holdings = with_lists(room)
    assert readers(room, claims) == readers(room, holdings) == NORTH
    lists.opened = ("claims", "holdings")
    assert readers(room, claims) == SIDES
    assert readers(room, holdings) == NORTH  # never the other side, nor the host
    lists.deposits["claims"] = replace(lists.deposits["claims"], digest=holdings)  # whatever an act calls it
    assert readers(room, holdings) == NORTH


def test_a_content_is_cited_for_what_it_was_brought_for_and_by_who_reads_it() -> None:
    room = opened()
    _, claims, holdings = with_lists(room)
    for digest, purpose in ((claims, "claims"), (holdings, "holdings")):
        for wanted in room.app.registry.sorts:
            assert citing(room, digest, wanted) == (NORTH if wanted == purpose else set())
    wording = room["south-head"].content(b"as we would have it", "wording")
    assert citing(room, wording, "wording") == SIDES - NORTH
    clause = drafted(room)["en"]
    assert citing(room, clause, "wording") == set(room.seats)
    assert citing(room, clause, "note") == set()


def test_who_may_bring_what() -> None:
    room = opened()
    may = {
        purpose: {seat for seat in room.seats if access.may_bring(by(room, seat), sort)}
        for purpose, sort in room.app.registry.sorts.items()
    }
    assert {purpose: seats for purpose, seats in may.items() if seats} == {
        "claims": {"north-lists", "south-lists"},
        "company": set(room.seats),
        "holdings": {"north-lists", "south-lists"},
        "note": set(room.seats),
        "person": {"chair"},
        "taken-out": {"north-head", "south-head", "chair"},
        "wording": {"north-head", "south-head", "chair"},
    }
    assert not access.may_bring(by(room, "chair"), None)


@pytest.mark.parametrize("sort", ["note", "wording"])
def test_who_names_a_list_or_a_comparison_in_an_act_of_its_own_reads_no_more_of_it(sort: str) -> None:
    """As an act of a version before may have: a list is a list, a comparison a comparison."""
    room = opened()
    lists, _, holdings = with_lists(room)
    compared = keep(room.app, TALKS, "m", "match", b"{}")
    lists.match = Match("m", compared, NOON, {})
    for digest in (holdings, compared):
        if sort == "note":
            noted = (NOON, "south-lists", digest)
            state_of(room).of(Talks).notes.setdefault("side-south", []).append(noted)
        else:
            state_of(room).of(Text).shown.add(digest)
    assert readers(room, holdings) == NORTH
    assert readers(room, compared) == set()


def test_the_comparison_whole_is_read_by_nobody_and_what_is_signed_by_heads_and_officers() -> None:
    room = opened()
    compared = keep(room.app, TALKS, "m", "match", b'{"pairs": []}')
    state_of(room).of(Lists).match = Match("m", compared, NOON, {})
    assert readers(room, compared) == set()
    for side in ("north", "south"):
        room[f"{side}-head"].must("lists.threshold-signed.1", match="m", basis_points=9000, party=side)
    signed = bulk_list(room.app, state_of(room)).digest
    assert signed
    assert readers(room, signed) == SIDES


def test_a_note_is_its_own_delegations() -> None:
    room = opened()
    other = room["south-head"].content(b"what they think of it", "note")
    room["south-head"].must("talks.noted.1", digest=other)
    digest = room["north-head"].content(b"what we think of it", "note")
    room["north-head"].must("talks.noted.1", digest=digest)
    assert readers(room, digest) == NORTH
    assert readers(room, other) == SIDES - NORTH


def test_a_name_is_the_hosts_until_a_seat_is_laid_for_it() -> None:
    room = opened()
    name = room["chair"].content(b"Somebody New", "person")
    assert readers(room, name) == {"chair"}
    seat = {"seat": "extra", "party": "north", "role": "member", "place": "kabul", "person": name}
    room["chair"].must("talks.seat-made.1", **seat)
    assert readers(room, name) == set(room.seats)


def test_what_stands_on_the_table_is_read_by_all_and_what_no_act_names_by_who_brought_it() -> None:
    room = opened()
    clause = drafted(room)["en"]
    assert readers(room, clause) == set(room.seats)
    assert readers(room, room["south-head"].content(b"a draft", "wording")) == SIDES - NORTH
    assert readers(room, "digest-of-nothing") == set()


def test_whoever_reads_as_anybody_reads_what_everyone_accredited_does_and_no_compartment() -> None:
    room = opened()
    state, app = state_of(room), room.app
    own = [room[seat].content(b"a note", "note") for seat in ("north-head", "chair", "neutral-head")]
    for digest in own:
        assert not access.may_read(access.ANYBODY, app, state, digest, origin_of(app, state, digest))
    clause = drafted(room)["en"]
    assert access.may_read(access.ANYBODY, app, state, clause, origin_of(app, state, clause))
    assert access.compartments(access.ANYBODY) == ("table",)


def seen(room: Room, seat: str) -> set[str]:
    """Return for devices of which sorts a page may be that this seat's device sees."""
    state, who = state_of(room), by(room, seat)
    sorts = (access.ADMITTED, access.SPEAKING, access.ENROLLED)
    return {one for one in sorts if not access.outside(who, room.app, state, one)}


def test_a_device_sees_more_with_each_step_to_the_table() -> None:
    room = created()
    assert seen(room, "north-head") == seen(room, "north-lists") == {"enrolled"}
    vouch(room, "north-head", ["north-head", "north-lists"])
    assert seen(room, "north-head") == {"enrolled", "speaking"}
    assert seen(room, "north-lists") == {"enrolled"}  # it speaks for nobody
    vouch(room, "south-head", ["south-head"])
    devices = [room[seat].device for seat in ("north-head", "north-lists")]
    room["south-head"].must("roster.devices-accepted.1", devices=devices, party="south")
    assert seen(room, "north-head") == {"enrolled", "speaking", "admitted"}
    assert access.outside(by(room, "north-lists"), room.app, state_of(room)) == ()


def test_a_seat_is_laid_by_who_is_admitted_and_in_a_house_by_whoever_is_there() -> None:
    room = created()
    chair = by(room, "chair")
    assert told(room, chair, "talks.seat-made.1") == [
        "device_not_admitted"
    ]  # it could not cite a name either
    settled = accepted()
    assert told(settled, by(settled, "chair"), "talks.seat-made.1") == []
    unknown = replace(chair, device="unknown")
    assert told(room, unknown, "talks.seat-made.1") == ["device_revoked"]
    state = state_of(room)
    against = access.may(unknown, INVITING, state.states, now_of(room.app, state))
    assert [one.code for one in against] == ["device_revoked", "vouch_for_yourself_first"]
    house = room.app.talks.get("house")
    (device,) = house.of(Talks).devices.values()
    facilitator = By(device.seat, "host", "host", "facilitator", device.id)
    now = now_of(room.app, house)
    assert access.may(facilitator, INVITING, house.states, now) == ()
    assert access.outside(facilitator, room.app, house) == ()


def test_a_seat_is_taken_by_an_admitted_device_alone() -> None:
    assert not state_of(created()).of(Talks).taken("north-head")
    room = accepted()
    assert state_of(room).of(Talks).taken("north-head")
    revoked(room, "north-head")
    assert not state_of(room).of(Talks).taken("north-head")
    assert not state_of(room).of(Talks).speaks(room["north-head"].device, "north")


def test_what_its_own_party_brought_is_not_for_a_device_that_waits() -> None:
    for room, reads in ((created(), False), (accepted(), True)):
        state, digest = state_of(room), room["north-head"].content(b"a draft", "wording")
        who = by(room, "north-head")
        assert access.may_read(who, room.app, state, digest, origin_of(room.app, state, digest)) is reads
