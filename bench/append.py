"""How fast signed acts are appended, beside bare SQLite inserts of the same bytes on the same disk.

Each append is one transaction with synchronous FULL: the device's signature is checked, and entry and the command's
answer are written. As in ``app.perform`` the signature is checked before the lock, so that several writers' acts may
overlap. A bare insert is one row of all those bytes in one transaction, WAL and FULL too, by Python's own sqlite3.

Between the two stand bare inserts that do one more thing each: check the signature, write the same rows to tables
like ours. What is left then is the store's own. All take turns in small batches, so that a busy machine slows
them alike; the ratios are medians over the turns. How much the signatures count hangs on the disk, so what one sync
takes is printed too, and ``--slower MS`` runs all of it once more in a process whose every sync waits so much longer.

    python -m bench.append [--batch 50] [--turns 40] [--folder DIR] [--slower MS]... [--json]
"""

import argparse
import json
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_open

from bench.slow_disk import slower, sync_seconds
from parley.app.core.ports import CommandKey, Pending
from parley.record import signature_holds
from parley.store import Store, open_store

ENTRY_BYTES = 700  # a typical entry of the rehearsal
AT_LEAST = 0.5  # of the pace of bare inserts

DEVICE = Ed25519PrivateKey.generate()
PUBLIC = DEVICE.public_key().public_bytes_raw()
ANSWER = b'{"recorded":[{"compartment":"table","kind":"text.clause-adopted.1","seq":4112}]}'


