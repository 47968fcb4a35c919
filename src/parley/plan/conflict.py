"""Why not everybody can leave: a smallest set of limits in conflict, and how much each would have to rise."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from parley.base import Reason, reason
from parley.plan.formulate import Prices, Scope, build
from parley.plan.highs import Task
from parley.plan.model import Ints, Problem
from parley.plan.port import Solver
from parley.plan.program import proven
from parley.plan.search import without_regions
from parley.plan.units import cannot_leave, fitting, gather

UNLIMITED = 10**9  # added to a limit on persons, vehicles or teams, it limits nothing
NOBODY_STAYS = 1e-4  # persons: the solver's tolerance
NAMED = 50  # conflicts that are told, at most


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit over all batches: which, and of what site, side or place ("": of all)."""

    kind: str  # a column of the problem, or ``site``: that a site has no handover place
    of: str = ""


@dataclass(frozen=True, slots=True)
class RelaxableLimit:
    """A limit, and the problem with it ``more`` generous in every batch; by ``most`` it limits nothing any more."""

    limit: Limit
    relax: Callable[[Problem, int], Problem]
    most: int = UNLIMITED


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot all hold if everybody is to leave.

    ``rises``: by how much each alone would have to rise in every batch, or all of them in some batch where they keep one unit in;
    None: no rise is enough, or it was not found in time. ``reasons`` say which.
    """

    limits: tuple[Limit, ...]
    rises: tuple[int | None, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """By how much a limit would have to rise in one batch for a unit to leave in it."""

    limit: Limit
    batch: int
    rise: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why some who may leave stay: ``cannot_leave`` counts those who may not; ``conflicts``: the limits in the way, one at least."""

    cannot_leave: int
    conflicts: tuple[Conflict, ...]

    @property
    def conflict(self) -> Conflict:
        """The first of the conflicts."""
        return self.conflicts[0]


def relaxable_limits(problem: Problem) -> Iterator[RelaxableLimit]:
    """Yield every limit that may be in conflict, the most local first."""
    for d, name in enumerate(problem.sites):
        yield RelaxableLimit(Limit("site_capacity", name), _row("site_capacity", d))
    for s, name in enumerate(problem.sides):
        for kind in ("special_limit", "vehicles", "batch_limit"):
            yield RelaxableLimit(Limit(kind, name), _row(kind, s))
    for h, name in enumerate(problem.places):
        yield RelaxableLimit(Limit("place_capacity", name), _row("place_capacity", h))
    yield RelaxableLimit(Limit("teams"), lambda p, more: replace(p, teams=p.teams + more))
    yield RelaxableLimit(
        Limit("exposure_bound"),
        lambda p, more: replace(p, exposure_bound=p.exposure_bound + more),
        int(problem.value.sum()) + abs(problem.exposure_start) + 1,
    )


def _row(column: str, row: int) -> Callable[[Problem, int], Problem]:
    def relax(problem: Problem, more: int) -> Problem:
        rows: Ints = getattr(problem, column).copy()
        rows[row] += more
        return replace(problem, **{column: rows})  # type: ignore[arg-type]

    return relax


def find_conflict(problem: Problem, solver: Solver, left: Callable[[], float]) -> Conflict | None:
    """Return the first of ``find_conflicts`` that names limits; None if there is none, or none was found in time."""
    return next((one for one in find_conflicts(problem, solver, left) if one.limits), None)


def find_conflicts(problem: Problem, solver: Solver, left: Callable[[], float]) -> tuple[Conflict, ...]:
    """Return the limits in conflict; empty if the relaxation has none: then whole units, prices or the search are in the way.

    Limits that are in conflict alone, and those that keep one unit in, are found by counting, all of them; else one larger
    set by leaving out limits one at a time while the rest still conflict (a deletion filter). ``left``: seconds that remain.
    """
    problem = without_regions(problem)
    alone = tuple(itertools.islice(_alone(problem), NAMED))
    if alone:
        return alone
    possible = _Possible(problem, solver, left)
    said = possible(problem)
    if said is None:
        return (Conflict((), (), (reason("conflict_not_found"),)),)
    if said:
        return ()
    kept, relaxed = [], problem
    for one in relaxable_limits(problem):
        without = one.relax(relaxed, one.most)
        if possible(without) is False:
            relaxed = without  # still in conflict without it: it is not needed
        else:
            kept.append(one)
    rises, reasons = [], [reason("limits_conflict")]
    for one in kept:
        rise, code = _least(lambda more, one=one: possible(one.relax(problem, more)), one.most)  # type: ignore[misc]
        numbers = {"limit": one.limit.kind, "of": one.limit.of}
        reasons.append(reason(code, **numbers) if rise is None else reason(code, **numbers, rise=rise))
        rises.append(rise)
    return (Conflict(tuple(one.limit for one in kept), tuple(rises), tuple(reasons)),)


