"""What promises put on somebody's Today: a promise that the viewer's side was asked for, on its head's alone."""

from parley.promises import Promises
from parley.promises.acts import Promised

from parley.app.core.model import App, Viewer
from parley.app.core.offers import concerns
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return what this viewer's side was asked for, if it is for this viewer's seat to do; it ends with the promise."""
    asked = state.of(Promises).asked.get(viewer.party)
    if asked is None or not concerns(app, viewer, Promised):
        return []
    return [Waiting("make_promise", "promises", since=asked)]


WAITS = ("make_promise",)
