"""Replanning: frozen batches stay exactly; stability is counted as the format says; what cannot be kept is said."""

import itertools
import json
from typing import Any

import numpy as np
import pytest

from parley.cli import plan_words
from parley.plan.compare import changed, compare, curve, patched
from parley.plan.conflict import Limit, explain, find_conflict, find_conflicts
from parley.plan.exposure import first_release, moments, worst
from parley.plan.model import NOBODY
from parley.plan.solver import NoPlan, Plan, Problem, check, solve
from parley.plan.units import gather
from tests.plan.problems import Here, read, still, tiny

LOOSE: dict[str, Any] = {
    "exposure": {"bound": 50, "start": 0},
    "teams": 2,
    "places": [{"id": "H1", "capacity": 4}, {"id": "H2", "capacity": 4}],
}


def solved(problem: Problem, **how: Any) -> Plan:
    return solve(problem, now=still, iterations=3, solver=Here(), **how)


@pytest.mark.parametrize("seed", range(8))
def test_frozen_batches_stay_exactly_and_nobody_joins_them(seed: int) -> None:
    before = read(tiny(seed, persons=10, batches=5, **LOOSE))
    old = solved(before)
    after = read(tiny(seed, persons=10, batches=5, **LOOSE | {"teams": [2, 2, 1, 1, 1]}))
    new = solved(after, previous=old, freeze=2, stability=5)
    assert check(after, new) == []
    was, now = old.batch, new.batch
    assert np.array_equal((was != NOBODY) & (was < 2), (now != NOBODY) & (now < 2))
    frozen = np.flatnonzero((was != NOBODY) & (was < 2))
    assert np.array_equal(was[frozen], now[frozen])
    assert [old.place[i] for i in frozen] == [new.place[i] for i in frozen]
    moved = [(int(was[i])) for i in range(10) if was[i] != now[i]]
    assert new.stability == 5 * sum(3 if t in (2, 3) else 1 for t in moved)
    assert new.bound <= new.cost


def test_a_frozen_batch_that_breaks_a_rule_is_no_plan() -> None:
    before = read(tiny(2, persons=8, batches=4, **LOOSE))
    old = solved(before)
    assert np.any(old.batch == 0)
    after = read(tiny(2, persons=8, batches=4, **LOOSE | {"teams": [0, 2, 2, 2]}))
    with pytest.raises(NoPlan) as caught:
        solved(after, previous=old, freeze=1)
    assert any(reason.code == "too_few_teams" for reason in caught.value.reasons)


def test_a_dear_move_moves_fewer() -> None:
    before = read(tiny(5, persons=12, batches=5, **LOOSE))
    old = solved(before)
    after = read(tiny(5, persons=12, batches=5, **LOOSE | {"teams": [2, 1, 1, 2, 2]}))
    rows = curve(after, old, 1, (0, 5, 1000), now=still, iterations=3, solver=Here())["rows"]
    assert [row["stability_weight"] for row in rows] == [0, 5, 1000]
    assert rows[2]["moved"] <= rows[0]["moved"]
    assert rows[0]["cost"] <= rows[2]["cost"]


def test_a_merge_patch_is_applied_as_its_standard_says() -> None:
    assert patched({"a": {"b": 1, "c": [1, 2]}, "d": 1}, {"a": {"b": None, "c": [3]}, "e": {"f": None}}) == {
        "a": {"c": [3]}, "d": 1, "e": {},
    }  # fmt: skip


def test_each_change_has_a_row_of_consequences() -> None:
    data = json.dumps(tiny(4, persons=8, **LOOSE)).encode()
    table = compare(
        changed(data, {"one team less": {"teams": 1}, "a tight bound": {"exposure": {"bound": 0}}}),
        now=still,
        iterations=2,
        solver=Here(),
    )
    assert [row["change"] for row in table["rows"]] == ["", "one team less", "a tight bound"]
    assert all(
        {"cost", "bound", "left_behind", "worst_exposure", "seconds"} <= row.keys() for row in table["rows"]
    )


def test_every_batch_says_what_was_given_and_the_worst_moment_is_the_widest() -> None:
    problem = read(tiny(6, persons=10, batches=4, **LOOSE))
    plan = solved(problem)
    found = moments(problem, plan)
    assert len(found) == 4
    assert sum(found[-1].persons) == problem.persons - plan.left_behind
    assert abs(worst(found).exposure) == max(abs(moment.exposure) for moment in found)
    assert "walks away" in plan_words.worst_moment(problem, worst(found))


