"""Every page in a real browser, in four languages, wide and narrow: accessible, quiet, light, and never too wide."""

import gzip
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from parley.app.core.model import Recorded
from parley.app.plan.planning import plan_release
from parley.languages import LANGUAGES
from parley.rehearsal.device import Device
from parley.web.words import direction
from tests.chromium import KEEP_KEYS, keys_of
from tests.sitting import TALKS, drafted, opened
from tests.web.clearing import cleared
from tests.web.serving import Served, listening
from tests.web.test_desk import matched
from tests.whole.at_table import sign_in

AXE = Path(__file__).parents[2] / "browser/node_modules/axe-core/axe.min.js"
PAGES = {
    "north-head": (
        "today",
        "sits",
        "text",
        "lists",
        "plan",
        "record",
        "key",
        "lobby",
        "company",
        "equipment",
        "sheet/text.clause-adopted.1?clause=1",
    ),
    "north-lists": ("lists", "lists/desk", "sheet/lists.bulk-confirmed.1"),
    "chair": ("host", "line-tests", "today", "text", "sits", "nothing-of-that-name"),
}
EARLY = {"north-lists": ("lists", "lists/deposit/claims")}  # while no lists are open
NOT_LIGHT = {"north-head": ("room",)}  # the room has a weight of its own: bench/server
HEAVIEST = 40_000  # bytes of a page, compressed, before fonts
AHEAD = "link[data-large], link[data-face], link[data-keep]"  # … and what is for other pages: of a style that stands in this one, its file
LATER = 500  # milliseconds in which islands fetch what they need


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Served, str]]:
    site = Served(opened())
    drafted(site.room)
    cleared(site.room)
    assert isinstance(plan_release(site.room.app, site.room["chair"].viewer, "job-plan", print), Recorded)
    meeting = {"meeting": "meeting-1", "at": "2020-03-24T07:30:00Z", "place": "doha"}
    site.room["chair"].must("talks.meeting-proposed.1", **meeting)
    for side in ("north", "south"):
        site.room[f"{side}-head"].must("talks.meeting-accepted.1", meeting="meeting-1", party=side)
    with listening(site) as address:
        yield site, address


@pytest.fixture(scope="module")
def early() -> Iterator[tuple[Served, str]]:
    site = Served(opened())
    with listening(site) as address:
        yield site, address


