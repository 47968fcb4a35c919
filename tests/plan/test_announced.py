"""Whoever is announced stays in batch, place and day through every plan that follows, until taken out by an act with a reason."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.lists.model import Pair
from parley.plan import DOMAIN, Plans
from parley.plan.acts import BatchAnnounced, PersonTakenOut, PlanAccepted, PlanProposed
from parley.plan.alternatives import changed, consequences
from parley.plan.announced import Frozen, announced, frozen, leaving, moved, next_batch
from parley.plan.release import limits_of, problem_bytes, problem_of, shown_plan
from parley.plan.replan import plan_of_announced
from parley.plan.solver import check_frozen, read_problem, solve, write_plan
from tests.folding import folded
from tests.plan.problems import Here, still

SIDES = ("north", "south")
NOW = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)
SAID: dict[str, Any] = {
    "start": "2020-03-31", "batches": 6, "sides": {side: {"batch_limit": 2} for side in SIDES},
    "places": [{"id": "H1", "capacity": 3}, {"id": "H2", "capacity": 2}],
}  # fmt: skip
LIMITS = limits_of(SAID, SIDES)


def problem(
    claims: set[tuple[str, int]], held_back: frozenset[tuple[str, int]] = frozenset(), bound: int = 0
) -> dict[str, Any]:
    """The problem of these people, claimed and cleared."""
    pairs = [Pair(side, claim, claim, 9_900, 1, "match") for side, claim in sorted(claims)]
    nobody: dict[str, Any] = {side: {} for side in SIDES}
    return problem_of(LIMITS, SIDES, pairs, nobody, nobody, held_back, bound)


def planned(
    made: dict[str, Any], kept: tuple[Frozen, ...] = (), freeze: int = 0, now: datetime = NOW, **limits: Any
) -> dict[str, Any]:
    """The plan as both sides sign it, with whoever is announced kept in it."""
    read = read_problem(problem_bytes(made))
    previous = plan_of_announced(kept) if freeze else None
    plan = solve(read, now=still, iterations=1, solver=Here(), previous=previous, freeze=freeze)
    assert previous is None or check_frozen(read, plan, previous, freeze) == []
    day = next(((one.batch, one.on) for one in kept), None)
    return shown_plan(LIMITS | limits, SIDES, made, json.loads(write_plan(read, plan)), now, day)


def accepted(name: str) -> list[tuple[Any, str]]:
    acts = [PlanAccepted(name, "problem", name, side) for side in SIDES]
    return [(PlanProposed(name, "problem", name, 6, 9, 9, 9), "chair"), *((one, "head") for one in acts)]


PEOPLE = st.sets(st.tuples(st.sampled_from(SIDES), st.integers(1, 6)), min_size=2, max_size=9)


@settings(max_examples=12, deadline=None)
@given(before=PEOPLE, more=PEOPLE, batches=st.integers(1, 3), data=st.data())
def test_every_later_plan_keeps_the_announced_and_puts_nobody_beside_them(
    before: set[tuple[str, int]], more: set[tuple[str, int]], batches: int, data: st.DataObject
) -> None:
    """Three plans, one after another; people are cleared in between, and taken out."""
    shown, acts, held = {"p0": planned(problem(before))}, accepted("p0"), frozenset[tuple[str, int]]()
    cleared, plans = set(before), Plans()
    for turn in range(2):
        for _ in range(batches):
            plans = folded(DOMAIN.fold, Plans(), acts)
            found = next_batch(plans, shown[f"p{turn}"])
            if found.batch is not None:
                acts.append((BatchAnnounced(f"p{turn}", f"p{turn}", found.batch, found.persons), "chair"))
        plans = folded(DOMAIN.fold, Plans(), acts)
        who = frozen(plans, shown)
        if not who:  # all who were cleared have been announced and taken out
            return
        for one in data.draw(st.lists(st.sampled_from(who), max_size=2, unique=True)):
            later = data.draw(st.booleans())
            acts.append((PersonTakenOut(one.batch, *one.person, later, "r", "host"), "chair"))
        plans = folded(DOMAIN.fold, Plans(), acts)
        kept, held = frozen(plans, shown), plans.held_back()
        cleared |= more if turn else set()
        bound = (
            max(one["exposure_bound"] for one in shown.values()) + 4
        )  # what taking out puts out of balance
        name = f"p{turn + 1}"
        shown[name] = planned(
            problem(cleared, held, bound), kept, plans.frozen, now=NOW.replace(month=4 + turn)
        )
        assert moved(kept, plans.frozen, shown[name]) == 0
        there = {one.person: one for one in leaving(shown[name], lambda _: True)}
        assert all(there[one.person] == one for one in kept)  # batch, place and day
        assert not held & there.keys()
        assert all(one.batch >= plans.frozen for one in there.values() if one not in kept)
        acts += accepted(name)


def test_a_plan_that_moves_or_drops_somebody_announced_or_adds_somebody_is_found_one_by_one() -> None:
    shown = planned(problem({(side, claim) for side in SIDES for claim in (1, 2, 3, 4)}))
    kept = tuple(leaving(shown, lambda number: number < 2))
    assert len(kept) == 8 - len(tuple(leaving(shown, lambda number: number >= 2)))
    assert moved(kept, 2, shown) == 0
    changes: dict[str, Callable[[dict[str, Any]], object]] = {
        "another place": lambda one: one["leaving"][0].__setitem__(1, "H9"),
        "another day": lambda one: one.update(on="2020-04-30T06:00:00+00:00"),
        "left out": lambda one: one["leaving"].pop(),
        "one more": lambda one: one["leaving"].append(["north-9", "H1"]),
    }
    for name, change in changes.items():
        other = json.loads(json.dumps(shown))
        change(other["batches"][0])
        assert moved(kept, 2, other) > 0, name
    later = json.loads(json.dumps(shown))
    later["batches"][2:] = [one | {"number": one["number"] + 1} for one in later["batches"][2:]]
    assert moved(kept, 2, later) == 0  # what is not announced may go where it will


@settings(max_examples=60, deadline=None)
@given(
    first=st.dictionaries(st.integers(1, 6), st.integers(0, 3), min_size=1),
    second=st.dictionaries(st.integers(1, 6), st.integers(0, 3)),
    freeze=st.integers(1, 4),
)
def test_who_is_moved_is_counted_as_by_hand(
    first: dict[int, int], second: dict[int, int], freeze: int
) -> None:
    def shown(batches: dict[int, int]) -> dict[str, Any]:
        return {"batches": [
            {"number": t, "on": f"day {t}", "leaving": [[f"north-{c}", "H1"] for c, at in batches.items() if at == t]}
            for t in range(4)
        ]}  # fmt: skip

    kept = tuple(leaving(shown(first), lambda number: number < freeze))
    by_hand = 0
    for claim in range(1, 7):
        was, now = first.get(claim, 9), second.get(claim, 9)
        if was != now:
            by_hand += (was < freeze) + (now < freeze)
    assert moved(kept, freeze, shown(second)) == by_hand


def test_the_days_of_what_is_announced_stand_when_the_talks_name_no_first_day() -> None:
    made = problem({(side, claim) for side in SIDES for claim in (1, 2, 3)})
    first = planned(made, start=None)
    kept = tuple(leaving(first, lambda number: number == 0))
    assert kept[0].on == "2020-03-29T06:00:00+00:00"
    later = planned(made, kept, 1, now=NOW.replace(month=5), start=None)
    assert [one["on"] for one in later["batches"]][:2] == [
        "2020-03-29T06:00:00+00:00",
        "2020-03-30T06:00:00+00:00",
    ]


def test_a_bound_that_the_limits_leave_open_is_no_lower_than_was_accepted() -> None:
    alike = {("north", 1), ("south", 1)}
    assert problem(alike)["exposure"]["bound"] == 1
    assert problem(alike, bound=9)["exposure"]["bound"] == 9
    said = limits_of(SAID | {"exposure_bound": 2}, SIDES)
    pairs = [Pair("north", 1, 1, 9_900, 1, "match")]
    assert problem_of(said, SIDES, pairs, {"north": {}}, {"south": {}}, (), 9)["exposure"]["bound"] == 2


def test_who_is_held_back_stays_in_the_count_and_leaves_under_no_alternative() -> None:
    people = {(side, claim) for side in SIDES for claim in (1, 2)}
    made = problem(people, frozenset({("north", 1)}))
    assert made["persons"]["earliest"] == [6, 0, 0, 0]
    shown = planned(made)
    assert (shown["left_behind"], sum(len(one["leaving"]) for one in shown["batches"])) == (1, 3)
    assert changed(made, SIDES, {"first": {"south": 2}, "batches": 3})["persons"]["earliest"] == [3, 0, 0, 0]
    # the announced are the first of those who may leave at once
    assert changed(made, SIDES, {"first": {"north": 1}}, {"south-2"})["persons"]["earliest"] == [6, 0, 6, 0]


@pytest.mark.parametrize(
    ("said", "possible"),
    [
        ({"start": "2020-03-31"}, True),
        ({"start": "2020-04-01"}, False),  # another day than was announced
        ({"start": "2020-03-31", "every_days": 2}, True),  # the first batch alone is announced
        ({"start": "2020-03-31", "sides": {"north": {"batch_limit": 1}}}, False),  # two were announced
        ({"start": "2020-03-31", "batches": 2, "sides": {"south": {"batch_limit": 9}}}, True),
    ],
)
def test_an_alternative_keeps_the_announced_or_cannot_be(said: dict[str, Any], possible: bool) -> None:
    made = problem({(side, claim) for side in SIDES for claim in (1, 2, 3)})
    kept = tuple(leaving(planned(made), lambda number: number == 0))
    assert len([one for one in kept if one.claimant == "south"]) == 2  # held by the north
    row = consequences(
        made, SIDES, {"id": "a", "name": {}} | said, now=time.monotonic, seconds=3, previous=plan_of_announced(kept), freeze=1,
        days={0: kept[0].on},
    )  # fmt: skip
    assert row["possible"] == possible


def test_who_was_announced_again_later_is_frozen_there_and_not_where_they_were_taken_out() -> None:
    day = {"on": "2020-03-31T06:00:00+00:00", "leaving": [["north-1", "H1"]]}
    shown = {"p0": {"batches": [{"number": 0} | day]}, "p1": {"batches": [{"number": 2} | day]}}
    acts = [
        *accepted("p0"), (BatchAnnounced("p0", "p0", 0, 1), "chair"),
        (PersonTakenOut(0, "north", 1, later=True, reason="r", party="north"), "head"),
        *accepted("p1"), (BatchAnnounced("p1", "p1", 2, 1), "chair"),
    ]  # fmt: skip
    plans = folded(DOMAIN.fold, Plans(), acts)
    assert [one.batch for one in announced(plans, shown)] == [0, 2]
    assert [one.batch for one in frozen(plans, shown)] == [2]
    assert next_batch(plans, shown["p1"]).batch is None
