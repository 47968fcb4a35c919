"""What the sheet of a plan shows."""

from collections.abc import Mapping

from parley.app.core.model import App, BindingSheet, Prepared, Signature, Viewer
from parley.app.core.states import TalksState
from parley.plan import Plans, acts


def _accepted(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    current = state.of(Plans).current()
    if current is None:
        return None
    said = current.act
    act = acts.PlanAccepted(said.plan, said.problem, said.digest, viewer.party)
    about: dict[str, str | int] = {"batches": said.batches, "persons": said.persons}
    signed = {side: Signature(at) for side, at in current.accepted.items()}
    return Prepared(act, "plan", {"plan": said.digest}, about, signed)


SHEETS: Mapping[str, BindingSheet] = {
    acts.PlanAccepted.KIND: BindingSheet(_accepted, facts=("batches", "persons"))
}
