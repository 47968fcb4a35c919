"""What the rules about promises ask of contents."""

from collections.abc import Mapping

from parley.promises import Wording
from parley.promises.acts import Promised

from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState


def wording(app: App, state: TalksState, act: Promised) -> Wording:
    """Return whether the words of the promise are kept."""
    return Wording(app.blobs.get(state.id, act.digest) is not None)


FACTS: Mapping[type, FactReader] = {Promised: wording}
