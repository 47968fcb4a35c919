"""What the devices in a space ask of the server. Sound and pictures go elsewhere.

Everything here is told to the devices that are in the space; the server relays keys that it cannot open. Each answer holds the
space as it now is, so that news that was missed is caught up.
"""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.app.core.model import Viewer
from parley.app.room.queries import against_entering
from parley.base import Reason, Refused, reason
from parley.room import SPACES
from parley.web.errors import refusal
from parley.web.http import Refusal, app_of, site_of, viewer_of
from parley.web.intake import json_object, text_of
from parley.web.room.rooms import Rooms


async def join(request: Request) -> Response:
    """POST …/room/join {space}: {url, token, identity, state}; 403 with reasons; 503 if the engine is away."""
    viewer, space, _ = await _asked(request)
    reasons = await run_in_threadpool(against_entering, app_of(request), viewer, space)
    if reasons:
        return await run_in_threadpool(refusal, request, Refused(reasons), 403)
    try:
        place = await run_in_threadpool(
            _rooms(request).join, viewer.talks, space, viewer.seat, viewer.by.device
        )
    except OSError:
        return await run_in_threadpool(refusal, request, Refused((Reason("engine_away"),)), 503)
    return _json({"url": place.url, "token": place.token, "identity": place.identity, "state": place.state})


async def alive(request: Request) -> Response:
    """POST …/room/alive {space, identity}, every few seconds: the state; 404 if this tab has lost its place."""
    viewer, space, body = await _asked(request)
    state = await run_in_threadpool(
        _rooms(request).alive, viewer.talks, space, viewer.by.device, text_of(body, "identity")
    )
    return _json({} if state is None else dict(state), 404 if state is None else 200)


async def leave(request: Request) -> Response:
    """POST …/room/leave {space, identity}."""
    viewer, space, body = await _asked(request)
    await run_in_threadpool(
        _rooms(request).leave, viewer.talks, space, viewer.by.device, text_of(body, "identity")
    )
    return Response(status_code=204)


async def bundle(request: Request) -> Response:
    """POST …/room/bundle {space, bundle}: 200 if it was taken, 409 if not; the state after, either way."""
    viewer, space, body = await _asked(request)
    offered = body.get("bundle")
    refused, state = await run_in_threadpool(
        _rooms(request).bundle, viewer.talks, space, viewer.by.device, offered
    )
    return _json(dict(state), 200 if refused is None else 409)


def _rooms(request: Request) -> Rooms:
    return site_of(request).service(Rooms)


async def _asked(request: Request) -> tuple[Viewer, str, dict[str, Any]]:
    """Return who asks, of which space, and what. Raises: NotSignedIn, Refusal."""
    viewer = await run_in_threadpool(viewer_of, request)
    body = await json_object(request)
    space = text_of(body, "space")
    if space not in SPACES:
        raise Refusal(Refused((reason("space_unknown", space=space[:32]),)), 422)
    return viewer, space, body


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"cache-control": "no-store"})
