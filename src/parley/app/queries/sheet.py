"""The sheet: everything one binding act is, exactly as the device will sign it."""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime

from parley.app import access, views
from parley.app.bulk import bulk_list, read_lists
from parley.app.catalog import CATALOG
from parley.app.model import App, Viewer
from parley.app.queries.common import against
from parley.app.reading import people_in
from parley.app.reading import sheet as sheet_of
from parley.app.state import State
from parley.app.tables import Table
from parley.base import Act, to_body
from parley.lists import acts as lists
from parley.plan import acts as plan
from parley.talks import acts as talks
from parley.text import acts as text

SHOWN_IN_PAGE = (
    20_000  # bytes of a content that the page itself carries; a longer one is fetched by the sheet
)
FACTS = (
    "list",
    "rows",
    "size",
    "threshold",
    "pairs",
    "batches",
    "persons",
)  # stand on the sheet, in this order
Params = Mapping[str, str]
Made = tuple[
    Act, dict[str, str], dict[str, str | int], str, dict[str, datetime]
]  # act, contents, about, back, signed


def sheet(app: App, viewer: Viewer, kind: str, params: Params) -> views.Sheet | None:
    """Return the sheet for one binding act; None if there is nothing such to sign."""
    maker = _MAKERS.get(kind)
    table = app.tables.get(viewer.talks)
    read_lists(app, table)
    with table.lock:
        made = maker(app, viewer, table, params) if maker else None
        if made is None:
            return None
        act, contents, about, back, signers = made
        state = table.state
        compartment = (
            access.own_compartment(viewer.by)
            if CATALOG[kind].compartment == "own"
            else CATALOG[kind].compartment
        )
        closed = app.journal.read_only()
        refused = [*([(closed, {})] if closed else []), *against(app, viewer, state, act)]
        return views.Sheet(
            kind=kind,
            compartment=compartment,
            fields=to_body(act),
            contents=[
                c for label, digest in contents.items() if (c := _content(app, viewer.talks, label, digest))
            ],
            commits=(kind, about),
            facts=[(label, about[label]) for label in FACTS if label in about],
            signers=[_signer(viewer, state, side, signers) for side in state.talks.sides()],
            back=back,
            about=about,
            devices=_devices(state, act),
            instead=[one.KIND for one in _instead(act) if not against(app, viewer, state, one)],
            refused=refused,
        )


def _content(app: App, talks_id: str, label: str, digest: str) -> views.SheetContent | None:
    kept = app.blobs.get(talks_id, digest)
    if kept is None:
        return None
    salt, media, data = kept
    body = data if len(data) <= SHOWN_IN_PAGE and media.startswith("text/plain") else b""
    return views.SheetContent(label, media, digest, _b64u(salt), _b64u(body), len(data))


def _b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _signer(viewer: Viewer, state: State, side: str, signed: Mapping[str, datetime]) -> views.Signer:
    head = next((s.id for s in state.talks.seats.values() if s.party == side and s.role == "head"), "")
    word = "signed" if side in signed else "you" if side == viewer.party else "waiting"
    return views.Signer(side, head, word, signed.get(side))


def _devices(state: State, act: Act) -> list[tuple[str, str]]:
    match act:
        case talks.DeviceVouched(device=device):
            ids: tuple[str, ...] = (device,)
        case talks.DevicesAccepted(devices=devices):
            ids = devices
        case _:
            ids = ()
    return [(state.talks.devices[one].seat, one) for one in ids if one in state.talks.devices]


def _instead(act: Act) -> list[Act]:
    """Return what else could be signed of the same: a clause is agreed to where it is not adopted yet."""
    if isinstance(act, text.ClauseAdopted):
        return [text.ClauseAgreed(act.clause, act.version, act.party, act.digests)]
    return []


