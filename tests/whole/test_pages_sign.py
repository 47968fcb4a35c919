"""Coming to a seat and signing, in a real browser: keys, the code, the sheet by a long press, by keyboard, in two steps."""

import re
import zipfile

import pytest
from playwright.sync_api import Browser, Page, Route

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.record import export_paths, verify, words
from parley.talks import Talks
from tests.chromium import held, until_true
from tests.sitting import TALKS, Room, created, drafted, opened, vouch
from tests.web.serving import Served, listening
from tests.whole.at_table import at_the_table

HEAD = "south-head"
HOLD_MS = 1200  # browser/src/sign/model.ts


def invited(room: Room) -> dict[str, str]:
    asked = Command("seat.invite", {"seat": HEAD, "language": "ps"}, "invite-a-real-browser")
    answer = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(answer, Recorded)
    return dict(answer.extra)


def come_in(page: Page, address: str, told: dict[str, str]) -> str:
    """Take the steps of an invitation in Pashto; return the id of the device that was made."""
    page.goto(address + told["link"])
    page.click(".tongues a[lang=ps]")
    page.click("[data-next]")
    page.fill("#code", told["code"])
    page.click("[data-step=code] button")
    page.click("[data-make]")
    page.wait_for_selector("[data-step=fingerprint]:not([hidden])")
    return ""


def seated(room: Room, page: Page, address: str) -> None:
    """Come in, and have this device vouched for by itself and accepted by the other side."""
    come_in(page, address, invited(room))
    device = [d for d in room.app.talks.get(TALKS).of(Talks).devices.values() if d.seat == HEAD][-1]
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/roster.device-vouched.1?device={device.id}")
    with held(page):
        page.wait_for_url("**/sits")
    room["north-head"].must("roster.devices-accepted.1", devices=[device.id], party="north")


@pytest.fixture
def room() -> Room:
    made = opened()
    drafted(made)
    return made


@pytest.fixture
def waiting() -> Room:
    """A table whose south head has yet to come: everybody else is accepted."""
    made = created(empty=HEAD)
    vouch(made, "north-head", ["north-head", "north-lists"])
    made["north-head"].must("roster.devices-accepted.1", devices=[made["chair"].device], party="north")
    return made


def adopt(page: Page, base: str) -> None:
    page.goto(f"{base}/sheet/text.clause-adopted.1?clause=1")
    page.wait_for_selector("[data-same]:visible")


def adoptions(room: Room) -> list[str]:
    return [one.kind for one in room.app.talks.get(TALKS).log["table"] if one.kind == "text.clause-adopted.1"]


def opened_for(room: Room, page: Page, address: str) -> None:
    """Let the seated browser's head accept the chair, then open the session and draft a clause."""
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/roster.devices-accepted.1")
    with held(page):
        page.wait_for_url("**/sits")
    room["chair"].must("talks.session-opened.1", session="session-1")
    drafted(room)


def test_a_seat_is_taken_and_a_clause_adopted_by_holding(waiting: Room, browser: Browser) -> None:
    served = Served(waiting)
    with listening(served) as address, browser.new_context() as context:
        page = context.new_page()
        seated(waiting, page, address)
        opened_for(waiting, page, address)
        page.clock.install()
        adopt(page, f"{address}/talks/{TALKS}/{HEAD}")
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
        with held(page):
            page.clock.run_for(HOLD_MS - 1)
        page.clock.run_for(10 * HOLD_MS)
        assert page.is_enabled("[data-hold]")  # a short press signs nothing, and sends nothing
        assert adoptions(waiting) == []
        page.clock.resume()
        with held(page):
            page.wait_for_url(re.compile(r"/text(#.*)?$"))
        assert adoptions(waiting) == ["text.clause-adopted.1"]
        assert page.locator(".stands .state.done").count() == 1


def test_the_keyboard_and_two_steps_sign_as_well(room: Room, browser: Browser) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):
        adopt(page, base)
        page.focus("[data-hold]")
        page.keyboard.down("Space")
        page.wait_for_url(re.compile(r"/text(#.*)?$"))
        page.keyboard.up("Space")
        assert len(adoptions(room)) == 1
        drafted(room, "1", 2)
        adopt(page, base)
        page.click("[data-steps]")
        page.click("[data-yes]")
        page.wait_for_url(re.compile(r"/text(#.*)?$"))
        assert len(adoptions(room)) == 2


def test_a_page_that_shows_one_text_with_the_digest_of_another_signs_nothing(
    room: Room, browser: Browser
) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):

        def swap(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("Clause 1.1 in en", "Clause 1.9 in en"))

        page.route("**/sheet/**", swap)
        page.goto(f"{base}/sheet/text.clause-adopted.1?clause=1")
        page.wait_for_selector("#refusals .note")
        assert page.locator("[data-hold]").is_hidden()
        assert adoptions(room) == []


