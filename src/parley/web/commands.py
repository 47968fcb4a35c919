"""The one endpoint through which everything is done, from JSON or from a form of a page."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from parley.app.core.model import Command, Recorded, Registry, Viewer
from parley.app.core.perform import perform
from parley.base import Refused
from parley.record import unb64u
from parley.web.errors import refusal
from parley.web.http import (
    app_of,
    first_page,
    is_fragment,
    path_of,
    reader_of,
    shell_of,
    viewer_of,
    wants_json,
)
from parley.web.intake import hour, json_object, malformed, moment, whole
from parley.web.render import Reader

NOT_A_NUMBER = -(10**18)


async def endpoint(request: Request) -> Response:
    """POST /talks/{talks}/{seat}/commands/{kind}: record an act, or give every reason why not."""
    viewer = viewer_of(request)
    kind, back = request.path_params["kind"], ""
    if request.headers.get("content-type", "").startswith("application/json"):
        command = _from_json(kind, await json_object(request))
    else:
        form = await request.form()
        said = {name: str(value) for name, value in form.items()}
        back = said.get("back", "")
        reader = await run_in_threadpool(_reader, request, viewer)
        command = from_form(app_of(request).registry, kind, said, reader.zone)
    answer = await run_in_threadpool(perform, app_of(request), viewer, command)
    return await run_in_threadpool(respond, request, viewer, answer, back)


def respond(request: Request, viewer: Viewer, answer: Recorded | Refused, back: str) -> Response:
    """Say what was recorded: JSON to a program, the page it came from to a form."""
    if isinstance(answer, Refused):
        return refusal(request, answer)
    if wants_json(request) or request.headers.get("content-type", "").startswith("application/json"):
        keys = ("compartment", "seq", "kind")
        recorded = [dict(zip(keys, entry, strict=True)) for entry in answer.entries]
        return JSONResponse({"recorded": recorded, **answer.extra})
    page = f"{path_of(viewer)}/{back}" if back.replace("-", "").isalnum() else ""
    where = page or first_page(request, viewer)
    if is_fragment(request):
        return Response(status_code=200, headers={"HX-Redirect": where})
    return RedirectResponse(f"{where}#recorded", 303)  # the page forgets the draft; what was refused keeps it


def _from_json(kind: str, said: Mapping[str, Any]) -> Command:
    signature, fields = said.get("signature"), said.get("fields", {})
    try:
        signed = unb64u(signature) if isinstance(signature, str) else None
    except ValueError:
        signed = b""
    if not isinstance(fields, dict):
        raise malformed("fields", "object")
    return Command(kind, fields, str(said.get("id", "")), signed)


def from_form(registry: Registry, kind: str, said: Mapping[str, str], zone: str) -> Command:
    """Return the command of a form: texts become what the act's fields are; a local hour becomes UTC.

    A day is chosen (``at-day``) and its hour written (``at-hour``), for no two people write a day alike.
    """
    act = registry.kinds[kind].act if kind in registry.kinds else None
    known = {f.name: f.type for f in fields_of(act)} if act else {}
    fields: dict[str, Any] = {}
    for name, value in said.items():
        if name in ("id", "back", "at-hour"):
            continue
        if name == "at-day":
            fields["at"] = moment(f"{value}T{hour(said.get('at-hour', ''))}", zone)
            continue
        form = str(known.get(name, "str"))
        if "int" in form and (number := whole(value, NOT_A_NUMBER)) != NOT_A_NUMBER:
            fields[name] = number
        elif "bool" in form:
            fields[name] = value in ("yes", "true", "on")
        elif form.startswith("tuple"):
            fields[name] = [part for part in value.split(",") if part]
        else:
            fields[name] = moment(value, zone) if name == "at" else value
    return Command(kind, fields, said.get("id", ""))


def _reader(request: Request, viewer: Viewer) -> Reader:
    return reader_of(request, shell_of(request, viewer))
