"""A real engine, and a table without HTTP: the room's own rules between bots."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from parley.app.clock import SystemClock
from parley.media import Engine, EnginePlan, LiveKit
from parley.rehearsal.device import Device, PublicKeys
from parley.rehearsal.relay import TableClosed
from parley.rehearsal.seatmedia import SeatMedia
from parley.web.rooms import Rooms

BINARY = Path(__file__).parents[2] / "build" / "livekit-server"
TALKS = "march"


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """These tests talk to a real engine on the loopback."""


@pytest.fixture
def plan(tmp_path: Path) -> EnginePlan:
    assert BINARY.exists(), "the engine is not built: run engine/build.sh"
    return EnginePlan(BINARY, tmp_path / "engine", "test", secrets.token_hex(24))


@pytest.fixture
def engine(plan: EnginePlan) -> Iterator[Engine]:
    running = Engine(plan)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def livekit(engine: Engine) -> LiveKit:
    return LiveKit(engine.address, engine.plan.key, engine.plan.secret)


class Table:
    """One table in this process: ``seat`` gives a device a relay to it; ``admit`` puts it on the roster."""

    def __init__(self, livekit: LiveKit) -> None:
        self.rooms = Rooms(livekit, self._publish, time.monotonic, int(SystemClock().real().timestamp()))
        self.roster: dict[str, PublicKeys] = {}
        self.bundles: list[Mapping[str, Any]] = []
        self._queues: dict[str, list[asyncio.Queue[Mapping[str, object]]]] = {}
        self._loop = asyncio.get_running_loop()

    def admit(self, device: Device) -> Device:
        self.roster[device.id] = device.public
        return device

    def bot(self, name: str, code: int, pitch: float = 200.0, *, wrong_key: bool = False) -> SeatMedia:
        device = self.admit(Device())
        return SeatMedia(
            device,
            self.roster.get,
            SeatRelay(self, name, device.id),
            talks=TALKS,
            label=name,
            code=code,
            pitch=pitch,
            wrong_key=wrong_key,
        )

    def listen(self, seat: str) -> asyncio.Queue[Mapping[str, object]]:
        queue: asyncio.Queue[Mapping[str, object]] = asyncio.Queue()
        self._queues.setdefault(seat, []).append(queue)
        return queue

    def _publish(
        self, talks: str, wanted: Callable[[str], bool], event: str, data: Mapping[str, object]
    ) -> None:
        assert talks == TALKS
        if event != "room":
            return
        for seat, queues in self._queues.items():
            for queue in queues if wanted(seat) else ():
                self._loop.call_soon_threadsafe(queue.put_nowait, data)


class SeatRelay:
    """The relay of ``parley.rehearsal.relay`` without HTTP. ``silent`` drops what the device would draw."""

    def __init__(self, table: Table, seat: str, device: str) -> None:
        self.table, self.seat, self.device = table, seat, device
        self.silent = False
        self.offered = 0

    async def join(self, space: str) -> Mapping[str, object]:
        try:
            place = await asyncio.to_thread(self.table.rooms.join, TALKS, space, self.seat, self.device)
        except OSError:
            raise TableClosed(503) from None
        return {"url": place.url, "token": place.token, "identity": place.identity, "state": place.state}

    async def alive(self, space: str, identity: str) -> Mapping[str, object] | None:
        return self.table.rooms.alive(TALKS, space, self.device, identity)

    async def bundle(self, space: str, bundle: Mapping[str, object]) -> Mapping[str, object]:
        self.offered += 1
        if self.silent:
            await asyncio.Event().wait()
        refused, state = self.table.rooms.bundle(TALKS, space, self.device, bundle)
        if refused is None:
            self.table.bundles.append(bundle)
        return state

    async def leave(self, space: str, identity: str) -> None:
        self.table.rooms.leave(TALKS, space, self.device, identity)

    async def states(self, space: str) -> AsyncIterator[Mapping[str, object]]:
        queue = self.table.listen(self.seat)
        while True:
            yield await queue.get()


async def until(holds: Callable[[], object], seconds: float, what: str) -> None:
    """Wait for a condition; fail by its name."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"within {seconds:.0f} s: {what}"
        await asyncio.sleep(0.05)


@pytest.fixture
def table(livekit: LiveKit) -> Callable[[], Table]:
    return lambda: Table(livekit)


@pytest.fixture
def wait() -> Callable[[Callable[[], object], float, str], Awaitable[None]]:
    return until
