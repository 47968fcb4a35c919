"""The lists: what was handed over, rows and where each stands, a file read before it is signed, the names desk."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from parley.app.core.contents import keep_own
from parley.app.core.model import Command, Viewer
from parley.app.core.perform import perform
from parley.app.lists import queries
from parley.app.lists.files import SUFFIXES, Columns, read_brought, read_by, remember
from parley.app.lists.sheets import deposit_id, said_columns
from parley.base import Refused, reason
from parley.lists import spreadsheet
from parley.lists.read import FIELDS
from parley.lists.state import KINDS
from parley.web.commands import respond
from parley.web.errors import refusal
from parley.web.http import (
    NotHere,
    Refusal,
    app_of,
    drawn,
    dressed,
    is_fragment,
    pairs_of,
    path_of,
    reader_of,
    shell_of,
    show,
    site_of,
    viewer_of,
    wants_json,
)
from parley.web.intake import whole
from parley.web.jobs import work
from parley.web.lists import evidence, spelling
from parley.web.lists.phrases import OUTCOMES
from parley.web.threads import Busy
from parley.web.threads import read_file as read_in_turn

LARGEST = 20_000_000  # bytes of a list
COLUMN = "column-"  # begins the name of a field of the form; the column's letter follows
MEDIA = {suffix.rpartition(".")[2]: media for media, suffix in SUFFIXES.items()}


def page(request: Request) -> Response:
    """GET …/lists?of=&q=&outcome=&start=: sealed lists, the comparison, rows."""
    viewer, asked = viewer_of(request), _asked(request)
    start = max(0, whole(asked["start"]))
    with _searching(request, viewer, asked["q"]):
        found = queries.lists(app_of(request), viewer, asked["of"], asked["q"], asked["outcome"], start)
    kept = {k: v for k, v in asked.items() if v and k != "start"}
    return show(request, viewer, "lists/page.html", found, here="lists", query_string=urlencode(kept))


def _searching(request: Request, viewer: Viewer, query: str) -> AbstractContextManager[None]:
    """Hold the one turn that a party has to search, where something is looked for."""
    return site_of(request).searching.of((viewer.talks, viewer.party)) if query else nullcontext()


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in ("of", "q", "outcome", "start")}


def download(request: Request) -> Response:
    """GET …/lists/download: the rows that this viewer was shown, all of them, as CSV."""
    viewer, asked = viewer_of(request), _asked(request)
    reader = reader_of(request)
    header = ("row", "name", "father", "grandfather", "born", "home", "taken", "state")
    with _searching(request, viewer, asked["q"]):
        found = queries.all_rows(app_of(request), viewer, asked["of"], asked["q"], asked["outcome"])
    said = {word: reader.phrase(OUTCOMES, word).striptags() for word in {row.outcome for row in found}}
    rows = (
        (
            row.row,
            row.name,
            row.father,
            row.grandfather,
            row.born,
            row.home,
            row.taken,
            said[row.outcome],
        )
        for row in found
    )
    headers = {"content-disposition": f'attachment; filename="{viewer.talks}-claims.csv"'}
    table = "\ufeff" + spreadsheet.written(header, rows, end="\r\n")
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)


def deposit(request: Request) -> Response:
    """GET …/lists/deposit/{list}: choose a file."""
    viewer, kind = viewer_of(request), _kind(request)
    _may_hand_over(request, viewer, kind)
    return show(request, viewer, "lists/deposit.html", None, list=kind, refused=())


async def read_file(request: Request) -> Response:
    """POST …/lists/deposit/{list}: keep the file, say how it was read; nothing is signed by this."""
    viewer, kind = viewer_of(request), _kind(request)
    async with request.form() as form:
        file = form.get("file")
        data = await file.read(LARGEST + 1) if isinstance(file, UploadFile) else b""
        name = file.filename or "" if isinstance(file, UploadFile) else ""
    try:
        return await read_in_turn((viewer.talks, viewer.party), _read, request, viewer, kind, name, data)
    except Busy:
        return await run_in_threadpool(_not_read, request, viewer, kind, "reader_busy")


def _may_hand_over(request: Request, viewer: Viewer, kind: str) -> None:
    refused = queries.not_handed_over(app_of(request), viewer, kind)
    if refused is not None:
        raise Refusal(refused)


def _kind(request: Request) -> str:
    kind = str(request.path_params["list"])
    if kind not in KINDS:
        raise NotHere
    return kind


def _read(request: Request, viewer: Viewer, kind: str, name: str, data: bytes) -> Response:
    app = app_of(request)
    _may_hand_over(request, viewer, kind)
    if not data or len(data) > LARGEST:
        return _not_read(request, viewer, kind, "file_too_large" if data else "file_missing")
    table = read_brought(app, data)
    if isinstance(table, str):
        return _not_read(request, viewer, kind, table)
    media = MEDIA.get(name.rpartition(".")[2].lower(), "text/csv")
    digest = keep_own(app, viewer, f"list|{kind}", kind, media, data)
    if isinstance(digest, Refused):
        raise Refusal(digest)
    remember(app, viewer.talks, f"{viewer.party}|{kind}", digest, table)
    return _as_read(request, viewer, kind, digest, len(data), {})


def _as_read(
    request: Request,
    viewer: Viewer,
    kind: str,
    digest: str,
    size: int,
    columns: Columns,
    refused: Refused | None = None,
) -> Response:
    """Return how a file was read: by these columns, or as recognised; nothing is signed by looking at it."""
    found = queries.reading(app_of(request), viewer, digest, columns)
    if found is None:  # it was just read: the device was revoked meanwhile, or the file erased
        raise NotHere
    if wants_json(request):
        named = deposit_id(kind, digest, columns)
        said = {"deposit": named, "digest": digest, "size": size, "rows": found.rows, "columns": columns}
        return JSONResponse({**said, "reading": asdict(found)})
    asked = {"list": kind, "digest": digest} | ({"columns": said_columns(columns)} if columns else {})
    sheet = f"{path_of(viewer)}/sheet/lists.deposited.1?{urlencode(asked)}"
    more: dict[str, object] = {"digest": digest, "sheet": sheet, "list": kind, "fields": FIELDS}
    told = pairs_of(refused) if refused else ()
    return show(request, viewer, "lists/reading.html", None, "", reading=found, refused=told, **more)


async def read_again(request: Request) -> Response:
    """POST …/lists/deposit/{list}/columns: read the file again, by the columns that its officer says; nothing is signed by this."""
    viewer, kind = viewer_of(request), _kind(request)
    form = {name: str(value) for name, value in (await request.form()).items()}
    try:
        return await read_in_turn((viewer.talks, viewer.party), _read_again, request, viewer, kind, form)
    except Busy:
        return await run_in_threadpool(_not_read, request, viewer, kind, "reader_busy")


def _read_again(request: Request, viewer: Viewer, kind: str, form: dict[str, str]) -> Response:
    app, digest = app_of(request), form.get("digest", "")
    _may_hand_over(request, viewer, kind)
    data = queries.brought(app, viewer, kind, digest)
    if data is None:
        raise NotHere
    columns = _chosen(form)
    table = read_by(app, data, columns) if columns.keys() & {"name", "surname"} else "columns_no_name"
    if not isinstance(table, str):
        remember(app, viewer.talks, f"{viewer.party}|{kind}", digest, table, columns)
        return _as_read(request, viewer, kind, digest, len(data), columns)
    refused = Refused((reason(table),))
    if wants_json(request):
        return refusal(request, refused, 422)
    return _as_read(request, viewer, kind, digest, len(data), {}, refused)


def _chosen(form: Mapping[str, str]) -> dict[str, str]:
    """Return field → letters of the columns that a form says it stands in, in the order of the file."""
    columns = dict[str, str]()
    for name, said in form.items():
        if name.startswith(COLUMN) and said in FIELDS:
            at = name.removeprefix(COLUMN)
            columns[said] = f"{columns[said]} + {at}" if said in columns else at
    return columns


def _not_read(request: Request, viewer: Viewer, kind: str, code: str) -> Response:
    refused = Refused((reason(code),))
    if wants_json(request):
        return refusal(request, refused, 422)
    return show(request, viewer, "lists/deposit.html", None, list=kind, refused=pairs_of(refused))


def desk(request: Request) -> Response:
    """GET …/lists/desk?after=&again=: one pair at a time; the one behind a pair that was put off, or one answered before."""
    viewer, asked = viewer_of(request), request.query_params
    found = queries.desk(app_of(request), viewer, asked.get("after", ""), asked.get("again", ""))
    if found is None:
        raise NotHere
    if found.pair is None or wants_json(request):
        return show(request, viewer, "lists/desk.html", found)
    reader = reader_of(request, shell_of(request, viewer))
    values = {
        "spelled": spelling.name,
        "beside": spelling.beside,
        "standing": evidence.standing(found.pair.evidence),
        "left_because": evidence.left_because(found.pair, reader),
        "why": evidence.sentences(found.pair, reader),
        "chance": evidence.chance(found.pair.probability),
    }
    body = drawn(request, viewer, "lists/desk.html", reader, page=found, here="", **values)
    return dressed(request, HTMLResponse(body))


async def decide(request: Request) -> Response:
    """POST …/lists/desk: record this side's answer to one pair, then show the next."""
    viewer = viewer_of(request)
    form = {name: str(value) for name, value in (await request.form()).items()}
    fields: dict[str, object] = {
        "match": form.get("match", ""),
        "claimant": form.get("of", ""),
        "claim": _int(form, "claim"),
        "holding": _int(form, "holding"),
        "same": form.get("same") == "yes",
        "party": viewer.party,
    }
    command = Command("lists.pair-decided.1", fields, form.get("id", ""))
    answer = await run_in_threadpool(perform, app_of(request), viewer, command)
    if isinstance(answer, Refused) or wants_json(request) or is_fragment(request):
        return await run_in_threadpool(respond, request, viewer, answer, "lists")
    return RedirectResponse(f"{path_of(viewer)}/lists/desk", 303)


def _int(form: dict[str, str], name: str) -> int:
    return whole(form.get(name, ""), -1)


async def match(request: Request) -> Response:
    """POST …/lists/match: compare the lists."""
    return await work(request, "match", "lists")
