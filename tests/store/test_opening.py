"""Opening: empty, old, newer and foreign databases; the wrong key; two processes at once."""

import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from parley.app.core.ports import CommandKey, Head, Invitation, Message, Origin, Pending, ReadOnly, SignIn
from parley.store import Store, StoreError, open_store
from parley.store.migrations import STEPS, migrate, version_of
from parley.store.tables import schema
from tests.store.conftest import KEY, Kept
from tests.store.test_processes import at_once

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.sql"))
WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWER = b'{"recorded":[{"compartment":"table","kind":"text.clause-drafted.1","seq":1}]}'


def holds_what_version_1_held(store: Store) -> None:
    journal, people = store.journal, store.people
    assert journal.entries("t1", "table") == [b"entry 0", b"entry 1"]
    assert journal.compartments("t1") == ["table", "side-a"]
    assert journal.answered("t1", CommandKey("gov-head", "c-1", "d-1")) == ANSWER
    assert journal.cosigned_head("t1", "table") == Head(2, b"note 2")
    assert journal.cosignatures("t1", "table", 2) == [b"line"]
    assert [message for _, _, message in journal.unsent()] == [Message("live", {"seq": 1})]
    assert store.blobs.get("t1", "d0") == (b"s" * 32, "text/plain", b"kept")
    assert store.blobs.erased("t1", "d1")
    assert people.invitation("17") == Invitation(
        "17", "t1", "gov-head", b"h", b"c", b"s", "ps", WHEN, False, 1, None
    )
    assert people.sign_in(b"token") == SignIn(b"token", "t1", "gov-head", "dev", WHEN)
    assert people.value("t1", "gov-head", "draft") == b"words"


def test_there_is_a_file_of_every_version_before_this_one() -> None:
    assert [path.stem for path in VERSIONS] == [str(number) for number in range(1, len(STEPS))]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.stem)
