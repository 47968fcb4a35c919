"""Cuts on what a batch does: they hold for every plan, whatever the solver answered, and they raise the bound."""

import numpy as np
import pytest

from parley.plan import Plan, Problem, check, solve
from parley.plan.bound import relaxation, relaxed
from parley.plan.cuts import _batch, _Hull, with_cuts
from parley.plan.formulate import Model, Scope, build, true_prices
from parley.plan.highs import Answer, Task
from parley.plan.model import NOBODY, Ints
from parley.plan.search import Table, without_regions
from parley.plan.units import Units, gather
from tests.plan.problems import Here, crossed, read, still, tiny


def table_of(problem: Problem) -> tuple[Table, Model]:
    blind = without_regions(problem)
    units = gather(blind)
    prices = true_prices(blind, units)
    empty = np.zeros((units.kinds, blind.batches), dtype=np.int64)
    model = build(blind, units, prices, Scope(np.arange(blind.batches), empty))
    return Table(blind, units, prices, Here(), still, 60.0), model


def let_go(units: Units, model: Model, plan: Plan, t: int) -> Ints:
    """Persons of each set of ways who leave in a batch."""
    out = np.zeros(len(model.ways), dtype=np.int64)
    for k, members in enumerate(units.members):
        for unit in members:
            if plan.batch[unit[0]] == t:
                out[model.ways.index(units.ways[k])] += len(unit)
    return out


def test_what_no_choice_of_places_does_is_cut_off_and_the_bound_rises() -> None:
    problem = crossed()
    table, model = table_of(problem)
    (plain,) = table.solver.solve([Task(model.program, True, 60.0)])
    bound, cuts = relaxed(table)
    assert cuts
    assert bound > relaxation(table, model, plain)
    plan = solve(problem, now=still, iterations=2, solver=Here())
    assert check(problem, plan) == []
    assert bound <= plan.bound + 1e-6
    assert plan.bound == plan.cost
    assert len(with_cuts(model, cuts).program.row_low) == len(model.program.row_low) + len(cuts)


def test_where_teams_are_enough_nothing_is_cut() -> None:
    assert relaxed(table_of(crossed(teams=3))[0])[1] == ()
    assert relaxed(table_of(crossed(teams=4))[0])[1] == ()


@pytest.mark.parametrize("seed", range(14))
def test_every_plan_keeps_every_cut_whatever_the_solver_answered(seed: int) -> None:
    draw = np.random.default_rng(seed)
    problem = crossed() if seed % 2 else read(tiny(seed, persons=9, batches=4, teams=1))
    table, model = table_of(problem)
    plan = solve(problem, now=still, iterations=2, solver=Here())
    assert check(problem, plan) == []
    for j in range(problem.batches):
        batch = _batch(table.problem, model, j)
        if batch is None or np.any(model.place_open[:, j] == NOBODY):
            continue
        gone = let_go(table.units, model, plan, j)
        hull = _Hull(batch, (10 * (gone + 1)).astype(np.float64))  # far outside, so that there is a cut
        (true,) = table.solver.solve([Task(hull.program, True, 60.0)])
        wild = Answer("optimal", None, draw.normal(0, 0.5, len(hull.program.row_low)))
        for answer in (true, wild):
            cut = hull.cut(answer)
            assert cut is None or int(cut[0] @ gone) <= cut[1]
        assert hull.cut(true) is not None
        assert _Hull(batch, gone.astype(np.float64)).cut(true) is None
