"""The dive: the linear relaxation of the whole plan is made integral by branch and bound on one decision at a time.

After each decision the relaxation is solved again from its last basis, in milliseconds, so that all that is not decided
yet adapts to it. First the places of all batches are decided; then batches trade places, and each is decided once
more; then all vehicles; then all counts, by one branch and cut. If that fails, the dive goes batch by batch. Only
``child`` runs it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from parley.plan.highs import Answer
from parley.plan.lp import Ends, WarmLP
from parley.plan.model import Floats, Ints
from parley.plan.program import Program
from parley.plan.trade import OpenPlaces, trade

INTEGRAL = 1e-6  # so near to a whole number is one: the solver's tolerance
# Chosen by hand on the shapes of bench/plan_shapes.py; `make bench ARGS=plan` shows what they are worth.
# Shares of the time left for a step in all batches together:
PLACES, TRADES, AGAIN, CARS, FLEETS, COUNTS = 0.3, 0.6, 0.15, 0.3, 0.5, 0.8
TRADED = 5_000  # solves that trades may take, however much time there is
NODES, NEAR = 400, 2e-5  # of a branch and cut on all batches: nodes, and the relative gap that is enough


@dataclass(frozen=True, slots=True, eq=False)
class Fleet:
    """One side's vehicles in a batch: columns of vehicles and of persons, by site; seats of a vehicle, vehicles in all."""

    cars: Ints
    persons: Ints
    seats: int
    vehicles: int


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The decisions of one batch, by columns; ``flows[i]`` leads through the place that ``open[i]`` opens."""

    counts: Ints
    open: Ints
    flows: tuple[Ints, ...]
    teams: int
    fleets: tuple[Fleet, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dive:
    """A task for ``child``: make ``program`` whole in the batches ``parts``, in at most ``seconds``.

    ``order``: of the parts, when places are decided; none: together with all else of a batch. ``solve_limits``: solves
    that may go into each decision on places, vehicles and counts. ``candidates``: columns looked at in one step of a first dive, once one
    of them is possible. ``tolerance``: costs nearer than that are the same. ``timed``: no batch may take much more
    than its share of the time; without it the answer does not depend on the clock unless the time runs out. ``reduced_cost_limit``:
    a count whose first unit costs more than that in the relaxation stays as it is in a branch and cut on all.
    ``jointly``: vehicles and counts are decided for all batches together, by branch and cut; else batch by batch.
    ``shut``: columns of places that are shut to begin with, so that no more are open than there are teams. ``joined``: places,
    by their number in ``open``, in parts that nobody's ways join.
    """

    program: Program
    parts: tuple[Part, ...]
    seconds: float
    order: tuple[int, ...]
    solve_limits: tuple[int, int, int]
    candidates: int
    tolerance: float
    timed: bool
    reduced_cost_limit: float
    jointly: bool
    shut: tuple[int, ...] = ()
    joined: tuple[tuple[int, ...], ...] = ()


Undecided = Callable[[Floats], Ints]  # the columns that are still to be decided, at some values
Node = tuple[float, dict[int, Ends], Floats]  # cost, ends decided so far, values


def run(dive: Dive, now: Callable[[], float]) -> Answer:
    """Return values that are whole in the first ``nodes`` batches, and the multipliers of the relaxation."""
    lp = WarmLP(dive.program, now, now() + dive.seconds)
    if not lp.solved:
        return Answer("nothing")
    duals, done = lp.duals(), 0
    if dive.shut and not lp.fix(np.array(dive.shut), 0, 0):
        return Answer("nothing", None, duals)
    values = _together(lp, dive)
    if values is not None:
        return Answer("feasible", values, duals, nodes=len(dive.parts))
    for i, part in enumerate(dive.parts):
        if dive.timed:
            lp.allot(1 / (len(dive.parts) - i))
        if not (_places(lp, part, dive) and _vehicles(lp, part, dive) and _counts(lp, part, dive)):
            break
        done += 1
    return Answer("feasible", lp.values, duals, nodes=done)


def _together(lp: WarmLP, dive: Dive) -> Floats | None:
    """All places, then all vehicles, then all counts; None if a step found no solution or no time."""
    if not _each(lp, dive, _places, PLACES) or not dive.jointly:
        return None
    _trade(lp, dive)
    if not (_each(lp, dive, _places_again, AGAIN) and _all_vehicles(lp, dive)):
        return None
    lp.allot(COUNTS)
    counts = np.concatenate([part.counts for part in dive.parts])
    return lp.branch_and_cut(counts, dive.reduced_cost_limit, NODES, NEAR).values


def _all_vehicles(lp: WarmLP, dive: Dive) -> bool:
    """The vehicles of all batches: one batch after another, and from there by one branch and cut."""
    fleets = [fleet for part in dive.parts for fleet in part.fleets]
    if not fleets:
        return True
    cars = np.concatenate([fleet.cars for fleet in fleets])
    most = lp.high[cars].copy()
    if not _each(lp, dive, _vehicles, CARS):
        return False
    given, cost = lp.high[cars].copy(), lp.cost
    if not lp.fix(cars, 0, most):
        return False
    lp.allot(FLEETS)
    values = lp.branch_and_cut(cars, np.inf, NODES, NEAR, (cars, given.astype(np.int64))).values
    if values is not None and float(dive.program.cost @ values) < cost:
        given = np.concatenate([_with_spare(lp, fleet, np.rint(values[fleet.cars])) for fleet in fleets])
    return lp.fix(cars, 0, given)


def _each(lp: WarmLP, dive: Dive, step: Callable[[WarmLP, Part, Dive], bool], share: float) -> bool:
    """Take one step in every batch, in ``share`` of the time left."""
    until = lp.now() + share * lp.left()
    for i, part in enumerate([dive.parts[j] for j in dive.order]):
        if dive.timed:
            lp.allot((until - lp.now()) / max(1e-9, lp.left()) / (len(dive.parts) - i))
        if not step(lp, part, dive):
            return False
    return True


def _places_again(lp: WarmLP, part: Part, dive: Dive) -> bool:
    """Choose the places of a batch again, now that those of all others are known."""
    kept, before = lp.high[part.open].copy(), (lp.cost, lp.values)
    if not lp.within_share() or kept.sum() >= len(kept) or not lp.fix(part.open, 0, 1):
        return True
    if lp.cost < before[0] - dive.tolerance:
        known: Node = (
            before[0],
            dict(zip(part.open.tolist(), [(0.0, most) for most in kept.tolist()], strict=True)),
            before[1],
        )
        if _places(lp, part, dive, known) and lp.cost <= before[0]:
            return True
    return lp.fix(part.open, 0, kept)


def _trade(lp: WarmLP, dive: Dive) -> None:
    """Let batches trade their open places, in ``TRADES`` of the time left."""
    if dive.timed:
        lp.allot(TRADES)
    parts = [part for part in dive.parts if len(part.open)]
    if len(parts) > 1:
        columns, teams = np.array([part.open for part in parts]), np.array([part.teams for part in parts])
        trade(
            lp,
            OpenPlaces(columns, teams, dive.joined, dive.tolerance, dive.solve_limits[0]),
            lp.solves + TRADED,
        )


def _places(lp: WarmLP, part: Part, dive: Dive, known: Node | None = None) -> bool:
    """Open at most as many places as there are teams; ``known``: a way that there is already."""
    if not len(part.open) or lp.high[part.open].sum() <= part.teams:
        return True

    def used(values: Floats) -> Floats:
        return np.array([float(values[flows].sum() > INTEGRAL) for flows in part.flows])

    def undecided(values: Floats) -> Ints:
        return part.open[:0] if used(values).sum() <= part.teams else _fractional(values, part.open)

    best = _branch(lp, undecided, dive.solve_limits[0], dive, both=False, first=known)
    if best is None:
        return False
    most = used(best[2])
    if most.sum() > part.teams:
        most = np.rint(best[2][part.open])
    spare = np.flatnonzero(most == 0)[: max(0, part.teams - int(most.sum()))]
    most[spare] = 1  # a team without work costs nothing, and leaves the rest a choice
    return lp.fix(part.open, 0, most)


def _vehicles(lp: WarmLP, part: Part, dive: Dive) -> bool:
    """Give each site whole vehicles, no more than its side has."""
    if not part.fleets:
        return True

    def undecided(values: Floats) -> Ints:
        short = [_fractional(values, f.cars) for f in part.fleets if _need(values, f).sum() > f.vehicles]
        return np.concatenate([part.counts[:0], *short])

    best = _branch(lp, undecided, dive.solve_limits[1], dive, both=True)
    if best is None:
        return False
    for fleet in part.fleets:
        given = _need(best[2], fleet)
        if given.sum() > fleet.vehicles:
            given = np.rint(best[2][fleet.cars])
        if not lp.fix(fleet.cars, 0, _with_spare(lp, fleet, given)):
            return False
    return True


def _with_spare(lp: WarmLP, fleet: Fleet, given: Floats) -> Floats:
    """Give spare vehicles to the sites from which most could leave."""
    most = lp.high[fleet.cars]
    for d in np.argsort(given - most, kind="stable"):
        given[d] += max(0, min(most[d] - given[d], fleet.vehicles - given.sum()))
    return given


def _need(values: Floats, fleet: Fleet) -> Floats:
    """The vehicles that the persons of each site need."""
    most: Floats = np.ceil(values[fleet.persons] / fleet.seats - INTEGRAL)
    return most


def _counts(lp: WarmLP, part: Part, dive: Dive) -> bool:
    """Make the counts of each class whole."""

    def undecided(values: Floats) -> Ints:
        return _fractional(values, part.counts)

    first = _rounded(lp, undecided, dive)
    best = _branch(lp, undecided, dive.solve_limits[2], dive, both=True, first=first)
    if best is None:
        return False
    whole = np.rint(best[2][part.counts])
    return lp.fix(part.counts, whole, whole)


def _fractional(values: Floats, columns: Ints) -> Ints:
    part = values[columns] - np.floor(values[columns] + INTEGRAL)
    return columns[part > INTEGRAL]


def _rounded(lp: WarmLP, undecided: Undecided, dive: Dive) -> Node | None:
    """Round many columns at once, the nearest to a whole number first; half as many where that costs anything."""
    node: Node = (lp.cost, {}, lp.values)
    many = 10**6
    while True:
        cost, ends, values = node
        columns = undecided(values)
        if not len(columns):
            return node
        far = np.abs(values[columns] - np.rint(values[columns]))
        columns = columns[np.argsort(far, kind="stable")]
        if many < 2:
            step = _step(lp, columns, node, dive, both=True)
            if step is None:
                return None
            node, many = step, max(2, len(columns) // 2)
            continue
        columns = columns[:many]
        side = ends | {int(c): (v, v) for c, v in zip(columns, np.rint(values[columns]), strict=True)}
        found = lp.probe(side, cost + dive.tolerance)
        if found is not None:
            node = found[0], side, found[1]
        else:
            many = len(columns) // 2


def _branch(
    lp: WarmLP, undecided: Undecided, solve_limit: int, dive: Dive, *, both: bool, first: Node | None = None
) -> Node | None:
    """The cheapest decision found for what ``undecided`` names: from ``first`` or a first dive, then by best-first search.

    At most ``solve_limit`` solves. ``both``: whether the first dive looks at both sides of a column, or only upwards.
    """
    begun, tolerance = lp.solves, dive.tolerance
    root: Node = (lp.cost, {}, lp.values)
    best = first if first is not None else _first_dive(lp, undecided, root, dive, both=both)
    if best is None and not both:
        best = _first_dive(lp, undecided, root, dive, both=True)
    queue = [root]
    while queue and lp.solves - begun < solve_limit and lp.within_share():
        queue.sort(key=lambda node: -node[0])  # stable: of equals the latest first
        cost, ends, values = queue.pop()
        limit = best[0] if best is not None else np.inf
        if cost >= limit - tolerance:
            break
        columns = undecided(values)
        if not len(columns):
            best = (cost, ends, values)
            continue
        part = values[columns] % 1
        column = int(columns[np.argmax(np.minimum(part, 1 - part) + 0.01 * part)])
        for side in _sides(lp, ends, values, column):
            found = lp.probe(side, limit)
            if found is not None and found[0] < limit - tolerance:
                queue.append((found[0], side, found[1]))
    return best


def _sides(lp: WarmLP, ends: Mapping[int, Ends], values: Floats, column: int) -> tuple[dict[int, Ends], ...]:
    """The two halves of what is possible at ``column``: above its value, and below."""
    low, high = ends.get(column, (lp.low[column], lp.high[column]))
    value = float(values[column])
    return {**ends, column: (np.ceil(value), high)}, {**ends, column: (low, np.floor(value))}


def _first_dive(lp: WarmLP, undecided: Undecided, node: Node, dive: Dive, *, both: bool) -> Node | None:
    """Decide one column after another; None where none is possible."""
    while True:
        columns = undecided(node[2])
        if not len(columns):
            return node
        columns = columns[np.argsort(-(node[2][columns] % 1), kind="stable")]
        step = _step(lp, columns, node, dive, both=both)
        if step is None:
            return None
        node = step


def _step(lp: WarmLP, columns: Ints, node: Node, dive: Dive, *, both: bool) -> Node | None:
    """Decide the cheapest of the first few ``columns``: upwards, or whichever side is cheaper if ``both``."""
    cost, ends, values = node
    best: Node | None = None
    enough = dive.candidates if lp.within_share() else 1
    for tried, column in enumerate(columns.tolist(), 1):
        sides = _sides(lp, ends, values, column)
        if both and values[column] % 1 < 0.5:
            sides = sides[::-1]
        for side in sides if both else sides[:1]:
            found = lp.probe(side, best[0] if best is not None else np.inf)
            if found is not None:
                best = (found[0], side, found[1])
            if best is not None and best[0] <= cost + dive.tolerance:
                return best
        if (best is not None and tried >= enough) or lp.left() <= 0:
            break
    return best
