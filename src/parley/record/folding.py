"""The roster out of entries as a server hands them over, for whoever acts by it: no report, and nothing that does not hold."""

from collections.abc import Iterable

from parley.record.devices import FOLDED
from parley.record.entries import Entry, EntryError, read_entry
from parley.record.notes import signature_holds
from parley.record.roster import NO_ANCHORS, Anchors, Roster


def roster(entries: Iterable[bytes], anchors: Anchors = NO_ANCHORS) -> Roster:
    """Return the roster that canonical ``entries`` of one compartment make, from its first on.

    Every signature is checked. Entries that are malformed, falsely signed, of another record than the first, or void change
    nothing, nor does an act that its device has said before: a server that adds a device of its own, or writes down again
    what was taken back since, gains nothing by it. Use ``verify`` to be told of them.
    """
    fold = Roster(anchors)
    said: set[tuple[str, str]] = set()
    record: tuple[str, str] | None = None
    for entry in _folded(entries):
        record = record or (entry.talks, entry.compartment)
        act = entry.device, entry.command
        if record != (entry.talks, entry.compartment) or (entry.binding and act in said):
            continue
        key = fold.key(entry)
        if key is None or not signature_holds(key, entry.signature, entry.statement):
            continue
        if entry.binding:
            said.add(act)
        if fold.fault(entry) is None:
            fold.apply(entry)
    return fold


def _folded(entries: Iterable[bytes]) -> Iterable[Entry]:
    for raw in entries:
        try:
            entry = read_entry(raw)
        except EntryError:
            continue
        if entry.kind in FOLDED:
            yield entry
