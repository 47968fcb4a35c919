"""The pages of the house: where the first facilitator stands before there are any talks."""

import re

import pytest

from parley.app.core import signins
from parley.app.core.model import HOUSE
from parley.app.talks import house
from parley.store.memory import memory_store
from parley.web.http import COOKIE
from tests.sitting import DEFINITION, TALKS, Room, Seat, SetClock, app_over, sit
from tests.web.serving import ORIGIN, Browser, Served


@pytest.fixture
def begun() -> tuple[Served, Seat]:
    """An installation at its first start, and its first facilitator."""
    store, clock = memory_store(), SetClock()
    room = Room(app_over(store, clock), store, clock)
    first = house.begin(room.app)
    assert first is not None
    return Served(room), sit(room.app, first)


def browser(served: Served, seat: Seat, language: str = "en") -> Browser:
    token = signins.new_sign_in(served.room.app, HOUSE, seat.seat, seat.device)[0]
    headers = {"origin": ORIGIN, "cookie": f"{COOKIE}={token}", "accept-language": language}
    return Browser(served.site, f"{ORIGIN}/talks/{HOUSE}/{seat.seat}/", headers)


@pytest.mark.parametrize("language", ["en", "ps", "fa-AF", "ar"])
def test_every_page_of_the_house_opens_and_names_its_facilitator(
    begun: tuple[Served, Seat], language: str
) -> None:
    mine = browser(*begun, language)
    shown = {page: mine.get(page) for page in ("host", "host/new", "sits", "record")}
    assert {page: answer.status_code for page, answer in shown.items()} == dict.fromkeys(shown, 200)
    assert "Facilitator" in shown["sits"].text
    menu = set(re.findall(rf'href="/talks/{HOUSE}/{begun[1].seat}/(\w+)"', shown["host"].text))
    assert {"host", "sits", "record"} <= menu
    assert not menu & {"today", "room", "text", "lists", "plan"}  # the menu shows only what is there


def test_the_facilitator_makes_talks_and_is_given_an_invitation_to_their_table(
    begun: tuple[Served, Seat],
) -> None:
    mine = browser(*begun)
    said = {"id": "make-the-talks", "fields": {"toml": DEFINITION}, "signature": None}
    made = mine.post("commands/talks.create", json=said)
    assert made.status_code == 200
    assert [told["seat"] for told in made.json()["invitations"]] == ["chair"]
    assert made.json() == mine.post("commands/talks.create", json=said).json()  # pressed again
    assert TALKS in begun[0].room.app.talks.ids()
    page = mine.get("host").text
    assert "Prisoner release" in page
    invitations = page.partition('id="invitations"')[2]
    assert re.search(
        r"<b><bdi[^>]*>Person of chair</bdi></b>, facilitator<br>", invitations
    )  # and not its seat's id
