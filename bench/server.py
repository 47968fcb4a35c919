"""What the server takes after a whole rehearsal: to start, to show Today, to record an act while 20 live pages are open; page weights.

Needs the folder of a rehearsal that has ended (`parley rehearse --exit --data DIR`); holds one itself if none is given.
Times stand beside a fixed unit of work measured in the same run: one SHA-256 over 16 MiB.

    python -m bench.server [--data DIR] [--acts 200] [--json]
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from parley import settings as chosen
from parley import wiring
from parley.app.core import signins
from parley.record import b64u, content_digest
from parley.talks import Talks
from parley.web.assets import ahead_of

PAGES = ("today", "sits", "text", "lists", "plan", "record", "room")
LIVE = 20
BUILT = Path(__file__).parents[1] / "src/parley/web/static/built"
ROOM_FILES = ("room.css", "room.js", "room-worker.js", "page.js", "parley.css", "htmx.js")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; ``most`` is what the project asks for, None if nothing is asked."""

    what: str
    value: float
    unit: str
    most: float | None


def unit_of_work() -> float:
    """Return the seconds that one SHA-256 over 16 MiB takes now."""
    data = bytes(2**24)
    began = time.perf_counter()
    hashlib.sha256(data).digest()
    return time.perf_counter() - began


def rehearsed(folder: Path) -> None:
    """Hold the rehearsal into ``folder``."""
    command = [sys.executable, "-m", "parley.cli.main", "rehearse", "--exit", "--data", str(folder)]
    subprocess.run(command, check=True, stdout=sys.stderr)


def cookies(folder: Path) -> tuple[str, dict[str, str]]:
    """Sign every admitted seat of the rehearsal's talks in, as the server itself would; return talks and tokens."""
    with wiring.opened(chosen.load({"data": str(folder)})) as parley:
        talks = next(one for one in parley.app.talks.ids() if one != "house")
        with parley.app.talks.reading(talks) as state:
            known = state.of(Talks)
            devices = {d.seat: d.id for d in known.devices.values() if known.admitted(d.id)}
        return talks, {
            seat: signins.new_sign_in(parley.app, talks, seat, one)[0] for seat, one in devices.items()
        }


def started(folder: Path) -> tuple[subprocess.Popen[bytes], str, float]:
    """Start the server; return it, its address, and the seconds until /health said that all is well."""
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "parley.cli.main",
        "serve",
        "--json",
        "--port",
        "0",
        "--data",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["url"]
    while httpx.get(f"{address}/health").status_code != httpx.codes.OK:
        time.sleep(0.05)
    return process, address, time.perf_counter() - began


async def live_page(client: httpx.AsyncClient, path: str, ready: asyncio.Event) -> None:
    async with client.stream("GET", f"{path}/live", timeout=None) as stream:
        ready.set()
        async for _ in stream.aiter_bytes():
            pass


async def acts(address: str, talks: str, tokens: dict[str, str], count: int) -> list[float]:
    """Record ``count`` notes from one seat while LIVE pages of all seats are open; return the seconds of each."""
    seats = sorted(tokens)
    clients = {seat: signed_in(address, token) for seat, token in tokens.items()}
    ready = [asyncio.Event() for _ in range(LIVE)]
    open_pages = [
        asyncio.create_task(live_page(clients[seat], f"/talks/{talks}/{seat}", event))
        for seat, event in zip((seats * LIVE)[:LIVE], ready, strict=True)
    ]
    await asyncio.wait_for(asyncio.gather(*(event.wait() for event in ready)), 30)
    seat, taken = seats[0], []
    path = f"/talks/{talks}/{seat}"
    for _ in range(count):
        taken.append(await noted(clients[seat], path))
    for task in open_pages:
        task.cancel()
    await asyncio.gather(*open_pages, return_exceptions=True)
    await asyncio.gather(*(client.aclose() for client in clients.values()))
    return taken


