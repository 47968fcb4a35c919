"""A whole server as a target to kill: it acknowledges acts over HTTP, and takes its media engine with it when it dies."""

import asyncio
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx

from parley import settings as chosen
from parley import wiring
from parley.app.core.model import HOUSE
from parley.app.core.witness import latest
from parley.record import b64u, content_digest, export_paths, read_entry, verify
from parley.rehearsal.seat import Refused, Seat
from tests.living import until_gone
from tests.store.crashing import nobody_else
from tests.whole.observer import engine_of

T = TypeVar("T")
WORKERS = 3
SEAT = "facilitator-1"


class Serving:
    """``parley serve`` on one database: a facilitator's device writes notes as fast as they are taken."""

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        self._data = data
        self._url = database_url
        self._process: subprocess.Popen[bytes] | None = None
        self._loop = asyncio.new_event_loop()
        self._seat: Seat | None = None
        self._acknowledged: set[str] = set()
        self.engine_starts: list[int] = []

    def _environment(self) -> dict[str, str]:
        given = {"PARLEY_DATA": str(self._data), "PARLEY_PORT": "0"}
        return {**os.environ, **given, **({"PARLEY_DATABASE_URL": self._url} if self._url else {})}

    def start(self) -> float:
        """Start it; return the seconds until it had recorded an act."""
        began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parley.cli.main", "serve", "--json"],
            env=self._environment(),
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        self._await(self._sit(told))
        self._await(self._note())
        self.engine_starts.append(self.engine())
        return time.perf_counter() - began

    def _await(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(asyncio.wait_for(work, 60))

    async def _sit(self, told: dict[str, Any]) -> None:
        seat = Seat(told["url"], HOUSE, SEAT)
        if self._seat is None:
            await seat.redeem(told["first"]["link"], told["first"]["code"])
            await seat.sign("roster.device-vouched.1", device=seat.device.id)
        else:
            seat.device = self._seat.device
            await self._seat.close()
            await seat.sign_in()
        self._seat = seat

    async def _note(self) -> None:
        """Write one note; keep its command's id once it is acknowledged."""
        assert self._seat is not None
        data, salt = uuid.uuid4().hex.encode(), os.urandom(32)
        content = {"salt": b64u(salt), "media": "text/plain; charset=utf-8", "bytes": b64u(data)}
        answer = await self._seat.client.post(f"{self._seat.path}/content", json=content)
        answer.raise_for_status()
        command = str(uuid.uuid4())
        said = {"id": command, "fields": {"digest": content_digest(salt, data)}, "signature": None}
        answer = await self._seat.client.post(f"{self._seat.path}/commands/talks.noted.1", json=said)
        answer.raise_for_status()
        self._acknowledged.add(command)

    def run(self, seconds: float) -> None:
        """Write notes from several sides at once for so long."""
        self._await(self._load(seconds))

    async def _load(self, seconds: float) -> None:
        async def worker() -> None:
            while True:
                await self._note()

        workers = [asyncio.create_task(worker()) for _ in range(WORKERS)]
        await asyncio.sleep(seconds)
        self._kill_now()  # in mid-flight
        for one in await asyncio.gather(*workers, return_exceptions=True):
            assert isinstance(one, httpx.HTTPError | Refused), repr(one)

    def _kill_now(self) -> None:
        assert self._process is not None
        self._process.kill()

    def kill(self) -> None:
        """Kill the server alone, if it runs: its engine has to die of it."""
        if self._process is None:
            return
        self._end()
        until_gone(self.engine_starts[-1])

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def engine(self) -> int:
        """Return the media engine's process id."""
        assert self._process is not None
        return engine_of(self._process.pid)

    def check(self) -> int:
        """Raise AssertionError unless every acknowledged note is there, once, and every compartment verifies."""
        if self._url:
            nobody_else(self._url)
        given = {"data": str(self._data)} | ({"database_url": self._url} if self._url else {})
        with wiring.opened(chosen.load(given)) as parley:
            journal = parley.app.journal
            found: list[str] = []
            beside: dict[str, bytes] = {}
            for name in sorted(journal.compartments(HOUSE), key=lambda name: name != "table"):
                entries = journal.entries(HOUSE, name)
                head = latest(parley.app, parley.app.talks.get(HOUSE), name)
                assert head is not None
                folder = dict(export_paths(HOUSE, name, entries, head.note))
                report = verify((folder | beside).get)
                if name == "table":
                    beside = {f"table/{path}": data for path, data in folder.items()}
                assert not report.faults, report.faults[:3]
                read = [read_entry(raw) for raw in entries]
                found += [entry.command for entry in read if entry.kind == "talks.noted.1"]
            assert len(found) == len(set(found)), "a note was recorded twice"
            lost = self._acknowledged - set(found)
            assert not lost, f"{len(lost)} acknowledged notes are lost"
        return len(self._acknowledged)

    def close(self) -> None:
        """End everything."""
        self._end()
        if self._seat is not None:
            self._await(self._seat.close())
        self._loop.close()
