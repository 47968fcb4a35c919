"""Today, who sits, the host's page: what stands, and short forms that lead to commands or sheets."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from parley.app.talks.host import host as host_query
from parley.app.talks.sits import sits as sits_query
from parley.app.talks.today import today as today_query
from parley.app.talks.waiting import waiting as waiting_query
from parley.web.grouped import lines, together
from parley.web.http import app_of, in_languages, is_fragment, path_of, reader_of, show, site_of, viewer_of
from parley.web.render import draw
from parley.web.talks import letters
from parley.web.words.phrases import ROLES, several


def home(request: Request) -> Response:
    """GET /: the seats whose keys this browser holds. Which they are, it finds by itself; nobody else is told."""
    return HTMLResponse(draw("talks/home.html", reader_of(request), languages=in_languages(request)))


def today(request: Request) -> Response:
    """GET …/today: what waits for this viewer, what was agreed, when we meet next."""
    viewer = viewer_of(request)
    page = today_query(app_of(request), viewer)
    tables = site_of(request).phrases
    agreed, news = (together(lines(one, tables["RUNS"]), several(tables)) for one in (page.agreed, page.news))
    mails = _mails(request)
    return show(
        request, viewer, "talks/today.html", page, here="today", agreed=agreed, news=news, mails=mails
    )


def waiting(request: Request) -> Response:
    """GET …/waiting: all that a device sees before it is admitted; after that it leads to Today."""
    viewer = viewer_of(request)
    page = waiting_query(app_of(request), viewer)
    if page is not None:
        return show(request, viewer, "talks/waiting.html", page, mails=_mails(request))
    following = f"{path_of(viewer)}/today"
    if is_fragment(request):
        return Response(headers={"hx-redirect": following})
    return RedirectResponse(following, 303)


def key(request: Request) -> Response:
    """GET …/key: the lock on this device's key. Only the browser knows it: the server has nothing to tell."""
    return show(request, viewer_of(request), "talks/key.html", None)


def sits(request: Request) -> Response:
    """GET …/sits?device=&lost=: who sits at this table, with which devices; one of them unfolded, or what makes a paper key."""
    viewer, asked = viewer_of(request), request.query_params
    unfolded = {"look": asked.get("device", ""), "lost": "lost" in asked}
    return show(request, viewer, "talks/sits.html", sits_query(app_of(request), viewer), "sits", **unfolded)


def host(request: Request) -> Response:
    """GET …/host: talks, invitations, health."""
    viewer = viewer_of(request)
    return show(
        request,
        viewer,
        "talks/host.html",
        host_query(app_of(request), viewer),
        here="host",
        roles=tuple(ROLES),
        mails=_mails(request),
        mailed=letters.posted(request, viewer),
    )


def _mails(request: Request) -> bool:
    """Return whether letters can go out by mail."""
    return app_of(request).mail is not None
