"""What a store opened it closes, whatever was under way: no connection is left to the collector, or to the server."""

import gc
import threading
import time

import pytest
from sqlalchemy import make_url, select

from parley.app.core.ports import Pending
from parley.store import StoreError
from parley.store.backup import write_backup
from parley.store.tables import leaves
from tests.postgres import Server
from tests.store.conftest import Kept
from tests.store.test_disks import Disk, append, disk

__all__ = ["disk"]


def connections(postgres: Server, url: str) -> int:
    name = make_url(url).database
    return len(postgres.sql(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name}'"))


def test_a_reading_that_ends_after_the_database_was_closed_takes_its_connection_with_it(
    postgres: Server, kept_postgres: Kept
) -> None:
    kept_postgres.open().journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    kept_postgres.close()
    database, reading, closed = kept_postgres.database(), threading.Event(), threading.Event()
    found: list[bytes] = []

    def read() -> None:
        with database.read() as connection:
            reading.set()
            assert closed.wait(60)
            found.extend(connection.execute(select(leaves.c.entry)).scalars())

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(60)
    database.close()
    assert connections(postgres, kept_postgres.url) == 1
    closed.set()
    reader.join(60)
    assert found == [b"a"]
    gc.collect()  # a connection that is open still would be found here
    until = time.monotonic() + 60
    while connections(postgres, kept_postgres.url):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_backup_from_postgresql_that_finds_no_room_leaves_nothing_open(
    disk: Disk, kept_postgres: Kept
) -> None:
    store = kept_postgres.open()
    for _ in range(80):  # more than SQLite holds in memory before it writes
        append(store, 60_000)
    kept_postgres.close()
    disk.fill(leave=1_000_000)
    copied: list[int] = []
    with pytest.raises(StoreError, match="disk_full; it was removed again"):
        write_backup(kept_postgres.url, disk.folder / "b", None, lambda table, rows: copied.append(rows))
    assert 0 < copied[-1] < 80  # in the middle of a table
