"""The whole site over a table in memory, and seats that ask it as browsers do."""

import asyncio
import shutil
import socket
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

from parley import settings as chosen
from parley.app.core import signins
from parley.app.core.jobs import Jobs
from parley.registry import PAGES
from parley.web.http import COOKIE
from parley.web.site import site
from tests.sitting import TALKS, Room, opened

ORIGIN = "http://testserver"


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser; its cookie does not change under it."""

    site: Starlette
    base: str
    headers: dict[str, str]

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("POST", path, **more)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.site, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.base, headers=self.headers
            ) as client:
                return await client.request(method, path, **more)

        return asyncio.run(ask())


class Served:
    """A site; ``as_seat`` is a signed-in browser of that seat, ``nobody`` one that is not."""

    def __init__(self, room: Room | None = None) -> None:
        self.room = room or opened()
        folder = tempfile.mkdtemp(prefix="parley-test-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        settings = chosen.load({"data": folder})
        present = self.room.app.present
        self.site = site(self.room.app, Jobs(self.room.app), settings, PAGES, ORIGIN)
        self.room.app.present = present  # everybody the test says, not only open pages
        self.nobody = Browser(self.site, ORIGIN, {"origin": ORIGIN})

    def token(self, seat: str) -> str:
        return signins.new_sign_in(self.room.app, TALKS, seat, self.room[seat].device)[0]

    def as_seat(self, seat: str, language: str = "en") -> Browser:
        headers = {"origin": ORIGIN, "cookie": f"{COOKIE}={self.token(seat)}", "accept-language": language}
        return Browser(self.site, f"{ORIGIN}/talks/{TALKS}/{seat}/", headers)


@contextmanager
def listening(served: Served) -> Iterator[str]:
    """Serve on a free port of the loopback and yield the address."""
    with in_a_thread(uvicorn.Config(served.site, log_level="error", timeout_graceful_shutdown=1)) as port:
        yield f"http://localhost:{port}"


@contextmanager
def in_a_thread(config: uvicorn.Config) -> Iterator[int]:
    """Serve on a free port of the loopback, which is given; however the block ends, nothing serves any more then.

    The socket names its protocol, as that of ``parley serve`` does, or each answer takes 40 ms longer.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive(), "the server has not ended"
