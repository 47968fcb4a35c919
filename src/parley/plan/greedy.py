"""The greedy plan: batch by batch, the most urgent first, as far as every limit allows. The first plan, and the fallback."""

from collections.abc import Sequence

import numpy as np

from parley.plan.model import Bools, Ints, Problem
from parley.plan.schedule import Route, Schedule, exposure, from_routes
from parley.plan.units import Units


class Batch:
    """The room left in one batch. ``above`` and ``below``: how far exposure may still rise and fall."""

    def __init__(self, problem: Problem, t: int, above: int, below: int) -> None:
        self.problem, self.t, self.above, self.below = problem, t, above, below
        self.site = problem.site_capacity[:, t].tolist()
        self.place = problem.place_capacity[:, t].tolist()
        self.persons = problem.batch_limit[:, t].tolist()
        self.special = problem.special_limit[:, t].tolist()
        self.vehicles = problem.vehicles[:, t].tolist()
        self.teams = int(problem.teams[t])
        self.loaded = [0] * len(problem.sites)
        self.open: set[int] = set()
        self.route: dict[tuple[int, int], int] = {}

    def take(self, units: "UnitLists", k: int, want: int) -> int:
        """Load up to ``want`` units of class ``k``; return how many went."""
        done = 0
        while done < want:
            n = min(want - done, self._room(units, k))
            h, n = self._way(units, k, n)
            if n <= 0:
                break
            self.load(units, k, h, n)
            done += n
        return done

    def _room(self, units: "UnitLists", k: int) -> int:
        s, size, special = units.side[k], units.size[k], units.special[k]
        n = self.persons[s] // size
        if special:
            n = min(n, self.special[s] // special)
        move = units.signed[k]
        if move:
            n = min(n, self.above // move if move > 0 else self.below // -move)
        for d, each in units.held[k]:
            n = min(n, self.site[d] // each)
        return max(0, self._seated(units, k, n))

    def _seated(self, units: "UnitLists", k: int, n: int) -> int:
        """At most ``n`` units that the vehicles left can carry."""
        s = units.side[k]
        seats = int(self.problem.seats[s])
        if len(units.held[k]) == 1:
            d, each = units.held[k][0]
            spare = -self.loaded[d] % seats + self.vehicles[s] * seats
            return int(min(n, spare // each))
        while n > 0:
            more = sum(
                -(-(self.loaded[d] + each * n) // seats) + -self.loaded[d] // seats
                for d, each in units.held[k]
            )
            if more <= self.vehicles[s]:
                return n
            n -= 1
        return n

    def _way(self, units: "UnitLists", k: int, n: int) -> tuple[int, int]:
        """The place to go through, an open one before a new one, and how many units fit."""
        size, best = units.size[k], (False, 0, -1)
        for h in units.ways[k]:
            fits = min(n, self.place[h] // size)
            if fits > 0 and (h in self.open or self.teams > 0):
                best = max(best, (h in self.open, self.place[h], h))
        h = best[2]
        return h, 0 if h < 0 else min(n, self.place[h] // size)

    def load(self, units: "UnitLists", k: int, h: int, n: int) -> None:
        """Take ``n`` units of class ``k`` through place ``h``, whether there is room or not."""
        s, seats = units.side[k], int(self.problem.seats[units.side[k]])
        if h not in self.open:
            self.open.add(h)
            self.teams -= 1
        self.place[h] -= n * units.size[k]
        self.persons[s] -= n * units.size[k]
        self.special[s] -= n * units.special[k]
        self.above -= n * units.signed[k]
        self.below += n * units.signed[k]
        for d, each in units.held[k]:
            before = -(-self.loaded[d] // seats)
            self.loaded[d] += each * n
            self.site[d] -= each * n
            self.vehicles[s] -= -(-self.loaded[d] // seats) - before
        self.route[k, h] = self.route.get((k, h), 0) + n

    def routes(self) -> Route:
        return tuple((k, h, n) for (k, h), n in sorted(self.route.items()))


class UnitLists:
    """The columns of Units as plain lists: faster one by one."""

    def __init__(self, units: Units) -> None:
        self.size, self.side, self.special = units.size.tolist(), units.side.tolist(), units.special.tolist()
        self.signed = np.where(units.side == 0, units.value, -units.value).tolist()
        self.ways = units.ways
        at = units.at.tocsc()
        self.held = [
            list(zip(at.indices[a:b].tolist(), at.data[a:b].tolist(), strict=True))
            for a, b in zip(at.indptr[:-1], at.indptr[1:], strict=True)
        ]


def load(batch: Batch, plain: UnitLists, order: list[int], rest: Ints) -> None:
    """Take units of the classes in ``order`` while there is room for any; ``rest`` (units left of each class) is updated."""
    moved = True
    while moved:
        moved = False
        for k in order:
            n = batch.take(plain, k, int(rest[k])) if rest[k] else 0
            rest[k] -= n
            moved = moved or n > 0


def fill(
    problem: Problem, units: Units, routes: Sequence[Route], frozen: int, worth: Bools | None = None
) -> Schedule:
    """Return the schedule of ``routes``, with those who are in none of them added where there is room, from batch ``frozen`` on.

    Exposure is kept within its bound in every later batch too. ``worth`` (K, T): who is added where; without it, everybody anywhere.
    """
    plain, out = UnitLists(units), list(routes)
    x = from_routes(units, routes).x
    rest = units.count - x.sum(axis=1)
    stands = exposure(problem, units, x)
    urgent = -units.weight / np.maximum(units.size, 1)
    for t in range(frozen, problem.batches):
        order = _may(units, np.argsort(urgent, kind="stable"), t, rest, worth)
        if not order:
            continue
        bound = problem.exposure_bound
        batch = Batch(problem, t, 0, 0)
        for k, h, n in routes[t]:
            batch.load(plain, k, h, n)
        before = int((units.count - rest) @ np.array(plain.signed))
        batch.above, batch.below = bound - int(stands[t:].max()), bound + int(stands[t:].min())
        load(batch, plain, order, rest)
        stands[t:] += int((units.count - rest) @ np.array(plain.signed)) - before
        out[t] = batch.routes()
    return from_routes(units, out)


def _may(units: Units, order: Ints, t: int, rest: Ints, worth: Bools | None) -> list[int]:
    """The classes in ``order`` of which somebody is left who may leave in batch ``t``, and for whom that is worth it."""
    may = (units.earliest[order] <= t) & (rest[order] > 0)
    out: list[int] = order[may if worth is None else may & worth[order, t]].tolist()
    return out


def greedy(
    problem: Problem,
    units: Units,
    rank: Ints | None = None,
    frozen: tuple[Route, ...] = (),
    worth: Bools | None = None,
) -> Schedule:
    """Return the greedy schedule. It keeps every hard limit; nothing else is guaranteed.

    ``rank`` (K, T): in each batch the classes of lowest rank first; without it the heaviest per person.
    ``frozen``: routes of the first batches, kept as they are. ``worth`` (K, T): who may leave where; without it, everybody anywhere.
    """
    plain, rest = UnitLists(units), units.count.copy()
    routes = list(frozen)
    for route in frozen:
        for k, _, n in route:
            rest[k] -= n
    signed = np.array(plain.signed, dtype=np.int64)
    stands = (
        problem.exposure_start + int(signed @ (units.count - rest)) if units.kinds else problem.exposure_start
    )
    urgent = -units.weight / np.maximum(units.size, 1)
    for t in range(len(frozen), problem.batches):
        bound = problem.exposure_bound
        batch = Batch(problem, t, bound - stands, bound + stands)
        ranked = np.argsort(urgent if rank is None else rank[:, t], kind="stable")
        order = _may(units, ranked, t, rest, worth)
        load(batch, plain, order, rest)
        stands = bound - batch.above
        routes.append(batch.routes())
    return from_routes(units, routes)
