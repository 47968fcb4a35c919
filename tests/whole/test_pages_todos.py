"""A to-do that is done in a form or a row puts the reader there: in sight and in focus, with script and without."""

import pytest
from playwright.sync_api import Browser, expect

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from tests.sitting import opened, sit
from tests.web.clearing import matched
from tests.web.serving import Served, listening
from tests.whole.at_table import sign_in


@pytest.mark.parametrize("script", [True, False])
def test_a_to_do_puts_its_reader_before_the_form_or_the_row(browser: Browser, script: bool) -> None:
    room = opened()
    matched(room)
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    asked = Command("seat.invite", {"seat": "north-lists", "language": "en"}, "invite-once-more")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded)
    sit(room.app, dict(invited.extra))  # another device for a seat that has one
    served = Served(room)
    with listening(served) as address:
        context = browser.new_context(viewport={"width": 390, "height": 700}, java_script_enabled=script)
        sign_in(context, served, address, "north-head", "ps")
        page = context.new_page()
        today = f"{address}/talks/prisoners-2020/north-head/today"
        page.goto(today)
        links = [one.get_attribute("href") or "" for one in page.locator("a.cover").all()]
        parts = [one.partition("#")[2] for one in links if "#" in one]
        assert {one.partition("-")[0] for one in parts} == {"seat", "device", "percent", "answer"}
        for part in parts:
            page.goto(today)
            page.locator(f"a.cover[href$='#{part}']").click()
            focused = page.locator(":focus")
            expect(focused).to_have_attribute("id", part)
            expect(focused).to_be_in_viewport()
        context.close()
