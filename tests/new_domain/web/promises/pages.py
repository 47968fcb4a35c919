"""The page of promises: asks the states what this viewer may see, and draws it."""

from parley.promises import Promises
from parley.promises.acts import Reminded
from starlette.requests import Request
from starlette.responses import Response

from parley.app.core.offers import offered
from parley.web.http import app_of, show, viewer_of


def page(request: Request) -> Response:
    """GET …/promises: what each side promised."""
    viewer, app = viewer_of(request), app_of(request)
    with app.talks.reading(viewer.talks) as state:
        made = [
            {
                "promise": name,
                "party": one.party,
                "at": one.at,
                "may_remind": offered(app, viewer, state, Reminded(name)),
            }
            for name, one in state.of(Promises).made.items()
        ]
    return show(request, viewer, "promises/page.html", {"made": made}, here="promises")
