"""Long work: started from a form or by a program, and the page that says how far it is."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from parley.web.commands import respond
from parley.web.errors import refusal
from parley.web.http import (
    NotHere,
    first_page,
    path_of,
    reader_of,
    shell_of,
    show,
    site_of,
    viewer_of,
    wants_json,
)
from parley.web.threads import wait_for_job


async def work(request: Request, kind: str, back: str) -> Response:
    """Start long work; a program waits for its end, a person is shown how far it is."""
    viewer = viewer_of(request)
    jobs = site_of(request).jobs
    job = jobs.start(viewer, kind)
    if not wants_json(request):
        return RedirectResponse(f"{path_of(viewer)}/jobs/{job.id}?back={back}", 303)

    await wait_for_job(job.ended.wait)
    if job.refused is not None:
        return await run_in_threadpool(refusal, request, job.refused)
    if job.recorded is None:
        return JSONResponse({"refused": [{"code": "work_not_finished", "numbers": {}, "sentence": ""}]}, 500)
    return await run_in_threadpool(respond, request, viewer, job.recorded, back)


async def start(request: Request) -> Response:
    """POST …/jobs/{kind}: start long work and return its id at once."""
    viewer, kind = viewer_of(request), request.path_params["job"]
    try:
        return JSONResponse({"job": site_of(request).jobs.start(viewer, kind).id})
    except KeyError:
        raise NotHere from None


def page(request: Request) -> Response:
    """GET …/jobs/{job}: how far it is; a page looks again by itself every two seconds."""
    viewer = viewer_of(request)
    found = site_of(request).jobs.get(viewer, request.path_params["job"])
    if found is None:
        raise NotHere
    if wants_json(request):
        refused = {"refused": [r.code for r in found.refused.reasons]} if found.refused else {}
        return JSONResponse({"state": found.state, "share": round(found.share, 3), **refused})
    asked = request.query_params.get("back", "")
    known = asked in {entry.name for entry in site_of(request).menu(viewer)}
    back = f"{path_of(viewer)}/{asked}" if known else first_page(request, viewer)
    if found.state == "done":
        return RedirectResponse(back, 303)
    if found.refused is not None:
        return refusal(request, found.refused, reader=reader_of(request, shell_of(request, viewer)))
    return show(request, viewer, "working.html", None, job=found, back=back)
