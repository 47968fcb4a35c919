"""Other ways to plan the same people, as the talks name them, and what each would mean."""

import copy
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from parley.plan.check import check, check_frozen
from parley.plan.model import NoPlan, Plan
from parley.plan.read import read_problem
from parley.plan.release import first_day, problem_bytes
from parley.plan.solve import solve

Clock = Callable[[], float]
NO_DAYS: Mapping[int, str] = {}
NAMES = ("batch_limit", "special_limit", "vehicles", "seats")


def changed(
    problem: Mapping[str, Any], sides: Sequence[str], said: Mapping[str, Any], announced: Collection[str] = ()
) -> dict[str, Any]:
    """Return the problem under one alternative of the talks' definition.

    ``said``: batches, teams, exposure_bound and the sides' limits replace the plan's own; ``first`` gives for a holder
    how many of its people may leave at once, those ``announced`` (ids) among them: the others, in the order of the problem, wait
    for a gate without a date.
    """
    made = copy.deepcopy(dict(problem))
    batches = int(said.get("batches", made["batches"]))
    made |= {"batches": batches, "teams": said.get("teams", made["teams"])}
    made["exposure"]["bound"] = said.get("exposure_bound", made["exposure"]["bound"])
    for side in sides:
        limits = said.get("sides", {}).get(side, {})
        made["sides"][side] |= {name: limits[name] for name in NAMES if name in limits}
    for site in made["sites"]:
        site["capacity"] = made["sides"][site["side"]]["batch_limit"]
    left = {side: int(said.get("first", {}).get(side, len(made["persons"]["id"]))) for side in sides}
    persons = made["persons"]
    shut = [e >= problem["batches"] for e in persons["earliest"]]
    persons["earliest"] = [batches] * len(shut)
    for i in sorted(range(len(shut)), key=lambda i: persons["id"][i] not in announced):
        holder = persons["site"][i].rpartition("-")[0]
        if not shut[i] and left[holder] > 0:
            persons["earliest"][i] = 0
            left[holder] -= 1
    return made


def consequences(
    problem: Mapping[str, Any],
    sides: Sequence[str],
    said: Mapping[str, Any],
    *,
    now: Clock,
    seconds: float,
    previous: Plan | None = None,
    freeze: int = 0,
    days: Mapping[int, str] = NO_DAYS,
) -> dict[str, Any]:
    """Return what planning under one alternative would mean: a row for people to read; ``possible`` says if it can be.

    ``previous``: who is announced; the first ``freeze`` batches stay theirs. ``days``: batch → its day, if it is announced.
    """
    announced = previous.ids if previous is not None else ()
    data = problem_bytes(changed(problem, sides, said, {*announced}))
    read = read_problem(data)
    row: dict[str, Any] = {"id": said["id"], "name": dict(said["name"]), "possible": False}
    start, every = first_day(said), int(said.get("every_days", 1))
    if any((start + timedelta(days=n * every)).isoformat() != day for n, day in days.items()):
        return row
    try:
        plan = solve(read, seconds=seconds, now=now, previous=previous, freeze=freeze)
    except NoPlan:
        return row
    if check(read, plan) or (previous is not None and check_frozen(read, plan, previous, freeze)):
        return row
    return row | {"possible": True} | _outcome(read.sha256, plan, problem["persons"], sides, said)


def _outcome(
    digest: str, plan: Plan, persons: Mapping[str, Any], sides: Sequence[str], said: Mapping[str, Any]
) -> dict[str, Any]:
    start, every = first_day(said), int(said.get("every_days", 1))
    leaving = Counter[int]()
    given = Counter[int]()
    for batch, site, value in zip(plan.batch.tolist(), persons["site"], persons["value"], strict=True):
        if batch >= 0:
            leaving[batch] += 1
            given[batch] += value if site.rpartition("-")[0] == sides[0] else -value
    ahead, worst = 0, 0
    for batch in sorted(leaving):
        ahead += given[batch]
        worst = ahead if abs(ahead) > abs(worst) else worst
    last = max(leaving, default=0)
    return {
        "persons": sum(leaving.values()),
        "left_behind": plan.left_behind,
        "batches": len(leaving),
        "first": start.isoformat(),
        "last": (start + timedelta(days=last * every)).isoformat(),
        "most": max(leaving.values(), default=0),
        "worst": worst,
        "problem": digest,
    }