class _Possible:
    """Whether the relaxation can release everybody who may leave; None where the solver does not say.

    It is asked for the least number of persons left behind. That somebody has to be is proven by its duals in exact integers, as
    bounds are; the solver's own word that a program has no solution is not taken.
    """

    def __init__(self, problem: Problem, solver: Solver, left: Callable[[], float]) -> None:
        self.units, self.solver, self.left = gather(problem), solver, left

    def __call__(self, problem: Problem) -> bool | None:
        if self.left() <= 0:
            return None
        fits = fitting(problem, [who[0] for who in self.units.members], self.units.ways)
        units, shape = replace(self.units, fits=fits), (self.units.kinds, problem.batches)
        nothing = np.zeros(shape, dtype=np.int64)
        scope = Scope(np.arange(problem.batches), nothing)
        program = build(replace(problem, quotas=()), units, Prices(nothing, units.size), scope).program
        (answer,) = self.solver.solve([Task(program, True, max(0.1, self.left()))])
        if answer.duals is not None and proven(program, answer.duals) > 0:
            return False
        stay = np.inf if answer.values is None else float(program.cost @ answer.values)
        return True if stay < NOBODY_STAYS else None


def _least(enough: Callable[[int], bool | None], most: int) -> tuple[int | None, str]:
    """The least amount up to ``most`` that is enough, by doubling and bisection, and the code that says what it is.

    Where the solver does not say (None), no more is claimed than was shown.
    """
    low, high = 0, 1
    while not (said := enough(high)):
        if said is None:
            return None, "rise_not_found"
        if high >= most:
            return None, "no_rise_is_enough"
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        said = enough(middle)
        if said is None:
            return high, "rise_is_enough"
        low, high = (low, middle) if said else (middle, high)
    return high, "limit_must_rise"


def _alone(problem: Problem) -> Iterator[Conflict]:
    """Limits that are in conflict by themselves: more persons behind a gate than the batches after it can take."""
    stays = cannot_leave(problem)
    for d, name in enumerate(problem.sites):
        who = np.flatnonzero((problem.site == d) & ~stays)
        limit = Limit("site_capacity", name)
        yield from _counted(problem, limit, "too_many_at_site", who, problem.site_capacity[d])
        if len(who) and not problem.site_places[d]:
            why = reason("site_without_place", site=name, persons=len(who))
            yield Conflict((Limit("site", name),), (None,), (why,))
    for s, name in enumerate(problem.sides):
        who = np.flatnonzero((problem.side == s) & ~stays)
        limit = Limit("batch_limit", name)
        yield from _counted(problem, limit, "too_many_of_side", who, problem.batch_limit[s])
        sick = who[problem.special[who]]
        limit = Limit("special_limit", name)
        yield from _counted(problem, limit, "too_many_special_of_side", sick, problem.special_limit[s])
    yield from _balance(problem, np.flatnonzero(~stays))
    yield from _too_large(problem)


def _too_large(problem: Problem) -> Iterator[Conflict]:
    """Families and persons that limits keep from leaving even if nobody else leaves: in the batch where the fewest do, by the least."""
    units = gather(problem)
    persons: dict[tuple[str, tuple[Short, ...]], int] = {}
    for k in np.flatnonzero(~units.fits.any(axis=1)).tolist():
        short = _short(problem, units.members[k][0], units.ways[k], int(units.earliest[k]))
        for unit in units.members[k]:
            site = ", ".join(problem.sites[d] for d in sorted({int(problem.site[i]) for i in unit}))
            if len(unit) == 1:
                persons[site, short] = persons.get((site, short), 0) + 1
                continue
            who = {"family": problem.families[problem.family[unit[0]]], "persons": len(unit), "site": site}
            yield _kept_in("family_too_large", who, short)
    for (site, short), number in persons.items():
        yield _kept_in("person_too_large", {"site": site, "persons": number}, short)


