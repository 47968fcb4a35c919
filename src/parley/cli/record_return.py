"""``parley record return``: after a restore, entries that are missing here come back from what a side kept."""

import argparse
import json
import sys
from pathlib import Path

from parley import settings as chosen
from parley import wiring
from parley.app.core.model import App
from parley.app.core.ports import ReadOnly
from parley.app.core.returning import Diverged, still_missing, take_back
from parley.cli.errors import Stopped, message_of, require_installation
from parley.record import Read, read_checkpoint, server_id, verify
from parley.record.export import exported_entries
from parley.wiring import StoreError

TABLE = "table"


def run(options: argparse.Namespace, read: Read) -> int:
    """Take back. Exit codes: 0 done, 2 nothing was changed (said why)."""
    try:
        settings = chosen.load({"data": str(options.data)} if options.data else {})
        require_installation(settings)
        with wiring.opened(settings) as parley:
            found = returned(parley.app, options.folder, read)
            lacking = still_missing(parley.app)
    except (Stopped, chosen.SettingsRefused, StoreError, ReadOnly, OSError) as fault:
        print(f"parley record return: {message_of(fault)} Nothing was taken back.", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"returned": found, "missing": [f"{talks}/{name}" for talks, name in lacking]}))
        return 0
    for name, count in found.items():
        print(f"{name}: {count} entries were missing here and are back.")
    for talks, name in lacking:
        print(f"{talks}/{name}: a device has shown a longer record than this. Ask its side for its export.")
    if not lacking:
        print(
            "Every head that a device has shown is of this record. Contents are not in it: bring them again."
        )
    return 0


def returned(app: App, folder: Path, read: Read) -> dict[str, int]:
    """Return compartment → how many entries came back; the table first. Raises: Stopped."""
    report = verify(read)
    if not report.ok:
        raise Stopped(f"{folder}: does not verify; parley record verify {folder} says why.")
    server = next((key.fingerprint for key in report.keys if key.use == "server"), "")
    if server != server_id(app.signer.public):
        raise Stopped(f"{folder}: is signed by another server's key than the one here.")
    if report.talks not in app.journal.talks():
        raise Stopped(f"{folder}: there are no talks {report.talks!r} here.")
    named = [(report.compartment, "")]
    if report.compartment != TABLE:
        named.insert(0, (TABLE, "table/"))
    kept = {name: exported_entries(read, _size(read(f"{under}checkpoint")), under) for name, under in named}
    try:
        return {name: take_back(app, report.talks, name, entries) for name, entries in kept.items()}
    except Diverged as other:
        raise Stopped(
            f"{folder}: entry {other.place} is another one here: this record went on without what is missing. The two "
            "cannot be made one. Tell both sides, and begin new talks."
        ) from other


def _size(note: bytes | None) -> int:
    return read_checkpoint(note or b"").size
