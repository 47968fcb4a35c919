"""Why not everybody can leave: a smallest set of limits in conflict, and how much each would have to rise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from parley.base import Reason, reason
from parley.plan.formulate import Scope, build, true_prices
from parley.plan.highs import Task
from parley.plan.model import Ints, Problem
from parley.plan.port import Solver
from parley.plan.search import without_regions
from parley.plan.units import cannot_leave, fitting, gather

UNLIMITED = 10**9  # added to a limit, it limits nothing
MOST = 2**20  # rises beyond this are not looked for


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit over all batches: which, and of what site, side or place ("": of all)."""

    kind: str  # a column of the problem, or ``site``: that a site has no handover place
    of: str = ""


@dataclass(frozen=True, slots=True)
class RelaxableLimit:
    """A limit, and the problem with it ``more`` generous in every batch."""

    limit: Limit
    relax: Callable[[Problem, int], Problem]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot all hold if everybody is to leave; without any one of them the others can.

    ``rises``: by how much each alone would have to rise in every batch; None: no rise is enough.
    """

    limits: tuple[Limit, ...]
    rises: tuple[int | None, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why some who may leave stay: ``cannot_leave`` counts those who may not; ``conflict``: the limits in the way."""

    cannot_leave: int
    conflict: Conflict


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
        Limit("exposure_bound"), lambda p, more: replace(p, exposure_bound=p.exposure_bound + more)
    )


def _row(column: str, row: int) -> Callable[[Problem, int], Problem]:
    def relax(problem: Problem, more: int) -> Problem:
        rows: Ints = getattr(problem, column).copy()
        rows[row] += more
        return replace(problem, **{column: rows})  # type: ignore[arg-type]

    return relax


def find_conflict(problem: Problem, solver: Solver, left: Callable[[], float]) -> Conflict | None:
    """Return the limits in conflict; None if the relaxation has none: then whole units, or the search, are in the way.

    A limit that is in conflict alone is found by counting; a larger set by leaving out limits one at a time while the
    rest still conflict (a deletion filter). ``left``: seconds that remain.
    """
    problem = without_regions(problem)
    alone = list(_alone(problem))
    if alone:
        return alone[0]
    possible = _Possible(problem, solver, left)
    if possible(problem) is not False:
        return None
    kept, relaxed = [], problem
    for one in relaxable_limits(problem):
        without = one.relax(relaxed, UNLIMITED)
        if possible(without) is False:
            relaxed = without  # still in conflict without it: it is not needed
        else:
            kept.append(one)
    rises = tuple(_least(lambda more, one=one: possible(one.relax(problem, more))) for one in kept)  # type: ignore[misc]
    reasons = [reason("limits_conflict")]
    for one, more in zip(kept, rises, strict=True):
        numbers = {"limit": one.limit.kind, "of": one.limit.of}
        reasons.append(
            reason("limit_must_rise", **numbers, rise=more)
            if more is not None
            else reason("no_rise_is_enough", **numbers)
        )
    return Conflict(tuple(one.limit for one in kept), rises, tuple(reasons))


class _Possible:
    """Whether the relaxation can release everybody who may leave; None where the solver does not say."""

    def __init__(self, problem: Problem, solver: Solver, left: Callable[[], float]) -> None:
        self.units, self.solver, self.left = gather(problem), solver, left

    def __call__(self, problem: Problem) -> bool | None:
        if self.left() <= 0:
            return None
        fits = fitting(problem, [who[0] for who in self.units.members], self.units.ways)
        units, shape = replace(self.units, fits=fits), (self.units.kinds, problem.batches)
        scope = Scope(np.arange(problem.batches), np.zeros(shape, dtype=np.int64), all_go=True)
        program = build(problem, units, true_prices(problem, units), scope).program
        (answer,) = self.solver.solve(
            [Task(replace(program, cost=program.cost * 0), True, max(0.1, self.left()))]
        )
        return {"optimal": True, "infeasible": False}.get(answer.status)


def _least(enough: Callable[[int], bool | None]) -> int | None:
    """The least amount that is enough, by doubling and bisection; None if none up to ``MOST`` is."""
    high = 1
    while not enough(high):
        high *= 2
        if high > MOST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


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
    """Families and persons that a limit keeps from leaving even if nobody else leaves."""
    units = gather(problem)
    for k in np.flatnonzero(~units.fits.any(axis=1)).tolist():
        unit, ways = units.members[k][0], units.ways[k]
        for one in relaxable_limits(problem):

            def fits(
                more: int,
                one: RelaxableLimit = one,
                unit: tuple[int, ...] = unit,
                ways: tuple[int, ...] = ways,
            ) -> bool:
                return bool(fitting(one.relax(problem, more), [unit], [ways]).any())

            if fits(UNLIMITED):
                rise = _least(fits)
                why = _unit_too_large(problem, unit, one.limit, rise)
                yield Conflict((one.limit,), (rise,), (why,))


def _unit_too_large(problem: Problem, unit: tuple[int, ...], limit: Limit, rise: int | None) -> Reason:
    numbers: dict[str, str | int] = {"limit": limit.kind, "of": limit.of, "rise": str(rise)}
    if len(unit) > 1:
        family = problem.families[problem.family[unit[0]]]
        return Reason("family_too_large", {"family": family, "persons": len(unit)} | numbers)
    return Reason("person_too_large", {"site": problem.sites[problem.site[unit[0]]]} | numbers)


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
    found = find_conflict(problem, solver, left)
    return Explanation(stays, found or Conflict((), (), (reason("no_conflict_found"),)))
