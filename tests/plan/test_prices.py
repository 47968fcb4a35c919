"""Whatever it costs to stay, no bound lies above the best plan, and the plan is one of the cheapest: against every plan there is.

A bound is false where it comes from a model in which somebody has to leave who may stay. Prices are drawn from nothing to more
than any delay, and each way of proving is asked by itself: the solver's whole, the relaxation with its cuts, the dive.
"""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.plan.bound import entire, nobody_leaves_for_less, relaxed
from parley.plan.formulate import constant, true_prices, worth_leaving
from parley.plan.greedy import fill, greedy
from parley.plan.highs import Task
from parley.plan.highs import solve as highs
from parley.plan.model import NOBODY, Bools
from parley.plan.schedule import from_routes
from parley.plan.search import SearchContext, window_task, without_regions
from parley.plan.solver import Problem, cannot_leave, check, cost_of, read_plan, solve, write_plan
from parley.plan.start import start_by_diving
from parley.plan.units import gather
from tests.plan.problems import Here, optimum, plan_of, read, still, tiny

PRICES = st.one_of(st.integers(0, 60), st.sampled_from([0, 1, 10**3, 10**6, 10**9]))
WEIGHTS = st.sampled_from([0, 1, 3, 8, 20, 10**6, 10**9])
NEAR = 1e-6


@st.composite
def priced(draw: st.DrawFn, persons: int = 5) -> dict[str, Any]:
    """A problem with every kind of limit and random prices: of staying, of delay, of quotas and of fairness."""
    problem = tiny(draw(st.integers(0, 10**6)), persons=persons, left_behind=draw(PRICES))
    problem["persons"]["weight"] = draw(st.lists(WEIGHTS, min_size=persons, max_size=persons))
    if draw(st.booleans()):  # room for everybody: what people stay for is the price alone
        problem["sides"] = {
            side: {"batch_limit": 2, "special_limit": 9, "vehicles": 9, "seats": 9} for side in ("A", "B")
        }
        problem |= {"teams": 2, "exposure": {"bound": draw(st.sampled_from([4, 10**6])), "start": 0}}
        problem["persons"]["earliest"] = [0] * persons
    problem["quotas"][0]["weight"] = draw(st.sampled_from([0, 4, 10**6]))
    problem["fairness"]["weight"] = draw(st.sampled_from([0, 2]))
    return problem


def context_of(problem: Problem) -> SearchContext:
    blind = without_regions(problem)
    units = gather(blind)
    return SearchContext(blind, units, true_prices(blind, units), Here(), still, 100.0)


@settings(max_examples=60, deadline=None)
@given(made=priced())
def test_no_bound_lies_above_the_best_plan_and_the_plan_is_near_it_whatever_it_costs_to_stay(
    made: dict[str, Any],
) -> None:
    problem = read(made)
    best = optimum(problem)
    plan = solve(problem, now=still, iterations=4, solver=Here())
    assert check(problem, write_plan(problem, plan)) == []
    slack = NEAR * (1 + best)
    assert plan.bound <= best + slack
    assert best - slack <= plan.cost
    if problem.fairness is not None and not problem.fairness.weight:  # fairness is steered, not solved
        assert plan.cost <= best * 1.001 + 0.01


@settings(max_examples=40, deadline=None)
@given(made=priced())
def test_each_way_of_proving_holds_by_itself_at_every_price(made: dict[str, Any]) -> None:
    problem = read(made)
    context, best = context_of(problem), optimum(problem)
    first = greedy(context.problem, context.units)
    floor = nobody_leaves_for_less(problem)
    found, cuts = relaxed(context)
    whole, _ = entire(context, first, cuts, 0.0, 10.0)
    dive = start_by_diving(context, (), floor, 2)
    for bound in (floor, found, whole, dive.bound):
        assert bound <= best + NEAR * (1 + best)


