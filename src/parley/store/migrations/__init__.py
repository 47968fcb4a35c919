"""Numbered steps from an empty database to today's schema; each runs once, in order, under a lock.

A step is a module with ``upgrade(connection)``, frozen once released: it states the tables as they were
then and never imports ``store.tables``. To add one: write the next number, list it here, change
``tables.py``, and add a file of the version before to ``tests/store/versions``.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, text

from parley.store.database import Database, StoreError
from parley.store.migrations import (
    m0001_first,
    m0002_markers,
    m0003_leaves,
    m0004_answers,
    m0005_origins,
    m0006_codes,
    m0007_seats,
    m0008_origin_codes,
)

Step = Callable[[Connection], None]
STEPS: tuple[Step, ...] = (
    m0001_first.upgrade,
    m0002_markers.upgrade,
    m0003_leaves.upgrade,
    m0004_answers.upgrade,
    m0005_origins.upgrade,
    m0006_codes.upgrade,
    m0007_seats.upgrade,
    m0008_origin_codes.upgrade,
)
CODES = STEPS.index(m0006_codes.upgrade) + 1  # from this version on rows carry codes
ORIGIN_CODES = STEPS.index(m0008_origin_codes.upgrade) + 1  # … and from this one those of contents' origins

_LOCK = 0x5041524C4559  # "PARLEY", for pg_advisory_xact_lock


def migrate(database: Database, steps: Sequence[Step] = STEPS) -> int:
    """Bring the schema up to ``len(steps)`` and return the version it was at, 0 if it was empty.

    All missing steps are one transaction: the database is at the old version or at the new one.
    Raises: StoreError if the database is newer than this program, or is not Parley's.
    """
    with database.read() as connection:
        before = version_of(connection)
        if before == len(steps):
            return before
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = version_of(connection)  # again: another process may have been first
        _refuse_newer(before, len(steps), database.name)
        make(connection, steps, before)
    return before


def of_this_version(database: Database) -> None:
    """Raises: StoreError unless the schema is this program's; nothing is changed."""
    with database.read() as connection:
        found = version_of(connection)
    if found != len(STEPS):
        raise StoreError(
            f"database {database.name}: its schema is version {found}, this Parley's is {len(STEPS)}; nothing was "
            "read or changed. Use the Parley that runs on it; `parley serve` brings an older one up to date."
        )


def make(connection: Connection, steps: Sequence[Step], before: int = 0) -> None:
    """Take the steps after version ``before``, inside the caller's transaction."""
    for step in steps[before:]:
        step(connection)
    if before == 0:
        connection.execute(text("INSERT INTO parley_version (version) VALUES (0)"))
    connection.execute(text("UPDATE parley_version SET version = :now"), {"now": len(steps)})


def version_of(connection: Connection) -> int:
    """Return the schema's version, 0 for a database without a table. Raises: StoreError if it is another's."""
    names = inspect(connection).get_table_names()
    if not names:
        return 0
    if "parley_version" not in names:
        raise StoreError(
            f"database: it holds {len(names)} tables (the first is {min(names)!r}) and none is Parley's; "
            "nothing was changed. Give Parley a database of its own."
        )
    found = connection.execute(text("SELECT version FROM parley_version")).scalar_one()
    return int(found)


def _refuse_newer(found: int, known: int, name: str) -> None:
    if found > known:
        raise StoreError(
            f"database {name}: its schema is version {found}, this Parley knows versions up to {known}; nothing was "
            "changed. It was last opened by a newer Parley: run that one, or restore a backup made before."
        )
