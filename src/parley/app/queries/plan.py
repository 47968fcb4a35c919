"""The plan: batches, exposure, who accepted it."""

import json
from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import Any

from parley.app import views
from parley.app.bulk import read_lists
from parley.app.model import App, Viewer
from parley.app.outcomes import cleared, standings
from parley.app.queries.common import may
from parley.app.state import State
from parley.app.tables import Table
from parley.plan import acts
from parley.plan.state import Proposed


def plan(app: App, viewer: Viewer) -> views.Plan:
    """Return the page that answers who leaves when, and what has each side given by then."""
    table = app.tables.get(viewer.talks)
    read_lists(app, table)
    with table.lock:
        state = table.state
        versions = [_view(app, viewer, state, one) for one in reversed(state.plans.versions.values())]
        return views.Plan(
            plan=versions[0] if versions else None,
            earlier=versions[1:],
            cleared=len(cleared(app, table)),
            waiting=_waiting(app, table),
            may_propose=may(app, viewer, state, acts.PlanProposed),
        )


def _waiting(app: App, table: Table) -> dict[str, dict[str, int]]:
    """Return for each claimant how many of its claims no plan can hold yet, by where they stand."""
    found: dict[str, Counter[str]] = {}
    for (claimant, _), one in standings(app, table).items():
        if one.word != "cleared":
            found.setdefault(claimant, Counter())[one.word] += 1
    return {claimant: dict(counts.most_common()) for claimant, counts in found.items()}


def plan_file(app: App, viewer: Viewer, name: str) -> bytes | None:
    """Return the newest plan's own file, or to the host the problem's: it tells who is held where with whom."""
    found = plan(app, viewer).plan
    if found is None or name not in found.files or (name == "problem" and viewer.by.kind != "host"):
        return None
    content = app.blobs.get(viewer.talks, found.files[name])
    return content[2] if content else None


def _view(app: App, viewer: Viewer, state: State, proposed: Proposed) -> views.PlanView:
    act = proposed.act
    content = app.blobs.get(viewer.talks, act.digest)
    shown: dict[str, Any] = (
        _shown(content[2]) if content else {"batches": [], "left_behind": 0, "exposure_bound": 0}
    )
    due = [side for side in state.talks.sides() if side not in proposed.accepted]
    by = next((one.stamp.seat for one in state.log["table"] if one.act is act), "")
    return views.PlanView(
        plan=act.plan,
        problem=act.problem,
        digest=act.digest,
        at=proposed.at,
        by=by,
        batches=[_batch(one) for one in shown["batches"]],
        persons=act.persons,
        left_behind=shown["left_behind"],
        cost=act.cost,
        bound=act.bound,
        gap_basis_points=(act.cost - act.bound) * 10_000 // max(1, act.bound),
        exposure_bound=shown["exposure_bound"],
        checked=True,
        accepted=list(proposed.accepted),
        due=due,
        values=shown.get("values", {}),
        rather=[_itself(shown, act), *(_rather(one) for one in shown.get("alternatives", []))],
        files=shown.get("files", {}),
        may_accept=viewer.party in due and may(app, viewer, state, acts.PlanAccepted),
    )


def _itself(shown: dict[str, Any], act: acts.PlanProposed) -> views.Rather:
    batches = [_batch(one) for one in shown["batches"]]
    days = [one.on for one in batches if one.on]
    return views.Rather(
        id="",
        name={},
        possible=True,
        persons=act.persons,
        left_behind=shown["left_behind"],
        batches=len(batches),
        first=min(days, default=None),
        last=max(days, default=None),
        most=max((sum(one.persons.values()) for one in batches), default=0),
        worst=max((one.exposure for one in batches), key=abs, default=0),
    )


def _rather(said: dict[str, Any]) -> views.Rather:
    if not said["possible"]:
        return views.Rather(said["id"], said["name"], possible=False)
    first, last = (datetime.fromisoformat(said[name]) for name in ("first", "last"))
    numbers = {name: said[name] for name in ("persons", "left_behind", "batches", "most", "worst")}
    return views.Rather(said["id"], said["name"], possible=True, first=first, last=last, **numbers)


@lru_cache(maxsize=8)
def _shown(data: bytes) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(data)
    return shown


def _batch(said: dict[str, Any]) -> views.Batch:
    on = datetime.fromisoformat(said["on"]) if said.get("on") else None
    return views.Batch(said["number"], on, said["persons"], said["special"], said["exposure"], said["places"])