@settings(max_examples=60, deadline=None)
@given(made=priced())
def test_no_plan_that_leaves_anybody_behind_is_cheaper_than_is_claimed_of_such_plans(
    made: dict[str, Any],
) -> None:
    problem = read(made)
    context = context_of(problem)
    leave = ~cannot_leave(problem)
    best = optimum(problem, lambda plan: bool(np.any(plan.batch[leave] == NOBODY)))
    for learn in (
        lambda: relaxed(context),
        lambda: start_by_diving(context, (), nobody_leaves_for_less(problem), 2),
        lambda: start_by_diving(context, (), nobody_leaves_for_less(problem), 2, 0),
    ):
        context.dear = -math.inf
        learn()
        if context.units.kinds and not np.any(leave & ~reached(problem)):
            assert context.dear + constant(context.problem, context.units) <= best + NEAR * (1 + abs(best))


def reached(problem: Problem) -> Bools:
    """Who is in a class: whoever may leave and has a place open to them."""
    out = np.zeros(problem.persons, dtype=np.bool_)
    out[[i for who in gather(problem).members for unit in who for i in unit]] = True
    return out


@pytest.mark.parametrize("price", [0, 5, 32, 33, 34, 1000])
def test_nobody_may_stay_in_a_model_only_where_that_is_proven_to_be_no_better(price: int) -> None:
    context = context_of(replace(cheap(), left_behind=price))
    everybody = greedy(context.problem, context.units)
    assert not context.nobody_stays(everybody)  # nothing is proven yet
    relaxed(context)
    # without the third of the urgent the three who are not leave a batch sooner: 30 and 3 less
    assert context.nobody_stays(everybody) == (price > 33)
    assert not context.nobody_stays(from_routes(context.units, [*everybody.routes[:5], ()]))


@settings(max_examples=60, deadline=None)
@given(made=priced(persons=7))
def test_nothing_is_filled_in_that_could_only_cost_more_than_to_stay(made: dict[str, Any]) -> None:
    problem = read(made)
    context = context_of(problem)
    worth = worth_leaving(context.problem, context.units, context.prices)
    empty = [()] * problem.batches
    for schedule in (
        greedy(context.problem, context.units, worth=worth),
        fill(context.problem, context.units, empty, 0, worth),
    ):
        assert not np.any(schedule.x[~worth])
    dearer = ~worth
    for k, t in zip(*np.nonzero(dearer), strict=True):
        x = np.zeros_like(worth, dtype=np.int64)
        nobody = context.objective(x)
        x[k, t] = 1
        assert context.objective(x) > nobody - NEAR


def cheap() -> Problem:
    """Twelve people of whom one of each side leaves in a batch: six are urgent, six are not, and to leave one behind costs 5."""
    made = tiny(1, persons=12, batches=6, left_behind=5, quotas=[])
    side = {"batch_limit": 1, "special_limit": 9, "vehicles": 9, "seats": 9}
    del made["fairness"]
    made |= {"sides": {"A": side, "B": side}, "teams": 2, "exposure": {"bound": 100, "start": 0}}
    made["places"] = [{"id": "H1", "capacity": 8}, {"id": "H2", "capacity": 8}]
    for site in made["sites"]:
        site["capacity"] = 9
    made["persons"] |= {
        "site": ["D1", "D3"] * 6, "weight": [10] * 6 + [1] * 6, "earliest": [0] * 12, "value": [1] * 12,
        "special": [False] * 12, "family": [None] * 12,
    }  # fmt: skip
    return read(made)


def test_where_leaving_six_behind_costs_least_that_is_found_and_proven() -> None:
    plan = solve(cheap(), now=still, iterations=2, solver=Here())
    # 1 + 1 + 2 + 2 + 3 + 3 for the six who are not urgent; the urgent cost 10 in the first batch, and 5 to leave behind
    assert (plan.cost, plan.bound, plan.left_behind) == (42.0, 42.0, 6)


@pytest.mark.parametrize("price", [0, 1, 4, 9, 59, 60, 61, 10**9])
def test_the_price_decides_how_many_stay_and_the_proof_follows_it(price: int) -> None:
    problem = replace(cheap(), left_behind=price)
    plan = solve(problem, now=still, iterations=2, solver=Here())
    late = sorted(w * t for w, t in zip([1, 1, 1, 10, 10, 10], range(6, 0, -1), strict=True))
    assert check(problem, plan) == []
    assert plan.cost == plan.bound
    assert plan.cost <= min(12 * price, 2 * sum(late))


