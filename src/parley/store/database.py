"""Connections and transactions on SQLite and PostgreSQL, and names for their failures."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from parley.app.core.ports import ReadOnly, Unavailable
from parley.store import hold
from parley.store.failures import DRIVER_ERRORS, READ_ONLY, named, of_disk
from parley.store.queue import Queue

BUSY_SECONDS = 5  # how long SQLite waits for a process that does not queue
_WRITES = "parley_writes"  # marks the connection whose transactions begin by locking
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
POOLED = 8  # connections kept; more are made when all are out


class StoreError(Exception):
    """The database cannot be opened or is not fit to be; the message is for the operator, without secrets."""


class Database:
    """One database. ``read`` and ``write`` are the only ways in; both may be called from any thread."""

    def __init__(self, url: str, *, reading: bool = False) -> None:
        """Connects lazily; ``reading``: the database itself takes no write from here.

        Raises: StoreError for a URL that is neither SQLite's nor PostgreSQL's.
        """
        parsed = _parsed(url)
        self.dialect = parsed.get_backend_name()
        self.name = parsed.render_as_string(hide_password=True)
        self.file = Path(parsed.database or "") if self.dialect == "sqlite" else None
        self.hold: hold.Hold | None = None
        self._fenced = False  # from ``begin`` on each transaction proves that we hold it
        self.engine = (
            _sqlite(parsed, reading) if self.dialect == "sqlite" else self._postgresql(parsed, reading)
        )
        self._asleep = self.file is not None and of_disk(self.file) == READ_ONLY
        self.trouble: str | None = None  # why the disk took no write last time
        self._writing = threading.RLock()  # SQLite has one writer: our threads queue here, not on the file
        self._queue = Queue(self.file)
        self._log_due = False  # the log holds what should be forgotten, and somebody still reads from it
        self._writer: Connection | None = None  # SQLite's, kept open: a new one each time costs a tenth
        event.listen(self.engine, "checkin", self._given_back)
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database (on PostgreSQL: a moment each statement)."""
        self._wake()
        try:
            with self.engine.connect() as connection:
                yield connection
        except DRIVER_ERRORS as fault:
            raise named(fault, self.file) from fault

    @contextmanager
    def read_quick(self) -> Iterator[Any]:
        """As ``read``, for one statement compiled before (``Quick``), through the driver's own connection."""
        self._wake()
        try:
            with self.engine.connect() as connection:
                yield connection.connection.driver_connection  # what it began ends as it goes back to the pool
        except DRIVER_ERRORS as fault:
            raise named(fault, self.file) from fault

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, or leaves nothing.

        Raises: ReadOnly if the disk takes nothing, Unavailable if the server or its answer was lost.
        """
        self._wake()
        try:
            self._begin_hold()
            with self._writable() as connection, connection.begin():
                if self.hold is not None and self._fenced:
                    if self.dialect == "postgresql":
                        hold.turn(connection.connection.driver_connection)
                    self.hold.prove(connection)
                yield connection
        except DRIVER_ERRORS as fault:
            raise self._noted(fault) from fault
        self._written()

    def write_quick(self, work: Callable[[Any], None]) -> None:
        """As ``write``, for statements compiled before (``Quick``): ``work`` gets the driver's own connection.

        ``work`` itself proves that we hold the store, in a statement that it needs anyway: ``appending``.
        On SQLite it spares what SQLAlchemy and contexts do around a transaction: a tenth of an append (``bench/append``).
        """
        self._wake()
        try:
            self._begin_hold()
            if self.dialect == "sqlite":
                with self._writing, self._queue:
                    _at_once(self._own_writer().connection.driver_connection, work)
            else:
                with self.engine.connect() as connection, connection.begin():
                    driver = connection.connection.driver_connection
                    if self.hold is not None:
                        hold.turn(driver)
                    work(driver)
        except DRIVER_ERRORS as fault:
            raise self._noted(fault) from fault
        self._written()

    def take(self) -> None:
        """Hold the database, before anything is written. Raises: StoreError, in words, if another process does."""
        try:
            if self.file is not None:
                with _os_errors(self.file):
                    self.hold = hold.hold_file(self.file)
            else:
                reachable(self)
                first = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                first.detach()  # from the pool: it lasts as long as we do, and ends when it is closed
                self.hold = hold.hold_server(first)
        except hold.HeldElsewhere as held:
            with suppress(*DRIVER_ERRORS), self.engine.connect() as connection:
                held.said = hold.who(connection)
            self._disconnect()
            raise StoreError(
                f"database {self.name}: it is held {held}; nothing was opened or changed. One process serves a store: "
                "stop that one first."
            ) from None

    def _begin_hold(self) -> None:
        """Say in the database that we hold it: at the start, or with the first write that the disk takes."""
        if self.hold is None or not self._fenced or self.hold.value:
            return
        if self.hold.value == hold.LET_GO:
            raise ReadOnly(hold.HELD_ELSEWHERE)
        with self._writing:
            if self.hold.value is None:
                with self._writable() as connection, connection.begin():
                    begun = self.hold.begin(connection)
                self.hold.value = begun

    def begin(self) -> None:
        """Write from now on only what proves that we hold the store. Raises: ReadOnly if the disk takes nothing yet."""
        self._fenced = True
        try:
            self._begin_hold()
        except DRIVER_ERRORS as fault:
            raise self._noted(fault) from fault

    def _noted(self, fault: Exception) -> Exception:
        failure = named(fault, self.file)
        if isinstance(failure, ReadOnly):
            self.trouble = failure.code
            self._asleep = failure.code == READ_ONLY
        return failure

    def _written(self) -> None:
        if self._log_due:
            with suppress(ReadOnly, Unavailable):  # what was asked is written all the same
                self.forget_log(patience=0)

    def _wake(self) -> None:
        """Connect anew if the disk was read-only and may not be so any more."""
        if self._asleep and not (self.file and of_disk(self.file) == READ_ONLY):
            self._asleep = False
            self._disconnect()

    def _disconnect(self) -> None:
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._queue.close()
            self.engine.dispose()

    @contextmanager
    def _writable(self) -> Iterator[Connection]:
        if self.dialect != "sqlite":
            with self.engine.connect() as connection:
                yield connection
            return
        with self._writing, self._queue:
            yield self._own_writer()

    def _own_writer(self) -> Connection:
        if self._writer is None:
            self._writer = self.engine.connect().execution_options(**{_WRITES: True})
        return self._writer

    def forget_log(self, patience: float = 2) -> None:
        """Move all of SQLite's log into the file and empty it, so that nothing overwritten stays in it.

        If somebody reads from it for longer than ``patience`` seconds, it is tried again after each write, and
        when the database is next opened. PostgreSQL: nothing to do here.
        """
        if self.file is None or of_disk(self.file) == READ_ONLY:
            return
        try:
            with self._writable() as connection:
                driver: Any = connection.connection.driver_connection  # outside of any transaction
                driver.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
                busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
                self._log_due = bool(busy)
        except DRIVER_ERRORS as fault:
            self._log_due = True
            raise named(fault, self.file) from fault

    def close(self) -> None:
        """Close every connection: those that threads still have out, when they give them back."""
        self._closed = True
        self._disconnect()
        if self.hold is not None:
            self._fenced = True
            self.hold.end()  # last: it closes a descriptor of SQLite's file, and with it all locks on that

    def _postgresql(self, url: URL, reading: bool) -> Engine:
        engine = create_engine(
            url, hide_parameters=True, pool_size=POOLED, max_overflow=2 * POOLED, pool_pre_ping=True
        )

        @event.listens_for(engine, "connect")
        def _connected(connection: Any, _record: object) -> None:
            connection.execute("SET synchronous_commit TO on")
            if reading:
                connection.execute("SET default_transaction_read_only TO on")
            if self.hold is not None:
                hold.share(connection)
            connection.commit()

        return engine

    def _given_back(self, _connection: object, record: ConnectionPoolEntry) -> None:
        if self._closed:
            record.invalidate()  # nobody will close the pool that it goes back to


def _at_once(driver: Any, work: Callable[[Any], None]) -> None:
    """Do ``work`` in a transaction of SQLite's that may write from its first statement on."""
    driver.execute("BEGIN IMMEDIATE")
    try:
        work(driver)
        driver.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite itself undoes what a full disk stopped
            driver.execute("ROLLBACK")
        raise


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("database: the URL cannot be read; " + _EXPECTED) from None
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    raise StoreError(f"database {parsed.render_as_string(hide_password=True)}: " + _EXPECTED)


