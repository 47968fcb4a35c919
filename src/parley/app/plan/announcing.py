"""Announced batches as a viewer sees them: who is in each, who was taken out and why, who is in the way of a later plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from parley.app.core.contents import read
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, Viewer
from parley.app.core.offers import may, offered
from parley.app.core.states import TalksState
from parley.app.lists.reading import rows_of
from parley.app.plan import views
from parley.app.plan.reading import NOTHING, announced_plans, shown_of
from parley.legible import visible
from parley.lists.standings import Rows
from parley.plan import Plans, acts
from parley.plan.announced import Frozen, announced, next_batch
from parley.talks import Talks


def to_announce(app: App, viewer: Viewer, state: TalksState) -> acts.BatchAnnounced | None:
    """Return the announcement of the next batch of the plan in force; None if there is none."""
    plans = state.of(Plans)
    in_force = plans.in_force(state.of(Talks).sides())
    shown = shown_of(app, viewer.by, state, in_force.act.digest) if in_force else NOTHING
    found = next_batch(plans, shown)
    if in_force is None or found.batch is None:
        return None
    return acts.BatchAnnounced(in_force.act.plan, in_force.act.digest, found.batch, found.persons)


def may_announce(app: App, viewer: Viewer, state: TalksState) -> int | None:
    """Return the number of the batch that this viewer may announce now."""
    act = to_announce(app, viewer, state)
    return act.batch if act is not None and offered(app, viewer, state, act) else None


def batches(app: App, viewer: Viewer, state: TalksState) -> list[views.AnnouncedBatch]:
    """Return the announced batches, without their people."""
    return [_batch(app, viewer, state, number) for number in sorted(state.of(Plans).announced)]


def batch(app: App, viewer: Viewer, number: int) -> views.AnnouncedBatch | None:
    """Return one announced batch with its people; None if it is not announced."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        if number not in state.of(Plans).announced:
            return None
        return _batch(app, viewer, state, number, people=True)


def person(app: App, viewer: Viewer, number: int, claimant: str, claim: int) -> views.Person | None:
    """Return somebody of an announced batch whom this viewer may take out; None if there is nobody such."""
    found = batch(app, viewer, number)
    if found is None or not found.may_take_out:
        return None
    return next((one for one in found.people if (one.claimant, one.claim) == (claimant, claim)), None)


def _batch(
    app: App, viewer: Viewer, state: TalksState, number: int, *, people: bool = False
) -> views.AnnouncedBatch:
    plans, shown = state.of(Plans), announced_plans(app, viewer.by, state) or {}
    said = plans.announced[number]
    known = [one for one in announced(plans, shown) if one.batch == number] if shown else []
    gone = sum((number, *one.person) in plans.out for one in known)
    named = partial(_person, app, viewer, state, _claims(app, viewer, state))
    return views.AnnouncedBatch(
        number=number,
        on=datetime.fromisoformat(known[0].on) if known else None,
        at=said.at,
        by=said.seat,
        persons=said.act.persons - gone,
        out=gone,
        people=[named(one) for one in known] if people else (),
        may_take_out=may(app, viewer, state, acts.PersonTakenOut),
    )


def _claims(app: App, viewer: Viewer, state: TalksState) -> Mapping[str, Rows]:
    return {side: rows_of(app, viewer.by, state, side, "claims") for side in state.of(Talks).sides()}


def _person(
    app: App, viewer: Viewer, state: TalksState, claims: Mapping[str, Rows], one: Frozen
) -> views.Person:
    row = claims[one.claimant].get(one.claim, {})
    out = state.of(Plans).out.get((one.batch, *one.person))
    kept = read(app, viewer.by, state, out.act.reason) if out else None
    return views.Person(
        claimant=one.claimant,
        claim=one.claim,
        batch=one.batch,
        name=visible(row.get("name", "")),
        father=visible(row.get("father", "")),
        place=one.place,
        out=out.at if out else None,
        out_by=out.act.party if out else "",
        later=out is not None and out.act.later,
        reason=visible(kept[2].decode("utf-8", "replace")) if kept else "",
    )


def in_the_way(app: App, viewer: Viewer, state: TalksState) -> Sequence[views.InTheWay]:
    """Return who announced cannot go as announced, and why, with their names where this viewer reads them."""
    if not state.of(Plans).announced:
        return ()
    from parley.app.plan import problem  # a server serves sooner without numpy

    plans, shown = state.of(Plans), announced_plans(app, viewer.by, state) or {}
    by_id = {one.id: one for one in announced(plans, shown)} if shown else {}
    claims, found = _claims(app, viewer, state), []
    for one in problem.in_the_way(app, state):
        ids = str(one.numbers.get("people", "")).split(",")
        people = [_person(app, viewer, state, claims, by_id[each]) for each in ids if each in by_id]
        found.append(views.InTheWay(one.code, one.numbers, people))
    return found
