"""The sheet: one page for everything that binds."""

from starlette.requests import Request
from starlette.responses import Response

from parley.app.core.sheet import sheet
from parley.web.http import NotHere, app_of, show, viewer_of


def page(request: Request) -> Response:
    """GET …/sheet/{kind}: everything one binding act is, as the device will sign it."""
    viewer = viewer_of(request)
    asked = dict(request.query_params)
    found = sheet(app_of(request), viewer, request.path_params["kind"], asked)
    if found is None:
        raise NotHere
    return show(request, viewer, "sheet.html", found, at=f"{request.url.path}?{request.url.query}")