_EXPECTED = "expected sqlite:///path/to/file or postgresql+psycopg://user@host/database"


def _sqlite(url: URL, reading: bool) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # an error is logged; what was to be written is nobody's business there
        paramstyle="named",
        poolclass=QueuePool,
        pool_size=POOLED,
        max_overflow=-1,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    file = Path(url.database or "")

    @event.listens_for(engine, "do_connect")
    def _private(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        if of_disk(file) == READ_ONLY:
            arguments[0], options["uri"] = _unchanging(file), True
            return
        # Only a new file, never one that is there: to close it would let go of all locks that this process has on
        # it, and another that ends would take itself for the last and remove the log under our writes.
        with _os_errors(file), suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        if of_disk(file) == READ_ONLY:
            return
        for pragma in (*PRAGMAS, *(("query_only=ON",) if reading else ())):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")

    return engine


def _unchanging(file: Path) -> str:
    """Return how SQLite opens a file that nobody can change, and needs no log for it. Raises: StoreError."""
    log = file.with_name(file.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"database {file}: the disk is read-only, and the last writes still stand in {log.name}, which SQLite "
            "reads only where it can write; nothing was opened. Make the disk writable once, or copy all files of "
            "the database to one that is."
        )
    return file.absolute().as_uri() + "?immutable=1"


@contextmanager
def _os_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise StoreError(f"database {path}: {fault.strerror}; nothing was opened.") from fault


def reachable(database: Database) -> None:
    """Raises: StoreError if the database does not answer."""
    try:
        with database.engine.connect():
            pass
    except SQLAlchemyError as fault:
        cause = getattr(fault, "orig", None) or fault
        said = " ".join(str(cause).split())
        raise StoreError(
            f"database {database.name}: it cannot be opened: {said}. Nothing was changed."
        ) from fault
