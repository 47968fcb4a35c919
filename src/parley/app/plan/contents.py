"""Who may read plans: everyone the plan itself; the host alone the problem, which tells who is held where with whom."""

from functools import partial

from parley.app.core.model import App, Content
from parley.app.core.states import TalksState
from parley.app.plan.queries import shown_of
from parley.plan import Plans


def _plan(app: App, state: TalksState, digest: str) -> str | None:
    return "" if any(one.act.digest == digest for one in state.of(Plans).versions.values()) else None


def _file(name: str, app: App, state: TalksState, digest: str) -> str | None:
    """Whether a digest is of this file of some plan version; the plan itself names it."""
    shown = (shown_of(app, state.id, one.act.digest) for one in state.of(Plans).versions.values())
    return "" if any(one.get("files", {}).get(name) == digest for one in shown) else None


CONTENTS = (
    Content("plan as both sides sign it", frozenset({"anyone"}), _plan),
    Content("plan's own file, for the checker", frozenset({"anyone"}), partial(_file, "plan")),
    Content("problem that a plan solves", frozenset({"host"}), partial(_file, "problem")),
)
