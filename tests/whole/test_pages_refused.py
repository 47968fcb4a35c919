"""What somebody finds in a real browser when it does not go on: an invitation that is over, an act that is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from tests.sitting import TALKS, Room, drafted, opened, revoked, sit
from tests.web.serving import Served, listening
from tests.whole.at_table import at_the_table

HEAD = "south-head"
SHEET = "sheet/text.clause-adopted.1?clause=1"


@pytest.fixture
def room() -> Room:
    made = opened()
    drafted(made)
    return made


@contextmanager
def before_a_code(browser: Browser, room: Room) -> Iterator[tuple[Page, dict[str, str]]]:
    """Give a page that asks an invitation's code, and what was told of the invitation."""
    asked = Command("seat.invite", {"seat": HEAD, "language": "ps"}, "invited-to-be-refused")
    made = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(made, Recorded)
    told = dict(made.extra)
    with listening(Served(room)) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address + str(told["link"]).replace("#", "?lang=en#"))
        page.click("[data-next]")
        yield page, told


def offer(page: Page, code: str) -> None:
    page.fill("#code", code)
    with page.expect_response("**/code"):
        page.click("[data-step=code] button")


def sign(page: Page, awaited: str = "") -> str:
    """Sign in two steps; return what is said of it, once it has these words."""
    page.click("[data-steps]")
    page.click("[data-yes]")
    page.wait_for_selector(f"#refusals .note:has-text('{awaited}')")
    return page.inner_text("#refusals")


def test_an_invitation_that_ends_while_its_code_is_typed_says_so_and_asks_no_code_any_more(
    browser: Browser, room: Room
) -> None:
    with before_a_code(browser, room) as (page, told):
        sit(room.app, told)  # somebody else, with the same link and code
        offer(page, told["code"])
        page.click("[data-make]")
        page.wait_for_selector("h1:has-text('This invitation was used already')")
        assert page.locator("#code").count() == 0
        assert page.get_attribute("a.do", "href") == f"/talks/{TALKS}/{HEAD}"
    with before_a_code(browser, opened()) as (page, _):
        address = page.url.partition("#")[0]
        page.goto("about:blank")
        page.goto(f"{address}#anothersecret")
        page.wait_for_selector("h1:has-text('This link is not whole')")


def test_after_wrong_codes_an_invitation_rests_as_long_as_it_says_and_opens_again(
    browser: Browser, room: Room
) -> None:
    with before_a_code(browser, room) as (page, told):
        for _ in range(3):
            offer(page, "1111 1111")
            page.wait_for_selector("[data-refusals] .note")
        page.wait_for_selector("[data-refusals] .note:has-text('Wait one minute')")
        offer(page, told["code"])  # the right one too rests
        page.wait_for_selector("h1:has-text('Wait a little')")
        assert "for one minute" in page.inner_text("main")
        room.clock.at += timedelta(minutes=1)
        page.click("a.do")  # with the secret still in the address
        page.click("[data-next]")
        offer(page, told["code"])
        page.click("[data-make]")
        page.wait_for_selector("[data-step=fingerprint]:not([hidden])")


