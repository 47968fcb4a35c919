"""A plan's content as pages show it."""

import json
from typing import Any

from parley.app.core.contents import parsed
from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.base import By

PLAN = "plan"  # what a plan as it is shown is kept for
NOTHING: dict[str, Any] = {"batches": [], "left_behind": 0, "exposure_bound": 0}


def shown_of(app: App, by: By, state: TalksState, digest: str) -> dict[str, Any]:
    """Return a plan as it is shown; without batches if its content was erased, or is not for ``by`` to read."""
    shown: dict[str, Any] | None = parsed(app, by, state, digest, PLAN, lambda data, _: json.loads(data))
    return shown or NOTHING
