"""What the rules about the text ask of contents."""

from collections.abc import Mapping

from parley.app.core import contents
from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.app.text.contents import WORDING
from parley.base import By, Reason
from parley.text import Wordings
from parley.text.acts import ClauseAdopted, ClauseAgreed, ClauseBracketed, ClauseDrafted

Worded = ClauseDrafted | ClauseBracketed | ClauseAgreed | ClauseAdopted


def wordings(app: App, state: TalksState, by: By, act: Worded) -> Wordings:
    """Return how many of the wordings that the act refers to its seat may not cite, and what speaks against the others.

    Of other languages than the text's none is looked at, while the table waits: an entry has room for eight hundred.
    """
    missing, unfit = 0, list[Reason]()
    for language in app.registry.roster.languages(state.states):
        digest = act.digests.get(language)
        if digest is None:
            continue
        kept = contents.cited(app, by, state, digest, WORDING)
        if kept is None:
            missing += 1
        else:
            unfit += contents.unfit(app, WORDING, kept[2], kept[1], language)
    return Wordings(missing, tuple(unfit))


FACTS: Mapping[type, FactReader] = {
    ClauseDrafted: wordings,
    ClauseBracketed: wordings,
    ClauseAgreed: wordings,
    ClauseAdopted: wordings,
}
