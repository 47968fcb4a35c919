"""Decide: which plan is put on the table and who may accept it."""

from collections.abc import Iterator

from parley.base import Act, By, Now, Reason, Refused, reason
from parley.plan import acts
from parley.plan.state import Plans


def decide(state: Plans, act: Act, by: By, now: Now) -> tuple[Act, ...] | Refused:
    """Return what to record, or every reason against it."""
    reasons = tuple(_reasons(state, act, by, now))
    return Refused(reasons) if reasons else (act,)


def _reasons(state: Plans, act: Act, by: By, now: Now) -> Iterator[Reason]:
    match act:
        case acts.PlanProposed():
            if act.plan in state.versions:
                yield reason("id_malformed", id=act.plan[:64])
            if not now.facts.get("checked", False):
                yield reason("plan_not_checked")
        case acts.PlanAccepted():
            yield from _accepted(state, act, by)
        case _:
            pass


def _accepted(state: Plans, act: acts.PlanAccepted, by: By) -> Iterator[Reason]:
    if act.party != by.party:
        yield reason("not_your_party", party=act.party[:64])
    current = state.current()
    if current is None or current.act.plan != act.plan:
        yield reason("plan_not_current", plan=act.plan[:64])
        return
    if (act.problem, act.digest) != (current.act.problem, current.act.digest):
        yield reason("plan_differs")
    if act.party in current.accepted:
        yield reason("plan_accepted_already")
