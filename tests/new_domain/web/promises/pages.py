"""The page of promises, and its one form: words that a head brings before they are signed."""

from urllib.parse import urlencode

from parley.app.promises import queries
from parley.app.promises.contents import PLAIN, PROMISE
from parley.promises.acts import Promised
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.app.core.contents import keep_own
from parley.base import Refused
from parley.web.errors import refusal
from parley.web.http import app_of, path_of, show, viewer_of


def page(request: Request) -> Response:
    """GET …/promises: what each side promised."""
    viewer = viewer_of(request)
    found = queries.promises(app_of(request), viewer)
    return show(request, viewer, "promises/page.html", found, here="promises")


async def bring(request: Request) -> Response:
    """POST …/promises {words, id}: keep the words and lead to the sheet; nothing is signed by this."""
    viewer, form = viewer_of(request), await request.form()
    words, name = str(form.get("words", "")).strip().encode(), str(form.get("id", ""))
    digest = await run_in_threadpool(keep_own, app_of(request), viewer, name, PROMISE, PLAIN, words)
    if isinstance(digest, Refused):
        return await run_in_threadpool(refusal, request, digest)
    return RedirectResponse(f"{path_of(viewer)}/sheet/{Promised.KIND}?{urlencode({'digest': digest})}", 303)
