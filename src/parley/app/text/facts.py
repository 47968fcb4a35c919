"""What the rules about the text ask of contents."""

from collections.abc import Mapping

from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.text import Wordings
from parley.text.acts import ClauseBracketed, ClauseDrafted


def wordings(app: App, state: TalksState, act: ClauseDrafted | ClauseBracketed) -> Wordings:
    """Return how many of the wordings that the act refers to are not kept."""
    return Wordings(sum(app.blobs.get(state.id, digest) is None for digest in act.digests.values()))


FACTS: Mapping[type, FactReader] = {ClauseDrafted: wordings, ClauseBracketed: wordings}
