"""Wordings: brought by whoever drafts or brackets, read by everyone accredited once they are on the table."""

from collections.abc import Collection, Iterator

from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState
from parley.base import Reason, reason
from parley.legible import faults
from parley.text import Text
from parley.text.acts import ClauseBracketed, ClauseDrafted

WORDING = "wording"
PLAIN = "text/plain; charset=utf-8"
LONGEST = 60_000  # bytes


def _wording(app: App, state: TalksState, digest: str) -> Collection[str]:
    """Return the parties whose acts put it on the table, in order."""
    if not _shown(app, state, digest):
        return []
    citing = [
        one.stamp.seat
        for one in state.log.get("table", ())
        if isinstance(one.act, ClauseDrafted | ClauseBracketed) and digest in one.act.digests.values()
    ]
    parties = [app.registry.roster.party(state.states, seat) for seat in citing]
    return [party for party in parties if party]


def _shown(app: App, state: TalksState, digest: str) -> bool:
    """It is on the table."""
    return digest in state.of(Text).shown


def no_wording(data: bytes, media: str, called: str) -> Iterator[Reason]:
    """Yield every reason why these bytes are no wording."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or len(data) > LONGEST or not media.startswith("text/plain"):
        yield reason("content_not_text")
        return  # whatever else is wrong with it: it may be as long as a list
    yield from (fault.reason(called) for fault in faults(text))


CONTENTS = (
    Content(
        "wording on the table",
        WORDING,
        OWN,
        _wording,
        frozenset({"anyone"}),
        _shown,
        brings=frozenset({"head", "facilitator"}),
        unfit=no_wording,
        cited=True,
    ),
)
