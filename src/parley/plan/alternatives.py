"""Other ways to plan the same people, as the talks name them, and what each would mean."""

import copy
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from parley.plan.check import check
from parley.plan.model import NoPlan, Plan
from parley.plan.read import read_problem
from parley.plan.release import first_day, problem_bytes
from parley.plan.solve import solve

Clock = Callable[[], float]
NAMES = ("batch_limit", "special_limit", "vehicles", "seats")


def changed(problem: Mapping[str, Any], sides: Sequence[str], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the problem under one alternative of the talks' definition.

    ``said``: batches, teams, exposure_bound and the sides' limits replace the plan's own; ``first`` gives for a holder
    how many of its people may leave at once: the others, in the order of the problem, wait for a gate without a date.
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
    earliest = []
    for site in made["persons"]["site"]:
        holder = site.rpartition("-")[0]
        earliest.append(0 if left[holder] > 0 else batches)
        left[holder] -= 1
    made["persons"]["earliest"] = earliest
    return made


def consequences(
    problem: Mapping[str, Any], sides: Sequence[str], said: Mapping[str, Any], *, now: Clock, seconds: float
) -> dict[str, Any]:
    """Return what planning under one alternative would mean: a row for people to read; ``possible`` says if it can be."""
    data = problem_bytes(changed(problem, sides, said))
    read = read_problem(data)
    row: dict[str, Any] = {"id": said["id"], "name": dict(said["name"]), "possible": False}
    try:
        plan = solve(read, seconds=seconds, now=now)
    except NoPlan:
        return row
    if check(read, plan):
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
