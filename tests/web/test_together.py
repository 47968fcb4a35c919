"""Acts told together: what both did is one line, a long run of one kind is its number, and none is lost."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from, tuples

from parley.app.core.views import Happened
from parley.web.grouped import Line, lines
from tests.sitting import drafted, opened
from tests.web.serving import Served

NOON = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)
ADOPTED, DECIDED = "text.clause-adopted.1", "lists.pair-decided.1"


def told_as(acts: list[Happened]) -> list[Line]:
    return lines(acts, {DECIDED})


def act(kind: str, party: str, clause: str = "4", seq: int = 0) -> Happened:
    return Happened(kind, NOON, f"{party}-head", (party,), {"party": party, "clause": clause}, seq=seq)


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
