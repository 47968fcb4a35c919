"""Who can leave in one batch: the convex hull over its choices of places, and valid rows (cuts) for it.

With two teams and four places the relaxation opens each place by half and serves in full every site that may use two of
them; two whole places never do. What a batch can do is the union over its few choices of places, each a small flow of units from
their sites, within the capacities of sites, places and sides. Whether some units lie in the hull of that union is a
linear program. Its multipliers put a price on each limit of each choice, and any such prices make a row (``weights``, ``most``), in whole
numbers, by weak duality, so a poor answer of the solver gives a weak row, not a false one (docs/planning.md, "The bound").
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.plan.model import Bools, Floats, Ints, Problem
from parley.plan.program import FREE, Draft, Program
from parley.plan.units import Units

CHOICES = 500  # choices of places in a batch beyond which the hull is not looked at; by hand, for time
FINE = 4096  # prices are multiples of 1 / FINE; with 1/64 a first round raised the bound by 1.08 %, so by 2.57 (docs/planning.md)
GRAIN = 64  # and units are multiples of 1 / GRAIN, where a hull is asked about them; by hand
ANY = 10**9  # no end: what ends a variable would have no price
NEVER = 2**40  # dearer than any price


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What each of C choices charges for a person or a unit that leaves: whole numbers of 0 or more, in parts of ``FINE``.

    ``limits`` (C, D + 2 + H): for a person from a site, of a side, through a place; ``units`` (C, P): for a unit of
    the classes ``kinds`` (P,), of which there are only so many.
    """

    limits: Ints
    kinds: Ints
    units: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Hulls:
    """The batches as their choices of places see them. Sorts of units, N, are alike in where they are held and what is open to them.

    Shapes: ``count``, ``sort`` (K,), of each class; ``at`` (D, N) persons of a unit by site; ``size``, ``side`` (N,); ``way`` (N,), an
    index of ``ways`` (W, H). Limits ``sites`` (D, T), ``places`` (H, T), ``sides`` (2, T), ``teams`` (T,). ``choices`` (C, H) are of
    the places of one part, ``part`` (C,): no unit has ways in two.
    """

    count: Ints
    sort: Ints
    at: Ints
    size: Ints
    side: Ints
    way: Ints
    ways: Bools
    sites: Ints
    places: Ints
    sides: Ints
    teams: Ints
    choices: Bools
    part: Ints

    def weights(self, prices: Prices, t: int) -> tuple[Ints, Ints]:
        """The least that one unit pays under any choice in batch ``t``: for each sort (N,), and with its own price for each class (K,)."""
        d = len(self.sites)
        open_to = self.ways[None] & (self.choices & (self.places[:, t] > 0))[:, None]
        toll = np.where(open_to, prices.limits[:, None, d + 2 :], NEVER).min(axis=2)[:, self.way]
        able = (toll < NEVER) & (self.choices.sum(axis=1) <= self.teams[t])[:, None]
        paid = prices.limits[:, :d] @ self.at + self.size * (prices.limits[:, d + self.side] + toll)
        paid = np.where(able, paid, NEVER)
        least = paid.min(axis=0, initial=NEVER)
        weight = least[self.sort]
        weight[prices.kinds] = (paid[:, self.sort[prices.kinds]] + prices.units).min(axis=0, initial=NEVER)
        return np.where(least < NEVER, least, 0), np.where(weight < NEVER, weight, 0)

    def most(self, prices: Prices, t: int) -> int:
        """The most that any choices of batch ``t`` let leave by these weights: all limits at their prices."""
        limits = np.concatenate([self.sites[:, t], self.sides[:, t], self.places[:, t]])
        worth, teams = prices.limits @ limits + prices.units @ self.count[prices.kinds], int(self.teams[t])
        size = self.choices.sum(axis=1)
        best = np.zeros(teams + 1, dtype=np.int64)  # by teams given to the parts so far
        for part in np.unique(self.part):
            mine = self.part == part
            alone = [int(worth[mine & (size <= n)].max(initial=0)) for n in range(teams + 1)]
            best = np.array([max(best[k - n] + alone[n] for n in range(k + 1)) for k in range(teams + 1)])
        return int(best[-1])


def hulls_of(problem: Problem, units: Units) -> Hulls | None:
    """Return the hulls of all batches of ``problem``; None if there are too many choices, or none."""
    at, first, sort = np.unique(
        np.vstack([units.at.toarray(), _numbered(units.ways)]), axis=1, return_index=True, return_inverse=True
    )
    names = sorted(set(units.ways))
    ways = np.zeros((len(names), len(problem.places)), dtype=np.bool_)
    for way, name in zip(ways, names, strict=True):
        way[list(name)] = True
    parts = parts_of(names)
    teams = [int(problem.teams.min()), int(problem.teams.max())]
    choices, part = [], []
    for p, places in enumerate(parts):
        others = sum(len(other) for other in parts) - len(places)
        for many in range(max(1, teams[0] - others), min(teams[1], len(places)) + 1):
            for chosen in itertools.combinations(sorted(places), many):
                choices.append(np.isin(np.arange(len(problem.places)), chosen))
                part.append(p)
                if len(choices) > CHOICES:
                    return None
    if not choices:
        return None
    return Hulls(
        units.count,
        sort.reshape(-1),
        at[:-1],
        units.size[first],
        units.side[first],
        at[-1],
        ways,
        np.minimum(problem.site_capacity, problem.batch_limit[problem.site_side]),
        problem.place_capacity,
        problem.batch_limit,
        problem.teams,
        np.array(choices),
        np.array(part, dtype=np.int64),
    )


