"""The planning problem of the people whom both sides cleared, and the plan as both sides see and sign it.

Persons are named by their claim, places of detention by a number that tells no reader which is which.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from parley.lists.model import Pair
from parley.lists.standings import Rows

SITES = 8  # of each side; the plan's readers never see which is which
SIDE = {"batch_limit": 190, "special_limit": 8, "vehicles": 9, "seats": 40, "value": 1}
DEFAULTS = {"batches": 30, "every_days": 1, "teams": 5, "left_behind": 12_000, "exposure_bound": 0}
PLACE = {"id": "H1", "capacity": 400}
WEIGHT = 10  # of a person's delay by one batch; urgency is not read from lists yet
Limits = Mapping[str, Any]


def limits_of(said: Mapping[str, Any], sides: Sequence[str]) -> dict[str, Any]:
    """Return the plan's limits as the talks' definition gives them, with the usual ones where it is silent."""
    limits: dict[str, Any] = {name: said.get(name, value) for name, value in DEFAULTS.items()}
    limits["sides"] = {side: SIDE | said.get("sides", {}).get(side, {}) for side in sides}
    limits["places"] = said.get("places") or [PLACE]
    limits["start"] = said.get("start")
    limits["alternatives"] = said.get("alternatives", [])
    return limits


def problem_of(
    limits: Limits,
    sides: Sequence[str],
    pairs: Sequence[Pair],
    claims: Mapping[str, Rows],
    holdings: Mapping[str, Rows],
    held_back: Collection[tuple[str, int]] = (),
    bound: int = 0,
) -> dict[str, Any]:
    """Return the planning problem of the cleared ``pairs``, in the planner's format.

    ``claims`` and ``holdings``: side → its list's rows. ``pairs``: at least one. ``held_back``: (claimant, claim) of whom no batch
    may hold; they stay in the count. ``bound``: the exposure that sides have accepted before; a bound that the
    limits leave open is no lower.
    """
    columns: dict[str, list[Any]] = {
        name: [] for name in ("id", "site", "region", "weight", "value", "earliest", "special", "family")
    }
    for pair in pairs:
        holder = sides[1 - sides.index(pair.claimant)]
        row = holdings[holder].get(pair.holding, {})
        region = claims[pair.claimant].get(pair.claim, {}).get("province") or None
        columns["id"].append(f"{pair.claimant}-{pair.claim}")
        columns["site"].append(_site(holder, row.get("place_held", "")))
        columns["region"].append(_region(region))
        columns["weight"].append(WEIGHT)
        columns["value"].append(limits["sides"][holder]["value"])
        shut = (pair.claimant, pair.claim) in held_back
        columns["earliest"].append(limits["batches"] if shut else 0)
        columns["special"].append(False)
        columns["family"].append(None)
    return _problem(limits, sides, columns, bound)


def problem_bytes(problem: Mapping[str, Any]) -> bytes:
    """Return a problem as its file: the same problem has the same bytes."""
    return json.dumps(problem, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _problem(
    limits: Limits, sides: Sequence[str], columns: dict[str, list[Any]], bound: int
) -> dict[str, Any]:
    places = limits["places"]
    sites = sorted(set(columns["site"]))
    given = Counter[str]()
    for site, value in zip(columns["site"], columns["value"], strict=True):
        given[site.rpartition("-")[0]] += value
    # what one side gives in all may differ from what it gets: the bound must at least let everybody out
    least = abs(given[sides[0]] - given[sides[1]]) + max(columns["value"])
    names = ("batch_limit", "special_limit", "vehicles", "seats")
    return {
        "format": "parley-plan-problem/1",
        "batches": limits["batches"],
        "sides": {side: {name: limits["sides"][side][name] for name in names} for side in sides},
        "exposure": {"bound": limits["exposure_bound"] or max(least, bound), "start": 0},
        "teams": limits["teams"],
        "places": [{"id": one["id"], "capacity": one["capacity"]} for one in places],
        "sites": [
            {"id": site, "side": side, "capacity": limits["sides"][side]["batch_limit"],
             "places": [one["id"] for one in places]}
            for site in sites for side in [site.rpartition("-")[0]]
        ],
        "persons": columns,
        "left_behind": limits["left_behind"],
    }  # fmt: skip


def _site(holder: str, place_held: str) -> str:
    number = int.from_bytes(hashlib.sha256(place_held.encode()).digest()[:4]) % SITES
    return f"{holder}-{number + 1}"


def _region(province: str | None) -> str | None:
    return province[:60] if province else None


def shown_plan(
    limits: Limits,
    sides: Sequence[str],
    problem: Mapping[str, Any],
    plan: Mapping[str, Any],
    now: datetime,
    announced: tuple[int, str] | None = None,
) -> dict[str, Any]:
    """Return the plan as both sides see and sign it: per batch who leaves through which place, and what is owed after it.

    ``announced``: number and day of a batch that is: the others stand by it. Else, without a first day among the limits, the
    first batch leaves on the morning (06:00 UTC) a week after ``now``.
    """
    soon = now.replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=7)
    start = first_day(limits) if limits["start"] else soon
    if announced is not None:
        number, on = announced
        start = datetime.fromisoformat(on) - timedelta(days=number * limits["every_days"])
    persons = problem["persons"]
    rows = list(zip(plan["persons"]["id"], plan["persons"]["batch"], plan["persons"]["place"], persons["site"],
                    persons["value"], persons["special"], strict=True))  # fmt: skip
    exposure, batches = 0, []
    for number in range(problem["batches"]):
        leaving = [row for row in rows if row[1] == number]
        if not leaving:
            continue
        by_side = Counter(row[3].rpartition("-")[0] for row in leaving)
        special = Counter(row[3].rpartition("-")[0] for row in leaving if row[5])
        exposure += sum(row[4] if row[3].startswith(f"{sides[0]}-") else -row[4] for row in leaving)
        batches.append({
            "number": number,
            "on": (start + timedelta(days=number * limits["every_days"])).isoformat(),
            "persons": {side: by_side[side] for side in sides},
            "special": {side: special[side] for side in sides},
            "exposure": exposure,
            "places": sorted({row[2] for row in leaving}),
            "leaving": [[row[0], row[2]] for row in leaving],
        })  # fmt: skip
    return {
        "format": "parley-plan-shown/1",
        "batches": batches,
        "exposure_bound": problem["exposure"]["bound"],
        "left_behind": plan["left_behind"],
        "values": {side: limits["sides"][side]["value"] for side in sides},
    }


def first_day(said: Mapping[str, Any]) -> datetime:
    """Return the morning of the first batch: 06:00 UTC is the same day from Washington to Kabul."""
    return datetime.fromisoformat(f"{said['start']}T06:00:00+00:00")
