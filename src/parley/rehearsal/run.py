"""The rehearsal from beginning to end: a server of its own, the steps in order, and everything put away again."""

import asyncio
import logging
import signal
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from parley.rehearsal import server as servers
from parley.rehearsal import steps
from parley.rehearsal.relay import TableClosed
from parley.rehearsal.scenario import Scenario, read_scenario
from parley.rehearsal.seat import Refused
from parley.rehearsal.table import Table
from parley.rehearsal.tls import free_port, tls_settings, trusting
from parley.rehearsal.told import Told, Wanting


@dataclass(frozen=True, slots=True)
class Options:
    """What ``parley rehearse`` was asked. ``data`` None: a folder that is thrown away at the end."""

    scenario: Path
    data: Path | None = None
    port: int = 0
    exit: bool = False
    live: bool = False
    tls: tuple[Path, Path] | None = None
    settings: dict[str, str] = field(default_factory=dict)


def rehearse(options: Options, told: Told) -> int:
    """Rehearse; return 0 if everything happened as it must, else 1. Ctrl-C ends all of it."""
    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # frames dropped on a busy machine
    return asyncio.run(_until_interrupted(options, told))


async def _until_interrupted(options: Options, told: Told) -> int:
    """Run, and turn SIGINT and SIGTERM into an orderly end, whatever runs just then."""
    work = asyncio.create_task(_rehearse(options, told))
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, _end_once, work)  # `make` and `uv` pass Ctrl-C on: it comes twice
    try:
        return await work
    except asyncio.CancelledError:
        told.say("\n  Ended.")
        return 0 if told.finished else 1


def _end_once(work: "asyncio.Task[int]") -> None:
    """Cancel the work, but not its putting away."""
    if not work.cancelling():
        work.cancel()


async def _rehearse(options: Options, told: Told) -> int:
    scenario = read_scenario(options.scenario)
    with tempfile.TemporaryDirectory(prefix="parley-rehearsal-") as scratch:
        data = options.data or Path(scratch)
        try:
            async with (
                _server(options, scenario, data) as server,
                _table(options, scenario, told, server, data) as table,
            ):
                return await _watched(_steps(options, table, server), server)
        except (Wanting, Refused, TableClosed, TimeoutError, httpx.HTTPError) as wrong:
            told.say(f"\n  The rehearsal stopped. {str(wrong) or type(wrong).__name__}")
            return 1


async def _steps(options: Options, table: Table, server: servers.Server) -> int:
    told = table.told
    first = server.told.get("first")
    if not first:
        raise Wanting("This folder holds talks already. Take another, or open it with `parley serve --data`.")
    told.say(
        f"  Parley serves at {server.url}; the clock of the talks shows {table.scenario.clock:%d %B %Y, %H:%M} in Kabul."
    )
    with told.step(1, "Talks, seats and devices"):
        await steps.arrive(table, first)
    with told.step(2, "The session, at one encrypted table"):
        await steps.sit(table)
    with told.step(3, "Four lists"):
        await steps.lists(table)
    with told.step(4, "A plan of batches"):
        await steps.plan(table)
    with told.step(5, "Eight clauses"):
        await steps.text(table)
    with told.step(6, "The next meeting, and the record"):
        await steps.close(table)
    told.table()
    told.finished = True
    if not options.exit:
        await steps.carry_on(table)
    return 0


async def _watched(work: Coroutine[Any, Any, int], server: servers.Server) -> int:
    """Do the work, unless the server ends before it. Raises: Wanting with the last that the server said."""
    doing = asyncio.create_task(work)
    ending = asyncio.create_task(server.ended())
    try:
        await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise Wanting("The server ended. The last it said:\n" + ending.result())
    finally:
        for task in (doing, ending):
            task.cancel()
        await asyncio.gather(doing, ending, return_exceptions=True)


@asynccontextmanager
async def _server(options: Options, scenario: Scenario, data: Path) -> AsyncIterator[servers.Server]:
    settings = {"PARLEY_CLOCK_START": scenario.clock.isoformat(), **options.settings}
    port = options.port
    if options.tls:
        port = port or free_port()
        settings |= tls_settings(*options.tls, port)
    server = await servers.start(["--data", str(data), "--port", str(port)], settings)
    try:
        yield server
    finally:
        await asyncio.shield(server.stop())


@asynccontextmanager
async def _table(
    options: Options, scenario: Scenario, told: Told, server: servers.Server, data: Path
) -> AsyncIterator[Table]:
    table = Table(
        scenario,
        told,
        server.url,
        data,
        trusting(options.tls[0]) if options.tls else True,
        options.live,
        options.exit,
    )
    try:
        yield table
    finally:
        await asyncio.shield(table.close())
