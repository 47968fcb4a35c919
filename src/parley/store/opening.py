"""Open a store: connect, migrate, hand out the three ports."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Table, inspect

from parley.app.core.ports import Blobs, Journal, Keeping, People, ReadOnly
from parley.store import keeping
from parley.store.blobs import SqlBlobs
from parley.store.codes import CODED, Codes
from parley.store.database import Database, StoreError, reachable
from parley.store.journal import SqlJournal
from parley.store.markers import WRAPPING_KEY, mark, marker
from parley.store.migrations import CODES, ORIGIN_CODES, migrate, of_this_version, version_of
from parley.store.people import SqlPeople
from parley.store.sealing import Sealing
from parley.store.tables import markers, origins

KEPT_HEADS = keeping.FILE
log = logging.getLogger("parley.store")


@dataclass(frozen=True, slots=True)
class Store:
    """The three ports over one database (or over memory)."""

    journal: Journal
    blobs: Blobs
    people: People
    keeping: Keeping
    close: Callable[[], None] = field(repr=False)


def open_store(url: str, wrapping_key: bytes, kept: Path | None = None) -> Store:
    """Hold the database at ``url`` and open it, making or migrating its tables if need be.

    ``wrapping_key`` is 32 bytes from the secrets file: without it no content or draft can be read. ``kept``: the file, outside of the
    database, in which the newest heads are kept (``keeping``); once it is there, no database is taken for one of before.
    Raises: StoreError, in words for the operator; nothing was changed then.
    """
    sealing = Sealing(wrapping_key)
    database = Database(url)
    database.take()
    try:
        reachable(database)
        _not_made_older(database, kept, keeping.Keeping(database, wrapping_key, kept))
        before = migrate(database)
        _same_key(database, sealing)
        if 0 < before < ORIGIN_CODES:
            _trust(database, Codes(wrapping_key), CODED if before < CODES else (origins,))
        with suppress(ReadOnly):  # with the first write, then
            database.begin()
        database.forget_log()
    except ReadOnly as refused:
        database.close()
        raise StoreError(
            f"database {database.name}: {refused.code}, and it must be made or migrated first."
        ) from refused
    except BaseException:
        database.close()
        raise
    return _store(database, wrapping_key, kept)


def read_store(url: str, wrapping_key: bytes) -> Store:
    """Open the database at ``url`` for reading alone, whoever holds it.

    Raises: StoreError, in words for the operator, also if it is of another version than this program.
    """
    sealing = Sealing(wrapping_key)
    database = Database(url, reading=True)
    if database.file is not None and not database.file.exists():
        raise StoreError(f"database {database.name}: there is no such file.")
    try:
        reachable(database)
        of_this_version(database)
        with database.read() as connection:
            _refuse_other_key(marker(connection, WRAPPING_KEY), sealing, database.name)
    except BaseException:
        database.close()
        raise
    return _store(database, wrapping_key, None)


def _store(database: Database, wrapping_key: bytes, kept: Path | None) -> Store:
    sealing = Sealing(wrapping_key)
    codes = Codes(wrapping_key)
    people = SqlPeople(database, sealing, codes)
    heads = keeping.Keeping(database, wrapping_key, kept)
    return Store(SqlJournal(database), SqlBlobs(database, sealing, codes), people, heads, database.close)


def _not_made_older(database: Database, kept: Path | None, heads: keeping.Keeping) -> None:
    """Raises: StoreError if the database says that it is of a version before codes, and one with codes stood here."""
    with database.read() as connection:
        version = version_of(connection)
    if kept is None or not kept.exists() or not 0 < version < ORIGIN_CODES:
        return
    if version < CODES or heads.origins_coded():
        raise StoreError(
            f"database {database.name}: its schema is version {version}, and {kept.name} says that a newer one stood here: "
            "somebody put in an older one, whose rows carry no codes. Nothing was changed. Restore a backup with "
            "`parley restore`, or put back the newest copy of the database."
        )


def _trust(database: Database, codes: Codes, coded: Sequence[Table]) -> None:
    """Give codes to the rows of a database of before, and say so: nothing tells who wrote them."""
    with database.write() as connection:
        count = codes.trust(connection, coded)
    said = (
        f"database {database.name}: it is of a version before rows carried codes. Its entries and {count} invitations, sign-ins and owners of "
        "contents are trusted as they were found, this once."
    )
    log.warning(said)  # on standard error, unless somebody has led the log elsewhere


def not_without_secrets(url: str, file: Path) -> None:
    """Look whether a secrets file may be made at ``file``: not where contents stand that another one's key wraps.

    Raises: StoreError, in words for the operator; nothing was made or changed then.
    """
    database = Database(url)
    try:
        if file.exists() or (database.file is not None and not database.file.exists()):
            return
        reachable(database)
        with database.read() as connection:
            kept = inspect(connection).has_table(markers.name) and marker(connection, WRAPPING_KEY)
    finally:
        database.close()
    if kept:
        raise StoreError(
            f"database {database.name}: its contents are wrapped by a key, and there is no {file}; nothing was made or "
            "changed. Put back the secrets file that belongs to this database."
        )


def _same_key(database: Database, sealing: Sealing) -> None:
    """Leave the key's fingerprint in a new store; refuse a store wrapped by another key."""
    with database.read() as connection:
        found = marker(connection, WRAPPING_KEY)
    _refuse_other_key(found, sealing, database.name)
    if found is None:
        with database.write() as connection:
            mark(connection, WRAPPING_KEY, sealing.fingerprint)


def _refuse_other_key(found: bytes | None, sealing: Sealing, name: str) -> None:
    if found not in (None, sealing.fingerprint):
        raise StoreError(
            f"database {name}: its contents are wrapped by another key than the one in the secrets file; "
            "nothing was changed. Put back the secrets file that belongs to this database."
        )
