"""What the sheets about the lists show before they are signed."""

from collections.abc import Mapping

from parley.app.core.contents import cited, readable
from parley.app.core.model import App, BindingSheet, Prepared, Signature, Viewer
from parley.app.core.states import TalksState
from parley.app.lists.files import table_of
from parley.app.lists.reading import bulk_list
from parley.lists import Lists, acts
from parley.lists.state import KINDS
from parley.talks import Talks

Params = Mapping[str, str]
About = dict[str, str | int]
MOST_DIGITS = 6  # a threshold is 10,000 at most


def _deposited(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    """A file that this side has brought and seen read: ``list`` and ``digest``."""
    kind, digest = params.get("list", ""), params.get("digest", "")
    kept = cited(app, viewer.by, state, digest, kind) if kind in KINDS else None
    if kept is None:
        return None
    table, size = table_of(app, viewer.by, state, digest), len(kept[2])
    rows, aside = (len(table.people), table.aside) if table else (0, 0)
    act = acts.Deposited(f"{kind}-{digest[:12]}", kind, viewer.party, digest, size, rows)
    about: About = {"list": kind, "rows": rows, "size": size, "aside": aside}
    return Prepared(act, "lists", {kind: digest}, about)


def _countersigned(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    deposit = state.of(Lists).deposits.get(params.get("deposit", ""))
    if deposit is None or not readable(app, viewer, state, deposit.digest):
        return None
    table = table_of(app, viewer.by, state, deposit.digest)
    about: About = {"list": deposit.list, "rows": deposit.rows, "size": deposit.size}
    about["aside"] = table.aside if table else 0
    act = acts.Countersigned(deposit.id, viewer.party, deposit.digest)
    return Prepared(act, "lists", {deposit.list: deposit.digest}, about)


def _received(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    lists = state.of(Lists)
    opened = [lists.deposits[one] for one in lists.opened]
    act = acts.Received({one.id: one.digest for one in opened}, viewer.party)
    about: About = {"rows": sum(one.rows for one in opened)}
    signed = {side: Signature(at, seat=lists.received_by[side]) for side, at in lists.received.items()}
    return Prepared(act, "lists", about=about, signed=signed)


def _threshold(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    match, points = state.of(Lists).match, _basis_points(params)
    if match is None or points is None:
        return None
    act = acts.ThresholdSigned(match.id, points, viewer.party)
    about: About = {"threshold": act.basis_points}
    signed = {
        side: Signature(
            match.signed[side].at, said == act.basis_points, {"threshold": said}, match.signed[side].seat
        )
        for side, said in match.thresholds.items()
    }
    return Prepared(act, "lists", about=about, signed=signed)


def _basis_points(params: Params) -> int | None:
    """Return the threshold that an address asks for: ``percent``, as people write it in the form, or ``basis_points``."""
    for name, each in (("percent", 100), ("basis_points", 1)):
        said = params.get(name, "").strip()
        if said.isdecimal() and len(said) <= MOST_DIGITS:
            return int(said) * each
    return None


def _bulk(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    match, sure = state.of(Lists).match, bulk_list(app, state)
    threshold = match.threshold(state.of(Talks).sides()) if match else None
    if match is None or threshold is None:
        return None
    act = acts.BulkConfirmed(match.id, threshold, sure.pairs, sure.digest, viewer.party)
    signed = {side: Signature(stamp.at, seat=stamp.seat) for side, stamp in match.confirmed.items()}
    return Prepared(act, "lists", {"pairs": sure.digest}, {"pairs": sure.pairs}, signed)


FILE = ("list", "rows", "size", "aside")
SHEETS: Mapping[str, BindingSheet] = {
    acts.Deposited.KIND: BindingSheet(_deposited, FILE, each_side=False),
    acts.Countersigned.KIND: BindingSheet(_countersigned, FILE, each_side=False),
    acts.Received.KIND: BindingSheet(_received, ("rows",)),
    acts.ThresholdSigned.KIND: BindingSheet(_threshold, ("threshold",)),
    acts.BulkConfirmed.KIND: BindingSheet(_bulk, ("pairs",)),
}
