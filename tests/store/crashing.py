"""Kill -9 at random instants under load, start again, and see that nothing acknowledged is lost and nothing half there.

``kill_again_and_again`` drives a ``Target``: anything that serves, acknowledges commands and can be killed.
``Appenders`` is the store's own; a whole server over HTTP can be another.
"""

import json
import os
import random
import selectors
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import select, text

from parley.app.core.ports import CommandKey, Journal
from parley.record import checkpoint_note, export_paths, origin, read_entry, verify
from parley.record.tree import Tree
from parley.store import Store, open_store
from parley.store.database import Database
from parley.store.places import command_key
from parley.store.tables import leaves
from tests.store.appender import COMPARTMENTS, KEY, SEAT, SERVER, TALKS

SERVING_SECONDS = 5.0
LEAST = 10  # acknowledgements before a kill: a machine busy with other things is no excuse for no load
ROOT = Path(__file__).parents[2]


class Target(Protocol):
    """What is killed: it serves, acknowledges commands, and is looked at when it is dead."""

    def start(self) -> float:
        """Start it; return the seconds until it had served its first command."""

    def run(self, seconds: float) -> None:
        """Let it work so long, and longer if it has hardly begun; gather its acknowledgements."""

    def kill(self) -> None:
        """Kill -9 everything that serves, and gather what it had still acknowledged."""

    def check(self) -> int:
        """Raise AssertionError unless all that was acknowledged is there, whole; return how much that is."""


