"""Persons and families gathered into classes of interchangeable units, and what a count of them costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from parley.plan.model import NOBODY, Bools, Ints, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """K classes of interchangeable units: single persons alike in everything, or families alike in everything.

    Shapes: ``count``, ``size``, ``side``, ``weight``, ``value``, ``special``, ``earliest``, ``home`` are (K,), of one unit;
        ``at`` is (D, K), its persons held at each site; ``region`` is (R, K), its persons in each group;
        ``group_size`` and ``group_side`` are (R,): a group is one side's persons of one region.
        ``members[k]`` are the units of class k, each a tuple of persons. ``home`` is the site of a unit
        held at one site, else ``NOBODY``; ``ways[k]`` are the places open to it. ``fits`` is (K, T): whether one unit
        could leave in a batch if nobody else did.
    Only units that can leave are here: ``earliest`` below the number of batches and some place that serves them.
    """

    count: Ints
    size: Ints
    side: Ints
    weight: Ints
    value: Ints
    special: Ints
    earliest: Ints
    home: Ints
    at: sparse.csr_array
    region: sparse.csr_array
    group_size: Ints
    group_side: Ints
    side_size: Ints
    members: tuple[tuple[tuple[int, ...], ...], ...]
    ways: tuple[tuple[int, ...], ...]
    fits: Bools

    @property
    def kinds(self) -> int:
        return len(self.count)


def cannot_leave(problem: Problem) -> Bools:
    """Return who cannot leave within the plan: ``earliest`` at the end, theirs or anyone's in the family, (N,)."""
    shut = problem.earliest >= problem.batches
    held = np.zeros(len(problem.families), dtype=np.bool_)
    kin = problem.family != NOBODY
    held[problem.family[shut & kin]] = True
    out: Bools = shut.copy()
    out[kin] = held[problem.family[kin]]
    return out


def ways_out(problem: Problem, sites: set[int]) -> tuple[int, ...]:
    """Return the places open to a unit held at ``sites``: common to all of them, or if none is, any of them."""
    served = [set(problem.site_places[d]) for d in sites]
    return tuple(sorted(set.intersection(*served) or set.union(*served)))


def gather(problem: Problem) -> Units:
    """Return the classes of ``problem``, in order of their first person."""
    stays = cannot_leave(problem)
    units: list[tuple[int, ...]] = [(int(i),) for i in np.flatnonzero((problem.family == NOBODY) & ~stays)]
    kin: dict[int, list[int]] = {}
    for i in np.flatnonzero((problem.family != NOBODY) & ~stays):
        kin.setdefault(int(problem.family[i]), []).append(int(i))
    units += [tuple(who) for who in kin.values()]
    group, sizes, sides = _groups(problem)
    classes: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    columns = [
        c.tolist()
        for c in (problem.site, group, problem.weight, problem.value, problem.earliest, problem.special)
    ]
    for unit in sorted(units):
        classes.setdefault(_key(columns, unit), []).append(unit)
    kinds = [
        list(who) for who in classes.values() if ways_out(problem, {int(problem.site[i]) for i in who[0]})
    ]
    return _columns(problem, kinds, group, sizes, sides)


def _key(columns: list[list[int]], unit: tuple[int, ...]) -> tuple[object, ...]:
    site, group, weight, value, earliest, special = columns
    if len(unit) == 1:
        i = unit[0]
        return (site[i], group[i], weight[i], value[i], earliest[i], special[i])
    held = tuple(sorted((site[i], group[i]) for i in unit))
    sums = (sum(weight[i] for i in unit), sum(value[i] for i in unit), sum(special[i] for i in unit))
    return (held, *sums, max(earliest[i] for i in unit))


def _groups(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """Group of each person (side and region, or ``NOBODY``), sizes and sides of the groups."""
    both = np.where(problem.region == NOBODY, NOBODY, problem.side * len(problem.regions) + problem.region)
    found, index = np.unique(both, return_inverse=True)
    shift = int(len(found) > 0 and found[0] == NOBODY)
    group = np.where(both == NOBODY, NOBODY, index - shift)
    sizes = np.bincount(group[group != NOBODY], minlength=len(found) - shift)
    return group, sizes, found[shift:] // max(1, len(problem.regions))


def _columns(
    problem: Problem, kinds: list[list[tuple[int, ...]]], group: Ints, sizes: Ints, sides: Ints
) -> Units:
    first = [unit[0] for unit in kinds]
    one = np.zeros(len(first), dtype=np.int64)
    held = [{int(problem.site[i]) for i in unit} for unit in first]
    ways = tuple(ways_out(problem, sites) for sites in held)
    return Units(
        count=np.array([len(unit) for unit in kinds], dtype=np.int64),
        size=np.array([len(unit) for unit in first], dtype=np.int64),
        side=np.array([problem.site_side[problem.site[unit[0]]] for unit in first], dtype=np.int64) + one,
        weight=_summed(problem.weight, first),
        value=_summed(problem.value, first),
        special=_summed(problem.special, first),
        earliest=np.array([max(int(problem.earliest[i]) for i in unit) for unit in first], dtype=np.int64),
        home=np.array([next(iter(sites)) if len(sites) == 1 else NOBODY for sites in held], dtype=np.int64),
        at=_incidence(problem.site, first, len(problem.sites)),
        region=_incidence(group, first, len(sizes)),
        group_size=sizes,
        group_side=sides,
        side_size=np.bincount(problem.side, minlength=2),
        members=tuple(tuple(units) for units in kinds),
        ways=ways,
        fits=fitting(problem, first, ways),
    )


def fitting(problem: Problem, units: Sequence[tuple[int, ...]], ways: Sequence[tuple[int, ...]]) -> Bools:
    """Return in which batches each unit, of persons with ``ways`` out, keeps every limit if nobody else leaves, (K, T)."""
    found = [_fits(problem, unit, way) for unit, way in zip(units, ways, strict=True)]
    return np.array(found, dtype=np.bool_).reshape(-1, problem.batches)


def _fits(problem: Problem, unit: tuple[int, ...], ways: tuple[int, ...]) -> Bools:
    side, persons = int(problem.site_side[problem.site[unit[0]]]), len(unit)
    sites, held = np.unique(problem.site[list(unit)], return_counts=True)
    cars = int((-(-held // problem.seats[side])).sum())
    out: Bools = (
        (np.arange(problem.batches) >= max(int(problem.earliest[i]) for i in unit))
        & np.all(problem.site_capacity[sites] >= held[:, None], axis=0)
        & (problem.batch_limit[side] >= persons)
        & (problem.special_limit[side] >= sum(int(problem.special[i]) for i in unit))
        & (problem.vehicles[side] >= cars)
        & np.any(problem.place_capacity[list(ways)] >= persons, axis=0)
        & (problem.teams > 0)
    )
    return out


def _summed(column: Ints | Bools, units: list[tuple[int, ...]]) -> Ints:
    return np.array([sum(int(column[i]) for i in unit) for unit in units], dtype=np.int64)


def _incidence(row: Ints, units: list[tuple[int, ...]], rows: int) -> sparse.csr_array:
    pairs = [(int(row[i]), k) for k, unit in enumerate(units) for i in unit if row[i] != NOBODY]
    r, c = zip(*pairs, strict=True) if pairs else ((), ())
    shape = (rows, len(units))
    return sparse.csr_array((np.ones(len(r), dtype=np.int64), (r, c)), shape=shape, dtype=np.int64)
