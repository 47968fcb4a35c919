"""New talks are asked for one question a page: what it makes is the file that could have been written."""

import gc
import html
import json
import re
import tomllib
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.app.talks.definition import Definition, read_definition
from parley.web.talks.draft import ASKED, OTHER, TEMPLATES, Draft, begun, lacks, next_question, toml
from parley.web.talks.making import cities
from tests.sitting import DEFINITION, Seat
from tests.web.serving import Browser, Served
from tests.web.test_house import begun as begun_house
from tests.web.test_house import browser

__all__ = ["begun_house"]

SIDES = {
    "parties.0.name.en": "The North",
    "parties.0.zone": "Asia/Kabul",
    "parties.0.language": "ps",
    "parties.1.name.en": "The South",
    "parties.1.name.ps": "سوېل",
    "parties.1.zone": "Asia/Qatar",
    "parties.1.language": "fa-AF",
    "parties.1.place.en": "Harbour",
    "parties.2.zone": "Asia/Qatar",
}
PEOPLE = {"seats.0.person": "Amina", "seats.2.person": "Basir", "seats.4.person": "Chand"}
HOST = {"parties.2.name.ps": "کوربه", "parties.2.language": "en"}


def made(said: dict[str, str]) -> Definition:
    found = read_definition(toml(Draft(said, cities)))
    assert isinstance(found, Definition), found
    return found


def filled(template: str = "release", **more: str) -> dict[str, str]:
    return {**begun({}, template), **HOST, **SIDES, **PEOPLE, **more}


def test_answers_make_the_talks_that_they_describe() -> None:
    talks = made(filled())
    assert (talks.talks, talks.languages) == ("the-north-the-south", ("en", "ps", "fa-AF"))
    kinds = [("the-north", "side"), ("the-south", "side"), ("host", "host")]
    assert [(one.id, one.kind) for one in talks.parties] == kinds
    places = [("kabul", "Asia/Kabul"), ("harbour", "Asia/Qatar"), ("qatar", "Asia/Qatar")]
    assert [(one.id, one.zone) for one in talks.places] == places
    assert [(one.id, one.place, one.language) for one in talks.seats] == [
        ("the-north-head", "kabul", "ps"),
        ("the-south-head", "harbour", "fa-AF"),
        ("host-facilitator", "qatar", "en"),
    ]
    about = json.loads(talks.document)
    assert about["title"]["en"] == "The North and The South: release of prisoners"
    assert about["title"]["ps"] == "The North او سوېل: د بندیانو خوشې کول"
    assert about["places"]["kabul"]["ps"] == "کابل"
    assert about["uses"] == ["lists", "plan"]


