"""What the sheets about the lists show before they are signed."""

from collections.abc import Mapping
from datetime import datetime

from parley.app.core.contents import cited, readable
from parley.app.core.model import App, Prepared, SheetMaker, Signature, Viewer
from parley.app.core.states import TalksState
from parley.app.lists.files import people_in
from parley.app.lists.reading import bulk_list
from parley.lists import Lists, acts
from parley.lists.state import KINDS
from parley.talks import Talks

Params = Mapping[str, str]
About = dict[str, str | int]


def _deposited(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    """A file that this side has brought and seen read: ``list`` and ``digest``."""
    kind, digest = params.get("list", ""), params.get("digest", "")
    kept = cited(app, viewer.by, state, digest, kind) if kind in KINDS else None
    if kept is None:
        return None
    rows, size = len(people_in(app, viewer.by, state, digest)), len(kept[2])
    act = acts.Deposited(f"{kind}-{digest[:12]}", kind, viewer.party, digest, size, rows)
    return Prepared(act, "lists", {kind: digest}, {"rows": rows, "size": size, "list": kind})


def _countersigned(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    deposit = state.of(Lists).deposits.get(params.get("deposit", ""))
    if deposit is None or not readable(app, viewer, state, deposit.digest):
        return None
    about: About = {"rows": deposit.rows, "size": deposit.size, "list": deposit.list}
    act = acts.Countersigned(deposit.id, viewer.party, deposit.digest)
    return Prepared(act, "lists", {deposit.list: deposit.digest}, about)


def _received(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    lists = state.of(Lists)
    opened = [lists.deposits[one] for one in lists.opened]
    act = acts.Received({one.id: one.digest for one in opened}, viewer.party)
    about: About = {"count": len(opened), "rows": sum(one.rows for one in opened)}
    return Prepared(act, "lists", about=about, signed=_signed(lists.received))


def _threshold(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    match, points = state.of(Lists).match, params.get("basis_points", "")
    if match is None or not points.isdecimal() or len(points) > 6:  # 10,000 at most
        return None
    act = acts.ThresholdSigned(match.id, int(points), viewer.party)
    about: About = {"threshold": act.basis_points, "percent": act.basis_points // 100}
    signed = {
        side: Signature(match.at, said == act.basis_points, {"threshold": said})
        for side, said in match.thresholds.items()
    }
    return Prepared(act, "lists", about=about, signed=signed)


def _bulk(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    match, sure = state.of(Lists).match, bulk_list(app, state)
    threshold = match.threshold(state.of(Talks).sides()) if match else None
    if match is None or threshold is None:
        return None
    act = acts.BulkConfirmed(match.id, threshold, sure.pairs, sure.digest, viewer.party)
    about: About = {"pairs": sure.pairs, "percent": threshold // 100}
    return Prepared(act, "lists", {"pairs": sure.digest}, about, _signed(dict.fromkeys(match.bulk, match.at)))


def _signed(when: Mapping[str, datetime]) -> dict[str, Signature]:
    return {side: Signature(at) for side, at in when.items()}


SHEETS: Mapping[str, SheetMaker] = {
    acts.Deposited.KIND: _deposited,
    acts.Countersigned.KIND: _countersigned,
    acts.Received.KIND: _received,
    acts.ThresholdSigned.KIND: _threshold,
    acts.BulkConfirmed.KIND: _bulk,
}
