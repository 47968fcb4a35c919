"""The text as it is read: which words stand in brackets, whose those are, and the clause on the table."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.app.text.views import Clause, Stand, Text
from parley.web.text.brackets import LONGEST, Piece, Pieces, in_brackets, instead
from tests.sitting import NOON, opened
from tests.web.serving import Served

NOW = "Release\n\nEach side releases the sick and those over sixty first."
WISHED = "Release\n\nEach side at once releases the sick first."


def whole(pieces: Pieces) -> str:
    return "".join(one.text for one in (*pieces.title, *pieces.rest))


def test_the_words_that_a_side_would_not_have_stand_in_its_brackets() -> None:
    found = in_brackets(NOW, {"north": WISHED})
    assert found.title == [Piece("Release\n\n")]
    marked = [one for one in found.rest if one.parties]
    assert marked == [Piece("", ("north",)), Piece("and those over sixty", ("north",))]  # the first is a gap
    assert [one.text for one in instead(NOW, WISHED).rest if one.parties] == ["at once"]


def test_words_in_which_two_sides_differ_carry_both() -> None:
    found = in_brackets(NOW, {"north": WISHED, "south": NOW.replace("those over sixty", "the old")})
    assert [(one.text, one.parties) for one in found.rest if one.text and one.parties] == [
        ("and ", ("north",)),
        ("those over sixty", ("north", "south")),
    ]


texts = st.text(st.sampled_from("ab .,\n[]«»،سګ\u200c"), max_size=40)


@given(texts, texts, texts)
def test_whatever_is_marked_the_pieces_are_the_exact_text(text: str, one: str, other: str) -> None:
    assert whole(in_brackets(text, {"north": one, "south": other})) == text
    assert whole(instead(text, one)) == one


def test_letters_that_join_are_never_cut_apart() -> None:
    found = in_brackets("ناروغان لومړی خوشې کېږي", {"north": "ناروغ لومړی خوشې کېږي"})
    assert [one.text for one in found.rest] == ["ناروغان", " لومړی خوشې کېږي"]


def test_a_wording_too_long_to_compare_is_in_brackets_as_a_whole() -> None:
    long = "word " * LONGEST
    assert in_brackets(long, {"north": "other"}).rest == [Piece(long, ("north",))]


def clause(name: str, minute: int, *states: str) -> Clause:
    at = NOON.replace(minute=minute)
    stands = [Stand(party, state) for party, state in zip(("north", "south"), states, strict=True)]
    return Clause(name, 1, {"en": "x"}, {}, stands, at)


@pytest.mark.parametrize(
    ("clauses", "on_table"),
    [
        ([], ""),
        ([clause("1", 1, "adopted", "adopted")], ""),
        ([clause("1", 9, "adopted", "adopted"), clause("2", 1, "adopted", "none")], "2"),
        ([clause("1", 5, "none", "none"), clause("2", 1, "none", "none")], "1"),
    ],
)
def test_the_clause_on_the_table_is_the_one_touched_last_of_those_not_adopted(
    clauses: list[Clause], on_table: str
) -> None:
    assert Text(clauses).on_table == on_table


def test_the_page_names_the_sides_and_whose_brackets_those_are() -> None:
    room = opened()
    chair, head = room["chair"], room["north-head"]
    wordings = {code: f"Each side frees the sick first, {code}." for code in ("en", "ps")}
    digests = {code: chair.content(text.encode(), "wording", "text/plain") for code, text in wordings.items()}
    chair.must("text.clause-drafted.1", clause="1", version=1, digests=digests)
    own = head.content(b"Each side frees the sick and the old first, en.", "wording", "text/plain")
    bracket = {"clause": "1", "version": 1, "party": "north", "digests": {"en": own}}
    head.must("text.clause-bracketed.1", **bracket)
    room["south-head"].must("text.clause-bracketed.1", **bracket | {"party": "south", "digests": {}})
    page = Served(room).as_seat("south-head").get("text").text
    assert re.search(r'<mark class="bracketed gap"><span class="mark a" data-by="A"></span></mark>', page)
    assert re.search(r'<ins class="bracketed">\s*and the old\s*</ins>', page)
    assert '<p class="wording whole"' in page  # the south has all of it in brackets, with nothing instead
    shown = " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069]", " ", page).split())
    assert "The South has put this in brackets without other wording." in shown
    assert "The North In brackets" in shown
    assert "Also in پښتو" in shown
    assert "data-on-table" in page
