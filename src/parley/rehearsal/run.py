"""The rehearsal from beginning to end: a server of its own, the steps in order, and the clean-up."""

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
from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.relay import TableClosed
from parley.rehearsal.reporter import RehearsalFailed, Reporter
from parley.rehearsal.scenario import Scenario, read_scenario
from parley.rehearsal.seat import Refused
from parley.rehearsal.tls import free_port, tls_settings, trusting


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


def rehearse(options: Options, reporter: Reporter) -> int:
    """Rehearse; return 0 if every step succeeded, else 1. Ctrl-C ends all of it."""
    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # frames dropped on a busy machine
    return asyncio.run(_until_interrupted(options, reporter))


async def _until_interrupted(options: Options, reporter: Reporter) -> int:
    """Run, and end in good order at SIGINT and SIGTERM."""
    work = asyncio.create_task(_rehearse(options, reporter))
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, _end_once, work)  # `make` and `uv` pass Ctrl-C on: it comes twice
    try:
        return await work
    except asyncio.CancelledError:
        reporter.say("\n  Ended.")
        return 0 if reporter.finished else 1


def _end_once(work: "asyncio.Task[int]") -> None:
    """Cancel the work, but not its clean-up."""
    if not work.cancelling():
        work.cancel()


async def _rehearse(options: Options, reporter: Reporter) -> int:
    scenario = read_scenario(options.scenario)
    with tempfile.TemporaryDirectory(prefix="parley-rehearsal-") as scratch:
        data = options.data or Path(scratch)
        try:
            async with (
                _server(options, scenario, data) as server,
                _opened(options, scenario, reporter, server, data) as context,
            ):
                return await _watched(_steps(options, context, server), server)
        except (RehearsalFailed, Refused, TableClosed, TimeoutError, httpx.HTTPError) as wrong:
            reporter.say(f"\n  The rehearsal stopped. {str(wrong) or type(wrong).__name__}")
            return 1


async def _steps(options: Options, context: RehearsalContext, server: servers.Server) -> int:
    reporter = context.reporter
    first = server.announced.get("first")
    if not first:
        raise RehearsalFailed(
            "This folder holds talks already. Take another, or open it with `parley serve --data`."
        )
    reporter.say(
        f"  Parley serves at {server.url}; the clock of the talks shows {context.scenario.clock:%d %B %Y, %H:%M} in Kabul."
    )
    with reporter.step(1, "Talks, seats and devices"):
        await steps.arrive(context, first)
    with reporter.step(2, "The session, at one encrypted table"):
        await steps.sit(context)
    with reporter.step(3, "Four lists"):
        await steps.lists(context)
    with reporter.step(4, "A plan of batches"):
        await steps.plan(context)
    with reporter.step(5, "Eight clauses"):
        await steps.text(context)
    with reporter.step(6, "The next meeting, and the record"):
        await steps.close(context)
    reporter.summary()
    reporter.finished = True
    if not options.exit:
        await steps.carry_on(context)
    return 0


async def _watched(work: Coroutine[Any, Any, int], server: servers.Server) -> int:
    """Do the work, unless the server ends before it. Raises: RehearsalFailed with the last that the server said."""
    doing = asyncio.create_task(work)
    ending = asyncio.create_task(server.ended())
    try:
        await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise RehearsalFailed("The server ended. The last it said:\n" + ending.result())
    finally:
        for task in (doing, ending):
            task.cancel()
        await asyncio.gather(doing, ending, return_exceptions=True)


@asynccontextmanager
async def _server(options: Options, scenario: Scenario, data: Path) -> AsyncIterator[servers.Server]:
    settings = {"PARLEY_CLOCK_START": scenario.clock.isoformat(), **options.settings}
    port = options.port
    engine = ""
    if options.tls:
        port, signals = port or free_port(), free_port()
        settings |= tls_settings(*options.tls, port) | {"PARLEY_ENGINE_PORT": str(signals)}
        engine = f"ws://127.0.0.1:{signals}"  # the bots' library trusts no certificate of one's own
    server = await servers.start(["--data", str(data), "--port", str(port)], settings, engine)
    try:
        yield server
    finally:
        await asyncio.shield(server.stop())


@asynccontextmanager
async def _opened(
    options: Options, scenario: Scenario, reporter: Reporter, server: servers.Server, data: Path
) -> AsyncIterator[RehearsalContext]:
    context = RehearsalContext(
        scenario,
        reporter,
        server.url,
        data,
        trusting(options.tls[0]) if options.tls else True,
        options.live,
        options.exit,
        server.engine,
    )
    try:
        yield context
    finally:
        await asyncio.shield(context.close())
