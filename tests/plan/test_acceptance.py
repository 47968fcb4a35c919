"""A plan is put on the table, each side accepts exactly that one, its batches are announced, and who is announced stays."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.base import Act, By, Now, Refused, RuleError, Stamp, States
from parley.plan import DOMAIN, Plans
from parley.plan.acts import BatchAnnounced, PersonTakenOut, PlanAccepted, PlanProposed
from parley.plan.announced import Kept, Member, NextBatch
from parley.talks.acts import SessionOpened
from tests.folding import NOON, NOW, by, codes, folded, knowing

PROPOSED = PlanProposed("p1", "problem", "digest", 30, 3600, 1000, 990)
NORTH, CHAIR = by("north-head", "north"), by("chair", "host", "facilitator", "host")
BY_NORTH = PlanAccepted("p1", "problem", "digest", "north")
BY_SOUTH = PlanAccepted("p1", "problem", "digest", "south")
FIRST = BatchAnnounced("p1", "digest", 0, 12)
OUT = PersonTakenOut(0, "north", 7, later=False, reason="r" * 64, party="north")
IN_FORCE: list[tuple[Act, str]] = [(BY_NORTH, "north-head"), (BY_SOUTH, "south-head")]
ANNOUNCED: list[tuple[Act, str]] = [*IN_FORCE, (FIRST, "chair")]


def decide(state: Plans, act: Act, who: By, now: Now) -> tuple[Act, ...] | Refused:
    return DOMAIN.decide(States([state]), act, who, now)


def on_the_table(*more: tuple[Act, str]) -> Plans:
    return folded(DOMAIN.fold, Plans(), [(PROPOSED, "chair"), *more])


def test_a_plan_is_proposed_under_a_name_of_its_own() -> None:
    assert codes(decide(Plans(), PROPOSED, CHAIR, NOW)) == []
    assert codes(decide(on_the_table(), PROPOSED, CHAIR, NOW)) == ["id_malformed"]


def test_a_side_accepts_the_current_plan_once_and_exactly() -> None:
    assert codes(decide(on_the_table(), BY_NORTH, NORTH, NOW)) == []
    assert codes(decide(Plans(), BY_NORTH, NORTH, NOW)) == ["plan_not_current"]
    assert codes(decide(on_the_table(), PlanAccepted("p1", "other", "digest", "south"), NORTH, NOW)) == [
        "not_your_party", "plan_differs",
    ]  # fmt: skip
    assert codes(decide(on_the_table((BY_NORTH, "north-head")), BY_NORTH, NORTH, NOW)) == [
        "plan_accepted_already"
    ]


def test_a_newer_plan_is_the_current_one() -> None:
    state = on_the_table((newer(), "chair"))
    assert codes(decide(state, BY_NORTH, NORTH, NOW)) == ["plan_not_current"]


def newer(name: str = "p2") -> PlanProposed:
    return PlanProposed(name, "problem", "digest", 30, 3600, 1000, 990)


def test_a_plan_is_in_force_when_all_sides_have_accepted_it_until_they_accept_another() -> None:
    sides = NOW.sides
    assert Plans().in_force(sides) is None
    assert on_the_table((BY_NORTH, "north-head")).in_force(sides) is None
    assert on_the_table().in_force(()) is None
    state = on_the_table(*IN_FORCE, (newer(), "chair"))
    found = state.in_force(sides)
    assert found is not None
    assert found.act.plan == "p1"


@pytest.mark.parametrize(
    ("state", "act", "known", "wrong"),
    [
        (on_the_table(*IN_FORCE), FIRST, NextBatch(0, 12), []),
        (on_the_table((BY_NORTH, "north-head")), FIRST, NextBatch(0, 12), ["plan_not_in_force"]),
        (on_the_table(*IN_FORCE), BatchAnnounced("p0", "digest", 0, 12), NextBatch(0, 12), ["plan_not_in_force"]),
        (on_the_table(*IN_FORCE), BatchAnnounced("p1", "other", 0, 12), NextBatch(0, 12), ["plan_differs"]),
        (on_the_table(*ANNOUNCED), FIRST, NextBatch(1, 12), ["batch_announced_already"]),
        (on_the_table(*IN_FORCE), FIRST, None, ["fact_missing"]),
        (on_the_table(*IN_FORCE), BatchAnnounced("p1", "digest", 2, 12), NextBatch(0, 12), ["batch_not_next"]),
        (on_the_table(*IN_FORCE), FIRST, NextBatch(None, 0), ["batch_not_next"]),
        (on_the_table(*IN_FORCE), FIRST, NextBatch(0, 11), ["batch_differs"]),
    ],
)  # fmt: skip
def test_a_batch_is_announced_from_the_plan_in_force_in_order_and_as_it_stands(
    state: Plans, act: BatchAnnounced, known: object, wrong: list[str]
) -> None:
    assert codes(decide(state, act, CHAIR, knowing(known))) == wrong


@pytest.mark.parametrize(
    ("known", "wrong"), [(Kept(0), []), (Kept(3), ["announced_moved"]), (None, ["fact_missing"])]
)
def test_no_plan_is_proposed_or_accepted_that_moves_somebody_announced(
    known: object, wrong: list[str]
) -> None:
    state = on_the_table(*ANNOUNCED, (newer(), "chair"))
    assert codes(decide(state, newer("p3"), CHAIR, knowing(known))) == wrong
    accept = PlanAccepted("p2", "problem", "digest", "north")
    assert codes(decide(state, accept, NORTH, knowing(known))) == wrong


@pytest.mark.parametrize(
    ("more", "known", "wrong"),
    [
        ([], Member(0, reason=True), []),
        ([], None, ["fact_missing"]),
        ([], Member(None, reason=True), ["person_not_announced"]),
        ([], Member(4, reason=False), ["person_not_announced", "content_missing"]),  # announced again later
        ([(OUT, "north-head")], Member(0, reason=True), ["taken_out_already"]),
    ],
)
def test_who_is_taken_out_is_announced_and_not_out_and_there_is_a_reason(
    more: list[tuple[Act, str]], known: object, wrong: list[str]
) -> None:
    state = on_the_table(*ANNOUNCED, *more)
    assert codes(decide(state, OUT, NORTH, knowing(known))) == wrong
    theirs = PersonTakenOut(0, "north", 7, later=False, reason="r" * 64, party="south")
    assert codes(decide(state, theirs, NORTH, knowing(known))) == ["not_your_party", *wrong]


def test_who_was_taken_out_for_good_can_be_said_to_leave_later_after_all() -> None:
    state = on_the_table(*ANNOUNCED, (OUT, "north-head"))
    assert state.held_back() == {("north", 7)}
    after_all = PersonTakenOut(0, "north", 7, later=True, reason="s" * 64, party="north")
    assert codes(decide(state, after_all, NORTH, knowing(Member(0, reason=True)))) == []
    DOMAIN.fold(state, after_all, Stamp(NOON + timedelta(hours=1), "table", 9, "north-head", "d"))
    assert state.held_back() == frozenset()
    assert [one.act.reason[0] for one in state.out.values()] == ["s"]


@given(said=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.booleans()), max_size=12))
def test_the_last_word_on_a_person_says_whether_a_later_batch_may_hold_them(
    said: list[tuple[int, int, bool]],
) -> None:
    acts: list[tuple[Act, str]] = [
        (PersonTakenOut(batch, "north", claim, later, "r", "north"), "north-head")
        for batch, claim, later in said
    ]
    last = {claim: later for _, claim, later in said}
    assert on_the_table(*acts).held_back() == {("north", claim) for claim, later in last.items() if not later}


def test_frozen_are_all_batches_up_to_the_last_announced() -> None:
    assert on_the_table().frozen == 0
    assert on_the_table(*ANNOUNCED, (BatchAnnounced("p1", "digest", 3, 5), "chair")).frozen == 4


def test_an_act_of_another_package_is_neither_judged_nor_folded() -> None:
    state, other = on_the_table(), SessionOpened("session-1")
    with pytest.raises(RuleError, match="rule_missing"):
        decide(state, other, CHAIR, NOW)
    with pytest.raises(RuleError, match="fold_missing"):
        DOMAIN.fold(state, other, Stamp(NOON, "table", 1, "chair", CHAIR.device))
    assert state == on_the_table()
