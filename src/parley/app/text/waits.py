"""What the text puts on somebody's Today: clauses that this side has said nothing of yet."""

from parley.app.core.model import App, Viewer
from parley.app.core.offers import concerns, leads_to
from parley.app.core.states import TalksState
from parley.app.core.views import Numbers, Waiting
from parley.text import Clause, Stand, Text
from parley.text.acts import ClauseAdopted


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return a clause each that waits for this viewer's word."""
    text = state.of(Text)
    if not concerns(app, viewer, ClauseAdopted):
        return []
    return [
        Waiting("adopt_clause", _page(app, viewer, state, one), _numbers(one), one.at)
        for one in text.clauses.values()
        if text.stand(one.id, viewer.party) is Stand.PROPOSED
    ]


def _page(app: App, viewer: Viewer, state: TalksState, clause: Clause) -> str:
    act = ClauseAdopted(clause.id, clause.version, viewer.party, clause.digests)
    return leads_to(app, viewer, state, act, f"text#clause-{clause.id}", {"clause": clause.id})


def _numbers(clause: Clause) -> Numbers:
    return {"clause": clause.id, "version": clause.version}


WAITS = ("adopt_clause",)
