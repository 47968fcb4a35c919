"""What the lists put on somebody's Today."""

from parley.app.core.model import App, Viewer
from parley.app.core.offers import concerns, leads_to, may, offered
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting
from parley.app.lists.reading import bulk_list, pairs_of
from parley.lists import Lists, acts
from parley.lists.standings import undecided
from parley.lists.state import KINDS
from parley.talks import Talks


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return what waits for this viewer: a list to hand over, countersign or receive; a match to settle."""
    lists = state.of(Lists)
    found = [] if lists.opened else [*_deposits(app, viewer, state), *_countersignatures(app, viewer, state)]
    receipt = acts.Received({one: lists.deposits[one].digest for one in lists.opened}, viewer.party)
    if offered(app, viewer, state, receipt):
        found.append(Waiting("receive_lists", f"sheet/{acts.Received.KIND}", {}, lists.opened_at))
    return found + _match(app, viewer, state)


def _deposits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    if not may(app, viewer, state, acts.Deposited):
        return []
    lacking = [kind for kind in KINDS if state.of(Lists).latest(viewer.party, kind) is None]
    return [Waiting("deposit_list", f"lists/deposit/{kind}#file", {"list": kind}) for kind in lacking]


def _countersignatures(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    found = []
    for kind in KINDS:
        deposit = state.of(Lists).latest(viewer.party, kind)
        if deposit is None:
            continue
        act = acts.Countersigned(deposit.id, viewer.party, deposit.digest)
        if offered(app, viewer, state, act):
            page = f"sheet/{acts.Countersigned.KIND}?deposit={deposit.id}"
            numbers: dict[str, str | int] = {"list": deposit.list, "rows": deposit.rows}
            found.append(Waiting("countersign_deposit", page, numbers, deposit.at))
    return found


def _match(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    match, sides = state.of(Lists).match, state.of(Talks).sides()
    if match is None:
        return []
    found = []
    threshold = match.threshold(sides)
    unequal = len(match.thresholds) == len(sides) and threshold is None
    if concerns(app, viewer, acts.ThresholdSigned) and (viewer.party not in match.thresholds or unequal):
        found.append(Waiting("sign_threshold", "lists#percent", {}, match.at))
    if threshold is not None and concerns(app, viewer, acts.BulkConfirmed):
        if viewer.party not in match.bulk:
            sure = bulk_list(app, state)
            numbers: dict[str, str | int] = {"percent": threshold // 100, "pairs": sure.pairs}
            act = acts.BulkConfirmed(match.id, threshold, sure.pairs, sure.digest, viewer.party)
            page = leads_to(app, viewer, state, act, "lists#sure", {"match": match.id})
            found.append(Waiting("confirm_bulk", page, numbers, match.at))
        left = len(undecided(match, sides, viewer.party, pairs_of(app, viewer.by, state)))
        if left:
            found.append(Waiting("decide_pairs", "lists/desk", {"count": left}, match.at))
    return found


WAITS = (
    "deposit_list", "countersign_deposit", "receive_lists", "sign_threshold", "confirm_bulk", "decide_pairs",
)  # fmt: skip
