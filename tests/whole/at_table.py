"""A real browser at a seat of a table in memory: with its keys and its cookie, as after an invitation."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from parley.rehearsal.device import Device
from parley.web.http import COOKIE
from tests.chromium import KEEP_KEYS, PROGRAM, keys_of
from tests.sitting import TALKS, Room
from tests.web.serving import Served, listening

FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        yield made
        made.close()


def sign_in(context: BrowserContext, served: Served, address: str, seat: str, language: str = "en") -> None:
    """Give a context the cookie of a seat, on the seat's path as the server does, and a language."""
    cookie = {
        "name": COOKIE,
        "value": served.token(seat),
        "domain": "localhost",
        "path": f"/talks/{TALKS}/{seat}",
    }
    context.add_cookies([cookie, {"name": "language", "value": language, "url": address}])  # type: ignore[list-item]


@contextmanager
def at_the_table(browser: Browser, room: Room, seat: str, language: str = "en") -> Iterator[tuple[Page, str]]:
    """Give a page of the browser that holds this seat's keys, signed in, and the address of the seat."""
    served = Served(room)
    with listening(served) as address, browser.new_context() as context:
        sign_in(context, served, address, seat, language)
        page = context.new_page()
        page.goto(f"{address}/health")
        keys = room[seat].key.private_bytes_raw(), room[seat].x_key.private_bytes_raw()
        page.evaluate(KEEP_KEYS, keys_of(TALKS, seat, Device(*keys)))
        yield page, f"{address}/talks/{TALKS}/{seat}"
