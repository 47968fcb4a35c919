"""The server under rehearsal: ``parley serve`` as a child process that ends with this one."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from parley.lifeline import end_with_parent
from parley.rehearsal.reporter import RehearsalFailed

STARTS_WITHIN = 60.0  # seconds: a first start may have to make the database and start the engine
ENDS_WITHIN = 15.0


@dataclass(slots=True)
class Server:
    """A running server: its address, and what it printed about its first facilitator."""

    url: str
    announced: Mapping[str, Any]
    process: Process
    _reading: tuple[asyncio.Task[None], ...]
    _last: deque[str]
    engine: str = ""  # where its engine's signals are reached, "" where it says so itself

    async def stop(self) -> None:
        """Terminate it, then kill it."""
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            if self.process.returncode is not None:
                break
            with suppress(ProcessLookupError):
                self.process.send_signal(how)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), ENDS_WITHIN)
        for task in self._reading:
            task.cancel()

    async def ended(self) -> str:
        """Wait until it ends by itself; return its last output."""
        await self.process.wait()
        return "\n".join(self._last)


async def start(arguments: list[str], settings: Mapping[str, str], engine: str = "") -> Server:
    """Start ``parley serve --json`` and wait for the line that says where it is. Raises: RehearsalFailed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parley.cli.main", "serve", "--json", *arguments,
        stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE, env={**os.environ, **settings},
        start_new_session=True, preexec_fn=partial(end_with_parent, signal.SIGTERM), limit=2**20,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    last: deque[str] = deque(maxlen=30)
    errors = asyncio.create_task(_drain(process.stderr, last))
    first = asyncio.create_task(_first_line(process.stdout, last))
    ended = asyncio.create_task(process.wait())
    try:
        await asyncio.wait({first, ended}, timeout=STARTS_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        announced = first.result()
    except (asyncio.InvalidStateError, EOFError):
        first.cancel()
        await asyncio.wait({errors, ended}, timeout=2)
        if not ended.done():
            process.terminate()
            await asyncio.wait({errors, ended}, timeout=ENDS_WITHIN)
        raise RehearsalFailed("The server did not start. It said:\n" + "\n".join(last)) from None
    finally:
        ended.cancel()
    output = asyncio.create_task(_drain(process.stdout, last))
    return Server(str(announced["url"]).rstrip("/"), announced, process, (errors, output), last, engine)


async def _first_line(stream: asyncio.StreamReader, last: deque[str]) -> dict[str, Any]:
    """Return the first line of JSON that names an address."""
    while line := await stream.readline():
        with suppress(ValueError):
            announced = json.loads(line)
            if isinstance(announced, dict) and "url" in announced:
                return announced
        last.append(line.decode(errors="replace").rstrip())
    raise EOFError


async def _drain(stream: asyncio.StreamReader, last: deque[str]) -> None:
    while line := await stream.readline():
        last.append(line.decode(errors="replace").rstrip())
