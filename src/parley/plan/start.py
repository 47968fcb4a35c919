"""The start: a few batches at a time made whole against a relaxation of all that is left, fixed before the next."""

from dataclasses import replace

import numpy as np

from parley.plan.formulate import Model, Scope, build
from parley.plan.greedy import greedy
from parley.plan.highs import Answer, Task
from parley.plan.model import Bools, Floats, Ints
from parley.plan.program import Program, nearest
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
    t, ways = len(frozen), ((step, False, gap, 20.0), (step, True, 10 * gap, 20.0), (1, True, 1e-3, 60.0))
    while t < problem.batches and table.left() > 0.5:
        for width, explicit, close, seconds in ways:
            found = _step(
                table, routes, x, (t, width, look), may if close < 1e-3 else None, explicit, (close, seconds)
            )
            if found is not None:
                break
        else:
            break
        end = min(t + width, problem.batches)
        routes[t:end] = found.routes[t:end]
        x[:, t:end] = found.x[:, t:end]
        t = end
    return greedy(problem, units, frozen=tuple(routes[:t]))


def guided(
    table: Table, step: int, look: int, may: Bools | None = None, frozen: tuple[Route, ...] = ()
) -> Schedule:
    """Return a schedule made ``step`` batches at a time: whole numbers nearest to a relaxation of all that is left.

    Quicker than ``rolling`` where that is slow (many families, few teams), and a little worse.
    """
    problem, units = table.problem, table.units
    routes: list[Route] = list(frozen) + [()] * (problem.batches - len(frozen))
    x = from_routes(units, routes).x
    t = len(frozen)
    while t < problem.batches and table.left() > 0.5:
        end = min(t + step, problem.batches)
        found = _nearest(table, routes, x, (t, end, look), may)
        if found is None:
            found = _step(table, routes, x, (t, end - t, look), may, True, (1e-3, 30.0))
        if found is None:
            break
        routes[t:end], x[:, t:end] = found.routes[t:end], found.x[:, t:end]
        t = end
    return greedy(problem, units, frozen=tuple(routes[:t]))


def _nearest(
    table: Table, routes: list[Route], x: Ints, where: tuple[int, int, int], may: Bools | None
) -> Schedule | None:
    t, end, look = where
    batches = np.arange(table.problem.batches)
    mask = None if may is None or t > 0.6 * len(batches) else may | (batches < end)[None, :]
    far = build(
        table.problem, table.units, table.prices, Scope(batches[t:], x, may=mask, detail=end - t + look)
    )
    (aim,) = table.solver.solve([Task(far.program, True, table.left())])
    if aim.values is None:
        return None
    for explicit in (False, True):
        near = build(table.problem, table.units, table.prices, Scope(batches[t:end], x, explicit=explicit))
        program = _pulled(table, near, far, aim.values)
        close = {"mip_abs_gap": 2.0 * float(np.median(program.cost[near.program.size :], axis=None)) + 1.0}
        task = Task(program, False, min(15.0, table.left()), 40, 2e-3, options=close)
        (answer,) = table.solver.solve([task])
        if answer.values is None:
            continue
        found = routed(table, near, Answer("feasible", answer.values[: near.program.size]), routes)
        if found is not None:
            return found
    return None


def _pulled(table: Table, near: Model, far: Model, aim: Floats) -> Program:
    """The near batches, each count, site and exposure pulled to where the relaxation has it."""
    units, shape = table.units, (table.units.kinds, table.problem.batches)
    at = np.zeros(shape)
    at[far.kind, far.batch] = aim[far.column]
    many = len(near.free)
    weight = np.maximum(1, units.weight)
    mean = max(1, int(weight @ units.count) // max(1, int(units.size @ units.count)))
    worth = max(1, int(np.average(units.value, weights=units.count)))
    columns = [near.column, near.leaving.ravel(), near.stands]
    targets = [at[near.kind, near.batch], aim[far.leaving[:, :many]].ravel(), aim[far.stands[:many]]]
    pull = [weight[near.kind] * worth, np.full(near.leaving.size, mean * worth), np.full(many, mean)]
    return nearest(near.program, *(np.concatenate(part) for part in (columns, targets, pull)))


def _step(
    table: Table,
    routes: list[Route],
    x: Ints,
    where: tuple[int, int, int],
    may: Bools | None,
    explicit: bool,
    stop: tuple[float, float],
) -> Schedule | None:
    """The batches from ``where`` made whole, or None; ``stop``: at this gap, after so many seconds."""
    t, step, look = where
    batches = np.arange(table.problem.batches)
    mask = None if may is None else may | (batches < t + step)[None, :]
    scope = Scope(batches[t:], x, may=mask, detail=step + look, explicit=explicit)
    model = build(table.problem, table.units, table.prices, scope)
    program = replace(model.program, whole=_whole(model, t + step))
    task = Task(program, False, max(0.2, min(stop[1], table.left())), 30, stop[0])
    (answer,) = table.solver.solve([task])
    part = replace(model, free=model.free[:step], place_open=model.place_open[:, :step])
    return routed(table, part, answer, routes)


def _whole(model: Model, before: int) -> Bools:
    """Whole numbers only in batches before ``before``."""
    out = np.zeros(model.program.size, dtype=np.bool_)
    out[model.column[model.batch < before]] = True
    for columns in (model.place_open, model.cars):
        mine = columns[:, model.free < before]
        out[mine[mine >= 0]] = True
    if len(model.cross):
        out[model.cross[model.batch[model.cross[:, 0]] < before, 2]] = True
    return out
