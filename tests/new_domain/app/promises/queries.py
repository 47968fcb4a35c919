"""Promises: what each side promised, as this viewer may read it."""

from parley.app.promises import views
from parley.promises import Promise, Promises, acts

from parley.app.core.contents import read
from parley.app.core.model import App, Viewer
from parley.app.core.offers import may
from parley.app.core.states import TalksState
from parley.legible import visible


def promises(app: App, viewer: Viewer) -> views.Promises:
    """Return the page that answers what was promised."""
    with app.talks.reading(viewer.talks) as state:
        made = [_promise(app, viewer, state, one) for one in reversed(state.of(Promises).made.values())]
        sides = app.registry.roster.sides(state.states)
        return views.Promises(made, sides, may(app, viewer, state, acts.Promised))


def _promise(app: App, viewer: Viewer, state: TalksState, one: Promise) -> views.Promise:
    kept = read(app, viewer.by, state, one.digest)
    return views.Promise(one.party, visible(kept[2].decode()) if kept else "", one.at)
