"""The plan as a file: written in the problem's order, read strictly."""

import json

import numpy as np

from parley.plan import strict
from parley.plan.model import NOBODY, Faults, Plan, Problem
from parley.plan.read import MOST

FORMAT = "parley-plan/1"
_KEYS = ("format", "problem_sha256", "cost", "bound", "left_behind", "seconds", "persons")


def write_plan(problem: Problem, plan: Plan) -> bytes:
    """Return the bytes of the plan file; the same plan gives the same bytes."""
    table: dict[str, object] = {
        "format": FORMAT,
        "problem_sha256": problem.sha256,
        "cost": plan.cost,
        "bound": plan.bound,
        "left_behind": plan.left_behind,
        "seconds": round(plan.seconds, 3),
    }
    if plan.stability is not None:
        table["stability"] = plan.stability
    table["persons"] = {
        "id": list(plan.ids),
        "batch": [None if t == NOBODY else int(t) for t in plan.batch],
        "place": list(plan.place),
    }
    return (json.dumps(table, ensure_ascii=False, allow_nan=False) + "\n").encode()


def read_plan(data: bytes) -> Plan:
    """Return the plan in ``data``; whether it keeps the rules is for ``check``.

    Raises: Unreadable with every fault of form, up to a hundred, each with its path.
    """
    faults = Faults()
    top = strict.keys(strict.parse(data), "", faults, _KEYS, ("stability",))
    if top.get("format") != FORMAT:
        faults.found.insert(0, strict.other_format(FORMAT, top.get("format")))
        faults.stop_if_any()
    numbers = {name: _number(top.get(name, 0), name, faults) for name in ("cost", "bound", "seconds")}
    stability = _number(top["stability"], "stability", faults) if top.get("stability") is not None else None
    left = strict.whole(top.get("left_behind", 0), "left_behind", faults, 0, MOST)
    digest = strict.text(top.get("problem_sha256", "?"), "problem_sha256", faults)
    table = strict.keys(top.get("persons"), "persons", faults, ("id", "batch", "place"))
    ids, batch, place = (
        strict.listed(table.get(name, []), f"persons.{name}", faults) for name in ("id", "batch", "place")
    )
    if not len(ids) == len(batch) == len(place):
        faults.add("persons", "columns_unequal", id=len(ids), batch=len(batch), place=len(place))
    names = tuple(strict.text(one, f"persons.id[{i}]", faults) for i, one in enumerate(ids))
    batches = [
        NOBODY if one is None else strict.whole(one, f"persons.batch[{i}]", faults, 0, MOST)
        for i, one in enumerate(batch)
    ]
    places = tuple(
        None if one is None else strict.text(one, f"persons.place[{i}]", faults)
        for i, one in enumerate(place)
    )
    faults.stop_if_any()
    return Plan(
        digest, numbers["cost"], numbers["bound"], left, numbers["seconds"],
        names, np.array(batches, dtype=np.int64), places, stability,
    )  # fmt: skip


def read_previous(data: bytes) -> Plan:
    """Return the plan in ``data`` as one in force: every person once, batch and place together.

    Raises: Unreadable as ``read_plan`` does, and for what would make it doubtful who was announced.
    """
    plan, faults = read_plan(data), Faults()
    first: dict[str, int] = {}
    for i, one in enumerate(plan.ids):
        if first.setdefault(one, i) != i:
            faults.add(f"persons.id[{i}]", "id_twice", id=strict.shown(one), first=first[one])
        if (plan.batch[i] == NOBODY) != (plan.place[i] is None):
            faults.add(f"persons.place[{i}]", "batch_without_place")
    faults.stop_if_any()
    return plan


def _number(value: object, path: str, faults: Faults) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        faults.add(path, "not_number", found=strict.shown(value))
        return 0.0
    return value
