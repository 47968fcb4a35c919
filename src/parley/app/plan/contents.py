"""Plans: everyone reads the plan itself; the host alone the problem, which tells who is held where with whom."""

from collections.abc import Collection
from functools import partial

from parley.app.core.model import App, Content
from parley.app.core.states import TalksState
from parley.app.plan.reading import PLAN, shown_of
from parley.base import SYSTEM
from parley.plan import Plans


def _plan(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [""] if _proposed(app, state, digest) else []


def _proposed(app: App, state: TalksState, digest: str) -> bool:
    """It is proposed."""
    return any(one.act.digest == digest for one in state.of(Plans).versions.values())


def _file(name: str, app: App, state: TalksState, digest: str) -> Collection[str]:
    """Whether a digest is of this file of some plan version; the plan itself names it."""
    shown = (shown_of(app, SYSTEM, state, one.act.digest) for one in state.of(Plans).versions.values())
    return [""] if any(one.get("files", {}).get(name) == digest for one in shown) else []


ANYONE = frozenset({"anyone"})
CONTENTS = (
    Content("plan as both sides sign it", PLAN, "", _plan, ANYONE, _proposed),
    Content("plan's own file, for the checker", "plan-file", "table", partial(_file, "plan")),
    Content("problem that a plan solves", "problem", "host", partial(_file, "problem")),
)
