"""Everybody is invited at once: letters in each one's language, codes on a sheet of their own, by mail the link alone."""

import re

import pytest

from parley.app.core.model import HOUSE, Command
from parley.app.core.perform import perform
from parley.app.talks import house
from parley.app.talks.definition import read_definition
from parley.base import Refused
from parley.talks import Talks
from tests.sitting import DEFINITION, TALKS, Room, Seat, created, opened, sit
from tests.web.serving import Served
from tests.web.test_house import begun, browser

__all__ = ["begun"]

EMPTY = "north-lists south-head south-lists"
READ = DEFINITION.replace('id = "south-head"\n', 'id = "south-head"\nlanguage = "fa-AF"\n').replace(
    'id = "south-lists"\n', 'id = "south-lists"\nlanguage = "ar"\n'
)
SAID = {"id": "invite-them-all", "seats": EMPTY.replace(" ", ",")}


def called(room: Room, number: str = "+974 555 0199") -> None:
    """Have the house say where people call."""
    said = house.Introduction("Ana", "House of Talks", "en", number)
    assert not isinstance(house.introduce(room.app, house.FIRST, said, "called-by-test"), Refused)


def letters(page: str) -> list[tuple[str, str]]:
    """Return (language, letter) of each that a page has."""
    return re.findall(r'<article class="letter" lang="([^"]+)".*?>(.*?)</article>', page, re.DOTALL)


def test_all_who_are_not_invited_get_a_letter_each_in_its_own_language() -> None:
    room = created(definition=READ, empty=EMPTY)
    called(room)
    chair = Served(room).as_seat("chair", "ps")
    page = chair.post("host/invite", data=SAID).text
    found = letters(page)
    assert [language for language, _ in found] == ["ps", "fa-AF", "ar"]  # who has none reads the host's
    assert all('<bdi dir="ltr">+974 555 0199</bdi>' in letter for _, letter in found)
    assert all(re.search(r"/i/\w+#[\w-]+", letter) for _, letter in found)
    assert set(room.app.talks.get(TALKS).of(Talks).invited) >= set(EMPTY.split())
    assert 'href="/talks/prisoners-2020/chair/waiting"' in page  # its own device is not admitted yet


def test_the_codes_are_on_a_sheet_of_their_own() -> None:
    page = Served(created(empty=EMPTY)).as_seat("chair").post("host/invite", data=SAID).text
    codes = re.findall(r"\b\d{4} \d{4}\b", page)
    assert len(set(codes)) == 3
    assert not any(code in letter for code in codes for _, letter in letters(page))
    sheet = page.partition('class="codes"')[2]
    assert all(code in sheet for code in codes)


def test_pressed_again_the_letters_are_the_same() -> None:
    chair = Served(created(definition=READ, empty=EMPTY)).as_seat("chair")
    first, second = (letters(chair.post("host/invite", data=SAID).text) for _ in range(2))
    assert len(first) == 3
    assert first == second


def test_nobody_else_invites() -> None:
    room = created(empty=EMPTY)
    assert Served(room).as_seat("north-head").post("host/invite", data=SAID).status_code == 403
    assert not set(room.app.talks.get(TALKS).of(Talks).invited) & set(EMPTY.split())


@pytest.mark.parametrize("place", ['person = "', 'title = { en = "', 'name = { en = "'])
def test_names_in_a_letter_stand_on_one_line(place: str) -> None:
    """Another line in a title was no subject of a mail; in a name it was a line of the letter, with another link."""
    found = read_definition(DEFINITION.replace(place, place + "Open\\nhttps://example.org/i/other\\n", 1))
    assert isinstance(found, Refused)
    assert {one.code for one in found.reasons} == {"text_unseen"}


# --- the house ---------------------------------------------------------------------------------------------------


def test_another_facilitator_of_the_house_is_invited_from_its_page(begun: tuple[Served, Seat]) -> None:
    served, _ = begun
    mine = browser(*begun)
    assert "host/facilitator" in mine.get("host").text
    said = {"id": "one-more-of-us", "name": "Second Host", "language": "ar"}
    page = mine.post("host/facilitator", data=said).text
    assert [language for language, _ in letters(page)] == ["ar"]
    assert "Second Host" in page
    assert letters(mine.post("host/facilitator", data=said).text) == letters(page)  # pressed again: one seat
    seats = served.room.app.talks.get(HOUSE).of(Talks).seats
    assert list(seats) == ["facilitator-1", "facilitator-2"]
    for wrong in ({"name": ""}, {"name": "A\u202eb"}, {"language": "fr"}):
        answer = mine.post("host/facilitator", data=said | {"id": "one-more-of-them"} | wrong)
        assert answer.status_code == 409
    link = re.search(r"(/i/\w+#[\w-]+)", page)
    code = re.findall(r"\b\d{4} \d{4}\b", page)
    assert link is not None
    told = {"talks": HOUSE, "seat": "facilitator-2", "link": link[1], "code": code[0]}
    second = browser(served, sit(served.room.app, told))
    assert "host/new" in second.get("host").text


def test_a_facilitator_says_anew_what_the_house_is_called(begun: tuple[Served, Seat]) -> None:
    mine = browser(*begun)
    said = {"id": "say-it-anew", "name": "Ana Brandt", "institution": "Haus", "telephone": "+41 22 555"}
    assert mine.post("host/introduce", data=said).status_code == 303
    page = mine.get("host").text
    assert "Ana Brandt" in page
    assert 'value="+41 22 555"' in page
    assert "Haus" in page
    wrong = said | {"id": "say-it-again", "institution": " "}
    assert mine.post("host/introduce", data=wrong).status_code == 409


def test_nobody_at_a_table_introduces_the_house_or_invites_to_it() -> None:
    room = opened()
    for kind, fields in (
        ("house.introduce", {"name": "a", "institution": "b"}),
        ("house.invite", {"name": "a"}),
    ):
        for seat in ("chair", "north-head"):
            answer = perform(room.app, room[seat].viewer, Command(kind, fields, f"{seat}-tries"))
            assert "only_in_the_house" in [one.code for one in answer.reasons]  # type: ignore[union-attr]
