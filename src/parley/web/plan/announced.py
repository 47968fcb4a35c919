"""Announced batches: who is in each, and the form that asks why somebody is taken out, before the sheet."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from parley.app.core.contents import keep_own
from parley.app.core.model import Viewer
from parley.app.plan import announcing, views
from parley.app.plan.contents import REASON
from parley.app.talks.definition import PLAIN
from parley.base import Refused
from parley.letters import normalized
from parley.plan.acts import PersonTakenOut
from parley.web.http import NotHere, Refusal, app_of, pairs_of, path_of, show, viewer_of, wants_json
from parley.web.intake import whole


def page(request: Request) -> Response:
    """GET …/plan/announced/{number}: who is in an announced batch, who was taken out of it and why."""
    viewer = viewer_of(request)
    found = announcing.batch(app_of(request), viewer, whole(request.path_params["number"], -1))
    if found is None:
        raise NotHere
    return show(request, viewer, "plan/announced.html", found, here="plan")


def ask(request: Request) -> Response:
    """GET …/plan/take-out?batch=&of=&claim=: why is somebody taken out, and may a later batch hold them?"""
    viewer = viewer_of(request)
    return _form(request, viewer, dict(request.query_params))


def _form(request: Request, viewer: Viewer, said: dict[str, str], refused: Refused | None = None) -> Response:
    found = _person(request, viewer, said)
    told = pairs_of(refused) if refused else ()
    return show(request, viewer, "plan/take_out.html", found, here="plan", refused=told, said=said)


def _person(request: Request, viewer: Viewer, said: dict[str, str]) -> views.Person:
    numbers = [whole(said.get(name, ""), -1) for name in ("batch", "claim")]
    found = announcing.person(app_of(request), viewer, numbers[0], said.get("of", ""), numbers[1])
    if found is None:
        raise NotHere
    return found


async def keep(request: Request) -> Response:
    """POST …/plan/take-out: keep the reason as content, then show the sheet; nothing is signed by this."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_kept, request, viewer_of(request), form)


def _kept(request: Request, viewer: Viewer, form: dict[str, str]) -> Response:
    one = _person(request, viewer, form)
    words = normalized("NFC", form.get("words", "").replace("\r\n", "\n").strip())
    named = f"taken out|{viewer.seat}|{one.batch}|{one.claimant}|{one.claim}"
    digest = keep_own(app_of(request), viewer, named, REASON, PLAIN, words.encode())
    if isinstance(digest, Refused):
        if wants_json(request):
            raise Refusal(digest)
        return _form(request, viewer, form, digest)
    if wants_json(request):
        return JSONResponse({"reason": digest})
    later = "yes" if form.get("later") == "yes" else "no"
    asked = {"batch": one.batch, "of": one.claimant, "claim": one.claim, "later": later, "reason": digest}
    return RedirectResponse(f"{path_of(viewer)}/sheet/{PersonTakenOut.KIND}?{urlencode(asked)}", 303)
