"""Backup while running, and restore: one file, from and to either database.

The file is itself a SQLite database of the schema's tables, so that it can be looked into; beside them stands
``parley_backup`` with the format, each table's count and digest, and, only if asked, the secrets file. It is one
moment of the store: writers go on meanwhile. Contents in it stay encrypted; without the secrets file nobody
reads them. Sign-ins are left out: after a restore everybody signs in anew.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, Table, create_engine, func, inspect, select, text

from parley.app.core.ports import ReadOnly
from parley.store import tables
from parley.store.database import Database, StoreError, reachable
from parley.store.failures import DRIVER_ERRORS, named
from parley.store.markers import WRAPPING_KEY, marker
from parley.store.migrations import STEPS, make, version_of
from parley.store.sealing import Sealing

FORMAT = b"parley-backup/1"
LEFT_OUT = frozenset({"sign_ins", "parley_version"})
COUNTED = frozenset({"compartments", "outbox", "blob_keys"})  # the database itself numbers their rows
ROWS = 16  # copied at once: a row may be a list of some megabytes

Progress = Callable[[str, int], None]  # table, rows so far


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds."""

    version: int  # of the schema
    rows: dict[str, int]  # by table
    fingerprint: bytes | None  # of the wrapping key it needs
    secrets: bytes | None  # the secrets file, if it was asked for


def write_backup(url: str, file: Path, secrets: bytes | None, progress: Progress) -> Summary:
    """Write ``file``, which must not exist yet, from the database at ``url``; others may write to that meanwhile.

    ``secrets`` is the secrets file's bytes to put in, None for a backup without. The file is whole or not there.
    Raises: StoreError, in words for the operator.
    """
    if file.exists():
        raise StoreError(f"backup {file}: there is such a file already; nothing was written. Name another.")
    part = file.with_name(file.name + ".part")
    database = Database(url, reading=True)
    try:
        if database.file is not None and not database.file.exists():
            raise StoreError(
                f"database {database.file}: there is no such file; nothing was written. Name its folder with --data."
            )
        reachable(database)
        with _new_file(part) as target, _moment(database) as source:
            found = version_of(source)
            if found != len(STEPS):
                raise StoreError(
                    f"database {database.name}: its schema is version {found}, this Parley's is {len(STEPS)}; "
                    "nothing was written. Back it up with the Parley that runs on it."
                )
            summary = _copy_out(source, target, secrets, progress)
        _keep(part, file)
        return summary
    finally:
        part.unlink(missing_ok=True)
        database.close()


def examine_backup(file: Path, progress: Progress) -> Summary:
    """Read all of a backup and check it against its digests, before anything is created for it.

    Raises: StoreError, in words for the operator, if it is damaged or none.
    """
    with _opened(file) as source:
        summary = _summary(file, source)
        for table, digest in _digested(source):
            _held(file, table, _copy(source, None, table, table, progress), digest)
    return summary


def restore_backup(file: Path, url: str, progress: Progress) -> Summary:
    """Fill the empty database at ``url`` from ``file``, in one transaction; ``open_store`` brings it up to date, and trusts rows of before codes, aloud.

    Raises: StoreError, in words for the operator, if the file is damaged or the database is not empty;
        nothing was changed then.
    """
    database = Database(url)
    try:
        with _opened(file) as source:
            summary = _summary(file, source)
            database.take()
            reachable(database)
            with database.write() as target:
                _empty(target, database.name)
                make(target, STEPS[: summary.version])
                _copy_in(file, source, target, progress)
    except ReadOnly as refused:
        raise StoreError(f"database {database.name}: {refused.code}; nothing was restored.") from refused
    finally:
        database.close()
    return summary


@contextmanager
def _moment(database: Database) -> Iterator[Connection]:
    """A transaction that sees one moment of the whole database."""
    options: dict[str, object] = {"stream_results": True}
    if database.dialect == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with database.engine.connect() as plain:
        yield plain.execution_options(**options)


@contextmanager
def _new_file(part: Path) -> Iterator[Connection]:
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as fault:
        raise StoreError(f"backup {part.with_suffix('')}: {fault.strerror}; nothing was written.") from fault
    engine = create_engine(URL.create("sqlite", database=str(part)))
    try:
        with engine.begin() as connection:
            yield connection
    except DRIVER_ERRORS as fault:
        failure = named(fault, part)
        said = failure.code if isinstance(failure, ReadOnly) else str(getattr(fault, "orig", fault))
        raise StoreError(f"backup {part}: {said}; it was removed again.") from fault
    finally:
        engine.dispose()


