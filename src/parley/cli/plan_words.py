"""What ``parley plan`` says in English, by the codes of the planner."""

from collections.abc import Sequence

from parley.base import Reason
from parley.cli.plain import plain
from parley.plan.conflict import Explanation, Limit
from parley.plan.exposure import FirstRelease, Moment
from parley.plan.solver import Fault, FileFault, Problem

FILE_FAULTS = {
    "batch_without_place": "batch and place must both stand, or neither",
    "columns_unequal": "the columns are of unequal length: {columns}",
    "constant_no_number": "{found} is no number",
    "family_on_both_sides": "the family {id} is held on both sides",
    "half_surrogate": "half a surrogate pair in {found}",
    "id_twice": "{id} stands twice, first as number {first}",
    "integer_out_of_range": "expected an integer from {low} to {high}, found {found}",
    "key_missing": "the key {key} is missing",
    "key_twice": "the key stands twice in one object",
    "key_unknown": "unknown key",
    "no_place": "no place {id}",
    "no_side": "no side {id}",
    "no_site": "no site {id}",
    "not_boolean": "expected true or false, found {found}",
    "change_unnamed": "a change has no name: the row without one is the problem as it is",
    "not_changes": "expected an object: a name for each change, and its JSON merge patch, an object",
    "not_integer": "expected an integer, found {found}",
    "not_json": "not JSON: {error} (line {line}, column {column})",
    "not_list": "expected a list, found {found}",
    "not_number": "expected a number, found {found}",
    "not_number_from_0": "expected a number from 0, found {found}",
    "not_object": "expected an object, found {found}",
    "not_one_per_batch": "expected one number for each of the {batches} batches, found {found}",
    "not_rising": "{found} does not rise above {before}",
    "not_text": "expected a text, found {found}",
    "not_utf8": "not text in UTF-8: byte {byte} (from 0) is none of it. Save the file as UTF-8; with a byte order mark it is read too",
    "not_two_sides": "exactly two sides are needed, each with its limits",
    "number_too_long": "the number {found} has more than {limit} digits",
    "other_format": 'expected "{expected}", found {found}',
    "place_twice": "{id} stands twice",
    "too_deep": "objects or lists stand in one another too deep",
    "too_many_persons": "{persons} persons; at most {limit} can be planned",
}

FAULTS = {
    "batch_without_place": "batch and place must both stand, or neither",
    "bound_above_cost": "the plan says that none can cost less than {said}, it costs {found}",
    "bound_above_ended": "the plan says that none can cost less than {said}, ended after batch {last} it costs {found}",
    "bound_above_nobody": "the plan says that none can cost less than {said}, releasing nobody costs {found}",
    "cost_differs": "the plan says {said}, it costs {found}",
    "exposure_beyond_bound": "stands at {exposure} after the batch, beyond the bound {bound}",
    "family_in_two_batches": "the family {family} does not leave in one batch",
    "family_through_two_places": "the family {family} leaves through more than one place",
    "frozen_differs": "frozen in this batch through {place}, now in {found} through {now}",
    "frozen_gone": "frozen in this batch and not in the plan",
    "frozen_joined": "joins a frozen batch",
    "left_behind_differs": "the plan says {said}, it leaves {found}",
    "no_such_batch": "there is no batch {found}, the last is {last}",
    "no_such_place": "there is no place {place}",
    "other_number_of_persons": "{found} persons, the problem has {expected}",
    "other_person": "person number {number} is {found}, the problem has {expected}",
    "other_problem": "made for the problem {made_for:.12}…, this is {this:.12}…",
    "place_not_of_family": "the place {place} does not serve the family {family} where it is held",
    "place_not_of_site": "the place {place} does not serve the site {site}",
    "too_early": "leaves before batch {earliest}, the earliest",
    "too_few_teams": "{found} places open ({places}) with {teams} teams",
    "too_many_from_site": "{found} from the site {site}, which can let {limit} go",
    "too_many_persons": "{found} persons of side {side}, at most {limit}",
    "too_many_special": "{found} special persons of side {side}, at most {limit}",
    "too_many_through_place": "{found} through the place {place}, which holds {limit}",
    "too_many_vehicles": "{found} vehicles of side {side}, at most {limit}",
}