@dataclass(frozen=True, slots=True)
class Act:
    entry: bytes
    device_signature: bytes
    command: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds an operation."""

    at_once: float
    append: float
    bare: float
    checked: float
    rows: float


def acts(count: int) -> list[Act]:
    """Return what devices would send; their signing is not the server's work and not timed."""
    entries = [secrets.token_hex(ENTRY_BYTES // 2).encode() for _ in range(count)]
    return [Act(entry, DEVICE.sign(entry), secrets.token_hex(16)) for entry in entries]


class Appender:
    """The part of ``app.perform`` that the pace hangs on."""

    def __init__(self, store: Store) -> None:
        self._journal, self._lock, self.size = store.journal, threading.Lock(), 0

    def append(self, act: Act) -> None:
        assert signature_holds(PUBLIC, act.device_signature, act.entry)
        with self._lock:
            key = CommandKey("gov-head", act.command, act.command)
            self._journal.append("bench", [Pending("table", self.size, (act.entry,))], key, ANSWER)
            self.size += 1


def append_all(appender: Appender, given: Sequence[Act], pool: ThreadPoolExecutor, writers: int) -> float:
    """Return the seconds it took so many writers, each with its share."""

    def write(share: Sequence[Act]) -> None:
        for act in share:
            appender.append(act)

    began = time.perf_counter()
    for _ in pool.map(write, [given[writer::writers] for writer in range(writers)]):
        pass
    return time.perf_counter() - began


TABLES = """
CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL);
CREATE TABLE commands (talks TEXT, seat TEXT, command TEXT, digest TEXT, answer BLOB,
    PRIMARY KEY (talks, seat, command)) WITHOUT ROWID;
"""
ENTRY = "INSERT INTO entries (entry) VALUES (?)"
ROWS = (
    (ENTRY, lambda act: (act.entry,)),
    (
        "INSERT INTO commands VALUES ('bench', 'gov-head', ?, ?, ?)",
        lambda act: (act.command, act.command, ANSWER),
    ),
)


def insert_all(
    bare: sqlite3.Connection, given: Sequence[Act], *, check: bool = False, rows: bool = False
) -> float:
    """Return the seconds that one transaction an act took, with the parts of an append that are asked for."""
    same = [act.entry + ANSWER + 2 * act.command.encode() for act in given]
    began = time.perf_counter()
    for act, data in zip(given, same, strict=True):
        if check:
            crypto_sign_open(act.device_signature + act.entry, PUBLIC)
        bare.execute("BEGIN IMMEDIATE")
        if rows:
            for statement, values in ROWS:
                bare.execute(statement, values(act))
        else:
            bare.execute(ENTRY, (data,))
        bare.execute("COMMIT")
    return time.perf_counter() - began


def measure(folder: Path, batch: int, turns: int) -> list[Turn]:
    found = []
    with (
        closing(open_store(f"sqlite:///{folder}/parley.db", secrets.token_bytes(32))) as store,
        ThreadPoolExecutor(WRITERS) as pool,
        closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare,
    ):
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.executescript(TABLES)
        appender = Appender(store)
        for number in range(-WARM, turns):
            given = acts(batch)
            taken = (
                append_all(appender, given, pool, WRITERS),
                append_all(appender, acts(batch), pool, 1),
                insert_all(bare, given),
                insert_all(bare, given, check=True),
                insert_all(bare, acts(batch), check=True, rows=True),
            )
            if number >= 0:
                found.append(Turn(*(seconds / batch for seconds in taken)))
    return found


WRITERS = 4
WARM = 8  # turns before the measuring, in which the logs grow to the size that they keep


LINES: tuple[tuple[str, Callable[[Turn], float]], ...] = (
    (f"signed appends, {WRITERS} at once", lambda turn: turn.at_once),
    ("signed appends, one writer", lambda turn: turn.append),
    ("bare inserts", lambda turn: turn.bare),
    ("… and a signature checked", lambda turn: turn.checked),
    ("… and as two tables' rows", lambda turn: turn.rows),
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--batch", type=int, default=50, help="operations a turn (default: %(default)s)")
    parser.add_argument("--turns", type=int, default=40, help="default: %(default)s")
    parser.add_argument(
        "--folder", type=Path, help="on the disk to measure (default: the system's temporary one)"
    )
    parser.add_argument(
        "--slower",
        type=float,
        action="append",
        default=[],
        metavar="MS",
        help="once more, each sync later by MS",
    )
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-bench-", dir=options.folder) as folder:
        found = measured(Path(folder), options.batch, options.turns)
        tell(found, json_line=options.json)
        for milliseconds in options.slower:
            again = [
                "--batch",
                str(options.batch),
                "--turns",
                str(options.turns),
                "--folder",
                folder,
                "--json",
            ]
            asked = [sys.executable, "-m", "bench.append", *again]
            said = subprocess.run(
                asked, env=slower(milliseconds, Path(folder)), stdout=subprocess.PIPE, check=False
            )
            later = json.loads(said.stdout)
            if later["sync"] < milliseconds / 1e3:
                raise SystemExit("The syncs were not delayed: is this Python linked without the C library?")
            tell(later, json_line=options.json)
    return 0 if found["rows"][0]["ratio"] >= AT_LEAST else 1


def measured(folder: Path, batch: int, turns: int) -> dict[str, Any]:
    """Return seconds a sync, and of each line seconds an operation and its pace beside bare inserts."""
    found = measure(folder, batch, turns)
    rows = [
        {
            "what": what,
            "seconds": statistics.median(map(taken, found)),
            "ratio": statistics.median(turn.bare / taken(turn) for turn in found),
        }
        for what, taken in LINES
    ]
    return {"sync": sync_seconds(folder), "rows": rows}


def tell(found: dict[str, Any], *, json_line: bool) -> None:
    if json_line:
        print(json.dumps(found))
        return
    title = f"one transaction each, FULL; a sync takes {1e3 * found['sync']:.2f} ms"
    print(f"{title:<51} {'pace':>6}")
    for row in found["rows"]:
        each = row["seconds"]
        print(f"{row['what']:<28} {1 / each:>9,.0f} {1e6 * each:>8,.0f} µs {row['ratio']:>6.2f}")
    print(
        f"operations a second, time of each, pace beside bare inserts: for signed appends {AT_LEAST} is wanted"
    )


if __name__ == "__main__":
    sys.exit(main())
