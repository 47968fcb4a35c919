"""Who else is in each room off camera: said before one sits, after each break, and in the middle with one press."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from parley.app.core.model import Viewer
from parley.app.room.company import NOT_NAMED, Declared, company, declare, listed
from parley.app.room.contents import Others
from parley.base import Reason, Refused
from parley.room import MOST_COMPANY
from parley.web.commands import respond
from parley.web.http import Refusal, app_of, drawn, dressed, reader_of, shell_of, show, site_of, viewer_of
from parley.web.room.breaks import Breaks
from parley.web.room.rooms import Rooms

LINES = 3  # of an empty form; one more than are declared already
BACK = ("room", "lobby")  # pages that a declaration leads back to


def page(request: Request) -> Response:
    """GET …/company: who else is in your room, and in everybody's."""
    viewer = viewer_of(request)
    found, back = told(request, viewer), request.query_params.get("back", "")
    return show(request, viewer, "room/company.html", found, "company", **form(found[0], back))


def strip(request: Request) -> Response:
    """GET …/room/company: the same as it stands over the table."""
    viewer = viewer_of(request)
    reader = reader_of(request, shell_of(request, viewer))
    body = drawn(request, viewer, "room/company_strip.html", reader, company=told(request, viewer))
    return dressed(request, HTMLResponse(body))


async def say(request: Request) -> Response:
    """POST …/company {do: nobody, same, came or list; of; name, role}: put it on the record, and show it to all.

    ``of`` is the digest of the list that the press goes on from: pressed again because an answer was lost, it says the same again.
    """
    said = await request.form()
    pairs = zip(said.getlist("name"), said.getlist("role"), strict=False)
    named = [(str(name), str(role)) for name, role in pairs if str(name).strip() or str(role).strip()]
    fields = {one: str(said.get(one, "")) for one in ("do", "of", "id", "back")}
    return await run_in_threadpool(_said, request, viewer_of(request), fields, named)


def _said(request: Request, viewer: Viewer, said: Mapping[str, str], named: Others) -> Response:
    app, do = app_of(request), said["do"]
    if do == "list" and not named:
        raise Refusal(Refused((Reason("company_nobody_named"),)))
    known = listed(app, viewer, said["of"]) if do in ("same", "came") else ()
    others: dict[str, Others] = {"same": known, "came": (*known, NOT_NAMED), "list": named}
    answer = declare(app, viewer, others.get(do, ()), said["id"])
    return respond(request, viewer, answer, said["back"] if said["back"] in BACK else "company")


def told(request: Request, viewer: Viewer) -> list[Declared]:
    """Return what every seat said, as a page or the table shows it."""
    site = site_of(request)
    left = site.service(Breaks).left(viewer.talks)
    present = frozenset[str]().union(*site.service(Rooms).present(viewer.talks).values())
    return company(app_of(request), viewer, left, present)


def form(own: Declared, back: str) -> dict[str, Any]:
    """Return what the form begins with: whom this seat declared last, and empty lines."""
    known = list(own.others or ())
    more = max(LINES - len(known), 1)
    lines = [*known, *[NOT_NAMED] * more][:MOST_COMPANY]
    return {"lines": lines, "back": back if back in BACK else ""}
