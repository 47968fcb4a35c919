"""The table's page: who sits for whom, and the desk beside it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from parley.app import queries
from parley.app.views import Party, Shell
from parley.web.http import app_of, dressed, path_of, reader_of, viewer_of
from parley.web.program import served_digest
from parley.web.render import Reader, asset, draw
from parley.web.room_api import Doors, Sitting, api
from parley.web.words.room import HEARERS, KEPT, SPACES, TABLE

__all__ = ["Doors", "Sitting", "api", "island", "page"]


def page(request: Request) -> Response:
    """GET /talks/{talks}/{seat}/room: the table, with a desk beside it that shows any other page."""
    viewer = viewer_of(request)
    shell = queries.shell(app_of(request), viewer)
    reader = reader_of(request, shell)
    data = {"base": path_of(viewer), **island(reader, shell, "plenary")}
    return dressed(request, HTMLResponse(draw("room/page.html", reader, data=data, here="room")))


def island(reader: Reader, shell: Shell, space: str) -> dict[str, Any]:
    """Return what ``<parley-room>`` needs: who sits for whom, in the agreed order, and its sentences."""
    say = reader.words.say
    words = {name: str(say(sentence)) for name, sentence in TABLE.items()}
    return {
        "talks": shell.talks,
        "seat": shell.you.seat,
        "space": space,
        "worker": asset("built/room-worker.js"),
        "parties": [
            {
                "id": party.id,
                "name": reader.words.local(party.name).striptags(),
                "mark": reader.mark_of(party).striptags(),
                "hue": _hue(party),
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


def _hue(party: Party) -> str:
    if party.kind == "side":
        return "a" if party.order == 0 else "b"
    return party.kind
