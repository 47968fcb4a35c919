"""What is answered when something cannot be: in the reader's language, all reasons at once, and what to do next."""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import SplitResult, urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from parley.app.core.ports import ReadOnly, Unavailable
from parley.base import Refused, RuleError, reason
from parley.web.http import (
    LEFT,
    NotAdmitted,
    NotHere,
    NotSignedIn,
    Refusal,
    in_languages,
    is_fragment,
    nothing_recorded,
    pairs_of,
    path_of,
    reader_of,
    reasons_json,
    security_headers,
    shell_of,
    site_of,
    viewer_of,
    wants_json,
)
from parley.web.limits import TooMuch
from parley.web.render import Reader, draw

log = logging.getLogger("parley.web")

Handler = Callable[[Request, Exception], Awaitable[Response]]


def message(
    request: Request, status: int, title: str, *lines: str, refused: Sequence[Markup] = (), back: str = ""
) -> Response:
    """Return a page that says one thing."""
    reader = reader_of(request)
    if wants_json(request):
        return JSONResponse({"refused": [{"code": str(status), "numbers": {}, "sentence": title}]}, status)
    same = back == _path(request.url)
    page = {"title": title, "lines": lines, "refused": refused, "back": back, "same": same}
    body = draw("message.html", reader, languages=in_languages(request), **page)
    return HTMLResponse(body, status)


def refusal(request: Request, refused: Refused, status: int = 409, reader: Reader | None = None) -> Response:
    """Return every reason: JSON for a program, a fragment for a page's script, a page for a form."""
    reader = reader or _reader(request)
    if _by_program(request):
        return JSONResponse(reasons_json(reader, refused), status)
    if is_fragment(request):
        return HTMLResponse(draw("refusals.html", reader, refused=pairs_of(refused)), status)
    return nothing_recorded(reader, refused, status, _page_before(request))


def _by_program(request: Request) -> bool:
    return wants_json(request) or request.headers.get("content-type", "").startswith("application/json")


def _reader(request: Request) -> Reader:
    """Return who reads; where somebody is signed in, one who knows parties and people by name."""
    try:
        viewer = viewer_of(request) if "seat" in request.path_params else None
    except NotSignedIn:
        viewer = None
    return reader_of(request, shell_of(request, viewer) if viewer else None)


async def not_signed_in(request: Request, _: Exception) -> Response:
    """Ask to sign in; a form's own page opens again after that, and says before it that nothing was recorded.

    Who signed out is not signed in again by a page that was turned to: not by Back, nor by any address of the seat.
    """
    refused = Refused((reason("not_signed_in"),))
    if _by_program(request) or is_fragment(request):
        return await run_in_threadpool(refusal, request, refused, 401)
    turned = request.method == "GET"
    following = _path(request.url) if turned else _page_before(request)
    at = {name: request.path_params.get(name, "") for name in ("talks", "seat")}
    left = "left" if LEFT in request.cookies else ""
    why = left if turned else "lost"
    at |= {"next": following, "told": why}
    return HTMLResponse(draw("signin.html", reader_of(request), languages=in_languages(request), **at), 401)


def _seat_of(request: Request) -> str:
    """Return the address of the seat that a page belongs to, "" if it belongs to none."""
    found = re.match(r"/talks/[^/]+/[^/]+(?=/)", request.url.path)
    return found[0] if found else ""


def _page_before(request: Request) -> str:
    """Return the page of this seat that a form stood on, as the browser says; else the seat's first."""
    seat = _seat_of(request)
    try:
        before = _path(urlsplit(request.headers.get("referer", "")))
    except ValueError:  # no address at all: [
        return seat
    turned_to_itself = request.method == "GET" and before == _path(request.url)
    return before if seat and before.startswith(seat + "/") and not turned_to_itself else seat


def _path(url: URL | SplitResult) -> str:
    return url.path + (f"?{url.query}" if url.query else "")


async def not_here(request: Request, _: Exception) -> Response:
    t, seat = reader_of(request).words.say, _seat_of(request)
    if seat:
        line = t(
            "Either it never was, or it is not for this seat to read. The menu shows every page there is."
        )
    else:
        line = t("Nothing is at this address. Compare it with the one that you were given, letter by letter.")
    return message(request, 404, t("There is nothing here for you"), line, back=seat or "/")


async def not_admitted(request: Request, fault: Exception) -> Response:
    """Lead a person to the page where a device waits; tell a program why."""
    assert isinstance(fault, NotAdmitted)
    turned = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    waiting = site_of(request).waiting
    if turned and waiting and not is_fragment(request) and not _by_program(request):
        return RedirectResponse(f"{path_of(viewer_of(request))}/{waiting}", 303)
    return await run_in_threadpool(refusal, request, fault.refused, 403)


async def refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Refusal)
    return await run_in_threadpool(refusal, request, fault.refused, fault.status)


async def too_much(request: Request, fault: Exception) -> Response:
    """Refuse without having read the rest: the connection ends with the answer."""
    assert isinstance(fault, TooMuch)
    answer = await run_in_threadpool(refusal, request, fault.refused, fault.status)
    answer.headers["connection"] = "close"
    return answer


async def read_only(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, ReadOnly)
    return await run_in_threadpool(refusal, request, Refused((reason(fault.code),)))


async def rule_error(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RuleError)
    return await run_in_threadpool(refusal, request, Refused((reason(fault.code, **fault.numbers),)), 422)


async def http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    if fault.status_code == 404:
        return await not_here(request, fault)
    t = reader_of(request).words.say
    return message(
        request,
        fault.status_code,
        t("That does not work this way"),
        t("Go back and use the page's own buttons."),
        back=_seat_of(request),
    )


def log_away(fault: Exception) -> None:
    log.error("the database does not answer: %s", fault)


async def unavailable(request: Request, fault: Exception) -> Response:
    log_away(fault)
    t = reader_of(request).words.say
    if request.method != "GET":
        return _not_known(request, 503)
    title = t("The database does not answer")
    line = t(
        "Nothing was recorded and nothing is lost. Open the page again in a minute; the operator finds the cause in the log."
    )
    return message(request, 503, title, line, back=_path(request.url))


async def broken(request: Request, fault: Exception) -> Response:
    """Tell of a fault of ours. Starlette answers with it outside of the guard, so that it dresses itself."""
    log.error("a page could not be made: %s", request.scope.get("route_name", ""), exc_info=fault)
    answer = _not_known(request, 500) if request.method != "GET" else _not_made(request)
    answer.headers.update(security_headers(site_of(request), request.url.path))
    return answer


def _not_made(request: Request) -> Response:
    t = reader_of(request).words.say
    title = t("Parley could not make this page")
    line = t("Nothing was recorded. The operator finds the cause in the log.")
    return message(request, 500, title, line, back=_seat_of(request))


def _not_known(request: Request, status: int) -> Response:
    """What was sent may be on the record already: the fault can lie between its commit and this answer."""
    t = reader_of(request).words.say
    title = t("Whether this was recorded is not known")
    line = t(
        "Open the page that it came from again: if it was recorded, it stands there. The operator finds the cause in the log."
    )
    return message(request, status, title, line, back=_page_before(request))


HANDLERS: dict[type[Exception] | int, Handler] = {
    NotSignedIn: not_signed_in,
    NotHere: not_here,
    NotAdmitted: not_admitted,
    Refusal: refused,
    TooMuch: too_much,
    ReadOnly: read_only,
    Unavailable: unavailable,
    RuleError: rule_error,
    HTTPException: http,
    Exception: broken,
}
