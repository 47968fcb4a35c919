"""A database server that is gone, and comes back."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from parley.app.core.ports import CommandKey, Pending, Unavailable
from tests.postgres import running
from tests.store.conftest import Kept


def test_a_postgresql_that_dies_is_unavailable_until_it_is_back_and_nothing_is_lost() -> None:
    with running() as server, closing(Kept(server.database())) as kept:
        store = kept.open()
        store.journal.append("t", [Pending("table", 0, (b"a",))], CommandKey("s", "c", "d"), b"1")
        server.kill()
        with pytest.raises(Unavailable):
            store.journal.append("t", [Pending("table", 1, (b"b",))], None, b"")
        with pytest.raises(Unavailable):
            store.journal.entries("t", "table")
        server.start()
        store.journal.append("t", [Pending("table", 1, (b"b",))], None, b"")
        assert store.journal.entries("t", "table") == [b"a", b"b"]
        assert store.journal.answered("t", CommandKey("s", "c", "d")) == b"1"


def test_a_sqlite_that_another_program_locks_too_long_is_unavailable_and_then_not(kept_sqlite: Kept) -> None:
    store = kept_sqlite.open()
    with closing(sqlite3.connect(kept_sqlite.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            store.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
        other.execute("ROLLBACK")
    store.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    assert store.journal.entries("t", "table") == [b"a"]


def test_an_error_of_the_database_is_told_without_what_was_to_be_written(kept: Kept) -> None:
    kept.open()
    with pytest.raises(DBAPIError) as failed, kept.database().read() as connection:
        connection.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": "Canary Khan"})
    assert "Canary" not in str(failed.value)
