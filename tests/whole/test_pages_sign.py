"""Coming to a seat and signing, in a real browser: keys, the code, the sheet by a long press, by keyboard, in two steps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from parley.app import house
from parley.app.model import Command, Recorded
from tests.chromium import PROGRAM
from tests.sitting import TALKS, Room, created, drafted, vouch
from tests.web.serving import Served, listening

HEAD = "south-head"
FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        yield made
        made.close()


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
    page.wait_for_selector("[data-step=equipment]:not([hidden])")
    return ""


def seated(room: Room, page: Page, address: str) -> None:
    """Come in, and have this device vouched for by itself and accepted by the other side."""
    come_in(page, address, invited(room))
    device = [d for d in room.app.tables.get(TALKS).state.talks.devices.values() if d.seat == HEAD][-1]
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/roster.device-vouched.1?device={device.id}")
    press(page, 1500)
    page.wait_for_url("**/sits")
    room["north-head"].must("roster.devices-accepted.1", devices=[device.id], party="north")


def press(page: Page, milliseconds: int) -> None:
    page.wait_for_selector("[data-hold]:visible")
    page.hover("[data-hold]")
    page.mouse.down()
    page.wait_for_timeout(milliseconds)
    page.mouse.up()


@pytest.fixture
def room() -> Room:
    """A table whose south head has yet to come: everybody else is accepted."""
    made = created()
    table = made.app.tables.get(TALKS)
    old = next(d.id for d in table.state.talks.devices.values() if d.seat == HEAD)
    made["chair"].must("roster.device-revoked.1", device=old, reason="replaced")
    vouch(made, "north-head", ["north-head", "north-lists"])
    vouch(made, "chair", ["chair"])
    made["north-head"].must("roster.devices-accepted.1", devices=[made["chair"].device], party="north")
    return made


def adopt(page: Page, address: str) -> None:
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/text.clause-adopted.1?clause=1")
    page.wait_for_selector("[data-same]:visible")


def adoptions(room: Room) -> list[str]:
    return [
        one.kind
        for one in room.app.tables.get(TALKS).state.log["table"]
        if one.kind == "text.clause-adopted.1"
    ]


def opened_for(room: Room, page: Page, address: str) -> None:
    """Let the seated browser's head accept the chair, then open the session and draft a clause."""
    page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/roster.devices-accepted.1")
    press(page, 1500)
    page.wait_for_url("**/sits")
    room["chair"].must("talks.session-opened.1", session="session-1")
    drafted(room)


def test_a_seat_is_taken_and_a_clause_adopted_by_holding(room: Room, browser: Browser) -> None:
    served = Served(room)
    with listening(served) as address, browser.new_context() as context:
        page = context.new_page()
        seated(room, page, address)
        opened_for(room, page, address)
        adopt(page, address)
        press(page, 400)
        page.wait_for_timeout(1500)
        assert adoptions(room) == []  # a short press signs nothing
        press(page, 1500)
        page.wait_for_url(re.compile(r"/text(#.*)?$"))
        assert adoptions(room) == ["text.clause-adopted.1"]
        assert page.locator(".stands .state.done").count() == 1


def test_the_keyboard_and_two_steps_sign_as_well(room: Room, browser: Browser) -> None:
    served = Served(room)
    with listening(served) as address, browser.new_context() as context:
        page = context.new_page()
        seated(room, page, address)
        opened_for(room, page, address)
        adopt(page, address)
        page.focus("[data-hold]")
        page.keyboard.down("Space")
        page.wait_for_timeout(1500)
        page.keyboard.up("Space")
        page.wait_for_url(re.compile(r"/text(#.*)?$"))
        assert len(adoptions(room)) == 1
        drafted(room, "1", 2)
        adopt(page, address)
        page.click("[data-steps]")
        page.click("[data-yes]")
        page.wait_for_url(re.compile(r"/text(#.*)?$"))
        assert len(adoptions(room)) == 2


def test_a_page_that_shows_one_text_with_the_digest_of_another_signs_nothing(
    room: Room, browser: Browser
) -> None:
    served = Served(room)
    with listening(served) as address, browser.new_context() as context:
        page = context.new_page()
        seated(room, page, address)
        opened_for(room, page, address)

        def swap(route: object) -> None:
            answer = route.fetch()  # type: ignore[attr-defined]
            route.fulfill(response=answer, body=answer.text().replace("Clause 1.1 in en", "Clause 1.9 in en"))  # type: ignore[attr-defined]

        page.route("**/sheet/**", swap)
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/sheet/text.clause-adopted.1?clause=1")
        page.wait_for_selector("#refusals .note")
        assert page.locator("[data-hold]").is_hidden()
        assert adoptions(room) == []


def test_the_record_is_checked_on_the_device_and_its_head_cosigned(room: Room, browser: Browser) -> None:
    served = Served(room)
    with listening(served) as address, browser.new_context() as context:
        page = context.new_page()
        seated(room, page, address)
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/record")
        page.wait_for_selector("[data-said].done")
        page.reload()
        page.wait_for_selector("[data-said].done")
        size = room.app.tables.get(TALKS).size("table")
        assert len(room.app.journal.cosignatures(TALKS, "table", size)) == 1


def test_what_is_recorded_is_announced_and_nothing_moves(room: Room, browser: Browser) -> None:
    served = Served(room)
    with listening(served) as address, browser.new_context() as context:
        page = context.new_page()
        seated(room, page, address)
        opened_for(room, page, address)
        page.goto(f"{address}/talks/{TALKS}/{HEAD}/text")
        page.wait_for_timeout(500)
        before = page.evaluate("document.querySelector('.clause').getBoundingClientRect().top")
        drafted(room, "1", 2)
        page.wait_for_selector("parley-live button")
        assert page.evaluate("document.querySelector('.clause').getBoundingClientRect().top") == before
        page.click("parley-live button")
        page.wait_for_function("document.body.innerText.includes('Clause 1.2 in en')")
