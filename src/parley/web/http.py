"""Who asks, in which language, from where; what every answer carries. Cookies belong to a seat's path."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.app.core import access, signins, witness
from parley.app.core.jobs import Jobs
from parley.app.core.model import HOUSE, App, Viewer
from parley.app.core.offers import offered_kind
from parley.app.core.views import Numbers, Shell
from parley.base import Reason, Refused, reason
from parley.languages import LANGUAGES
from parley.settings import Settings
from parley.web.limits import Strangers, Turns, counted
from parley.web.live import Hub
from parley.web.program import POLICY
from parley.web.render import Reader, Spell, draw
from parley.web.words import Words, choose, isolated
from parley.web.words.phrases import Tables

LARGEST_BODY = 28_000_000  # bytes of a request: a content of 20 MB as base64, and what stands around it
# What is brought stays in memory: a temporary file of the system's would hold it in clear.
MultiPartParser.spool_max_size = 0
COOKIE = "parley"
LEFT = "left"  # beside a seat that somebody signed out of: signed out until the person says otherwise
LANGUAGE = "language"
KEPT = "kept"  # which of our faces and style sheets a browser keeps: set by browser/src/ahead
YEAR = 365 * 24 * 3600
FRESH = timedelta(hours=1)  # a page turned later than this after the last rotation gets a new cookie
PERMISSIONS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"


Service = TypeVar("Service")


class Entry(Protocol):
    """An entry of the menu, as pages draw it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(slots=True)
class Site:
    """What routes work with; ``request.app.state.site``."""

    app: App
    settings: Settings
    jobs: Jobs
    hub: Hub
    phrases: Tables
    menu: Callable[[Viewer], Sequence[Entry]]
    address: str = ""  # what people open
    strangers: Strangers = field(default_factory=Strangers)
    searching: Turns = field(default_factory=Turns)  # of the record: each entry is put into words for it
    services: dict[type, object] = field(default_factory=dict)  # what one domain keeps for the site, by type
    spelled: Mapping[str, Spell] = field(default_factory=dict)  # how numbers are written, by name
    notices: tuple[str, ...] = ()  # templates over pages whose entry in the menu ``adopts``
    everywhere: tuple[str, ...] = ()  # templates over every page
    ahead: tuple[str, ...] = ()  # built files that are fetched while one waits
    waiting: str = ""  # the one page of a device that is not admitted

    def service(self, kind: type[Service]) -> Service:
        """Return what a domain keeps of this type. Raises: KeyError."""
        return cast(Service, self.services[kind])


class NotSignedIn(Exception):
    """Nobody is signed in on this seat's path."""


class NotHere(Exception):
    """There is no such thing for this viewer."""


