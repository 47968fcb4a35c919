"""Attacks by what a screen shows: text that people sign, and names on the roster, that show as something else."""

import re

import pytest

from parley.app.core.model import HOUSE, Command, Recorded, Viewer
from parley.app.lists.matching import match_lists
from parley.app.talks import house
from parley.base import By, Refused
from parley.legible import faults
from parley.lists import Lists
from parley.record import unb64u
from parley.talks import Talks
from parley.text import Text
from tests import queries
from tests.legible.test_legible import REFUSED
from tests.sim.outside import countersigned, deposited
from tests.sitting import DEFINITION, TALKS, Room, created, drafted, opened
from tests.web.serving import Served
from tests.web.test_brought_contents import posted, with_old_wording
from tests.web.test_words import TABLES

RLO = "\u202e"
SHOWN = f"Up to {RLO}000,1 prisoners."  # a screen shows 1,000
JSON = {"accept": "application/json"}


def test_text_that_shows_another_number_is_refused_when_it_is_brought_with_its_place() -> None:
    served = Served()
    body = posted(served.as_seat("north-head"), SHOWN.encode(), purpose="wording")
    assert body == (409, ["text_direction"])


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "English, line 2, character 7: U+202E turns the direction"), ("ps", "U+202E"), ("fa-AF", "U+202E"), ("ar", "U+202E")],
)  # fmt: skip
def test_a_form_says_where_it_stands_in_the_readers_language(language: str, said: str) -> None:
    served = Served()
    fields = {
        "id": "drafted-1",
        "clause": "1",
        "version": "1",
        "wording-en": f"One.\n{SHOWN}",
        "wording-ps": "یو",
    }
    answer = served.as_seat("chair", language).post("text/new/draft", data=fields)
    assert answer.status_code == 409
    assert said in re.sub(r"<[^>]+>|[\u2066-\u2069]", "", answer.text)
    assert served.room.app.talks.get(TALKS).of(Text).clauses == {}


@pytest.mark.parametrize(
    "wording",
    ["pay 5\u200b000", "pay ۱٬000", "pay 5,OOO", "pay\u2066 1", "a\u200e", "cafe\u0301", "a\ue000"],
)
def test_each_way_to_show_another_text_is_refused(wording: str) -> None:
    status, codes = posted(Served().as_seat("chair"), wording.encode(), purpose="wording")
    assert status == 409
    assert codes
    assert set(codes) <= {"text_direction", "text_unseen", "text_digits", "text_not_composed", "text_unknown"}


def test_a_form_composes_what_keyboards_do_not() -> None:
    """A shadda is typed before its vowel, and stands after it in the composed form."""
    served = Served()
    typed = "مُحَمّ\u064eد"
    fields = {
        "id": "drafted-1",
        "clause": "1",
        "version": "1",
        "wording-en": "Cafe\u0301",
        "wording-ps": typed,
    }
    assert served.as_seat("chair").post("text/new/draft", data=fields, headers=JSON).status_code == 200
    (clause,) = queries.text(served.room.app, served.room["north-head"].viewer).clauses
    assert clause.texts["en"] == "Caf\u00e9"


def test_what_an_old_record_hides_is_shown_and_signed_by_nobody() -> None:
    room = opened()
    with_old_wording(room, SHOWN.encode())
    served = Served(room)
    head = served.as_seat("north-head")
    for page in ("text", "text/download"):
        seen = head.get(page).text
        assert RLO not in seen
        assert "Up to ⟨U+202E⟩000,1 prisoners." in seen
    sheet = head.get("sheet/text.clause-adopted.1?clause=1", headers=JSON).json()
    english = next(one for one in sheet["contents"] if one["label"] == "en")
    assert RLO not in unb64u(english["body"]).decode()  # the browser fetches it, and writes out what it hides
    assert "text_direction" in {code for code, _ in sheet["refused"]}
    clause = room.app.talks.get(TALKS).of(Text).clauses["1"]
    said = {"clause": "1", "version": 1, "party": "north", "digests": clause.digests}
    for kind in ("text.clause-adopted.1", "text.clause-agreed.1"):
        answer = room["north-head"].do(kind, **said)
        assert isinstance(answer, Refused)
        assert [one.code for one in answer.reasons] == ["text_direction"]


