"""How fast signed acts are appended, beside bare SQLite inserts of the same bytes on the same disk.

Each append is one transaction with synchronous FULL: the device's signature is checked, the server's made,
and entry, head, the command's answer and a message are written. A bare insert is one row of the same bytes in
one transaction, WAL and FULL too, by Python's own sqlite3. Both take turns, so that a busy disk slows both.

    python -m bench.append [--appends 2000] [--rounds 5] [--folder DIR] [--json]
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
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.app.ports import CommandKey, Message, Pending
from parley.store import Store, open_store

ENTRY_BYTES = 700  # a typical entry of the rehearsal
AT_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Act:
    entry: bytes
    device_signature: bytes
    command: str


@dataclass(frozen=True, slots=True)
class Round:
    appends: float  # per second
    inserts: float  # per second

    @property
    def ratio(self) -> float:
        return self.appends / self.inserts


DEVICE, SERVER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
CHECKS = DEVICE.public_key()


def acts(count: int) -> list[Act]:
    """Return what devices would send; their signing is not the server's work and not timed."""
    entries = [secrets.token_hex(ENTRY_BYTES // 2).encode() for _ in range(count)]
    return [Act(entry, DEVICE.sign(entry), secrets.token_hex(16)) for entry in entries]


def append_all(store: Store, given: Sequence[Act], start: int) -> float:
    """Return the seconds it took."""
    began = time.perf_counter()
    for seq, act in enumerate(given, start):
        CHECKS.verify(act.device_signature, act.entry)
        note = b"parley/bench/table\n%d\n" % (seq + 1) + SERVER.sign(act.entry)
        store.journal.append(
            "bench",
            [Pending("table", seq, (act.entry,), note)],
            CommandKey("gov-head", act.command, act.command),
            b'{"recorded":[]}',
            [Message("live", {"seq": seq})],
        )
    return time.perf_counter() - began


def insert_all(bare: sqlite3.Connection, given: Sequence[Act]) -> float:
    """Return the seconds it took."""
    began = time.perf_counter()
    for act in given:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO entries (entry) VALUES (?)", (act.entry,))
        bare.execute("COMMIT")
    return time.perf_counter() - began


def measure(folder: Path, appends: int, rounds: int) -> list[Round]:
    store = open_store(f"sqlite:///{folder}/parley.db", secrets.token_bytes(32))
    found = []
    with closing(store), closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL)")
        for number in range(rounds):
            given = acts(appends)
            ours, theirs = append_all(store, given, number * appends), insert_all(bare, given)
            found.append(Round(appends / ours, appends / theirs))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--appends", type=int, default=2000, help="a round (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument(
        "--folder", type=Path, help="on the disk to measure (default: the system's temporary one)"
    )
    parser.add_argument("--json", action="store_true", help="print the rounds for a program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-bench-", dir=options.folder) as folder:
        found = measure(Path(folder), options.appends, options.rounds)
    middle = statistics.median(one.ratio for one in found)
    if options.json:
        print(json.dumps({"rounds": [asdict(one) for one in found], "ratio": middle, "at_least": AT_LEAST}))
    else:
        print(f"{'round':>5} {'signed appends/s':>17} {'bare inserts/s':>15} {'ratio':>6}")
        for number, one in enumerate(found, 1):
            print(f"{number:>5} {one.appends:>17,.0f} {one.inserts:>15,.0f} {one.ratio:>6.2f}")
        print(f"median ratio {middle:.2f}, at least {AT_LEAST} is wanted")
    return 0 if middle >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
