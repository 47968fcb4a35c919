"""Where the talks of 2020 broke, and what stands on the record when they break again.

Each is played to the end; afterwards the record verifies from outside and the fold made anew is the live one.
"""

from collections.abc import Iterator

import pytest

from parley.app.core.model import Recorded
from parley.app.lists.matching import match_lists
from parley.app.lists.reading import standings_of
from parley.base import Refused
from parley.lists import Lists
from parley.lists.standings import cleared
from parley.record import read_entry
from tests import queries
from tests.sim.outside import checked, countersigned, deposited, exported, holds, trusted
from tests.sitting import TALKS, Room, drafted, opened

CLAIMS = {  # what each side asks for
    "north": "1,Mohammad Nazir,Abdul Karim,1985,Kandahar\n2,Toryalai Zadran,Gul Agha,1990,Khost\n",
    "south": "1,Ehsanullah Safi,Noor Mohammad,1979,Laghman\n",
}
HOLDINGS = {  # whom each side holds: the south one claimed and one on no list
    "north": "1,Ehsanullah Safi,Noor Mohammad,1979,Laghman\n",
    "south": "1,Nazeer,,1986,Kandahar\n2,Wali Kakar,Sher Khan,1965,Herat\n",
}
SIDES = ("north", "south")


@pytest.fixture
def room() -> Iterator[Room]:
    played = opened()
    yield played
    holds(played)


def handed_over(room: Room) -> dict[str, str]:
    """Hand over all four lists; return their digests by deposit."""
    digests = {}
    for side in SIDES:
        for kind, rows in (("claims", CLAIMS[side]), ("holdings", HOLDINGS[side])):
            digests[f"{side}-{kind}"] = deposited(room, side, kind, rows)
            countersigned(room, side, kind, digests[f"{side}-{kind}"])
    return digests


def matched(room: Room) -> str:
    """Hand over, receive, compare; return the match's id."""
    digests = handed_over(room)
    for side in SIDES:
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
    answer = match_lists(room.app, room["chair"].viewer, "job-of-the-test", lambda _: None)
    assert isinstance(answer, Recorded), answer
    match = room.app.talks.get(TALKS).of(Lists).match
    assert match is not None
    for side in SIDES:
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match.id, basis_points=10_000, party=side)
    return match.id


def pair(room: Room, claimant: str, number: int) -> tuple[int, int]:
    """Return (claim, holding) rows of the best candidate for the claim that stands ``number``-th in its list."""
    rows = sorted(row for side, row in standings_of(room.app, room.app.talks.get(TALKS)) if side == claimant)
    best = standings_of(room.app, room.app.talks.get(TALKS))[(claimant, rows[number])].pair
    assert best is not None
    return best.claim, best.holding


def decide(
    room: Room, match: str, side: str, claimant: str, rows: tuple[int, int], *, same: bool
) -> Recorded | Refused:
    claim, holding = rows
    fields = {
        "match": match,
        "claimant": claimant,
        "claim": claim,
        "holding": holding,
        "same": same,
        "party": side,
    }
    return room[f"{side}-lists"].do("lists.pair-decided.1", **fields)


def codes(answer: Recorded | Refused) -> set[str]:
    assert isinstance(answer, Refused), answer
    return {one.code for one in answer.reasons}


def word(room: Room, claimant: str, row: int) -> str:
    return standings_of(room.app, room.app.talks.get(TALKS))[(claimant, row)].word


def test_a_list_whose_delivery_is_denied_stands_with_the_deniers_own_signature(room: Room) -> None:
    """29 March: Kabul says it has handed over its list; a Taliban source denies it."""
    digests = handed_over(room)
    room["south-lists"].must("lists.received.1", digests=digests, party="south")
    entries = [read_entry(raw) for raw in room.app.journal.entries(TALKS, "table")]
    receipt = next(one for one in entries if one.kind == "lists.received.1")
    assert receipt.binding
    assert receipt.device == room["south-lists"].device
    assert receipt.body["digests"]["north-holdings"] == digests["north-holdings"]
    assert checked(exported(room), trusted(room)).ok


def test_lists_are_not_compared_while_a_receipt_is_missing(room: Room) -> None:
    digests = handed_over(room)
    room["north-lists"].must("lists.received.1", digests=digests, party="north")
    answer = match_lists(room.app, room["chair"].viewer, "job-too-early", lambda _: None)
    assert codes(answer) == {"receipts_missing"}


def test_one_released_who_was_on_no_list_cannot_be_counted(room: Room) -> None:
    """8 April: Kabul frees 100 on its own; the Taliban cannot confirm that they were on the list."""
    match = matched(room)
    nazir, unclaimed = pair(room, "north", 0)[0], 3  # the file's third line: Wali Kakar, whom nobody claims
    answer = decide(room, match, "south", "north", (nazir, unclaimed), same=True)
    assert "pair_not_candidate" in codes(answer)
    assert cleared(standings_of(room.app, room.app.talks.get(TALKS))) == []


def test_one_never_held_stays_on_the_list_and_owed_an_answer(room: Room) -> None:
    """12 April: of 60 only 19 were servicemen; a name on the list that the holder says it never held."""
    matched(room)
    row = sorted(row for side, row in standings_of(room.app, room.app.talks.get(TALKS)) if side == "north")[1]
    standing = standings_of(room.app, room.app.talks.get(TALKS))[("north", row)]
    assert standing.word in ("not_held", "to_decide")
    page = queries.lists(room.app, room["north-lists"].viewer)
    assert page.rows is not None
    assert {one.row: one.outcome for one in page.rows.rows}[str(row)] == standing.word
    assert all(one.outcome != "cleared" for one in page.rows.rows)


def test_a_veto_leaves_both_answers_standing_and_the_list_as_it_was(room: Room) -> None:
    """July: 592 names refused, substitutes asked for; the Taliban: the list stands."""
    match = matched(room)
    rows = pair(room, "north", 0)
    assert isinstance(decide(room, match, "north", "north", rows, same=True), Recorded)
    assert isinstance(decide(room, match, "south", "north", rows, same=False), Recorded)
    assert word(room, "north", rows[0]) == "differs"
    substitute = b"number,name\n1,Somebody Else\n"
    officer = room["north-lists"]
    fields = {
        "deposit": "north-claims-2",
        "list": "claims",
        "party": "north",
        "size": len(substitute),
        "rows": 1,
    }
    answer = officer.do(
        "lists.deposited.1", digest=officer.content(substitute, "claims", "text/csv"), **fields
    )
    assert "lists_opened_already" in codes(answer)
    assert "pair_decided_already" in codes(decide(room, match, "south", "north", rows, same=True))


def test_a_side_that_withdraws_its_team_stops_the_table_and_takes_nothing_back(room: Room) -> None:
    """7 April: broken off in the middle."""
    digests = drafted(room)
    said = {"clause": "1", "version": 1, "digests": digests}
    room["south-head"].must("text.clause-adopted.1", party="south", **said)
    room.absent |= {"south-head", "south-lists"}
    assert codes(room["north-head"].do("text.clause-adopted.1", party="north", **said)) == {"side_absent"}
    stands = {one.party: one.state for one in queries.text(room.app, room["chair"].viewer).clauses[0].stands}
    assert stands == {"north": "none", "south": "adopted"}
    room.absent.clear()
    room["north-head"].must("text.clause-adopted.1", party="north", **said)
