"""Who may read the words of promises: everyone accredited, once they are made."""

from collections.abc import Collection

from parley.promises import Promises

from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState

PROMISE = "promise"


def _made(app: App, state: TalksState, digest: str) -> bool:
    """It is made."""
    return any(one.digest == digest for one in state.of(Promises).made.values())


def _before(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [one.party for one in state.of(Promises).made.values() if one.digest == digest]


ANYONE, HEAD = frozenset({"anyone"}), frozenset({"head"})
CONTENTS = (Content("words of a promise", PROMISE, OWN, _before, ANYONE, _made, brings=HEAD),)
