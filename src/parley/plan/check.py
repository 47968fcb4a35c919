"""The verifier: each rule of the format, on persons, one by one. Shares no code with the model or the search.

Rule names are those a person reads: ``leaves once``, ``family``, ``site``, ``place``, ``teams``, ``side``, ``route``, ``exposure``,
then ``digest``, ``order``, ``left behind``, ``cost`` and ``bound`` for what the plan says of itself.
"""

import math

import numpy as np

from parley.plan.files import read_plan
from parley.plan.model import NOBODY, Bools, Fault, Ints, Plan, Problem

_UNKNOWN = -2  # a place that the problem does not have
_SHOWN = 8  # ids in one fault


def check(problem: Problem, plan: Plan | bytes) -> list[Fault]:
    """Return every fault of ``plan``; empty means that it keeps all rules and says its cost and bound truly.

    A plan as bytes is read first. Raises: Unreadable if they are no plan file.

    Limits: a fault names at most eight persons. 100,000 persons take about a second.
    """
    if isinstance(plan, bytes):
        plan = read_plan(plan)
    if plan.ids != problem.ids:
        return _digest(problem, plan) + _order(problem, plan)
    batch, place = plan.batch, _places(problem, plan)
    out = _digest(problem, plan) + _leaves(problem, batch, place, plan) + _families(problem, batch, place)
    sound = np.where((batch >= 0) & (batch < problem.batches), batch, NOBODY)
    return (
        out
        + _sites(problem, sound)
        + _at_places(problem, sound, place)
        + _sides(problem, sound)
        + _routes(problem, sound, place)
        + _exposure(problem, sound)
        + _says(problem, sound, plan)
    )


def cost_of(problem: Problem, batch: Ints) -> float:
    """Return the cost of releasing each person in ``batch`` (N,), unrounded."""
    gone = batch != NOBODY
    late = sum(int(w) * (int(t) + 1) for w, t in zip(problem.weight[gone], batch[gone], strict=True))
    cost = late + problem.left_behind * int((~gone).sum())
    return float(cost + _short_of_quotas(problem, batch)) + _unfair(problem, batch)


def _ids(problem: Problem, who: Ints) -> tuple[str, ...]:
    return tuple(problem.ids[int(i)] for i in who[:_SHOWN])


def _digest(problem: Problem, plan: Plan) -> list[Fault]:
    if plan.problem_sha256 == problem.sha256:
        return []
    return [
        Fault("digest", f"made for the problem {plan.problem_sha256[:12]}…, this is {problem.sha256[:12]}…")
    ]


def _order(problem: Problem, plan: Plan) -> list[Fault]:
    if len(plan.ids) != len(problem.ids):
        return [Fault("order", f"{len(plan.ids)} persons, the problem has {len(problem.ids)}")]
    first = next(i for i, pair in enumerate(zip(plan.ids, problem.ids, strict=True)) if pair[0] != pair[1])
    words = f"person number {first} is {plan.ids[first]}, the problem has {problem.ids[first]}"
    return [Fault("order", words, ids=(problem.ids[first],))]


def _places(problem: Problem, plan: Plan) -> Ints:
    known = {name: h for h, name in enumerate(problem.places)}
    return np.array(
        [NOBODY if one is None else known.get(one, _UNKNOWN) for one in plan.place], dtype=np.int64
    )


def _leaves(problem: Problem, batch: Ints, place: Ints, plan: Plan) -> list[Fault]:
    """Rule 1, and that batch and place stand together."""
    out = []
    for i in np.flatnonzero((batch >= problem.batches) | (batch < NOBODY)):
        words = f"there is no batch {batch[i]}, the last is {problem.batches - 1}"
        out.append(Fault("leaves once", words, ids=_ids(problem, np.array([i]))))
    for i in np.flatnonzero((batch != NOBODY) & (batch < problem.earliest)):
        words = f"leaves before batch {problem.earliest[i]}, the earliest"
        out.append(Fault("leaves once", words, int(batch[i]), (problem.ids[i],)))
    for i in np.flatnonzero((batch == NOBODY) != (place == NOBODY)):
        out.append(Fault("leaves once", "batch and place must both stand, or neither", ids=(problem.ids[i],)))
    for i in np.flatnonzero(place == _UNKNOWN):
        out.append(Fault("route", f"there is no place {plan.place[i]}", int(batch[i]), (problem.ids[i],)))
    return out


