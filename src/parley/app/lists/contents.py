"""Lists: their own side's; claims the other side's too once all are in; holdings and comparisons nobody else's, but candidates of a match."""

from collections.abc import Collection
from functools import partial

from parley.app.core.contents import is_kept
from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState
from parley.app.lists.reading import CANDIDATES, MATCH, PAIRS, bulk_list
from parley.lists import Lists


def _list(kind: str, app: App, state: TalksState, digest: str) -> Collection[str]:
    return [
        one.party for one in state.of(Lists).deposits.values() if one.digest == digest and one.list == kind
    ]


def _claims_opened(app: App, state: TalksState, digest: str) -> bool:
    """All lists are opened."""
    return bool(state.of(Lists).opened) and bool(_list("claims", app, state, digest))


def _match(app: App, state: TalksState, digest: str) -> Collection[str]:
    match = state.of(Lists).match
    return [""] if match and match.digest == digest else []


def _compared(app: App, state: TalksState, digest: str) -> bool:
    """The lists are compared."""
    return bool(_match(app, state, digest))


def _never_kept(app: App, state: TalksState, digest: str) -> Collection[str]:
    return []


def _sure_pairs(app: App, state: TalksState, digest: str) -> Collection[str]:
    kept = is_kept(app, state, digest)  # no list is read for what nobody has kept
    return [""] if kept and _to_confirm(app, state, digest) else []


def _to_confirm(app: App, state: TalksState, digest: str) -> bool:
    """Both sides have signed one threshold."""
    return bool(digest) and digest == bulk_list(app, state).digest


OFFICER = frozenset({"officer"})
CONTENTS = (
    Content("holdings of a side", "holdings", OWN, partial(_list, "holdings"), brings=OFFICER),
    Content(
        "claims of a side",
        "claims",
        OWN,
        partial(_list, "claims"),
        frozenset({"side"}),
        _claims_opened,
        brings=OFFICER,
    ),
    Content("comparison of the lists, with both sides' evidence", MATCH, "", _match),
    Content(
        "candidate pairs of the comparison, without what is restricted",
        CANDIDATES,
        "",
        _never_kept,
        frozenset({"side"}),
        _compared,
    ),
    Content("list of sure pairs", PAIRS, "", _sure_pairs, frozenset({"head", "officer"}), _to_confirm),
)
