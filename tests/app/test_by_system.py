"""What the machine records goes the same way as what a seat proposes: one door, the same access and rules."""

import ast
from pathlib import Path

import pytest

from parley.app.core.contents import keep
from parley.app.core.jobs import Jobs
from parley.app.core.model import Command, Limits, Recorded
from parley.app.core.perform import by_system
from parley.app.core.ports import BESIDES
from parley.app.lists.matching import match_lists
from parley.app.plan.planning import plan_release
from parley.app.talks import house
from parley.app.talks.contents import PERSON
from parley.base import Refused, RuleError
from parley.lists import Lists
from parley.lists.acts import Matched
from parley.talks import Party, Place, Talks
from parley.talks.acts import Created, Noted, SeatInvited, SeatInvitedAgain, SeatMade, SessionOpened
from tests import queries
from tests.sim.test_attacks_rows import handed_over, received
from tests.sitting import TALKS, Room, created, opened
from tests.web.clearing import cleared
from tests.web.clearing import matched as compared

SOURCE = Path(__file__).parents[2] / "src/parley"
APPENDS = {
    "app/core/perform.py": "the one write path",
    "app/core/returning.py": "puts entries back as they were signed, and makes none",
}


def appending(source: str) -> list[str]:
    """Return the calls that append entries, or what perform keeps to itself."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and ast.unparse(node).endswith("journal.append"))
        or (isinstance(node, ast.ImportFrom) and node.module == "parley.app.core.perform"
            and any(one.name.startswith("_") for one in node.names))
        or (isinstance(node, ast.Attribute) and node.attr in ("_append", "_record"))
    ]  # fmt: skip


def test_nothing_appends_to_the_journal_but_the_one_write_path() -> None:
    found = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if appending(path.read_text("utf-8"))
    }
    assert found == APPENDS.keys()
    assert appending("app.journal.append(talks, [], None, b'')") != []
    assert appending("from parley.app.core.perform import _append") != []


def codes(answer: Recorded | Refused) -> list[str]:
    return [one.code for one in answer.reasons] if isinstance(answer, Refused) else []


def size(room: Room) -> int:
    return room.app.talks.get(TALKS).size("table")


def test_the_machine_lays_no_seat_that_the_rules_refuse() -> None:
    room = created()
    state, before = room.app.talks.get(TALKS), size(room)
    person = keep(room.app, TALKS, "x", PERSON, b"Somebody", "text/plain; charset=utf-8")
    wrong = SeatMade("chair", "east", "king", "nowhere", person)
    answer = by_system(room.app, state, [wrong], Command(SeatMade.KIND, {}, "lay-a-seat"))
    assert codes(answer) == ["seat_exists", "party_unknown", "place_unknown", "role_unknown"]
    nameless = SeatMade("extra", "north", "member", "kabul", "0" * 64)
    answer = by_system(room.app, state, [nameless], Command(SeatMade.KIND, {}, "lay-a-seat"))
    assert codes(answer) == ["content_missing"]
    assert size(room) == before


def test_the_machine_does_nothing_that_is_for_a_seat_to_do() -> None:
    room = created()
    state = room.app.talks.get(TALKS)
    answer = by_system(room.app, state, [SessionOpened("s-1")], Command(SessionOpened.KIND, {}, "open-it"))
    assert "not_for_your_seat" in codes(answer)
    by = room["chair"].viewer.by
    with pytest.raises(ValueError, match="chair itself"):
        by_system(room.app, state, [Noted("0" * 64)], Command(Noted.KIND, {}, "note-it"), by=by)


def test_new_talks_are_made_whole_or_not_at_all() -> None:
    room = created()
    state = room.app.talks.get("other-talks")
    made = Created((Party("host", "host"),), (Place("here", "UTC"),), ("en",), "0" * 64)
    person = keep(room.app, "other-talks", "x", PERSON, b"Somebody", "text/plain; charset=utf-8")
    seats = [SeatMade("one", "host", "head", "here", person), SeatMade("one", "host", "head", "here", person)]
    command = Command(Created.KIND, {}, "make-talks")
    assert codes(by_system(room.app, state, [made, *seats], command)) == ["seat_exists"]
    assert room.app.talks.get("other-talks").states.of(Talks).created is None
    assert room.app.journal.compartments("other-talks") == []
    assert isinstance(by_system(room.app, state, [made, seats[0]], command), Recorded)
    assert isinstance(by_system(room.app, state, [made, seats[0]], command), Recorded)  # the first answer
    assert room.app.talks.get("other-talks").size("table") == 3  # the server's key, the talks, the seat


def test_another_invitation_to_a_taken_seat_is_told_at_the_table() -> None:
    room = opened()
    state = room.app.talks.get(TALKS)
    house.invite(room.app, state, "north-head", "en", "once-more")
    last = state.log["table"][-1]
    assert last.act == SeatInvitedAgain("north-head")
    assert state.log["host"][-1].kind == SeatInvited.KIND
    before = size(room)
    house.invite(room.app, state, "north-head", "en", "once-more")
    assert size(room) == before
    with pytest.raises(RuleError):
        house.invite(room.app, state, "nobody", "en", "once-more")


def test_who_asks_for_a_comparison_or_a_plan_has_it_counted() -> None:
    room = opened()
    chair = room["chair"].viewer
    cleared(room)
    state = room.app.talks.get(TALKS)
    match = state.of(Lists).match
    assert match is not None
    comparison = room.app.blobs.get(TALKS, match.digest)
    assert comparison is not None
    brought = room.app.blobs.brought(TALKS)
    assert brought["", "chair"] == len(comparison[2]) + BESIDES
    assert isinstance(plan_release(room.app, chair, "job-plan", lambda _: None), Recorded)
    after = room.app.blobs.brought(TALKS)
    assert after["", "chair"] - brought["", "chair"] > 3 * BESIDES  # the plan, its file, its problem
    assert {key: size for key, size in after.items() if key != ("", "chair")} == {
        key: size for key, size in brought.items() if key != ("", "chair")
    }


@pytest.mark.parametrize("left", [0, 2])
def test_who_has_no_room_left_has_nothing_worked_out(left: int) -> None:
    """With none, nothing is begun; with less than the outcome takes, nothing of it is kept and nothing recorded."""
    room = opened()
    received(handed_over(room))
    state, chair = room.app.talks.get(TALKS), room["chair"].viewer
    room["chair"].content(b"a note", "note")
    kept = dict(room.app.blobs.brought(TALKS))
    held, before, shares = kept["host", "chair"], size(room), list[float]()
    for limits, code in (
        (Limits(seat=held + left), "seat_has_no_room"),
        (Limits(party=held + left), "party_has_no_room"),
    ):
        room.app.limits = limits
        assert codes(match_lists(room.app, chair, "job-of-too-much", shares.append)) == [code]
        job = Jobs(room.app).start(chair, "match")
        assert job.ended.wait(60)
        assert job.refused is not None
        assert [one.code for one in job.refused.reasons] == [code]
    assert bool(shares) == bool(left)
    assert (size(room), dict(room.app.blobs.brought(TALKS))) == (before, kept)
    officer = room["north-lists"].viewer  # of another party, which has its own
    room.app.limits = Limits()
    assert isinstance(match_lists(room.app, officer, "job-of-the-officer", shares.append), Recorded)
    assert room.app.blobs.brought(TALKS)["", "north-lists"] > 0
    assert state.log["table"][-1].kind == Matched.KIND


def test_a_comparison_is_no_more_to_read_for_who_had_it_made() -> None:
    room = opened()
    compared(room)
    match = room.app.talks.get(TALKS).of(Lists).match
    assert match is not None
    for seat in room.seats.values():
        assert queries.content(room.app, seat.viewer, match.digest) is None