class NotAdmitted(Exception):
    """This device is not at the table yet, and what it asked for is for those that are; carries all reasons."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(reasons)
        self.refused = Refused(reasons)


class Refusal(Exception):
    """Something was refused before any page was made; carries all reasons."""

    def __init__(self, refused: Refused, status: int = 409) -> None:
        super().__init__(refused)
        self.refused, self.status = refused, status


def site_of(request: HTTPConnection) -> Site:
    return cast(Site, request.app.state.site)


def app_of(request: HTTPConnection) -> App:
    return site_of(request).app


def language_of(request: HTTPConnection) -> str:
    wanted = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    return choose(wanted, request.headers.get("accept-language", site_of(request).settings.language))


def viewer_of(request: HTTPConnection) -> Viewer:
    """Return who asks. Raises: NotSignedIn."""
    known: Viewer | None = getattr(request.state, "viewer", None)
    if known is not None:
        return known
    seat = request.path_params["talks"], request.path_params["seat"]
    token = request.cookies.get(COOKIE, "")
    found = signins.viewer(app_of(request), *seat, token, language_of(request)) if token else None
    if found is None:
        raise NotSignedIn
    request.state.viewer = found
    connection = request.scope.get("parley.connection")
    if connection is not None:
        connection.belongs((found.talks, found.seat, found.by.device))
    if request.scope.get("method") == "GET" and "text/html" in request.headers.get("accept", ""):
        site_of(request).hub.coming(found)
        request.state.sizes = site_of(request).hub.sizes(found)
    return found


def outside(request: HTTPConnection, devices: str) -> tuple[Reason, ...]:
    """Return why the device that asks does not see what is for these devices. Raises: NotSignedIn."""
    viewer, app = viewer_of(request), app_of(request)
    with app.talks.reading(viewer.talks) as state:
        return access.outside(viewer.by, app, state, devices)


def reader_of(request: HTTPConnection, shell: Shell | None = None, language: str = "") -> Reader:
    """Return who reads this answer: in the language asked for, or in ``language``."""
    site, kept = site_of(request), frozenset(request.cookies.get(KEPT, "").split("."))
    words = Words(language or language_of(request))
    return Reader(words, shell, site.phrases, site.spelled, kept)


def shell_of(request: HTTPConnection, viewer: Viewer) -> Shell:
    """Return what stands around every page of this viewer."""
    app = app_of(request)
    shell = app.registry.roster.shell(app, viewer)
    if shell.read_only is None and witness.contradicted(app, viewer):
        return replace(shell, read_only="record_contradicted")
    return shell


def in_languages(request: Request) -> dict[str, str]:
    """Return where the page that was asked for is in each language; nothing, where it answers a form."""
    if request.method != "GET":
        return {}
    turned = {one: request.url.include_query_params(lang=one) for one in LANGUAGES}
    return {one: f"{url.path}?{url.query}" for one, url in turned.items()}


def path_of(viewer: Viewer) -> str:
    return f"/talks/{viewer.talks}/{viewer.seat}"


def wants_json(request: HTTPConnection) -> bool:
    return "application/json" in request.headers.get("accept", "")


def is_fragment(request: HTTPConnection) -> bool:
    return request.headers.get("hx-request") == "true"


def show(
    request: Request, viewer: Viewer, template: str, page: object, here: str = "", **values: object
) -> Response:
    """Return a page for this viewer, or the values it is made of to a program that asks for JSON.

    ``here``: the menu's entry that leads to it.
    """
    if wants_json(request):
        return JSONResponse(plain_json(page))
    reader = reader_of(request, shell_of(request, viewer))
    return dressed(
        request, HTMLResponse(drawn(request, viewer, template, reader, page=page, here=here, **values))
    )


def drawn(request: Request, viewer: Viewer, template: str, reader: Reader, **values: object) -> str:
    """Return a page of this viewer's, with the menu around it."""
    site = site_of(request)
    sizes = getattr(
        request.state, "sizes", None
    )  # from before the page was looked up, so that nothing is missed
    if sizes is None:  # the answer to a form: what the form did is on it
        sizes = site.hub.sizes(viewer)
    over = {"notices": site.notices, "everywhere": site.everywhere}
    over["ahead"] = site.ahead if viewer.talks != HOUSE else ()
    turned = request.method == "GET"  # what answers a form is not to be loaded again: letters are shown once
    around = {"menu": site.menu(viewer), "sizes": sizes, "turned": turned, **over}
    return draw(template, reader, offered=partial(offered_kind, site.app, viewer), **around, **values)


def first_page(request: Request, viewer: Viewer) -> str:
    """Return the address of the first page in this viewer's menu; of its seat, which leads to one, if the menu is empty."""
    menu = site_of(request).menu(viewer)
    return f"{path_of(viewer)}/{menu[0].name}" if menu else path_of(viewer)


def dressed(request: Request, response: Response) -> Response:
    """Keep the language chosen by ``?lang=``, and give a new cookie to a browser whose cookie has aged."""
    chosen = request.query_params.get("lang")
    secure = request.url.scheme == "https"
    if chosen:
        response.set_cookie(
            LANGUAGE, choose(chosen, ""), max_age=YEAR, httponly=True, samesite="strict", secure=secure
        )
    token = request.cookies.get(COOKIE)
    if token and request.method == "GET" and not is_fragment(request):
        app = app_of(request)
        row = app.people.sign_in(signins.token_hash(token))
        if row is not None and row.expires - app.clock.real() < signins.SIGNED_IN - FRESH:
            renewed = signins.rotate(app, token)
            if renewed:
                set_sign_in(request, response, row.talks, row.seat, renewed[0])
    return response


