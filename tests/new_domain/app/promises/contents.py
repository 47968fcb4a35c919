"""The words of promises: brought by a head, read by everyone accredited once they are promised."""

from collections.abc import Collection, Iterator

from parley.promises import Promises

from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState
from parley.base import Reason, reason

PROMISE = "promise"
PLAIN = "text/plain; charset=utf-8"
LONGEST = 4_000  # bytes


def _made(app: App, state: TalksState, digest: str) -> bool:
    """It is made."""
    return any(one.digest == digest for one in state.of(Promises).made.values())


def _before(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [one.party for one in state.of(Promises).made.values() if one.digest == digest]


def _no_words(data: bytes, media: str, called: str) -> Iterator[Reason]:
    try:
        words = data.decode()
    except UnicodeDecodeError:
        words = ""
    if not words.strip() or len(data) > LONGEST or not media.startswith("text/plain"):
        yield reason("content_not_text")


ANYONE, HEAD = frozenset({"anyone"}), frozenset({"head"})
CONTENTS = (
    Content("words of a promise", PROMISE, OWN, _before, ANYONE, _made, brings=HEAD, unfit=_no_words),
)
