"""The search: from a first plan to better ones, by solving some batches again while all others stay fixed (fix-and-optimise)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parley.plan.formulate import Model, Prices, Scope, build, worth_leaving
from parley.plan.greedy import fill
from parley.plan.highs import Answer, Task
from parley.plan.model import NOBODY, Bools, Ints, Problem
from parley.plan.port import Solver, whole
from parley.plan.route import packed, route
from parley.plan.schedule import Route, Schedule, exposure, from_routes, unfairness
from parley.plan.units import Units

SHUT = 1e-6  # a place that is open by less than this is shut: the solver's tolerance


@dataclass(slots=True)
class SearchContext:
    """What every step of a search needs. ``problem`` is without regions, except at the end of a small one."""

    problem: Problem
    units: Units
    prices: Prices
    solver: Solver
    now: Callable[[], float]
    until: float  # on the clock of ``now``
    frozen: int = 0  # batches that stay as they are
    timed: bool = True  # the clock may steer; else steps are counted, and time only ends them
    dear: float = (
        -math.inf
    )  # proven: no schedule that leaves anybody behind who can leave has a lower objective

    def left(self) -> float:
        return self.until - self.now()

    def nobody_stays(self, best: Schedule) -> bool:
        """Whether ``best`` leaves nobody behind and whatever leaves anybody is proven to be no better."""
        whole = bool(np.all(best.x.sum(axis=1) == self.units.count))
        return whole and self.objective(best.x) <= self.dear

    def objective(self, x: Ints) -> float:
        """The objective of counts (K, T): with stability prices, and with fairness where the classes have regions.

        Without what every plan costs, such as quotas beyond a side's number: that could be so much that sums lose the rest.
        """
        total = int((self.prices.go * x).sum() + self.prices.stay @ (self.units.count - x.sum(axis=1)))
        gone = [np.cumsum((self.units.size * (self.units.side == s)) @ x) for s in (0, 1)]
        wanted = [min(q.persons, int(self.units.side_size[q.side])) for q in self.problem.quotas]
        return float(
            total
            + sum(
                q.weight * max(0, many - int(gone[q.side][q.by - 1]))
                for q, many in zip(self.problem.quotas, wanted, strict=True)
            )
            + unfairness(self.problem, self.units, x)
        )


def filled(context: SearchContext, routes: Sequence[Route]) -> Schedule:
    """The schedule of ``routes``, with whoever is left added where there is room and that may cost no more than to stay."""
    worth = worth_leaving(context.problem, context.units, context.prices)
    return fill(context.problem, context.units, routes, context.frozen, worth)


def without_regions(problem: Problem) -> Problem:
    """The same problem without regions: far fewer classes, and no fairness, so no plan costs more."""
    return replace(problem, fairness=None, region=np.full_like(problem.region, NOBODY), regions=())


def routed(
    context: SearchContext, model: Model, answer: Answer, keep: Sequence[Route], first: int = 10**6
) -> Schedule | None:
    """Return ``keep`` with the model's batches, the ``first`` of them, replaced by the answer; None if there is none.

    Where whole families do not fit through the places that the answer opens, some of its people are left out.
    """
    values = whole(answer)
    if values is None:
        return None
    units, routes = context.units, list(keep)
    x = model.counts(values, units.kinds, context.problem.batches)
    for j, t in enumerate(model.free[:first].tolist()):
        places = _opened(context.problem, model, answer, j)
        mine = model.cross[model.batch[model.cross[:, 0]] == t] if len(model.cross) else model.cross
        fixed = {(int(model.kind[i]), int(h)): int(values[c]) for i, h, c in mine.tolist() if values[c] > 0}
        found = route(context.problem, units, x[:, t], t, places, fixed)
        if found is None:
            found = packed(
                context.problem, units, x[:, t], t, places, context.solver, max(0.1, min(2.0, context.left()))
            )
        routes[t] = found
    return from_routes(units, routes)


def _opened(problem: Problem, model: Model, answer: Answer, j: int) -> list[int]:
    """The places that the answer opens in free batch ``j``, and more where teams are to spare."""
    assert answer.values is not None
    y = model.place_open[:, j]
    out = [h for h in range(len(y)) if y[h] == NOBODY or answer.values[y[h]] > SHUT]
    return with_spare(problem, int(model.free[j]), out)


def with_spare(problem: Problem, t: int, places: list[int]) -> list[int]:
    """``places`` of batch ``t``, and more where teams are to spare, the roomiest first."""
    spare = sorted(
        set(range(len(problem.places))) - set(places), key=lambda h: (-problem.place_capacity[h, t], h)
    )
    return places + spare[: max(0, int(problem.teams[t]) - len(places))]


def feasible(context: SearchContext, x: Ints) -> bool:
    """Whether the counts are possible and exposure stays within its bound: combining two windows could break both."""
    stands = exposure(context.problem, context.units, x)
    return bool(
        np.all(np.abs(stands) <= context.problem.exposure_bound)
        and np.all(x.sum(axis=1) <= context.units.count)
    )


def window_task(
    context: SearchContext, best: Schedule, free: Ints, seconds: float, nodes: int, explicit: bool = False
) -> tuple[Model, Task]:
    """The task of solving the batches ``free`` again, from their present plan as a warm start."""
    fixed = best.x.copy()
    fixed[:, free] = 0
    scope = Scope(free, fixed, context.nobody_stays(best), explicit=explicit)
    model = build(context.problem, context.units, context.prices, scope)
    start = (model.column, best.x[model.kind, model.batch])
    return model, Task(model.program, False, seconds, nodes, 1e-6, start)


def strand_task(
    context: SearchContext, best: Schedule, chosen: Bools, seconds: float, nodes: int
) -> tuple[Model, Task]:
    """The task of solving the classes ``chosen`` (K,) again over all batches; the others and the open places stay.

    A window of batches cannot do this: let one person leave earlier because another leaves later in a distant batch.
    """
    free = np.arange(context.frozen, context.problem.batches)
    model, task = window_task(context, best, free, seconds, nodes)
    low, high = model.program.low.copy(), model.program.high.copy()
    still = ~chosen[model.kind]
    low[model.column[still]] = high[model.column[still]] = best.x[model.kind[still], model.batch[still]]
    for j, t in enumerate(free.tolist()):
        used = {h for _, h, _ in best.routes[t]}
        y = model.place_open[:, j]
        if len(used) >= context.problem.teams[t] and np.all(y != NOBODY):
            low[y] = high[y] = np.isin(np.arange(len(y)), sorted(used))
    return model, replace(task, program=replace(model.program, low=low, high=high))


def improve(
    context: SearchContext, best: Schedule, tasks: Sequence[tuple[Model, Task]]
) -> tuple[Schedule, list[bool]]:
    """Solve the tasks in parallel; return the best combination of their answers, and which of them improved the plan."""
    answers = context.solver.solve([task for _, task in tasks])
    gained = []
    for (model, _), answer in zip(tasks, answers, strict=True):
        found = routed(context, model, answer, best.routes)
        if found is not None:
            found = merged(context, best, found, model.free)
        good = (
            found is not None
            and feasible(context, found.x)
            and context.objective(found.x) < context.objective(best.x) - 1e-6
        )
        gained.append(good)
        if good and found is not None:
            best = found
    return best, gained


def merged(context: SearchContext, best: Schedule, found: Schedule, free: Ints) -> Schedule:
    """``best`` with the batches ``free`` of ``found``."""
    routes = list(best.routes)
    for t in free.tolist():
        routes[t] = found.routes[t]
    return from_routes(context.units, routes)
