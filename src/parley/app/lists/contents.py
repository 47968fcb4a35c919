"""Who may read lists: their own side; claims once all are in, the other side too; holdings and comparisons nobody else."""

from parley.app.core.model import App, Content
from parley.app.core.states import TalksState
from parley.app.lists.reading import bulk_list
from parley.lists import Lists
from parley.lists.model import Deposit

SIDE = frozenset({"side"})


def _deposit(state: TalksState, digest: str) -> Deposit | None:
    return next((one for one in state.of(Lists).deposits.values() if one.digest == digest), None)


def _list(app: App, state: TalksState, digest: str) -> str | None:
    deposit = _deposit(state, digest)
    return deposit.party if deposit else None


def _claims_opened(state: TalksState, digest: str) -> bool:
    """Claims, once all lists are opened."""
    deposit = _deposit(state, digest)
    return deposit is not None and deposit.list == "claims" and bool(state.of(Lists).opened)


def _match(app: App, state: TalksState, digest: str) -> str | None:
    match = state.of(Lists).match
    return "" if match and match.digest == digest else None


def _sure_pairs(app: App, state: TalksState, digest: str) -> str | None:
    return "" if digest and digest == bulk_list(app, state).digest else None


CONTENTS = (
    Content("list of a side, claims or holdings", SIDE, _list, own=True, shared=_claims_opened),
    Content("comparison of the lists, with both sides' evidence", frozenset(), _match),
    Content("list of sure pairs", frozenset({"head", "officer"}), _sure_pairs),
)
