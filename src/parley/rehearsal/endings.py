"""How a line and the parts of a seat end."""

import asyncio
import logging

from livekit import rtc

log = logging.getLogger("parley.rehearsal.media")


async def disconnected(room: rtc.Room, _seen: list[rtc.Track]) -> None:
    """Disconnect, holding every track that was ever subscribed to until that is done.

    While a room closes, the SDK's native half drops the handle of each such track and puts an empty one in its place
    (livekit-ffi, ``FfiRoom::close``). A track that Python lets go in between finds no handle, and its finalizer asserts.
    """
    await room.disconnect()


def log_failure(task: asyncio.Task[None]) -> None:
    """Log the exception that ended a part of a seat."""
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.error("a part of a seat has ended: %s", fault, exc_info=fault)
