"""Who may enter a space, who counts as present, and who is put out."""

from dataclasses import replace

import pytest

from parley.base import PAGES, Now, States
from parley.room import DOMAIN, TOGETHER, Room, at_the_table, every_side_present, may_enter
from parley.room.acts import SeatReadmitted, SeatRemoved
from parley.talks import DOMAIN as TALKS
from parley.talks import Party, Place, Talks
from parley.talks import acts as a
from tests.folding import NOON, NOW, by, codes, folded

HEADS = {"north": "north-head", "south": "south-head", "host": "chair"}
NORTH = by("north-head", "north")
CHAIR = by("chair", "host", "facilitator", "host")


def sitting(*, admitted: bool = True, session: bool = True) -> States:
    """Two heads and the chair, their devices admitted, the session open."""
    kinds = [("north", "side"), ("south", "side"), ("host", "host")]
    parties = tuple(Party(party, kind) for party, kind in kinds)
    acts = [(a.Created(parties, (Place("kabul", "Asia/Kabul"),), ("en",), "d"), "")]
    talks = folded(TALKS.fold, Talks(), acts)
    for party, seat in HEADS.items():
        device, role = f"device-of-{seat}", "facilitator" if party == "host" else "head"
        made = (a.SeatMade(seat, party, role, "kabul", "p"), "")
        folded(TALKS.fold, talks, [made, (a.DeviceEnrolled(device, "e", party, role, seat, "x"), "")])
        if admitted:
            folded(TALKS.fold, talks, [(a.DeviceVouched(device, party), seat)])
    if admitted:
        for side in ("north", "south"):
            others = tuple(f"device-of-{seat}" for party, seat in HEADS.items() if party != side)
            folded(TALKS.fold, talks, [(a.DevicesAccepted(others, side), HEADS[side])])
    if session:
        folded(TALKS.fold, talks, [(a.SessionOpened("session-1"), "chair")])
    return States([talks, Room()])


def entering(states: States, space: str = "plenary") -> list[str]:
    return [one.code for one in may_enter(space, states, NORTH, NOW)]


def test_who_is_admitted_enters_while_the_session_is_open() -> None:
    assert entering(sitting()) == []
    assert entering(sitting(session=False)) == ["no_session_open"]
    assert entering(sitting(admitted=False, session=False)) == ["device_not_admitted", "no_session_open"]


def test_no_space_is_entered_that_there_is_not() -> None:
    assert entering(sitting(), "cellar") == ["space_unknown"]


def test_a_device_of_another_seat_enters_nowhere() -> None:
    stolen = replace(NORTH, device="device-of-south-head")
    assert [one.code for one in may_enter("plenary", sitting(), stolen, NOW)] == ["device_revoked"]


@pytest.mark.parametrize("space", ["plenary", "caucus-south", PAGES])
def test_somebody_in_any_space_or_with_a_page_open_is_present(space: str) -> None:
    now = replace(NOW, present={PAGES: frozenset({"north-head"}), space: frozenset({"south-head", "nobody"})})
    here = {"south"} if space == PAGES else {"north", "south"}
    assert at_the_table(sitting(), now) == here
    absent = [one.numbers for one in every_side_present(sitting(), NORTH, now)]
    assert absent == ([{"party": "north"}] if space == PAGES else [])


def test_what_is_done_together_needs_the_open_session_and_both_sides() -> None:
    now = Now(NOON, NOW.sides, present={"plenary": frozenset({"north-head", "chair"})})
    states = sitting(session=False)
    found = [one.code for condition in TOGETHER for one in condition(states, NORTH, now)]
    assert found == ["no_session_open", "side_absent"]


def test_a_seat_is_put_out_of_a_space_that_there_is_for_a_reason_that_there_is() -> None:
    states = sitting()
    fine = SeatRemoved("south-head", "plenary", "asked")
    assert DOMAIN.decide(states, fine, CHAIR, NOW) == (fine,)
    bad = SeatRemoved("nobody", "cellar", "bored")
    assert codes(DOMAIN.decide(states, bad, CHAIR, NOW)) == [
        "seat_unknown", "space_unknown", "removed_for_unknown",
    ]  # fmt: skip


def test_who_was_put_out_of_a_space_enters_it_no_more_until_let_back_in() -> None:
    states = sitting()
    room = states.of(Room)
    folded(DOMAIN.fold, room, [(SeatRemoved("north-head", "plenary", "asked"), "chair")])
    assert entering(states) == ["seat_put_out"]
    back = SeatReadmitted("north-head", "plenary")
    assert DOMAIN.decide(states, back, CHAIR, NOW) == (back,)
    folded(DOMAIN.fold, room, [(back, "chair")])
    assert entering(states) == []
    assert codes(DOMAIN.decide(states, back, CHAIR, NOW)) == ["seat_not_put_out"]
    folded(DOMAIN.fold, room, [(SeatReadmitted("nobody", "cellar"), "chair")])  # total: changes nothing
    assert room.removed == {"plenary": {}}


def test_the_record_says_who_was_put_out_of_which_space_and_when() -> None:
    acts = [(SeatRemoved("south-head", "plenary", "asked"), "chair")]
    assert folded(DOMAIN.fold, Room(), acts).removed == {"plenary": {"south-head": NOON}}
