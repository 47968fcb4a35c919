"""Backup while others write, from and to either database; restore into an empty one, or not at all."""

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, create_engine, text

from parley.app.core.ports import CommandKey, Head, Message, Pending, SignIn
from parley.store import Store, StoreError
from parley.store.backup import FORMAT, LEFT_OUT, Summary, _copy, restore_backup, write_backup
from tests.store.conftest import KEY, Kept
from tests.store.test_opening import ANSWER, VERSIONS, WHEN, holds_what_version_1_held
from tests.store.test_people import INVITED


def quietly(table: str, rows: int) -> None: ...


def fill(store: Store) -> None:
    """What version 1 held, and a long list."""
    pending = [
        Pending("table", 0, (b"entry 0", b"entry 1")),
        Pending("side-a", 0, (b"side 0",)),
    ]
    store.journal.append(
        "t1", pending, CommandKey("gov-head", "c-1", "d-1"), ANSWER, [Message("live", {"seq": 1})]
    )
    store.journal.cosign("t1", "table", Head(2, b"note 2"), "t1/gov-head/ab", b"line")
    store.blobs.put("t1", "d0", b"s" * 32, "text/plain", b"kept")
    store.blobs.put("t1", "d1", b"s" * 32, "text/plain", b"gone")
    store.blobs.erase("t1", "d1")
    store.blobs.put("t1", "long", b"s" * 32, "text/csv", b"x" * 3_000_000)
    store.people.add_invitation(
        replace(INVITED, talks="t1", secret_hash=b"h", code_hash=b"c", salt=b"s", expires=WHEN, failures=1),
        WHEN,
    )
    store.people.add_sign_in(SignIn(b"token", "t1", "gov-head", "dev", WHEN))
    store.people.put_value("t1", "gov-head", "draft", b"words")


@pytest.fixture(
    params=["sqlite to sqlite", "sqlite to postgres", "postgres to sqlite", "postgres to postgres"]
)
def pair(request: pytest.FixtureRequest, tmp_path: Path, keep: Callable[[str], Kept]) -> tuple[Kept, Kept]:
    def made(kind: str, name: str) -> Kept:
        if kind == "sqlite":
            return keep(f"sqlite:///{tmp_path}/{name}.db")
        return keep(request.getfixturevalue("postgres").database())

    source, _, target = request.param.split()
    return made(source, "source"), made(target, "target")


def test_a_backup_restored_holds_everything_but_the_sign_ins(pair: tuple[Kept, Kept], tmp_path: Path) -> None:
    source, target = pair
    fill(source.open())
    written = write_backup(source.url, tmp_path / "b", None, quietly)
    assert restore_backup(tmp_path / "b", target.url, quietly) == written
    store = target.open()
    assert store.people.sign_in(b"token") is None
    store.people.add_sign_in(SignIn(b"token", "t1", "gov-head", "dev", WHEN))
    holds_what_version_1_held(store)
    assert store.blobs.get("t1", "long") == (b"s" * 32, "text/csv", b"x" * 3_000_000)
    assert written.rows["leaves"] == 3
    assert written.secrets is None


def test_a_restored_store_goes_on_where_it_was(pair: tuple[Kept, Kept], tmp_path: Path) -> None:
    source, target = pair
    fill(source.open())
    write_backup(source.url, tmp_path / "b", None, quietly)
    restore_backup(tmp_path / "b", target.url, quietly)
    store = target.open()
    store.journal.append("t1", [Pending("table", 2, (b"e",))], None, b"", [Message("live", {})])
    store.journal.append("t2", [Pending("table", 0, (b"e",))], None, b"")
    store.blobs.put("t1", "new", b"s" * 32, "text/plain", b"new")
    assert store.journal.talks() == ["t1", "t2"]
    assert store.journal.sizes("t1") == {"table": 3, "side-a": 1}
    assert len(store.journal.unsent()) == 2
    assert store.blobs.get("t1", "new") == (b"s" * 32, "text/plain", b"new")
    assert store.blobs.get("t1", "d0") == (b"s" * 32, "text/plain", b"kept")


def test_a_backup_is_one_moment_while_others_write(kept: Kept, tmp_path: Path) -> None:
    store, stop, count = kept.open(), threading.Event(), 0

    def write() -> None:
        nonlocal count
        while not stop.is_set():
            both = [Pending(name, count, (b"%d" % count,)) for name in ("table", "side-a")]
            store.journal.append("t", both, CommandKey("s", str(count), "d"), b"", [Message("live", {})])
            count += 1

    writer = threading.Thread(target=write)
    writer.start()
    before = 0
    try:
        for number in range(3):
            while count < before + 20:
                stop.wait(0.01)
            before = count
            rows = write_backup(kept.url, tmp_path / f"b{number}", None, quietly).rows
            assert rows["leaves"] == 2 * rows["outbox"] >= 2 * before
    finally:
        stop.set()
        writer.join()


def test_a_backup_stays_encrypted_private_and_without_the_secrets_unless_asked(
    kept: Kept, tmp_path: Path
) -> None:
    store = kept.open()
    store.blobs.put("t", "d", b"s" * 32, "text/csv", b"Haji Mohammad " * 100)
    store.people.put_value("t", "s", "draft", b"Haji Mohammad " * 100)
    write_backup(kept.url, tmp_path / "without", None, quietly)
    written = (tmp_path / "without").read_bytes()
    assert not [canary for canary in (b"Haji", b"s" * 32, KEY) if canary in written]
    assert stat.S_IMODE((tmp_path / "without").stat().st_mode) == 0o600
    write_backup(kept.url, tmp_path / "with", b'{"secret": 1}', quietly)
    assert b'{"secret": 1}' in (tmp_path / "with").read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_a_read_only_mark_is_restored_too(
    kept_sqlite: Kept, keep: Callable[[str], Kept], tmp_path: Path
) -> None:
    kept_sqlite.open().journal.set_read_only("behind_kept_head")
    write_backup(kept_sqlite.url, tmp_path / "b", None, quietly)
    restored = keep(f"sqlite:///{tmp_path}/new.db")
    restore_backup(tmp_path / "b", restored.url, quietly)
    assert restored.open().journal.read_only() == "behind_kept_head"