def test_fifteen_commanders_first_need_a_wider_bound_or_a_matched_batch() -> None:
    persons = {"id": [f"p{i}" for i in range(30)], "site": ["D1"] * 15 + ["D3"] * 15, "region": [None] * 30,
               "weight": [1] * 30, "value": [100] * 15 + [90] * 15, "earliest": [0] * 30, "special": [False] * 30,
               "family": [None] * 30}  # fmt: skip
    problem = read(tiny(1, persons=30, exposure={"bound": 400, "start": 0}) | {"persons": persons})
    answer = first_release(problem, np.arange(15))
    assert (answer.alone, answer.matched) == (1500, 150)
    assert not answer.possible
    assert "neutral place" in plan_words.first_release(answer)


def test_a_site_that_holds_more_than_it_can_let_go_is_named_with_what_is_missing() -> None:
    problem = tiny(1, persons=8, **LOOSE)
    problem["persons"]["site"] = ["D1"] * 8
    problem["persons"]["earliest"] = [0] * 8
    problem["persons"]["family"] = [None] * 8
    problem["sites"][0]["capacity"] = 2
    found = find_conflict(read(problem), Here(), lambda: 60.0)
    assert found is not None
    assert found.limits == (Limit("site_capacity", "D1"),)
    assert found.rises == (1,)
    assert (found.reasons[0].code, found.reasons[0].numbers["total"]) == ("too_many_at_site", 6)
    said = plan_words.reason_words(found.reasons[0])
    assert "holds 8 people" in said
    assert "2 a batch over 3 batches are 6" in said


def test_limits_that_conflict_only_together_are_named_together_and_no_other() -> None:
    problem = tiny(1, persons=8, **LOOSE)
    problem["persons"] |= {
        "site": ["D1"] * 4 + ["D2"] * 4,
        "earliest": [0] * 8,
        "family": [None] * 8,
        "special": [False] * 8,
    }
    for site in problem["sites"][:2]:
        site |= {"capacity": 9, "places": ["H1"]}
    problem["sides"]["A"] |= {"batch_limit": 9, "vehicles": 9}
    problem["places"][0]["capacity"] = 2
    problem["exposure"]["bound"] = 1000
    found = find_conflict(read(problem), Here(), lambda: 60.0)
    assert found is not None
    assert found.limits == (Limit("place_capacity", "H1"),)
    assert found.rises == (1,)


@pytest.mark.parametrize(
    ("family", "who"), [("F", "family F of 4 cannot leave whole"), (None, "a person of site D1")]
)
def test_who_fits_in_no_batch_even_alone_is_named_with_the_limit_and_never_counted_on(
    family: str | None, who: str
) -> None:
    problem = tiny(1, persons=4, **LOOSE)
    problem["persons"] |= {
        "site": ["D1"] * 4,
        "earliest": [0] * 4,
        "family": [family] * 4,
        "special": [False] * 4,
    }
    problem["sites"][0] |= {"capacity": 9, "places": ["H1", "H2"]}
    problem["sides"]["A"] |= {"batch_limit": 9, "vehicles": 9 if family else 0}
    for place in problem["places"]:
        place["capacity"] = 3
    found = find_conflict(read(problem), Here(), lambda: 60.0)
    assert found is not None
    assert plan_words.reason_words(found.reasons[0]).startswith(who)
    assert found.rises == (1,)
    plan = solve(read(problem), now=still, iterations=2, solver=Here())
    assert plan.left_behind == 4
    assert plan.bound == plan.cost


def test_a_conflict_is_never_claimed_where_the_solver_did_not_say() -> None:
    problem = read(tiny(1, persons=8, **LOOSE))
    assert find_conflict(problem, Here(), lambda: 0.0) is None
    found = explain(problem, 8, Here(), lambda: 0.0)
    assert found is not None
    assert [one.code for one in found.conflict.reasons] == ["conflict_not_found"]


def stuck(**limits: int) -> Problem:
    """A family of six at D1 and two persons besides; ``limits`` of what D1's side, site and places take, nine where not named."""
    problem = tiny(1, persons=8, **LOOSE)
    problem["persons"] |= {
        "site": ["D1"] * 8,
        "earliest": [0] * 8,
        "family": ["F"] * 6 + [None] * 2,
        "special": [True] * 6 + [False] * 2,
        "value": [0] * 8,
    }
    has = (
        dict.fromkeys(("batch_limit", "special_limit", "vehicles", "site_capacity", "place_capacity"), 9)
        | limits
    )
    problem["sites"][0] |= {"capacity": has["site_capacity"], "places": ["H1", "H2"]}
    problem["sides"]["A"] |= {name: has[name] for name in ("batch_limit", "special_limit", "vehicles")}
    for place in problem["places"]:
        place["capacity"] = has["place_capacity"]
    return read(problem | {"teams": limits.get("teams", 2)})


