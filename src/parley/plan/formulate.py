"""The release model (docs/planning.md, "The model"): classes of units into some or all batches, as a whole-number program.

The rows for vehicles and places are the tightest that hold for whole vehicles and whole teams, so that the linear
relaxation says more than the textbook one: see ``_vehicles`` and ``_places``.
"""

import itertools
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parley.plan.model import NOBODY, Bools, Ints, Problem
from parley.plan.program import FREE, Draft, Program
from parley.plan.units import Units

_FINE = 1024  # the band is widened to the next 1024th of a person over the side's size: whole numbers, still a bound


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """The objective of the search: ``go`` (K, T) for one unit in a batch, ``stay`` (K,) for one left behind."""

    go: Ints
    stay: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A program with its x: variable ``column[i]`` counts the units of class ``kind[i]`` in batch ``batch[i]``."""

    program: Program
    kind: Ints
    batch: Ints
    column: Ints
    stay: Ints  # columns of u, the units of a class left behind
    free: Ints
    place_open: Ints  # (places, free): column of y, or NOBODY where teams are enough for every place
    cross: Ints  # rows of (number of the x, place, column): families whose place the model decides (``explicit``)
    leaving: Ints  # (sites, free): column of the persons from a site
    stands: Ints  # (free,): column of exposure
    cars: Ints  # (sites, free): column of the vehicles, or NOBODY where there are enough for all
    flow: Ints  # (flows, free): column of the persons of one set of ways who take one of them
    flow_place: Ints  # (flows,): the place at its end, and the set of ways, an index of ``ways``
    flow_ways: Ints
    ways: tuple[tuple[int, ...], ...]  # the different sets of ways
    ways_held: Bools  # (ways, sites): where persons with them are held

    def counts(self, values: Ints, kinds: int, batches: int) -> Ints:
        """The x of a solution as (K, T)."""
        x = np.zeros((kinds, batches), dtype=np.int64)
        x[self.kind, self.batch] = values[self.column]
        return x


def true_prices(problem: Problem, units: Units) -> Prices:
    late = np.arange(1, problem.batches + 1)
    return Prices(units.weight[:, None] * late[None, :], problem.left_behind * units.size)


def worth_leaving(problem: Problem, units: Units, prices: Prices) -> Bools:
    """Return in which batches a unit's leaving may cost no more than its staying, (K, T): each quota it counts for may be short."""
    helped = np.zeros((2, problem.batches), dtype=np.int64)
    for quota in problem.quotas:
        helped[quota.side, : quota.by] += quota.weight
    out: Bools = prices.go <= prices.stay[:, None] + units.size[:, None] * helped[units.side]
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What of the schedule is decided anew: the batches ``free``, rising; all else stays as ``fixed`` (K, T; zero there).

    Whoever is not in ``fixed`` may be left behind, at the price of ``Prices``. ``nobody_stays``: may not, which is for those alone who can
    show that whatever leaves anybody is no better (``SearchContext.nobody_stays``): what such a model proves is false of all else. Then what follows
    the last free batch cannot change and is left out, so windows of batches stay small. ``may`` (K, T): only these counts may be other than
    zero. ``detail``: teams and vehicles only in so many of the first free batches. ``explicit``: there the place of
    every family is decided too; else persons of all classes with the same ways flow together, as if families could part.
    """

    free: Ints
    fixed: Ints
    nobody_stays: bool = False
    may: Bools | None = None
    detail: int = 10**6
    explicit: bool = False


def build(problem: Problem, units: Units, prices: Prices, scope: Scope) -> Model:
    """Return the model of ``problem`` over what ``scope`` leaves open."""
    return _Builder(problem, units, prices, scope).model()


class _Builder:
    def __init__(self, problem: Problem, units: Units, prices: Prices, scope: Scope) -> None:
        self.problem, self.units, self.prices, self.explicit = problem, units, prices, scope.explicit
        self.free, self.fixed, self.nobody_stays = scope.free, scope.fixed, scope.nobody_stays
        free, mask = self.free, scope.may
        self.near = np.arange(len(free)) < scope.detail
        self.draft = Draft()
        self.rest = units.count - self.fixed.sum(axis=1)
        used = np.flatnonzero(self.rest > 0)
        may = units.fits[np.ix_(used, free)]
        if mask is not None:
            may &= mask[np.ix_(used, free)]
        k, self.j = np.nonzero(may)
        self.k = used[k]

    def model(self) -> Model:
        self._classes()
        self._sites()
        self._sides()
        self._vehicles()
        self._places()
        self._exposure()
        self._soft()
        return Model(
            self.draft.program(),
            self.k,
            self.free[self.j],
            self.x,
            self.stay,
            self.free,
            self.open,
            self.z,
            self.p,
            self.stands,
            self.cars,
            self.flow,
            self.flow_place,
            self.flow_ways,
            self.ways,
            self.ways_held,
        )

    def _classes(self) -> None:
        """x, u and Σ x + u = n."""
        units, draft = self.units, self.draft
        self.x = draft.variables(self.prices.go[self.k, self.free[self.j]], self.rest[self.k], whole=True)
        left = np.flatnonzero(self.rest > 0)
        row = np.full(units.kinds, NOBODY)
        row[left] = draft.rows(self.rest[left], self.rest[left], left.shape)
        draft.put(row[self.k], self.x, 1)
        staying = left[:0] if self.nobody_stays else left
        self.stay = draft.variables(self.prices.stay[staying], self.rest[staying])
        draft.put(row[staying], self.stay, 1)

    def _sites(self) -> None:
        """p: persons from a site in a batch, within its capacity and within who is there by then."""
        problem, units, draft = self.problem, self.units, self.draft
        capacity = np.minimum(problem.site_capacity[:, self.free], self._present())
        self.capacity = np.minimum(capacity, problem.batch_limit[problem.site_side][:, self.free])
        self.p = draft.variables(0, self.capacity)
        row = draft.rows(0, 0, self.p.shape)
        draft.put(row, self.p, -1)
        at = units.at.tocsc()[:, self.k].tocoo()
        draft.put(row[at.row, self.j[at.col]], self.x[at.col], at.data)

    def _present(self) -> Ints:
        """Persons of classes with something to place who may leave by each free batch, (D, free)."""
        there = np.zeros((self.units.kinds, len(self.free)), dtype=np.int64)
        there[self.k, self.j] = self.rest[self.k]
        return np.asarray(self.units.at @ there)

    def _sides(self) -> None:
        """Persons and special persons of each side in a batch."""
        problem, draft = self.problem, self.draft
        row = draft.rows(-FREE, problem.batch_limit[:, self.free], (2, len(self.free)))
        draft.put(row[problem.site_side], self.p, 1)
        sick = np.flatnonzero(self.units.special[self.k] > 0)
        row = draft.rows(-FREE, problem.special_limit[:, self.free], (2, len(self.free)))
        draft.put(
            row[self.units.side[self.k[sick]], self.j[sick]], self.x[sick], self.units.special[self.k[sick]]
        )

    def _vehicles(self) -> None:
        """Whole vehicles. With C the capacity, S seats, C = aS + r: v is above the convex hull of ⌈p / S⌉ on 0..C.

        That is v >= p / S and, on the last segment, r v >= p - a (S - r).
        """
        problem, draft = self.problem, self.draft
        seats = problem.seats[problem.site_side][:, None]
        most = -(-self.capacity // seats)
        self.cars = np.full(self.capacity.shape, NOBODY)
        for s in (0, 1):
            mine = problem.site_side == s
            tight = np.flatnonzero((most[mine].sum(axis=0) > problem.vehicles[s, self.free]) & self.near)
            if not len(tight):
                continue
            part = np.ix_(np.flatnonzero(mine), tight)
            v = draft.variables(0, most[part], whole=True)
            self.cars[part] = v
            row = draft.rows(-FREE, 0, v.shape)
            draft.put(row, self.p[part], 1)
            draft.put(row, v, -problem.seats[s])
            full, last = self.capacity[part] // problem.seats[s], self.capacity[part] % problem.seats[s]
            part_of = last > 0
            row = draft.rows(-FREE, (full * (problem.seats[s] - last))[part_of], (int(part_of.sum()),))
            draft.put(row, self.p[part][part_of], 1)
            draft.put(row, v[part_of], -last[part_of])
            draft.put(draft.rows(-FREE, problem.vehicles[s, self.free[tight]], tight.shape)[None, :], v, 1)

    def _places(self) -> None:
        """f: persons of one set of ways to a place; y: place open; z: families whose place is decided, place by place."""
        problem, units, draft = self.problem, self.units, self.draft
        ways, group = self._groups()
        own = np.flatnonzero(self.explicit & (units.size[self.k] > 1) & self.near[self.j])
        shared = np.setdiff1d(np.arange(len(self.k)), own)
        i, h = np.array([(i, h) for i, one in enumerate(ways) for h in one], dtype=np.int64).reshape(-1, 2).T
        room = problem.place_capacity[:, self.free]
        most = np.minimum(self._crowd(group, shared)[i], room[h])
        f = draft.variables(0, most)
        self.flow, self.flow_place, self.flow_ways = f, h, i
        row = draft.rows(0, 0, (len(ways), len(self.free)))
        draft.put(row[i], f, -1)
        draft.put(row[group[self.k[shared]], self.j[shared]], self.x[shared], units.size[self.k[shared]])
        through = draft.rows(-FREE, np.where(self._scarce(), 0, room), room.shape)
        draft.put(through[h], f, 1)
        z = self._families(own, through)
        short = np.flatnonzero(self._scarce())
        self.open = np.full(room.shape, NOBODY)
        if not len(short):
            return
        y = draft.variables(0, np.ones((len(problem.places), len(short)), dtype=np.int64), whole=True)
        self.open[:, short] = y
        draft.put(through[:, short], y, -room[:, short])
        link = draft.rows(-FREE, 0, (len(i), len(short)))
        draft.put(link, f[:, short], 1)
        draft.put(link, y[h], -most[:, short])
        draft.put(draft.rows(-FREE, problem.teams[self.free[short]], short.shape)[None, :], y, 1)
        spot = np.full(len(self.free), NOBODY)
        spot[short] = np.arange(len(short))
        z = z[spot[self.j[z[:, 0]]] != NOBODY]
        row = draft.rows(-FREE, 0, (len(z),))
        draft.put(row, z[:, 2], 1)
        draft.put(row, y[z[:, 1], spot[self.j[z[:, 0]]]], -self.rest[self.k[z[:, 0]]])

    def _groups(self) -> tuple[tuple[tuple[int, ...], ...], Ints]:
        """The different sets of ways, and which of them each class has, (K,)."""
        number: dict[tuple[int, ...], int] = {}
        group = np.array([number.setdefault(one, len(number)) for one in self.units.ways], dtype=np.int64)
        at = self.units.at.tocoo()
        self.ways = tuple(number)
        self.ways_held = np.zeros((len(number), self.units.at.shape[0]), dtype=np.bool_)
        self.ways_held[group[at.col], at.row] = True
        return self.ways, group

    def _crowd(self, group: Ints, shared: Ints) -> Ints:
        """The most persons of each set of ways that can leave in each free batch, (ways, free)."""
        there = np.zeros((len(self.ways), len(self.free)), dtype=np.int64)
        k = self.k[shared]
        np.add.at(there, (group[k], self.j[shared]), self.rest[k] * self.units.size[k])
        return np.minimum(there, self.ways_held.astype(np.int64) @ self.capacity)

    def _scarce(self) -> Bools:
        """Whether teams are fewer than the places, by free batch."""
        out: Bools = (self.problem.teams[self.free] < len(self.problem.places)) & self.near
        return out

    def _families(self, own: Ints, through: Ints) -> Ints:
        """Z for families whose place is decided here, as rows of (number of the x, place, column)."""
        draft, units = self.draft, self.units
        pairs = [(i, row, h) for row, i in enumerate(own.tolist()) for h in units.ways[self.k[i]]]
        i, row, h = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
        z = draft.variables(0, self.rest[self.k[i]], whole=True)
        split = draft.rows(0, 0, own.shape)
        draft.put(split, self.x[own], -1)
        draft.put(split[row], z, 1)
        draft.put(through[h, self.j[i]], z, units.size[self.k[i]])
        self.z = np.stack([i, h, z], axis=1)
        return self.z

    def _exposure(self) -> None:
        """D after each free batch; its bounds allow for what the fixed batches in between add."""
        problem, units, draft = self.problem, self.units, self.draft
        signed = np.where(units.side == 0, units.value, -units.value)
        own = problem.exposure_start + np.cumsum(signed @ self.fixed)
        edges = np.append(self.free, problem.batches)
        shift = [own[a:b] for a, b in itertools.pairwise(edges)]
        if self.nobody_stays and shift:
            shift[-1] = shift[-1][:1]
        low = np.array([-problem.exposure_bound - int(part.min()) for part in shift], dtype=np.int64)
        high = np.array([problem.exposure_bound - int(part.max()) for part in shift], dtype=np.int64)
        reach = np.abs(signed * self.rest).sum()
        low, high = np.clip(low, -reach, reach), np.clip(high, -reach, reach)
        self.stands = stands = draft.variables(0, high, low=low)
        row = draft.rows(0, 0, stands.shape)
        draft.put(row, stands, -1)
        draft.put(row[1:], stands[:-1], 1)
        given = np.flatnonzero(signed[self.k])
        draft.put(row[self.j[given]], self.x[given], signed[self.k[given]])

    def _soft(self) -> None:
        """Quotas and fairness over chains of who has left by each point: T by side, G by group."""
        problem, units = self.problem, self.units
        quotas = [q for q in problem.quotas if q.weight and self._matters(q.by)]
        fair = problem.fairness
        points = (
            [c for c in fair.checkpoints if self._matters(c)]
            if fair and fair.weight and fair.band < 1
            else []
        )
        persons = np.array([(units.size * (units.side == s)) @ self.fixed for s in (0, 1)])
        if quotas or points:
            steps = sorted({*points, *(q.by for q in quotas)})
            total = self._chain(
                steps, persons, problem.site_side, self.p, self._segment(steps), units.side_size
            )
            for q in quotas:
                self._quota(q.side, total[q.side, steps.index(q.by)], q.persons, q.weight)
            if fair and points:
                self._fair(
                    points, total[:, [steps.index(c) for c in points]], Fraction(fair.band), fair.weight
                )

    def _matters(self, by: int) -> bool:
        return bool(len(self.free)) and self.free[0] < by and not (self.nobody_stays and self._after(by))

    def _after(self, by: int) -> bool:
        """Whether every free batch is gone by ``by``: then with nobody left behind it cannot change."""
        return bool(self.free[-1] < by)

    def _segment(self, points: list[int]) -> Ints:
        """For each free batch the first point that it counts for (len(points): none)."""
        return np.searchsorted(np.array(points), self.free, side="right")

    def _chain(self, points: list[int], own: Ints, row_of: Ints, p: Ints, segment: Ints, most: Ints) -> Ints:
        """Cumulative persons by the points, (rows of own, points): own are fixed persons (rows, T), p (len(row_of), free)."""
        draft = self.draft
        gone = np.cumsum(own, axis=1)[:, np.array(points) - 1]
        chain = draft.variables(0, np.broadcast_to(most[:, None], gone.shape).copy())
        step = np.diff(gone, axis=1, prepend=0)
        row = draft.rows(step, step, gone.shape)
        draft.put(row, chain, 1)
        draft.put(row[:, 1:], chain[:, :-1], -1)
        counts = np.flatnonzero(segment < len(points))
        draft.put(row[row_of[:, None], segment[counts][None, :]], p[:, counts], -1)
        return chain

    def _quota(self, side: int, gone: int, persons: int, weight: int) -> None:
        persons = min(persons, int(self.units.side_size[side]))  # beyond that a constant: ``constant``
        short = self.draft.variables(np.array([weight]), np.array([persons]))
        row = self.draft.rows(persons, FREE, (1,))
        self.draft.put(row, short, 1)
        self.draft.put(row, np.array([gone]), 1)

    def _fair(self, points: list[int], total: Ints, band: Fraction, weight: int) -> None:
        units, draft = self.units, self.draft
        own = np.asarray(units.region @ self.fixed)
        gone = np.cumsum(own, axis=1)[:, np.array(points) - 1]
        size, side = units.group_size, units.group_side
        chain = draft.variables(0, np.broadcast_to(size[:, None], gone.shape).copy())
        step = np.diff(gone, axis=1, prepend=0)
        row = draft.rows(step, step, gone.shape)
        draft.put(row, chain, 1)
        draft.put(row[:, 1:], chain[:, :-1], -1)
        segment = self._segment(points)
        mine = units.region.tocsc()[:, self.k].tocoo()
        counts = segment[self.j[mine.col]] < len(points)
        r, i, n = mine.row[counts], mine.col[counts], mine.data[counts]
        draft.put(row[r, segment[self.j[i]]], self.x[i], -n)
        out = draft.variables(weight, chain.copy() * 0 + size[:, None])
        every = units.side_size[side][:, None] * np.ones_like(chain)
        every *= _FINE
        slack = np.array(
            [-((-band * int(n) * int(e)) // 1) for n, e in zip(size, every[:, 0], strict=True)],
            dtype=np.int64,
        )
        for sign in (1, -1):
            row = draft.rows(-FREE, slack[:, None], chain.shape, every)
            draft.put(row, chain, sign * every)
            draft.put(row, total[side], -sign * _FINE * size[:, None])
            draft.put(row, out, -every)


def constant(problem: Problem, units: Units) -> int:
    """Costs that every plan has: persons who are not in the model, and quotas beyond a side's number of persons."""
    outside = problem.persons - int((units.count * units.size).sum())
    quotas = sum(q.weight * max(0, q.persons - int(units.side_size[q.side])) for q in problem.quotas)
    return problem.left_behind * outside + quotas