def test_the_record_is_checked_on_the_device_and_its_head_cosigned(room: Room, browser: Browser) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):
        page.goto(f"{base}/record")
        page.wait_for_selector("[data-said].done")
        page.reload()
        page.wait_for_selector("[data-said].done")
        size = room.app.talks.get(TALKS).size("table")
        assert len(room.app.journal.cosignatures(TALKS, "table", size)) == 1


def test_what_is_downloaded_is_what_was_checked_and_any_verifier_reads_it(
    room: Room, browser: Browser
) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):
        page.goto(f"{base}/record")
        page.wait_for_selector("[data-said].done")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        with page.expect_download() as got:
            page.locator("parley-record[compartment=table] button").nth(1).click()
        with zipfile.ZipFile(got.value.path()) as archive:
            assert archive.testzip() is None
            files = {name: archive.read(name) for name in archive.namelist()}
        entries = list(room.app.journal.entries(TALKS, "table"))
        report = verify(files.get)
        assert not report.faults, report.faults
        assert files == dict(export_paths(TALKS, "table", entries, files["checkpoint"]))
        assert not [url for url in asked if url.endswith("/download")]  # nothing was fetched behind the check


SAYINGS = """() => {
  const line = document.querySelector("parley-record[compartment=table] [data-said]");
  window.sayings = [];
  const note = () => sayings.push(["wait", "stop", "done"].find((tone) => line.classList.contains(tone)));
  new MutationObserver(note).observe(line, { attributes: true });
}"""


def test_a_record_that_does_not_hold_is_not_downloaded(room: Room, browser: Browser) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):

        def spoil(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("lists", "lasts"))

        page.route("**/entries?*", spoil)
        page.goto(f"{base}/record")
        page.wait_for_selector("[data-said].stop")
        downloads: list[str] = []
        page.on("download", lambda one: downloads.append(one.url))
        page.evaluate(SAYINGS)
        page.locator("parley-record[compartment=table] button").nth(1).click()
        until_true(page, "sayings.at(-1) === 'stop' && sayings.includes('wait')")  # it was checked once more
        page.evaluate("fetch('/health')")  # and a download would have begun by now
        page.unroute_all(behavior="wait")  # other compartments are still being read
        assert downloads == []


def test_the_words_of_who_sits_are_made_on_the_device(room: Room, browser: Browser) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):
        chair = room["chair"].device
        told = " · ".join(words(chair, "ps", 10))

        def other_words(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace(told, "کتاب · کتاب"))

        page.route("**/sits", other_words)
        page.goto(f"{base}/sits")
        page.wait_for_selector("[data-devices].done")
        assert str(page.text_content(f"[data-device='{chair}']")).strip() == told
        assert page.locator("[data-own]").count() == 1
        page.unroute("**/sits")

        def other_device(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace(chair, "ab" * 32))

        page.route("**/sits", other_device)
        page.goto(f"{base}/sits")
        page.wait_for_selector("[data-devices].stop")


NEWS = """
window.news = [];  // what the page has heard on its stream: it tells its other tabs after it has taken it in
new BroadcastChannel(location.pathname.replace(/[^/]*$/, "live")).onmessage = ({ data }) => news.push(data.event);
"""


def test_what_is_recorded_while_a_page_has_no_stream_is_announced_when_it_has(
    room: Room, browser: Browser
) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):
        page.route("**/live", lambda route: route.abort())
        with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/live")):
            page.goto(f"{base}/text")
        drafted(room, "1", 2)
        page.unroute("**/live")
        live = page.locator("parley-live")
        live.locator(
            "button"
        ).wait_for()  # before five seconds have passed: that the line was down is not said
        assert live.locator("span").inner_text() == live.get_attribute("data-back")
        page.add_init_script(NEWS)
        with page.expect_event("load"):
            live.locator("button").click()
        until_true(page, "document.body.innerText.includes('Clause 1.2 in en')")
        until_true(page, "news.includes('hello')")
        assert live.locator("button").count() == 0  # this page knows all


def test_what_is_recorded_is_announced_and_nothing_moves(room: Room, browser: Browser) -> None:
    with at_the_table(browser, room, HEAD, "ps") as (page, base):
        page.add_init_script(NEWS)
        page.goto(f"{base}/text")
        until_true(page, "news.includes('hello')")
        before = page.evaluate("document.querySelector('.clause').getBoundingClientRect().top")
        drafted(room, "1", 2)
        page.wait_for_selector("parley-live button")
        assert page.evaluate("document.querySelector('.clause').getBoundingClientRect().top") == before
        with page.expect_event("load"):
            page.click("parley-live button")
        until_true(page, "document.body.innerText.includes('Clause 1.2 in en')")