def _vouch(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    device = table.state.talks.devices.get(params.get("device", ""))
    if device is None:
        return None
    return talks.DeviceVouched(device.id, viewer.party), {}, {"seat": device.seat}, "sits", {}


def _accept(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    """All devices of party ``of`` that this side may accept now, or those named in ``devices``."""
    known = table.state.talks.devices
    named = tuple(d for d in params.get("devices", "").split(",") if d in known)
    lacking = tuple(
        d.id for d in known.values()
        if d.revoked is None and d.vouched_by and viewer.party in table.state.talks.missing(d)
        and params.get("of", d.party) == d.party
    )  # fmt: skip
    devices = named or lacking
    about: dict[str, str | int] = {"count": len(devices), "of": params.get("of", "")}
    return talks.DevicesAccepted(devices, viewer.party), {}, about, "sits", {}


def _clause(
    act: type[text.ClauseAdopted] | type[text.ClauseAgreed],
) -> Callable[[App, Viewer, Table, Params], Made | None]:
    def make(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
        clause = table.state.text.clauses.get(params.get("clause", ""))
        if clause is None:
            return None
        made = act(clause.id, clause.version, viewer.party, clause.digests)
        signed = {
            party: standing.at for party, standing in clause.sides.items()
            if standing.stand.value in ("adopted", "subject") and standing.at
        }  # fmt: skip
        about: dict[str, str | int] = {"clause": clause.id, "version": clause.version}
        return made, dict(clause.digests), about, f"text#clause-{clause.id}", signed

    return make


def _deposited(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    """A file that this side has brought and seen read: ``list`` and ``digest``."""
    kind, digest = params.get("list", ""), params.get("digest", "")
    kept = app.blobs.get(viewer.talks, digest)
    if kept is None or app.people.value(viewer.talks, viewer.party, f"content-{digest}") is None:
        return None
    rows, size = len(people_in(sheet_of(app, viewer.talks, digest))), len(kept[2])
    act = lists.Deposited(f"{kind}-{digest[:12]}", kind, viewer.party, digest, size, rows)
    return act, {kind: digest}, {"rows": rows, "size": size, "list": kind}, "lists", {}


def _deposit(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    deposit = table.state.lists.deposits.get(params.get("deposit", ""))
    if deposit is None or deposit.party != viewer.party:
        return None
    about: dict[str, str | int] = {"rows": deposit.rows, "size": deposit.size, "list": deposit.list}
    act = lists.Countersigned(deposit.id, viewer.party, deposit.digest)
    return act, {deposit.list: deposit.digest}, about, "lists", {}


def _received(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    known = table.state.lists
    digests = {one: known.deposits[one].digest for one in known.opened}
    rows = sum(known.deposits[one].rows for one in known.opened)
    about: dict[str, str | int] = {"count": len(digests), "rows": rows}
    return lists.Received(digests, viewer.party), {}, about, "lists", dict(known.received)


def _threshold(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    match = table.state.lists.match
    points = params.get("basis_points", "")
    if match is None or not points.isdecimal():
        return None
    act = lists.ThresholdSigned(match.id, int(points), viewer.party)
    same = [side for side, signed in match.thresholds.items() if signed == int(points)]
    return (
        act,
        {},
        {"threshold": int(points), "percent": int(points) // 100},
        "lists",
        dict.fromkeys(same, match.at),
    )


def _bulk(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    match, bulk = table.state.lists.match, bulk_list(app, table)
    if match is None or bulk is None:
        return None
    threshold = match.threshold(table.state.talks.sides()) or 0
    act = lists.BulkConfirmed(match.id, threshold, bulk.pairs, bulk.digest, viewer.party)
    about: dict[str, str | int] = {"pairs": bulk.pairs, "percent": threshold // 100}
    return act, {"pairs": bulk.digest}, about, "lists", dict.fromkeys(match.bulk, match.at)


def _plan(app: App, viewer: Viewer, table: Table, params: Params) -> Made | None:
    current = table.state.plans.current()
    if current is None:
        return None
    said = current.act
    act = plan.PlanAccepted(said.plan, said.problem, said.digest, viewer.party)
    about: dict[str, str | int] = {"batches": said.batches, "persons": said.persons}
    return act, {"plan": said.digest}, about, "plan", dict(current.accepted)


_MAKERS: dict[str, Callable[[App, Viewer, Table, Params], Made | None]] = {
    talks.DeviceVouched.KIND: _vouch,
    talks.DevicesAccepted.KIND: _accept,
    text.ClauseAdopted.KIND: _clause(text.ClauseAdopted),
    text.ClauseAgreed.KIND: _clause(text.ClauseAgreed),
    lists.Deposited.KIND: _deposited,
    lists.Countersigned.KIND: _deposit,
    lists.Received.KIND: _received,
    lists.ThresholdSigned.KIND: _threshold,
    lists.BulkConfirmed.KIND: _bulk,
    plan.PlanAccepted.KIND: _plan,
}
