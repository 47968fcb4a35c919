"""What the rules about promises ask of contents."""

from collections.abc import Mapping

from parley.app.promises.contents import PROMISE
from parley.promises import Wording
from parley.promises.acts import Promised

from parley.app.core.contents import cited
from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.base import By


def wording(app: App, state: TalksState, by: By, act: Promised) -> Wording:
    """Return whether this seat has such words of a promise to cite."""
    return Wording(cited(app, by, state, act.digest, PROMISE) is not None)


FACTS: Mapping[type, FactReader] = {Promised: wording}
