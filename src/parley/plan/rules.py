"""Which plan is put on the table and which acceptance of it is recorded."""

from collections.abc import Iterator, Mapping

from parley.base import By, Now, Reason, Rule, States, own_party, reason, unused_id
from parley.plan import acts
from parley.plan.state import Plans


def _proposed(states: States, act: acts.PlanProposed, by: By, now: Now) -> Iterator[Reason]:
    yield from unused_id(act.plan, used=act.plan in states.of(Plans).versions)


def _accepted(states: States, act: acts.PlanAccepted, by: By, now: Now) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    current = states.of(Plans).current()
    if current is None or current.act.plan != act.plan:
        yield reason("plan_not_current", plan=act.plan[:64])
        return
    if (act.problem, act.digest) != (current.act.problem, current.act.digest):
        yield reason("plan_differs")
    if act.party in current.accepted:
        yield reason("plan_accepted_already")


RULES: Mapping[type, Rule] = {acts.PlanProposed: _proposed, acts.PlanAccepted: _accepted}
