"""Why some who may leave stay in a plan, as pages tell it: codes with numbers, the host's with the places of detention."""

from collections.abc import Callable

from parley.base import Reason
from parley.plan.children import Children
from parley.plan.conflict import explain
from parley.plan.model import Plan, Problem
from parley.plan.units import cannot_leave

Said = tuple[str, dict[str, str | int]]
FOUND = "stays_not_found"  # which limits are in the way was not found
TOLD = {  # reason of the planner's → what pages say of it; every other says that no limits were found
    "family_too_large": "stays_family",
    "family_too_large_also": "stays_family_also",
    "person_too_large": "stays_person",
    "person_too_large_also": "stays_person_also",
    "site_without_place": "stays_no_place",
    "too_many_at_site": "stays_too_many",
    "too_many_of_side": "stays_too_many",
    "too_many_special_of_side": "stays_too_many",
    "end_beyond_bound": "stays_end",
    "limits_conflict": "stays_together",
    "limit_must_rise": "stays_enough",
    "rise_is_enough": "stays_enough",
    "staying_may_cost_less": "stays_cheap",
}
HELD = ("site", "site_capacity")  # limits that are of a place of detention


def why(problem: Problem, plan: Plan, now: Callable[[], float], seconds: float) -> list[Said]:
    """Return why some who may leave stay, at most ``seconds`` of looking; empty if nobody does."""
    if plan.left_behind <= int(cannot_leave(problem).sum()):
        return []
    until = now() + seconds
    with Children(1) as solver:
        found = explain(problem, plan.left_behind, solver, lambda: until - now())
    told = []
    for one in found.conflicts if found else ():
        limits = ",".join(f"{limit.kind}|{limit.of}" for limit in one.limits)
        told += [said(reason, limits) for reason in one.reasons]
    return told


def said(reason: Reason, limits: str) -> Said:
    """Return what pages say of one reason; ``limits``: those in conflict, each with what it is of."""
    numbers = dict(reason.numbers)
    if "limit" in numbers:
        numbers["which"] = f"{numbers.pop('limit')}|{numbers.pop('of')}"
    if reason.code == "limits_conflict":
        numbers["limits_of"] = limits
    if "earliest" in numbers:
        numbers["batch"] = numbers.pop("earliest")
    return TOLD.get(reason.code, FOUND), numbers


def without_sites(told: list[Said]) -> list[Said]:
    """Return the same for whoever may not read which place of detention it is: its holder alone is named."""
    return [(code, {name: _hidden(name, value) for name, value in numbers.items()}) for code, numbers in told]


def _hidden(name: str, value: str | int) -> str | int:
    if name == "site":
        return ",".join(dict.fromkeys(_holder(one) for one in str(value).split(", ")))
    if name in ("which", "limits_of"):
        return ",".join(_limit_hidden(one) for one in str(value).split(","))
    return value


def _limit_hidden(limit: str) -> str:
    kind, _, of = limit.partition("|")
    return f"{kind}|{_holder(of)}" if kind in HELD else limit


def _holder(site: str) -> str:
    """Return the side of a place of detention (``release``): north-3 is north's."""
    return site.rpartition("-")[0]
