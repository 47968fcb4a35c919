"""All of it as one application: addresses, what each answer carries, what opens and closes with the server."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from parley.app.jobs import Jobs
from parley.app.model import HOUSE, App
from parley.app.ports import Message, Unavailable
from parley.app.schema import openapi
from parley.base import Reason, Refused, reason
from parley.settings import Settings
from parley.web import commands
from parley.web.errors import HANDLERS, log_away, refusal
from parley.web.http import Guard, NotSignedIn, Site, app_of, site_of, viewer_of
from parley.web.live import Hub
from parley.web.pages import invite, lists, new_talks, record, room, tables, text
from parley.web.render import STATIC
from parley.web.rooms import Rooms

YEAR = 365 * 24 * 3600
SEAT = "/talks/{talks}/{seat}"


def site(app: App, jobs: Jobs, settings: Settings, address: str = "") -> Starlette:
    """Return the application. ``address`` is what people open, for links that are printed."""
    hub = Hub(app)
    rooms = Rooms(app.media, hub.publish, time.monotonic, first_epoch=int(app.clock.real().timestamp()))
    made = Site(app, settings, jobs, hub, rooms, address)
    app.present = lambda talks: hub.present(talks) | rooms.present(talks)
    app.listeners.append(partial(_room_follows, app, rooms))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        hub.close()

    handlers = {**HANDLERS}
    middleware = [Middleware(Guard, site=made), Middleware(GZipMiddleware, minimum_size=600)]
    starlette = Starlette(
        routes=_routes(), middleware=middleware, exception_handlers=handlers, lifespan=lifespan
    )
    starlette.state.site = made
    return starlette


def _routes() -> list[BaseRoute]:
    seat = [
        Route("/today", tables.today),
        Route("/room", room.page),
        Route("/sits", tables.sits),
        Route("/text", text.page),
        Route("/text/download", text.download),
        Route("/text/{clause}/draft", text.draft, methods=["POST"]),
        Route("/text/{clause}/bracket", text.bracket, methods=["POST"]),
        Route("/lists", lists.page),
        Route("/lists/download", lists.download),
        Route("/lists/desk", lists.desk),
        Route("/lists/desk", lists.decide, methods=["POST"]),
        Route("/lists/match", lists.match, methods=["POST"]),
        Route("/lists/deposit/{list}", lists.deposit),
        Route("/lists/deposit/{list}", lists.read_file, methods=["POST"]),
        Route("/plan", tables.plan),
        Route("/plan/propose", lists.propose, methods=["POST"]),
        Route("/plan/{file}", tables.plan_file),
        Route("/jobs/{job}", lists.job),
        Route("/jobs/{job}", lists.start_job, methods=["POST"]),
        Route("/record", record.page),
        Route("/record/{compartment}/checkpoint", record.checkpoint),
        Route("/record/{compartment}/entries", record.entries),
        Route("/record/{compartment}/download", record.download),
        Route("/record/{compartment}/cosign", record.cosign, methods=["POST"]),
        Route("/content/{digest}", record.content),
        Route("/content", record.bring, methods=["POST"]),
        Route("/room", room.page),
        Route("/host", tables.host),
        Route("/host/new", new_talks.page),
        Route("/host/new", new_talks.make, methods=["POST"]),
        Route("/invite/{who}", invite.invite, methods=["POST"]),
        Route("/sheet/{kind}", tables.sheet),
        Route("/sign-in", invite.sign_in, methods=["POST"]),
        Route("/sign-out", invite.sign_out, methods=["POST"]),
        Route("/live", live),
        Route("/commands/{kind}", commands.endpoint, methods=["POST"]),
    ]
    return [
        *(Route(*each) for each in (("/", home), ("/health", health), ("/openapi.json", described))),
        Route("/i/{number}", invite.first_page),
        Route("/i/{number}/open", invite.open_link, methods=["POST"]),
        Route("/i/{number}/redeem", invite.redeem, methods=["POST"]),
        *(Route(SEAT + r.path, r.endpoint, methods=r.methods) for r in seat),
        *room.api(room.Doors(_sitting, lambda request: site_of(request).rooms, _refuse)),
        Route(SEAT, tables.front),
        Mount("/static", Static(directory=STATIC)),
    ]


def home(request: Request) -> Response:
    """GET /: a seat's own address is where everything is; this only says so."""
    return RedirectResponse(f"/talks/{HOUSE}/facilitator-1/host", 303)


def health(request: Request) -> Response:
    """GET /health: for a proxy and for whoever watches; says nothing about anybody."""
    app = app_of(request)
    try:
        fault, engine = app.journal.read_only(), app.media.healthy()
    except Unavailable as away:
        log_away(away)
        fault, engine = "unavailable", app.media.healthy()
    good = fault is None and engine
    body = {"ok": good, "engine": engine, "journal": fault or "ok"}
    return JSONResponse(body, 200 if good else 503)


def described(_: Request) -> Response:
    """GET /openapi.json: the one command endpoint, for programs. The same for everybody."""
    return JSONResponse(openapi())


async def live(request: Request) -> Response:
    """GET …/live: server-sent events for this viewer."""
    stream = site_of(request).hub.stream(viewer_of(request))
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def _sitting(request: Request) -> room.Sitting | Response:
    """Return who asks for a place in a room, with every reason why they may not have one."""
    try:
        viewer = viewer_of(request)
    except NotSignedIn:
        sentence = {"code": "not_signed_in", "numbers": {}, "sentence": ""}
        return JSONResponse({"refused": [sentence]}, 401)
    reasons: list[Reason] = []
    with app_of(request).tables.reading(viewer.talks) as state:
        device = state.talks.devices[viewer.by.device]
        if not state.talks.admitted(device.id):
            reasons.append(reason("device_not_admitted", lacking=", ".join(state.talks.missing(device))))
        if state.talks.session() is None:
            reasons.append(reason("no_session_open"))
    return room.Sitting(viewer.talks, viewer.seat, viewer.by.device, tuple(reasons))


def _refuse(request: Request, reasons: tuple[Reason, ...], status: int) -> Response:
    return refusal(request, Refused(reasons), status)


def _room_follows(app: App, rooms: Rooms, talks: str, message: Message) -> None:
    """Put out of the room whom the chair removed, and every device that was revoked."""
    if message.topic == "remove":
        rooms.remove_seat(talks, "plenary", str(message.body["seat"]))
    elif message.topic == "revoked":
        with app.tables.reading(talks) as state:
            admitted = {device for device in state.talks.devices if state.talks.admitted(device)}
        rooms.keep_only(talks, admitted.__contains__)


class Static(StaticFiles):
    """Files named with their digest are kept for ever; the style sheets' sources and folders are not listed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        named = b"v=" in scope.get("query_string", b"") or "/chunk-" in path or "/fonts/" in path
        response.headers["cache-control"] = f"public, max-age={YEAR}, immutable" if named else "no-cache"
        return response
