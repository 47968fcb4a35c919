"""A line that is cut while a request's body is read: nothing is done, nothing is answered, and no fault stands in the log."""

import asyncio
import logging
import socket
from typing import Any

import pytest
from starlette.routing import Route

from parley.web.connections import Gate
from tests.sitting import TALKS, opened
from tests.web.serving import Browser, Served
from tests.web.test_outsiders import serving

BODIES = {
    "application/json": b'{"id": "a-cut-request", "fields": {',
    "application/x-www-form-urlencoded": b"id=a-cut-request&version=1&words=Canary&wor",
    "multipart/form-data; boundary=b": b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nno,na',
}
GIVEN = {"talks": TALKS, "kind": "talks.session-closed.1", "question": "sides", "list": "claims", "clause": "1",
         "compartment": "table", "job": "match", "who": "north-lists", "number": "abcdefgh"}  # fmt: skip


def cut(browser: Browser, path: str, media: str) -> tuple[int, list[dict[str, Any]]]:
    """Send the beginning of a body, and go; return how often the body was asked for, and what was answered."""
    asked, answered = 0, list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        if asked == 1:
            return {"type": "http.request", "body": BODIES[media], "more_body": True}
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    headers = [(name.encode(), value.encode()) for name, value in browser.headers.items()]
    headers += [(b"host", b"testserver"), (b"content-type", media.encode()), (b"content-length", b"4000")]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "query_string": b"",
             "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 1), "root_path": "",
             "http_version": "1.1", "raw_path": path.encode()}  # fmt: skip
    asyncio.run(browser.site(scope, receive, send))
    return asked, answered


def test_no_page_takes_a_cut_request_for_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    """Every address that takes something, from each seat that it is for; a traceback would fall out of the site itself."""
    room = opened()
    served = Served(room)
    before = room.app.talks.get(TALKS).size("table")
    posts = [
        one for one in served.site.routes if isinstance(one, Route) and one.methods and "POST" in one.methods
    ]
    reading = set[str]()
    for route in posts:
        seats = ("chair", "north-head", "north-lists") if "seat" in route.param_convertors else ("",)
        for seat in seats:
            values = {name: GIVEN.get(name, "x") for name in route.param_convertors} | (
                {"seat": seat} if seat else {}
            )
            path = str(route.url_path_for(route.name, **values))
            browser = served.as_seat(seat) if seat else served.nobody
            for media in BODIES:
                asked, answered = cut(browser, path, media)
                if asked > 1:
                    assert not answered, (path, media, answered[0])
                    reading.add(route.path)
    assert len(reading) >= 20, reading
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING and one.name != "asyncio"]
    assert room.app.talks.get(TALKS).size("table") == before


@pytest.mark.enable_socket
def test_a_browser_that_goes_in_the_middle_of_a_form_leaves_no_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    served = Served()
    with serving(served, Gate(), idle=30) as port:
        for media, body in BODIES.items():
            with socket.create_connection(("127.0.0.1", port)) as line:
                head = f"POST /talks/{TALKS}/north-head/note HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: {media}\r\n"
                token = f"Origin: http://localhost:{port}\r\nCookie: parley={served.token('north-head')}\r\nContent-Length: 4000\r\n\r\n"
                line.sendall(head.encode() + token.encode() + body)
        with socket.create_connection(("127.0.0.1", port)) as line:  # it serves on
            line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert line.makefile("rb").readline().startswith(b"HTTP/1.1 200")
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