def test_a_file_of_an_older_version_is_brought_up_to_date_and_loses_nothing(
    tmp_path: Path, version: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(version.read_text("utf-8"))
    for _ in range(2):
        with closing(open_store(f"sqlite:///{tmp_path}/old.db", KEY)) as store:
            holds_what_version_1_held(store)
            if int(version.stem) > 5:
                assert store.blobs.origin("t1", "d2") == Origin("a", "claims", "side-a", "")
            assert store.journal.read_only() is None


def test_a_store_made_now_holds_what_version_1_held(kept: Kept) -> None:
    store = kept.open()
    pending = [
        Pending("table", 0, (b"entry 0", b"entry 1")),
        Pending("side-a", 0, (b"side 0",)),
    ]
    store.journal.append(
        "t1", pending, CommandKey("gov-head", "c-1", "d-1"), ANSWER, [Message("live", {"seq": 1})]
    )
    store.journal.cosign("t1", "table", Head(2, b"note 2"), "t1/gov-head/ab", b"line")
    for digest, data in (("d0", b"kept"), ("d1", b"gone")):
        store.blobs.put("t1", digest, b"s" * 32, "text/plain", data)
    store.blobs.erase("t1", "d1")
    store.people.add_invitation(
        Invitation("17", "t1", "gov-head", b"h", b"c", b"s", "ps", WHEN, False, 1, None), WHEN
    )
    store.people.add_sign_in(SignIn(b"token", "t1", "gov-head", "dev", WHEN))
    store.people.put_value("t1", "gov-head", "draft", b"words")
    kept.close()
    holds_what_version_1_held(kept.open())


@pytest.mark.parametrize("start", range(len(STEPS)))
def test_every_older_version_migrates_to_the_schema_that_the_code_reads(kept: Kept, start: int) -> None:
    database = kept.database()
    if start:
        assert migrate(database, STEPS[:start]) == 0
    assert migrate(database) == start
    with database.read() as connection:
        found = inspect(connection)
        assert version_of(connection) == len(STEPS)
        assert sorted(found.get_table_names()) == sorted(schema.tables)
        for table in schema.sorted_tables:
            columns = found.get_columns(table.name)
            assert [(one["name"], one["nullable"]) for one in columns] == [
                (one.name, one.nullable) for one in table.columns
            ]
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [
                one.name for one in table.primary_key
            ]
            assert {
                (one["name"], tuple(one["column_names"]), bool(one["unique"]))
                for one in found.get_indexes(table.name)
            } == {
                (one.name, tuple(column.name for column in one.columns), bool(one.unique))
                for one in table.indexes
            }


def test_a_database_of_a_newer_version_is_refused_in_words_and_left_alone(kept: Kept) -> None:
    kept.open().journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    kept.close()
    database = kept.database()
    with database.write() as connection:
        connection.execute(text("UPDATE parley_version SET version = 99"))
    with pytest.raises(
        StoreError, match=r"schema is version 99, this Parley knows versions up to \d+; nothing was"
    ):
        kept.open()
    with database.read() as connection:
        assert version_of(connection) == 99


def test_a_migration_that_fails_leaves_the_old_version_whole(kept: Kept) -> None:
    def fails(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (done INTEGER)"))
        raise RuntimeError("in the middle")

    database = kept.database()
    migrate(database, STEPS)
    with pytest.raises(RuntimeError, match="in the middle"):
        migrate(database, (*STEPS, fails))
    with database.read() as connection:
        assert version_of(connection) == len(STEPS)
        assert "half" not in inspect(connection).get_table_names()


def test_a_database_that_is_somebody_elses_is_refused_and_left_alone(kept: Kept) -> None:
    database = kept.database()
    with database.write() as connection:
        connection.execute(text("CREATE TABLE accounts (name VARCHAR)"))
    with pytest.raises(
        StoreError, match=r"it holds 1 tables \(the first is 'accounts'\) and none is Parley's"
    ):
        kept.open()
    with database.read() as connection:
        assert inspect(connection).get_table_names() == ["accounts"]


def test_another_wrapping_key_is_refused_before_anything_is_read_with_it(kept: Kept) -> None:
    kept.open()
    kept.close()
    with pytest.raises(StoreError, match="wrapped by another key than the one in the secrets file"):
        open_store(kept.url, KEY[::-1])


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://me:secret@host/x"],
)
def test_a_url_that_names_no_database_of_ours_is_refused_with_what_is_expected(url: str) -> None:
    with pytest.raises(StoreError, match="expected sqlite:///path/to/file or postgresql") as refused:
        open_store(url, KEY)
    assert "secret" not in str(refused.value)


def test_a_database_that_cannot_be_reached_is_said_without_the_password(tmp_path: Path) -> None:
    for url in (f"postgresql://me:secret@/x?host={tmp_path}", f"sqlite:///{tmp_path}/no/folder/x.db"):
        with pytest.raises(StoreError) as refused:
            open_store(url, KEY)
        assert "secret" not in str(refused.value)
        assert "nothing was" in str(refused.value).lower()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear sirs, " * 1000)
    with pytest.raises(StoreError, match="file is not a database"):
        open_store(f"sqlite:///{path}", KEY)
    assert path.read_bytes() == b"Dear sirs, " * 1000


def test_only_its_owner_may_read_the_file_and_its_log(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/parley.db", KEY)) as store:
        store.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
        found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert found == dict.fromkeys((f"parley.db{end}" for end in ("", "-wal", "-shm", "-queue")), 0o600)


OPENS = """
import sys
from parley.store import open_store
from parley.app.core.ports import Pending
store = open_store(sys.argv[1], bytes(range(32)))
store.journal.append(sys.argv[2], [Pending("table", 0, (b"a",))], None, b"")
store.close()
"""


def test_of_processes_that_open_an_empty_database_at_once_each_finds_it_made_or_held(kept: Kept) -> None:
    command = [sys.executable, "-W", "error", "-c", OPENS, kept.url]
    ended = at_once([[*command, f"t{n}"] for n in range(5)])
    opened = [f"t{n}" for n, one in enumerate(ended) if one.returncode == 0]
    assert opened
    assert all("it is held by" in ended[n].stderr for n in range(5) if f"t{n}" not in opened), ended
    assert sorted(kept.open().journal.talks()) == opened


def test_a_read_only_mark_outlives_the_process_and_holds_for_the_next(kept: Kept) -> None:
    first = kept.open()
    first.journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    first.journal.set_read_only("behind_kept_head")
    with pytest.raises(ReadOnly, match="behind_kept_head"):
        first.journal.append("t", [Pending("table", 1, (b"b",))], None, b"")
    kept.close()
    third = kept.open()
    assert third.journal.read_only() == "behind_kept_head"
    assert third.journal.entries("t", "table") == [b"a"]
