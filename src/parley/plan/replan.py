"""Replanning: which batches of the previous plan are frozen, and what moving persons costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parley.base import Reason, reason
from parley.plan.announced import Frozen
from parley.plan.check import check
from parley.plan.formulate import Prices
from parley.plan.model import NOBODY, Ints, NoPlan, Plan, Problem
from parley.plan.schedule import Route
from parley.plan.units import Units, cannot_leave, gather

NEAR = 2  # batches from K on that are announced already, as the format has it;
DEARER = 3  # moving their people counts so many times
OF_ITSELF = {
    "digest",
    "left behind",
    "cost",
    "bound",
}  # rules of ``check`` that are about what a plan file says


@dataclass(frozen=True, slots=True, eq=False)
class PreviousPlan:
    """Batch and place of each person of the problem in the older plan, (N,); ``NOBODY`` where there is none."""

    batch: Ints
    place: Ints


def plan_of_announced(people: Sequence[Frozen]) -> Plan:
    """Return the announced as an older plan that says nothing of anybody else."""
    batch = np.array([one.batch for one in people], dtype=np.int64)
    return Plan(
        "", 0.0, 0.0, 0, 0.0, tuple(one.id for one in people), batch, tuple(one.place for one in people)
    )


def previous_plan(problem: Problem, previous: Plan, freeze: int) -> PreviousPlan:
    """Return the older plan in the problem's order.

    Raises: NoPlan if the problem does not allow the frozen batches, with every person concerned. Where it does, releasing
        them and nobody else is a plan.
    """
    places = {name: h for h, name in enumerate(problem.places)}
    at = {one: i for i, one in enumerate(previous.ids)}
    batch = np.full(problem.persons, NOBODY, dtype=np.int64)
    place = np.full(problem.persons, NOBODY, dtype=np.int64)
    for i, one in enumerate(problem.ids):
        j = at.get(one)
        if j is not None and previous.batch[j] != NOBODY:
            batch[i] = previous.batch[j]
            place[i] = places.get(previous.place[j] or "", NOBODY)
    reasons = [*_gone(problem, previous, freeze), *_shut(problem, batch, place, freeze)]
    if reasons:
        raise NoPlan(tuple(reasons))
    frozen = (batch != NOBODY) & (batch < freeze)
    alone = replace(
        previous,
        problem_sha256=problem.sha256,
        ids=problem.ids,
        batch=np.where(frozen, batch, NOBODY),
        place=tuple(problem.places[h] if f else None for h, f in zip(place.tolist(), frozen, strict=True)),
    )
    if faults := [fault for fault in check(problem, alone) if fault.rule not in OF_ITSELF]:
        raise NoPlan((reason("frozen_batches_break_rules", batches=freeze), *faults))
    return PreviousPlan(np.where(batch < problem.batches, batch, NOBODY), place)


def _gone(problem: Problem, previous: Plan, freeze: int) -> Iterator[Reason]:
    """Frozen persons who are not in the problem any more."""
    known = set(problem.ids)
    for one, t in zip(previous.ids, previous.batch.tolist(), strict=True):
        if one not in known and NOBODY < t < freeze:
            yield reason("frozen_person_gone", id=one, batch=t)


def _shut(problem: Problem, batch: Ints, place: Ints, freeze: int) -> Iterator[Reason]:
    """Frozen persons whose batch or place is gone, and those who may not leave any more, or not yet."""
    stays = cannot_leave(problem)
    for i in np.flatnonzero((batch != NOBODY) & (batch < freeze)).tolist():
        numbers: dict[str, str | int] = {"id": problem.ids[i], "batch": int(batch[i])}
        if batch[i] >= problem.batches:
            yield reason("frozen_batch_gone", **numbers, last=problem.batches - 1)
        elif place[i] == NOBODY:
            yield reason("frozen_place_gone", **numbers)
        elif problem.earliest[i] >= problem.batches:
            yield reason("frozen_person_shut", **numbers)
        elif stays[i]:
            yield reason("frozen_family_shut", **numbers, family=problem.families[problem.family[i]])
        elif batch[i] < problem.earliest[i]:
            yield reason("frozen_too_early", **numbers, earliest=int(problem.earliest[i]))


def gather_by_old_batch(problem: Problem, old: PreviousPlan, freeze: int) -> Units:
    """Return the classes, split by old batch; those of frozen batches by old place too."""
    many = len(problem.places) + 1
    where = np.where(old.batch < freeze, old.place, NOBODY)
    mark = np.where(old.batch == NOBODY, NOBODY, old.batch * many + where + 1)
    return gather(replace(problem, region=mark, regions=tuple(str(n) for n in range(problem.batches * many))))


def _old_batch(units: Units, old: PreviousPlan) -> Ints:
    """The old batch of each class, (K,)."""
    return np.array([old.batch[who[0][0]] for who in units.members], dtype=np.int64)


def steer(
    problem: Problem, units: Units, prices: Prices, old: PreviousPlan, freeze: int, stability: int
) -> Prices:
    """Return ``prices`` with the stability cost of each unit added where it leaves its old batch."""
    before = _old_batch(units, old)
    each = stability * units.size * np.where((before >= freeze) & (before < freeze + NEAR), DEARER, 1)
    go = prices.go + each[:, None] * (np.arange(problem.batches)[None, :] != before[:, None])
    return Prices(go, prices.stay + each * (before != NOBODY))


def frozen_routes(problem: Problem, units: Units, old: PreviousPlan, freeze: int) -> tuple[Route, ...]:
    """Return the routes of the frozen batches, exactly those of the older plan."""
    routes: list[dict[tuple[int, int], int]] = [{} for _ in range(min(freeze, problem.batches))]
    for k, who in enumerate(units.members):
        for unit in who:
            t = int(old.batch[unit[0]])
            if t != NOBODY and t < freeze:
                key = (k, int(old.place[unit[0]]))
                routes[t][key] = routes[t].get(key, 0) + 1
    return tuple(tuple((k, h, n) for (k, h), n in sorted(one.items())) for one in routes)


def stability_cost(problem: Problem, old: PreviousPlan, batch: Ints, freeze: int, stability: int) -> float:
    """Return the stability cost of a plan: W a person moved from K on, three times that if their old batch was K or K + 1."""
    del problem
    changed = (batch != old.batch) & ~((old.batch != NOBODY) & (old.batch < freeze))
    near = (old.batch >= freeze) & (old.batch < freeze + NEAR)
    return float(stability * int((changed * np.where(near, DEARER, 1)).sum()))
