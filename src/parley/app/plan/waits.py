"""What the plan puts on somebody's Today."""

from parley.app.core.model import App, Viewer
from parley.app.core.offers import concerns, leads_to, reasons_against
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting
from parley.plan import Plans, acts


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return the plan on the table, where this viewer's side has not accepted it and it keeps whoever is announced."""
    current = state.of(Plans).current()
    if current is None or viewer.party in current.accepted or not concerns(app, viewer, acts.PlanAccepted):
        return []
    said = current.act
    act = acts.PlanAccepted(said.plan, said.problem, said.digest, viewer.party)
    if any(one.code == "announced_moved" for one in reasons_against(app, viewer, state, act)):
        return []
    page = leads_to(app, viewer, state, act, "plan#this-plan", {"plan": said.plan})
    numbers: dict[str, str | int] = {"batches": said.batches, "persons": said.persons}
    return [Waiting("accept_plan", page, numbers, current.at)]


WAITS = ("accept_plan",)
