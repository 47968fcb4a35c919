"""One process holds a store: the second is refused in words, and whoever lost it to another writes nothing."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from parley.app.core.clock import SystemClock
from parley.app.core.ports import Head, Pending, ReadOnly, SignIn
from parley.store import StoreError, open_store, read_store
from parley.store.database import Database
from parley.store.hold import LOCK
from tests.store.conftest import KEY, Kept

WHEN = datetime(2026, 11, 22, tzinfo=UTC)
HOLDS = """
import sys
from parley.app.core.ports import Pending
from parley.store import open_store
store = open_store(sys.argv[1], bytes(range(32)))
store.journal.append("t", [Pending("table", 0, (b"first",))], None, b"")
print("holds", flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the store, until the end of the block."""
    command = [sys.executable, "-c", HOLDS, url]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "holds\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def take_away(url: str) -> None:
    """Let this process lose the store, as a cut line does on PostgreSQL, and another write its row: no program of ours."""
    with closing(Database(url)) as database, database.write() as connection:
        connection.execute(
            text("UPDATE markers SET value = :value WHERE name = 'holder'"), {"value": b"another"}
        )


def test_a_second_process_is_refused_with_who_holds_it_and_reads_all_the_same(kept: Kept) -> None:
    with holder(kept.url) as first:
        with pytest.raises(StoreError) as refused:
            open_store(kept.url, KEY)
        assert (
            f"by process {first.pid} on {socket.gethostname()} since {SystemClock().real():%Y-%m-%d}"
            in str(refused.value)
        )
        beside = read_store(kept.url, KEY)
        assert beside.journal.entries("t", "table") == [b"first"]
        with pytest.raises(ReadOnly):
            beside.journal.append("t", [Pending("table", 1, (b"second",))], None, b"")
        with pytest.raises(ReadOnly):
            beside.people.add_sign_in(SignIn(b"token", "t", "seat", "device", WHEN))
        beside.close()
    kept.open().journal.append("t", [Pending("table", 1, (b"after",))], None, b"")


def test_a_second_store_in_the_same_process_is_refused_and_the_first_goes_on(kept: Kept) -> None:
    first = kept.open()
    with pytest.raises(StoreError, match=f"held by process {os.getpid()}"):
        open_store(kept.url, KEY)
    first.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    with holding_is_refused_elsewhere(kept.url):
        pass


@contextmanager
def holding_is_refused_elsewhere(url: str) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDS, url]
    done = subprocess.run(command, input="", capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "StoreError" in done.stderr
    assert f"held by process {os.getpid()}" in done.stderr
    yield


@pytest.mark.parametrize("way", ["link", "hard link", "other folder"])
def test_no_other_name_of_the_file_leads_round_the_lock(kept_sqlite: Kept, tmp_path: Path, way: str) -> None:
    kept_sqlite.open()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    name = elsewhere / "other.db"
    if way == "hard link":
        name.hardlink_to(tmp_path / "parley.db")
    elif way == "link":
        name.symlink_to(tmp_path / "parley.db")
    else:
        (tmp_path / "second").symlink_to(tmp_path)
        name = tmp_path / "second" / "parley.db"
    with pytest.raises(StoreError, match="held by"):
        open_store(f"sqlite:///{name}", KEY)


def test_who_lost_the_store_to_another_writes_nothing_of_any_kind(kept: Kept) -> None:
    store = kept.open()
    store.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    store.blobs.put("t", "digest", b"salt", "text/plain", b"data")
    signed = SignIn(b"token", "t", "seat", "device", WHEN)
    store.people.add_sign_in(signed)
    before = everything(kept.url)
    take_away(kept.url)
    tried: tuple[Callable[[], object], ...] = (
        lambda: store.journal.append("t", [Pending("table", 1, (b"b",))], None, b""),
        lambda: store.journal.append("t", [Pending("host", 0, (b"b",))], None, b""),
        lambda: store.journal.cosign("t", "table", Head(1, b"note"), "name", b"line"),
        lambda: store.journal.set_read_only(None),
        lambda: store.journal.sent([1]),
        lambda: store.blobs.put("t", "another", b"salt", "text/plain", b"data"),
        lambda: store.blobs.erase("t", "digest"),
        lambda: store.people.add_sign_in(replace(signed, token_hash=b"2")),
        lambda: store.people.end_sign_ins("t", "seat"),
        lambda: store.people.put_value("t", "seat", "draft", b"x"),
    )
    for number, one in enumerate(tried):
        with pytest.raises(ReadOnly) as refused:
            one()
        assert refused.value.code == "held_elsewhere", number
    assert store.journal.read_only() == "held_elsewhere"
    after = everything(kept.url)
    assert {name: rows for name, rows in after.items() if name != "markers"} == {
        name: rows for name, rows in before.items() if name != "markers"
    }


def everything(url: str) -> dict[str, list[str]]:
    tables = (
        "compartments",
        "leaves",
        "heads",
        "cosignatures",
        "blobs",
        "blob_keys",
        "sign_ins",
        "seat_values",
    )
    with closing(Database(url, reading=True)) as database, database.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")).all()))
            for name in tables
        }


def test_a_store_that_was_closed_writes_nothing_more(kept: Kept) -> None:
    first = kept.open()
    first.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    first.close()
    with pytest.raises(ReadOnly, match="held_elsewhere"):
        first.journal.append("t", [Pending("table", 1, (b"b",))], None, b"")
    with pytest.raises(ReadOnly, match="held_elsewhere"):
        first.people.put_value("t", "seat", "draft", b"x")


def test_whoever_was_killed_holds_nothing_any_more(kept: Kept) -> None:
    for _ in range(3):
        with holder_once(kept.url) as process:
            process.kill()
            began = time.monotonic()
            store = open_store(kept.url, KEY)
            assert time.monotonic() - began < 4
            store.close()


@contextmanager
def holder_once(url: str) -> Iterator[subprocess.Popen[str]]:
    code = HOLDS.replace('store.journal.append("t", [Pending("table", 0, (b"first",))], None, b"")\n', "")
    process = subprocess.Popen(
        [sys.executable, "-c", code, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holds\n"
    yield process
    process.communicate()


def test_on_postgresql_the_lock_stands_while_one_connection_does(kept_postgres: Kept) -> None:
    """The first connection is cut: those that were made since hold it as well; all are cut: the next takes it, we write nothing."""
    store = kept_postgres.open()
    store.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    cut(kept_postgres.url, "ASC LIMIT 1")
    with pytest.raises(StoreError, match="held by"):
        open_store(kept_postgres.url, KEY)
    cut(kept_postgres.url, "ASC")
    with holder_once(kept_postgres.url) as other:
        with pytest.raises(ReadOnly, match="held_elsewhere"):
            store.journal.append("t", [Pending("table", 1, (b"b",))], None, b"")
        other.kill()


def cut(url: str, which: str) -> None:
    with closing(Database(url)) as database, database.read() as connection:
        pids = (
            connection.execute(
                text(
                    "SELECT a.pid FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'advisory' "
                    f"AND l.objid = {LOCK % 2**32} WHERE a.datname = current_database() "
                    f"AND l.database = a.datid ORDER BY a.backend_start {which}"
                )
            )
            .scalars()
            .all()
        )
        assert pids
        for pid in pids:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
