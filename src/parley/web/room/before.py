"""Before the table: the equipment and the line, at any time, days before too; and the lobby, where one waits."""

from starlette.requests import Request
from starlette.responses import Response

from parley.app.room.lobby import lobby as lobby_query
from parley.web.http import app_of, outside, show, viewer_of
from parley.web.room.phrases import LINE_STEPS, LINE_VALUES


def equipment(request: Request) -> Response:
    """GET …/equipment: are you heard, do you hear, are you seen, does your line carry it?"""
    viewer = viewer_of(request)
    onward = "waiting" if outside(request, "admitted") else "lobby"
    steps = [(name, said, LINE_VALUES.get(name, "")) for name, said in LINE_STEPS.items()]
    return show(request, viewer, "room/equipment.html", None, onward_to=onward, steps=steps)


def lobby(request: Request) -> Response:
    """GET …/lobby: why one waits, who is there, which hour it is at each place, and what comes first."""
    viewer = viewer_of(request)
    return show(request, viewer, "room/lobby.html", lobby_query(app_of(request), viewer), "lobby")
