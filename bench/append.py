"""How fast signed acts are appended, beside bare SQLite inserts of the same bytes on the same disk.

Each append is one transaction with synchronous FULL: the device's signature is checked, the server's made, and
entry, head, the command's answer and a message are written. A bare insert is one row of all those bytes in one
transaction, WAL and FULL too, by Python's own sqlite3. "With signatures" is a bare insert with the same check and
the same signature before it: what is left is the store's own cost. All three take turns in small batches, so that
a busy machine slows them alike; the ratios are medians over the turns.

On a disk that syncs in a tenth of a millisecond the signatures alone take longer than a bare insert, and no store
could reach half of its pace; on one that takes a millisecond they hardly count. So both ratios are printed.

    python -m bench.append [--batch 50] [--turns 40] [--folder DIR] [--json]
"""

import argparse
import json
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.app.ports import CommandKey, Message, Pending
from parley.store import Store, open_store

ENTRY_BYTES = 700  # a typical entry of the rehearsal
AT_LEAST = 0.5  # of the pace of bare inserts

DEVICE, SERVER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
CHECKS = DEVICE.public_key()
ANSWER = b'{"recorded":[{"compartment":"table","kind":"text.clause-adopted.1","seq":4112}]}'


@dataclass(frozen=True, slots=True)
class Act:
    entry: bytes
    device_signature: bytes
    command: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds an operation."""

    append: float
    bare: float
    signed_bare: float


def acts(count: int) -> list[Act]:
    """Return what devices would send; their signing is not the server's work and not timed."""
    entries = [secrets.token_hex(ENTRY_BYTES // 2).encode() for _ in range(count)]
    return [Act(entry, DEVICE.sign(entry), secrets.token_hex(16)) for entry in entries]


def sealed(act: Act, size: int) -> bytes:
    """Check the device's signature and make the server's; return a head."""
    CHECKS.verify(act.device_signature, act.entry)
    return b"parley/bench/table/00000000\n%d\n" % size + SERVER.sign(act.entry).hex().encode()


def append_all(store: Store, given: Sequence[Act], start: int) -> float:
    """Return the seconds it took."""
    began = time.perf_counter()
    for seq, act in enumerate(given, start):
        pending = Pending("table", seq, (act.entry,), sealed(act, seq + 1))
        key = CommandKey("gov-head", act.command, act.command)
        store.journal.append("bench", [pending], key, ANSWER, [Message("live", {"seq": seq})])
        store.journal.sent([seq + 1], at_once=False)  # numbered from 1
    return time.perf_counter() - began


def insert_all(bare: sqlite3.Connection, given: Sequence[Act], start: int, *, signed: bool) -> float:
    """Return the seconds it took."""
    same = [act.entry + bytes(160) + ANSWER + 2 * act.command.encode() + b'{"seq": 4112}' for act in given]
    began = time.perf_counter()
    for seq, (act, data) in enumerate(zip(given, same, strict=True), start):
        if signed:
            sealed(act, seq)
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO entries (entry) VALUES (?)", (data,))
        bare.execute("COMMIT")
    return time.perf_counter() - began


def measure(folder: Path, batch: int, turns: int) -> list[Turn]:
    store = open_store(f"sqlite:///{folder}/parley.db", secrets.token_bytes(32))
    found = []
    with closing(store), closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL)")
        for number in range(-WARM, turns):
            given, start = acts(batch), (number + WARM) * batch
            taken = (
                append_all(store, given, start),
                *(insert_all(bare, given, start, signed=s) for s in (False, True)),
            )
            if number >= 0:
                found.append(Turn(*(seconds / batch for seconds in taken)))
    return found


WARM = 8  # turns before the measuring, in which the logs grow to the size that they keep


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--batch", type=int, default=50, help="operations a turn (default: %(default)s)")
    parser.add_argument("--turns", type=int, default=40, help="default: %(default)s")
    parser.add_argument(
        "--folder", type=Path, help="on the disk to measure (default: the system's temporary one)"
    )
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-bench-", dir=options.folder) as folder:
        found = measure(Path(folder), options.batch, options.turns)
    middle = statistics.median
    rows = (
        ("signed append", middle(one.append for one in found), 1.0),
        ("bare insert", middle(one.bare for one in found), middle(one.bare / one.append for one in found)),
        (
            "bare insert with signatures",
            middle(one.signed_bare for one in found),
            middle(one.signed_bare / one.append for one in found),
        ),
    )
    if options.json:
        print(json.dumps([{"what": what, "seconds": each, "ratio": ratio} for what, each, ratio in rows]))
    else:
        print(f"{'one transaction each, FULL':<28} {'a second':>9} {'ratio':>6}")
        for what, each, ratio in rows:
            print(f"{what:<28} {1 / each:>9,.0f} {ratio:>6.2f}")
        print(
            f"ratio: the pace of signed appends to that line's; at least {AT_LEAST} is wanted of bare inserts"
        )
    return 0 if rows[1][2] >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
