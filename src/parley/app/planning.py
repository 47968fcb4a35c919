"""The release plan of the cleared: a problem made from the lists and the talks' limits, solved, checked, put on the table."""

import hashlib
import json
import math
import secrets
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from parley.app.alternatives import consequences, first_day
from parley.app.bulk import rows_of
from parley.app.definition import read_document
from parley.app.house import keep
from parley.app.model import App, Command, Recorded, Viewer
from parley.app.outcomes import cleared
from parley.app.perform import record
from parley.app.tables import Table
from parley.base import Refused, reason
from parley.lists.model import Pair
from parley.plan import check, read_problem, solve, write_plan
from parley.plan.acts import PlanProposed
from parley.record import canonical

SECONDS = 20.0
RATHER_SECONDS = 10.0  # … for each other way that the talks name
SITES = 8  # of each side; the plan's readers never see which is which
SIDE = {"batch_limit": 190, "special_limit": 8, "vehicles": 9, "seats": 40, "value": 1}
DEFAULTS = {"batches": 30, "every_days": 1, "teams": 5, "left_behind": 12_000, "exposure_bound": 0}


def plan_release(app: App, by: Viewer, job: str, progress: Callable[[float], None]) -> Recorded | Refused:
    """Make, solve and check a plan for everybody cleared, keep its contents, and record that it is proposed."""
    table = app.tables.get(by.talks)
    with table.lock:
        pairs = cleared(app, table)
        if not pairs:
            return Refused((reason("nobody_cleared"),))
        problem_bytes = canonical(problem_of(app, table, pairs))
    problem = read_problem(problem_bytes)
    plan = solve(problem, seconds=SECONDS, now=time.monotonic, progress=lambda *_: progress(0.3))
    plan_bytes = write_plan(problem, plan)
    if check(problem, plan_bytes):
        return Refused((reason("plan_not_checked"),))
    progress(0.5)
    name = f"plan-{secrets.token_hex(4)}"
    files = {
        "plan": keep(app, by.talks, f"{name}-file", plan_bytes),
        "problem": keep(app, by.talks, f"{name}-problem", problem_bytes),
    }
    shown = shown_plan(app, table, json.loads(problem_bytes), json.loads(plan_bytes))
    rather = _rather(app, table, json.loads(problem_bytes), progress)
    digest = keep(app, by.talks, name, canonical(shown | {"alternatives": rather, "files": files}))
    made = json.loads(plan_bytes)
    released = sum(batch is not None for batch in made["persons"]["batch"])
    act = PlanProposed(
        plan=name,
        problem=hashlib.sha256(problem_bytes).hexdigest(),
        digest=digest,
        batches=len(shown["batches"]),
        persons=released,
        cost=math.ceil(made["cost"]),
        bound=math.floor(made["bound"]),
    )
    with table.lock:
        return record(app, table, by.by, act, Command(act.KIND, {"plan": name}, job), {"checked": True})


def _rather(
    app: App, table: Table, problem: dict[str, Any], progress: Callable[[float], None]
) -> list[dict[str, Any]]:
    """Return what each other way that the talks name would mean for the same people."""
    said, sides = limits_of(app, table)["alternatives"], table.state.talks.sides()
    rows = []
    for number, one in enumerate(said, 1):
        rows.append(consequences(problem, sides, one, now=time.monotonic, seconds=RATHER_SECONDS))
        progress(0.5 + 0.5 * number / len(said))
    return rows


def problem_of(app: App, table: Table, pairs: list[Pair]) -> dict[str, Any]:
    """Return the planning problem of the cleared pairs, in the planner's format; persons are named by claim."""
    limits = limits_of(app, table)
    sides = table.state.talks.sides()
    columns: dict[str, list[Any]] = {
        name: [] for name in ("id", "site", "region", "weight", "value", "earliest", "special", "family")
    }
    held_at = {side: rows_of(app, table, side, "holdings") for side in sides}
    claims = {side: rows_of(app, table, side, "claims") for side in sides}
    for pair in pairs:
        holder = sides[1 - sides.index(pair.claimant)]
        row = held_at[holder].get(pair.holding, {})
        region = claims[pair.claimant].get(pair.claim, {}).get("province") or None
        columns["id"].append(f"{pair.claimant}-{pair.claim}")
        columns["site"].append(_site(holder, row.get("place_held", "")))
        columns["region"].append(_region(region))
        columns["weight"].append(10)
        columns["value"].append(limits["sides"][holder]["value"])
        columns["earliest"].append(0)
        columns["special"].append(False)
        columns["family"].append(None)
    return _problem(limits, sides, columns)


