"""New talks are made by filling in a page: what it makes is the file that could have been written."""

import html
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.app.core.model import HOUSE
from parley.app.talks.definition import Definition, read_definition
from parley.web.talks.form import LAID, Filled, filled, toml
from tests.sitting import Seat
from tests.web.serving import Browser, Served
from tests.web.test_house import begun, browser

__all__ = ["begun"]

LANGUAGES = ("en", "ps", "fa-AF", "ar")
FILLED = {
    "talks": "prisoners",
    "languages.en": "on",
    "languages.ps": "on",
    "title.en": "Prisoner release",
    "title.ps": "د بندیانو خوشې کول",
    "title.ar": "a language that was not chosen",
    "mandate.en": "Solely the release of prisoners.",
    "parties.0.name.en": "The North",
    "parties.1.name.en": "The South",
    "parties.2.name.ps": "کوربه",  # without an English name
    "places.0.name.en": "Kabul",
    "places.0.zone": "Asia/Kabul",
    "places.1.name.en": "Doha (office)",
    "places.1.zone": "Asia/Qatar",
    "seats.0.person": "Amina",
    "seats.0.place": "0",
    "seats.0.language": "ps",
    "seats.2.person": "Basir",
    "seats.2.place": "1",
    "seats.2.language": "en",
    "seats.4.person": "Chand",
    "seats.4.place": "1",
    "seats.4.language": "en",
}


def made(said: dict[str, str]) -> Definition:
    found = read_definition(toml(filled(said, LANGUAGES)))
    assert isinstance(found, Definition), found
    return found


def test_a_filled_form_makes_the_talks_that_it_describes() -> None:
    talks = made(FILLED | {"do": "read", "seats.count": "6"})
    assert (talks.talks, talks.languages) == ("prisoners", ("en", "ps"))
    assert [(one.id, one.kind) for one in talks.parties] == [
        ("the-north", "side"),
        ("the-south", "side"),
        ("host", "host"),
    ]
    assert [(one.id, one.zone) for one in talks.places] == [
        ("kabul", "Asia/Kabul"),
        ("doha-office", "Asia/Qatar"),
    ]
    assert [(one.id, one.role, one.place, one.language) for one in talks.seats] == [
        ("the-north-head", "head", "kabul", "ps"),
        ("the-south-head", "head", "doha-office", "en"),
        ("host-facilitator", "facilitator", "doha-office", "en"),
    ]


def test_a_form_begins_with_the_seats_that_talks_need() -> None:
    form = filled({"do": "seats"}, LANGUAGES)
    assert form.open
    assert [
        (form.of("seats", line, "party"), form.of("seats", line, "role")) for line in range(len(LAID))
    ] == list(LAID)
    assert not filled({}, LANGUAGES).open
    assert filled({"do": "more-places"}, LANGUAGES).places > filled({}, LANGUAGES).places


@given(st.text(), st.text())
def test_whatever_is_written_into_a_field_stands_in_the_file_as_it_is(title: str, person: str) -> None:
    said = FILLED | {"title.en": title, "seats.0.person": person, "seats.count": "6"}
    found = tomllib.loads(toml(Filled(said, ("en",), 2, 6, open=True)))
    assert found["title"] == ({"en": title.strip()} if title.strip() else {})
    assert person.strip() in [*(seat["person"] for seat in found["seats"]), ""]


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the form in a page as it stands."""
    form = page[page.index('<form method="post" class="filling"') :]
    found = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*value="([^"]*)"', form)
    }
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    found |= dict.fromkeys(re.findall(r'name="(languages\.[^"]+)" checked', form), "on")
    found |= {
        name: html.unescape(text)
        for name, text in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)<', form)
    }
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found |= {name: chosen[1]} if chosen else {}
    return found


def test_the_facilitator_fills_the_page_reads_it_all_and_makes_the_talks(begun: tuple[Served, Seat]) -> None:
    mine: Browser = browser(*begun, "ps")
    page = mine.get("host/new").text
    first = fields(page) | {name: value for name, value in FILLED.items() if not name.startswith("seats.")}
    for unchosen in ("languages.fa-AF", "languages.ar"):
        del first[unchosen]
    page = mine.post("host/new", data=first | {"do": "seats"}).text
    second = fields(page)
    assert second["title.ps"] == FILLED["title.ps"]  # what was written is still there
    people = {name: value for name, value in FILLED.items() if name.startswith("seats.")}
    lacking = mine.post("host/new", data=second | people | {"talks": "No id", "do": "read"}).text
    assert 'role="alert"' in lacking
    assert fields(lacking)["seats.0.person"] == "Amina"
    read = mine.post("host/new", data=second | people | {"do": "read"}).text
    assert "Make" not in read  # it speaks Pashto
    shown = re.search(r'<textarea id="toml"[^>]*>(.*?)</textarea>', read, re.DOTALL)
    assert shown is not None
    written = html.unescape(shown[1])
    letters = mine.post("host/new", data={"id": "the-talks", "definition": written, "do": "make"})
    assert letters.status_code == 200
    assert "Chand" in letters.text
    assert "prisoners" in begun[0].room.app.talks.ids()
    assert HOUSE in begun[0].room.app.talks.ids()


@pytest.mark.parametrize("count", ["-1", "9999999", "x", ""])
def test_a_count_that_nobody_chose_breaks_nothing(begun: tuple[Served, Seat], count: str) -> None:
    answer = browser(*begun).post(
        "host/new", data={"places.count": count, "seats.count": count, "do": "seats"}
    )
    assert answer.status_code == 200
    assert answer.text.count('list="zones"') <= 60
