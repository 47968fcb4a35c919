"""In real browsers: a suspension on everybody's page; a paper key made, kept, typed in again, and the head's next device let in by it."""

from itertools import pairwise
from urllib.parse import unquote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Browser

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.record import b64u
from parley.rehearsal.device import Device
from parley.talks import Talks
from tests.chromium import KEEP_KEYS, held, keys_of
from tests.sitting import TALKS, Room, opened
from tests.web.serving import Served, listening
from tests.whole.at_table import at_the_table, browser, sign_in
from tests.whole.test_pages_sign import come_in

__all__ = ["browser"]
HEAD = "north-head"


def invited(room: Room) -> dict[str, str]:
    asked = Command("seat.invite", {"seat": HEAD, "language": "en"}, "invite-the-head-again")
    answer = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(answer, Recorded)
    return dict(answer.extra)


def test_the_chair_suspends_by_the_sheet_and_the_page_of_who_is_suspended_says_so(browser: Browser) -> None:
    room = opened()
    device = room[HEAD].device
    with at_the_table(browser, room, "chair") as (page, base):
        page.goto(f"{base}/sits")
        folded = page.locator("details", has=page.locator(f"#hours-{device[:8]}"))
        for offered in folded.all():  # the person's devices, and what is done to this one
            offered.locator("> summary").click()
        offered = folded.last
        offered.locator("input[name=hours]").fill("2")
        offered.locator("button").click()
        with held(page):
            page.wait_for_url("**/sits")
        assert page.locator("[data-live=suspended] .note").is_visible()
    assert [one.device for one in room.app.talks.get(TALKS).of(Talks).suspensions] == [device]
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/today")
        assert "suspended this device" in page.locator("[data-live=suspended] .note.stop").inner_text()


@pytest.mark.parametrize("language", ["en", "ps"])
def test_a_paper_key_is_shown_once_never_sent_and_lets_the_heads_next_device_in(
    browser: Browser, language: str
) -> None:
    room = opened()
    served, sent = Served(room), list[str]()
    with listening(served) as address:
        base = f"{address}/talks/{TALKS}/{HEAD}"
        with browser.new_context() as context:
            sign_in(context, served, address, HEAD, language)
            page = context.new_page()
            page.goto(f"{address}/health")
            keys = Device(room[HEAD].key.private_bytes_raw(), room[HEAD].x_key.private_bytes_raw())
            page.evaluate(KEEP_KEYS, keys_of(TALKS, HEAD, keys))
            page.on("request", lambda one: sent.append(unquote(f"{one.url} {one.post_data or ''}")))
            page.goto(f"{base}/sits")
            page.click("a[href$='#lost']")
            page.click("[data-make]")
            page.wait_for_selector("[data-words] li")
            words = page.locator("[data-words] li").all_inner_texts()
            assert len(words) == 18
            page.click("[data-made] button")
            with held(page):
                page.wait_for_url("**/sits")
            assert page.locator("[data-words] li").count() == 0
        assert sent
        assert not any(first in one and second in one for one in sent for first, second in pairwise(words))
        with browser.new_context() as context:
            page = context.new_page()
            come_in(page, address, invited(room))
            page.goto(f"{base}/waiting")
            another = next(word for word in words if word != words[-1])
            page.fill("[data-said]", " ".join([*words[:-1], another]))
            page.click("parley-paper-key button")
            page.wait_for_selector("[data-wrong]:visible")
            page.fill("[data-said]", "\n".join(words))
            page.click("parley-paper-key button")
            page.wait_for_url("**/sheet/roster.paper-vouched.1*")
            with held(page):
                page.wait_for_url("**/waiting")
    state = room.app.talks.get(TALKS).of(Talks)
    second = next(one for one in state.devices.values() if one.recovered == "paper")
    with at_the_table(browser, room, "south-head", language) as (page, base):
        page.goto(f"{base}/sheet/roster.devices-accepted.1")
        page.wait_for_selector("[data-warned-paper]:visible")
        assert page.locator("[data-warned-deputy]").is_hidden()
        with held(page):
            page.wait_for_url("**/sits")
    assert state.admitted(second.id)


def test_a_sheet_that_names_another_paper_key_than_this_browser_made_is_signed_by_nobody(
    browser: Browser,
) -> None:
    room = opened()
    other = b64u(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/sheet/roster.paper-key-made.1?ed25519={other}")
        page.wait_for_selector("[data-refusals] .note.stop")
        assert page.locator("[data-hold]").is_hidden()
    assert not room.app.talks.get(TALKS).of(Talks).papers