Shown = list[tuple[Served, str, str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def shown(served: tuple[Served, str], early: tuple[Served, str]) -> Shown:
    """Every page, by site, address and seat."""
    sites = ((served, PAGES), (early, EARLY))
    return [(*site, seat, names) for site, pages in sites for seat, names in pages.items()]


def signed_in(
    browser: Browser, served: Served, address: str, seat: str, language: str, width: int
) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    sign_in(context, served, address, seat, language)
    return context


def troubles(page: Page) -> list[str]:
    """Collect what the browser complains of."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def axe(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds on the page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    report = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in report["violations"]]


@pytest.mark.parametrize(("language", "width"), [*((one, 1280) for one in LANGUAGES), ("ps", 390)])
def test_axe_finds_nothing_and_the_browser_complains_of_nothing(
    browser: Browser, shown: Shown, language: str, width: int
) -> None:
    found = {}
    for site, address, seat, names in shown:
        with signed_in(browser, site, address, seat, language, width) as context:
            page = context.new_page()
            said = troubles(page)
            for name in (*names, *NOT_LIGHT.get(seat, ())):
                page.goto(f"{address}/talks/{TALKS}/{seat}/{name}")
                assert page.get_attribute("html", "dir") == direction(language)
                bad = axe(page)
                said[:] = [one for one in said if not (name.startswith("nothing") and "404" in one)]
                if bad or said:
                    found[f"{seat} {name}"] = (bad, list(said))
                    said.clear()
    assert found == {}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ps", 390)])
def test_a_page_outside_of_a_seat_has_languages_and_a_way_on(
    browser: Browser, served: tuple[Served, str], language: str, width: int
) -> None:
    site, address = served
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = context.new_page()
        for path in ("/nowhere", f"/talks/{TALKS}/north-head/today", "/"):
            page.goto(f"{address}{path}")
            page.locator("h1").wait_for()
            assert page.locator(".also a").count() == len(LANGUAGES) - 1
            if path != "/":
                assert page.locator("main a[href='/']").is_visible()
            assert axe(page) == []
        assert page.locator("[data-none]").is_visible()  # no key is held here
        keys = (
            site.room["north-head"].key.private_bytes_raw(),
            site.room["north-head"].x_key.private_bytes_raw(),
        )
        page.evaluate(KEEP_KEYS, keys_of(TALKS, "north-head", Device(*keys)))
        page.reload()
        page.locator(f"[data-seats] a[href='/talks/{TALKS}/north-head']").click()
        page.wait_for_url(f"**/talks/{TALKS}/north-head/today")


def test_one_button_stands_out_on_a_page(browser: Browser, shown: Shown) -> None:
    """Beside it, only what each clause, list and fold has of its own."""
    several = {}
    others = "article .button.do, details .button.do"
    for site, address, seat, names in shown:
        with signed_in(browser, site, address, seat, "en", 1280) as context:
            page = context.new_page()
            for name in names:
                page.goto(f"{address}/talks/{TALKS}/{seat}/{name}")
                outstanding = page.locator("main .button.do").filter(visible=True)
                count = outstanding.count() - page.locator(others).filter(visible=True).count()
                if count > 1:
                    several[f"{seat} {name}"] = outstanding.all_inner_texts()
    assert several == {}


@pytest.mark.parametrize("language", ["en", "ps"])
def test_on_paper_a_page_says_whose_it_is_and_has_nothing_to_press(
    browser: Browser, served: tuple[Served, str], language: str
) -> None:
    site, address = served
    with signed_in(browser, site, address, "north-lists", language, 1280) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        for name in ("text", "lists", "plan", "sits", "record"):
            page.goto(f"{address}/talks/{TALKS}/north-lists/{name}")
            assert page.locator("main button, main form, main .button").filter(visible=True).count() == 0, (
                name
            )
            header = page.locator(".printed")
            assert header.is_visible()
            assert header.locator(".words").inner_text().count("·") >= 5  # the words of the head
        page.emulate_media(media="screen")
        assert not page.locator(".printed").is_visible()


@pytest.mark.parametrize("text", ["100%", "200%"])
@pytest.mark.parametrize("language", ["en", "ps"])
def test_no_page_is_wider_than_a_phone_at_twice_the_size_of_text_too(
    browser: Browser, shown: Shown, language: str, text: str
) -> None:
    wide = {}
    for site, address, seat, names in shown:
        with signed_in(browser, site, address, seat, language, 390) as context:
            page = context.new_page()
            for name in names:
                page.goto(f"{address}/talks/{TALKS}/{seat}/{name}")
                page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    wide[f"{seat} {name}"] = over
    assert wide == {}


def test_a_page_on_the_desk_beside_the_table_is_laid_out_by_the_desk(
    browser: Browser, served: tuple[Served, str]
) -> None:
    site, address = served
    with signed_in(browser, site, address, "north-head", "ps", 1280) as context:
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/north-head/room")
        for name, narrowest in (("text", ".clause > div"), ("sits", ".rows .what"), ("today", ".section")):
            page.click(f".room-desk-tabs a[href$={name}]")
            page.wait_for_selector(f"#desk {narrowest}")
            widths = page.evaluate(
                f"[...document.querySelectorAll('#desk {narrowest}')].map(one => one.clientWidth)"
            )
            assert min(widths) > 200, (name, widths)
            assert (
                page.evaluate(
                    "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.querySelector('#desk'))"
                )
                <= 0
            )
        page.click(".room-desk-tabs a[href$=sits]")
        page.wait_for_selector("parley-devices.done, parley-devices.stop")  # its words are made here too


def test_the_desk_opens_on_the_clause_on_the_table_and_a_panel_lies_over_nobody(
    browser: Browser, served: tuple[Served, str]
) -> None:
    site, address = served
    with signed_in(browser, site, address, "north-head", "ps", 1280) as context:
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/north-head/room")
        page.wait_for_selector("#desk [data-on-table]")
        desk = "const desk = document.querySelector('#desk'), on = desk.querySelector('[data-on-table]').getBoundingClientRect();"
        at_its_top = "Math.abs(on.top - desk.getBoundingClientRect().top) < 2"
        at_the_end = "desk.scrollTop > 0 && desk.scrollTop + desk.clientHeight > desk.scrollHeight - 2"
        assert page.evaluate(f"(() => {{ {desk} return {at_its_top} || ({at_the_end}); }})()")
        assert page.evaluate("document.activeElement === document.body")  # nobody asked to read on there
        page.click(".room-lock")
        panel, table = page.locator(".room-panel"), page.locator(".room-table")
        under, over = table.bounding_box(), panel.bounding_box()
        assert under is not None
        assert over is not None
        assert over["y"] + over["height"] <= under["y"]
        page.keyboard.press("Escape")
        panel.wait_for(state="detached")
        assert page.evaluate("document.activeElement.className").startswith("room-lock")


def test_axe_finds_nothing_on_the_sheet_within_the_desk_nor_in_the_padlock(
    browser: Browser, served: tuple[Served, str]
) -> None:
    site, address = served
    with signed_in(browser, site, address, "north-head", "ps", 1280) as context:
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/north-head/room")
        page.click("#desk a[href*='sheet/text.clause-adopted']")
        page.wait_for_selector("#desk parley-sheet .commits")
        assert axe(page) == []
        page.click(".room-lock")
        assert axe(page) == []


def test_a_draft_survives_closing_the_page_and_is_there_on_the_desk(
    browser: Browser, served: tuple[Served, str]
) -> None:
    site, address = served
    with signed_in(browser, site, address, "chair", "en", 1280) as context:
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/chair/text")
        page.click("summary:has-text('Draft a new clause')")
        page.fill("#d-new-en", "Half a sentence")
        page.close()
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/chair/text")
        assert page.input_value("#d-new-en") == "Half a sentence"
        page.goto(f"{address}/talks/{TALKS}/chair/room")
        page.click(".room-desk-tabs a[href$=text]")
        page.wait_for_selector("#desk #d-new-en", state="attached")
        assert page.input_value("#desk #d-new-en") == "Half a sentence"


def test_a_files_control_speaks_the_readers_language_and_names_what_was_chosen(
    browser: Browser, early: tuple[Served, str], tmp_path: Path
) -> None:
    site, address = early
    (tmp_path / "list.csv").write_text("id,name\n1,Ahmad\n", "utf-8")
    with signed_in(browser, site, address, "north-lists", "ps", 390) as context:
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/north-lists/lists/deposit/claims")
        assert "دوتنه وټاکئ" in page.inner_text("parley-file")
        with page.expect_file_chooser() as asked:
            page.click("parley-file", position={"x": 20, "y": 20})  # wherever it is pressed
        asked.value.set_files(tmp_path / "list.csv")
        assert page.inner_text("parley-file bdi") == "list.csv"


def weight(answers: Sequence[Response], ahead: Sequence[str]) -> dict[str, int]:
    """Return the bytes of each answer as it is sent, by address: a page and its script, without what is fetched ahead and the record's own data."""
    counted = [
        one
        for one in answers
        if one.status == 200
        and one.url not in ahead
        and not {"fonts", "live", "table"} & set(one.url.split("/"))
    ]
    return {one.url: len(gzip.compress(one.body())) for one in counted}


def weighed(page: Page, address: str) -> dict[str, int]:
    """Open a page, and return the weight of its answers."""
    answers: list[Response] = []
    page.on("response", partial(list.append, answers))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(LATER)
    links = "links => links.map(link => link.href)"
    return weight(tuple(answers), page.eval_on_selector_all(AHEAD, links))


def test_every_page_is_light_enough_for_a_slow_line(browser: Browser, shown: Shown) -> None:
    heavy = {}
    for site, address, seat, names in shown:
        with signed_in(browser, site, address, seat, "ps", 1280) as context:
            for name in names:
                page = context.new_page()
                found = weighed(page, f"{address}/talks/{TALKS}/{seat}/{name}")
                if sum(found.values()) > HEAVIEST:
                    heavy[f"{seat} {name}"] = sum(found.values()), found
                page.close()
    assert heavy == {}


def test_a_key_of_the_desk_works_by_its_place_under_a_keyboard_of_another_script(
    browser: Browser,
) -> None:
    room = opened()
    matched(room)
    site = Served(room)
    with listening(site) as address, signed_in(browser, site, address, "north-lists", "ps", 1280) as context:
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/north-lists/lists/desk")
        assert "after=" not in page.url
        page.evaluate(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ل', code: 'KeyL', bubbles: true}))"
        )
        page.wait_for_url("**/desk?after=*")


def test_nothing_is_asked_of_anybody_else(browser: Browser, served: tuple[Served, str]) -> None:
    site, address = served
    with signed_in(browser, site, address, "north-head", "ps", 1280) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name in PAGES["north-head"]:
            page.goto(f"{address}/talks/{TALKS}/north-head/{name}")
        assert asked
        assert [url for url in asked if not url.startswith(address)] == []


def test_without_script_pages_are_read_searched_and_downloaded(
    browser: Browser, served: tuple[Served, str]
) -> None:
    site, address = served
    with browser.new_context(java_script_enabled=False) as context:
        sign_in(context, site, address, "north-head")
        page = context.new_page()
        page.goto(f"{address}/talks/{TALKS}/north-head/text")
        assert "Clause 1.1 in en" in page.inner_text("main")
        page.fill("input[type=search]", "nowhere")
        page.click(".search button")
        assert "No clause has these words" in page.inner_text("main")
        page.goto(f"{address}/talks/{TALKS}/north-head/text")
        with page.expect_download() as got:
            page.click("a[download]")
        assert "Clause 1.1 in en" in got.value.path().read_text("utf-8")
        page.goto(f"{address}/talks/{TALKS}/north-head/sheet/text.clause-adopted.1?clause=1")
        assert "Signing needs script" in page.inner_text("main")
        page.goto(f"{address}/talks/{TALKS}/north-head/today")
        page.click("text=Sign out on this device")  # a form, sent by a real browser with its own origin
        assert "Is this device yours?" in page.inner_text("main")


def test_a_line_that_stays_down_is_told_however_often_it_is_tried_again(
    browser: Browser, served: tuple[Served, str]
) -> None:
    site, address = served
    with signed_in(browser, site, address, "north-head", "ps", 390) as context:
        page = context.new_page()
        page.route("**/live", lambda route: route.abort())
        page.goto(f"{address}/talks/{TALKS}/north-head/today")
        live = page.locator("parley-live")
        live.locator("span").wait_for(timeout=20_000)
        assert live.inner_text() == live.get_attribute("data-lost")
        page.unroute("**/live")
        live.locator("button").wait_for(timeout=30_000)
        assert live.locator("span").inner_text() == live.get_attribute("data-back")
