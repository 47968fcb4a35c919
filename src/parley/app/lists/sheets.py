"""What the sheets about the lists show before they are signed."""

import hashlib
from collections.abc import Mapping

from parley.app.core.contents import cited, readable
from parley.app.core.model import App, BindingSheet, Prepared, Signature, Viewer
from parley.app.core.states import TalksState
from parley.app.lists.files import Columns, looked_at, read_as, table_of
from parley.app.lists.reading import bulk_list, look_at
from parley.lists import Lists, acts
from parley.lists.state import KINDS
from parley.talks import Talks

Params = Mapping[str, str]
About = dict[str, str | int]
MOST_DIGITS = 6  # a threshold is 10,000 at most


def _deposited(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    """A file that this side has brought and seen read: ``list`` and ``digest``, and ``columns`` if people said which they are."""
    kind, digest, columns = params.get("list", ""), params.get("digest", ""), _columns(params)
    kept = cited(app, viewer.by, state, digest, kind) if kind in KINDS else None
    if kept is None or not looked_at(app, state.id, f"{viewer.party}|{kind}", digest, columns):
        return None
    table, size = table_of(app, viewer.by, state, digest, columns), len(kept[2])
    rows, aside = (len(table.people), table.aside) if table else (0, 0)
    named = deposit_id(kind, digest, columns)
    act = acts.Deposited(named, kind, viewer.party, digest, size, rows, columns)
    about: About = {
        "list": kind,
        "rows": rows,
        "size": size,
        "aside": aside,
        "columns": said_columns(columns),
    }
    return Prepared(act, "lists", {kind: digest}, about)


def _look_at(app: App, viewer: Viewer, state: TalksState, params: Params) -> None:
    look_at(app, state, viewer.by, params.get("list", ""), params.get("digest", ""), _columns(params))


def deposit_id(kind: str, digest: str, columns: Columns) -> str:
    """Return what a deposit of this file is called; the same file read by other columns is another."""
    stem = f"{kind}-{digest[:12]}"
    return f"{stem}-{hashlib.sha256(read_as(columns).encode()).hexdigest()[:8]}" if columns else stem


def said_columns(columns: Columns) -> str:
    """Return columns as an address and a sheet hold them: ``father:C,name:A + B``."""
    return ",".join(f"{name}:{at}" for name, at in sorted(columns.items()))


def _columns(params: Params) -> dict[str, str]:
    parts = [one.partition(":") for one in params.get("columns", "").split(",") if one]
    return {name: at for name, _, at in parts}


def _countersigned(app: App, viewer: Viewer, state: TalksState, params: Params) -> Prepared | None:
    deposit = state.of(Lists).deposits.get(params.get("deposit", ""))
    if deposit is None or not readable(app, viewer, state, deposit.digest):
        return None
    newest = state.of(Lists).latest(deposit.party, deposit.list) is deposit
    table = table_of(app, viewer.by, state, deposit.digest, deposit.columns) if newest else None
    said = said_columns(deposit.columns)
    about: About = {"list": deposit.list, "rows": deposit.rows, "size": deposit.size, "columns": said}
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


FILE = ("list", "rows", "size", "aside", "columns")
SHEETS: Mapping[str, BindingSheet] = {
    acts.Deposited.KIND: BindingSheet(_deposited, FILE, each_side=False, ahead=_look_at),
    acts.Countersigned.KIND: BindingSheet(_countersigned, FILE, each_side=False),
    acts.Received.KIND: BindingSheet(_received, ("rows",)),
    acts.ThresholdSigned.KIND: BindingSheet(_threshold, ("threshold",)),
    acts.BulkConfirmed.KIND: BindingSheet(_bulk, ("pairs",)),
}
