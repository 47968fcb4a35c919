"""The verifier: each rule of the format, on persons, one by one. Shares no code with the model or the search.

The names of the rules are part of what ``check`` prints: ``leaves once``, ``family``, ``site``, ``place``, ``teams``, ``side``,
``route``, ``exposure``; then ``digest``, ``order``, ``left behind``, ``cost`` and ``bound`` for what the plan says of itself;
``frozen`` where it is held against a plan in force (``check_frozen``).
"""

import math

import numpy as np

from parley.plan.files import read_plan
from parley.plan.model import NOBODY, Bools, Fault, Ints, Plan, Problem, Value

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
    sound = np.where((batch >= 0) & (batch < problem.batches), batch, NOBODY)
    broken = _broken(problem, plan, batch, place, sound)
    return _digest(problem, plan) + broken + _declared(problem, sound, plan, whole=not broken)


def _broken(problem: Problem, plan: Plan, batch: Ints, place: Ints, sound: Ints) -> list[Fault]:
    """Rules 1 to 8."""
    return [
        *_leaves(problem, batch, place, plan),
        *_families(problem, batch, place),
        *_sites(problem, sound),
        *_at_places(problem, sound, place),
        *_sides(problem, sound),
        *_routes(problem, sound, place),
        *_exposure(problem, sound),
    ]


def cost_of(problem: Problem, batch: Ints) -> float:
    """Return the cost of releasing each person in ``batch`` (N,), unrounded."""
    return _costs_if_ended(problem, batch)[-1]


def _ids(problem: Problem, who: Ints) -> tuple[str, ...]:
    return tuple(problem.ids[int(i)] for i in who[:_SHOWN])


def _digest(problem: Problem, plan: Plan) -> list[Fault]:
    if plan.problem_sha256 == problem.sha256:
        return []
    return [Fault("digest", "other_problem", {"made_for": plan.problem_sha256, "this": problem.sha256})]


def _order(problem: Problem, plan: Plan) -> list[Fault]:
    if len(plan.ids) != len(problem.ids):
        numbers: dict[str, Value] = {"found": len(plan.ids), "expected": len(problem.ids)}
        return [Fault("order", "other_number_of_persons", numbers)]
    first = next(i for i, pair in enumerate(zip(plan.ids, problem.ids, strict=True)) if pair[0] != pair[1])
    numbers = {"number": first, "found": plan.ids[first], "expected": problem.ids[first]}
    return [Fault("order", "other_person", numbers, ids=(problem.ids[first],))]


def _places(problem: Problem, plan: Plan) -> Ints:
    known = {name: h for h, name in enumerate(problem.places)}
    return np.array(
        [NOBODY if one is None else known.get(one, _UNKNOWN) for one in plan.place], dtype=np.int64
    )


def _leaves(problem: Problem, batch: Ints, place: Ints, plan: Plan) -> list[Fault]:
    """Rule 1, and that batch and place stand together."""
    out = []
    for i in np.flatnonzero((batch >= problem.batches) | (batch < NOBODY)):
        numbers: dict[str, Value] = {"found": int(batch[i]), "last": problem.batches - 1}
        out.append(Fault("leaves once", "no_such_batch", numbers, ids=_ids(problem, np.array([i]))))
    for i in np.flatnonzero((batch != NOBODY) & (batch < problem.earliest)):
        numbers = {"earliest": int(problem.earliest[i])}
        out.append(Fault("leaves once", "too_early", numbers, int(batch[i]), (problem.ids[i],)))
    for i in np.flatnonzero((batch == NOBODY) != (place == NOBODY)):
        out.append(Fault("leaves once", "batch_without_place", ids=(problem.ids[i],)))
    for i in np.flatnonzero(place == _UNKNOWN):
        numbers = {"place": plan.place[i] or ""}
        out.append(Fault("route", "no_such_place", numbers, int(batch[i]), (problem.ids[i],)))
    return out


