"""The start: a few batches at a time made whole against a relaxation of all that is left, fixed before the next."""

from dataclasses import replace

import numpy as np

from parley.plan.greedy import greedy
from parley.plan.highs import Task
from parley.plan.formulate import Model, build
from parley.plan.model import Bools
from parley.plan.schedule import Route, Schedule, from_routes
from parley.plan.search import Table, routed


def rolling(
    table: Table,
    step: int,
    look: int,
    may: Bools | None = None,
    frozen: tuple[Route, ...] = (),
    gap: float = 1e-5,
) -> Schedule:
    """Return a schedule made ``step`` batches at a time, each against the relaxation of all that is left.

    ``look`` more batches keep teams and vehicles, fractional; ``may`` (K, T) thins the counts of later batches.
    Where a step fails or time is out the greedy rule finishes.
    """
    problem, units = table.problem, table.units
    routes: list[Route] = list(frozen) + [()] * (problem.batches - len(frozen))
    x = from_routes(units, routes).x
    t = len(frozen)
    while t < problem.batches and table.left() > 0.5:
        free = np.arange(t, problem.batches)
        mask = None if may is None else may | (free[0] + step > np.arange(problem.batches))[None, :]
        model = build(problem, units, table.prices, free, x, may=mask, detail=step + look)
        program = replace(model.program, whole=_whole(model, t + step))
        (answer,) = table.solver.solve([Task(program, False, min(30.0, table.left()), 30, gap)])
        part = replace(model, free=model.free[:step], place_open=model.place_open[:, :step])
        found = routed(table, part, answer, routes)
        if found is None:
            break
        for one in range(t, min(t + step, problem.batches)):
            routes[one] = found.routes[one]
            x[:, one] = found.x[:, one]
        t += step
    return greedy(problem, units, frozen=tuple(routes[:t]))


def _whole(model: Model, before: int) -> Bools:
    """Whole numbers only in batches before ``before``: x, y, z of them; vehicles stay whole everywhere they are few."""
    out = np.zeros(model.program.size, dtype=np.bool_)
    out[model.column[model.batch < before]] = True
    open_ = model.place_open[:, model.free < before]
    out[open_[open_ >= 0]] = True
    if len(model.cross):
        mine = model.batch[model.cross[:, 0]] < before
        out[model.cross[mine, 2]] = True
    return out