async def noted(client: httpx.AsyncClient, path: str) -> float:
    """Bring a private note and record it; return the seconds that the act alone took."""
    data, salt = uuid.uuid4().hex.encode(), os.urandom(32)
    media = "text/plain; charset=utf-8"
    content = {"purpose": "note", "salt": b64u(salt), "media": media, "bytes": b64u(data)}
    (await client.post(f"{path}/content", json=content)).raise_for_status()
    said = {"id": str(uuid.uuid4()), "fields": {"digest": content_digest(salt, data)}, "signature": None}
    began = time.perf_counter()
    (await client.post(f"{path}/commands/talks.noted.1", json=said)).raise_for_status()
    return time.perf_counter() - began


def signed_in(address: str, token: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=address, cookies={"parley": token}, headers={"Origin": address}, timeout=30
    )


def page_figures(address: str, talks: str, tokens: dict[str, str]) -> list[Figure]:
    seat = next(one for one in sorted(tokens) if one.endswith("head"))
    found = []
    with httpx.Client(base_url=address, cookies={"parley": tokens[seat]}, timeout=30) as client:
        base = f"/talks/{talks}/{seat}"
        client.get(
            f"{base}/lists"
        )  # the first reading of the lists is part of the first page that needs them
        times = []
        for _ in range(30):
            began = time.perf_counter()
            client.get(f"{base}/today").raise_for_status()
            times.append(time.perf_counter() - began)
        found.append(Figure("Today on the server, median", 1000 * statistics.median(times), "ms", 50))

        for page in PAGES:
            size = len(gzip.compress(client.get(f"{base}/{page}").content)) / 1024
            found.append(Figure(f"page {page}, compressed", size, "KB", 40))
    return found


def room_weight() -> Figure:
    """Return the room's files, compressed, before fonts."""
    names = [address.rpartition("/")[2].partition("?")[0] for address, _ in ahead_of(ROOM_FILES)]
    size = sum(len(gzip.compress((BUILT / name).read_bytes())) for name in names)
    return Figure("the room, compressed, before fonts", size / 1024, "KB", 260)


def measure(folder: Path, count: int) -> list[Figure]:
    talks, tokens = cookies(folder)
    starts = []
    for _ in range(2):
        process, _, seconds = started(folder)
        starts.append(seconds)
        process.terminate()
        process.wait()
    process, address, seconds = started(folder)
    starts.append(seconds)
    try:
        unit = unit_of_work()
        taken = sorted(asyncio.run(acts(address, talks, tokens, count)))
        figures = page_figures(address, talks, tokens)
    finally:
        process.terminate()
        process.wait()
    return [
        Figure("serving after start, with the rehearsal's record, best of 3", min(starts), "s", 3),
        Figure(
            f"an act over HTTP with {LIVE} live pages open, median",
            1000 * statistics.median(taken),
            "ms",
            None,
        ),
        Figure(
            f"an act over HTTP with {LIVE} live pages open, p99",
            1000 * taken[int(0.99 * (count - 1))],
            "ms",
            150,
        ),
        *figures,
        room_weight(),
        Figure("the unit of work: SHA-256 over 16 MiB", 1000 * unit, "ms", None),
    ]


def show(figures: list[Figure], *, as_json: bool) -> None:
    """Print figures as a table with what is asked for, or for a program."""
    if as_json:
        print(json.dumps([asdict(one) for one in figures]))
        return
    for one in figures:
        asked = f"≤ {one.most:g} {one.unit}" if one.most is not None else ""
        print(f"{one.what:<62} {one.value:>8.1f} {one.unit:<3} {asked}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the folder of a rehearsal that has ended")
    parser.add_argument("--acts", type=int, default=200, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as temporary:
        folder = Path(temporary) / "data"
        if options.data:
            shutil.copytree(
                options.data, folder
            )  # the acts of the measurement are not added to somebody's record
        else:
            rehearsed(folder)
        figures = measure(folder, options.acts)
    show(figures, as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