def _short(
    problem: Problem, unit: tuple[int, ...], ways: tuple[int, ...], earliest: int
) -> tuple[Short, ...]:
    """What is short for a unit to leave alone, in the batch where the fewest limits are, by the least together."""
    side, who = int(problem.site_side[problem.site[unit[0]]]), list(unit)
    sites, held = np.unique(problem.site[who], return_counts=True)
    need = {
        ("special_limit", problem.sides[side]): (int(problem.special[who].sum()), problem.special_limit[side]),
        ("vehicles", problem.sides[side]): (
            int((-(-held // problem.seats[side])).sum()), problem.vehicles[side]
        ),
        ("batch_limit", problem.sides[side]): (len(unit), problem.batch_limit[side]),
        ("teams", ""): (1, problem.teams),
    }  # fmt: skip
    for d, n in zip(sites.tolist(), held.tolist(), strict=True):
        need["site_capacity", problem.sites[d]] = (n, problem.site_capacity[d])
    found = []
    for t in range(earliest, problem.batches):
        short = [Short(Limit(*of), t, n - int(has[t])) for of, (n, has) in need.items() if n > has[t]]
        room, h = max((int(problem.place_capacity[h, t]), -h) for h in ways)
        if room < len(unit):
            short.append(Short(Limit("place_capacity", problem.places[-h]), t, len(unit) - room))
        found.append(tuple(short))
    return min(found, key=lambda short: (len(short), sum(one.rise for one in short)))


_ALSO = {"family_too_large": "family_too_large_also", "person_too_large": "person_too_large_also"}


def _kept_in(code: str, who: Mapping[str, str | int], short: tuple[Short, ...]) -> Conflict:
    codes = [code, *[_ALSO[code]] * (len(short) - 1)]
    reasons = tuple(
        reason(each, **who, limit=one.limit.kind, of=one.limit.of, rise=one.rise, batch=one.batch)
        for each, one in zip(codes, short, strict=True)
    )
    return Conflict(tuple(one.limit for one in short), tuple(one.rise for one in short), reasons)


def _counted(problem: Problem, limit: Limit, code: str, who: Ints, capacity: Ints) -> Iterator[Conflict]:
    """The first gate with more people ``who`` behind it than ``capacity`` (T,) takes from then on."""
    behind = np.bincount(problem.earliest[who], minlength=problem.batches)[::-1].cumsum()[::-1]
    after = capacity[::-1].cumsum()[::-1]
    for e in np.flatnonzero(behind > after)[:1].tolist():
        persons, total, batches = int(behind[e]), int(after[e]), problem.batches - e
        rise = -(-(persons - total) // batches)
        low, high = int(capacity[e:].min()), int(capacity[e:].max())
        why = reason(
            code, limit=limit.kind, of=limit.of, rise=rise, persons=persons, earliest=e,
            low=low, high=high, batches=batches, total=total,
        )  # fmt: skip
        yield Conflict((limit,), (rise,), (why,))


def _balance(problem: Problem, who: Ints) -> Iterator[Conflict]:
    sign = np.where(problem.side[who] == 0, 1, -1)
    stands = problem.exposure_start + int((problem.value[who] * sign).sum())
    over = abs(stands) - problem.exposure_bound
    if over > 0:
        why = reason("end_beyond_bound", exposure=stands, bound=problem.exposure_bound, rise=over)
        yield Conflict((Limit("exposure_bound"),), (over,), (why,))


def explain(
    problem: Problem, left_behind: int, solver: Solver, left: Callable[[], float]
) -> Explanation | None:
    """Return why some who may leave stay, or None if nobody stays who may leave. ``left``: seconds that remain."""
    stays = int(cannot_leave(problem).sum())
    if left_behind <= stays:
        return None
    found = list(find_conflicts(problem, solver, left))
    cheap = _cheap(problem)
    if cheap is not None:
        found.append(Conflict((), (), (cheap,)))
    return Explanation(stays, tuple(found) or (Conflict((), (), (reason("no_conflict_found"),)),))


def _cheap(problem: Problem) -> Reason | None:
    """Whom it may cost less to leave behind than to release late; None if there is nobody."""
    units = gather(without_regions(problem))
    last = problem.batches - units.fits[:, ::-1].argmax(axis=1)  # counted from 1
    late = np.where(units.fits.any(axis=1), units.weight * last, 0)
    persons = int((units.count * units.size)[late > problem.left_behind * units.size].sum())
    if not persons:
        return None
    most = int((late // units.size).max())
    return reason("staying_may_cost_less", persons=persons, price=problem.left_behind, delay=most)