@dataclass(slots=True)
class Outcome:
    kills: int = 0
    group_kills: int = 0
    acknowledged: int = 0
    first: float = 0  # seconds until serving, from an empty database
    serving: list[float] = field(default_factory=list)  # seconds until serving, after each kill

    def prompt(self) -> bool:
        """Whether it served again soon enough: a machine busy with other things starts nothing quickly."""
        middle = sorted(self.serving)[len(self.serving) // 2]
        return max(self.serving) <= SERVING_SECONDS or middle <= 2 * self.first


def kill_again_and_again(
    target: Target,
    kills: int,
    chance: random.Random,
    kill_database: Callable[[], None] | None = None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Kill ``kills`` times, every tenth time with ``kill_database`` (which starts it again), if given."""
    try:
        return _kill(target, kills, chance, kill_database, told)
    finally:
        target.kill()  # nothing is left running, also when an assertion failed


def _kill(
    target: Target,
    kills: int,
    chance: random.Random,
    kill_database: Callable[[], None] | None,
    told: Callable[[Outcome], None],
) -> Outcome:
    outcome = Outcome()
    outcome.first = target.start()
    for number in range(1, kills + 1):
        target.run(chance.uniform(0.02, 0.5))
        target.kill()
        if kill_database is not None and number % 10 == 0:
            kill_database()
            outcome.group_kills += 1
        outcome.acknowledged = target.check()
        outcome.serving.append(target.start())
        outcome.kills = number
        told(outcome)
    target.kill()
    outcome.acknowledged = target.check()
    return outcome


class Appenders:
    """So many processes of ``tests.store.appender`` on one database."""

    def __init__(self, url: str, processes: int = 2) -> None:
        self._url = url
        self._processes = processes
        self._running: list[subprocess.Popen[bytes]] = []
        self._selector = selectors.SelectSelector()  # which holds nothing open of its own
        self._parts: dict[int, bytes] = {}
        self._new: list[str] = []
        self._sure: set[str] = set()  # acknowledged, and found there once already

    def start(self) -> float:
        began = time.perf_counter()
        for _ in range(self._processes):
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.store.appender", self._url],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
            assert process.stdout is not None
            os.set_blocking(process.stdout.fileno(), False)
            self._selector.register(process.stdout, selectors.EVENT_READ)
            self._running.append(process)
        while "serving" not in self._new:
            assert time.perf_counter() - began < 60, "nothing was served within a minute"
            assert all(process.poll() is None for process in self._running), "an appender ended by itself"
            self._read(0.05)
        took = time.perf_counter() - began
        self._new = [line for line in self._new if line != "serving"]
        return took

    def run(self, seconds: float) -> None:
        began = time.perf_counter()
        while (gone := time.perf_counter() - began) < seconds or (len(self._new) < LEAST and gone < 60):
            self._read(max(seconds - gone, 0.01))

    def kill(self) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):  # it has ended by itself, and that was noticed
                os.killpg(process.pid, signal.SIGKILL)
        for process in self._running:
            process.wait()
        while self._read(0):  # what was acknowledged before it died counts
            pass
        for process in self._running:
            assert process.stdout is not None
            self._selector.unregister(process.stdout)
            process.stdout.close()
        self._running.clear()
        self._parts.clear()

    def _read(self, seconds: float) -> bool:
        """Take in whole lines; return whether anything came."""
        came = False
        for key, _ in self._selector.select(seconds):
            data = os.read(key.fd, 65536)
            came = came or bool(data)
            *lines, self._parts[key.fd] = (self._parts.get(key.fd, b"") + data).split(b"\n")
            self._new += [line.decode() for line in lines]
        return came

    def check(self) -> int:
        nobody_else(self._url)
        store, database = open_store(self._url, KEY), Database(self._url)
        try:
            acknowledged = {line for line in self._new if line != "serving"}
            for command in acknowledged:
                assert store.journal.answered(TALKS, CommandKey(SEAT, command, command)), f"{command} is lost"
            self._sure |= acknowledged
            self._new.clear()
            recorded = none_half(store, database)
            assert recorded >= self._sure, f"{len(self._sure - recorded)} acknowledged commands are lost"
            verifies(store.journal)
        finally:
            database.close()
            store.close()
        return len(self._sure)


def nobody_else(url: str) -> None:
    """Wait until PostgreSQL has finished what the killed were at: a commit that was sent goes on without them."""
    if url.startswith("sqlite"):
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    end, count = time.perf_counter() + 60, 1
    with closing(Database(url)) as database:
        while count:
            assert time.perf_counter() < end, f"{count} connections of the killed are still at work"
            with database.read() as connection:  # each time anew: within a transaction the answer stays
                count = connection.execute(text(others)).scalar_one()


def none_half(store: Store, database: Database) -> set[str]:
    """Raise AssertionError if a command is there in part only; return those that are there."""
    with database.read() as connection:
        rows = connection.execute(
            select(leaves.c.command, leaves.c.answer).where(leaves.c.command.is_not(None))
        ).all()
    kept = {bytes(row.command): json.loads(row.answer) for row in rows}
    found: dict[str, Counter[str]] = {}
    for name in COMPARTMENTS:
        for raw in store.journal.entries(TALKS, name):
            entry = read_entry(raw)
            if entry.seat == SEAT:
                found.setdefault(entry.command, Counter())[name] += 1
    expected = {command_key(TALKS, CommandKey(SEAT, command, command)): found[command] for command in found}
    assert expected == {key: {name: count for name, _, count in answer} for key, answer in kept.items()}
    told = Counter(str(message.body["command"]) for _, _, message in store.journal.unsent())
    assert told == Counter(dict.fromkeys(found, 1))
    return set(found)


def verifies(journal: Journal) -> None:
    """Raise AssertionError unless each compartment, exported, passes the record's own verifier."""
    beside: dict[str, bytes] = {}
    for name in COMPARTMENTS:  # the table first
        entries = journal.entries(TALKS, name)
        note = checkpoint_note(origin(TALKS, name, SERVER.public), len(entries), Tree(entries).root(), SERVER)
        folder = dict(export_paths(TALKS, name, entries, note))
        report = verify((folder | beside).get)
        assert not report.faults, report.faults[:3]
        if name == "table":
            beside = {f"table/{path}": data for path, data in folder.items()}
