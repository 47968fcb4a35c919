"""The record: the page, and the raw bytes that a member's own verifier reads; contents for those who may have them."""

import io
import re
import zipfile
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.app.core import access, contents, record, witness
from parley.app.core.model import App, Viewer
from parley.app.core.views import Happened
from parley.base import Refused, reason
from parley.record import b64u, unb64u
from parley.record.export import export_paths
from parley.web.errors import refusal
from parley.web.grouped import lines
from parley.web.http import NotHere, app_of, reader_of, shell_of, show, site_of, viewer_of
from parley.web.intake import json_object, malformed, utf8, whole
from parley.web.render import Reader

_MEDIA = re.compile(r"[ -~]{0,100}")
ENTRIES = 1000  # at most in one answer


def page(request: Request) -> Response:
    """GET …/record?of=&q=&start=: heads, who has seen them, entries."""
    viewer, asked = viewer_of(request), request.query_params
    start = asked.get("start", "0")
    query, of = asked.get("q", "").strip(), asked.get("of", "table")
    if query:
        says = _says(reader_of(request, shell_of(request, viewer)))
        with site_of(request).searching.of((viewer.talks, viewer.party)):
            found = record.record(app_of(request), viewer, of, max(0, whole(start)), query, says)
    else:
        found = record.record(app_of(request), viewer, of, max(0, whole(start)))
    runs = site_of(request).phrases["RUNS"]
    return show(request, viewer, "record.html", found, here="record", lines=lines(found.entries, runs))


def _says(reader: Reader) -> record.Says:
    """Return what gives the words that the page has for an entry."""

    def says(act: Happened) -> str:
        said = [
            reader.happened(act),
            reader.parties(act.parties),
            reader.names([act.seat]),
            reader.stamp(act.at),
        ]
        if act.kind in reader.phrases["BOTH"]:  # as its line says where the other side did the same
            said.append(reader.phrase(reader.phrases["BOTH"], act.kind, act.numbers))
        return f"{act.kind} {act.seat} " + " ".join(one.striptags() for one in said)

    return says


def checkpoint(request: Request) -> Response:
    """GET …/record/{compartment}/checkpoint: the newest head as a signed note, cosignatures included."""
    return Response(_head(request, viewer_of(request)), media_type="text/plain; charset=utf-8")


def _head(request: Request, viewer: Viewer) -> bytes:
    note = record.record_head(app_of(request), viewer, request.path_params["compartment"])
    if note is None:
        raise NotHere
    return note


def entries(request: Request) -> Response:
    """GET …/record/{compartment}/entries?from=&to=: canonical entries, one a line; at most a thousand."""
    viewer, asked = viewer_of(request), request.query_params
    start, stop = asked.get("from", "0"), asked.get("to", "")
    first = max(0, whole(start))
    last = min(whole(stop, first + ENTRIES), first + ENTRIES)
    found = record.record_entries(app_of(request), viewer, request.path_params["compartment"], first, last)
    if found is None:
        raise NotHere
    return Response(b"".join(one + b"\n" for one in found), media_type="application/jsonl")


def roster(request: Request) -> Response:
    """GET …/roster: the canonical entries that say who sits, one a line."""
    found = record.roster_entries(app_of(request), viewer_of(request))
    if found is None:
        raise NotHere
    return Response(b"".join(one + b"\n" for one in found), media_type="application/jsonl")


def download(request: Request) -> Response:
    """GET …/record/{compartment}/download: the whole compartment as the folder that any verifier reads, zipped."""
    viewer, name = viewer_of(request), request.path_params["compartment"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for path, data in _folder(app_of(request), viewer, name):
            folder.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    headers = {"content-disposition": f'attachment; filename="{viewer.talks}-{name}.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


def _folder(app: App, viewer: Viewer, name: str) -> list[tuple[str, bytes]]:
    found = []
    for compartment, under in ((name, ""), *((("table", "table/"),) if name != "table" else ())):
        note = record.record_head(app, viewer, compartment)
        if note is None:
            raise NotHere
        size = int(note.split(b"\n", 2)[1])
        lines = record.record_entries(app, viewer, compartment, 0, size) or []
        found += [(under + path, data) for path, data in export_paths(viewer.talks, compartment, lines, note)]
    return found


async def cosign(request: Request) -> Response:
    """POST …/record/{compartment}/cosign {size, line}: keep a device's cosignature; {kept, shown} tells of a head it has
    and one that it was shown, which contradict each other or our record.
    """
    viewer, said = viewer_of(request), await json_object(request)
    name, app = request.path_params["compartment"], app_of(request)
    kept, line, size = said.get("kept"), said.get("line"), said.get("size")
    shown = said.get("shown") if isinstance(said.get("shown"), str) else ""
    if name in access.compartments(viewer.by) and isinstance(kept, str):
        told = (viewer, name, utf8(kept), utf8(str(shown)))
        if await run_in_threadpool(witness.kept_head, app, *told):
            return await run_in_threadpool(refusal, request, Refused((reason("behind_kept_head"),)))
    if isinstance(line, str) and isinstance(size, int):
        fault = await run_in_threadpool(witness.cosign, app, viewer, name, size, utf8(line))
        if fault is not None:
            return await run_in_threadpool(refusal, request, fault)
    return JSONResponse({"kept": True})


def content(request: Request) -> Response:
    """GET …/content/{digest}: salt, media and bytes of a content, for those who may have it."""
    found = contents.content(app_of(request), viewer_of(request), request.path_params["digest"])
    if found is None:
        raise NotHere
    salt, media, data = found
    return JSONResponse({"salt": b64u(salt), "media": media, "bytes": b64u(data)})


async def bring(request: Request) -> Response:
    """POST …/content {purpose, salt, media, bytes}: keep a content; only the party that brought it may read it, until an act says more.

    ``purpose``: what acts may cite it for (docs/access.md); what it is not fit for is refused.
    """
    viewer, said = viewer_of(request), await json_object(request)
    return await run_in_threadpool(_brought, request, viewer, said)


def _brought(request: Request, viewer: Viewer, said: dict[str, Any]) -> Response:
    purpose, media = str(said.get("purpose", "")), str(said.get("media", ""))
    if not _MEDIA.fullmatch(media):
        raise malformed("media", "media type")
    try:
        salt, data = unb64u(str(said.get("salt", ""))), unb64u(str(said.get("bytes", "")))
        digest = contents.bring(app_of(request), viewer, purpose, salt, media, data)
    except ValueError as fault:
        raise malformed("salt, bytes", str(fault)[:80]) from None
    return refusal(request, digest) if isinstance(digest, Refused) else JSONResponse({"digest": digest})
