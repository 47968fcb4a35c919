"""The lists: what was handed over, rows and where each stands, a file read before it is signed, the names desk."""

import csv
import io
import time
from dataclasses import asdict
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from parley.app import house, queries
from parley.app.model import App, Command, Viewer
from parley.app.perform import perform
from parley.app.queries.lists import reading
from parley.app.reading import SUFFIXES, brought, hold
from parley.base import Refused, reason
from parley.web import letters, why
from parley.web.commands import respond
from parley.web.errors import refusal
from parley.web.http import (
    NotHere,
    Refusal,
    app_of,
    is_fragment,
    pairs_of,
    path_of,
    reader_of,
    show,
    site_of,
    viewer_of,
    wants_json,
)
from parley.web.words.phrases import OUTCOMES

LARGEST = 20_000_000  # bytes of a list
MEDIA = {suffix.rpartition(".")[2]: media for media, suffix in SUFFIXES.items()}


def page(request: Request) -> Response:
    """GET …/lists?of=&q=&outcome=&start=: sealed lists, the comparison, rows."""
    viewer, asked = viewer_of(request), _asked(request)
    start = asked["start"] if asked["start"].isdecimal() else "0"
    found = queries.lists(app_of(request), viewer, asked["of"], asked["q"], asked["outcome"], int(start))
    kept = {k: v for k, v in asked.items() if v and k != "start"}
    return show(request, viewer, "lists.html", found, query_string=urlencode(kept))


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in ("of", "q", "outcome", "start")}


