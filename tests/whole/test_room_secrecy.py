"""Whoever owns the server, its engine, its disk and its wire finds the key of the table in no form."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.seatmedia import SeatMedia
from tests.living import files_below
from tests.table import until
from tests.whole.observer import Wire, engine_of, forms, found_in, memory
from tests.whole.seated import bot_of, opened_table

UDP = 17
EPOCHS = 3  # the latest, whose keys are looked for: on a busy machine there are many, and each is a search of all memory
MEDIA_BYTES = (
    50_000  # in one direction, which only sound and pictures reach: what is said besides them is far less
)


@asynccontextmanager
async def lone_bot(context: RehearsalContext, seat: str) -> AsyncIterator[Process]:
    """Start the seat's bot in a process of its own, which is gone when the block ends."""
    client = context.seats[seat]
    ed25519, x25519 = client.device.private_bytes()
    given = {
        "url": client.url,
        "talks": client.talks,
        "seat": seat,
        "ed25519": ed25519.hex(),
        "x25519": x25519.hex(),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.whole.lone_bot", stdin=PIPE, stdout=PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(given).encode() + b"\n")
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def keys_told(process: Process, keys: dict[int, bytes], senders: dict[int, bytes]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        message = json.loads(line)
        if "key" in message:
            keys[message["epoch"]] = bytes.fromhex(message["key"])
            senders[message["epoch"]] = bytes.fromhex(message["sender"])


@dataclass
class Observed:
    """What an observer of everything found: forms of the keys, and what must be there if the search works."""

    epoch: int
    server: set[str]
    engine: set[str]
    disk: set[str]
    bot: set[str]
    wire: set[str]


async def sit_together(
    context: RehearsalContext, process: Process, first: SeatMedia, last: SeatMedia
) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Have three sit down one after the other, be seen and be heard; return the keys that the lone bot told, epochs' and its own."""
    keys: dict[int, bytes] = {}
    senders: dict[int, bytes] = {}
    reading = asyncio.create_task(keys_told(process, keys, senders))
    await until(lambda: any(h.codes[91] >= 5 for h in first.report().values()), 60, "the lone bot is seen")
    await last.join()
    await until(lambda: last.keys.current and last.keys.current.epoch in keys, 20, "they share a key")
    await until(lambda: any(h.energy > 0.01 for h in last.report().values()), 30, "the lone bot is heard")
    reading.cancel()
    assert last.keys.current is not None
    assert keys[last.keys.current.epoch] == last.keys.current.key
    assert len(keys) >= 2
    return keys, senders


async def observe(data: Path) -> Observed:
    async with opened_table(data) as (context, server):
        with Wire() as wire:
            first, last = await bot_of(context, "gov-head", 11), await bot_of(context, "facilitator", 12)
            await first.join()
            async with lone_bot(context, "tal-head") as process:
                keys, senders = await sit_together(context, process, first, last)
                await until(
                    lambda: wire.longest(UDP) > MEDIA_BYTES, 60, "sound and pictures go over the wire"
                )
                wire.end()  # or it keeps all that the machine says to itself while memory is searched
                latest = sorted(keys)[-EPOCHS:]
                needles = {f"{form} {epoch}": n for epoch in latest for form, n in forms(keys[epoch]).items()}
                needles |= {f"sender {form} {e}": n for e in latest for form, n in forms(senders[e]).items()}
                bundle = (await last.relay.alive("plenary", last.identity) or {})["bundle"]
                assert isinstance(bundle, dict)
                sealed = {"sealed": bundle["sealed"][last.device.id]["key"].encode()}
                room, record = {"room": b"prisoner-release.plenary"}, {"record": b"roster.device-enrolled.1"}
                pids = server.process.pid, engine_of(server.process.pid), process.pid
                in_server = await asyncio.to_thread(found_in, memory(pids[0]), needles | sealed)
                in_engine = await asyncio.to_thread(found_in, memory(pids[1]), needles | room)
                in_bot = await asyncio.to_thread(found_in, memory(pids[2]), needles)
        on_disk = found_in(files_below(data), needles | record)
        for bot in (first, last):
            await bot.close()
    on_wire = found_in((bytes(flow) for flow in wire.flows.values()), needles | sealed)
    return Observed(max(keys), in_server, in_engine, on_disk, in_bot, on_wire)


@pytest.mark.enable_socket
def test_memory_disk_and_wire_hold_the_epoch_key_in_no_form(tmp_path: Path) -> None:
    assert os.geteuid() == 0, "this test reads the loopback and other processes' memory: run it as root"
    found = asyncio.run(observe(tmp_path / "data"))
    assert {
        f"raw {found.epoch}",
        f"sender derived {found.epoch}",
    } <= found.bot  # the search finds it where it is
    assert found.server == {"sealed"}  # what it relays, and no key
    assert found.engine == {"room"}
    assert found.disk == {"record"}
    assert found.wire == {"sealed"}
