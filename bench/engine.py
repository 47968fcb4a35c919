"""What five places at one encrypted table cost the machine: the engine's and the server's share of a core.

Five bots, all in one process, send pictures of 160×90 at 5 a second; one speaks at a time. CPU is what the kernel counted for each process and its children over the measured seconds.

    python -m bench.engine [--seconds 20] [--json]
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from parley.rehearsal.seatmedia import SeatMedia
from tests.whole.observer import engine_of
from tests.whole.seated import bot_of, opened_table

PLACES = ("gov-head", "tal-head", "tal-lists", "facilitator", "us-envoy")
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return the seconds of processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def talk_in_turn(bots: list[SeatMedia]) -> None:
    while True:
        for bot in bots:
            await bot.speak(2.0)


async def measure(seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        async with opened_table(Path(folder) / "data") as (table, server):
            bots = [await bot_of(table, seat, 20 + number) for number, seat in enumerate(PLACES)]
            for bot in bots:
                await bot.join()
            talking = asyncio.create_task(talk_in_turn(bots))
            await asyncio.sleep(5)
            ours, engine = server.process.pid, engine_of(server.process.pid)
            for bot in bots:
                bot.forget()
            began, start = time.perf_counter(), {pid: cpu_seconds(pid) for pid in (ours, engine, os.getpid())}
            await asyncio.sleep(seconds)
            took = time.perf_counter() - began
            share = {pid: 100 * (cpu_seconds(pid) - start[pid]) / took for pid in start}
            frames = sum(heard.frames for bot in bots for heard in bot.report().values())
            talking.cancel()
            return {
                "engine": share[engine],
                "server": share[ours],
                "bots": share[os.getpid()],
                "engine_mb": memory_mb(engine),
                "server_mb": memory_mb(ours),
                "decoded_per_second_and_direction": frames / took / 20,
            }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = asyncio.run(measure(options.seconds))
    if options.json:
        print(json.dumps(found))
        return 0
    print("| five places, encrypted, one speaking at a time | share of a core | memory |")
    print("|---|---|---|")
    print(f"| media engine | {found['engine']:.1f} % | {found['engine_mb']:.0f} MB |")
    print(f"| our server | {found['server']:.1f} % | {found['server_mb']:.0f} MB |")
    print(f"| the five bots, for comparison | {found['bots']:.0f} % | |")
    print(
        f"\n{found['decoded_per_second_and_direction']:.1f} of 5 pictures a second decoded in each of 20 directions."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