def _families(problem: Problem, batch: Ints, place: Ints) -> list[Fault]:
    """Rule 2: whole, in one batch, through one place, or not at all."""
    out = []
    order = np.argsort(problem.family, kind="stable")
    order = order[problem.family[order] != NOBODY]
    starts = np.flatnonzero(np.r_[True, np.diff(problem.family[order]) != 0]) if len(order) else order
    for who in np.split(order, starts[1:]) if len(order) else []:
        numbers = {"family": problem.families[problem.family[who[0]]]}
        if np.any(batch[who] != batch[who[0]]):
            out.append(Fault("family", "family_in_two_batches", numbers, ids=_ids(problem, who)))
        elif np.any(place[who] != place[who[0]]):
            at = int(batch[who[0]])
            out.append(Fault("family", "family_through_two_places", numbers, at, _ids(problem, who)))
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
        limit = int(problem.site_capacity[d, t])
        numbers = {"site": problem.sites[d], "found": int(count[d, t]), "limit": limit}
        who = np.flatnonzero((problem.site == d) & (batch == t))
        out.append(Fault("site", "too_many_from_site", numbers, int(t), _ids(problem, who)))
    return out


def _at_places(problem: Problem, batch: Ints, place: Ints) -> list[Fault]:
    """Rules 4 and 5."""
    gone = np.flatnonzero((batch != NOBODY) & (place >= 0))
    count = _counted(problem, batch, place, len(problem.places), gone)
    out = []
    for h, t in np.argwhere(count > problem.place_capacity):
        limit = int(problem.place_capacity[h, t])
        numbers = {"place": problem.places[h], "found": int(count[h, t]), "limit": limit}
        who = np.flatnonzero((place == h) & (batch == t))
        out.append(Fault("place", "too_many_through_place", numbers, int(t), _ids(problem, who)))
    used = (count > 0).sum(axis=0)
    for t in np.flatnonzero(used > problem.teams):
        open_ = ", ".join(name for name, n in zip(problem.places, count[:, t], strict=True) if n)
        numbers = {"found": int(used[t]), "places": open_, "teams": int(problem.teams[t])}
        out.append(Fault("teams", "too_few_teams", numbers, int(t)))
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
        for code, found, limit in (
            ("too_many_persons", persons, problem.batch_limit[s]),
            ("too_many_special", sick, problem.special_limit[s]),
            ("too_many_vehicles", cars, problem.vehicles[s]),
        ):
            for t in np.flatnonzero(found > limit):
                numbers: dict[str, Value] = {"side": name, "found": int(found[t]), "limit": int(limit[t])}
                who = np.flatnonzero(
                    (side == s) & (batch == t) & (problem.special | (code != "too_many_special"))
                )
                out.append(Fault("side", code, numbers, int(t), _ids(problem, who)))
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
        numbers = {"place": problem.places[place[i]], "site": problem.sites[problem.site[i]]}
        out.append(Fault("route", "place_not_of_site", numbers, int(batch[i]), (problem.ids[i],)))
    held: dict[int, set[int]] = {}
    for i in np.flatnonzero(~alone):
        held.setdefault(int(problem.family[i]), set()).add(int(problem.site[i]))
    for i in placed[~alone[placed]]:
        rows = allowed[list(held[int(problem.family[i])])]
        common: Bools = np.all(rows, axis=0)
        serve = common if common.any() else np.any(rows, axis=0)
        if not serve[place[i]]:
            numbers = {"place": problem.places[place[i]], "family": problem.families[problem.family[i]]}
            out.append(Fault("route", "place_not_of_family", numbers, int(batch[i]), (problem.ids[i],)))
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
            numbers = {"exposure": stands, "bound": problem.exposure_bound}
            out.append(Fault("exposure", "exposure_beyond_bound", numbers, t))
    return out


def _declared(problem: Problem, batch: Ints, plan: Plan, *, whole: bool) -> list[Fault]:
    """What the plan says of itself: persons left behind, cost, bound.

    The bound is held against this plan, against releasing nobody, and, if this plan is ``whole`` (keeps every rule),
    against ending it after any of its batches: that keeps every rule too.
    """
    out = []
    stay = int((batch == NOBODY).sum())
    if stay != plan.left_behind:
        numbers: dict[str, Value] = {"said": plan.left_behind, "found": stay}
        out.append(Fault("left behind", "left_behind_differs", numbers))
    ended = _costs_if_ended(problem, batch)
    cost = ended[-1]
    if not abs(cost - plan.cost) <= _slack(cost):
        out.append(Fault("cost", "cost_differs", {"said": plan.cost, "found": cost}))
    if not (math.isfinite(plan.bound) and plan.bound <= cost + _slack(cost)):
        out.append(Fault("bound", "bound_above_cost", {"said": plan.bound, "found": cost}))
        return out
    if abs(problem.exposure_start) > problem.exposure_bound:  # there releasing nobody is no plan
        return out
    gone = min(range(len(ended) if whole else 1), key=lambda n: ended[n])
    if plan.bound > ended[gone] + _slack(ended[gone]):
        numbers = {"said": plan.bound, "found": ended[gone], "last": gone - 1}
        out.append(Fault("bound", "bound_above_ended" if gone else "bound_above_nobody", numbers))
    return out


