"""Server-sent events: what was recorded is told to the open pages of those who may read it, after commit.

One stream a browser and seat; an event carries where and what kind, never content: the page asks again. A stream begins with how
long each compartment is, and a page says how long they were when it was asked for: what was told while no stream was open shows.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from parley.app.core import access
from parley.app.core.model import App, Viewer
from parley.app.core.ports import Message
from parley.base import By

BEAT = 15.0  # seconds between signs of life, so that a dead line is noticed at both its ends
ROOM = 256  # events a slow page may lag before its stream is ended; it opens another and asks again

OPENS_WITHIN = 30.0  # seconds from asking for a page to its stream, on a slow line


@dataclass(slots=True, eq=False)
class Stream:
    """One open page's events."""

    viewer: Viewer
    loop: asyncio.AbstractEventLoop
    events: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(ROOM))

    def put(self, event: bytes | None) -> None:
        """Hand an event over, from any thread."""
        self.loop.call_soon_threadsafe(self._put, event)

    def _put(self, event: bytes | None) -> None:
        if self.events.full():
            while not self.events.empty():
                self.events.get_nowait()
            event = None
        self.events.put_nowait(event)


class Hub:
    """The open streams of this process."""

    def __init__(self, app: App, areas: Mapping[str, str], now: Callable[[], float] = time.monotonic) -> None:
        """``areas``: how kinds begin → which part of a page shows them."""
        self._app = app
        self._areas = areas
        self._now = now
        self._coming: dict[tuple[str, By], float] = {}  # who asked for a page, by talks → when
        self._streams: dict[str, set[Stream]] = {}
        self._lock = threading.Lock()
        self._closed = False
        app.listeners.append(self.pass_on)

    def coming(self, viewer: Viewer) -> None:
        """Count a seat as present whose page is just being made: between two pages nobody has left the table."""
        with self._lock:
            self._coming[viewer.talks, viewer.by] = self._now()

    def present(self, talks: str) -> frozenset[str]:
        """Return the seats that have a page open, or will in a moment, on a device that is admitted."""
        since = self._now() - OPENS_WITHIN
        with self._lock:
            coming = {by for (of, by), at in self._coming.items() if of == talks and at > since}
            here = coming | {stream.viewer.by for stream in self._streams.get(talks, ())}
        return frozenset(by.seat for by in here if self._inside(talks, by)) if here else frozenset()

    def _inside(self, talks: str, by: By) -> bool:
        with self._app.talks.reading(talks) as state:
            return not access.outside(by, self._app, state)

    def pass_on(self, talks: str, message: Message) -> None:
        """Tell of what was recorded to the pages of those who may read that compartment."""
        if message.topic != "live":
            return
        compartment, kind = str(message.body["compartment"]), str(message.body["kind"])
        event = _event("recorded", {**message.body, "area": self.area_of(kind)})
        for stream in self._of(talks):
            by = stream.viewer.by
            if compartment in access.compartments(by) and self._inside(talks, by):
                stream.put(event)

    def area_of(self, kind: str) -> str:
        """Return which part of a page shows acts of this kind: the longest beginning that is known."""
        known = [begins for begins in self._areas if kind.startswith(begins)]
        return self._areas[max(known, key=len)] if known else "record"

    def end_device(self, talks: str, device: str) -> None:
        """End the streams of a device."""
        for stream in self._of(talks):
            if stream.viewer.by.device == device:
                stream.put(None)

    def left(self, viewer: Viewer) -> None:
        """End what a device that signed out has open; nobody comes from the page that it left."""
        with self._lock:
            self._coming.pop((viewer.talks, viewer.by), None)
        self.end_device(viewer.talks, viewer.by.device)

    def sizes(self, viewer: Viewer) -> dict[str, int]:
        """Return how many entries each compartment has that this viewer may read."""
        with self._app.talks.reading(viewer.talks) as state:
            if access.outside(viewer.by, self._app, state):
                return {}
            return {name: state.size(name) for name in access.compartments(viewer.by)}

    def publish(
        self, talks: str, wanted: Callable[[str], bool], event: str, data: Mapping[str, object]
    ) -> None:
        """Send an event to the open pages of the seats that ``wanted`` says yes to. From any thread."""
        made = _event(event, data)
        for stream in self._of(talks):
            if wanted(stream.viewer.seat):
                stream.put(made)

    async def stream(self, viewer: Viewer, stands: Callable[[], bool] = lambda: True) -> AsyncIterator[bytes]:
        """Yield this viewer's events until the page closes or the site does, or who reads them is signed in no more.

        ``stands`` is asked once the stream can be ended by others, so that none is opened beside a sign-out; and now and then.
        """
        mine = Stream(viewer, asyncio.get_running_loop())
        with self._lock:
            self._streams.setdefault(viewer.talks, set()).add(mine)
            self._coming.pop((viewer.talks, viewer.by), None)  # from here on the stream says it
        if self._closed or not await asyncio.to_thread(self._inside, viewer.talks, viewer.by):
            mine.put(None)  # after it was listed: a device that is revoked meanwhile is not forgotten
        try:
            if not await asyncio.to_thread(stands):
                return
            asked = self._now()
            yield b"retry: 2000\n\n" + _event("hello", await asyncio.to_thread(self.sizes, viewer))
            while True:
                try:
                    event = await asyncio.wait_for(mine.events.get(), BEAT)
                except TimeoutError:
                    event = _event("beat", {})
                if event is None:
                    return
                if self._now() - asked >= BEAT:
                    if not await asyncio.to_thread(stands):
                        return
                    asked = self._now()
                yield event
        finally:
            with self._lock:
                self._streams[viewer.talks].discard(mine)

    def close(self) -> None:
        """End every stream, and each that is still opened, so that the server can stop."""
        self._closed = True
        for talks in list(self._streams):
            for stream in self._of(talks):
                stream.put(None)

    def _of(self, talks: str) -> list[Stream]:
        with self._lock:
            return list(self._streams.get(talks, ()))


def _event(name: str, data: Mapping[str, object]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
