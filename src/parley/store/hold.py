"""One process holds the store: its lock is on the database itself, and each of its transactions proves that it still does.

The lock ends with its process. SQLite: ``flock`` on the database's own file, whatever names lead to it. PostgreSQL: an
advisory lock of every connection, so that it stands while one of them does, and anew after the database was restarted.
Whoever gets it leaves a row of its own in the database (``HOLDER``). Another that gets it after the first lost it puts its own
there, and what the first tries from then on finds that and writes nothing (docs/adr/0022).
"""

import fcntl
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from parley.app.core.clock import SystemClock
from parley.app.core.ports import ReadOnly
from parley.store.failures import DRIVER_ERRORS
from parley.store.markers import HOLDER, mark, marker
from parley.store.tables import markers

HELD_ELSEWHERE = "held_elsewhere"  # the refusal of a process that lost the store to another
LET_GO = b""
LOCK = (
    0x5041524C4559 + 1
)  # for pg_advisory_lock: of the process that holds the store, as long as it is connected
TURN = LOCK + 1  # and of each transaction: shared by the holder's, alone by the one that becomes the holder
PATIENCE = 2.0  # seconds: whoever was just killed is gone by then
_AGAIN = 0.05

_files: set[tuple[int, int]] = (
    set()
)  # held by this process: to open and close one more descriptor would free SQLite's locks
_guard = threading.Lock()


class HeldElsewhere(Exception):
    """Another process holds the store; ``said`` is what it left about itself, {} if nothing."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__("held elsewhere")
        self.said = said

    def __str__(self) -> str:
        """Say who, from when."""
        if not self.said:
            return "by another process, which says nothing of itself"
        return f"by process {self.said['pid']} on {self.said['host']} since {self.said['since']} UTC"


class Hold:
    """What this process has of a database that it holds."""

    def __init__(self, release: Callable[[], None]) -> None:
        since = SystemClock().real().strftime("%Y-%m-%d %H:%M:%S")
        self._about = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": since,
            "token": secrets.token_hex(8),
        }
        self.release = release
        self.value: bytes | None = None  # our row, once it is written

    def begin(self, connection: Connection) -> bytes:
        """Put our row in the place of whoever held the store before, and return it: it is ``value`` once it is committed."""
        if connection.dialect.name == "postgresql":  # wait for what the one before is just writing
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        before = marker(connection, HOLDER)
        generation = int(_said(before).get("generation", 0)) + 1
        value = json.dumps({"generation": generation, **self._about}, sort_keys=True).encode()
        mark(connection, HOLDER, value)
        return value

    def end(self) -> None:
        """Let go; what is tried afterwards is refused."""
        self.value = LET_GO
        self.release()
        self.release = lambda: None

    def prove(self, connection: Connection) -> None:
        """Raises: ReadOnly if another process holds the store by now. ``turn`` comes first."""
        if marker(connection, HOLDER) != self.value:
            raise ReadOnly(HELD_ELSEWHERE)


def turn(driver: Any) -> None:
    """On PostgreSQL: let nobody become the holder until this transaction has ended. A statement of its own: the next sees all."""
    driver.execute(f"SELECT pg_advisory_xact_lock_shared({TURN})")


def hold_file(file: Path) -> Hold:
    """Hold a SQLite database. Raises: HeldElsewhere; OSError."""
    flags = os.O_RDWR | os.O_CREAT
    with suppress(OSError):
        if os.statvfs(file.parent).f_flag & os.ST_RDONLY:
            flags = os.O_RDONLY
    end = time.monotonic() + PATIENCE
    while True:
        with _guard:
            held = _try_file(file, flags)
        if held is not None:
            return held
        if time.monotonic() > end:
            raise HeldElsewhere({})
        time.sleep(_AGAIN)


def _try_file(file: Path, flags: int) -> Hold | None:
    with suppress(FileNotFoundError):
        found = file.stat()
        if (found.st_dev, found.st_ino) in _files:
            return None
    descriptor = os.open(file, flags | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    found = os.fstat(descriptor)
    key = found.st_dev, found.st_ino
    _files.add(key)

    def release() -> None:
        with _guard:
            _files.discard(key)
            os.close(descriptor)

    return Hold(release)


def hold_server(first: Connection) -> Hold:
    """Hold a PostgreSQL database with its first connection, which stays. Raises: HeldElsewhere."""
    end = time.monotonic() + PATIENCE
    while not first.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}).scalar_one():
        if time.monotonic() > end:
            first.close()
            raise HeldElsewhere({})
        time.sleep(_AGAIN)
    first.execute(text("SELECT pg_advisory_lock_shared(:lock)"), {"lock": LOCK})
    first.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    return Hold(first.close)


def share(driver: Any) -> None:
    """Let this connection hold the store too, unless another process just gets it: our transactions will find that."""
    driver.execute(f"SELECT pg_try_advisory_lock_shared({LOCK})")


def who(connection: Connection) -> dict[str, Any]:
    """Return what the holder left about itself, {} if nothing can be read."""
    with suppress(*DRIVER_ERRORS):
        if inspect(connection).has_table(markers.name):
            return _said(marker(connection, HOLDER))
    return {}


def _said(value: bytes | None) -> dict[str, Any]:
    with suppress(ValueError):
        said = json.loads(value or b"{}")
        if isinstance(said, dict) and {"pid", "host", "since"} <= said.keys():
            return said
    return {}