def test_two_who_sit_in_one_city_sit_at_one_place() -> None:
    said = filled(**{"parties.1.place.en": ""})
    assert [one.id for one in made(said).places] == ["kabul", "qatar"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_asks_only_what_it_cannot_know(template: str) -> None:
    asked, said = [], {**begun({}, template), **HOST}
    answers = {"sides": SIDES, "neutral": {"parties.3.name.en": "Cross", "parties.3.zone": "Europe/Zurich"}, "people": {
        f"seats.{n}.person": f"Person {n}" for n in range(6)}}  # fmt: skip
    while (question := next_question(Draft(said, cities))) != "check":
        assert lacks(Draft(said, cities), question)
        asked.append(question)
        said |= answers[question]
    assert asked == [one for one in ASKED if one != "neutral" or template == "neutral"]
    assert made(said).uses == TEMPLATES[template].uses


def test_another_template_keeps_what_was_said() -> None:
    said = begun(filled(**{"title.en": "Ours"}), "neutral")
    assert Draft(said, cities).texts("title") == {"en": "Ours"}
    assert next_question(Draft(said, cities)) == "neutral"
    people = {said.get(f"seats.{n}.person") for n in range(Draft(said, cities).count("seats"))}
    assert {"Amina", "Basir", "Chand"} <= people


@pytest.mark.parametrize("without", ["parties.0.name.en", "parties.1.zone", "parties.2.zone"])
def test_the_sides_need_a_name_and_a_city_each(without: str) -> None:
    said = {name: text for name, text in filled().items() if name != without}
    assert next_question(Draft(said, cities)) == "sides"


@pytest.mark.parametrize("without", PEOPLE)
def test_heads_and_a_facilitator_are_needed(without: str) -> None:
    said = {name: text for name, text in filled().items() if name != without}
    assert next_question(Draft(said, cities)) == "people"


@given(st.text(), st.text())
def test_whatever_is_written_into_a_field_stands_in_the_file_as_it_is(title: str, person: str) -> None:
    said = filled(**{"title.en": title, "seats.0.person": person})
    found = tomllib.loads(toml(Draft(said, cities)))
    assert title.strip() in ("", found["title"]["en"])
    assert person.strip() in [*(seat["person"] for seat in found["seats"]), ""]


@pytest.mark.parametrize("count", ["-1", "9999999", "x", ""])
def test_a_count_that_nobody_chose_breaks_nothing(count: str) -> None:
    draft = Draft(filled(**{"seats.count": count, "places.count": count}), cities)
    assert max(draft.count("seats"), draft.count("places")) <= 120
    assert toml(draft)


# --- the pages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(begun_house: tuple[Served, Seat]) -> Browser:
    return browser(*begun_house)


def answered(mine: Browser, question: str, said: dict[str, str]) -> str:
    """Answer a question; return where that leads, without the beginning that all share."""
    answer = mine.post(f"host/new/{question}", data=said)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("/host/new")[2]


def asked(mine: Browser) -> None:
    """Answer all that a host has to."""
    assert mine.post("host/new", data={"do": "release"}).headers["location"].endswith("/host/new/sides")
    assert answered(mine, "sides", SIDES) == "/people"
    assert answered(mine, "people", PEOPLE) == "/check"


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_talks_are_made_in_three_pages_and_read_in_sentences(
    begun_house: tuple[Served, Seat], mine: Browser
) -> None:
    asked(mine)
    page = text(mine.get("host/new/check").text)
    assert "These talks are called: The North and The South: release of prisoners." in page
    assert "Amina for The North, head of delegation, at Kabul; the letter is in this language: پښتو" in page
    assert "The text binds alike in: English, پښتو, دری." in page
    assert "parley-talks/1" not in page
    done = mine.post("host/new/make").text
    assert 'href="/i/' in done
    assert "&amp;facilitator-1" in done  # from which seat of the house its facilitator comes
    assert "the-north-the-south" in begun_house[0].room.app.talks.ids()
    assert mine.post("host/new/make").text == done  # pressed again: the same talks, the same seat
    page = mine.get("host/new").text
    assert "Take the facilitator" in page
    assert "Amina" not in page  # the draft is gone


def test_a_draft_is_kept_and_can_be_thrown_away(mine: Browser) -> None:
    asked(mine)
    assert "A draft of yours lies here." in mine.get("host/new").text
    assert 'value="The South"' in mine.get("host/new/sides").text
    mine.post("host/new", data={"do": "discard"})
    assert "A draft of yours lies here." not in mine.get("host/new").text
    assert mine.get("host/new/check").status_code == 303


@pytest.mark.parametrize("question", OTHER)
def test_what_has_an_answer_already_can_be_changed_and_leads_back(mine: Browser, question: str) -> None:
    asked(mine)
    page = mine.get(f"host/new/{question}")
    assert page.status_code == 200
    assert answered(mine, question, {}) == "/check"


def test_what_is_left_out_is_asked_once_and_unticked(mine: Browser) -> None:
    asked(mine)
    assert answered(mine, "uses", {"uses.asked": "1", "uses.lists": "on"}) == "/check"
    assert "there is no release plan" in text(mine.get("host/new/check").text)
    assert answered(mine, "uses", {"uses.asked": "1"}) == "/check"
    assert "no lists and no release plan" in text(mine.get("host/new/check").text)


def test_a_question_that_lacks_something_says_what_and_keeps_the_rest(mine: Browser) -> None:
    mine.post("host/new", data={"do": "release"})
    page = mine.post("host/new/sides", data={**SIDES, "parties.1.name.en": "", "parties.1.name.ps": ""}).text
    assert "A name is missing" in page
    assert 'value="The North"' in page


def test_more_people_and_more_places_are_asked_for_by_a_press(mine: Browser) -> None:
    asked(mine)
    assert answered(mine, "people", {**PEOPLE, "do": "seats"}) == "/people"
    assert 'name="seats.6.person"' in mine.get("host/new/people").text
    assert answered(mine, "places", {"do": "places"}) == "/places"
    hill = {"places.0.zone": "Asia/Kabul", "places.0.name.en": "Hill"}
    assert answered(mine, "places", hill) == "/check"
    sits = {"seats.1.person": "Dost", "seats.1.place": "more-0"}
    assert answered(mine, "people", PEOPLE | sits) == "/check"
    assert "Dost for The North, list officer, at Hill" in text(mine.get("host/new/check").text)


def test_a_file_is_read_in_sentences_and_says_which_seat_is_whose(mine: Browser) -> None:
    limits = "batches = 9\nsides.north.batch_limit = 40\n"
    with_plan = DEFINITION.replace('start = "2020-03-31"\n', f'start = "2020-03-31"\n{limits}', 1)
    answer = mine.post("host/new", files={"file": ("talks.toml", with_plan.encode())})
    assert answer.headers["location"].endswith("/host/new/check"), answer.text
    page = text(mine.get("host/new/check").text)
    assert "These talks are called: Prisoner release." in page
    assert "batches at most: 9" in page
    assert "The North · people in one batch at most: 40" in page
    done = mine.post("host/new/make", data={"mine": "nobody"}).text
    assert "Take the facilitator" not in done
    assert "Person of chair, you are invited to the table" in text(done)


def test_a_file_that_is_none_is_refused_in_words(mine: Browser) -> None:
    page = mine.post("host/new", files={"file": ("talks.toml", b"format = 1")}).text
    assert 'role="alert"' in page
    assert "Something is missing: talks." in text(page)


def test_a_name_that_hides_a_letter_is_refused_before_anything_is_made(
    begun_house: tuple[Served, Seat], mine: Browser
) -> None:
    asked(mine)
    answered(mine, "people", {"seats.0.person": "A\u202eb"})
    before = set(begun_house[0].room.app.talks.ids())
    assert "turns the direction" in text(mine.get("host/new/check").text)
    assert 'role="alert"' in mine.post("host/new/make").text
    assert set(begun_house[0].room.app.talks.ids()) == before


def test_a_second_talks_of_the_same_sides_has_a_name_of_its_own(
    begun_house: tuple[Served, Seat], mine: Browser
) -> None:
    for _ in range(2):
        asked(mine)
        assert 'href="/i/' in mine.post("host/new/make").text
    assert {"the-north-the-south", "the-north-the-south-2"} <= set(begun_house[0].room.app.talks.ids())


def test_a_draft_does_not_grow_without_end(mine: Browser) -> None:
    asked(mine)
    answers = [mine.post("host/new/sides", data={f"more.{n}": "x" * 200_000}).status_code for n in range(6)]
    assert answers == [303, 303, 303, 303, 413, 413]


def test_nothing_is_asked_outside_the_house_or_of_a_question_that_is_none(mine: Browser) -> None:
    chair = Served().as_seat("chair")
    assert chair.get("host/new").status_code == 404
    assert chair.post("host/new/make").status_code == 404
    asked(mine)
    assert mine.get("host/new/king").status_code == 303
    assert mine.post("host/new/king", data={}).status_code == 404


def test_what_answers_a_form_knows_of_all_entries_and_is_not_offered_to_be_loaded_again(
    begun_house: tuple[Served, Seat],
) -> None:
    """It said that the line is back, over the fields, and a press on the button beside sent the form again."""
    mine = browser(*begun_house)
    mine.post("host/new", data={"do": "release"})
    refused = mine.post("host/new/sides", data={}, headers={"accept": "text/html"}).text
    turned = mine.get("host/new/sides", headers={"accept": "text/html"}).text
    sizes = re.search(r'data-sizes="[^"]+"', turned)
    assert sizes is not None
    assert "table" in sizes[0]
    assert sizes[0] in refused
    assert "data-look=" in turned
    assert "data-look=" not in refused


def test_a_name_that_is_written_in_another_language_alone_is_not_folded_away(
    begun_house: tuple[Served, Seat],
) -> None:
    mine = browser(*begun_house, language="ps")
    mine.post("host/new", data={"do": "release"})
    mine.post("host/new/sides", data={"parties.2.name.ps": "", "parties.2.name.en": "House of Talks"})
    assert "<details open>" in mine.get("host/new/host").text
    mine.post("host/new/host", data={"parties.2.name.ps": "کوربه", "parties.2.name.en": "House of Talks"})
    assert "<details open>" not in mine.get("host/new/host").text


class Typed(str):
    """What somebody typed; unlike other texts, it can be seen whether anything still holds it."""

    __slots__ = ("__weakref__",)


def test_what_is_typed_instead_of_a_time_zone_is_kept_nowhere() -> None:
    typed = [Typed(f"Nowhere/{n}") for n in range(3)]
    held = [weakref.ref(one) for one in typed]
    assert [cities(one) for one in typed] == [{}] * 3
    del typed
    gc.collect()
    assert [one() for one in held] == [None] * 3
    assert cities("Asia/Kabul") is cities("Asia/Kabul")  # of what there is, each is made once
