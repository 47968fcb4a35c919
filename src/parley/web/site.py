"""All of it as one application: addresses, what each answer carries, what opens and closes with the server."""

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

from parley.app.core import access, signins
from parley.app.core.jobs import Jobs
from parley.app.core.model import App, Viewer
from parley.app.core.modules import unused
from parley.app.core.ports import Message, Unavailable
from parley.app.core.registry import Incomplete
from parley.app.core.schema import openapi
from parley.base import PAGES
from parley.settings import Settings
from parley.web import commands, jobs, record, sheet
from parley.web.assets import STATIC
from parley.web.domain import Entry, Page, WebDomain, faults, known, menu_of, route_of
from parley.web.errors import HANDLERS, log_away
from parley.web.http import (
    LARGEST_BODY,
    YEAR,
    Guard,
    NotAdmitted,
    Site,
    app_of,
    first_page,
    outside,
    site_of,
    viewer_of,
)
from parley.web.live import Hub
from parley.web.words import phrases
from parley.web.words.phrases import N_, joined

SEAT = "/talks/{talks}/{seat}"
STAGES = (access.ADMITTED, access.SPEAKING, access.ENROLLED)


def site(
    app: App, working: Jobs, settings: Settings, domains: tuple[WebDomain, ...], address: str = ""
) -> Starlette:
    """Return the application over these domains' pages. ``address`` is what people open, for links that are printed.

    Raises: Incomplete, with everything that the web lacks of a domain.
    """
    tables = joined((phrases, *(domain.phrases for domain in domains)))
    if lacking := faults(app.registry, domains, tables):
        raise Incomplete(lacking)
    entries = (*((domain.name, entry) for domain in domains for entry in domain.menu), ("", RECORD))
    hub = Hub(app, {begins: area for domain in domains for begins, area in domain.areas.items()})
    made = Site(app, settings, working, hub, tables, partial(_menu, app, entries), address)
    made.spelled = {name: spell for domain in domains for name, spell in domain.spelled.items()}
    made.notices = tuple(domain.notices for domain in domains if domain.notices)
    made.everywhere = tuple(domain.everywhere for domain in domains if domain.everywhere)
    made.ahead = tuple(name for domain in domains for name in domain.ahead)
    made.waiting = next((domain.waiting for domain in domains if domain.waiting), "")
    app.present = lambda talks: {PAGES: hub.present(talks)}
    for domain in domains:
        if domain.opened is not None:
            domain.opened(made)
    app.listeners.append(partial(_do, made, domains))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        hub.close()

    middleware = [Middleware(Guard, site=made), Middleware(GZipMiddleware, minimum_size=600)]
    starlette = Starlette(
        routes=_routes(domains), middleware=middleware, exception_handlers={**HANDLERS}, lifespan=lifespan
    )
    starlette.state.site = made
    return starlette


RECORD = Entry("record", N_("Record"), 70, house=True)


def _menu(app: App, entries: tuple[tuple[str, Entry], ...], viewer: Viewer) -> list[Entry]:
    with app.talks.reading(viewer.talks) as state:
        stages = {one for one in STAGES if not access.outside(viewer.by, app, state, one)}
    left_out = unused(app, viewer.talks)
    return menu_of([entry for domain, entry in entries if domain not in left_out], viewer, stages)


def front(request: Request) -> Response:
    """GET /talks/{talks}/{seat}: to the first page of the menu."""
    viewer = known(request)
    if against := outside(request, access.ADMITTED):
        raise NotAdmitted(against)
    return RedirectResponse(first_page(request, viewer), 303)


async def live(request: Request) -> Response:
    """GET …/live: server-sent events for this viewer."""
    viewer = viewer_of(request)
    stream = site_of(request).hub.stream(viewer, partial(signins.stands, app_of(request), viewer))
    return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


OWN = (  # pages that belong to no domain
    Page("/record", record.page),
    Page("/roster", record.roster, devices=access.SPEAKING),
    Page("/record/{compartment}/checkpoint", record.checkpoint),
    Page("/record/{compartment}/entries", record.entries),
    Page("/record/{compartment}/download", record.download),
    Page("/record/{compartment}/cosign", record.cosign, method="POST"),
    Page("/content/{digest}", record.content),
    Page("/content", record.bring, method="POST", body=LARGEST_BODY),
    Page("/jobs/{job}", jobs.page),
    Page("/jobs/{job}", jobs.start, method="POST"),
    Page("/sheet/{kind}", sheet.page, devices=access.ENROLLED),
    Page("/live", live),
    Page("/commands/{kind}", commands.endpoint, method="POST", devices=access.ENROLLED),
)


def _routes(domains: tuple[WebDomain, ...]) -> list[BaseRoute]:
    return [
        Route("/health", health),
        Route("/openapi.json", described),
        *(route_of(page, "") for domain in domains for page in domain.outside),
        *(route_of(page, SEAT, domain.name) for domain in domains for page in domain.pages),
        *(route_of(page, SEAT) for page in OWN),
        Route(SEAT, front),
        Mount("/static", Static(directory=STATIC)),
    ]


def _do(site: Site, domains: tuple[WebDomain, ...], talks: str, message: Message) -> None:
    """Do in this process what must be done because of an act: end streams, put somebody out."""
    for domain in domains:
        if message.topic in domain.duties:
            domain.duties[message.topic](site, talks, message.body)


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


def described(request: Request) -> Response:
    """GET /openapi.json: the one command endpoint, for programs. The same for everybody."""
    site_of(request).strangers.admit(request)
    return JSONResponse(openapi(app_of(request).registry))


class Static(StaticFiles):
    """Files named with their digest are kept for ever; the style sheets' sources and folders are not listed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        named = b"v=" in scope.get("query_string", b"") or "/chunk-" in path or "/fonts/" in path
        response.headers["cache-control"] = f"public, max-age={YEAR}, immutable" if named else "no-cache"
        return response
