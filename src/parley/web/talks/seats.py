"""A further seat of talks that have begun: whose, what for, where, and who is to sit in it."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from parley.app.core.contents import keep_own
from parley.app.core.model import Command, Viewer
from parley.app.core.perform import perform
from parley.app.talks.contents import PERSON
from parley.app.talks.definition import person_content
from parley.base import Refused
from parley.letters import normalized
from parley.talks.acts import SeatMade
from parley.web.commands import respond
from parley.web.http import Refusal, app_of, viewer_of


async def lay(request: Request) -> Response:
    """POST …/host/seat: keep the name as content, and lay the seat; it is invited as the others are."""
    said = {name: str(value).strip() for name, value in (await request.form()).items()}
    return await run_in_threadpool(_laid, request, viewer_of(request), said)


def _laid(request: Request, viewer: Viewer, said: Mapping[str, str]) -> Response:
    app, seat = app_of(request), said.get("seat", "")
    data, media = person_content({"": normalized("NFC", said.get("person", ""))})
    person = keep_own(app, viewer, f"person|{seat}", PERSON, media, data)
    if isinstance(person, Refused):
        raise Refusal(person)
    fields = {name: said.get(name, "") for name in ("party", "role", "place")}
    command = Command(SeatMade.KIND, {"seat": seat, "person": person, **fields}, said.get("id", ""))
    return respond(request, viewer, perform(app, viewer, command), "host")
