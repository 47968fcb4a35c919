"""A schedule: how many units of each class leave in each batch through each place; what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.plan.model import NOBODY, Ints, Problem
from parley.plan.units import Units

Route = tuple[tuple[int, int, int], ...]  # (class, place, units), of one batch


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """``x`` is (K, T), units of a class in a batch; ``routes`` says for each batch through which places they go."""

    x: Ints
    routes: tuple[Route, ...]


def from_routes(units: Units, routes: Sequence[Route]) -> Schedule:
    x = np.zeros((units.kinds, len(routes)), dtype=np.int64)
    for t, route in enumerate(routes):
        for k, _, n in route:
            x[k, t] += n
    return Schedule(x, tuple(routes))


def cost(problem: Problem, units: Units, x: Ints) -> float:
    """Return what the counts ``x`` (K, T) cost; persons who are in no class are left behind."""
    late = np.arange(1, problem.batches + 1)
    gone = x.sum(axis=1)
    total = int((units.weight @ x) @ late)
    total += problem.left_behind * (problem.persons - int(gone @ units.size))
    by_side = np.array([np.cumsum((units.size * (units.side == s)) @ x) for s in (0, 1)])
    total += sum(q.weight * max(0, q.persons - int(by_side[q.side, q.by - 1])) for q in problem.quotas)
    return total + unfairness(problem, units, x)


def unfairness(problem: Problem, units: Units, x: Ints) -> float:
    """Return the fairness cost of counts, by the regions of the classes."""
    fair = problem.fairness
    if fair is None or not fair.checkpoints:
        return 0.0
    by_side = np.array([np.cumsum((units.size * (units.side == s)) @ x) for s in (0, 1)])
    points = np.array(fair.checkpoints) - 1
    r = np.cumsum(np.asarray(units.region @ x), axis=1)[:, points]
    side = units.group_side
    share = units.group_size / np.maximum(units.side_size[side], 1)
    apart = np.abs(r - share[:, None] * by_side[side][:, points]) - fair.band * units.group_size[:, None]
    return fair.weight * float(np.maximum(apart, 0).sum())


def of_persons(units: Units, batches: int, batch: Ints, place: Ints) -> Schedule:
    """Return the schedule in which each person leaves as ``batch`` and ``place`` (N,) say."""
    routes: list[dict[tuple[int, int], int]] = [{} for _ in range(batches)]
    for k, who in enumerate(units.members):
        for unit in who:
            t = int(batch[unit[0]])
            if t != NOBODY:
                key = (k, int(place[unit[0]]))
                routes[t][key] = routes[t].get(key, 0) + 1
    return from_routes(units, [tuple((k, h, n) for (k, h), n in sorted(one.items())) for one in routes])


def exposure(problem: Problem, units: Units, x: Ints) -> Ints:
    """Return where exposure stands after each batch, (T,)."""
    signed = np.where(units.side == 0, units.value, -units.value)
    out: Ints = problem.exposure_start + np.cumsum(signed @ x)
    return out