def test_a_sheet_that_is_refused_says_that_nothing_was_recorded_and_leads_to_how_it_stands_now(
    browser: Browser, room: Room
) -> None:
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/{SHEET}")
        page.wait_for_selector("[data-steps]:visible")
        room.absent |= {"north-head", "north-lists"}
        said = sign(page)
        assert said.startswith("Nothing was recorded.")
        assert "Nobody of \u2068The North\u2069 is present" in said  # by its name, not by its short one
        assert page.locator("[data-hold]").is_visible()  # they may come back
        room.absent.clear()
        page.route("**/commands/**", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
        assert (
            sign(page, "did not arrive")
            == "The answer did not arrive. Press again: the same act is never recorded twice."
        )
        page.unroute("**/commands/**")
        drafted(room, "1", 2)
        assert "version 2 is on the table" in sign(page, "version 2")
        assert page.locator("[data-sign]:visible").count() == 0  # no press could turn that out otherwise
        page.click("[data-anew] a")
        page.wait_for_selector(".wording:has-text('Clause 1.2 in en')")
        page.click("[data-steps]")
        page.click("[data-yes]")
        page.wait_for_url(lambda url: "/sheet/" not in url)  # whose address begins like the text's
        page.goto(f"{base}/{SHEET}")  # once more: there is nothing left to press
        assert "Your side has adopted clause 1" in page.inner_text("#refusals")
        assert page.locator("[data-hold], [data-steps]").count() == 0


def test_a_device_that_was_revoked_is_told_whom_to_ask_and_offered_nothing_to_press_in_vain(
    browser: Browser, room: Room
) -> None:
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/{SHEET}")
        page.wait_for_selector("[data-steps]:visible")
        revoked(room, HEAD)
        assert "not signed in on this seat any more" in sign(page)
        page.click("[data-anew] a")
        page.wait_for_selector(".note:has-text('Ask the host for a new invitation')")
        assert page.locator("[data-go]").is_hidden()


def test_what_was_written_is_kept_when_it_is_refused_and_forgotten_when_it_is_recorded(
    browser: Browser, room: Room
) -> None:
    with at_the_table(browser, room, "chair") as (page, base):
        page.goto(f"{base}/text")
        page.click("summary:has-text('Draft the next version')")
        page.fill("#d-1-en", "An hour's work")
        drafted(room, "1", 2)  # by the other facilitator, meanwhile
        page.click("form[action$='/text/1/draft'] button")
        page.wait_for_selector("h1:has-text('Nothing was recorded.')")
        page.click("a.do")
        assert page.input_value("#d-1-en") == "An hour's work"
        assert page.locator("#d-1-en").is_visible()
        room.app.people.end_sign_ins(TALKS, "chair")
        page.click("form[action$='/text/1/draft'] button")  # as after a night
        page.wait_for_selector(".note:has-text('Nothing was recorded.')")
        page.click("[data-go]")
        page.wait_for_url(f"{base}/text")
        page.click("form[action$='/text/1/draft'] button")
        page.wait_for_selector('article .wording:has-text("An hour\'s work")')
        assert page.url == f"{base}/text"
        drafted(room, "1", 4)
        page.goto(f"{base}/text")
        assert "Clause 1.4 in en" in page.input_value("#d-1-en")


def test_who_signs_out_stays_out_until_they_sign_in(browser: Browser, room: Room) -> None:
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/today")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.click("text=Sign out on this device")
        page.wait_for_selector("[data-go]:visible")
        page.evaluate("fetch('/health')")  # after whatever the page asks by itself
        assert [url.removeprefix(base) for url in asked if url.endswith(("/sign-in", "/health"))][:-1] == []
        assert "You are signed out." in page.inner_text("main")
        page.click("[data-go]")
        page.wait_for_url(f"{base}/today")


def test_neither_back_nor_any_address_signs_in_again_who_signed_out(browser: Browser, room: Room) -> None:
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/today")
        page.click("text=Sign out on this device")
        page.wait_for_selector("[data-go]:visible")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.go_back()
        page.wait_for_selector("[data-go]:visible")
        for place in ("", "/today", "/text", f"/{SHEET}", "/room"):
            page.goto(f"{base}{place}")
            page.wait_for_selector("[data-go]:visible")
            page.evaluate("fetch('/health')")  # after whatever the page asks by itself
            assert "You are signed out." in page.inner_text("main")
        other = page.context.new_page()  # another window, another day
        other.on("request", lambda request: asked.append(request.url))
        other.goto(f"{base}/text")
        other.wait_for_selector("[data-go]:visible")
        other.evaluate("fetch('/health')")
        assert [url for url in asked if url.endswith("/sign-in")] == []
        page.goto(f"{base}/text")
        page.click("[data-go]")
        page.wait_for_selector("article .wording")
        other.goto(
            f"{base}/text"
        )  # who said so is signed in, and as before a sign-in that ends is renewed by itself
        other.wait_for_selector("article .wording")
        room.app.people.end_sign_ins(TALKS, HEAD)
        other.goto(f"{base}/text")
        other.wait_for_selector("article .wording")


def test_forms_and_sheets_on_the_desk_beside_the_table_leave_nobody_out_of_the_room(
    browser: Browser, room: Room
) -> None:
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/room")
        page.click(".room-desk-tabs a[href$=text]")
        page.click("#desk summary:has-text('Put in brackets')")
        page.fill("#desk #b-1-en", "Other words")
        drafted(room, "1", 2)
        page.click("#desk form[action$='/text/1/bracket'] button")  # of the version that was
        page.wait_for_selector("#desk h1:has-text('Nothing was recorded.')")
        page.click("#desk a.do")
        assert page.input_value("#desk #b-1-en") == "Other words"
        page.click("#desk form[action$='/text/1/bracket'] button")
        page.wait_for_selector("#desk .bracket:has-text('Other words')")
        page.route("**/text/1/bracket", lambda route: route.abort())
        page.click("#desk summary:has-text('Put in brackets')")
        page.click("#desk form[action$='/text/1/bracket'] button")
        page.wait_for_selector("#desk-lost:visible")
        page.click("#desk a[href*='text.clause-adopted']")
        page.wait_for_selector("#desk [data-steps]:visible")
        drafted(room, "1", 3)
        assert sign(page).startswith("Nothing was recorded.")
        page.click("[data-anew] a")
        page.wait_for_selector("#desk .wording:has-text('Clause 1.3 in en')")
        page.click("[data-steps]")
        page.click("[data-yes]")
        page.wait_for_selector("#desk .stands .state.done")
        assert page.url == f"{base}/room"


def test_a_refusal_is_seen_where_somebody_pressed_on_a_telephone(browser: Browser, room: Room) -> None:
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    with at_the_table(browser, room, HEAD) as (page, base):
        page.set_viewport_size({"width": 390, "height": 600})
        page.goto(f"{base}/today")
        room[HEAD].must("talks.meeting-accepted.1", meeting="meeting-1", party="south")
        page.click("form[action*=meeting-accepted] button")
        note = page.locator("#refusals .note")
        note.wait_for()
        place = note.bounding_box()
        assert place is not None
        assert page.evaluate("scrollY") > 100  # the top of the page is out of sight
        assert 0 <= place["y"] < 600
