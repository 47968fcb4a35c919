"""The names desk: one pair, why, and what is put off comes again at the end."""

import re

import pytest

from parley.app.core.model import Recorded
from parley.app.lists.matching import match_lists
from parley.lists import Lists
from parley.web.lists import phrases, spelling
from parley.web.render import Reader
from parley.web.words import Words
from parley.web.words.phrases import joined
from tests.sim.outside import countersigned, deposited
from tests.sitting import TALKS, Room, later, opened
from tests.web.serving import Browser, Served

CLAIMED = (
    "1,Haji Mohammad Nazir,Abdul Karim,1985,Kandahar\n2,Toryalai Zadran,Gul Agha,1990,Khost\n"
    "3,Wali Kakar,,1965,Herat\n4,Gulab Shah Popal,Rahim,1971,Ghazni\n"
    "5,Qari Esmat,Jalal,1980,Paktia\n6,Zmaray Atmar,,1977,Logar\n"
)
HELD = (
    "1,Nazeer,,1986,Kandahar\n2,Toryalay,,1991,Khost\n3,ولی,,1966,Herat\n4,Gulab Popal,Karim,1975,Ghazni\n"
    "5,Esmat,,1980,\n6,Zmaray,,1977,\n"
)


def matched(room: Room) -> str:
    """Hand over lists whose pairs are unsure, compare them, and return the match's id."""
    digests = {}
    for side, kind, rows in (
        ("north", "claims", CLAIMED),
        ("south", "holdings", HELD),
        ("south", "claims", "1,Ehsanullah Safi,,1979,Laghman\n"),
        ("north", "holdings", "1,Ehsan Safi,,1980,Laghman\n"),
    ):
        digests[f"{side}-{kind}"] = deposited(room, side, kind, rows)
        countersigned(room, side, kind, digests[f"{side}-{kind}"])
    for side in ("north", "south"):
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
    answer = match_lists(room.app, room["chair"].viewer, "job-of-the-desk", lambda _: None)
    assert isinstance(answer, Recorded), answer
    match = room.app.talks.get(TALKS).of(Lists).match
    assert match is not None
    for side in ("north", "south"):
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match.id, basis_points=10_000, party=side)
    return match.id


@pytest.fixture(scope="module")
def officer() -> Browser:
    played = opened()
    matched(played)
    return Served(played).as_seat("north-lists")


def pair_on(page: str) -> str:
    """Return claimant.claim.holding of the pair that the page shows."""
    shown = re.search(r"desk\?after=([\w.-]+)", page)
    assert shown is not None, page
    return shown[1]


def every_page(officer: Browser) -> list[str]:
    """Put off one pair after another, once around."""
    pages = [officer.get("lists/desk").text]
    while len(pages) < 20:
        pages.append(officer.get(f"lists/desk?after={pair_on(pages[-1])}").text)
        if pair_on(pages[-1]) == pair_on(pages[0]):
            return pages[:-1]
    raise AssertionError("putting off never comes around")


def test_reasons_are_sentences_and_agreeing_words_stand_in_weight(officer: Browser) -> None:
    pages = every_page(officer)
    kakar = next(page for page in pages if "Kakar" in page)
    assert "<b>Wali</b>" in kakar
    assert "<b>ولی</b>" in kakar
    assert "These agree: born, province." in re.sub(r"<[^>]+>", "", kakar)
    assert "Kakar stands in one of the two alone." in re.sub(r"<[^>]+>", "", kakar)
    nazir = next(page for page in pages if "Nazeer" in page)
    assert '<span class="beside">Haji </span>' in nazir
    assert "Mohammad stands in one of the two alone" in re.sub(r"<[^>]+>", "", nazir)
    assert not [page for page in pages if "~" in page]  # none of the matcher's shorthand


