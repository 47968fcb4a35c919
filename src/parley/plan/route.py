"""Through which place each unit of a batch goes: from the answer of the model to whole families and persons."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from parley.plan.highs import Task
from parley.plan.model import NOBODY, Ints, Problem
from parley.plan.port import Solver, whole
from parley.plan.program import FREE, Draft
from parley.plan.schedule import Route
from parley.plan.units import Units


def route(
    problem: Problem, units: Units, x: Ints, t: int, places: Sequence[int], fixed: dict[tuple[int, int], int]
) -> Route | None:
    """Return a way for the units ``x`` (K,) of batch ``t`` through ``places``, or None if this finds none.

    ``fixed``: units of families held at several sites, by (class, place), where the model decided it.
    Families first, the largest before the smaller, where most room is; then single persons by maximum flow.
    None does not prove that there is no way: the caller then keeps its plan.
    """
    room = {h: int(problem.place_capacity[h, t]) for h in places}
    out: dict[tuple[int, int], int] = {}
    for (k, h), n in fixed.items():
        if h not in room or n * units.size[k] > room[h]:
            return None
        room[h] -= n * int(units.size[k])
        out[k, h] = n
    done = {k for k, _ in fixed}
    families = [k for k in np.flatnonzero((x > 0) & (units.size > 1)).tolist() if k not in done]
    demand = _singles(problem, units, x)
    for k in sorted(
        families, key=lambda k: (len([h for h in units.ways[k] if h in room]), -units.size[k], k)
    ):
        for _ in range(int(x[k])):
            best = max(
                (h for h in units.ways[k] if room.get(h, 0) >= units.size[k]),
                key=lambda h: (room[h], -h),
                default=None,
            )
            if best is None:
                return None
            room[best] -= int(units.size[k])
            out[k, best] = out.get((k, best), 0) + 1
    flow = _flow(problem, demand, room)
    if flow is None:
        return None
    return _deal(units, x, flow, out)


def packed(
    problem: Problem, units: Units, x: Ints, t: int, places: Sequence[int], solver: Solver, seconds: float
) -> Route:
    """Return a way for as many persons of ``x`` (K,) as the solver can get through ``places``; the others are left out."""
    draft, open_ = Draft(), sorted(places)
    who = np.flatnonzero(x > 0)
    pairs = [(i, open_.index(h)) for i, k in enumerate(who) for h in units.ways[k] if h in open_]
    i, h = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    z = draft.variables(0, x[who[i]], whole=True)
    row = draft.rows(x[who], x[who], who.shape)
    draft.put(row, draft.variables(units.size[who], x[who]), 1)
    draft.put(row[i], z, 1)
    room = problem.place_capacity[open_, t]
    draft.put(draft.rows(-FREE, room, room.shape)[h], z, units.size[who[i]])
    (answer,) = solver.solve([Task(draft.program(), False, seconds, nodes=500)])
    values = whole(answer)
    if values is None:
        return ()
    return tuple((int(who[a]), open_[b], int(n)) for a, b, n in zip(i, h, values[z], strict=True) if n > 0)


def _singles(problem: Problem, units: Units, x: Ints) -> Ints:
    """Single persons by site, (D,)."""
    alone = np.flatnonzero((x > 0) & (units.size == 1))
    return np.bincount(units.home[alone], weights=x[alone], minlength=len(problem.sites)).astype(np.int64)


def _flow(problem: Problem, demand: Ints, room: dict[int, int]) -> dict[int, list[tuple[int, int]]] | None:
    """Persons from each site with any to each place, or None if not all can go."""
    sites, places = np.flatnonzero(demand).tolist(), sorted(room)
    source, sink, first = 0, 1, 2 + len(sites)
    arcs = [(source, 2 + i, int(demand[d])) for i, d in enumerate(sites)]
    arcs += [
        (2 + i, first + places.index(h), int(demand[d]))
        for i, d in enumerate(sites)
        for h in problem.site_places[d]
        if h in room
    ]
    arcs += [
        (first + j, sink, min(room[h], int(demand.sum()))) for j, h in enumerate(places)
    ]  # 32 bits there
    a, b, c = np.array(arcs, dtype=np.int32).reshape(-1, 3).T
    n = first + len(places)
    graph = sparse.csr_array((c, (a, b)), shape=(n, n), dtype=np.int32)
    found = maximum_flow(graph, source, sink)
    if found.flow_value < demand.sum():
        return None
    flow = found.flow.tocoo()
    out: dict[int, list[tuple[int, int]]] = {}
    for i, j, n in zip(flow.row, flow.col, flow.data, strict=True):
        if n > 0 and 2 <= i < first <= j:
            out.setdefault(sites[i - 2], []).append((places[j - first], int(n)))
    return out


def _deal(
    units: Units, x: Ints, flow: dict[int, list[tuple[int, int]]], out: dict[tuple[int, int], int]
) -> Route:
    """Single persons dealt to the flow of their site."""
    for k in np.flatnonzero((x > 0) & (units.size == 1) & (units.home != NOBODY)).tolist():
        need, ways = int(x[k]), flow[int(units.home[k])]
        while need:
            h, n = ways.pop()
            go = min(n, need)
            out[k, h] = out.get((k, h), 0) + go
            need -= go
            if n > go:
                ways.append((h, n - go))
    return tuple((k, h, n) for (k, h), n in sorted(out.items()))