def made(person: str, mandate: str = "Solely the release of prisoners.") -> Recorded | Refused:
    """Return what comes of making talks with this person at the table."""
    room = created()
    definition = DEFINITION.replace("prisoners-2020", "another").replace("Person of north-head", person)
    definition = definition.replace("Solely the release of prisoners.", mandate)
    facilitator = room.app.talks.get(HOUSE).of(Talks).devices.copy().popitem()[1]
    viewer = Viewer(HOUSE, By(facilitator.seat, "host", "host", "facilitator", facilitator.id))
    return house.create_talks(
        room.app, viewer, Command("talks.create", {"toml": definition}, "create-another")
    )


def test_talks_are_not_made_with_names_or_a_mandate_that_hide_something() -> None:
    for answer in (made(f"Nazir{RLO}"), made("Nazir", f"Solely {RLO}000,1")):
        assert isinstance(answer, Refused)
        assert [one.code for one in answer.reasons] == ["text_direction"]
    assert isinstance(made("Nazir"), Recorded)


@pytest.mark.parametrize("name", [f"Nazir{RLO}", "Na\u200bzir", "Nazir\nhead of the North", "Nazir\t\tX"])
def test_a_name_that_hides_something_is_not_brought(name: str) -> None:
    assert posted(Served().as_seat("chair"), name.encode(), purpose="person")[0] == 409


def named(room: Room, seat: str, name: str) -> None:
    digest = room.app.talks.get(TALKS).of(Talks).seats[seat].person
    room.app.blobs._blobs[TALKS, digest] = (b"s" * 32, "text/plain", name.encode())  # type: ignore[attr-defined]


def test_an_old_name_is_shown_with_what_it_hides() -> None:
    room = opened()
    named(room, "south-head", f"Nazir{RLO}")
    seen = Served(room).as_seat("north-head").get("sits").text
    assert RLO not in seen
    assert "Nazir⟨U+202E⟩" in seen


@pytest.mark.parametrize("language", ["en", "ps", "fa-AF", "ar"])
def test_two_names_that_look_alike_are_told_to_whoever_vouches(language: str) -> None:
    room = opened()
    served = Served(room)
    drafted(room)
    assert "north-lists)" not in served.as_seat("north-head", language).get("sits").text
    named(room, "north-lists", "Nаzir Ahmad")  # a Cyrillic letter
    named(room, "south-head", "Nazir Ahmad")
    for seat in ("north-head", "south-head", "chair"):
        seen = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", served.as_seat(seat, language).get("sits").text)
        assert "(north-lists)" in seen
        assert "(south-head)" in seen


def test_the_list_of_sure_pairs_that_officers_sign_holds_nothing_that_their_files_hide() -> None:
    room = opened()
    person = f"1,Ehsanullah Safi{RLO},Noor\u200b Mohammad,1979,Laghman\n"
    digests = {}
    for side in ("north", "south"):
        for kind in ("claims", "holdings"):
            digests[f"{side}-{kind}"] = deposited(room, side, kind, person)
            countersigned(room, side, kind, digests[f"{side}-{kind}"])
    for side in ("north", "south"):
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
    assert isinstance(
        match_lists(room.app, room["chair"].viewer, "job-of-the-test", lambda _: None), Recorded
    )
    match = room.app.talks.get(TALKS).of(Lists).match
    assert match is not None
    for side in ("north", "south"):
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match.id, basis_points=5_000, party=side)
    sheet = queries.sheet(room.app, room["north-lists"].viewer, "lists.bulk-confirmed.1", {})
    assert sheet is not None
    signed = unb64u(sheet.contents[0].body).decode()
    assert "Ehsanullah Safi" in signed
    assert faults(signed) == ()


def test_every_fault_of_a_text_has_a_sentence() -> None:
    codes = {fault for _, expected in REFUSED for fault, _, _ in expected}
    assert codes == {
        code for code in TABLES["REASONS"] if code.startswith("text_") and code != "text_too_long"
    }
