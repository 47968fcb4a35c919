"""The table's page: who sits for whom, and the desk beside it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from parley.app.core.access import groups
from parley.app.core.views import Shell
from parley.app.room.queries import against_entering, order
from parley.room.acts import REMOVED_FOR
from parley.web.assets import asset, later_of
from parley.web.http import app_of, drawn, dressed, path_of, reader_of, shell_of, show, viewer_of
from parley.web.program import served_digest
from parley.web.render import Reader
from parley.web.room import company
from parley.web.room.phrases import HEARERS, KEPT, REMOVED_BECAUSE, SPACES, TABLE
from parley.web.room.seated import SEATED

FIRST = "plenary"  # the space whose place is offered first


def page(request: Request) -> Response:
    """GET /talks/{talks}/{seat}/room: the table, with a desk beside it that shows any other page; while one may not sit, the lobby."""
    viewer = viewer_of(request)
    if against_entering(app_of(request), viewer, FIRST):
        return RedirectResponse(f"{path_of(viewer)}/lobby", 303)
    shell = shell_of(request, viewer)
    reader = reader_of(request, shell)
    mutes = "facilitator" in groups(viewer.by)
    data = {"base": path_of(viewer), "mutes": mutes, **island(reader, shell, FIRST)}
    said = company.told(request, viewer)
    body = drawn(request, viewer, "room/page.html", reader, data=data, here="room", company=said)
    return dressed(request, HTMLResponse(body))


def words(request: Request) -> Response:
    """GET …/room/words: the sentences that only those at the table need; they come while one stands at the door."""
    say = reader_of(request, shell_of(request, viewer_of(request))).words.say
    said = {name: str(say(sentence)) for name, sentence in SEATED.items()}
    return JSONResponse(said, headers={"cache-control": "no-store"})


def ordering(request: Request) -> Response:
    """GET /talks/{talks}/{seat}/order: whom the facilitator put out of the room, and whom it can put out or let back in."""
    viewer = viewer_of(request)
    found = order(app_of(request), viewer, FIRST)
    why = {code: REMOVED_BECAUSE[code] for code in REMOVED_FOR}
    return show(request, viewer, "room/order.html", found, "order", why=why)


def island(reader: Reader, shell: Shell, space: str) -> dict[str, Any]:
    """Return what ``<parley-room>`` needs: who sits for whom, in the agreed order, and its sentences."""
    say = reader.words.say
    words = {name: str(say(sentence)) for name, sentence in TABLE.items()}
    return {
        "talks": shell.talks,
        "seat": shell.you.seat,
        "space": space,
        "worker": asset("built/room-worker.js"),
        "engine": next(iter(later_of("room.js")), ""),
        "style": asset("built/table.css"),
        "parties": [
            {
                "id": party.id,
                "name": reader.words.local(party.name).striptags(),
                "mark": reader.mark_of(party).striptags(),
                "hue": party.hue,
            }
            for party in shell.parties
        ],
        "seats": [
            {
                "id": person.seat,
                "party": person.party,
                "name": reader.person(person).striptags(),
                "role": reader.role(person.role).striptags(),
                "place": reader.place(person.place).striptags(),
            }
            for person in shell.seats.values()
        ],
        "words": words | {"space": str(say(SPACES[space])), "hearers": str(say(HEARERS[space]))},
        "kept": [str(say(each)) for each in KEPT],
        "program": served_digest(),
    }
