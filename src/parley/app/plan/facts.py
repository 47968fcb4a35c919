"""What the rules about the plan ask of contents: whether a plan keeps the announced, which batch is next, who is in one."""

from collections.abc import Mapping

from parley.app.core.contents import cited
from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.app.plan.contents import REASON
from parley.app.plan.reading import NOTHING, announced_plans, shown_of
from parley.base import SYSTEM, By
from parley.plan import Plans
from parley.plan.acts import BatchAnnounced, PersonTakenOut, PlanAccepted, PlanProposed
from parley.plan.announced import Kept, Member, NextBatch, announced, frozen, moved, next_batch


def kept(app: App, state: TalksState, by: By, act: PlanProposed | PlanAccepted) -> Kept | None:
    """Return how many announced people a plan does not keep; None if that cannot be read.

    One that is being proposed nobody reads yet: the machine, which made it, does.
    """
    plans, shown = state.of(Plans), announced_plans(app, by, state)
    proposed = plans.versions.get(act.plan)
    if proposed is not None:
        plan = shown_of(app, by, state, proposed.act.digest)
    elif isinstance(act, PlanProposed):
        plan = shown_of(app, SYSTEM, state, act.digest)
    else:
        return None
    return None if shown is None else Kept(moved(frozen(plans, shown), plans.frozen, plan))


def next_in_force(app: App, state: TalksState, by: By, act: BatchAnnounced) -> NextBatch | None:
    """Return the next batch of the plan that the act names; the rule asks whether that is in force."""
    plans = state.of(Plans)
    proposed = plans.versions.get(act.plan)
    shown = shown_of(app, by, state, proposed.act.digest) if proposed else NOTHING
    return None if shown is NOTHING else next_batch(plans, shown)


def member(app: App, state: TalksState, by: By, act: PersonTakenOut) -> Member | None:
    """Return in which batch somebody was announced last, and whether the reason is one that this seat may cite."""
    plans, shown = state.of(Plans), announced_plans(app, by, state)
    if shown is None:
        return None
    person = (act.claimant, act.claim)
    batches = [one.batch for one in announced(plans, shown) if one.person == person]
    return Member(max(batches, default=None), cited(app, by, state, act.reason, REASON) is not None)


FACTS: Mapping[type, FactReader] = {
    PlanProposed: kept,
    PlanAccepted: kept,
    BatchAnnounced: next_in_force,
    PersonTakenOut: member,
}
