"""Who may do and see what: the page that decides it, at every turn it takes."""

from dataclasses import replace
from typing import Any

import pytest

from parley.app import access
from parley.app.catalog import CATALOG
from parley.app.state import State
from parley.base import SYSTEM, By, Reason
from parley.lists.model import Deposit, Match
from tests.sitting import NOON, TALKS, Room, accepted, created, drafted, opened

ALL = frozenset({"north", "south", "host", "neutral"})


def state_of(room: Room) -> State:
    return room.app.tables.get(TALKS).state


def by(room: Room, seat: str) -> By:
    return room[seat].viewer.by


@pytest.mark.parametrize(
    ("kind", "role", "groups"),
    [
        ("side", "head", {"anyone", "head"}),
        ("side", "list_officer", {"anyone", "officer"}),
        ("side", "member", {"anyone"}),
        ("side", "facilitator", {"anyone"}),  # a word in an invitation makes nobody the host
        ("host", "facilitator", {"anyone", "facilitator"}),
        ("host", "head", {"anyone", "facilitator"}),
        ("host", "interpreter", {"anyone"}),
        ("host", "list_officer", {"anyone"}),
        ("neutral", "facilitator", {"anyone", "neutral_head"}),
        ("neutral", "head", {"anyone", "neutral_head"}),
        ("neutral", "observer", {"anyone"}),
        ("system", "system", {"system"}),
    ],
)
def test_a_group_is_of_the_partys_kind_and_the_role_together(kind: str, role: str, groups: set[str]) -> None:
    assert access.groups(By("seat", "party", kind, role, "device")) == groups


def told(room: Room, by: By, kind: str, present: frozenset[str] = ALL) -> list[str]:
    return [one.code for one in access.may(by, CATALOG[kind], state_of(room), present)]


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
    room["north-head"].must("roster.device-revoked.1", device=room["north-lists"].device, reason="lost")
    assert told(room, by(room, "north-lists"), "talks.noted.1") == ["device_revoked"]


def test_before_a_device_is_admitted_it_may_only_what_admits_it_and_is_told_who_is_lacking() -> None:
    room = created()
    head = by(room, "north-head")
    assert told(room, head, "roster.device-vouched.1") == []
    room["north-head"].must("roster.device-vouched.1", device=room["north-head"].device, party="north")
    lacking = access.may(head, CATALOG["talks.noted.1"], state_of(room), ALL)
    assert lacking == (Reason("device_not_admitted", {"lacking": "south"}),)


def test_what_needs_the_open_table_needs_every_side_at_it() -> None:
    room, kind = accepted(), "text.clause-adopted.1"
    head = by(room, "north-head")
    assert told(room, head, kind, frozenset({"host"})) == ["no_session_open", "side_absent", "side_absent"]
    room["chair"].must("talks.session-opened.1", session="session-1")
    assert told(room, head, kind, frozenset({"north"})) == ["side_absent"]
    assert told(room, head, kind, frozenset({"north", "south"})) == []  # host and neutral may be away


def test_everybody_reads_the_table_and_a_compartment_of_their_own() -> None:
    room = created()
    state = state_of(room)
    assert {seat: access.compartments(by(room, seat), state)[1] for seat in room.seats} == {
        "north-head": "side-north",
        "north-lists": "side-north",
        "south-head": "side-south",
        "south-lists": "side-south",
        "chair": "host",
        "neutral-head": "neutral",
    }
    assert all(
        access.own_compartment(by(room, seat)) == access.compartments(by(room, seat), state)[1]
        for seat in room.seats
    )


def readers(room: Room, digest: str, state: State, **more: Any) -> set[str]:
    """Return the seats that may have a content."""
    given = {"written_by": None, "generated": ()} | more
    return {seat for seat in room.seats if access.may_read(by(room, seat), digest, state, **given)}


NORTH = {"north-head", "north-lists"}
SIDES = NORTH | {"south-head", "south-lists"}


def with_lists(state: State, **changed: Any) -> State:
    return replace(state, lists=replace(state.lists, **changed))


def test_a_list_is_read_by_its_own_side_and_claims_by_the_other_once_all_are_in() -> None:
    room = opened()
    deposits = {
        name: Deposit(name, "north", name, f"digest-of-{name}", 1, 1, NOON, "north-lists")
        for name in ("claims", "holdings")
    }
    sealed = with_lists(state_of(room), deposits=deposits)
    unsealed = with_lists(sealed, opened=("claims", "holdings"))
    assert readers(room, "digest-of-claims", sealed) == NORTH
    assert readers(room, "digest-of-holdings", sealed) == NORTH
    assert readers(room, "digest-of-claims", unsealed) == SIDES
    assert readers(room, "digest-of-holdings", unsealed) == NORTH  # never the other side, nor the host
    assert (
        readers(room, "digest-of-holdings", unsealed, written_by="south", generated=["digest-of-holdings"])
        == NORTH
    )


def test_the_comparison_whole_is_read_by_nobody_and_what_is_signed_by_heads_and_officers() -> None:
    room = opened()
    state = with_lists(state_of(room), match=Match("m", "digest-of-match", NOON, {}))
    assert readers(room, "digest-of-match", state, written_by="north") == set()
    assert readers(room, "digest-of-bulk", state, generated=["digest-of-bulk"]) == SIDES


def test_a_note_is_its_own_delegations_whoever_brought_the_content() -> None:
    room = opened()
    other = room["south-head"].content(b"what they think of it")
    room["south-head"].must("talks.noted.1", digest=other)
    digest = room["north-head"].content(b"what we think of it")
    room["north-head"].must("talks.noted.1", digest=digest)
    assert readers(room, digest, state_of(room), written_by="south") == NORTH
    assert readers(room, other, state_of(room), written_by="north") == SIDES - NORTH


def test_what_stands_on_the_table_is_read_by_all_and_what_no_act_names_by_who_brought_it() -> None:
    room = opened()
    clause = drafted(room)["en"]
    assert readers(room, clause, state_of(room)) == set(room.seats)
    assert readers(room, "digest-of-a-draft", state_of(room), written_by="south") == SIDES - NORTH
    assert readers(room, "digest-of-a-draft", state_of(room)) == set()
