"""Comparisons: a problem under named changes, and a replan with several stability weights, a row for each."""

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from parley.plan import strict
from parley.plan.exposure import moments, worst
from parley.plan.model import NOBODY, FileFault, NoPlan, Plan, Problem, Unreadable
from parley.plan.read import read_problem
from parley.plan.solve import gap, solve
from parley.plan.units import cannot_leave

FORMAT = "parley-plan-table/1"
Solve = Callable[..., Plan]


def patched(target: Any, patch: Any) -> Any:
    """Return ``target`` after a JSON merge patch (RFC 7396); lists are replaced whole."""
    if not isinstance(patch, Mapping):
        return copy.deepcopy(patch)
    out = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = patched(out.get(key), value)
    return out


def read_changes(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the named patches. Raises: Unreadable if the file is not an object of objects."""
    found = strict.parse(data)
    if not isinstance(found, dict) or not all(isinstance(patch, dict) for patch in found.values()):
        raise Unreadable((FileFault("", "not_changes"),))
    if "" in found:
        raise Unreadable((FileFault("", "change_unnamed"),))
    return found


def changed(data: bytes, changes: Mapping[str, Any]) -> dict[str, Problem]:
    """Return the problem as it is ("") and under each change.

    Raises: Unreadable with the faults of every changed problem, the change's name before each.
    """
    plain, out, faults = strict.parse(data), {"": read_problem(data)}, []
    for name, patch in changes.items():
        try:
            out[name] = read_problem(json.dumps(patched(plain, patch)).encode())
        except Unreadable as error:
            faults += [replace(fault, change=strict.shown(name)) for fault in error.faults]
    if faults:
        raise Unreadable(tuple(faults[:100]))
    return out


def compare(problems: Mapping[str, Problem], **how: Any) -> dict[str, Any]:
    """Return the table: a row for each problem, against the first. ``how`` goes to ``solve``, the same for all.

    A row without a plan has the reasons under ``no_plan``.
    """
    rows, base = [], None
    for name, problem in problems.items():
        row, plan = _row(problem, base, how)
        rows.append({"change": name} | row)
        base = base or plan
    return {"format": FORMAT, "problem_sha256": next(iter(problems.values())).sha256, "rows": rows}


def curve(
    problem: Problem, previous: Plan, freeze: int, weights: Sequence[int], **how: Any
) -> dict[str, Any]:
    """Return a row for each stability weight: the cost of the new plan against the persons moved."""
    rows = []
    for weight in weights:
        row, _ = _row(problem, previous, how | {"previous": previous, "freeze": freeze, "stability": weight})
        rows.append({"stability_weight": weight} | row)
    return {"format": FORMAT, "problem_sha256": problem.sha256, "rows": rows}


def _row(problem: Problem, base: Plan | None, how: Mapping[str, Any]) -> tuple[dict[str, Any], Plan | None]:
    try:
        plan = solve(problem, **how)
    except NoPlan as error:
        return {"no_plan": list(error.reasons)}, None
    stays = int(cannot_leave(problem).sum())
    gone = plan.batch[plan.batch != NOBODY]
    peak = worst(moments(problem, plan))
    row: dict[str, Any] = {
        "cost": plan.cost,
        "bound": plan.bound,
        "gap": round(gap(problem, plan, stays), 6),
        "left_behind": plan.left_behind,
        "cannot_leave": stays,
        "last_batch": int(gone.max()) if len(gone) else None,
        "mean_batch": round(float(gone.mean()), 3) if len(gone) else None,
        "worst_exposure": peak.exposure,
        "worst_after_batch": peak.batch,
        "seconds": round(plan.seconds, 3),
    }
    return row | (_moved(plan, base, int(how.get("freeze", 0))) if base is not None else {}), plan


def _moved(plan: Plan, base: Plan, freeze: int) -> dict[str, int]:
    """Persons whose batch differs from the base's, and those of them whose old batch was announced (the next two)."""
    before = dict(zip(base.ids, base.batch.tolist(), strict=True))
    pairs = [(before[one], t) for one, t in zip(plan.ids, plan.batch.tolist(), strict=True) if one in before]
    moved = [old for old, new in pairs if old != new]
    return {"moved": len(moved), "announced_moved": sum(freeze <= old < freeze + 2 for old in moved)}


__all__ = ["changed", "compare", "curve", "patched", "read_changes"]
