"""What the sheets about a plan show: the plan, a batch to be announced, somebody to be taken out of one and why."""

from collections.abc import Mapping

from parley.app.core.contents import cited
from parley.app.core.model import App, BindingSheet, Prepared, Signature, Viewer
from parley.app.core.states import TalksState
from parley.app.lists.reading import rows_of
from parley.app.plan.announcing import to_announce
from parley.app.plan.contents import REASON
from parley.app.plan.reading import shown_of
from parley.legible import visible
from parley.plan import Plans, acts

MOST_DIGITS = 9


def _accepted(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    current = state.of(Plans).current()
    if current is None:
        return None
    said = current.act
    act = acts.PlanAccepted(said.plan, said.problem, said.digest, viewer.party)
    about: dict[str, str | int] = {"batches": said.batches, "persons": said.persons}
    signed = {side: Signature(at) for side, at in current.accepted.items()}
    return Prepared(act, "plan", {"plan": said.digest}, about, signed)


def _announced(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    act = to_announce(app, viewer, state)
    if act is None:
        return None
    shown = shown_of(app, viewer.by, state, act.digest)
    day = next(one["on"] for one in shown["batches"] if one["number"] == act.batch)
    about: dict[str, str | int] = {"batch": act.batch, "leaves": day, "persons": act.persons}
    return Prepared(act, "plan", {"plan": act.digest}, about)


def _taken_out(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    """``batch``, ``of`` and ``claim`` say who, ``later`` (yes or no) whether a later batch may hold them, ``reason`` the digest."""
    digest, claimant = params.get("reason", ""), params.get("of", "")
    numbers = [_whole(params.get(name, "")) for name in ("batch", "claim")]
    if -1 in numbers or cited(app, viewer.by, state, digest, REASON) is None:
        return None
    batch, claim = numbers
    later = params.get("later") == "yes"
    act = acts.PersonTakenOut(batch, claimant, claim, later, digest, viewer.party)
    row = rows_of(app, viewer.by, state, claimant, "claims").get(claim, {})
    about: dict[str, str | int] = {
        "person": visible(row.get("name", "")),
        "claimant": claimant,
        "claim": claim,
    }
    about |= {"batch": batch, "afterwards": int(later)}
    return Prepared(act, f"plan/announced/{batch}", {REASON: digest}, about)


def _whole(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else -1


SHEETS: Mapping[str, BindingSheet] = {
    acts.BatchAnnounced.KIND: BindingSheet(_announced, ("batch", "leaves", "persons"), each_side=False),
    acts.PersonTakenOut.KIND: BindingSheet(
        _taken_out, ("person", "claimant", "claim", "batch", "afterwards"), each_side=False
    ),
    acts.PlanAccepted.KIND: BindingSheet(_accepted, facts=("batches", "persons")),
}
