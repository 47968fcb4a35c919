"""A PostgreSQL of the tests' own: Debian's programs, a folder and a socket that nobody else uses.

It runs as the user ``postgres`` when we are root (it refuses root), else as ourselves, in a session of its
own; it dies with the process that started it. The fixtures: ``postgres`` is the server, one a test
session; ``postgres_url`` an empty database, one a test.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.living import children

MISSING = (
    "these tests need PostgreSQL's server programs, and /usr/lib/postgresql/*/bin/initdb is not there; "
    "install them: apt-get install postgresql"
)


def programs() -> Path:
    """Return the folder of the newest PostgreSQL that Debian installed. Raises: FileNotFoundError."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        raise FileNotFoundError(MISSING)
    return max(found, key=lambda folder: float(folder.parent.name))


class Server:
    """A PostgreSQL over ``folder``, which must be ours to fill and short enough for a socket's path."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._options = options
        self._programs = programs()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        initdb = [str(self._programs / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust"]
        self._run([*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"])

    def _as_ourselves(self, command: list[str]) -> list[str]:
        """As ``postgres`` if we are root; ends at once (QUIT) when the process that started it ends."""
        user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        return ["setpriv", *user, "--pdeathsig=QUIT", *command]

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            self._as_ourselves(command), cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr or done.stdout}")

    def start(self, seconds: float = 120) -> None:
        """Start, and return when it answers. Raises: RuntimeError with its log's end if it does not."""
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", *self._options]
        command = [str(self._programs / "postgres"), "-D", str(self.data)]
        for setting in settings:
            command += ["-c", setting]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._spawn(command)
            while time.monotonic() < until and self._running():
                if self._answers():
                    return
                time.sleep(0.02)
            time.sleep(0.1)  # it ended: after a kill the old one's memory may still be on its way out
        raise RuntimeError(f"PostgreSQL did not start within {seconds} s: {self.log()}")

    def _spawn(self, command: list[str]) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._as_ourselves(command), cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._address("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", errors="replace")[-2000:]

    def stop(self) -> None:
        """Stop at once: nobody needs what is in it any more."""
        if self._running() and self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """Kill -9 the server with every process it has, all at once as far as that can be."""
        if self._process is None:
            return
        for pid in (self._process.pid, *children(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self._address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def database(self, options: str = "") -> str:
        """Make an empty database and return its URL."""
        name = f"parley_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def _address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """A server in a folder of its own; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
    try:
        server = Server(folder, *options)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    try:
        programs()
    except FileNotFoundError as missing:
        pytest.fail(str(missing), pytrace=False)
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> str:
    return postgres.database()