def download(request: Request) -> Response:
    """GET …/lists/download: the rows that this viewer was shown, all of them, as CSV."""
    viewer, asked = viewer_of(request), _asked(request)
    reader = reader_of(request)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("row", "name", "father", "grandfather", "born", "home", "taken", "state"))
    start, total = 0, 1
    while start < total:
        found = queries.lists(app_of(request), viewer, asked["of"], asked["q"], asked["outcome"], start).rows
        if found is None or not found.rows:
            break
        for row in found.rows:
            state = reader.phrase(OUTCOMES, row.outcome).striptags()
            table.writerow(
                (row.row, row.name, row.father, row.grandfather, row.born, row.home, row.taken, state)
            )
        start, total = start + len(found.rows), found.total
    headers = {"content-disposition": f'attachment; filename="{viewer.talks}-claims.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def deposit(request: Request) -> Response:
    """GET …/lists/deposit/{list}: choose a file."""
    viewer = viewer_of(request)
    if viewer.by.role != "list_officer":
        raise NotHere
    _may_hand_over(request, viewer)
    return show(request, viewer, "deposit.html", None, list=_kind(request), refused=())


async def read_file(request: Request) -> Response:
    """POST …/lists/deposit/{list}: keep the file, say how it was read; nothing is signed by this."""
    viewer, kind = viewer_of(request), _kind(request)
    async with request.form() as form:
        file = form.get("file")
        data = await file.read(LARGEST + 1) if isinstance(file, UploadFile) else b""
        name = file.filename or "" if isinstance(file, UploadFile) else ""
    return await run_in_threadpool(_read, request, viewer, kind, name, data)


def _may_hand_over(request: Request, viewer: Viewer) -> None:
    refused = queries.not_handed_over(app_of(request), viewer)
    if refused is not None:
        raise Refusal(refused)


def _kind(request: Request) -> str:
    kind = str(request.path_params["list"])
    if kind not in ("claims", "holdings"):
        raise NotHere
    return kind


def _read(request: Request, viewer: Viewer, kind: str, name: str, data: bytes) -> Response:
    app = app_of(request)
    if viewer.by.kind != "side" or viewer.by.role != "list_officer":
        raise Refusal(Refused((reason("not_for_your_seat", role=viewer.by.role),)), 403)
    _may_hand_over(request, viewer)
    if not data or len(data) > LARGEST:
        return _not_read(request, viewer, kind, "file_too_large" if data else "file_missing")
    table = brought(app, data)
    if isinstance(table, str):
        return _not_read(request, viewer, kind, table)
    media = MEDIA.get(name.rpartition(".")[2].lower(), "text/csv")
    digest = keep_own(app, viewer, f"list|{kind}", media, data)
    hold(app, viewer.talks, f"{viewer.party}|{kind}", digest, table)
    found = reading(app, viewer.talks, digest)
    assert found is not None  # it was just read
    fresh = f"{kind}-{digest[:12]}"
    said = {"deposit": fresh, "digest": digest, "size": len(data), "rows": found.rows}
    if wants_json(request):
        return JSONResponse({**said, "reading": asdict(found)})
    sheet = f"{path_of(viewer)}/sheet/lists.deposited.1?" + urlencode({"list": kind, "digest": digest})
    return show(request, viewer, "reading.html", None, reading=found, digest=digest, sheet=sheet, list=kind)


def _not_read(request: Request, viewer: Viewer, kind: str, code: str) -> Response:
    refused = Refused((reason(code),))
    if wants_json(request):
        return refusal(request, refused, 422)
    return show(request, viewer, "deposit.html", None, list=kind, refused=pairs_of(refused))


def keep_own(app: App, viewer: Viewer, name: str, media: str, data: bytes) -> str:
    """Keep a content that this viewer's party brought; only they may read it until an act says otherwise."""
    digest = house.keep(app, viewer.talks, f"{viewer.party}|{name}", data, media)
    app.people.put_value(viewer.talks, viewer.party, f"content-{digest}", b"1")
    return digest


def desk(request: Request) -> Response:
    """GET …/lists/desk?after=: one pair at a time; the one behind a pair that was put off."""
    viewer = viewer_of(request)
    found = queries.desk(app_of(request), viewer, request.query_params.get("after", ""))
    if found is None:
        raise NotHere
    if found.pair is None or wants_json(request):
        return show(request, viewer, "desk.html", found)
    reader = reader_of(request, queries.shell(app_of(request), viewer))
    values = {
        "spelled": letters.name,
        "beside": letters.beside,
        "standing": why.standing(found.pair.evidence),
        "why": why.sentences(found.pair, reader),
        "chance": why.chance(found.pair.probability),
    }
    return show(request, viewer, "desk.html", found, **values)


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
        return respond(request, viewer, answer, "lists")
    return RedirectResponse(f"{path_of(viewer)}/lists/desk", 303)


def _int(form: dict[str, str], name: str) -> int:
    said = form.get(name, "")
    return int(said) if said.isdecimal() else -1


async def match(request: Request) -> Response:
    """POST …/lists/match: compare the lists."""
    return await work(request, "match", "lists")


async def propose(request: Request) -> Response:
    """POST …/plan/propose: work out a plan and put it on the table."""
    return await work(request, "plan", "plan")


async def work(request: Request, kind: str, back: str) -> Response:
    """Start long work; a program waits for its end, a person is shown how far it is."""
    viewer = viewer_of(request)
    jobs = site_of(request).jobs
    job = jobs.start(viewer, kind)
    if not wants_json(request):
        return RedirectResponse(f"{path_of(viewer)}/jobs/{job.id}?back={back}", 303)

    def wait() -> None:
        while job.state == "running":
            time.sleep(0.1)

    await run_in_threadpool(wait)
    if job.refused is not None:
        return refusal(request, job.refused)
    if job.recorded is None:
        return JSONResponse({"refused": [{"code": "work_not_finished", "numbers": {}, "sentence": ""}]}, 500)
    return respond(request, viewer, job.recorded, back)


async def start_job(request: Request) -> Response:
    """POST …/jobs/{kind}: start long work and return its id at once."""
    viewer, kind = viewer_of(request), request.path_params["job"]
    try:
        return JSONResponse({"job": site_of(request).jobs.start(viewer, kind).id})
    except KeyError:
        raise NotHere from None


def job(request: Request) -> Response:
    """GET …/jobs/{job}: how far it is; a page looks again by itself every two seconds."""
    viewer = viewer_of(request)
    found = site_of(request).jobs.get(viewer, request.path_params["job"])
    if found is None:
        raise NotHere
    if wants_json(request):
        refused = {"refused": [r.code for r in found.refused.reasons]} if found.refused else {}
        return JSONResponse({"state": found.state, "share": round(found.share, 3), **refused})
    back = request.query_params.get("back", "today")
    back = back if back in ("lists", "plan") else "today"
    if found.state == "done":
        return RedirectResponse(f"{path_of(viewer)}/{back}", 303)
    if found.refused is not None:
        shell = queries.shell(app_of(request), viewer)
        return refusal(request, found.refused, reader=reader_of(request, shell))
    return show(request, viewer, "working.html", None, job=found, back=back)
