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
from parley.app.lists.reading import rows_of, standings_of
from parley.app.plan.reading import PLAN
from parley.app.talks.roster import document
from parley.base import SYSTEM, Refused, reason
from parley.lists.read import ReadError
from parley.lists.standings import cleared
from parley.plan.acts import PlanProposed
from parley.plan.alternatives import consequences
from parley.plan.release import limits_of, problem_bytes, problem_of, shown_plan
from parley.plan.solver import check, read_problem, solve, write_plan
from parley.record import canonical
from parley.talks import Talks

SECONDS = 20.0
SECONDS_EACH = 10.0  # … for each other way that the talks name


def plan_release(app: App, by: Viewer, job: str, progress: Callable[[float], None]) -> Recorded | Refused:
    """Make, solve and check a plan for everybody cleared, keep its contents, and record that it is proposed."""
    state, name = app.talks.get(by.talks), f"plan-{secrets.token_hex(4)}"
    with state.lock:
        act = PlanProposed(name, "", "", 0, 0, 0, 0)
        if reasons := (*reasons_against(app, by, state, act), *no_room(app, state, by, 1)):
            return Refused(reasons)
    try:
        read_ahead(app, state, by.by)
        asked = _problem(app, state)
    except ReadError as fault:  # nobody had time to read a list: that is no reason to take it for empty
        return Refused((reason(fault.code),))
    if asked is None:
        return Refused((reason("nobody_cleared"),))
    limits, sides, made = asked
    data = problem_bytes(made)
    problem = read_problem(data)
    plan = solve(problem, seconds=SECONDS, now=time.monotonic, progress=lambda *_: progress(0.3))
    plan_bytes = write_plan(problem, plan)
    if check(problem, plan_bytes):
        return Refused((reason("plan_not_checked"),))
    progress(0.5)
    shown = shown_plan(limits, sides, made, json.loads(plan_bytes), app.clock.acts())
    others = _alternatives(limits["alternatives"], sides, made, progress)
    digest = _kept(app, by, name, plan_bytes, data, shown | {"alternatives": others})
    if isinstance(digest, Refused):
        return digest
    act = _proposed(name, digest, data, json.loads(plan_bytes), len(shown["batches"]))
    return by_system(app, state, [act], Command(act.KIND, {"plan": name}, job), by=by.by)


def _kept(
    app: App, by: Viewer, name: str, plan: bytes, problem: bytes, shown: dict[str, Any]
) -> str | Refused:
    """Keep the plan's own file, its problem, and the plan as it is shown, which names them; return the last one's digest."""
    files = {}
    for file, purpose, data in (("plan", "plan-file", plan), ("problem", "problem", problem)):
        digest = keep_for(app, by, f"{name}-{'file' if file == 'plan' else file}", purpose, data)
        if isinstance(digest, Refused):
            return digest
        files[file] = digest
    return keep_for(app, by, name, PLAN, canonical(shown | {"files": files}))


def _problem(app: App, state: TalksState) -> tuple[dict[str, Any], tuple[str, ...], dict[str, Any]] | None:
    """Return the limits, the sides and the problem of everybody cleared; None if nobody is."""
    with state.lock:
        sides, pairs = state.of(Talks).sides(), cleared(standings_of(app, state))
        if not pairs:
            return None
        limits = limits_of(document(app, state)["plan"], sides)
        claims = {side: rows_of(app, SYSTEM, state, side, "claims") for side in sides}
        holdings = {side: rows_of(app, SYSTEM, state, side, "holdings") for side in sides}
        return limits, sides, problem_of(limits, sides, pairs, claims, holdings)


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
) -> list[dict[str, Any]]:
    """Return what each other way that the talks name would mean for the same people."""
    rows = []
    for number, one in enumerate(named, 1):
        rows.append(consequences(problem, sides, one, now=time.monotonic, seconds=SECONDS_EACH))
        progress(0.5 + 0.5 * number / len(named))
    return rows
