"""Why not everybody can leave: the smallest set of limits in conflict, and how much each would have to give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from parley.plan.formulate import Scope, build, true_prices
from parley.plan.highs import Task
from parley.plan.model import Ints, Problem
from parley.plan.port import Solver
from parley.plan.search import without_regions
from parley.plan.units import cannot_leave, fitting, gather

NO_END = 10**9


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, over all batches: its name in words, and the problem with it ``more`` generous in every batch."""

    name: str
    ease: Callable[[Problem, int], Problem]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot all hold if everybody is to leave; without any one of them the others can."""

    limits: tuple[str, ...]
    gives: tuple[
        int | None, ...
    ]  # by how much each alone would have to rise, in every batch; None: no rise is enough
    words: tuple[str, ...]


def limits(problem: Problem) -> Iterator[Limit]:
    """Yield every limit that may be in conflict, the most local first."""
    for d, name in enumerate(problem.sites):
        yield Limit(f"the capacity of site {name}", _row("site_capacity", d))
    for s, name in enumerate(problem.sides):
        yield Limit(f"the special limit of side {name}", _row("special_limit", s))
        yield Limit(f"the vehicles of side {name}", _row("vehicles", s))
        yield Limit(f"the batch limit of side {name}", _row("batch_limit", s))
    for h, name in enumerate(problem.places):
        yield Limit(f"the capacity of place {name}", _row("place_capacity", h))
    yield Limit("the neutral teams", lambda p, more: replace(p, teams=p.teams + more))
    yield Limit("the exposure bound", lambda p, more: replace(p, exposure_bound=p.exposure_bound + more))


def _row(column: str, row: int) -> Callable[[Problem, int], Problem]:
    def ease(problem: Problem, more: int) -> Problem:
        rows: Ints = getattr(problem, column).copy()
        rows[row] += more
        return replace(problem, **{column: rows})  # type: ignore[arg-type]

    return ease


def why(problem: Problem, solver: Solver, left: Callable[[], float]) -> Conflict | None:
    """Return the limits in conflict, or None if the relaxation sees none (then only wholeness, or the search, is in the way).

    One limit that is in conflict alone is looked for by counting; a larger set by leaving out limits one at a time
    while the rest still conflict. ``left``: seconds that remain.
    """
    problem = without_regions(problem)
    alone = list(_alone(problem))
    if alone:
        return alone[0]
    possible = _Possible(problem, solver, left)
    if possible(problem) is not False:
        return None
    kept, eased = [], problem
    for limit in limits(problem):
        without = limit.ease(eased, NO_END)
        if possible(without) is False:
            eased = without  # still in conflict without it: it is not needed
        else:
            kept.append(limit)
    gives = tuple(_least(lambda more, one=limit: possible(one.ease(problem, more))) for limit in kept)  # type: ignore[misc]
    words = [f"together these cannot all hold: {', '.join(limit.name for limit in kept)}"]
    words += [
        f"{limit.name} alone would have to rise by {more} in every batch"
        if more is not None
        else f"{limit.name}: no rise is enough"
        for limit, more in zip(kept, gives, strict=True)
    ]
    return Conflict(tuple(limit.name for limit in kept), gives, tuple(words))


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
    """The least amount that is enough, by doubling and halving; None if none up to a million is."""
    high = 1
    while not enough(high):
        high *= 2
        if high > 2**20:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _alone(problem: Problem) -> Iterator[Conflict]:
    """Limits that are in conflict alone: more people behind a gate than the batches after it can take."""
    stays = cannot_leave(problem)
    for d, name in enumerate(problem.sites):
        who = np.flatnonzero((problem.site == d) & ~stays)
        words = f"site {name} holds {{n}} people who may leave from batch {{e}} on; {{each}} over {{many}} batches are {{sum}}"
        yield from _counted(problem, f"the capacity of site {name}", who, problem.site_capacity[d], words)
        if len(who) and not problem.site_places[d]:
            yield Conflict(
                (f"site {name}",),
                (None,),
                (f"site {name} holds {len(who)} people and has no handover place",),
            )
    for s, name in enumerate(problem.sides):
        who = np.flatnonzero((problem.side == s) & ~stays)
        words = f"side {name} holds {{n}} {{what}}who may leave from batch {{e}} on; {{each}} over {{many}} batches are {{sum}}"
        yield from _counted(
            problem,
            f"the batch limit of side {name}",
            who,
            problem.batch_limit[s],
            words.replace("{what}", "people "),
        )
        sick = who[problem.special[who]]
        yield from _counted(
            problem,
            f"the special limit of side {name}",
            sick,
            problem.special_limit[s],
            words.replace("{what}", "special people "),
        )
    yield from _balance(problem, np.flatnonzero(~stays))
    yield from _too_large(problem)


def _too_large(problem: Problem) -> Iterator[Conflict]:
    """Families, and persons, that one limit keeps from leaving even if nobody else leaves."""
    units = gather(problem)
    for k in np.flatnonzero(~units.fits.any(axis=1)).tolist():
        unit, ways = units.members[k][0], units.ways[k]
        who = f"a person of site {problem.sites[problem.site[unit[0]]]} cannot leave"
        if len(unit) > 1:
            who = f"family {problem.families[problem.family[unit[0]]]} of {len(unit)} cannot leave whole"
        for limit in limits(problem):

            def fits(
                more: int, limit: Limit = limit, unit: tuple[int, ...] = unit, ways: tuple[int, ...] = ways
            ) -> bool:
                return bool(fitting(limit.ease(problem, more), [unit], [ways]).any())

            if fits(NO_END):
                give = _least(fits)
                words = (
                    f"{who} even if nobody else does: {limit.name} would have to rise by {give} in some batch"
                )
                yield Conflict((limit.name,), (give,), (words,))


def _counted(problem: Problem, limit: str, who: Ints, capacity: Ints, words: str) -> Iterator[Conflict]:
    behind = np.bincount(problem.earliest[who], minlength=problem.batches)[::-1].cumsum()[::-1]
    after = capacity[::-1].cumsum()[::-1]
    for e in np.flatnonzero(behind > after)[:1].tolist():
        n, total, many = int(behind[e]), int(after[e]), problem.batches - e
        low, high = int(capacity[e:].min()), int(capacity[e:].max())
        each = f"{low} a batch" if low == high else f"{low} to {high} a batch"
        give = -(-(n - total) // many)
        said = words.format(n=n, e=e, each=each, many=many, sum=total)
        yield Conflict((limit,), (give,), (f"{said}: {limit} would have to rise by {give} in every batch",))


def _balance(problem: Problem, who: Ints) -> Iterator[Conflict]:
    sign = np.where(problem.side[who] == 0, 1, -1)
    stands = problem.exposure_start + int((problem.value[who] * sign).sum())
    over = abs(stands) - problem.exposure_bound
    if over > 0:
        words = f"when all have left, exposure stands at {stands}, beyond the bound {problem.exposure_bound}: it would have to rise by {over}"
        yield Conflict(("the exposure bound",), (over,), (words,))


def explain(
    problem: Problem, left_behind: int, solver: Solver, left: Callable[[], float]
) -> dict[str, object] | None:
    """Return why some who may leave stay, as ``PLAN.why.json`` holds it, or None if nobody stays who may leave."""
    stays = int(cannot_leave(problem).sum())
    if left_behind <= stays:
        return None
    found = why(problem, solver, left)
    if found is None:
        words: tuple[str, ...] = (
            (
                "no set of limits was found in conflict: with people and vehicles divisible everybody could leave; "
                "whole families, vehicles and teams, or the time given, are in the way"
            ),
        )
        found = Conflict((), (), words)
    return {
        "format": "parley-plan-why/1",
        "problem_sha256": problem.sha256,
        "left_behind": left_behind,
        "cannot_leave": stays,
        "limits": [
            {"limit": name, "rise": rise} for name, rise in zip(found.limits, found.gives, strict=True)
        ],
        "words": list(found.words),
    }
