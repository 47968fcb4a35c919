"""Which plan is put on the table, which acceptance of it and which announcement are recorded, who is taken out of a batch."""

from collections.abc import Iterator, Mapping

from parley.base import FACT_MISSING, By, Now, Reason, Rule, States, own_party, reason, unused_id
from parley.plan import acts
from parley.plan.announced import Kept, Member, NextBatch
from parley.plan.state import Plans


def _proposed(states: States, act: acts.PlanProposed, by: By, now: Now) -> Iterator[Reason]:
    plans = states.of(Plans)
    yield from unused_id(act.plan, used=act.plan in plans.versions)
    yield from _keeps_announced(plans, now)


def _accepted(states: States, act: acts.PlanAccepted, by: By, now: Now) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    plans = states.of(Plans)
    current = plans.current()
    if current is None or current.act.plan != act.plan:
        yield reason("plan_not_current", plan=act.plan[:64])
        return
    if (act.problem, act.digest) != (current.act.problem, current.act.digest):
        yield reason("plan_differs")
    if act.party in current.accepted:
        yield reason("plan_accepted_already")
    else:
        yield from _keeps_announced(plans, now)


def _keeps_announced(plans: Plans, now: Now) -> Iterator[Reason]:
    """Yield what speaks against a plan that would move announced people: they may have been announced while it was made."""
    if not plans.announced:
        return
    kept = now.known(Kept)
    if kept is None:
        yield FACT_MISSING
    elif kept.moved:
        yield reason("announced_moved", count=kept.moved)


def _announced(states: States, act: acts.BatchAnnounced, by: By, now: Now) -> Iterator[Reason]:
    plans, found = states.of(Plans), now.known(NextBatch)
    in_force = plans.in_force(now.sides)
    if in_force is None or in_force.act.plan != act.plan:
        yield reason("plan_not_in_force", plan=act.plan[:64])
        return
    if act.digest != in_force.act.digest:
        yield reason("plan_differs")
    if act.batch in plans.announced:
        yield reason("batch_announced_already", batch=act.batch)
    elif found is None:
        yield FACT_MISSING
    elif found.batch != act.batch:
        yield reason("batch_not_next", batch=act.batch)
    elif found.persons != act.persons:
        yield reason("batch_differs", said=act.persons, found=found.persons)


def _taken_out(states: States, act: acts.PersonTakenOut, by: By, now: Now) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    found, said = now.known(Member), states.of(Plans).out.get((act.batch, act.claimant, act.claim))
    if found is None:
        yield FACT_MISSING
        return
    if found.batch is None or found.batch != act.batch:
        yield reason("person_not_announced", claim=act.claim, batch=act.batch)
    elif said is not None and said.act.later == act.later:
        yield reason("taken_out_already", claim=act.claim)
    if not found.reason:
        yield reason("content_missing", count=1)


RULES: Mapping[type, Rule] = {
    acts.PlanProposed: _proposed,
    acts.PlanAccepted: _accepted,
    acts.BatchAnnounced: _announced,
    acts.PersonTakenOut: _taken_out,
}
FACTS: Mapping[type, type] = {  # what each rule asks of contents
    acts.PlanProposed: Kept,
    acts.PlanAccepted: Kept,
    acts.BatchAnnounced: NextBatch,
    acts.PersonTakenOut: Member,
}
