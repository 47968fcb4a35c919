"""The verifier: a folder is checked for consistency, against trusted keys, and against heads kept earlier.

It reads by path through a function and needs nothing of Parley but this package.
"""

from collections.abc import Iterator, Sequence

from parley.record import notes
from parley.record.canonical import server_id
from parley.record.devices import Device
from parley.record.folder import Folder, Read
from parley.record.notes import Checkpoint, NoteSignature
from parley.record.report import Cosigned, Gap, Key, Report
from parley.record.roster import Roster
from parley.record.trust import NO_TRUST, Trust


def verify(read: Read, trust: Trust = NO_TRUST, seen: Sequence[bytes] = ()) -> Report:
    """Return all that is wrong with the folder behind ``read``, the keys it rests on, and what it cannot show.

    ``trust`` finds a record that was forged whole; ``seen``, heads that somebody kept (checkpoint files), finds
    rollback, fork and truncation. Memory does not grow with the record, but for 24 bytes a binding act, which
    find one that was replayed, and for the roster.
    """
    report = Report()
    if read("talks.json") is None and read("checkpoint") is None:
        report.readable = False
        return report
    roster = Roster(trust.heads)
    table = None
    if read("table/talks.json") is not None:  # another compartment brings the table along, for its roster
        table = Folder(lambda path: read(f"table/{path}"), report, roster, "table/")
        table.walk()
        _conclude(table, trust, ())
        report = Report(faults=report.faults, more=report.more)
        roster.complete = True
    folder = Folder(read, report, roster, "")
    folder.walk([head.size for head in map(_checkpoint, seen) if head])
    _conclude(folder, trust, seen)
    report.keys += _keys(roster, trust)
    report.gaps += _gaps(folder, trust, seen)
    if table is None and folder.compartment not in ("", "table"):
        folder.add("file_missing", "table/talks.json")
    elif table is not None and (table.talks, table.compartment) != (folder.talks, "table"):
        there = f"{table.talks}/{table.compartment}"
        folder.add("wrong_compartment", "table/talks.json", there, folder.talks)
    return report


def _checkpoint(note: bytes) -> Checkpoint | None:
    try:
        return notes.read_checkpoint(note)
    except notes.NoteError:
        return None


def _conclude(folder: Folder, trust: Trust, seen: Sequence[bytes]) -> None:
    """Compare what the walk left: replayed acts, the server's key, the folder's heads, the kept ones."""
    for index, first in sorted(folder.acts.replayed()):
        folder.add("act_replayed", f"entry {index}", "the same device and command", f"once, as entry {first}")
    server = folder.roster.server
    if server is None:
        folder.add("server_key_missing", "entry 0")
        return
    if trust.server not in (None, server_id(server)):
        folder.add("server_untrusted", "entry 0", server_id(server), trust.server)
    devices = [one for one in folder.roster.devices.values() if folder.roster.accepted(one)]
    cosigners = {notes.cosigner_name(folder.talks, device.seat, device.id): device for device in devices}
    for path, head in folder.heads.items():
        _folder_head(folder, path, head, server)
        for line in head.signatures:
            if line.name in cosigners:
                _cosignature(folder, path, head, line, cosigners[line.name])
    kept: dict[int, bytes] = {}
    for number, note in enumerate(seen, 1):
        _kept_head(folder, f"seen head {number}", note, server, kept)


def _folder_head(folder: Folder, path: str, head: Checkpoint, server: bytes) -> None:
    expected = notes.origin(folder.talks, folder.compartment, server)
    if head.origin != expected:
        folder.add("checkpoint_origin", path, head.origin, expected)
    if not notes.host_signed(head, server):
        folder.add("checkpoint_signature", path, head.origin, server_id(server))
    if path not in ("checkpoint", f"head/{head.size}") or head.size > folder.report.size:
        folder.add("checkpoint_size", path, head.size, folder.report.size)
    if (root := folder.root(head.size)) not in (None, head.root):
        folder.add("checkpoint_root", path, head.root.hex(), root.hex() if root else "")


def _cosignature(folder: Folder, path: str, head: Checkpoint, line: NoteSignature, device: Device) -> None:
    if line.key_id != notes.note_key_id(line.name, notes.COSIGNED, device.ed25519):
        return  # an unknown key's, of the same name: C2SP has it ignored
    time = notes.cosigned_at(head.text, line, line.name, device.ed25519)
    if time is None:
        folder.add("cosignature_false", path, line.name)
    else:
        folder.report.cosigned.append(Cosigned(device.party, device.seat, device.id, head.size, time))


def _kept_head(folder: Folder, where: str, note: bytes, server: bytes, kept: dict[int, bytes]) -> None:
    """Compare a head that somebody kept; ``kept`` holds the roots of those before it, by size."""
    head = _checkpoint(note)
    expected = notes.origin(folder.talks, folder.compartment, server)
    if head is None:
        folder.add("seen_malformed", where)
    elif head.origin != expected:
        folder.add("seen_elsewhere", where, head.origin, expected)
    elif not notes.host_signed(head, server):
        folder.add("seen_unsigned", where, head.origin, server_id(server))
    elif kept.setdefault(head.size, head.root) != head.root:
        folder.add("forked", where, head.root.hex(), f"{kept[head.size].hex()} in another head kept")
    elif head.size > folder.report.size:
        folder.add("rolled_back", where, f"{folder.report.size} entries here", f"{head.size} entries signed")
    elif (root := folder.root(head.size)) not in (None, head.root):
        folder.add("forked", where, head.root.hex(), f"{(root or b'').hex()} at entry {head.size} here")


def _keys(roster: Roster, trust: Trust) -> Iterator[Key]:
    """Yield the keys that all else rests on: the server's, and those of devices that spoke for a party."""
    if roster.server is not None:
        yield Key("server", "host", "", server_id(roster.server), trust.server is not None)
    for device in roster.devices.values():
        if device.vouched and roster.has_head_role(device):
            trusted = device.id in trust.heads.get(device.party, ())
            yield Key("head", device.party, device.seat, device.id, trusted)


def _gaps(folder: Folder, trust: Trust, seen: Sequence[bytes]) -> Iterator[Gap]:
    """Yield what this folder, with this evidence, cannot show."""
    report, sides = folder.report, folder.roster.sides()
    if trust.server is None:
        yield Gap("server_unpinned")
    yield from (Gap("heads_unpinned", party) for party in sides if party not in trust.heads)
    kept = max((head.size for head in map(_checkpoint, seen) if head), default=0)
    if kept < report.size:
        yield Gap("no_head_kept_after", str(kept))
    for party in sides:
        sizes = [one.size for one in report.cosigned if one.party == party]
        if max(sizes, default=0) < report.size:
            yield Gap("not_cosigned_after", f"{party} {max(sizes, default=0)}")
    yield from folder.roster.changes()
    if report.procedural:
        yield Gap("server_word", str(report.procedural))
    yield from report.times()
    if folder.absent:
        yield Gap("contents_elsewhere", str(folder.absent))
    if folder.roster.complete:
        yield Gap("order_between_compartments")
