"""The release plan of the cleared: made from the lists and the talks' limits, solved, checked, put on the table."""

import hashlib
import json
import math
import secrets
import time
from collections.abc import Callable
from typing import Any

from parley.app.core.contents import keep_for, no_room
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, Command, Recorded, Viewer
from parley.app.core.offers import reasons_against
from parley.app.core.perform import by_system
from parley.app.core.states import TalksState
from parley.app.plan.problem import Asked, asked_of, in_the_way
from parley.app.plan.reading import PLAN, WHY
from parley.base import By, Reason, Refused, reason
from parley.lists.read import ReadError
from parley.plan.acts import PlanProposed
from parley.plan.alternatives import consequences
from parley.plan.announced import Kept
from parley.plan.release import problem_bytes, shown_plan
from parley.plan.solver import check, check_frozen, read_problem, solve, write_plan
from parley.plan.staying import Said, why, without_sites
from parley.record import canonical

SECONDS = 20.0
SECONDS_WHY = 10.0  # … to find what keeps those in who stay
SECONDS_EACH = 10.0  # … for each other way that the talks name


def plan_release(app: App, by: Viewer, job: str, progress: Callable[[float], None]) -> Recorded | Refused:
    """Make, solve and check a plan for everybody cleared, keep its contents, and record that it is proposed."""
    state, name = app.talks.get(by.talks), f"plan-{secrets.token_hex(4)}"
    with state.lock:
        act = PlanProposed(name, "", "", 0, 0, 0, 0)
        if reasons := (*reasons_against(app, by, state, act, Kept(0)), *no_room(app, state, by, 1)):
            return Refused(reasons)
    asked = _asked(app, by.by, state)
    if isinstance(asked, Refused):
        return asked
    limits, sides, made, previous = asked.limits, asked.sides, asked.made or {}, asked.previous
    data = problem_bytes(made)
    problem = read_problem(data)
    how: dict[str, Any] = {"previous": previous, "freeze": asked.freeze, "now": time.monotonic}
    plan = solve(problem, seconds=SECONDS, progress=lambda *_: progress(0.3), **how)
    plan_bytes = write_plan(problem, plan)
    if check(problem, plan_bytes) or (previous and check_frozen(problem, plan, previous, asked.freeze)):
        return Refused((reason("plan_not_checked"),))
    progress(0.5)
    day = next(iter(asked.days.items()), None)
    shown = shown_plan(limits, sides, made, json.loads(plan_bytes), app.clock.acts(), day)
    how |= {"days": asked.days, "seconds": SECONDS_EACH}
    stay = why(problem, plan, time.monotonic, SECONDS_WHY)
    shown |= {"why": without_sites(stay)} if stay else {}
    others = _alternatives(limits["alternatives"], sides, made, progress, how)
    digest = _kept(app, by, name, plan_bytes, data, stay, shown | {"alternatives": others})
    if isinstance(digest, Refused):
        return digest
    act = _proposed(name, digest, data, json.loads(plan_bytes), len(shown["batches"]))
    return by_system(app, state, [act], Command(act.KIND, {"plan": name}, job), by=by.by)


def _asked(app: App, by: By, state: TalksState) -> Asked | Refused:
    """Return what a plan is asked for; refused if nobody is cleared, or somebody announced cannot go as announced."""
    try:
        read_ahead(app, state, by)
        with state.lock:
            asked = asked_of(app, state)
            if isinstance(asked, Reason):
                return Refused((asked,))
            if reasons := in_the_way(app, state):
                return Refused(reasons)
    except ReadError as fault:  # nobody had time to read a list: that is no reason to take it for empty
        return Refused((reason(fault.code),))
    return asked if asked.made else Refused((reason("nobody_cleared"),))


def _kept(
    app: App, by: Viewer, name: str, plan: bytes, problem: bytes, stay: list[Said], shown: dict[str, Any]
) -> str | Refused:
    """Keep the plan's own file, its problem, why some stay, and the plan as it is shown, which names them; return the last one's digest."""
    files = {}
    made = [("plan", "plan-file", plan), ("problem", "problem", problem)]
    for file, purpose, data in [*made, *([(WHY, WHY, canonical(stay))] if stay else [])]:
        digest = keep_for(app, by, f"{name}-{'file' if file == 'plan' else file}", purpose, data)
        if isinstance(digest, Refused):
            return digest
        files[file] = digest
    return keep_for(app, by, name, PLAN, canonical(shown | {"files": files}))


def _proposed(name: str, digest: str, problem: bytes, plan: dict[str, Any], batches: int) -> PlanProposed:
    return PlanProposed(
        plan=name,
        problem=hashlib.sha256(problem).hexdigest(),
        digest=digest,
        batches=batches,
        persons=sum(batch is not None for batch in plan["persons"]["batch"]),
        cost=math.ceil(plan["cost"]),
        bound=math.floor(plan["bound"]),
    )


def _alternatives(
    named: list[dict[str, Any]],
    sides: tuple[str, ...],
    problem: dict[str, Any],
    progress: Callable[[float], None],
    how: dict[str, Any],
) -> list[dict[str, Any]]:
    """Return what each other way that the talks name would mean for the same people."""
    rows = []
    for number, one in enumerate(named, 1):
        rows.append(consequences(problem, sides, one, **how))
        progress(0.5 + 0.5 * number / len(named))
    return rows
