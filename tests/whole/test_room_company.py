"""Who else is off camera, over the table in real browsers: one press, and the other side reads it without touching anything."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page

from tests.sitting import TALKS, opened
from tests.table import BUSY
from tests.web.serving import Served, listening
from tests.web.test_room_api import JSON
from tests.whole.at_table import sign_in

A, B = "north-head", "south-head"


def seated(served: Served, *seats: str) -> None:
    """Have these seats sit, as their devices would ask; from a thread, for this one has a browser's loop."""
    with ThreadPoolExecutor(1) as aside:
        for seat in seats:
            asked = served.as_seat(seat)
            answer = aside.submit(asked.post, "room/join", json={"space": "plenary"}, headers=JSON).result()
            assert answer.status_code == 200


def reads(page: Page, words: str) -> None:
    page.wait_for_selector(f"parley-company:has-text('{words}')", timeout=BUSY * 20_000)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("language", "width", "nobody", "came"),
    [
        ("en", 1280, "Off camera: nobody", "Off camera: one person"),
        ("ps", 390, "د کامرې بهر: هېڅوک", "د کامرې بهر: یو کس"),
    ],
)
def test_a_press_over_the_table_is_read_by_the_other_side_at_once(
    browser: Browser, language: str, width: int, nobody: str, came: str
) -> None:
    served = Served(opened())
    seated(served, A, B)
    with listening(served) as address, browser.new_context() as north, browser.new_context() as south:
        pages = []
        for context, seat in ((north, A), (south, B)):
            sign_in(context, served, address, seat, language)
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{address}/talks/{TALKS}/{seat}/room")
            page.wait_for_selector(".room-join:enabled")
            pages.append(page)
        one, two = pages
        table = one.locator(".room-join").bounding_box()
        for page in pages:
            page.click("parley-company button[value=nobody]")
            page.wait_for_selector("parley-company button[value=came]")
        reads(two, nobody)
        one.click("parley-company button[value=came]")
        reads(two, came)
        reads(one, came)
        two.click("parley-company summary")
        assert two.locator("parley-company li").count() == 2
        assert one.locator(".room-join").is_visible()
        assert table is not None
        assert one.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
