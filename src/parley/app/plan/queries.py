"""The plan: batches, exposure, who accepted it."""

from collections import Counter
from datetime import datetime
from typing import Any

from parley.app.core.contents import content, readable
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, Viewer
from parley.app.core.offers import may, offered
from parley.app.core.states import TalksState
from parley.app.lists.reading import standings_of
from parley.app.plan import announcing, views
from parley.app.plan.reading import shown_of, why_of
from parley.lists.standings import cleared
from parley.plan import Plans, acts
from parley.plan.state import Proposed
from parley.talks import Talks


def plan(app: App, viewer: Viewer) -> views.Plan:
    """Return the page that answers who leaves when, and what has each side given by then."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        versions = [_view(app, viewer, state, one) for one in reversed(state.of(Plans).versions.values())]
        return views.Plan(
            plan=versions[0] if versions else None,
            earlier=versions[1:],
            cleared=len(cleared(standings_of(app, state))),
            waiting=_waiting(app, state),
            may_propose=may(app, viewer, state, acts.PlanProposed),
            announced=announcing.batches(app, viewer, state),
            to_announce=announcing.may_announce(app, viewer, state),
            in_the_way=announcing.in_the_way(app, viewer, state),
            may_take_out=may(app, viewer, state, acts.PersonTakenOut),
        )


def _waiting(app: App, state: TalksState) -> dict[str, dict[str, int]]:
    """Return for each claimant how many of its claims no plan can hold yet, by where they stand."""
    found: dict[str, Counter[str]] = {}
    for (claimant, _), one in standings_of(app, state).items():
        if one.word != "cleared":
            found.setdefault(claimant, Counter())[one.word] += 1
    return {claimant: dict(counts.most_common()) for claimant, counts in found.items()}


def plan_file(app: App, viewer: Viewer, name: str) -> bytes | None:
    """Return the newest plan's own file, or the problem's, if this viewer may read it; None if not."""
    found = plan(app, viewer).plan
    kept = content(app, viewer, found.files[name]) if found is not None and name in found.files else None
    return kept[2] if kept else None


def _view(app: App, viewer: Viewer, state: TalksState, proposed: Proposed) -> views.PlanView:
    act = proposed.act
    shown = shown_of(app, viewer.by, state, act.digest)
    due = [side for side in state.of(Talks).sides() if side not in proposed.accepted]
    acceptance = acts.PlanAccepted(act.plan, act.problem, act.digest, viewer.party)
    return views.PlanView(
        plan=act.plan,
        problem=act.problem,
        digest=act.digest,
        at=proposed.at,
        by=proposed.seat,
        batches=[_batch(one) for one in shown["batches"]],
        persons=act.persons,
        left_behind=shown["left_behind"],
        cost=act.cost,
        bound=act.bound,
        gap_basis_points=gap_basis_points(act.cost, act.bound),
        exposure_bound=shown["exposure_bound"],
        accepted=list(proposed.accepted),
        due=due,
        values=shown.get("values", {}),
        alternatives=[_itself(shown, act), *(_alternative(one) for one in shown.get("alternatives", []))],
        files={
            name: digest
            for name, digest in shown.get("files", {}).items()
            if readable(app, viewer, state, digest)
        },
        may_accept=offered(app, viewer, state, acceptance),
        why=[(code, numbers) for code, numbers in why_of(app, viewer.by, state, shown)],
    )


def gap_basis_points(cost: int, bound: int) -> int:
    """Return how far a plan may be from the best, of its bound; rounded up: none is only where the plan is proven best."""
    return -(-(cost - bound) * 10_000 // max(1, bound))


def _itself(shown: dict[str, Any], act: acts.PlanProposed) -> views.Alternative:
    batches = [_batch(one) for one in shown["batches"]]
    days = [one.on for one in batches if one.on]
    return views.Alternative(
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


def _alternative(said: dict[str, Any]) -> views.Alternative:
    if not said["possible"]:
        return views.Alternative(said["id"], said["name"], possible=False)
    first, last = (datetime.fromisoformat(said[name]) for name in ("first", "last"))
    numbers = {name: said[name] for name in ("persons", "left_behind", "batches", "most", "worst")}
    return views.Alternative(said["id"], said["name"], possible=True, first=first, last=last, **numbers)


def _batch(said: dict[str, Any]) -> views.Batch:
    on = datetime.fromisoformat(said["on"]) if said.get("on") else None
    return views.Batch(said["number"], on, said["persons"], said["special"], said["exposure"], said["places"])