def _slack(cost: float) -> float:
    """How far two costs may lie apart: the format's own rounding."""
    return 0.01 + 1e-9 * abs(cost)


def _costs_if_ended(problem: Problem, batch: Ints) -> list[float]:
    """What it costs to release each person in ``batch`` (N,), if the plan ends after its first 0, 1, … T batches."""
    who = np.flatnonzero(batch != NOBODY)
    late = np.zeros(problem.batches + 1, dtype=np.int64)
    np.add.at(late, batch[who] + 1, problem.weight[who] * (batch[who] + 1))
    out = np.zeros((2, problem.batches + 1), dtype=np.int64)
    np.add.at(out, (problem.side[who], batch[who] + 1), 1)
    released, stay = out.cumsum(axis=1), problem.persons - out.sum(axis=0).cumsum()
    apart, costs = _outside(problem, batch), []
    for n, cost in enumerate((late.cumsum() + problem.left_behind * stay).tolist()):
        short = sum(
            q.weight * max(0, q.persons - int(released[q.side, min(q.by, n)])) for q in problem.quotas
        )
        costs.append(float(cost + short))
        if problem.fairness is not None:
            costs[-1] += problem.fairness.weight * math.fsum(
                apart[min(point, n)] for point in problem.fairness.checkpoints
            )
    return costs


def _outside(problem: Problem, batch: Ints) -> list[float]:
    """Persons by whom regions lie outside their band, after the first 0, 1, … T batches, both sides together."""
    total = np.zeros(problem.batches + 1)
    if problem.fairness is None:
        return [*total.tolist()]
    side = problem.side
    gone = np.flatnonzero(batch != NOBODY)
    for s in (0, 1):
        here = side == s
        everybody = int(here.sum())
        sizes = np.bincount(problem.region[here & (problem.region >= 0)], minlength=len(problem.regions))
        mine = gone[here[gone]]
        released = np.cumsum(np.bincount(batch[mine], minlength=problem.batches))
        known = mine[problem.region[mine] >= 0]
        each = np.cumsum(_counted(problem, batch, problem.region, len(problem.regions), known), axis=1)
        r, n = each[sizes > 0], sizes[sizes > 0][:, None]
        apart = np.abs(r * everybody - n * released[None, :]) / max(everybody, 1)
        total[1:] += np.maximum(0.0, apart - problem.fairness.band * n).sum(axis=0)
    return [*total.tolist()]


def check_frozen(problem: Problem, plan: Plan, previous: Plan, freeze: int) -> list[Fault]:
    """Return where ``plan`` does not keep the first ``freeze`` batches of the plan in force: who was to leave, and nobody else.

    A frozen person whom the problem does not know any more is a fault too.
    """
    frozen = {
        one: (int(t), h)
        for one, t, h in zip(previous.ids, previous.batch, previous.place, strict=True)
        if NOBODY < t < freeze
    }
    out = []
    for one, t, h in zip(plan.ids, plan.batch.tolist(), plan.place, strict=True):
        was = frozen.pop(one, None)
        if was is not None and was != (t, h):
            numbers: dict[str, Value] = {"place": was[1] or "", "found": _said(t), "now": h or "none"}
            out.append(Fault("frozen", "frozen_differs", numbers, was[0], (one,)))
        elif was is None and NOBODY < t < freeze:
            out.append(Fault("frozen", "frozen_joined", {}, t, (one,)))
    gone = [Fault("frozen", "frozen_gone", {}, t, (one,)) for one, (t, _) in frozen.items()]
    return out + gone


def _said(batch: int) -> str:
    return "none" if batch == NOBODY else str(batch)