def test_the_checker_refuses_a_bound_above_releasing_nobody_or_the_plan_ended_sooner() -> None:
    problem, batches = cheap(), [t for t in range(6) for _ in "ab"]
    for batch, code, found in (
        (batches, "bound_above_nobody", 60.0),
        (batches[::-1], "bound_above_ended", 42.0),
    ):
        everybody = plan_of(problem, batch, ["H1", "H2"] * 6)
        assert check(problem, everybody) == []
        (fault,) = check(problem, replace(everybody, bound=everybody.cost))
        assert (fault.rule, fault.code, fault.numbers["found"]) == ("bound", code, found)
    nobody = plan_of(problem, [NOBODY] * 12, [None] * 12, bound=61.0)
    assert [fault.code for fault in check(problem, nobody)] == ["bound_above_cost"]


def test_the_checker_prices_releasing_nobody_even_where_the_plan_breaks_a_rule() -> None:
    problem = cheap()
    crowded = plan_of(problem, [0] * 11 + [5], ["H1"] * 12)
    said = replace(crowded, bound=60.5, cost=crowded.cost)
    codes = [fault.code for fault in check(problem, said)]
    assert "too_many_persons" in codes
    assert codes[-1] == "bound_above_nobody"
    assert "bound_above_nobody" not in [fault.code for fault in check(problem, replace(said, bound=60.0))]


@settings(max_examples=60, deadline=None)
@given(made=priced(persons=6), data=st.data())
def test_a_plan_ended_after_any_of_its_batches_keeps_every_rule_and_costs_what_the_checker_says(
    made: dict[str, Any], data: st.DataObject
) -> None:
    problem = read(made)
    plan = solve(problem, now=still, iterations=1, solver=Here())
    ended = data.draw(st.integers(0, problem.batches))
    batch = np.where(plan.batch < ended, plan.batch, NOBODY)
    place = [None if t == NOBODY else h for t, h in zip(batch.tolist(), plan.place, strict=True)]
    shorter = plan_of(problem, batch.tolist(), place)
    assert check(problem, shorter) == []
    above = replace(plan, bound=cost_of(problem, batch) + 1 + 2e-9 * shorter.cost)
    assert [fault.rule for fault in check(problem, above)] == ["bound"]


def test_a_false_bound_is_not_used_whatever_proved_it() -> None:
    class Liar(Here):
        """A solver that says of every whole problem that it cannot cost less than a thousand."""

        def race(self, tasks: Any) -> Any:
            return [replace(answer, bound=1000.0) for answer in super().race(tasks)]

        def solve(self, tasks: Any) -> Any:
            lies = [not getattr(task, "relaxed", True) for task in tasks]
            return [
                replace(answer, bound=1000.0) if lie else answer
                for lie, answer in zip(lies, super().solve(tasks), strict=True)
            ]

    plan = solve(cheap(), now=still, iterations=2, solver=Liar())
    assert plan.cost == 42.0
    assert plan.bound <= 42.0
    data = write_plan(cheap(), plan)
    assert json.loads(data)["bound"] == read_plan(data).bound


@pytest.mark.parametrize("free", [[0, 1, 2, 3, 4, 5], [0], [2, 3], [5]])
def test_where_nothing_is_proven_whoever_is_not_fixed_may_stay(free: list[int]) -> None:
    context = context_of(cheap())
    best = greedy(context.problem, context.units)
    assert np.all(best.x.sum(axis=1) == context.units.count)
    model, task = window_task(context, best, np.array(free), 10.0, 100)
    program = replace(task.program, cost=task.program.cost * 0, high=task.program.high.copy())
    program.high[model.column] = 0  # nobody leaves in the batches of the window
    assert highs(Task(program, False, 10.0)).status == "optimal"
