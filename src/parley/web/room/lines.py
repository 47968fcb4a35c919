"""Tests of a line: a room of the engine's with nobody else in it, for a minute; and reports that their people chose to send.

None of it is an act, and nothing is kept but the last report that a seat sent to the host.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.app.core.model import App, Viewer
from parley.app.core.ports import Media
from parley.base import Reason, Refused
from parley.web.errors import refusal
from parley.web.http import Refusal, app_of, shell_of, show, site_of, viewer_of
from parley.web.intake import json_object, text_of
from parley.web.room.limits import Limit

LASTS = 90.0  # seconds; a page that went away ends no test itself
STEPS = ("server", "sign_in", "signals", "udp", "tcp", "turn", "trip", "loss", "up", "down")
STATES = ("good", "weak", "failed", "not_offered", "not_tried")
MOST = 10_000_000  # of a step's value: ms, tenths of a percent, kbit/s
REPORT = "line-report"  # the value of a seat


@dataclass(frozen=True, slots=True)
class Test:
    """One test that runs: its room of the engine, and the two identities that are let into it."""

    room: str
    identities: tuple[str, str]
    ends: float


class LineTests:
    """The tests that run in this process, one a device."""

    def __init__(self, media: Media, now: Callable[[], float] = time.monotonic) -> None:
        self._media, self._now, self._lock = media, now, threading.Lock()
        self._limit = Limit(at_once=4, seconds=20)
        self._tests: dict[tuple[str, str, str], Test] = {}

    def begin(self, viewer: Viewer) -> Mapping[str, object] | None:
        """Return where to connect and both tokens; None if this device tests too often. Raises: OSError if the engine is away."""
        who, now = (viewer.talks, viewer.seat, viewer.by.device), self._now()
        with self._lock:
            if not self._limit.take(who, now):
                return None
        self.end(viewer)
        name = f"line-{secrets.token_hex(8)}"  # no name of a space: those hold dots
        found = Test(f"{name}.test", (f"{name}.1", f"{name}.2"), now + LASTS)
        tokens = [self._media.token(found.room, one, publish=True) for one in found.identities]
        with self._lock:
            self._tests[who] = found
        over = threading.Timer(LASTS, self._close, (who, found))
        over.daemon = True
        over.start()
        return {"url": self._media.url(), "test": name, "tokens": tokens}

    def end(self, viewer: Viewer) -> None:
        """End the test of this device, if one runs."""
        who = (viewer.talks, viewer.seat, viewer.by.device)
        with self._lock:
            found = self._tests.get(who)
        if found is not None:
            self._close(who, found)

    def placed(self, identity: str) -> bool:
        """Return whether a test runs in which this identity takes part; this waits for no lock."""
        return any(
            identity in one.identities and self._now() < one.ends for one in list(self._tests.values())
        )

    def _close(self, who: tuple[str, str, str], test: Test) -> None:
        with self._lock:
            if self._tests.get(who) is not test:
                return
            del self._tests[who]
        try:
            self._media.close(test.room)
        except OSError:
            return  # an engine that is away has no room


async def begin(request: Request) -> Response:
    """POST …/line-test/begin {}: {url, test, tokens}; 429 if this device tests too often; 503 if the engine is away."""
    viewer = await run_in_threadpool(viewer_of, request)
    try:
        found = await run_in_threadpool(site_of(request).service(LineTests).begin, viewer)
    except OSError:
        return await run_in_threadpool(refusal, request, Refused((Reason("engine_away"),)), 503)
    if found is None:
        return await run_in_threadpool(refusal, request, Refused((Reason("tested_too_often"),)), 429)
    return JSONResponse(found, headers={"cache-control": "no-store"})


async def end(request: Request) -> Response:
    """POST …/line-test/end {test}."""
    viewer = await run_in_threadpool(viewer_of, request)
    text_of(await json_object(request), "test")
    await run_in_threadpool(site_of(request).service(LineTests).end, viewer)
    return Response(status_code=204)


async def report(request: Request) -> Response:
    """POST …/line-test/report {steps}: keep what the seat's person chose to send; the host reads it, until the next one."""
    viewer = await run_in_threadpool(viewer_of, request)
    said = await json_object(request)
    if (steps := _steps(said.get("steps"))) is None:
        raise Refusal(Refused((Reason("report_malformed"),)), 422)
    app = app_of(request)
    kept = {"steps": steps, "at": app.clock.acts().isoformat()}
    data = json.dumps(kept).encode()
    await run_in_threadpool(app.people.put_value, viewer.talks, viewer.seat, REPORT, data)
    return Response(status_code=204)


def _steps(said: object) -> dict[str, dict[str, Any]] | None:
    """Return a report as it may be kept: known steps, known states, whole numbers; None if it is none."""
    if not isinstance(said, dict) or set(said) != set(STEPS):
        return None
    found: dict[str, dict[str, Any]] = {}
    for name in STEPS:
        one = said[name]
        if not isinstance(one, dict) or set(one) - {"state", "value"} or one.get("state") not in STATES:
            return None
        value = one.get("value")
        if value is not None and not (type(value) is int and 0 <= value <= MOST):
            return None
        found[name] = one
    return found


@dataclass(frozen=True, slots=True)
class SeatLine:
    """What a seat reported of its line; no steps: nothing yet."""

    seat: str
    at: datetime | None = None
    steps: Mapping[str, Mapping[str, Any]] | None = None


def page(request: Request) -> Response:
    """GET …/line-tests: for the facilitator, what people chose to report of their lines."""
    viewer = viewer_of(request)
    seats = [_reported(app_of(request), viewer.talks, seat) for seat in shell_of(request, viewer).seats]
    return show(request, viewer, "room/lines.html", seats, "line-tests")


def _reported(app: App, talks: str, seat: str) -> SeatLine:
    kept = app.people.value(talks, seat, REPORT)
    if not kept:
        return SeatLine(seat)
    said = json.loads(kept)
    return SeatLine(seat, datetime.fromisoformat(said["at"]), said["steps"])
