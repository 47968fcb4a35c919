"""Who may read the words of promises: everyone accredited, once they are made."""

from parley.promises import Promises

from parley.app.core.model import App, Content
from parley.app.core.states import TalksState


def _wording(app: App, state: TalksState, digest: str) -> str | None:
    return "" if any(one.digest == digest for one in state.of(Promises).made.values()) else None


CONTENTS = (Content("words of a promise", frozenset({"anyone"}), _wording),)
