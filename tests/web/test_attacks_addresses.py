"""Attacks by what stands in an address: numbers and compartments that lead out of what a seat may read."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from parley.store import open_store
from parley.store.places import EACH
from tests.sitting import TALKS, drafted, opened
from tests.web.serving import Served

KEY = bytes(range(32))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Talks on a database, as an operator has them, with a note in each side's own compartment."""
    with closing(open_store(f"sqlite:///{tmp_path}/parley.db", KEY)) as store:
        room = opened(store)
        for seat in ("south-head", "north-head"):
            head = room[seat]
            head.must("talks.noted.1", digest=head.content(f"a note of {head.party}".encode(), "note"))
        yield Served(room)


def test_a_number_beyond_a_compartment_shows_no_entry_of_another(served: Served) -> None:
    """What it led to: the other side's own compartment, the host's invitations, other talks that began later."""
    officer = served.as_seat("north-lists")
    for start in (EACH - 500, EACH, 2 * EACH, 3 * EACH - 1, 4 * EACH):
        for compartment in ("table", "side-north"):
            assert officer.get(f"record/{compartment}/entries?from={start}").text == ""
    own = [json.loads(line) for line in officer.get("record/side-north/entries?from=0").text.splitlines()]
    assert {(one["talks"], one["compartment"]) for one in own} == {(TALKS, "side-north")}


def test_a_cosignature_asks_nothing_about_a_compartment_that_the_seat_does_not_read(served: Served) -> None:
    """The refusal names the newest head's number of entries: of the other side's, how much it notes, and when."""
    officer = served.as_seat("north-lists")
    said = {
        name: officer.post(f"record/{name}/cosign", json={"size": 0, "line": ""}).json()["refused"]
        for name in ("side-south", "host", "side-nobody")
    }
    assert said["side-south"] == said["host"] == said["side-nobody"]
    own = officer.post("record/side-north/cosign", json={"size": 0, "line": ""}).json()["refused"]
    assert own[0]["numbers"]["latest"] == 2


@pytest.mark.parametrize("change", ["compartment", "entry"])
def test_rows_that_are_exchanged_under_a_running_server_show_no_entry_of_another_compartment(
    tmp_path: Path, change: str
) -> None:
    """Names of compartments exchanged by hand: each side then read the other's own entries under its own name."""
    file = tmp_path / "parley.db"
    with closing(open_store(f"sqlite:///{file}", KEY)) as store:
        room = opened(store)
        for seat in ("south-head", "north-head"):
            head = room[seat]
            head.must("talks.noted.1", digest=head.content(f"a note of {head.party}".encode(), "note"))
        officer = Served(room).as_seat("north-lists")
        before = officer.get("record/side-north/entries?from=0").text
        assert len(before.splitlines()) == 2
        with closing(sqlite3.connect(file)) as by_hand, by_hand:
            if change == "compartment":
                for name, then in (("side-north", "x"), ("side-south", "side-north"), ("x", "side-south")):
                    by_hand.execute(
                        "UPDATE compartments SET compartment = ? WHERE compartment = ?", (then, name)
                    )
            else:
                by_hand.execute("UPDATE leaves SET entry = (SELECT min(entry) FROM leaves)")
        after = officer.get("record/side-north/entries?from=0", headers={"accept": "application/json"})
        assert (after.status_code, after.json()["refused"][0]["code"]) == (409, "entries_changed")


def test_a_query_of_thousands_of_words_keeps_nobody_waiting() -> None:
    """Each word was held against each row while the table's lock was held: one address took seconds of everybody's time."""
    room = opened()
    for clause in range(1, 41):
        drafted(room, str(clause))
    reader = Served(room).as_seat("north-lists")

    def seconds(words: int) -> float:
        began = time.process_time()
        assert reader.get(f"record?q={'t+' * words}").status_code == 200
        return time.process_time() - began

    seconds(1)  # what is made once
    assert seconds(10_000) < 5 * seconds(1) + 0.5


def test_a_query_finds_rows_that_have_all_its_words() -> None:
    room = opened()
    drafted(room, "1")
    reader = Served(room).as_seat("north-lists", "en")
    found = reader.get("record?q=CLAUSE-drafted+chair+chair", headers={"accept": "application/json"}).json()
    assert (found["total"], found["entries"][0]["kind"]) == (1, "text.clause-drafted.1")
    none = reader.get("record?q=clause-drafted+north-head", headers={"accept": "application/json"}).json()
    assert none["total"] == 0