def _numbered(ways: Sequence[tuple[int, ...]]) -> Ints:
    number = {way: i for i, way in enumerate(sorted(set(ways)))}
    return np.array([number[way] for way in ways], dtype=np.int64)


def parts_of(ways: Sequence[tuple[int, ...]]) -> list[set[int]]:
    """Return the places that are used, in parts that no way joins."""
    parts: list[set[int]] = []
    for way in ways:
        near = [part for part in parts if part & set(way)]
        parts = [part for part in parts if not part & set(way)] + [set(way).union(*near)]
    return parts


class Hull:
    """The linear program that asks how many of ``gone``, units of each class (K,), are outside the hull of batch ``t``.

    ``few``: each choice has no more units of a class than there are in all; else it is asked of sorts, not of classes, and
    the row that it makes holds as much for those of a sort who leave in other batches.
    """

    def __init__(self, hulls: Hulls, t: int, gone: Floats, *, few: bool) -> None:
        self.hulls, self.t, self.few, self.draft = hulls, t, few, Draft()
        many = gone if few else np.bincount(hulls.sort, weights=gone, minlength=len(hulls.size))
        self.kinds = np.flatnonzero(many > 0.5 / GRAIN)  # classes or sorts
        self.sorts = hulls.sort[self.kinds] if few else self.kinds
        wanted = np.rint(many[self.kinds] * GRAIN).astype(np.int64)
        draft = self.draft
        self.reach = draft.rows(wanted, FREE, wanted.shape)
        draft.put(self.reach, draft.variables(hulls.size[self.sorts], wanted), 1)
        self.one = draft.rows(-FREE, 1, (int(hulls.part.max()) + 1,))
        self.fits = draft.rows(-FREE, hulls.teams[t], (1,))
        self.rows = {
            c: self._choice(c)
            for c in range(len(hulls.choices))
            if hulls.choices[c].sum() <= hulls.teams[t] and hulls.places[hulls.choices[c], t].any()
        }
        self.program: Program = draft.program()

    def _choice(self, c: int) -> tuple[Ints, Ints, Ints]:
        """Write what choice ``c`` does for its share of the batch; its rows of limits, and of which classes the rows of units."""
        hulls, draft, t = self.hulls, self.draft, self.t
        share = draft.variables(0, np.ones(1, dtype=np.int64))
        draft.put(self.one[hulls.part[c]], share, 1)
        draft.put(self.fits, share, int(hulls.choices[c].sum()))
        limits = np.concatenate([hulls.sites[:, t], hulls.sides[:, t], hulls.places[:, t]])
        rows = draft.rows(-FREE, 0, limits.shape)
        draft.put(rows, share, -limits * GRAIN)
        served = np.flatnonzero((hulls.ways & hulls.choices[c]).any(axis=1)[hulls.way[self.sorts]])
        sorts = self.sorts[served]
        go = draft.variables(0, np.full(len(served), ANY))
        draft.put(self.reach[served], go, 1)
        units = draft.rows(-FREE, 0, served.shape if self.few else (0,))
        if self.few:
            draft.put(units, go, 1)
            draft.put(units, share, -hulls.count[self.kinds[served]] * GRAIN)
        site, column = np.nonzero(hulls.at[:, sorts])
        draft.put(rows[site], go[column], hulls.at[site, sorts[column]])
        sides, places = len(hulls.sites), len(hulls.sites) + 2
        draft.put(rows[sides + hulls.side[sorts]], go, hulls.size[sorts])
        used, spot = np.unique(hulls.way[sorts], return_inverse=True)
        split = draft.rows(0, 0, used.shape)
        draft.put(split[spot], go, hulls.size[sorts])
        way, place = np.nonzero(hulls.ways[used] & hulls.choices[c])
        flow = draft.variables(0, np.full(len(way), ANY))
        draft.put(split[way], flow, -1)
        draft.put(rows[places + place], flow, 1)
        return rows, served, units

    def prices(self, duals: Floats) -> Prices:
        """The price that ``duals`` put on each limit of each choice; any duals give valid prices."""
        hulls, many = self.hulls, len(self.hulls.choices)
        duals = np.rint(np.clip(np.nan_to_num(np.abs(duals)), 0, 2**10) * FINE).astype(np.int64)
        limits = np.zeros((many, len(hulls.sites) + 2 + len(hulls.places)), dtype=np.int64)
        units = np.zeros((many, len(self.kinds)), dtype=np.int64)
        for c, (rows, served, each) in self.rows.items():
            limits[c] = duals[rows]
            if self.few:
                units[c, served] = duals[each]
        used = units.any(axis=0)
        return Prices(limits, self.kinds[used], units[:, used])


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """In batch ``batch``: persons of each site times ``held`` (D,), with units of each class times ``rest`` (K,), are ``most`` or fewer."""

    batch: int
    held: Ints
    rest: Ints
    most: int


def cut(hulls: Hulls, prices: Prices, t: int) -> Cut:
    """The row that ``prices`` give in batch ``t``. Single units are counted by site, so that the row has few entries."""
    (least, weight), held = hulls.weights(prices, t), np.zeros(len(hulls.sites), dtype=np.int64)
    alone = np.flatnonzero(hulls.size == 1)
    held[hulls.at[:, alone].argmax(axis=0)] = least[alone]
    return Cut(t, held, weight - (held @ hulls.at)[hulls.sort], hulls.most(prices, t))
