"""The plan: batches, exposure, who accepted it."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from parley.app import views
from parley.app.model import App, Viewer
from parley.app.outcomes import cleared
from parley.app.queries.common import may
from parley.app.state import State
from parley.plan import acts
from parley.plan.state import Proposed


def plan(app: App, viewer: Viewer) -> views.Plan:
    """Return the page that answers who leaves when, and what has each side given by then."""
    table = app.tables.get(viewer.talks)
    with table.lock:
        state = table.state
        versions = [_view(app, viewer, state, one) for one in reversed(state.plans.versions.values())]
        return views.Plan(
            plan=versions[0] if versions else None,
            earlier=versions[1:],
            cleared=len(cleared(app, table)),
            may_propose=may(app, viewer, state, acts.PlanProposed),
        )


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
        may_accept=viewer.party in due and may(app, viewer, state, acts.PlanAccepted),
    )


@lru_cache(maxsize=8)
def _shown(data: bytes) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(data)
    return shown


def _batch(said: dict[str, Any]) -> views.Batch:
    on = datetime.fromisoformat(said["on"]) if said.get("on") else None
    return views.Batch(said["number"], on, said["persons"], said["special"], said["exposure"], said["places"])