def _families(problem: Problem, batch: Ints, place: Ints) -> list[Fault]:
    """Rule 2: whole, in one batch, through one place, or not at all."""
    out = []
    order = np.argsort(problem.family, kind="stable")
    order = order[problem.family[order] != NOBODY]
    starts = np.flatnonzero(np.r_[True, np.diff(problem.family[order]) != 0]) if len(order) else order
    for who in np.split(order, starts[1:]) if len(order) else []:
        name = problem.families[problem.family[who[0]]]
        if np.any(batch[who] != batch[who[0]]):
            out.append(
                Fault("family", f"the family {name} does not leave in one batch", ids=_ids(problem, who))
            )
        elif np.any(place[who] != place[who[0]]):
            words = f"the family {name} leaves through more than one place"
            out.append(Fault("family", words, int(batch[who[0]]), _ids(problem, who)))
    return out


def _counted(problem: Problem, batch: Ints, row: Ints, rows: int, who: Ints) -> Ints:
    """Persons ``who`` by (row, batch)."""
    counts = np.bincount(row[who] * problem.batches + batch[who], minlength=rows * problem.batches)
    return counts.reshape(rows, problem.batches)


def _sites(problem: Problem, batch: Ints) -> list[Fault]:
    """Rule 3."""
    gone = np.flatnonzero(batch != NOBODY)
    count = _counted(problem, batch, problem.site, len(problem.sites), gone)
    out = []
    for d, t in np.argwhere(count > problem.site_capacity):
        words = (
            f"{count[d, t]} from the site {problem.sites[d]}, which can let {problem.site_capacity[d, t]} go"
        )
        out.append(
            Fault("site", words, int(t), _ids(problem, np.flatnonzero((problem.site == d) & (batch == t))))
        )
    return out


def _at_places(problem: Problem, batch: Ints, place: Ints) -> list[Fault]:
    """Rules 4 and 5."""
    gone = np.flatnonzero((batch != NOBODY) & (place >= 0))
    count = _counted(problem, batch, place, len(problem.places), gone)
    out = []
    for h, t in np.argwhere(count > problem.place_capacity):
        words = (
            f"{count[h, t]} through the place {problem.places[h]}, which holds {problem.place_capacity[h, t]}"
        )
        out.append(Fault("place", words, int(t), _ids(problem, np.flatnonzero((place == h) & (batch == t)))))
    used = (count > 0).sum(axis=0)
    for t in np.flatnonzero(used > problem.teams):
        open_ = ", ".join(name for name, n in zip(problem.places, count[:, t], strict=True) if n)
        out.append(Fault("teams", f"{used[t]} places open ({open_}) with {problem.teams[t]} teams", int(t)))
    return out


