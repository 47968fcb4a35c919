"""Cuts on what a batch does: they hold for every plan, whatever the solver answered, and they raise the bound."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from parley.plan.bound import relaxation, relaxed, tightening
from parley.plan.cuts import with_cuts
from parley.plan.formulate import Model, Scope, build, true_prices
from parley.plan.highs import Task
from parley.plan.hull import Hull, cut, hulls_of
from parley.plan.model import NOBODY, Ints
from parley.plan.port import verified
from parley.plan.search import SearchContext, without_regions
from parley.plan.solver import Plan, Problem, check, solve
from parley.plan.units import Units, gather
from tests.plan.problems import Here, crossed, read, still, tiny


def context_of(problem: Problem) -> tuple[SearchContext, Model]:
    blind = without_regions(problem)
    units = gather(blind)
    prices = true_prices(blind, units)
    empty = np.zeros((units.kinds, blind.batches), dtype=np.int64)
    model = build(blind, units, prices, Scope(np.arange(blind.batches), empty))
    return SearchContext(blind, units, prices, Here(), still, 60.0), model


def let_go(problem: Problem, units: Units, plan: Plan) -> Ints:
    """Units of each class who leave in each batch, (K, T)."""
    out = np.zeros((units.kinds, problem.batches), dtype=np.int64)
    for k, members in enumerate(units.members):
        for unit in members:
            if plan.batch[unit[0]] != NOBODY:
                out[k, plan.batch[unit[0]]] += 1
    return out


def test_what_no_choice_of_places_does_is_cut_off_and_the_bound_rises() -> None:
    problem = crossed()
    context, model = context_of(problem)
    (plain,) = context.solver.solve([Task(model.program, True, 60.0)])
    bound, cuts = relaxed(context)
    assert cuts
    assert bound > relaxation(context, model, plain)
    plan = solve(problem, now=still, iterations=2, solver=Here())
    assert check(problem, plan) == []
    assert bound <= plan.bound + 1e-6
    assert plan.bound == plan.cost
    assert len(with_cuts(model, cuts).program.row_low) == len(model.program.row_low) + len(cuts)


def test_where_teams_are_enough_nothing_is_cut() -> None:
    assert relaxed(context_of(crossed(teams=3))[0])[1] == ()
    assert relaxed(context_of(crossed(teams=4))[0])[1] == ()


def any_problem(seed: int) -> Problem:
    """Places that teams are short of: crossed ways, or families, gates and outages of sites and of places."""
    if seed % 3 == 0:
        return crossed()
    sketch = tiny(seed, persons=9, batches=4, teams=[1, 1, 2, 1] if seed % 2 else 1)
    if seed % 3 == 1:
        draw = np.random.default_rng(seed)
        sketch["places"] = [{"id": h, "capacity": draw.choice([0, 2, 3], 4).tolist()} for h in ("H1", "H2")]
    return read(sketch)


@pytest.mark.parametrize("seed", range(21))
def test_every_plan_keeps_every_cut_in_every_batch_whatever_the_solver_answered(seed: int) -> None:
    draw = np.random.default_rng(seed)
    problem = any_problem(seed)
    context, _ = context_of(problem)
    hulls = hulls_of(context.problem, context.units)
    assert hulls is not None
    plan = solve(problem, now=still, iterations=2, solver=Here())
    assert check(problem, plan) == []
    x = let_go(problem, context.units, plan)
    for t in range(problem.batches):
        if not x[:, t].any():
            continue
        inside = Hull(hulls, t, x[:, t].astype(np.float64), few=seed % 2 == 0)
        (answer,) = context.solver.solve([Task(inside.program, True, 60.0)])
        assert answer.values is not None
        assert inside.program.cost @ answer.values < 1e-6
        outside = Hull(hulls, t, (10 * (x[:, t] + 1)).astype(np.float64), few=seed % 2 == 0)
        (far,) = context.solver.solve([Task(outside.program, True, 60.0)])
        assert far.duals is not None
        for duals in (far.duals, draw.normal(0, 0.5, len(far.duals)), np.full(len(far.duals), np.nan)):
            prices = outside.prices(duals)
            for other in range(problem.batches):
                row = cut(hulls, prices, other)
                gone = int(row.held @ (context.units.at @ x[:, other]) + row.rest @ x[:, other])
                assert gone == int(hulls.weights(prices, other)[1] @ x[:, other])
                assert gone <= row.most
        if seed % 3 == 0:
            row = cut(hulls, outside.prices(far.duals), t)
            assert hulls.weights(outside.prices(far.duals), t)[1] @ (10 * (x[:, t] + 1)) > row.most


def test_prices_that_are_not_prices_make_no_row() -> None:
    context, model = context_of(crossed())
    task = tightening(context, model, 3, 10.0)
    assert task is not None
    (answer,) = context.solver.solve([task])
    assert answer.cuts
    prices, t = answer.cuts[0]
    limits, kinds, units = prices.limits, prices.kinds, prices.units
    wrongs: list[Any] = [
        replace(prices, limits=limits[:-1]),
        replace(prices, limits=-limits - 1),
        replace(prices, limits=limits.astype(np.float64)),
        replace(prices, limits=limits + 2**40),
        replace(prices, kinds=np.append(kinds, 99)),
        replace(prices, kinds=np.array([99]), units=limits[:, :1]),
        replace(prices, kinds=np.array([1, 1]), units=limits[:, :2]),
        replace(prices, units=units[:-1]),
    ]
    for wrong in wrongs:
        assert task.made([(wrong, t)]) == ()
    assert task.made([(prices, 99)]) == ()
    lost = replace(answer, cuts=answer.cuts[:-1])  # multipliers of more rows than there are
    assert verified(task, lost).duals is None
    assert verified(task, answer).duals is not None
