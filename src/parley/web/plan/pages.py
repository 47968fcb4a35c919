"""The pages of the plan."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from parley.app.plan import queries
from parley.web.http import NotHere, app_of, drawn, dressed, reader_of, shell_of, show, viewer_of, wants_json
from parley.web.jobs import work
from parley.web.plan.charts import charts


def page(request: Request) -> Response:
    """GET …/plan: who leaves when."""
    viewer = viewer_of(request)
    found = queries.plan(app_of(request), viewer)
    if wants_json(request):
        return show(request, viewer, "plan/page.html", found)
    shell = shell_of(request, viewer)
    reader = reader_of(request, shell)
    made = charts(found.plan, shell.sides, reader) if found.plan and found.plan.batches else None
    body = drawn(request, viewer, "plan/page.html", reader, page=found, here="plan", charts=made)
    return dressed(request, HTMLResponse(body))


def file(request: Request) -> Response:
    """GET …/plan/{file}: the plan as ``parley plan check`` reads it; to the host the problem too."""
    viewer, name = viewer_of(request), request.path_params["file"]
    data = queries.plan_file(app_of(request), viewer, name)
    if data is None:
        raise NotHere
    headers = {"content-disposition": f'attachment; filename="{viewer.talks}-{name}.json"'}
    return Response(data, media_type="application/json", headers=headers)


async def propose(request: Request) -> Response:
    """POST …/plan/propose: work out a plan and put it on the table."""
    return await work(request, "plan", "plan")
