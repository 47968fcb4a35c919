"""Today, who sits, the plan, the host's page: what stands, and short forms that lead to commands or sheets."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.app import queries
from parley.web.charts import charts
from parley.web.http import NotHere, app_of, path_of, reader_of, show, viewer_of
from parley.web.together import lines


def front(request: Request) -> Response:
    """GET /talks/{talks}/{seat}: to the first page of the menu."""
    viewer = viewer_of(request)
    first = queries.shell(app_of(request), viewer).menu[0]
    return RedirectResponse(f"{path_of(viewer)}/{first}", 303)


def today(request: Request) -> Response:
    """GET …/today: what waits for this viewer, what was agreed, when we meet next."""
    viewer = viewer_of(request)
    page = queries.today(app_of(request), viewer)
    return show(request, viewer, "today.html", page, agreed=lines(page.agreed))


def sits(request: Request) -> Response:
    """GET …/sits: who sits at this table, with which devices."""
    viewer = viewer_of(request)
    return show(request, viewer, "sits.html", queries.sits(app_of(request), viewer))


def plan(request: Request) -> Response:
    """GET …/plan: who leaves when."""
    viewer = viewer_of(request)
    page = queries.plan(app_of(request), viewer)
    shell = queries.shell(app_of(request), viewer)
    sides = [party.id for party in shell.parties if party.kind == "side"]
    drawn = charts(page.plan, sides, reader_of(request, shell)) if page.plan and page.plan.batches else None
    return show(request, viewer, "plan.html", page, charts=drawn)


def plan_file(request: Request) -> Response:
    """GET …/plan/{file}: the plan as ``parley plan check`` reads it; to the host the problem too."""
    viewer, name = viewer_of(request), request.path_params["file"]
    data = queries.plan_file(app_of(request), viewer, name)
    if data is None:
        raise NotHere
    headers = {"content-disposition": f'attachment; filename="{viewer.talks}-{name}.json"'}
    return Response(data, media_type="application/json", headers=headers)


def host(request: Request) -> Response:
    """GET …/host: talks, invitations, health; for hosts alone."""
    viewer = viewer_of(request)
    page = queries.host(app_of(request), viewer)
    if page is None:
        raise NotHere
    return show(request, viewer, "host.html", page)


def sheet(request: Request) -> Response:
    """GET …/sheet/{kind}: everything one binding act is, as the device will sign it."""
    viewer = viewer_of(request)
    params = dict(request.query_params)
    if params.get("percent", "").isdecimal():
        params["basis_points"] = str(int(params["percent"]) * 100)
    page = queries.sheet(app_of(request), viewer, request.path_params["kind"], params)
    if page is None:
        raise NotHere
    at = f"{request.url.path}?{request.url.query}"
    return show(request, viewer, "sheet.html", page, at=at)
