"""Every shape of the benchmark at small size, with each limit absent, at nothing, just enough and one short.

Just enough is what a plan without that limit uses at most. The optimum is HiGHS's own, of the whole model at once.
"""

import json
from typing import Any

import numpy as np
import pytest

from bench.plan_shapes import problem as made
from parley.plan.formulate import Scope, build, constant, true_prices
from parley.plan.highs import Task
from parley.plan.highs import solve as highs
from parley.plan.model import Plan, Problem
from parley.plan.solver import check, solve
from parley.plan.units import gather
from tests.plan.problems import Here, read, still

PERSONS, BATCHES, ABSENT, NEAR = 36, 6, 10**6, 1e-3
SHAPES = ("easy", "hard", "families", "gates", "outages")
LIMITS = ("teams", "batch_limit", "special_limit", "vehicles", "place", "site", "exposure")


def limited(problem: dict[str, Any], limit: str, amount: dict[str, int]) -> dict[str, Any]:
    """``problem`` with one limit at ``amount``, by the name of side, site or place."""
    if limit in {"place", "site"}:
        return problem | {
            f"{limit}s": [one | {"capacity": amount[one["id"]]} for one in problem[f"{limit}s"]]
        }
    if limit == "teams":
        return problem | {"teams": amount["all"]}
    if limit == "exposure":
        return problem | {"exposure": {"bound": amount["all"], "start": 0}}
    return problem | {"sides": {s: v | {limit: amount[s]} for s, v in problem["sides"].items()}}


def names(problem: Problem, limit: str) -> tuple[str, ...]:
    return {"place": problem.places, "site": problem.sites}.get(
        limit, ("all",) if limit in {"teams", "exposure"} else problem.sides
    )


def most_used(problem: Problem, plan: Plan, limit: str) -> dict[str, int]:
    """The most of a limit that any batch of a plan uses, counted person by person."""
    if limit == "exposure":
        signed = np.where(problem.side == 0, problem.value, -problem.value)
        stands = [
            abs(int(signed[(plan.batch >= 0) & (plan.batch <= t)].sum())) for t in range(problem.batches)
        ]
        return {"all": max(stands)}
    out = dict.fromkeys(names(problem, limit), 0)
    for t in range(problem.batches):
        now = np.flatnonzero(plan.batch == t)
        site, side = problem.site[now], problem.side[now]
        by_site = np.bincount(site, minlength=len(problem.sites))
        used = {
            "teams": {"all": len({plan.place[i] for i in now})},
            "batch_limit": {name: int((side == s).sum()) for s, name in enumerate(problem.sides)},
            "special_limit": {
                name: int(problem.special[now[side == s]].sum()) for s, name in enumerate(problem.sides)
            },
            "vehicles": {
                name: int((-(-by_site[problem.site_side == s] // problem.seats[s])).sum())
                for s, name in enumerate(problem.sides)
            },
            "place": {name: sum(plan.place[i] == name for i in now) for name in problem.places},
            "site": dict(zip(problem.sites, by_site.tolist(), strict=True)),
        }[limit]
        out = {name: max(out[name], used[name]) for name in out}
    return out


def optimum(problem: Problem) -> float:
    """The least cost, families through their own places, all batches at once."""
    units = gather(problem)
    empty = np.zeros((units.kinds, problem.batches), dtype=np.int64)
    everything = Scope(np.arange(problem.batches), empty, explicit=True)
    model = build(problem, units, true_prices(problem, units), everything)
    answer = highs(Task(model.program, False, 60.0))
    assert answer.status == "optimal"
    return answer.bound + constant(problem, units)


def planned(problem: Problem) -> tuple[Plan, float]:
    """A plan that keeps every rule with a bound that holds, and the optimum."""
    plan, best = solve(problem, now=still, iterations=2, solver=Here()), optimum(problem)
    assert check(problem, plan) == []
    assert plan.bound <= best + NEAR
    assert best - NEAR <= plan.cost <= 1.02 * best
    return plan, best


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_absent_just_enough_one_short_and_at_nothing(shape: str, limit: str) -> None:
    given: dict[str, Any] = json.loads(made(shape, 1, PERSONS, BATCHES))
    absent = read(limited(given, limit, dict.fromkeys(names(read(given), limit), ABSENT)))
    plan, least = planned(absent)
    peak = most_used(absent, plan, limit)
    costs = [
        planned(read(limited(given, limit, {name: max(0, n - less) for name, n in peak.items()})))[1]
        for less in (0, 1, ABSENT)
    ]
    assert costs[0] <= plan.cost + NEAR  # the plan without the limit keeps it
    assert [least, *costs] == pytest.approx(sorted([least, *costs]))
