"""A first visit in a real browser: what is asked for before the page can be used, what comes after, and who waits for it."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from parley.web.assets import imports
from tests.sitting import TALKS, drafted, opened
from tests.web.serving import Served, listening
from tests.whole.at_table import at_the_table, sign_in

SEAT = "north-head"
FETCHED = "localStorage.getItem('ahead') !== null"
RESOURCES = """(part) => performance.getEntriesByType("resource").filter((one) => one.name.includes(part))
  .map((one) => ({ name: one.name.split("/").pop().split("?")[0], start: one.startTime, end: one.responseEnd, carried: one.transferSize }))"""
LOADED = "performance.getEntriesByType('navigation')[0].loadEventStart"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Served, str]]:
    site = Served(opened())
    drafted(site.room)
    with listening(site) as address:
        yield site, address


@pytest.fixture
def context(browser: Browser, served: tuple[Served, str]) -> Iterator[BrowserContext]:
    """A browser in which nothing is cached, signed in, that reads Pashto."""
    with browser.new_context(viewport={"width": 1280, "height": 844}) as made:
        sign_in(made, *served, SEAT, "ps")
        yield made


def at(served: tuple[Served, str], name: str) -> str:
    return f"{served[1]}/talks/{TALKS}/{SEAT}/{name}"


def until(page: Page, found: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not found():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def kept(context: BrowserContext) -> list[str]:
    return [one.get("value", "") for one in context.cookies() if one.get("name") == "kept"]


def test_a_face_comes_after_the_page_one_file_a_script_and_the_next_page_begins_with_it(
    context: BrowserContext, served: tuple[Served, str]
) -> None:
    page = context.new_page()
    page.goto(at(served, "today"))
    until(page, lambda: page.evaluate(FETCHED))
    loaded = page.evaluate(LOADED)
    fonts = [one for one in page.evaluate(RESOURCES, "/fonts/") if one["carried"]]
    assert fonts[0]["name"] == "vazirmatn.woff2"  # the script of most of its words
    assert "source-serif-400.woff2" not in {one["name"] for one in fonts}
    assert all(one["end"] <= after["start"] for one, after in pairwise(fonts))
    late = [*fonts, *page.evaluate(RESOURCES, "/font-"), *page.evaluate(RESOURCES, "/room")]
    assert len(late) >= 5
    assert [one for one in late if one["start"] < loaded] == []
    assert "vazirmatn" in kept(context)[0]
    assert "parley-" in kept(context)[0]
    page.goto(at(served, "text"))
    assert page.locator("head style").count() == 0
    assert [one["carried"] for one in page.evaluate(RESOURCES, "/parley.css")] == [0]
    assert page.get_attribute("[data-face=vazirmatn]", "rel") == "stylesheet"
    until(page, lambda: page.evaluate("document.fonts.check('16px Vazirmatn', 'ښ')"))
    assert [one for one in page.evaluate(RESOURCES, "vazirmatn") if one["carried"]] == []
    until(page, lambda: "naskh-400" in kept(context)[0])  # the text of clauses is set in it


def test_the_room_is_opened_from_what_came_while_somebody_waited(
    context: BrowserContext, served: tuple[Served, str]
) -> None:
    page = context.new_page()
    page.goto(at(served, "today"))
    until(page, lambda: page.evaluate(FETCHED))
    page.goto(at(served, "room"))
    page.wait_for_selector(".room-join:enabled")
    engine = imports()["room.js"]["later"][0]
    until(page, lambda: page.evaluate(RESOURCES, engine))
    carried = [one["name"] for one in page.evaluate(RESOURCES, "/static/built/") if one["carried"]]
    assert [
        name for name in carried if "font-" not in name and not name.endswith(".woff2")
    ] == []  # faces come last


def test_who_goes_on_has_the_line_for_themselves(context: BrowserContext, served: tuple[Served, str]) -> None:
    page = context.new_page()
    failed, held = list[str](), list[Route]()
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.route("**/room.js*", partial(list.append, held))
    page.goto(at(served, "today"))
    until(page, lambda: held)
    page.route("**/text", partial(list.append, held))
    page.click("nav.menu a[href$=text]", no_wait_after=True)
    until(page, lambda: len(held) == 2)
    until(page, lambda: [url for url in failed if "room.js" in url])
    held[1].continue_()
    page.wait_for_selector(".clause")


def test_the_door_has_words_before_its_script_and_opens_before_livekit_has_come(
    context: BrowserContext, served: tuple[Served, str]
) -> None:
    page = context.new_page()
    script, engine = list[Route](), list[Route]()
    page.route("**/room.js*", partial(list.append, script))
    page.route(f"**/{imports()['room.js']['later'][0]}", partial(list.append, engine))
    page.goto(at(served, "room"), wait_until="commit")
    page.wait_for_selector("parley-room h1")
    assert page.is_visible("parley-room h1")
    assert page.is_disabled(".room-join")
    assert "پر ورو کرښه" in page.inner_text(".room-threshold")
    until(page, lambda: script)
    script[0].continue_()
    page.wait_for_selector(".room-join:enabled")
    page.click("[data-control=camera]")  # what is chosen at the door needs none of it
    page.wait_for_selector("[data-control=camera][aria-pressed=false]")
    assert page.locator("parley-room h1").count() == 1
    until(page, lambda: engine)
    engine[0].continue_()


def test_livekit_that_did_not_come_is_asked_for_again_when_a_seat_is_taken(browser: Browser) -> None:
    """Some browsers keep in mind that a script did not come, and the page had to be opened anew."""
    with at_the_table(browser, opened(), SEAT) as (page, base):
        asked = list[str]()

        def answer(route: Route) -> None:
            asked.append(route.request.resource_type)
            if len(asked) == 1:
                route.abort()
            else:
                route.continue_()

        page.route(f"**/{imports()['room.js']['later'][0]}", answer)
        page.goto(f"{base}/room")
        page.wait_for_selector(".room-join:enabled")
        until(page, lambda: asked == ["fetch"])
        page.click(".room-join")
        until(page, lambda: asked == ["fetch", "fetch", "script"])


def test_a_language_that_is_pressed_at_once_keeps_the_secret_of_the_invitation(
    context: BrowserContext, served: tuple[Served, str]
) -> None:
    """Before, it was lost until 20 KB of script had come: the next page said that the link is not whole."""
    page = context.new_page()
    held = list[Route]()
    page.route("**/sign.js*", partial(list.append, held))
    page.goto(f"{served[1]}/i/of-no-seat#the-secret", wait_until="commit")
    page.click("nav a[lang=ar]")
    page.wait_for_url("**/i/of-no-seat?lang=ar#the-secret")
