"""What the text puts on somebody's Today: clauses that this side has said nothing of yet."""

from parley.app.core.model import App, Viewer
from parley.app.core.offers import concerns
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting
from parley.text import Stand, Text
from parley.text.acts import ClauseAdopted


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return a clause each that waits for this viewer's word."""
    text = state.of(Text)
    if not concerns(app, viewer, ClauseAdopted):
        return []
    return [
        Waiting("adopt_clause", f"text#clause-{one.id}", {"clause": one.id, "version": one.version}, one.at)
        for one in text.clauses.values()
        if text.stand(one.id, viewer.party) is Stand.PROPOSED
    ]


WAITS = ("adopt_clause",)
