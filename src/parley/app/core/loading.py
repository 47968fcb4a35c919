"""Entries that are read from the journal: each newer than a kept head is verified before it is folded.

Whoever writes to the database could else put in an act of somebody, a device, a seat, and have the server sign a head over it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from parley.app.core import side_by_side
from parley.app.core.model import App, Registry
from parley.app.core.ports import Heads, Journal, Keeping, ReadOnly
from parley.app.core.states import TalksState
from parley.record import EntryError, Tree, read_entry, signature_holds, unb64u

CHANGED = "entries_changed"


class Changed(ReadOnly):
    """The journal holds what nobody of ours wrote, or lacks what stood there; ``where`` names the place."""

    def __init__(self, where: str) -> None:
        super().__init__(CHANGED)
        self.where = where


@dataclass(slots=True)
class Checking:
    """``states.Check``: verifies what no kept head covers, and stops the store at the first that does not hold."""

    server: bytes  # our public key
    registry: Registry
    journal: Journal
    known: Heads = field(default_factory=dict)

    def __call__(self, state: TalksState, compartment: str, entries: list[bytes]) -> Iterator[bytes]:
        first = state.size(compartment)
        kept = max(0, self.known.get((state.id, compartment), (0, b""))[0] - first)
        yield from entries[:kept]  # these hold by the hash of them all: ``differing``
        new = entries[kept:]
        by_server = side_by_side.by_server(self.server, state.id, compartment, first + kept, new)
        for seq, (raw, held) in enumerate(zip(new, by_server, strict=False), first + kept):
            if not held and not self._holds(state, compartment, seq, raw):
                with suppress(ReadOnly):  # a disk that takes no write takes no act either
                    self.journal.set_read_only(CHANGED)
                raise Changed(f"entry {seq} of {state.id}/{compartment} was signed by nobody of this record")
            yield raw

    def _holds(self, state: TalksState, compartment: str, seq: int, raw: bytes) -> bool:
        try:
            entry = read_entry(raw)
        except EntryError:
            return False
        if (entry.talks, entry.compartment, entry.seq) != (state.id, compartment, seq):
            return False
        key = self.server
        if entry.binding:
            device = self.registry.roster.devices(state.states).get(entry.device)
            if device is None or device.seat != entry.seat:
                return False
            key = unb64u(device.ed25519)
        return signature_holds(key, entry.signature, entry.statement)


def load(app: App, keeping: Keeping, checking: Checking) -> None:
    """Read every talks, verified, and keep their heads. Raises: Changed, ReadOnly."""
    checking.known = keeping.heads()
    if where := differing(app.journal, checking.known):  # before anything of it is folded
        raise Changed(where)
    for talks in app.talks.ids():
        app.talks.get(talks)
    if differing(app.journal, keeping.before_restore()):
        app.journal.set_read_only("behind_kept_head")
    keep(app, keeping)
    keeping.forget_restore()


def keep(app: App, keeping: Keeping) -> None:
    """Keep the heads of all that is recorded now."""
    heads: dict[tuple[str, str], tuple[int, bytes]] = {}
    for talks in app.talks.ids():
        state = app.talks.get(talks)
        with state.lock:
            heads |= {(talks, name): (tree.size, tree.root()) for name, tree in state.trees.items()}
    keeping.keep(heads)


def differing(journal: Journal, heads: Heads) -> str:
    """Return where a record is not what a kept head says, '' if nowhere."""
    for (talks, name), (size, root) in heads.items():
        entries = journal.entries(talks, name, 0, size)
        if len(entries) < size:
            return f"{talks}/{name} had {size} entries and has {len(entries)}"
        if Tree(entries).root() != root:
            return f"the first {size} entries of {talks}/{name} are not those that stood there"
    return ""