_GATE = " who may leave from batch {earliest} on; {each} over {batches} batches are {total}: {limit} would have to rise by {rise} in every batch"
_ALONE = " even if nobody else does: in batch {batch} {limit} would have to rise by {rise}"
_TOO = ": in the same batch {batch} {limit} would have to rise too, by {rise}"
REASONS = {
    "conflict_not_found": "which limits are in the way was not found in time",
    "end_beyond_bound": "when all have left, exposure stands at {exposure}, beyond the bound {bound}: it would have to rise by {rise}",
    "family_too_large": "family {family} of {persons} cannot leave whole from {site}" + _ALONE,
    "family_too_large_also": "family {family} of {persons} from {site}" + _TOO,
    "frozen_batch_gone": "{id} is frozen in batch {batch}, and the last batch is now {last}",
    "frozen_batches_break_rules": "the frozen batches, before batch {batches}, break rules of the problem as it is now",
    "frozen_family_shut": "{id} is frozen in batch {batch} and cannot leave: somebody else of the family {family} may not leave in any batch",
    "frozen_person_shut": "{id} is frozen in batch {batch} and may not leave in any batch now",
    "frozen_too_early": "{id} is frozen in batch {batch} and may not leave before batch {earliest} now",
    "frozen_person_gone": "{id} is frozen in batch {batch} and is not in the problem any more",
    "frozen_place_gone": "{id} is frozen in batch {batch} at a place that is not there any more",
    "limit_must_rise": "{limit} alone would have to rise by {rise} in every batch",
    "limits_conflict": "together these cannot all hold: {limits}",
    "no_conflict_found": "no set of limits was found in conflict: with people and vehicles divisible everybody could leave; "
    "whole families, vehicles and teams, or the time given, are in the way",
    "no_plan_in_time": "no plan was found before the time was out",
    "no_rise_is_enough": "{limit}: no rise is enough",
    "person_too_large": "a person of site {site} ({persons} like that) cannot leave" + _ALONE,
    "person_too_large_also": "a person of site {site} ({persons} like that)" + _TOO,
    "rise_is_enough": "{limit} alone, to rise by {rise} in every batch is enough; whether less is was not found in time",
    "rise_not_found": "{limit}: by how much it would have to rise was not found in time",
    "site_without_place": "site {site} holds {persons} people and has no handover place",
    "staying_may_cost_less": "to leave people behind may cost less than to release them late ({persons} of them): left_behind is {price} a person, "
    "and a person's delay to the last batch costs up to {delay}. If all are to leave, left_behind must be higher",
    "start_beyond_bound": "exposure begins at {start}, beyond the bound {bound}: widen the bound by {rise}",
    "too_many_at_site": "site {of} holds {persons} people" + _GATE,
    "too_many_of_side": "side {of} holds {persons} people" + _GATE,
    "too_many_special_of_side": "side {of} holds {persons} special people" + _GATE,
}

LIMITS = {
    "batch_limit": "the batch limit of side {of}",
    "exposure_bound": "the exposure bound",
    "place_capacity": "the capacity of place {of}",
    "site": "site {of}",
    "site_capacity": "the capacity of site {of}",
    "special_limit": "the special limit of side {of}",
    "teams": "the neutral teams",
    "vehicles": "the vehicles of side {of}",
}


def file_fault(fault: FileFault) -> str:
    """Return what is wrong in a file, its path and the named change before it."""
    columns = ", ".join(f"{name} {size}" for name, size in fault.numbers.items())
    said = FILE_FAULTS[fault.code].format(**({"columns": columns} | dict(fault.numbers)))
    return plain(": ".join(part for part in (fault.change, fault.path, said) if part))


def fault_words(fault: Fault) -> str:
    """Return how a rule is broken, without batch and persons."""
    return plain(FAULTS[fault.code].format(**fault.numbers))


def fault_line(fault: Fault) -> str:
    """Return a broken rule with its batch and persons."""
    where = "" if fault.batch is None else f"batch {fault.batch}: "
    who = "" if not fault.ids else f" ({', '.join(fault.ids)})"
    return f"{fault.rule}: {where}{fault_words(fault)}{plain(who)}"


def reason_words(reason: Reason | Fault, limits: Sequence[Limit] = ()) -> str:
    """Return why there is no plan, or why not everybody leaves; ``limits``: those in conflict."""
    if isinstance(reason, Fault):
        return fault_line(reason)
    numbers: dict[str, object] = dict(reason.numbers)
    numbers["limits"] = ", ".join(map(limit_words, limits))
    if "limit" in numbers:
        numbers["limit"] = limit_words(Limit(str(numbers["limit"]), str(numbers["of"])))
    if "low" in numbers:
        low, high = numbers["low"], numbers["high"]
        numbers["each"] = f"{low} a batch" if low == high else f"{low} to {high} a batch"
    return plain(REASONS[reason.code].format(**numbers))


def limit_words(limit: Limit) -> str:
    """Return what a limit is called."""
    return plain(LIMITS[limit.kind].format(of=limit.of))


def why_file(problem: Problem, left_behind: int, found: Explanation) -> dict[str, object]:
    """Return what ``PLAN.why.json`` holds (``parley-plan-why/1``)."""
    return {
        "format": "parley-plan-why/1",
        "problem_sha256": problem.sha256,
        "left_behind": left_behind,
        "cannot_leave": found.cannot_leave,
        "limits": [
            {"limit": limit_words(limit), "rise": rise}
            for one in found.conflicts
            for limit, rise in zip(one.limits, one.rises, strict=True)
        ],
        "words": [reason_words(reason, one.limits) for one in found.conflicts for reason in one.reasons],
    }


def worst_moment(problem: Problem, moment: Moment) -> str:
    """Return what it would mean if the other side stopped after the batch of largest exposure."""
    first, second = map(plain, problem.sides)
    ahead, behind = (first, second) if moment.exposure >= 0 else (second, first)
    return (
        f"worst moment: if {behind} walks away after batch {moment.batch}, {ahead} has given {abs(moment.exposure)} more "
        f"than it received (bound {problem.exposure_bound}); {moment.persons[0]} of {first} and "
        f"{moment.persons[1]} of {second} are out"
    )


def first_release(found: FirstRelease) -> str:
    """Return what it takes to release some people first."""
    other = plain(found.other)
    who = f"{found.persons} of {plain(found.side)} first"
    if found.possible:
        return f"{who}: possible, the bound {found.bound} allows {found.alone}"
    return (
        f"{who}, with nothing in return: the bound would have to be {found.alone}, it is {found.bound}. Or a matched "
        f"batch: {other} releases people worth {found.returned} at the same time, and a bound of {found.matched} "
        f"is enough. Or they go to a neutral place in between until {other} has released as many."
    )
