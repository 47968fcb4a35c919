"""A record that is not the one a device has seen, in a real browser: every page says so, nothing is signed, nobody sits down."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page, Route

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.store.memory import MemoryJournal
from tests.forking import restarted, rewritten, without_sides
from tests.sitting import TALKS, Room, drafted, opened
from tests.web.serving import Served
from tests.whole.at_table import at_the_table

HEAD = "south-head"
SHEET = "sheet/text.clause-adopted.1?clause=1"
STOP = "parley-record-stop:visible"
SEEN = "The record that this machine shows is not the one that this device has seen."


@pytest.fixture
def room() -> Room:
    made = opened()
    drafted(made)
    return made


@pytest.fixture
def seated(browser: Browser, room: Room) -> Iterator[tuple[Page, str]]:
    """A page of a device that has checked the record and keeps its head."""
    with at_the_table(browser, room, HEAD) as (page, base):
        page.goto(f"{base}/record")
        page.wait_for_selector("parley-record .state.done")
        page.goto(f"{base}/today")
        page.wait_for_load_state("networkidle")
        assert not page.is_visible(STOP)
        yield page, base


def stopped(page: Page, base: str) -> None:
    """Every page says it, in red and in words; the sheet has no button, and the room no seat."""
    for name in ("today", "sits", "text", "lists", "plan", "record", "room"):
        page.goto(f"{base}/{name}")
        page.wait_for_selector(STOP)
        assert SEEN in page.inner_text(STOP)
    page.click(".room-join")
    page.wait_for_selector(".room-trouble:has-text('You are not at the table')")
    assert page.get_attribute("parley-room", "data-secured") == "false"
    page.goto(f"{base}/{SHEET}")
    page.wait_for_selector(
        "#refusals :text('Nothing was signed.'), [data-refusals] :text('Nothing was signed.')"
    )
    assert not page.is_visible("[data-hold]")
    assert not page.is_visible("[data-steps]")


def asked(room: Room, seat: str, path: str) -> str:
    """Return what a seat gets, asked from a thread of its own: this one's loop is the browser's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: Served(room).as_seat(seat).get(path).text).result()


def told(room: Room, seat: str) -> str:
    return asked(room, seat, "text")


def test_a_record_in_which_no_party_is_a_side_stops_the_device_that_kept_a_head(
    seated: tuple[Page, str], room: Room
) -> None:
    rewritten(room, without_sides)
    stopped(*seated)
    assert "a side has kept" in told(room, "south-lists")  # the server that was told says so to everybody


def test_a_rollback_stops_and_what_was_taken_back_lifts_it(seated: tuple[Page, str], room: Room) -> None:
    page, base = seated
    journal = room.store.journal
    assert isinstance(journal, MemoryJournal)
    entries = journal._entries[TALKS, "table"]
    missing, entries[:] = entries[-2:], entries[:-2]
    restarted(room)
    page.goto(f"{base}/sits")
    page.wait_for_selector(STOP)
    room.app.journal.set_read_only(None)  # as somebody might who wants it gone: it is said all the same
    page.goto(f"{base}/sits")
    page.wait_for_selector(STOP)
    entries.extend(missing)
    restarted(room)
    page.goto(f"{base}/sits")
    page.wait_for_load_state("networkidle")
    assert not page.is_visible(STOP)
    room.app.journal.set_read_only(None)
    page.goto(f"{base}/{SHEET}")
    page.wait_for_selector("[data-steps]:visible")


def test_a_record_shown_to_one_device_alone_is_told_to_its_own_side_and_not_to_the_other(
    seated: tuple[Page, str], room: Room
) -> None:
    page, base = seated
    other = opened()  # the same talks under the same key, played otherwise
    drafted(other, "2")

    def answer(route: Route) -> None:
        route.fulfill(body=asked(other, HEAD, route.request.url.split(f"/{HEAD}/", 1)[1]))

    for part in ("checkpoint", "entries*"):
        page.route(f"**/record/table/{part}", answer)
    with page.expect_response("**/record/table/cosign"):
        page.goto(f"{base}/text")
    page.wait_for_selector(STOP)
    assert "has seen another record" in told(room, "south-lists")
    assert "has seen another record" not in told(room, "north-lists")
    for part in ("checkpoint", "entries*"):
        page.unroute(f"**/record/table/{part}")
    stopped(page, base)  # what was shown once does not become unseen


def invited(room: Room) -> dict[str, str]:
    """Invite the head anew, as a host does whose record is another one now."""
    asked = Command("seat.invite", {"seat": HEAD, "language": "en"}, "invite-to-another-record")
    answer = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(answer, Recorded), answer
    return dict(answer.extra)


STORED = """async () => new Promise((resolve) => {
  const asked = indexedDB.open("parley", 1);
  asked.onsuccess = () => {
    const found = asked.result.transaction("devices").objectStore("devices").getAllKeys();
    found.onsuccess = () => { asked.result.close(); resolve(found.result); };
  };
})"""


def test_an_invitation_to_a_forked_record_is_stopped_before_any_key_is_made(
    seated: tuple[Page, str], room: Room
) -> None:
    """Signed in or not: a browser without a cookie holds hashes alone against the head it keeps."""
    page, base = seated
    rewritten(room, without_sides)
    told = invited(room)
    page.context.clear_cookies()
    before = page.evaluate(STORED)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.rsplit("/", 1)[-1]))
    address = base.split("/talks/")[0]
    page.goto(f"{address}{told['link'].replace('#', '?lang=en#')}")
    page.wait_for_selector("[data-step=forked]:visible")
    assert "Do not sit down" in page.inner_text("[data-step=forked]")
    assert not page.is_visible("[data-next]")
    assert "redeem" not in asked
    assert page.evaluate(STORED) == before


def test_an_invitation_whose_record_turns_while_the_code_is_typed_makes_no_key(
    seated: tuple[Page, str], room: Room
) -> None:
    page, base = seated
    told = invited(room)
    address = base.split("/talks/")[0]
    page.goto(f"{address}{told['link'].replace('#', '?lang=en#')}")
    page.click("[data-next]")
    page.fill("#code", told["code"])
    page.click("[data-step=code] button")
    before = page.evaluate(STORED)
    rewritten(room, without_sides)
    page.click("[data-make]")
    page.wait_for_selector("[data-step=forked]:visible")
    assert page.evaluate(STORED) == before


def test_an_invitation_to_the_record_that_has_grown_is_taken(seated: tuple[Page, str], room: Room) -> None:
    page, base = seated
    told = invited(room)
    address = base.split("/talks/")[0]
    page.goto(f"{address}{told['link'].replace('#', '?lang=en#')}")
    page.click("[data-next]")
    page.fill("#code", told["code"])
    page.click("[data-step=code] button")
    page.click("[data-make]")
    page.wait_for_selector("[data-step=fingerprint]:visible")