def _sides(problem: Problem, batch: Ints) -> list[Fault]:
    """Rule 6: persons, special ones and vehicles of each side."""
    out, side = [], problem.side
    gone = np.flatnonzero(batch != NOBODY)
    special = gone[problem.special[gone]]
    by_site = _counted(problem, batch, problem.site, len(problem.sites), gone)
    for s, name in enumerate(problem.sides):
        persons = np.bincount(batch[gone[side[gone] == s]], minlength=problem.batches)
        sick = np.bincount(batch[special[side[special] == s]], minlength=problem.batches)
        cars = (-(-by_site[problem.site_side == s] // problem.seats[s])).sum(axis=0)
        for what, found, limit in (
            ("persons", persons, problem.batch_limit[s]),
            ("special persons", sick, problem.special_limit[s]),
            ("vehicles", cars, problem.vehicles[s]),
        ):
            for t in np.flatnonzero(found > limit):
                out.append(Fault("side", f"{found[t]} {what} of side {name}, at most {limit[t]}", int(t)))
    return out


def _routes(problem: Problem, batch: Ints, place: Ints) -> list[Fault]:
    """Rule 7."""
    out = []
    allowed = np.zeros((len(problem.sites), len(problem.places)), dtype=np.bool_)
    for d, places in enumerate(problem.site_places):
        allowed[d, list(places)] = True
    alone = problem.family == NOBODY
    placed = np.flatnonzero((batch != NOBODY) & (place >= 0))
    for i in placed[alone[placed] & ~allowed[problem.site[placed], place[placed]]]:
        words = (
            f"the place {problem.places[place[i]]} does not serve the site {problem.sites[problem.site[i]]}"
        )
        out.append(Fault("route", words, int(batch[i]), (problem.ids[i],)))
    held: dict[int, set[int]] = {}
    for i in np.flatnonzero(~alone):
        held.setdefault(int(problem.family[i]), set()).add(int(problem.site[i]))
    for i in placed[~alone[placed]]:
        rows = allowed[list(held[int(problem.family[i])])]
        common: Bools = np.all(rows, axis=0)
        serve = common if common.any() else np.any(rows, axis=0)
        if not serve[place[i]]:
            name = problem.families[problem.family[i]]
            words = f"the place {problem.places[place[i]]} does not serve the family {name} where it is held"
            out.append(Fault("route", words, int(batch[i]), (problem.ids[i],)))
    return out


def _exposure(problem: Problem, batch: Ints) -> list[Fault]:
    """Rule 8."""
    moved = [0] * problem.batches
    for i in np.flatnonzero(batch != NOBODY):
        value = int(problem.value[i])
        moved[batch[i]] += value if problem.site_side[problem.site[i]] == 0 else -value
    out, stands = [], problem.exposure_start
    for t, change in enumerate(moved):
        stands += change
        if abs(stands) > problem.exposure_bound:
            words = f"stands at {stands} after the batch, beyond the bound {problem.exposure_bound}"
            out.append(Fault("exposure", words, t))
    return out


def _says(problem: Problem, batch: Ints, plan: Plan) -> list[Fault]:
    """What the plan says of itself: persons left behind, cost, bound."""
    out = []
    stay = int((batch == NOBODY).sum())
    if stay != plan.left_behind:
        out.append(Fault("left behind", f"the plan says {plan.left_behind}, it leaves {stay}"))
    cost = cost_of(problem, batch)
    slack = 0.01 + 1e-9 * abs(cost)
    if not abs(cost - plan.cost) <= slack:
        out.append(Fault("cost", f"the plan says {plan.cost}, it costs {cost}"))
    if not (math.isfinite(plan.bound) and plan.bound <= cost + slack):
        out.append(
            Fault("bound", f"the plan says that none can cost less than {plan.bound}, it costs {cost}")
        )
    return out


def _short_of_quotas(problem: Problem, batch: Ints) -> int:
    short = 0
    for quota in problem.quotas:
        there = int(((batch != NOBODY) & (batch < quota.by) & (problem.side == quota.side)).sum())
        short += quota.weight * max(0, quota.persons - there)
    return short


def _unfair(problem: Problem, batch: Ints) -> float:
    if problem.fairness is None:
        return 0.0
    side, outside = problem.side, []
    gone = np.flatnonzero(batch != NOBODY)
    for s in (0, 1):
        here = side == s
        everybody = int(here.sum())
        sizes = np.bincount(problem.region[here & (problem.region >= 0)], minlength=len(problem.regions))
        mine = gone[here[gone]]
        released = np.cumsum(np.bincount(batch[mine], minlength=problem.batches))
        known = mine[problem.region[mine] >= 0]
        each = np.cumsum(_counted(problem, batch, problem.region, len(problem.regions), known), axis=1)
        for point in problem.fairness.checkpoints:
            r, n, total = each[sizes > 0, point - 1], sizes[sizes > 0], released[point - 1]
            apart = np.abs(r * everybody - n * total) / max(everybody, 1)
            outside += np.maximum(0.0, apart - problem.fairness.band * n).tolist()
    return problem.fairness.weight * math.fsum(outside)