TOO_SMALL = {
    "batch_limit": 4,
    "special_limit": 5,
    "vehicles": 2,
    "site_capacity": 3,
    "place_capacity": 5,
    "teams": 0,
}
NAMES = {
    "batch_limit": "the batch limit of side A", "special_limit": "the special limit of side A", "vehicles": "the vehicles of side A",
    "site_capacity": "the capacity of site D1", "place_capacity": "the capacity of place H1", "teams": "the neutral teams",
}  # fmt: skip


@pytest.mark.parametrize("many", [1, 2, 3, 6])
def test_every_limit_that_keeps_a_family_in_is_named_with_family_site_and_rise_and_these_rises_are_enough(
    many: int,
) -> None:
    for limits in itertools.combinations(TOO_SMALL, many):
        problem = stuck(**{name: TOO_SMALL[name] for name in limits})
        found = next(
            one
            for one in find_conflicts(problem, Here(), lambda: 60.0)
            if one.reasons[0].code == "family_too_large"
        )
        said = [plan_words.reason_words(reason, found.limits) for reason in found.reasons]
        assert {limit.kind for limit in found.limits} == set(limits)
        for limit, rise, words in zip(found.limits, found.rises, said, strict=True):
            assert words.startswith("family F of 6 ")
            assert "D1" in words.partition(" would have to rise")[0]
            assert NAMES[limit.kind] in words
            assert f"by {rise}" in words
        raised = {
            limit.kind: TOO_SMALL[limit.kind] + (rise or 0)
            for limit, rise in zip(found.limits, found.rises, strict=True)
        }
        assert gather(stuck(**raised)).fits.any(axis=1).all()
        short = raised | {found.limits[0].kind: raised[found.limits[0].kind] - 1}
        assert not gather(stuck(**short)).fits.any(axis=1).all()


def test_all_families_and_persons_that_cannot_go_are_named_not_the_first() -> None:
    problem = tiny(1, persons=8, **LOOSE)
    problem["persons"] |= {
        "site": ["D1"] * 4 + ["D2"] * 2 + ["D3"] * 2, "family": ["F"] * 2 + ["G"] * 2 + [None] * 4,
        "earliest": [0] * 8, "special": [False] * 8, "value": [0] * 8,
    }  # fmt: skip
    problem["sites"] = [
        {"id": name, "side": side, "capacity": capacity, "places": ["H1"]}
        for name, side, capacity in (("D1", "A", 1), ("D2", "A", 0), ("D3", "B", 9))
    ]
    problem["sides"]["A"] |= {"batch_limit": 9, "vehicles": 9}
    found = explain(read(problem), 6, Here(), lambda: 60.0)
    assert found is not None
    said = plan_words.why_file(read(problem), 6, found)["words"]
    assert isinstance(said, list)
    for who in (
        "family F of 2 cannot leave whole from D1",
        "family G of 2 cannot",
        "a person of site D2 (2 like that)",
    ):
        assert any(words.startswith(who) for words in said), (who, said)


def test_a_rise_is_never_denied_because_it_is_large_or_because_time_ran_out() -> None:
    great = tiny(1, persons=4, **LOOSE)
    great["persons"] |= {
        "site": ["D1", "D1", "D3", "D3"], "earliest": [0, 0, 2, 2], "family": [None] * 4,
        "special": [False] * 4, "value": [10**8] * 4,
    }  # fmt: skip
    great["sites"][0] |= {"capacity": [2, 2, 0], "places": ["H1", "H2"]}
    great["sites"][2] |= {"places": ["H1", "H2"]}
    great["sides"]["A"] |= {"batch_limit": 9, "vehicles": 9}
    problem = read(great)
    found = find_conflict(problem, Here(), lambda: 60.0)
    assert found is not None
    rise = dict(zip(found.limits, found.rises, strict=True))[Limit("exposure_bound")]
    assert rise == pytest.approx(2 * 10**8 - problem.exposure_bound, rel=1e-7)  # the solver's tolerance
    times = itertools.chain([60.0] * 30, itertools.repeat(0.0))
    late = find_conflict(problem, Here(), lambda: next(times))
    assert late is not None
    codes = {one.code for one in late.reasons}
    assert codes & {"rise_is_enough", "rise_not_found"}
    assert all(plan_words.reason_words(one, late.limits) for one in late.reasons)


def test_who_stays_because_that_costs_less_is_told_so_and_not_that_whole_units_are_in_the_way() -> None:
    problem = read(tiny(1, persons=4, left_behind=1, **LOOSE))
    found = explain(problem, 4, Here(), lambda: 60.0)
    assert found is not None
    said = [reason.code for one in found.conflicts for reason in one.reasons]
    assert said[-1] == "staying_may_cost_less"
    assert "no_conflict_found" not in said
    assert explain(read(tiny(1, persons=4, left_behind=1000, **LOOSE)), 0, Here(), lambda: 60.0) is None
