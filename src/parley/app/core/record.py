"""The record: heads, cosignatures, entries; and the raw bytes that a member's own verifier reads."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from parley.app.core import access, views, witness
from parley.app.core.loading import CHANGED
from parley.app.core.model import App, Viewer
from parley.app.core.ports import ReadOnly
from parley.app.core.search import has, sought
from parley.app.core.states import Logged, TalksState
from parley.app.core.today import happened
from parley.record import (
    Tree,
    cosigned_at,
    cosigner_name,
    leaf_hash,
    read_checkpoint,
    server_id,
    unb64u,
)

PAGE = 100

Says = Callable[[views.Happened], str]


def record(
    app: App, viewer: Viewer, shown: str = "table", start: int = 0, query: str = "", says: Says | None = None
) -> views.Record:
    """Return the page that answers what is on record and who has seen it.

    ``query``: of the entries those for which ``says``, in the reader's words, has all that is looked for.
    """
    state, words = app.talks.get(viewer.talks), sought(query)
    with state.lock:
        allowed = () if access.outside(viewer.by, app, state) else access.compartments(viewer.by)
        shown = shown if shown in allowed else "table"
        logged = list(reversed(state.log.get(shown, []))) if allowed else []
        compartments = [_compartment(app, state, name) for name in allowed if state.size(name)]
    if words and says is not None:  # not under one lock: the talks go on while somebody searches
        found = [one for one in _happened(app, state, logged) if has(says(one), words)]
        entries, total = found[start : start + PAGE], len(found)
    else:
        entries, total = list(_happened(app, state, logged[start : start + PAGE])), len(logged)
    return views.Record(compartments, shown, entries, total, start, query)


def _happened(app: App, state: TalksState, logged: Sequence[Logged]) -> Iterator[views.Happened]:
    for at in range(0, len(logged), PAGE):
        with state.lock:
            some = [happened(app, state, one) for one in logged[at : at + PAGE]]
        yield from some


def _compartment(app: App, state: TalksState, name: str) -> views.Compartment:
    return views.Compartment(
        name=name,
        size=state.size(name),
        root=state.trees[name].root().hex(),
        server_key=server_id(app.signer.public),
        cosigned=_cosigned(app, state, name),
    )


def _cosigned(app: App, state: TalksState, name: str) -> list[views.Cosigned]:
    head = app.journal.cosigned_head(state.id, name)
    if head is None:
        return []
    found = []
    devices = {
        cosigner_name(state.id, d.seat, d.id): d for d in app.registry.roster.devices(state.states).values()
    }
    checkpoint = read_checkpoint(witness.cosigned(app, state.id, name, head))
    for line in checkpoint.signatures:
        device = devices.get(line.name)
        time = cosigned_at(checkpoint.text, line, line.name, unb64u(device.ed25519)) if device else None
        if device is not None and time is not None and time <= witness.LATEST:
            at = datetime.fromtimestamp(time, UTC)
            found.append(views.Cosigned(device.party, device.seat, device.id, head.size, at))
    return found


def record_head(app: App, viewer: Viewer, compartment: str) -> bytes | None:
    """Return the latest checkpoint with the cosignatures it has; None if the viewer may not read it."""
    if not _may(app, viewer, compartment):
        return None
    head = witness.latest(app, app.talks.get(viewer.talks), compartment)
    return None if head is None else witness.cosigned(app, viewer.talks, compartment, head)


def hashes(app: App, talks: str, start: int, most: int) -> tuple[bytes, list[bytes]] | None:
    """Return the newest head of the table and the leaf hashes from ``start`` on, ``most`` of them: they tell nothing of what entries say."""
    head = witness.latest(app, app.talks.get(talks), "table")
    if head is None:
        return None
    size = read_checkpoint(head.note).size
    entries = app.journal.entries(talks, "table", start, min(size, start + most))
    return head.note, [leaf_hash(raw) for raw in entries]


def record_entries(app: App, viewer: Viewer, compartment: str, start: int, stop: int) -> list[bytes] | None:
    """Return canonical entries; None if the viewer may not read them.

    They are those that were folded: whoever exchanges rows under a running server shows nobody another's.
    Raises: ReadOnly where they are others.
    """
    if not _may(app, viewer, compartment):
        return None
    found = app.journal.entries(viewer.talks, compartment, start, stop)
    with app.talks.reading(viewer.talks) as state:
        app.talks.catch_up(state)
        tree = state.trees.get(compartment, Tree())
        if any(leaf_hash(raw) != tree.leaf(seq) for seq, raw in enumerate(found, start)):
            raise ReadOnly(CHANGED)
    return found


def roster_entries(app: App, viewer: Viewer) -> list[bytes] | None:
    """Return the canonical entries that say who sits, and no others: a head verifies them before it is admitted itself."""
    with app.talks.reading(viewer.talks) as state:
        if access.outside(viewer.by, app, state, access.SPEAKING):
            return None
        table, kinds = state.log.get("table", []), app.registry.kinds
        found = [one.stamp.seq for one in table if kinds[one.kind].roster]
        size = len(table)
    entries = app.journal.entries(viewer.talks, "table", 0, size)
    return [entries[seq] for seq in found]


def _may(app: App, viewer: Viewer, compartment: str) -> bool:
    with app.talks.reading(viewer.talks) as state:
        return not access.outside(viewer.by, app, state) and compartment in access.compartments(viewer.by)
