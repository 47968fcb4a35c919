"""A note that a delegation keeps for itself."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from parley.app.core.contents import keep_own
from parley.app.core.model import Command, Viewer
from parley.app.core.perform import perform
from parley.app.talks.contents import NOTE
from parley.app.talks.definition import PLAIN
from parley.base import Refused
from parley.letters import normalized
from parley.talks.acts import Noted
from parley.web.commands import respond
from parley.web.http import Refusal, app_of, viewer_of


async def keep(request: Request) -> Response:
    """POST …/note: keep the words as content, and say on the side's own record that they were noted."""
    form = await request.form()
    words, named = str(form.get("words", "")), str(form.get("id", ""))
    return await run_in_threadpool(_kept, request, viewer_of(request), words, named)


def _kept(request: Request, viewer: Viewer, words: str, named: str) -> Response:
    app = app_of(request)
    data = normalized("NFC", words.replace("\r\n", "\n").strip()).encode()
    digest = keep_own(app, viewer, "note", NOTE, PLAIN, data)
    if isinstance(digest, Refused):
        raise Refusal(digest)
    answer = perform(app, viewer, Command(Noted.KIND, {"digest": digest}, named))
    return respond(request, viewer, answer, "today")
