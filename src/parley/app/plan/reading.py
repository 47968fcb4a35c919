"""A plan's content as pages show it."""

import json
from typing import Any

from parley.app.core.contents import parsed
from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.base import By
from parley.plan import Plans

PLAN = "plan"  # what a plan as it is shown is kept for
WHY = "why"  # and what keeps in those who stay, with the places where they are held
NOTHING: dict[str, Any] = {"batches": [], "left_behind": 0, "exposure_bound": 0}


def shown_of(app: App, by: By, state: TalksState, digest: str) -> dict[str, Any]:
    """Return a plan as it is shown; without batches if its content was erased, or is not for ``by`` to read."""
    shown: dict[str, Any] | None = parsed(app, by, state, digest, PLAN, lambda data, _: json.loads(data))
    return shown or NOTHING


def why_of(app: App, by: By, state: TalksState, shown: dict[str, Any]) -> list[Any]:
    """Return why some stay in a plan as it is shown; with the places of detention to who may read them."""
    digest = shown.get("files", {}).get(WHY)
    full = parsed(app, by, state, digest, WHY, lambda data, _: json.loads(data)) if digest else None
    return list(full or shown.get("why", []))


def announced_plans(app: App, by: By, state: TalksState) -> dict[str, dict[str, Any]] | None:
    """Return by digest every plan from which a batch was announced; None if one is erased, or not for ``by`` to read."""
    digests = {one.act.digest for one in state.of(Plans).announced.values()}
    found = {digest: shown_of(app, by, state, digest) for digest in digests}
    return None if any(shown is NOTHING for shown in found.values()) else found