def _keep(part: Path, file: Path) -> None:
    """Give the finished file its name, on the disk too; another file of that name is never replaced."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(part, file)
    except FileExistsError:
        raise StoreError(f"backup {file}: such a file has just been made; nothing was written.") from None
    except OSError:  # a file system without links
        part.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(folder)
    os.close(folder)


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    if not file.is_file():
        lacking = "it is no file" if file.exists() else "there is no such file"
        raise StoreError(f"backup {file}: {lacking}; nothing was restored.")
    address = file.absolute().as_uri() + "?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
    try:
        with engine.connect() as connection:
            yield connection
    except DRIVER_ERRORS as fault:
        raise _damaged(file, str(getattr(fault, "orig", fault))) from fault
    finally:
        engine.dispose()


def _copy_out(source: Connection, target: Connection, secrets: bytes | None, progress: Progress) -> Summary:
    make(target, STEPS)
    about = {"format": FORMAT, "version": str(len(STEPS)).encode()}
    rows = {}
    for table in tables.schema.sorted_tables:
        if table.name not in LEFT_OUT:
            count, digest = _copy(source, target, table, table, progress)
            about |= {f"rows {table.name}": str(count).encode(), f"sha256 {table.name}": digest}
            rows[table.name] = count
    if secrets is not None:
        about["secrets"] = secrets
    target.execute(text("CREATE TABLE parley_backup (name VARCHAR PRIMARY KEY, value BLOB NOT NULL)"))
    for name, value in about.items():
        target.execute(
            text("INSERT INTO parley_backup VALUES (:name, :value)"), {"name": name, "value": value}
        )
    return Summary(len(STEPS), rows, marker(source, WRAPPING_KEY), secrets)


def _about(connection: Connection) -> dict[str, bytes]:
    return {
        row.name: bytes(row.value)
        for row in connection.execute(text("SELECT name, value FROM parley_backup"))
    }


def _summary(file: Path, source: Connection) -> Summary:
    if "parley_backup" not in inspect(source).get_table_names():
        raise StoreError(f"backup {file}: it is a database, but no backup of Parley's; nothing was restored.")
    about = _about(source)
    if about.get("format") != FORMAT or version_of(source) > len(STEPS):
        raise StoreError(
            f"backup {file}: it is {about.get('format', b'').decode()!r} of version {version_of(source)}; this Parley "
            f"reads {FORMAT.decode()!r} up to version {len(STEPS)}. Nothing was restored: use the Parley that wrote it."
        )
    rows = {name.split()[1]: int(value) for name, value in about.items() if name.startswith("rows ")}
    fingerprint = marker(source, WRAPPING_KEY) if "markers" in rows else None
    return Summary(version_of(source), rows, fingerprint, about.get("secrets"))


def _copy_in(file: Path, source: Connection, target: Connection, progress: Progress) -> None:
    """Copy the tables as they were in the backup's version, and check each against its digest."""
    ours = MetaData()
    ours.reflect(target)
    for table, digest in _digested(source):
        into = ours.tables[table.name]
        _held(file, table, _copy(source, target, table, into, progress), digest)
        if target.dialect.name == "postgresql" and table.name in COUNTED:
            _count_on(target, into)


def _digested(source: Connection) -> Iterator[tuple[Table, bytes]]:
    """Yield the tables that a backup holds, as they were in its version, with their digests."""
    about, theirs = _about(source), MetaData()
    theirs.reflect(source)
    for name, table in theirs.tables.items():
        if f"rows {name}" in about:
            yield table, about[f"sha256 {name}"]


def _held(file: Path, table: Table, found: tuple[int, bytes], digest: bytes) -> None:
    if found[1] != digest:
        raise _damaged(file, f"table {table.name} has {found[0]} rows that do not match its digest")


def _count_on(target: Connection, table: Table) -> None:
    """Set PostgreSQL's sequences to continue after the restored rows."""
    last = target.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()
    sequence = func.pg_get_serial_sequence(table.name, "number")
    target.execute(select(func.setval(sequence, last + 1, False)))


def _copy(
    source: Connection, target: Connection | None, out: Table, into: Table, progress: Progress
) -> tuple[int, bytes]:
    """Copy all rows, or only read them; return how many, and the digest over them in the order of their keys."""
    count, digest = 0, sha256()
    names = [column.name for column in out.columns]
    wanted = select(out).order_by(*out.primary_key)
    with source.execute(wanted, execution_options={"yield_per": ROWS}) as rows:
        for several in rows.mappings().partitions():
            for row in several:
                for name in names:
                    digest.update(_spelt(row[name]))
            if target is not None:
                target.execute(into.insert(), [dict(row) for row in several])
            count += len(several)
            progress(out.name, count)
    return count, digest.digest()


def _spelt(value: object) -> bytes:
    """Encode a value the same way for both databases: its kind, its length, its bytes."""
    if isinstance(value, bytes | memoryview):
        kind, data = b"b", bytes(value)
    else:
        kind, data = (b"n", b"") if value is None else (b"t", str(value).encode())
    return kind + len(data).to_bytes(8, "big") + data


def _empty(target: Connection, name: str) -> None:
    """Make way for the backup: drop our own tables if nobody has used them. Raises: StoreError if one has rows."""
    if version_of(target) == 0:
        return
    found = MetaData()
    found.reflect(target)
    for table in found.tables.values():
        if table.name not in ("parley_version", "markers"):
            count = target.execute(select(func.count()).select_from(table)).scalar_one()
            if count:
                raise StoreError(
                    f"database {name}: it is not empty, its table {table.name!r} has {count} rows; nothing was changed. "
                    "Restore into an empty database, or move the present one away first."
                )
    found.drop_all(target)


def _damaged(file: Path, what: str) -> StoreError:
    return StoreError(f"backup {file}: it is damaged: {what}; nothing was restored. Try an older backup.")


def wrapped_by(summary: Summary, wrapping_key: bytes) -> bool:
    """Return whether this key is the one of the backup's contents, by its fingerprint."""
    return summary.fingerprint in (None, Sealing(wrapping_key).fingerprint)
