"""What promises put on somebody's Today: one that its side was reminded of."""

from parley.promises import Promises

from parley.app.core.model import App, Viewer
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return the promises that this viewer's side was reminded of."""
    return [
        Waiting("keep_promise", "promises", {"promise": name}, one.reminded)
        for name, one in state.of(Promises).made.items()
        if one.party == viewer.party and one.reminded is not None
    ]


WAITS = ("keep_promise",)
