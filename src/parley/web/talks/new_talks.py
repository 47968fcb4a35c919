"""New talks: a form that is filled in, the file that it makes to be read, and the talks made from it."""

from functools import cache
from zoneinfo import available_timezones

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from parley.app.core.model import Command, Viewer
from parley.app.core.perform import perform
from parley.app.talks.definition import read_definition
from parley.base import Refused
from parley.languages import LANGUAGES
from parley.letters import normalized
from parley.web.http import app_of, pairs_of, show, viewer_of
from parley.web.render import HERE
from parley.web.talks.form import KINDS, Filled, Form, filled, toml
from parley.web.talks.invitations import letters
from parley.web.words.phrases import ROLES

EXAMPLE = "new_talks.toml"
AGAIN = ("seats", "more-places", "more-seats", "back")  # presses after which the form stands there again


def page(request: Request) -> Response:
    """GET …/host/new: the form; with ``?write``, a file to bring or to write."""
    viewer = viewer_of(request)
    if "write" in request.query_params:
        return _written(request, viewer, (HERE / "talks/templates" / EXAMPLE).read_text("utf-8"))
    return _form(request, viewer, filled({}, LANGUAGES))


async def make(request: Request) -> Response:
    """POST …/host/new: go on in the form, read what it makes, or make talks from it or from a file."""
    viewer = viewer_of(request)
    async with request.form(max_fields=4_000) as form:
        file = form.get("file")
        said = {name: value for name, value in form.items() if isinstance(value, str)}
        data = b"" if file is None or isinstance(file, str) else await file.read()
    pressed = said.get("do", "")
    if pressed in AGAIN:
        return await run_in_threadpool(_form, request, viewer, filled(said, LANGUAGES))
    if pressed == "read":
        return await run_in_threadpool(_read, request, viewer, said)
    text = normalized("NFC", data.decode("utf-8", "replace") if data.strip() else said.get("definition", ""))
    command = Command("talks.create", {"toml": text.replace("\r\n", "\n")}, said.get("id", ""))
    answer = await run_in_threadpool(perform, app_of(request), viewer, command)
    if isinstance(answer, Refused):
        return await run_in_threadpool(_written, request, viewer, text, pairs_of(answer))
    made = [dict(one) for one in answer.extra.get("invitations", ())]
    return await run_in_threadpool(letters, request, viewer, made)


def _read(request: Request, viewer: Viewer, said: Form) -> Response:
    """Return the file that the form makes, or the form with what it still lacks."""
    form = filled(said, LANGUAGES)
    text = normalized("NFC", toml(form))
    found = read_definition(text)
    if isinstance(found, Refused):
        return _form(request, viewer, form, pairs_of(found))
    return _written(request, viewer, text)


def _form(request: Request, viewer: Viewer, form: Filled, refused: object = ()) -> Response:
    return show(
        request,
        viewer,
        "talks/fill_talks.html",
        form,
        refused=refused,
        kinds=KINDS,
        roles=ROLES,
        zones=_zones(),
    )


def _written(request: Request, viewer: Viewer, text: str, refused: object = ()) -> Response:
    return show(request, viewer, "talks/new_talks.html", None, definition=text, refused=refused)


@cache
def _zones() -> tuple[str, ...]:
    """Return the time zones that people name by a city."""
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    )