def test_a_backup_of_version_1_is_restored_and_brought_up_to_date(kept: Kept, tmp_path: Path) -> None:
    about = write_version_1(tmp_path / "old")
    assert restore_backup(tmp_path / "old", kept.url, quietly) == about
    store = kept.open()
    store.people.add_sign_in(
        SignIn(b"token", "t1", "gov-head", "dev", store.people.invitations("t1")[0].expires)
    )
    holds_what_version_1_held(store)


def write_version_1(path: Path) -> Summary:
    """As the Parley of version 1 wrote it: its tables, with counts and digests beside them."""
    with closing(sqlite3.connect(path)) as file:
        file.executescript(VERSIONS[0].read_text("utf-8"))
    found, rows = MetaData(), {}
    with (
        engine(f"sqlite:///{path}") as ours,
        engine("sqlite://") as scratch,
        ours.begin() as connection,
        scratch.begin() as beside,
    ):
        found.reflect(connection)
        connection.execute(text("CREATE TABLE parley_backup (name VARCHAR PRIMARY KEY, value BLOB NOT NULL)"))
        about = {"format": FORMAT, "version": b"1"}
        found.create_all(beside)
        for table in found.tables.values():
            if table.name not in LEFT_OUT:
                count, digest = _copy(connection, beside, table, table, quietly)
                about |= {f"rows {table.name}": str(count).encode(), f"sha256 {table.name}": digest}
                rows[table.name] = count
        for name, value in about.items():
            connection.execute(text("INSERT INTO parley_backup VALUES (:n, :v)"), {"n": name, "v": value})
    return Summary(1, rows, None, None)


@contextmanager
def engine(url: str) -> Iterator[Engine]:
    made = create_engine(url)
    try:
        yield made
    finally:
        made.dispose()


def change_a_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE leaves SET entry = x'00' WHERE place = (SELECT max(place) FROM leaves)")
        file.commit()


def lose_a_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("DELETE FROM leaves WHERE place = (SELECT max(place) FROM leaves)")
        file.commit()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def write_noise(path: Path) -> None:
    path.write_bytes(b"noise" * 10_000)


@pytest.mark.parametrize("damage", [change_a_row, lose_a_row, cut_short, write_noise])
def test_a_damaged_backup_is_refused_and_the_database_stays_empty(
    kept: Kept, keep: Callable[[str], Kept], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    source = keep(f"sqlite:///{tmp_path}/source.db")
    fill(source.open())
    source.close()
    write_backup(source.url, tmp_path / "b", None, quietly)
    damage(tmp_path / "b")
    with pytest.raises(StoreError, match=r"it is damaged: .*; nothing was restored"):
        restore_backup(tmp_path / "b", kept.url, quietly)
    assert kept.open().journal.talks() == []


def test_a_database_that_is_in_use_is_not_restored_over(kept: Kept, tmp_path: Path) -> None:
    kept.open().journal.append("t", [Pending("table", 0, (b"a",))], None, b"")
    write_backup(kept.url, tmp_path / "b", None, quietly)
    with pytest.raises(StoreError, match=r"it is held by process \d+ on "):
        restore_backup(tmp_path / "b", kept.url, quietly)
    kept.close()
    with pytest.raises(StoreError, match=r"it is not empty, its table '\w+' has 1 rows; nothing was changed"):
        restore_backup(tmp_path / "b", kept.url, quietly)
    assert kept.open().journal.entries("t", "table") == [b"a"]


def test_a_database_that_was_only_opened_may_be_restored_into(
    kept: Kept, keep: Callable[[str], Kept], tmp_path: Path
) -> None:
    source = keep(f"sqlite:///{tmp_path}/source.db")
    fill(source.open())
    source.close()
    kept.open()
    kept.close()
    write_backup(source.url, tmp_path / "b", None, quietly)
    restore_backup(tmp_path / "b", kept.url, quietly)
    assert kept.open().journal.talks() == ["t1"]


def test_a_backup_never_replaces_a_file_and_a_missing_one_is_said(kept_sqlite: Kept, tmp_path: Path) -> None:
    kept_sqlite.open()
    (tmp_path / "b").write_bytes(b"older")
    with pytest.raises(StoreError, match="there is such a file already; nothing was written"):
        write_backup(kept_sqlite.url, tmp_path / "b", None, quietly)
    assert (tmp_path / "b").read_bytes() == b"older"
    with pytest.raises(StoreError, match="there is no such file; nothing was restored"):
        restore_backup(tmp_path / "c", kept_sqlite.url, quietly)
    with pytest.raises(StoreError, match="there is no such file; nothing was written"):
        write_backup(f"sqlite:///{tmp_path}/missing.db", tmp_path / "d", None, quietly)
    assert not (tmp_path / "missing.db").exists()
    with pytest.raises(StoreError, match="no backup of Parley's"):
        restore_backup(tmp_path / "parley.db", kept_sqlite.url, quietly)
