"""What the devices in a space ask of the server. Sound and pictures go elsewhere.

Everything here is told to the devices that are in the space; the server relays keys that it cannot open.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.base.outcomes import Reason
from parley.web.rooms import Rooms

Handler = Callable[[Request], Awaitable[Response]]
SPACES = frozenset({"plenary"})
MOST_BYTES = 100_000  # of a request here; a bundle for two hundred devices is half of it


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who asks: a signed-in seat's device, and every reason why it may not take a place."""

    talks: str
    seat: str
    device: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Doors:
    """What the room's routes need of the rest of the site."""

    sitting: Callable[[Request], Sitting | Response]  # a response: not signed in
    rooms: Callable[[Request], Rooms]
    refusal: Callable[[Request, tuple[Reason, ...], int], Response]  # every reason, in words


class Fault(Exception):
    """A request that is not as it should be."""


def api(doors: Doors) -> list[Route]:
    """Return the routes under ``/talks/{talks}/{seat}/room/``, all POST and JSON."""
    here = Api(doors)
    handlers: dict[str, Handler] = {
        "join": here.join,
        "alive": here.alive,
        "leave": here.leave,
        "bundle": here.bundle,
    }
    return [
        Route(f"/talks/{{talks}}/{{seat}}/room/{name}", handler, methods=["POST"])
        for name, handler in handlers.items()
    ]


class Api:
    """The four questions. Each answers with the space as it now is, so that news that was missed is caught up."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def join(self, request: Request) -> Response:
        """POST join {space}: {url, token, identity, state}; 409 with reasons; 503 if the engine is away."""
        asked = await self._asked(request)
        if isinstance(asked, Response):
            return asked
        sitting, space, _ = asked
        if sitting.reasons:
            return self._doors.refusal(request, sitting.reasons, 403)
        rooms = self._doors.rooms(request)
        try:
            place = await run_in_threadpool(rooms.join, sitting.talks, space, sitting.seat, sitting.device)
        except OSError:
            return self._doors.refusal(request, (Reason("engine_away"),), 503)
        return _json(
            {"url": place.url, "token": place.token, "identity": place.identity, "state": place.state}
        )

    async def alive(self, request: Request) -> Response:
        """POST alive {space, identity}, every few seconds: the state; 404 if this tab has lost its place."""
        asked = await self._asked(request)
        if isinstance(asked, Response):
            return asked
        sitting, space, body = asked
        rooms = self._doors.rooms(request)
        state = await run_in_threadpool(
            rooms.alive, sitting.talks, space, sitting.device, _text(body, "identity")
        )
        return _json({} if state is None else dict(state), 404 if state is None else 200)

    async def leave(self, request: Request) -> Response:
        """POST leave {space, identity}."""
        asked = await self._asked(request)
        if isinstance(asked, Response):
            return asked
        sitting, space, body = asked
        rooms = self._doors.rooms(request)
        await run_in_threadpool(rooms.leave, sitting.talks, space, sitting.device, _text(body, "identity"))
        return Response(status_code=204)

    async def bundle(self, request: Request) -> Response:
        """POST bundle {space, bundle}: 200 if it was taken, 409 if not; the state after, either way."""
        asked = await self._asked(request)
        if isinstance(asked, Response):
            return asked
        sitting, space, body = asked
        rooms = self._doors.rooms(request)
        offered = body.get("bundle")
        refused, state = await run_in_threadpool(rooms.bundle, sitting.talks, space, sitting.device, offered)
        return _json(dict(state), 200 if refused is None else 409)

    async def _asked(self, request: Request) -> tuple[Sitting, str, dict[str, Any]] | Response:
        sitting = await run_in_threadpool(self._doors.sitting, request)
        if isinstance(sitting, Response):
            return sitting
        try:
            body = await _body(request)
            space = _text(body, "space")
            if space not in SPACES:
                raise Fault("space_unknown")
        except Fault as fault:
            return self._doors.refusal(request, (Reason(str(fault)),), 422)
        return sitting, space, body


async def _body(request: Request) -> dict[str, Any]:
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MOST_BYTES:
        raise Fault("request_too_large")
    try:
        body = await request.json()
    except ValueError:
        raise Fault("request_not_json") from None
    if not isinstance(body, dict):
        raise Fault("request_not_json")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name, "")
    return value if isinstance(value, str) else ""


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"cache-control": "no-store"})
