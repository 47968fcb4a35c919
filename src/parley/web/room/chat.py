"""What those who sit in a space write to each other: passed on sealed, kept nowhere, written into no log."""

import time
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from parley.base.outcomes import Reason, Refused
from parley.web.errors import refusal
from parley.web.http import site_of
from parley.web.intake import text_of
from parley.web.room.doors import asked
from parley.web.room.limits import Limit
from parley.web.room.rooms import Rooms

FIELDS = frozenset({"by", "epoch", "format", "identity", "number", "sealed", "signature", "space", "talks"})
_often = Limit(at_once=8, seconds=1)


async def say(request: Request) -> Response:
    """POST …/room/chat {space, identity, message}: 204; 404 without a place; 422 for another's name; 429 if too often.

    What is sealed only devices can check, and they do: its signature, whose it is, and that it comes once.
    """
    viewer, space, body = await asked(request)
    identity, message = text_of(body, "identity"), body.get("message")
    if not shaped(message, viewer.by.device, identity):
        return await run_in_threadpool(refusal, request, Refused((Reason("message_shape"),)), 422)
    if not _often.take((viewer.talks, viewer.by.device), time.monotonic()):
        return await run_in_threadpool(refusal, request, Refused((Reason("said_too_often"),)), 429)
    news = {"kind": "chat", "message": message}
    rooms = site_of(request).service(Rooms)
    found = await run_in_threadpool(rooms.tell, viewer.talks, space, viewer.by.device, identity, news)
    return Response(status_code=204 if found else 404)


def shaped(message: object, device: str, identity: str) -> bool:
    """Return whether it looks like a message of this device and tab."""
    if not isinstance(message, Mapping) or set(message) != FIELDS:
        return False
    return bool(message["by"] == device and message["identity"] == identity)
