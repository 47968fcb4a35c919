"""Twenty seats that ask a page a second each, alone and beside 500 slow or idle strangers; and starting again after kill -9.

On the record of a whole rehearsal. Pages are those of PAGES, one after the other; beside them one act a second is recorded. The
seats ask one after another within each second, as people do who do not know of each other; and all in the same moment, as pages do
that are told of an act. A stranger is a connection that says nothing, or a header of which a byte comes each second, or a body without end. Then the
server is killed and started again while four loops keep the machine busy.

    python -m bench.load [--data DIR] [--seconds 60] [--kills 20] [--json]
"""

import argparse
import asyncio
import itertools
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from bench.server import PAGES, Figure, cookies, noted, rehearsed, show, signed_in, started

SEATS: Final = 20
STRANGERS: Final = 500
BUSY: Final = 4


@dataclass
class Load:
    """What one stretch of time gave: seconds of each page and act, the answers by status, the server's memory in MB at most."""

    pages: list[float] = field(default_factory=list)
    acts: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    memory: float = 0.0


def p99(times: Sequence[float]) -> float:
    return 1000 * sorted(times)[int(0.99 * (len(times) - 1))]


def resident(pid: int) -> float:
    """Return the memory of one process, in MB, without its children's."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def seat(
    client: httpx.AsyncClient, base: str, first: int, until: float, found: Load, *, together: bool
) -> None:
    """Ask a page each second."""
    await asyncio.sleep(0 if together else first / SEATS)
    for number in itertools.count(first):
        began = time.perf_counter()
        if began >= until:
            return
        answer = await client.get(f"{base}/{PAGES[number % len(PAGES)]}")
        found.pages.append(time.perf_counter() - began)
        found.answers[answer.status_code] += 1
        await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))


async def officer(client: httpx.AsyncClient, base: str, until: float, found: Load) -> None:
    """Record a note each second."""
    while time.perf_counter() < until:
        began = time.perf_counter()
        found.acts.append(await noted(client, base))  # raises where one is refused
        await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))


async def stranger(address: str, number: int) -> None:
    """Come again and again, and keep a connection busy with nothing."""
    where = urlsplit(address)
    while True:
        with suppress(OSError):
            _, out = await asyncio.open_connection(where.hostname, where.port)
            try:
                out.write(
                    (
                        b"",
                        b"GET / HTTP/1.1\r\nHost: ",
                        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                    )[number % 3]
                )
                while number % 3:
                    await asyncio.sleep(1)
                    out.write(b"a" if number % 3 == 1 else b"400\r\n" + b"a" * 1024 + b"\r\n")
                    await out.drain()
                await asyncio.sleep(60)
            finally:
                out.close()
        await asyncio.sleep(1)


def crowd(address: str, strangers: int) -> None:
    """Be that many strangers, without end."""

    async def all_of_them() -> None:
        await asyncio.gather(*(stranger(address, number) for number in range(strangers)))

    asyncio.run(all_of_them())


async def loaded(
    server: subprocess.Popen[bytes],
    address: str,
    talks: str,
    tokens: dict[str, str],
    seconds: float,
    strangers: int = 0,
    *,
    together: bool = False,
) -> Load:
    found = Load()
    others = multiprocessing.Process(target=crowd, args=(address, strangers), daemon=True)
    others.start()  # apart: what they cost themselves is not the server's
    await asyncio.sleep(3 if strangers else 0)  # all of them are there
    until = time.perf_counter() + seconds
    seats = (sorted(tokens) * SEATS)[:SEATS]
    clients = [signed_in(address, tokens[one]) for one in seats]
    bases = [f"/talks/{talks}/{one}" for one in seats]

    async def watch() -> None:
        while time.perf_counter() < until:
            found.memory = max(found.memory, resident(server.pid))
            await asyncio.sleep(0.2)

    sitting = [
        seat(client, base, n, until, found, together=together)
        for n, (client, base) in enumerate(zip(clients, bases, strict=True))
    ]
    await asyncio.gather(*sitting, officer(clients[0], bases[0], until, found), watch())
    others.kill()
    others.join()
    await asyncio.gather(*(client.aclose() for client in clients))
    return found


def spin() -> None:
    while True:
        pass


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """Keep the machine busy."""
    processes = [multiprocessing.Process(target=spin, daemon=True) for _ in range(loops)]
    for one in processes:
        one.start()
    try:
        yield
    finally:
        for one in processes:
            one.kill()
            one.join()


def again(folder: Path, kills: int) -> list[float]:
    """Return the seconds until it served, after each kill."""
    process, _, _ = started(folder)
    taken = []
    with busy(BUSY):
        for _ in range(kills):
            process.kill()
            process.wait()
            process, _, seconds = started(folder)
            taken.append(seconds)
    process.terminate()
    process.wait()
    return taken


def measure(folder: Path, seconds: float, kills: int) -> list[Figure]:
    talks, tokens = cookies(folder)
    server, address, _ = started(folder)
    try:
        asyncio.run(loaded(server, address, talks, tokens, 10))  # first readings are nobody's figure
        alone = asyncio.run(loaded(server, address, talks, tokens, seconds))
        at_once = asyncio.run(loaded(server, address, talks, tokens, seconds, together=True))
        beside = asyncio.run(loaded(server, address, talks, tokens, seconds, STRANGERS))
    finally:
        server.terminate()
        server.wait()
    refused = sum(
        n
        for one in (alone, at_once, beside)
        for status, n in one.answers.items()
        if status >= httpx.codes.BAD_REQUEST
    )
    taken = again(folder, kills)
    return [
        Figure(
            f"pages of {SEATS} seats, one a second each, median",
            1000 * statistics.median(alone.pages),
            "ms",
            None,
        ),
        Figure(f"pages of {SEATS} seats, p99", p99(alone.pages), "ms", 250),
        Figure("acts beside them, p99", p99(alone.acts), "ms", 150),
        Figure(f"pages of {SEATS} seats in the same moment each second, p99", p99(at_once.pages), "ms", None),
        Figure("acts beside those, p99", p99(at_once.acts), "ms", None),
        Figure(f"pages beside {STRANGERS} strangers, p99", p99(beside.pages), "ms", 1.5 * p99(alone.pages)),
        Figure(f"acts beside {STRANGERS} strangers, p99", p99(beside.acts), "ms", 1.5 * p99(alone.acts)),
        Figure("pages refused or failed, of all seats", refused, "", 0),
        Figure(
            "memory of the server's own process, most",
            max(one.memory for one in (alone, at_once, beside)),
            "MB",
            250,
        ),
        Figure(f"serving again after kill -9 beside {BUSY} busy loops, worst of {kills}", max(taken), "s", 4),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the folder of a rehearsal that has ended")
    parser.add_argument("--seconds", type=float, default=60, help="of each stretch (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as temporary:
        folder = Path(temporary) / "data"
        if options.data:
            shutil.copytree(options.data, folder)
        else:
            rehearsed(folder)
        figures = measure(folder, options.seconds, options.kills)
    show(figures, as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