def set_sign_in(request: HTTPConnection, response: Response, talks: str, seat: str, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(signins.SIGNED_IN.total_seconds()),
        path=f"/talks/{talks}/{seat}",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    if LEFT in request.cookies:
        response.delete_cookie(LEFT, path=f"/talks/{talks}/{seat}")


def end_sign_in(request: HTTPConnection, response: Response, talks: str, seat: str) -> None:
    """Take a browser's cookie away, and leave one that gives no access: with it, no page signs in by itself."""
    path = f"/talks/{talks}/{seat}"
    response.delete_cookie(COOKIE, path=path)
    secure = request.url.scheme == "https"
    response.set_cookie(LEFT, "1", max_age=YEAR, path=path, httponly=True, samesite="strict", secure=secure)


def plain_json(value: object) -> Any:
    """Return a view as JSON values; times as in entries."""
    return json.loads(json.dumps(value, default=_spelled))


def _spelled(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Mapping):
        return dict(value)
    return list(cast(Any, value))


def reasons_json(reader: Reader, refused: Refused) -> dict[str, object]:
    return {
        "refused": [
            {"code": r.code, "numbers": r.numbers, "sentence": isolated(reader.reason(r.code, r.numbers))}
            for r in refused.reasons
        ]
    }


def pairs_of(refused: Refused) -> list[tuple[str, Numbers]]:
    return [(r.code, r.numbers) for r in refused.reasons]


def own_origin(headers: Headers, site: Site) -> str | None:
    """Return the request's origin if it is ours: the host it was sent to, or the address people use.

    Where ours is encrypted, a page of the same name that is not is another's: whoever is on the line can write it.
    """
    try:
        origin = urlsplit(headers.get("origin", ""))
    except ValueError:  # no address at all: [
        return None
    public = urlsplit(site.settings.public_url or "")
    if not origin.netloc or origin.netloc not in (headers.get("host", ""), public.netloc):
        return None
    if origin.netloc == public.netloc:
        scheme = public.scheme
    else:
        scheme = "https" if site.settings.tls_cert is not None else origin.scheme
    return headers["origin"] if origin.scheme and origin.scheme == scheme else None


def nothing_recorded(reader: Reader, refused: Refused, status: int, back: str = "") -> Response:
    """Return a page of every reason; ``back``: the path that it leads to."""
    sentences = [reader.reason(code, numbers) for code, numbers in pairs_of(refused)]
    title = reader.words.say("Nothing was recorded.")
    around = {"back": back, "same": False, "languages": {}}
    page = draw("message.html", reader, title=title, lines=(), refused=sentences, **around)
    return HTMLResponse(page, status)


def _from_elsewhere(request: Request) -> Response:
    reader, refused = reader_of(request), Refused((reason("another_origin"),))
    if wants_json(request):
        return JSONResponse(reasons_json(reader, refused), 403)
    return nothing_recorded(reader, refused, 403)


def security_headers(site: Site, path: str) -> dict[str, str]:
    """Return what every answer carries: the policy above all."""
    media = urlsplit(site.app.media.url())
    engine = f"{media.scheme}://{media.netloc} {media.scheme.replace('ws', 'http')}://{media.netloc}"
    sources = POLICY | {"connect-src": f"{POLICY['connect-src']} {engine}"}
    policy = "; ".join(f"{name} {allowed}" for name, allowed in sources.items())
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if site.settings.tls_cert is not None:  # TLS is ours; a proxy that ends it says so itself
        headers["strict-transport-security"] = f"max-age={YEAR}"
    if not path.startswith("/static/"):
        headers["cache-control"] = "no-store"
        headers["cross-origin-opener-policy"] = "same-origin"  # these two only pages heed
        headers["permissions-policy"] = PERMISSIONS
    return headers


class Guard:
    """Every answer's security headers; every change must come from a page of ours.

    Whose line was cut while the body was read is answered nothing: nothing of it was done, and it is no fault of ours.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(self.site, scope["path"]).items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] not in ("GET", "HEAD") and own_origin(Headers(scope=scope), self.site) is None:
            await _from_elsewhere(Request(scope))(scope, receive, dressed_send)
            return
        with suppress(ClientDisconnect):
            await self.app(scope, counted(receive, LARGEST_BODY), dressed_send)
