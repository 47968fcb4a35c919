"""Acts told together: what both did is one line, a long run of one kind is its number, and none is lost."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from, tuples

from parley.app.core.views import Happened
from parley.languages import LANGUAGES
from parley.web.grouped import Line, lines, together
from parley.web.render import Reader
from parley.web.text.numbers import clauses
from parley.web.words import Words, phrases
from parley.web.words.phrases import joined
from tests.sitting import drafted, opened
from tests.web.serving import Served

NOON = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)
ADOPTED, DECIDED = "text.clause-adopted.1", "lists.pair-decided.1"


def told_as(acts: list[Happened]) -> list[Line]:
    return lines(acts, {DECIDED})


def act(kind: str, party: str, clause: str = "4", seq: int = 0, version: int = 1) -> Happened:
    numbers: dict[str, str | int] = {"party": party, "clause": clause, "version": version}
    return Happened(kind, NOON, f"{party}-head", (party,), numbers, seq=seq)


def said_as(acts: list[Happened]) -> list[tuple[str, str]]:
    """Return of which parties and of which clauses each line tells."""
    found = together(told_as(acts), {ADOPTED: "clause"})
    return [(str(line.act.numbers["party"]), str(line.act.numbers["clause"])) for line in found]


def test_what_both_did_is_one_line_and_whoever_was_first_is_named_first() -> None:
    (line,) = told_as([act(ADOPTED, "south", seq=8), act(ADOPTED, "north", seq=7)])
    assert line.act.parties == ("north", "south")
    assert line.act.numbers["party"] == "north,south"
    assert line.seats == ["north-head", "south-head"]


def test_two_clauses_and_the_same_party_twice_stay_apart() -> None:
    assert len(told_as([act(ADOPTED, "south", "4"), act(ADOPTED, "north", "5")])) == 2
    assert len(told_as([act(ADOPTED, "south"), act(ADOPTED, "south")])) == 2


def test_a_long_run_is_folded_into_its_number_and_holds_every_act() -> None:
    run = [act(DECIDED, "north", seq=n) for n in range(80, 0, -1)]
    (line,) = told_as(run)
    assert line.act.numbers == {"count": 80}
    assert line.folded == run
    assert len(told_as(run[:3])) == 3


@given(
    lists(
        tuples(sampled_from([ADOPTED, DECIDED]), sampled_from(["north", "south"]), integers(1, 3)),
        max_size=30,
    )
)
def test_no_act_is_lost(said: list[tuple[str, str, int]]) -> None:
    told = told_as([act(kind, party, str(clause)) for kind, party, clause in said])
    assert sum(len(line.folded) or len(line.seats) for line in told) == len(said)


def test_today_says_that_both_sides_adopted_a_clause() -> None:
    room = opened()
    digests = drafted(room)
    for side in ("north", "south"):
        room[f"{side}-head"].must(ADOPTED, clause="1", version=1, digests=digests, party=side)
    page = Served(room).as_seat("chair").get("today").text
    assert "Both sides adopted clause 1" in page
    assert "The North adopted clause" not in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["n1", "s1", "n2", "s2", "n3", "s3"], [("north,south", "1,2,3")]),
        (["n1", "n2", "n3", "s1", "s2", "s3"], [("north,south", "1,2,3")]),
        (["n1", "n2", "s2", "s1"], [("south", "1"), ("north,south", "2"), ("north", "1")]),
        (["n1", "n2", "s1"], [("south", "1"), ("north", "1,2")]),
        (["n1", "n1"], [("north", "1"), ("north", "1")]),  # another version of it: which, no line would say
        (["n1", "s1"], [("north,south", "1")]),
    ],
)
def test_clauses_that_the_same_parties_adopted_are_one_line(
    said: list[str], told: list[tuple[str, str]]
) -> None:
    parties = {"n": "north", "s": "south"}
    acts = [act(ADOPTED, parties[one[0]], one[1], seq) for seq, one in enumerate(said)]
    assert said_as(acts[::-1]) == told


def test_two_versions_of_a_clause_are_never_said_to_be_adopted_by_both() -> None:
    north = [act(ADOPTED, "north", clause) for clause in ("1", "2")]
    south = [act(ADOPTED, "south", "1"), act(ADOPTED, "south", "2", version=2)]
    assert said_as([*north, *south]) == [("north", "2,1"), ("south", "2,1")]


@given(
    lists(
        tuples(sampled_from(["north", "south"]), integers(1, 4), integers(1, 2)),
        max_size=20,
    )
)
def test_a_line_says_of_each_party_and_clause_just_what_is_on_record(
    said: list[tuple[str, int, int]],
) -> None:
    acts = [act(ADOPTED, party, str(clause), -n, version) for n, (party, clause, version) in enumerate(said)]
    told = together(told_as(acts), {ADOPTED: "clause"})
    assert sorted(id(one) for line in told for one in line.acts) == sorted(map(id, acts))
    for line in told:
        numbers = line.act.numbers
        claimed = [
            (party, clause)
            for party in str(numbers["party"]).split(",")
            for clause in str(numbers["clause"]).split(",")
        ]
        recorded = [(str(one.numbers["party"]), str(one.numbers["clause"])) for one in line.acts]
        assert sorted(claimed) == sorted(recorded)
        of_both = len(set(line.act.parties)) > 1
        versions = {(one.numbers["clause"], one.numbers["version"]) for one in line.acts}
        assert not of_both or len(versions) == len({clause for clause, _ in versions})


SIX = {
    "en": "Both sides adopted clauses 1 to 6",
    "ps": "دواړو خواوو ۱ تر ۶ مادې ومنلې",
    "fa-AF": "هر دو جانب مواد ۱ تا ۶ را پذیرفتند",
    "ar": "اعتمد الطرفان البنود من ١ إلى ٦",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_clauses_that_both_sides_adopted_are_one_line_in_each_language(language: str) -> None:
    room = opened()
    for clause in "123456":
        digests = drafted(room, clause)
        for side in ("north", "south"):
            room[f"{side}-head"].must(ADOPTED, clause=clause, version=1, digests=digests, party=side)
    page = Served(room).as_seat("chair", language).get("today").text
    agreed = re.findall(r'aria-labelledby="agreed".*?</section>', page, re.DOTALL)[0]
    read = " ".join(re.sub(r"<span class=\"mark.*?</span>|<[^>]+>", "", agreed).split())
    assert read.count(SIX[language]) == 1
    assert agreed.partition("<details")[0].count("<li") == 1


def test_neighbours_are_said_from_to_and_what_is_no_number_by_its_name() -> None:
    reader = Reader(Words("en"), None, joined((phrases,)))
    for said, read in (
        ("1", "1"),
        ("2,1", "1 and 2"),
        ("3,1,2", "1 to 3"),
        ("1,2,4,5,6,9,annex", "1, 2, 4 to 6, 9 and annex"),
    ):
        assert re.sub(r"<[^>]+>", "", str(clauses(reader, said))) == read