def test_a_pair_put_off_is_followed_by_another_and_comes_again(officer: Browser) -> None:
    pairs = [pair_on(page) for page in every_page(officer)]
    assert len(pairs) >= 3
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("1397/3/21", ["2018-06-11"]),
        ("۱۳۹۷/۳/۲۱", ["2018-06-11"]),
        ("2018-06-11", ["1397/3/21"]),
        ("43262", ["2018-06-11", "1397/3/21"]),  # a day as a spreadsheet counts it
        ("1364", ["1985 – 1986"]),
        ("1985", ["1363 – 1364"]),
        ("5/6/2018", ["1397/2/16 – 1397/3/15"]),  # which of the two is the month nobody knows
        ("3 رمضان 1440", ["2019-05-07 – 2019-05-09", "1398/2/17 – 1398/2/19"]),  # when the moon was seen
        ("age 30", []),
        ("30", []),
        ("unknown", []),
        ("9999-12-31", []),
    ],
)
def test_a_date_is_shown_in_the_calendar_that_it_is_not_written_in(
    written: str, otherwise: list[str]
) -> None:
    assert spelling.calendars(written) == otherwise


@pytest.mark.parametrize("language", ["en", "ps"])
def test_a_written_date_and_each_other_calendar_keep_their_directions_apart(language: str) -> None:
    reader = Reader(Words(language), None, joined((phrases,)))
    said = str(spelling.dated(reader, "1421 ه ق"))
    assert said.startswith('<bdi dir="auto">1421 ه ق</bdi> <span class="quiet otherwise">=&nbsp;')
    assert len(re.findall(r'<bdi dir="ltr">[^<]+</bdi> – <bdi dir="ltr">[^<]+</bdi>', said)) == 2
    assert str(spelling.dated(reader, "<1364>")).startswith('<bdi dir="auto">&lt;1364&gt;</bdi>')


def test_nothing_restricted_is_among_the_evidence(officer: Browser) -> None:
    page = officer.get("lists/desk", headers={"accept": "application/json"}).json()
    assert page["pair"]["evidence"]
    assert {one["kind"] for one in page["pair"]["evidence"]}.isdisjoint({"register_number", "place_held"})


def test_the_rest_is_told_at_the_sides_own_pace_once_it_has_one() -> None:
    room = opened()
    match = matched(room)
    browser = Served(room).as_seat("north-lists")
    page = browser.get("lists/desk").text
    assert "at your pace" not in page
    for _ in range(4):
        claimant, claim, holding = pair_on(page).split(".")
        pair = {"claimant": claimant, "claim": int(claim), "holding": int(holding), "party": "north"}
        later(room, minutes=3)
        room["north-lists"].must("lists.pair-decided.1", match=match, **pair, same=True)
        page = browser.get("lists/desk").text
    left = re.search(r"looked at, (\d+) left", page)
    assert left is not None
    assert f"about {3 * int(left[1])} minutes at your pace" in page


def test_the_last_answer_is_looked_at_again_and_changed_until_the_other_side_has_answered() -> None:
    room = opened()
    match = matched(room)
    browser = Served(room).as_seat("north-lists")
    page = browser.get("lists/desk").text
    assert "You answered" not in page
    named = pair_on(page)
    claimant, claim, holding = named.split(".")
    form = {"match": match, "of": claimant, "claim": claim, "holding": holding}
    assert browser.post("lists/desk", data={"id": "answer-once", "same": "yes", **form}).status_code == 303
    page = browser.get("lists/desk").text
    assert "You answered the last pair: the same person." in page
    assert pair_on(page) != named
    again = browser.get(f"lists/desk?again={named}").text
    assert pair_on(again) == named
    assert "You answered: the same person." in again
    other = pair_on(page)
    assert (
        pair_on(browser.get(f"lists/desk?again={other}").text) == other
    )  # not answered yet: nothing to change
    assert browser.post("lists/desk", data={"id": "answer-twice", "same": "no", **form}).status_code == 303
    assert "You answered the last pair: not the same." in browser.get("lists/desk").text
    said = {"claimant": claimant, "claim": int(claim), "holding": int(holding), "party": "south"}
    room["south-lists"].must("lists.pair-decided.1", match=match, **said, same=True)
    assert "You answered" not in browser.get("lists/desk").text
    assert browser.post("lists/desk", data={"id": "answer-late", "same": "yes", **form}).status_code == 409
