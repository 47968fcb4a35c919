"""A plan is put on the table, and each side accepts exactly that one."""

import pytest

from parley.base import Act, By, Now, Refused, RuleError, Stamp, States
from parley.plan import DOMAIN, Plans
from parley.plan.acts import PlanAccepted, PlanProposed
from parley.talks.acts import SessionOpened
from tests.folding import NOON, NOW, by, codes, folded

PROPOSED = PlanProposed("p1", "problem", "digest", 30, 3600, 1000, 990)
NORTH, CHAIR = by("north-head", "north"), by("chair", "host", "facilitator", "host")


def decide(state: Plans, act: Act, who: By, now: Now) -> tuple[Act, ...] | Refused:
    return DOMAIN.decide(States([state]), act, who, now)


def on_the_table(*more: tuple[Act, str]) -> Plans:
    return folded(DOMAIN.fold, Plans(), [(PROPOSED, "chair"), *more])


def test_a_plan_is_proposed_under_a_name_of_its_own() -> None:
    assert codes(decide(Plans(), PROPOSED, CHAIR, NOW)) == []
    assert codes(decide(on_the_table(), PROPOSED, CHAIR, NOW)) == ["id_malformed"]


def test_a_side_accepts_the_current_plan_once_and_exactly() -> None:
    accept = PlanAccepted("p1", "problem", "digest", "north")
    assert codes(decide(on_the_table(), accept, NORTH, NOW)) == []
    assert codes(decide(Plans(), accept, NORTH, NOW)) == ["plan_not_current"]
    assert codes(decide(on_the_table(), PlanAccepted("p1", "other", "digest", "south"), NORTH, NOW)) == [
        "not_your_party", "plan_differs",
    ]  # fmt: skip
    assert codes(decide(on_the_table((accept, "north-head")), accept, NORTH, NOW)) == [
        "plan_accepted_already"
    ]


def test_a_newer_plan_is_the_current_one() -> None:
    newer = PlanProposed("p2", "problem", "digest", 30, 3600, 1000, 990)
    state = on_the_table((newer, "chair"))
    assert codes(decide(state, PlanAccepted("p1", "problem", "digest", "north"), NORTH, NOW)) == [
        "plan_not_current"
    ]


def test_an_act_of_another_package_is_neither_judged_nor_folded() -> None:
    state, other = on_the_table(), SessionOpened("session-1")
    with pytest.raises(RuleError, match="rule_missing"):
        decide(state, other, CHAIR, NOW)
    with pytest.raises(RuleError, match="fold_missing"):
        DOMAIN.fold(state, other, Stamp(NOON, "table", 1, "chair", CHAIR.device))
    assert state == on_the_table()
