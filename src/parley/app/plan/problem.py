"""The planning problem of everybody cleared, who is announced in it, and what stands in the way of keeping them there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.app.lists.reading import rows_of, standings_of
from parley.app.plan.reading import announced_plans
from parley.app.talks.roster import document
from parley.base import SYSTEM, Reason, reason
from parley.lists import Lists
from parley.lists.standings import cleared
from parley.plan import Plans
from parley.plan.announced import Frozen, frozen
from parley.plan.model import Fault, NoPlan, Plan, Value
from parley.plan.read import read_problem
from parley.plan.release import limits_of, problem_bytes, problem_of
from parley.plan.replan import plan_of_announced, previous_plan
from parley.talks import Talks


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is asked for: the limits, the sides, the problem (None: nobody is cleared), and who is announced in it."""

    limits: dict[str, Any]
    sides: tuple[str, ...]
    made: dict[str, Any] | None
    announced: tuple[Frozen, ...] = ()
    freeze: int = 0

    @property
    def days(self) -> dict[int, str]:
        return {one.batch: one.on for one in self.announced}

    @property
    def previous(self) -> Plan | None:
        """The announced as a plan to keep to; None if nothing is announced."""
        return plan_of_announced(self.announced) if self.freeze else None


def asked_of(app: App, state: TalksState) -> Asked | Reason:
    """Return what the next plan is asked for, or why that cannot be told. Hold the state's lock."""
    sides, plans = state.of(Talks).sides(), state.of(Plans)
    shown = announced_plans(app, SYSTEM, state)
    if shown is None:
        return reason("announced_not_readable")
    limits = limits_of(document(app, state)["plan"], sides)
    asked = Asked(limits, sides, None, frozen(plans, shown), plans.frozen)
    pairs = cleared(standings_of(app, state))
    if not pairs:
        return asked
    claims = {side: rows_of(app, SYSTEM, state, side, "claims") for side in sides}
    holdings = {side: rows_of(app, SYSTEM, state, side, "holdings") for side in sides}
    bound = max((one["exposure_bound"] for one in shown.values()), default=0)
    made = problem_of(limits, sides, pairs, claims, holdings, plans.held_back(), bound)
    return replace(asked, made=made)


def in_the_way(app: App, state: TalksState) -> tuple[Reason, ...]:
    """Return who announced cannot go as announced and why, or which limit they break together; empty: nothing. Hold the state's lock."""

    def make() -> tuple[Reason, ...]:
        asked = asked_of(app, state)
        return (asked,) if isinstance(asked, Reason) else tuple(_against(asked))

    if not state.of(Plans).announced:
        return ()
    return state.kept("in the way", (Plans, Lists), make, given=state.of(Talks).sides())


def _against(asked: Asked) -> Iterator[Reason]:
    if asked.made is None:
        yield from (_person("frozen_person_gone", one) for one in asked.announced)
        return
    previous = asked.previous
    assert previous is not None
    by_id = {one.id: one for one in asked.announced}
    try:
        previous_plan(read_problem(problem_bytes(asked.made)), previous, asked.freeze)
    except NoPlan as found:
        stands = set[
            str
        ]()  # what has been given beyond is told where it first is too much: it stands so after
        for each in found.reasons:
            if isinstance(each, Fault):
                if each.rule != "exposure" or each.rule not in stands:
                    yield _fault(each)
                stands.add(each.rule)
            elif each.code != "frozen_batches_break_rules":
                yield _person(each.code, by_id[str(each.numbers["id"])])


TOLD_OF_ONE = {  # reason of the planner's → what pages say of it
    "frozen_person_gone": "announced_gone",
    "frozen_person_shut": "announced_shut",
    "frozen_place_gone": "announced_place_gone",
    "frozen_batch_gone": "announced_batch_gone",
}


def _person(code: str, one: Frozen) -> Reason:
    told = TOLD_OF_ONE.get(code, BROKEN)
    return reason(told, party=one.claimant, claim=one.claim, batch=one.batch, people=one.id)


BROKEN = "announced_breaks_rule"  # any other rule: of families, of gates, which lists do not tell of yet
TOLD = {  # fault of the checker → what is told of it; no place of detention is
    "exposure_beyond_bound": ("exposure", "bound"),
    "too_few_teams": ("found", "teams"),
    "too_many_from_site": ("found", "limit"),
    "too_many_persons": ("side", "found", "limit"),
    "too_many_through_place": ("place", "found", "limit"),
    "too_many_vehicles": ("side", "found", "limit"),
}


def _fault(fault: Fault) -> Reason:
    """Return which limit the announced break together, with some of them (``people``: ids)."""
    said = {name: _told(fault.numbers[name]) for name in TOLD.get(fault.code, ())}
    if "side" in said:
        said["party"] = said.pop("side")
    code = f"announced_{fault.code}" if fault.code in TOLD else BROKEN
    return reason(code, batch=fault.batch or 0, people=",".join(fault.ids), **said)


def _told(value: Value) -> str | int:
    return value if isinstance(value, str) else abs(int(value))
