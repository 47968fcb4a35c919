"""Against every plan there is: bound <= optimum <= cost, and on problems this small, the optimum itself."""

from typing import Any

import pytest

from parley.base import Reason
from parley.plan.solver import NoPlan, check, solve, write_plan
from tests.plan.problems import Here, optimum, read, still, tiny


@pytest.mark.parametrize("seed", range(25))
def test_the_bound_is_below_the_optimum_and_the_cost_is_not(seed: int) -> None:
    problem = read(tiny(seed, persons=5))
    plan = solve(problem, now=still, iterations=4, solver=Here())
    assert check(problem, write_plan(problem, plan)) == []
    best = optimum(problem)
    assert plan.bound <= best + 1e-6
    assert plan.cost >= best - 1e-6
    assert plan.cost <= best * 1.10 + 1e-6  # fairness is steered, not solved, here


LIMITS: dict[str, Any] = {
    "teams": lambda p, n: p | {"teams": n},
    "batch limit": lambda p, n: p | {"sides": {s: v | {"batch_limit": n} for s, v in p["sides"].items()}},
    "special limit": lambda p, n: p | {"sides": {s: v | {"special_limit": n} for s, v in p["sides"].items()}},
    "vehicles": lambda p, n: p | {"sides": {s: v | {"vehicles": n} for s, v in p["sides"].items()}},
    "places": lambda p, n: p | {"places": [h | {"capacity": n} for h in p["places"]]},
    "sites": lambda p, n: p | {"sites": [d | {"capacity": n} for d in p["sites"]]},
    "exposure": lambda p, n: p | {"exposure": {"bound": n, "start": 0}},
}


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("amount", [0, 1, 2, 3, 4, 10**9])
def test_every_limit_at_nothing_one_short_just_enough_and_without_end(name: str, amount: int) -> None:
    problem = read(LIMITS[name](tiny(7, persons=4), amount))
    plan = solve(problem, now=still, iterations=2, solver=Here())
    assert check(problem, plan) == []
    assert plan.bound <= optimum(problem) + 1e-6


def test_start_beyond_the_bound_is_no_plan_and_says_by_how_much() -> None:
    problem = read(tiny(1, exposure={"bound": 3, "start": -5}))
    with pytest.raises(NoPlan) as caught:
        solve(problem, now=still, iterations=1, solver=Here())
    assert caught.value.reasons == (Reason("start_beyond_bound", {"start": -5, "bound": 3, "rise": 2}),)


@pytest.mark.parametrize("persons", [0, 1])
def test_nobody_and_one_person_are_problems_too(persons: int) -> None:
    problem = read(tiny(3, persons=persons))
    assert check(problem, solve(problem, now=still, iterations=1, solver=Here())) == []


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    problem = read(tiny(11, persons=12, batches=4))
    one, two = (
        write_plan(problem, solve(problem, now=still, iterations=5, seed=3, solver=Here())) for _ in "ab"
    )
    assert one == two
