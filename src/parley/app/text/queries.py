"""The text: each clause in every language, and where each side stands on it."""

from parley.app.core.contents import read
from parley.app.core.model import App, Viewer
from parley.app.core.offers import may, offered
from parley.app.core.states import TalksState
from parley.app.core.today import happened
from parley.app.text import views
from parley.legible import visible
from parley.text import Clause, Stand, Standing, Text, acts

_WORDS = {
    Stand.PROPOSED: "none",
    Stand.BRACKETED: "bracketed",
    Stand.SUBJECT: "agreed_subject",
    Stand.ADOPTED: "adopted",
}


def text(app: App, viewer: Viewer) -> views.Text:
    """Return the page that answers what stands in the text and who agrees to it."""
    with app.talks.reading(viewer.talks) as state:
        clauses = [_clause(app, viewer, state, clause) for clause in state.of(Text).clauses.values()]
        return views.Text(clauses, may_draft=may(app, viewer, state, acts.ClauseDrafted))


def wordings(app: App, viewer: Viewer, state: TalksState, digests: dict[str, str]) -> dict[str, str]:
    """Return the texts by language, with what an old one hides written out; one erased, or not this viewer's to read, is empty."""
    found = {}
    for language, digest in digests.items():
        content = read(app, viewer.by, state, digest)
        found[language] = visible(content[2].decode("utf-8", "replace")) if content else ""
    return found


def _clause(app: App, viewer: Viewer, state: TalksState, clause: Clause) -> views.Clause:
    history = [
        happened(app, state, one)
        for one in state.log.get("table", ())
        if one.kind.startswith("text.") and getattr(one.act, "clause", "") == clause.id
    ]
    brackets = {p: s.digests for p, s in clause.sides.items() if s.stand is Stand.BRACKETED}
    return views.Clause(
        clause=clause.id,
        version=clause.version,
        texts=wordings(app, viewer, state, clause.digests),
        digests=clause.digests,
        stands=[_stand(party, clause) for party in app.registry.roster.sides(state.states)],
        since=clause.at,
        history=history,
        brackets={party: wordings(app, viewer, state, digests) for party, digests in brackets.items()},
        may=_may(app, viewer, state, clause),
    )


def _stand(party: str, clause: Clause) -> views.Stand:
    standing = clause.sides.get(party, Standing(Stand.PROPOSED))
    return views.Stand(party, _WORDS[standing.stand], standing.at, standing.seat, clause.version)


def _may(app: App, viewer: Viewer, state: TalksState, clause: Clause) -> list[str]:
    said = clause.id, clause.version, viewer.party, clause.digests
    possible = (
        acts.ClauseAdopted(*said),
        acts.ClauseAgreed(*said),
        acts.ClauseBracketed(*said),
        acts.ClauseDrafted(clause.id, clause.version + 1, clause.digests),
    )
    return [act.KIND for act in possible if offered(app, viewer, state, act)]
