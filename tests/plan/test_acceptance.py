"""A plan is put on the table when it passed the checker, and each side accepts exactly that one."""

from parley.base import Act, Now
from parley.plan.acts import PlanAccepted, PlanProposed
from parley.plan.rules import decide
from parley.plan.state import Plans, fold
from parley.talks.acts import SessionOpened
from tests.folding import NOON, NOW, by, codes, folded

PROPOSED = PlanProposed("p1", "problem", "digest", 30, 3600, 1000, 990)
NORTH, CHAIR = by("north-head", "north"), by("chair", "host", "facilitator", "host")


def on_the_table(*more: tuple[Act, str]) -> Plans:
    return folded(fold, Plans(), [(PROPOSED, "chair"), *more])


def test_no_plan_is_proposed_that_was_not_checked() -> None:
    assert codes(decide(Plans(), PROPOSED, CHAIR, NOW)) == ["plan_not_checked"]
    assert codes(decide(Plans(), PROPOSED, CHAIR, Now(NOON, facts={"checked": True}))) == []
    assert codes(decide(on_the_table(), PROPOSED, CHAIR, NOW)) == ["id_malformed", "plan_not_checked"]


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


def test_an_act_of_another_package_says_nothing_about_the_plan() -> None:
    other = SessionOpened("session-1")
    assert decide(on_the_table(), other, CHAIR, NOW) == (other,)
    assert on_the_table((other, "chair")) == on_the_table()
