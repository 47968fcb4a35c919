"""A table without the rest of the site: an engine, the rooms, bots, and a page for a browser."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from parley.app.core.clock import SystemClock
from parley.app.core.ports import Media
from parley.base import Reason, Refused, reason
from parley.record import b64u, unb64u
from parley.rehearsal.device import Device, PublicKeys
from parley.rehearsal.relay import TableClosed
from parley.rehearsal.seatmedia import SeatMedia
from parley.web.room.rooms import Rooms
from tests.web.serving import in_a_thread

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "src/parley/web/static/built"
TALKS = "march"
SILENT = 0.001  # root mean square: speech is a hundred times louder, a decoder's own comfort noise far below
BUSY = 4  # times as long as alone: on a machine that does as much again besides, and more
State = Mapping[str, object]
T = TypeVar("T")


class Forgetful:
    """Marks of a table that is never set up twice."""

    def read(self, talks: str, space: str) -> int:
        return 0

    def keep(self, talks: str, space: str, epoch: int) -> None:
        return None


class Table:
    """One table in this process: ``bot`` sits down at it; ``roster`` is what every device has verified."""

    def __init__(self, media: Media) -> None:
        first = int(SystemClock().real().timestamp())
        self.rooms = Rooms(media, self._publish, time.monotonic, Forgetful(), first_epoch=first)
        self.roster: dict[str, PublicKeys] = {}
        self.out: set[str] = set()  # seats that the chair put out
        self.bundles: list[Mapping[str, Any]] = []
        self._queues: list[tuple[str, asyncio.AbstractEventLoop, asyncio.Queue[State]]] = []
        self._news: list[tuple[str, asyncio.AbstractEventLoop, asyncio.Queue[State]]] = []
        self.told: list[State] = []  # to all who sit, besides the state
        self._bots: list[SeatMedia] = []

    def admit(self, device: Device) -> Device:
        self.roster[device.id] = device.public
        return device

    def bot(self, name: str, code: int, pitch: float = 200.0, *, wrong_key: bool = False) -> SeatMedia:
        device = self.admit(Device())
        bot = SeatMedia(
            device,
            self.roster.get,
            SeatRelay(self, name, device.id),
            talks=TALKS,
            label=name,
            code=code,
            pitch=pitch,
            wrong_key=wrong_key,
        )
        return self.seat(bot)

    def seat(self, bot: SeatMedia) -> SeatMedia:
        """Have a bot end with the table, if it has not left before."""
        self._bots.append(bot)
        return bot

    async def close(self) -> None:
        """End every bot that still sits, as after a scene that was broken off."""
        await asyncio.gather(*(bot.close() for bot in self._bots))

    def put_out(self, seat: str) -> None:
        """Have the chair put a seat out, as the record would remember it."""
        self.out.add(seat)
        self.rooms.remove_seat(TALKS, "plenary", seat)

    @contextmanager
    def entering(self, seat: str) -> Iterator[tuple[Reason, ...]]:
        yield (reason("seat_put_out", space="plenary"),) if seat in self.out else ()

    @contextmanager
    def listening(self, seat: str, news: bool = False) -> Iterator[asyncio.Queue[State]]:
        """Give the room's states for a seat, or what else is told to it, in the running loop."""
        entry = (seat, asyncio.get_running_loop(), asyncio.Queue[State]())
        queues = self._news if news else self._queues
        queues.append(entry)
        try:
            yield entry[2]
        finally:
            queues.remove(entry)

    def _publish(self, talks: str, wanted: Callable[[str], bool], event: str, data: State) -> None:
        assert talks == TALKS
        if event == "table":
            self.told.append(data)
        for seat, loop, queue in list(
            self._queues if event == "room" else self._news if event == "table" else ()
        ):
            if wanted(seat) and not loop.is_closed():
                loop.call_soon_threadsafe(queue.put_nowait, data)


class SeatRelay:
    """The relay of ``parley.rehearsal.relay`` without HTTP. ``silent``: what the device draws never arrives."""

    def __init__(self, table: Table, seat: str, device: str) -> None:
        self.table, self.seat, self.device = table, seat, device
        self.silent = False
        self.offered: list[State] = []

    async def join(self, space: str) -> State:
        try:
            entering = partial(self.table.entering, self.seat)
            place = await asyncio.to_thread(
                self.table.rooms.join, TALKS, space, self.seat, self.device, entering
            )
        except OSError:
            raise TableClosed(503) from None
        if isinstance(place, Refused):
            raise TableClosed(403)
        return asdict(place)

    async def move(self, space: str, identity: str) -> State | None:
        place = await asyncio.to_thread(self.table.rooms.move, TALKS, space, self.device, identity)
        return None if place is None else asdict(place)

    async def alive(self, space: str, identity: str) -> State | None:
        return self.table.rooms.alive(TALKS, space, self.device, identity)

    async def bundle(self, space: str, bundle: State) -> State:
        self.offered.append(bundle)
        if self.silent:
            await asyncio.Event().wait()
        return (await self.offer(space, bundle))[1]

    async def offer(self, space: str, bundle: State) -> tuple[Refused | None, State]:
        """Offer a bundle; return why it was not taken, and the state in any case."""
        key = self.table.roster[self.device].ed25519
        refused, state = self.table.rooms.bundle(TALKS, space, self.device, key, bundle)
        if refused is None:
            self.table.bundles.append(bundle)
        return refused, state

    async def doubt(self, space: str, epoch: int) -> State:
        return self.table.rooms.doubt(TALKS, space, self.device, epoch)

    async def leave(self, space: str, identity: str) -> None:
        self.table.rooms.leave(TALKS, space, self.device, identity)

    async def states(self, space: str) -> AsyncIterator[State]:
        with self.table.listening(self.seat) as queue:
            while True:
                yield await queue.get()


