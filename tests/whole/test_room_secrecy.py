"""Whoever owns the server, its engine, its disk and its wire finds the key of the table in no form."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from parley.rehearsal.table import Table
from tests.table import until
from tests.whole.observer import Wire, files, forms, found_in, memory
from tests.whole.seated import bot_of, opened_table


async def lone_bot(table: Table, seat: str) -> Process:
    """Start the seat's bot in a process of its own."""
    client = table.seats[seat]
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
    return process


async def keys_told(process: Process, keys: dict[int, bytes]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        told = json.loads(line)
        if "key" in told:
            keys[told["epoch"]] = bytes.fromhex(told["key"])


def engine_of(server: int) -> int:
    for task in Path(f"/proc/{server}/task").iterdir():
        for child in (task / "children").read_text().split():
            if b"livekit" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    raise AssertionError("the server has no engine")


@pytest.mark.enable_socket
def test_memory_disk_and_wire_hold_the_epoch_key_in_no_form(tmp_path: Path) -> None:
    assert os.geteuid() == 0, "this test reads the loopback and other processes' memory: run it as root"

    async def scene() -> None:
        async with opened_table(tmp_path / "data") as (table, server):
            with Wire() as wire:
                first, last = await bot_of(table, "gov-head", 11), await bot_of(table, "facilitator", 12)
                await first.join()
                process = await lone_bot(table, "tal-head")
                keys: dict[int, bytes] = {}
                reading = asyncio.create_task(keys_told(process, keys))
                await until(lambda: any(h.codes[91] >= 5 for h in first.report().values()), 60, "it is seen")
                await last.join()  # one more epoch
                await until(
                    lambda: last.keys.current and last.keys.current.epoch in keys, 20, "they share a key"
                )
                await until(lambda: any(h.energy > 0.01 for h in last.report().values()), 30, "it is heard")
                current = last.keys.current
                assert current is not None
                assert keys[current.epoch] == current.key
                needles = {
                    f"{form}, epoch {e}": n for e, key in keys.items() for form, n in forms(key).items()
                }
                bundle = (await last.relay.alive("plenary", last.identity) or {})["bundle"]
                assert isinstance(bundle, dict)
                sealed = {"sealed": bundle["sealed"][last.device.id]["key"].encode()}
                engine = engine_of(server.process.pid)

                def search() -> dict[str, set[str]]:
                    return {
                        "server": found_in(memory(server.process.pid), needles | sealed),
                        "engine": found_in(memory(engine), needles | {"room": b"prisoner-release.plenary"}),
                        "disk": found_in(
                            files(tmp_path / "data"), needles | {"record": b"roster.device-enrolled.1"}
                        ),
                        "bot": found_in(memory(process.pid), needles),
                    }

                found = await asyncio.to_thread(search)
                process.kill()
                await process.wait()
                await reading
            for bot in (first, last):
                await bot.close()
        assert len(keys) >= 2
        # the search works: it finds what is there …
        assert found["server"] >= {"sealed"}
        assert {f"raw, epoch {current.epoch}", f"derived, epoch {current.epoch}"} <= found["bot"]
        on_the_wire = found_in((bytes(flow) for flow in wire.flows.values()), needles | sealed)
        assert "sealed" in on_the_wire
        assert (
            max(len(flow) for (kind, _), flow in wire.flows.items() if kind == 17) > 50_000
        )  # sound and pictures
        # … and nothing of the key anywhere else
        assert found["server"] == {"sealed"}
        assert found["engine"] == {"room"}
        assert found["disk"] == {"record"}
        assert on_the_wire == {"sealed"}

    asyncio.run(scene())