def _problem(limits: dict[str, Any], sides: list[str], columns: dict[str, list[Any]]) -> dict[str, Any]:
    places = limits["places"]
    sites = sorted(set(columns["site"]))
    given = Counter[str]()
    for site, value in zip(columns["site"], columns["value"], strict=True):
        given[site.rpartition("-")[0]] += value
    # what one side gives in all may differ from what it gets: the bound must at least let everybody out
    least = abs(given[sides[0]] - given[sides[1]]) + max(columns["value"])
    names = ("batch_limit", "special_limit", "vehicles", "seats")
    return {
        "format": "parley-plan-problem/1",
        "batches": limits["batches"],
        "sides": {side: {name: limits["sides"][side][name] for name in names} for side in sides},
        "exposure": {"bound": limits["exposure_bound"] or least, "start": 0},
        "teams": limits["teams"],
        "places": [{"id": one["id"], "capacity": one["capacity"]} for one in places],
        "sites": [
            {"id": site, "side": side, "capacity": limits["sides"][side]["batch_limit"],
             "places": [one["id"] for one in places]}
            for site in sites for side in [site.rpartition("-")[0]]
        ],
        "persons": columns,
        "left_behind": limits["left_behind"],
    }  # fmt: skip


def _site(holder: str, place_held: str) -> str:
    number = int.from_bytes(hashlib.sha256(place_held.encode()).digest()[:4]) % SITES
    return f"{holder}-{number + 1}"


def _region(province: str | None) -> str | None:
    return province[:60] if province else None


def limits_of(app: App, table: Table) -> dict[str, Any]:
    """Return the plan's limits as the talks' definition gives them, with the usual ones where it is silent."""
    content = app.blobs.get(table.id, table.state.talks.definition)
    said: dict[str, Any] = dict(read_document(content[2]).get("plan", {})) if content else {}
    limits: dict[str, Any] = {name: said.get(name, value) for name, value in DEFAULTS.items()}
    limits["sides"] = {side: SIDE | said.get("sides", {}).get(side, {}) for side in table.state.talks.sides()}
    limits["places"] = said.get("places") or [{"id": "H1", "capacity": 400}]
    limits["start"] = said.get("start")
    limits["alternatives"] = said.get("alternatives", [])
    return limits


def shown_plan(app: App, table: Table, problem: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """Return the plan as both sides see and sign it: per batch who leaves through which place, and what is owed after it."""
    limits = limits_of(app, table)
    sides = table.state.talks.sides()
    soon = app.clock.acts().replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=7)
    start = first_day(limits) if limits["start"] else soon
    persons = problem["persons"]
    rows = list(zip(plan["persons"]["id"], plan["persons"]["batch"], plan["persons"]["place"], persons["site"],
                    persons["value"], persons["special"], strict=True))  # fmt: skip
    exposure, batches = 0, []
    for number in range(problem["batches"]):
        leaving = [row for row in rows if row[1] == number]
        if not leaving:
            continue
        by_side = Counter(row[3].rpartition("-")[0] for row in leaving)
        special = Counter(row[3].rpartition("-")[0] for row in leaving if row[5])
        exposure += sum(row[4] if row[3].startswith(f"{sides[0]}-") else -row[4] for row in leaving)
        batches.append({
            "number": number,
            "on": (start + timedelta(days=number * limits["every_days"])).isoformat(),
            "persons": {side: by_side[side] for side in sides},
            "special": {side: special[side] for side in sides},
            "exposure": exposure,
            "places": sorted({row[2] for row in leaving}),
            "leaving": [[row[0], row[2]] for row in leaving],
        })  # fmt: skip
    return {
        "format": "parley-plan-shown/1",
        "batches": batches,
        "exposure_bound": problem["exposure"]["bound"],
        "left_behind": plan["left_behind"],
        "values": {side: limits["sides"][side]["value"] for side in sides},
    }
