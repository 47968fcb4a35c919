"""The pages by which talks are begun, in a real browser: accessible, quiet, light, and never too wide."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from parley.app.core import signins
from parley.app.core.model import HOUSE
from parley.app.talks import house
from parley.store.memory import memory_store
from parley.web.http import COOKIE
from tests.sitting import Room, Seat, SetClock, app_over, created, sit
from tests.web.serving import Browser as Asked
from tests.web.serving import Served, listening
from tests.web.test_house import browser as asking
from tests.web.test_inviting import EMPTY, SAID
from tests.web.test_new_talks import PEOPLE, SIDES, answered
from tests.whole.test_pages_look import AXE, HEAVIEST, signed_in, troubles, weighed

QUESTIONS = ("sides", "people", "title", "uses", "places", "check")  # the others are made of the same parts
PAGES = ("host", "host/new", *(f"host/new/{one}" for one in QUESTIONS))


@pytest.fixture(scope="module")
def begun() -> Iterator[tuple[Served, Seat, str]]:
    """A house whose facilitator has answered everything: asked for before the browser, whose loop has the thread from then on."""
    store, clock = memory_store(), SetClock()
    room = Room(app_over(store, clock), store, clock)
    link = house.begin(room.app)
    assert link is not None
    served, seat = Served(room), sit(room.app, link)
    mine: Asked = asking(served, seat)
    mine.post("host/new", data={"do": "neutral"})
    neutral = {"parties.3.name.en": "Cross", "parties.3.zone": "Europe/Zurich"}
    for question, said in (("sides", SIDES), ("neutral", neutral), ("people", PEOPLE)):
        answered(mine, question, said)
    answered(mine, "places", {"do": "places"})
    with listening(served) as address:
        yield served, seat, address


def sits_in(browser: Browser, begun: tuple[Served, Seat, str], language: str, width: int) -> BrowserContext:
    served, seat, address = begun
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    token = signins.new_sign_in(served.room.app, HOUSE, seat.seat, seat.device)[0]
    path = f"/talks/{HOUSE}/{seat.seat}"
    cookie = {"name": COOKIE, "value": token, "domain": "localhost", "path": path}
    context.add_cookies([cookie, {"name": "language", "value": language, "url": address}])  # type: ignore[list-item]
    return context


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page, and how far it is too wide."""
    page.evaluate(AXE.read_text("utf-8"))
    report = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    bad = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in report["violations"]]
    return [*bad, *([f"too wide by {over}"] if over > 0 else [])]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ps", 390)])
def test_every_question_is_accessible_and_fits(
    begun: tuple[Served, Seat, str], browser: Browser, language: str, width: int
) -> None:
    found = {}
    with sits_in(browser, begun, language, width) as context:
        page = context.new_page()
        said = troubles(page)
        for name in PAGES:
            page.goto(f"{begun[2]}/talks/{HOUSE}/{begun[1].seat}/{name}")
            assert page.url.endswith(name)
            for fold in page.locator("main summary").all():
                fold.click()
            found[name] = [*faults(page), *said]
            said.clear()
    assert {name: bad for name, bad in found.items() if bad} == {}


def test_the_questions_are_light_enough_for_a_slow_line(
    begun: tuple[Served, Seat, str], browser: Browser
) -> None:
    heavy = {}
    with sits_in(browser, begun, "ps", 1280) as context:
        for name in ("host/new/sides", "host/new/check"):
            page = context.new_page()
            total = sum(weighed(page, f"{begun[2]}/talks/{HOUSE}/{begun[1].seat}/{name}").values())
            page.close()
            if total > HEAVIEST:
                heavy[name] = total
    assert heavy == {}


def test_a_line_that_was_written_survives_closing_the_page(
    begun: tuple[Served, Seat, str], browser: Browser
) -> None:
    with sits_in(browser, begun, "en", 1280) as context:
        for written in ("Half a name", ""):
            page = context.new_page()
            page.goto(f"{begun[2]}/talks/{HOUSE}/{begun[1].seat}/host/new/host")
            if written:
                page.get_by_role("textbox", name="Name", exact=True).fill(written)
            else:
                assert page.get_by_role("textbox", name="Name", exact=True).input_value() == "Half a name"
            page.close()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ps", 390)])
def test_what_lacks_and_the_letters_are_accessible_and_each_letter_is_a_sheet(
    browser: Browser, language: str, width: int
) -> None:
    served = Served(created(empty=EMPTY))
    with (
        listening(served) as address,
        signed_in(browser, served, address, "chair", language, width) as context,
    ):
        page = context.new_page()
        said = troubles(page)
        page.goto(f"{address}/talks/prisoners-2020/chair/waiting")
        assert [*faults(page), *said] == []
        page.locator("#lacking ~ ul button").first.click()
        page.wait_for_selector(".letter")
        assert [*faults(page), *said] == []
        assert page.locator(".letter").count() == len(SAID["seats"].split(","))
        page.emulate_media(media="print")
        assert page.locator("main button").filter(visible=True).count() == 0
        assert page.locator(".codes").is_visible()
        breaks = page.locator(".letter, .codes").evaluate_all(
            "all => all.map(one => getComputedStyle(one).breakAfter)"
        )
        assert set(breaks) == {"page"}
