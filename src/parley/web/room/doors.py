"""What the devices in a space ask of the server. Sound and pictures go elsewhere.

Everything here is told to the devices that are in the space; the server relays keys that it cannot open. Each answer holds the
space as it now is, so that news that was missed is caught up.
"""

from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.app.core.model import Viewer
from parley.app.room.queries import against_entering, entering, signing_key
from parley.base import Reason, Refused, reason
from parley.room import SPACES
from parley.web.errors import refusal
from parley.web.http import Refusal, app_of, site_of, viewer_of
from parley.web.intake import json_object, text_of
from parley.web.room.rooms import JOINED_TOO_OFTEN, Rooms


async def join(request: Request) -> Response:
    """POST …/room/join {space}: {url, token, identity, state}; 403 with reasons; 429 if this device joins too often; 503 if the engine is away."""
    viewer, space, _ = await asked(request)
    reasons = await run_in_threadpool(against_entering, app_of(request), viewer, space)
    if reasons:
        return await run_in_threadpool(refusal, request, Refused(reasons), 403)
    freely = partial(entering, app_of(request), viewer, space)
    try:
        place = await run_in_threadpool(
            _rooms(request).join, viewer.talks, space, viewer.seat, viewer.by.device, freely
        )
    except OSError:
        return await run_in_threadpool(refusal, request, Refused((Reason("engine_away"),)), 503)
    if isinstance(place, Refused):
        often = place.reasons == (JOINED_TOO_OFTEN,)
        return await run_in_threadpool(refusal, request, place, 429 if often else 403)
    return _json(asdict(place))


async def move(request: Request) -> Response:
    """POST …/room/move {space, identity}, when the state names another hall: {url, token, identity, state}; 404 as below."""
    viewer, space, body = await asked(request)
    try:
        place = await run_in_threadpool(
            _rooms(request).move, viewer.talks, space, viewer.by.device, text_of(body, "identity")
        )
    except OSError:
        return await run_in_threadpool(refusal, request, Refused((Reason("engine_away"),)), 503)
    return _json({} if place is None else asdict(place), 404 if place is None else 200)


async def alive(request: Request) -> Response:
    """POST …/room/alive {space, identity}, every few seconds: the state; 404 if this tab has lost its place."""
    viewer, space, body = await asked(request)
    state = await run_in_threadpool(
        _rooms(request).alive, viewer.talks, space, viewer.by.device, text_of(body, "identity")
    )
    return _json({} if state is None else dict(state), 404 if state is None else 200)


async def leave(request: Request) -> Response:
    """POST …/room/leave {space, identity}."""
    viewer, space, body = await asked(request)
    await run_in_threadpool(
        _rooms(request).leave, viewer.talks, space, viewer.by.device, text_of(body, "identity")
    )
    return Response(status_code=204)


async def bundle(request: Request) -> Response:
    """POST …/room/bundle {space, bundle}: 200 if it was taken, 409 if not; the state after, either way."""
    viewer, space, body = await asked(request)
    offered = body.get("bundle")
    key = await run_in_threadpool(signing_key, app_of(request), viewer)
    refused, state = await run_in_threadpool(
        _rooms(request).bundle, viewer.talks, space, viewer.by.device, key, offered
    )
    return _json(dict(state), 200 if refused is None else 409)


async def doubt(request: Request) -> Response:
    """POST …/room/doubt {space, epoch}: this epoch's bundle does not open here. The state after, with a new epoch or without."""
    viewer, space, body = await asked(request)
    epoch = body.get("epoch")
    state = await run_in_threadpool(
        _rooms(request).doubt, viewer.talks, space, viewer.by.device, epoch if type(epoch) is int else 0
    )
    return _json(dict(state))


async def share(request: Request) -> Response:
    """POST …/room/share {space, identity, on}: the state after; 409 if another shares; 404 if this tab has no place."""
    viewer, space, body = await asked(request)
    identity, on = text_of(body, "identity"), body.get("on") is True
    try:
        found = await run_in_threadpool(
            _rooms(request).share, viewer.talks, space, viewer.by.device, identity, on
        )
    except OSError:
        return await run_in_threadpool(refusal, request, Refused((Reason("engine_away"),)), 503)
    if isinstance(found, Refused):
        return await run_in_threadpool(refusal, request, found, 409)
    return _json({} if found is None else dict(found), 404 if found is None else 200)


async def mute(request: Request) -> Response:
    """POST …/room/mute {space, identity}, by the facilitator: 204; 404 if nobody sits there. Everybody in the space is told; nobody can unmute another."""
    viewer, space, body = await asked(request)
    try:
        found = await run_in_threadpool(
            _rooms(request).mute, viewer.talks, space, viewer.seat, text_of(body, "identity")
        )
    except OSError:
        return await run_in_threadpool(refusal, request, Refused((Reason("engine_away"),)), 503)
    return Response(status_code=204 if found else 404)


def _rooms(request: Request) -> Rooms:
    return site_of(request).service(Rooms)


async def asked(request: Request) -> tuple[Viewer, str, dict[str, Any]]:
    """Return who asks, of which space, and what. Raises: NotSignedIn, Refusal."""
    viewer = await run_in_threadpool(viewer_of, request)
    body = await json_object(request)
    space = text_of(body, "space")
    if space not in SPACES:
        raise Refusal(Refused((reason("space_unknown", space=space[:32]),)), 422)
    return viewer, space, body


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"cache-control": "no-store"})