async def until(holds: Callable[[], object], seconds: float, what: str) -> None:
    """Wait for a condition; fail by its name. ``seconds``: the longest it takes where nothing else runs."""
    end = time.monotonic() + BUSY * seconds
    while not holds():
        assert time.monotonic() < end, f"not within {BUSY * seconds:.0f} s: {what}"
        await asyncio.sleep(0.05)


def play(media: Media, scene: Callable[[Table], Awaitable[T]]) -> T:
    """Play a scene at a table of its own, and return what it does; no bot sits there afterwards."""

    async def played() -> T:
        table = Table(media)
        try:
            return await scene(table)
        finally:
            await table.close()

    return asyncio.run(played())


class Site:
    """The table behind HTTP, for browsers: a page a seat, its keys made by the page and put on the roster here."""

    def __init__(self, table: Table, page: Callable[[str], str]) -> None:
        self.table, self._page = table, page
        self.devices: dict[str, str] = {}  # seat → device
        room = "/talks/{talks}/{seat}/room"
        asked = {
            "join": self._join,
            "move": self._move,
            "alive": self._alive,
            "leave": self._leave,
            "bundle": self._bundle,
            "doubt": self._doubt,
            "mute": self._mute,
            "share": self._share,
            "chat": self._chat,
        }
        self.app = Starlette(
            routes=[
                *(Route(f"{room}/{name}", answer, methods=["POST"]) for name, answer in asked.items()),
                Route(room, self._room),
                Route("/talks/{talks}/{seat}/live", self._live),
                Route("/talks/{talks}/{seat}/enrol", self._enrol, methods=["POST"]),
                Route("/talks/{talks}/{seat}/roster", self._roster),
                Mount("/static/built", StaticFiles(directory=BUILT)),
            ]
        )

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve on a free port of the loopback and yield the address."""
        config = uvicorn.Config(self.app, log_level="warning", timeout_graceful_shutdown=1)
        with in_a_thread(config) as port:
            yield f"http://127.0.0.1:{port}"

    async def _asked(self, request: Request) -> tuple["SeatRelay", Mapping[str, Any]]:
        seat = request.path_params["seat"]
        return SeatRelay(self.table, seat, self.devices[seat]), await request.json()

    async def _join(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        try:
            return JSONResponse(await relay.join(body["space"]))
        except TableClosed as closed:
            return JSONResponse({}, closed.status)

    async def _move(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        place = await relay.move(body["space"], body["identity"])
        return JSONResponse(place or {}, 404 if place is None else 200)

    async def _alive(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        state = await relay.alive(body["space"], body["identity"])
        return JSONResponse(state or {}, 404 if state is None else 200)

    async def _leave(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        await relay.leave(body["space"], body["identity"])
        return Response(status_code=204)

    async def _bundle(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        refused, state = await relay.offer(body["space"], body["bundle"])
        return JSONResponse(state, 409 if refused else 200)

    async def _doubt(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        return JSONResponse(await relay.doubt(body["space"], body["epoch"]))

    async def _share(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        found = await asyncio.to_thread(
            self.table.rooms.share, TALKS, body["space"], relay.device, body["identity"], body["on"]
        )
        if isinstance(found, Refused):
            return JSONResponse({}, 409)
        return JSONResponse(found or {}, 404 if found is None else 200)

    async def _chat(self, request: Request) -> Response:
        relay, body = await self._asked(request)
        news = {"kind": "chat", "message": body["message"]}
        found = await asyncio.to_thread(
            self.table.rooms.tell, TALKS, body["space"], relay.device, body["identity"], news
        )
        return Response(status_code=204 if found else 404)

    async def _mute(self, request: Request) -> Response:
        body, seat = await request.json(), request.path_params["seat"]
        found = await asyncio.to_thread(self.table.rooms.mute, TALKS, body["space"], seat, body["identity"])
        return Response(status_code=204 if found else 404)

    async def _room(self, request: Request) -> Response:
        return HTMLResponse(self._page(request.path_params["seat"]))

    async def _enrol(self, request: Request) -> Response:
        body = await request.json()
        keys = PublicKeys(unb64u(body["ed25519"], 32), unb64u(body["x25519"], 32))
        self.table.roster[keys.device] = keys
        self.devices[request.path_params["seat"]] = keys.device
        return JSONResponse({"device": keys.device})

    async def _roster(self, request: Request) -> Response:
        known = self.table.roster.items()
        return JSONResponse({one: {"ed25519": b64u(k.ed25519), "x25519": b64u(k.x25519)} for one, k in known})

    async def _live(self, request: Request) -> Response:
        async def events() -> AsyncIterator[str]:
            seat = request.path_params["seat"]
            with self.table.listening(seat) as queue, self.table.listening(seat, news=True) as news:
                yield ": here\n\n"
                waits = {
                    asyncio.ensure_future(queue.get()): "room",
                    asyncio.ensure_future(news.get()): "table",
                }
                while True:
                    done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                    for each in done:
                        event = waits.pop(each)
                        waits[asyncio.ensure_future((queue if event == "room" else news).get())] = event
                        yield f"event: {event}\ndata: {json.dumps(each.result())}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")
