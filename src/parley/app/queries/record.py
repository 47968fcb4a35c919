"""The record: heads, cosignatures, entries; and the raw bytes that a member's own verifier reads."""

from datetime import UTC, datetime

from parley.app import access, views, witness
from parley.app.model import App, Viewer
from parley.app.queries.common import happened
from parley.app.tables import Table
from parley.record import cosigned_at, cosigner_name, read_checkpoint, server_id, unb64u

PAGE = 100


def record(app: App, viewer: Viewer, shown: str = "table", start: int = 0, query: str = "") -> views.Record:
    """Return the page that answers what is on record and who has seen it."""
    table = app.tables.get(viewer.talks)
    with table.lock:
        state = table.state
        allowed = access.compartments(viewer.by, state)
        shown = shown if shown in allowed else "table"
        logged = list(reversed(state.log.get(shown, [])))
        if query:
            words = query.casefold().split()
            logged = [
                one
                for one in logged
                if all(word in f"{one.kind} {one.stamp.seat} {one.act}".casefold() for word in words)
            ]
        return views.Record(
            compartments=[_compartment(app, table, name) for name in allowed if table.size(name)],
            shown=shown,
            entries=[happened(state, one) for one in logged[start : start + PAGE]],
            total=len(logged),
            start=start,
            query=query,
        )


def _compartment(app: App, table: Table, name: str) -> views.Compartment:
    return views.Compartment(
        name=name,
        size=table.size(name),
        root=table.trees[name].root().hex(),
        server_key=server_id(app.signer.public),
        cosigned=_cosigned(app, table, name),
    )


def _cosigned(app: App, table: Table, name: str) -> list[views.Cosigned]:
    head = app.journal.cosigned_head(table.id, name)
    if head is None:
        return []
    found = []
    devices = {cosigner_name(table.id, d.seat, d.id): d for d in table.state.talks.devices.values()}
    checkpoint = read_checkpoint(witness.cosigned(app, table.id, name, head))
    for line in checkpoint.signatures:
        device = devices.get(line.name)
        time = cosigned_at(checkpoint.text, line, line.name, unb64u(device.ed25519)) if device else None
        if device is not None and time is not None:
            at = datetime.fromtimestamp(time, UTC)
            found.append(views.Cosigned(device.party, device.seat, device.id, head.size, at))
    return found


def record_head(app: App, viewer: Viewer, compartment: str) -> bytes | None:
    """Return the latest checkpoint with the cosignatures it has; None if the viewer may not read it."""
    if not _may(app, viewer, compartment):
        return None
    head = witness.latest(app, app.tables.get(viewer.talks), compartment)
    return None if head is None else witness.cosigned(app, viewer.talks, compartment, head)


def record_entries(app: App, viewer: Viewer, compartment: str, start: int, stop: int) -> list[bytes] | None:
    """Return canonical entries; None if the viewer may not read them."""
    return (
        app.journal.entries(viewer.talks, compartment, start, stop)
        if _may(app, viewer, compartment)
        else None
    )


def _may(app: App, viewer: Viewer, compartment: str) -> bool:
    with app.tables.reading(viewer.talks) as state:
        return compartment in access.compartments(viewer.by, state)
