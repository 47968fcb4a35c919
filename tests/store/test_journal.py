"""What every journal promises, in memory and on both databases."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from parley.app.core.ports import CommandKey, Conflict, Head, Journal, Message, Pending, ReadOnly, Reused
from parley.store import Store
from parley.store.places import EACH


@pytest.fixture
def journal(store: Store) -> Journal:
    return store.journal


def pending(seq: int, *entries: bytes, to: str = "table") -> Pending:
    return Pending(to, seq, entries)


def pressed(command: str = "c1", digest: str = "d1", seat: str = "gov-head") -> CommandKey:
    return CommandKey(seat, command, digest)


def test_entries_come_back_in_order(journal: Journal) -> None:
    journal.append("t", [pending(0, b"a", b"b")], None, b"")
    journal.append("t", [pending(2, b"c")], None, b"")
    assert journal.entries("t", "table") == [b"a", b"b", b"c"]
    assert journal.entries("t", "table", 1) == [b"b", b"c"]
    assert journal.entries("t", "table", 1, 2) == [b"b"]
    assert journal.entries("t", "table", 3) == journal.entries("t", "table", 2, 2) == []
    assert journal.sizes("t") == {"table": 3}


def test_an_entry_may_hold_any_bytes_up_to_its_limit(journal: Journal) -> None:
    ugly = bytes(range(256)) * 255 + "؀ \x00 'محمد' %s :x".encode()
    journal.append("t", [pending(0, ugly)], None, b"")
    assert journal.entries("t", "table") == [ugly]


def test_numbers_beyond_a_compartment_read_none_of_the_next(journal: Journal) -> None:
    """Places of all compartments lie in one row: a number that is large enough leads out of one's own."""
    journal.append("t", [pending(0, b"ours"), pending(0, b"theirs", to="side-x")], None, b"")
    journal.append("other", [pending(0, b"of other talks")], None, b"")
    for far in (EACH, 2 * EACH, 10**15):
        assert journal.entries("t", "table", far) == []
        assert journal.entries("t", "table", far, far + 1_000) == []
    assert journal.entries("t", "table", 0, 3 * EACH) == [b"ours"]
    assert journal.entries("t", "side-x", 0, 3 * EACH) == [b"theirs"]


def test_an_unknown_talks_is_empty_and_not_an_error(journal: Journal) -> None:
    assert journal.talks() == journal.compartments("t") == []
    assert journal.entries("t", "table") == []
    assert journal.sizes("t") == {}
    assert journal.cosignatures("t", "table", 1) == []
    assert journal.cosigned_head("t", "table") is None
    assert journal.answered("t", pressed()) is None


def test_talks_and_compartments_are_apart_and_in_the_order_they_began(journal: Journal) -> None:
    journal.append("zulu", [pending(0, b"z")], None, b"")
    journal.append("alpha", [pending(0, b"a"), pending(0, b"s", to="side-x")], None, b"")
    journal.append("alpha", [pending(0, b"h", to="host")], None, b"")
    assert journal.talks() == ["zulu", "alpha"]
    assert journal.compartments("alpha") == ["table", "side-x", "host"]
    assert journal.entries("alpha", "side-x") == [b"s"]
    assert journal.entries("zulu", "table") == [b"z"]
    assert journal.sizes("alpha") == {"table": 1, "side-x": 1, "host": 1}


@pytest.mark.parametrize("seq", [0, 1, 3], ids=["taken", "taken_last", "leaves_a_gap"])
def test_a_sequence_number_that_is_not_next_is_a_conflict_and_writes_nothing(
    journal: Journal, seq: int
) -> None:
    journal.append("t", [pending(0, b"a", b"b")], None, b"")
    with pytest.raises(Conflict):
        journal.append(
            "t", [pending(0, b"h", to="host"), pending(seq, b"x")], pressed(), b"", [Message("live", {})]
        )
    assert journal.entries("t", "table") == [b"a", b"b"]
    assert journal.compartments("t") == ["table"]
    assert journal.answered("t", pressed()) is None
    assert journal.unsent() == []


def test_a_command_pressed_again_gets_the_first_answer(journal: Journal) -> None:
    journal.append("t", [pending(0, b"a")], pressed(), b'{"recorded":0}')
    assert journal.answered("t", pressed()) == b'{"recorded":0}'
    with pytest.raises(Reused):
        journal.append("t", [pending(1, b"b")], pressed(), b'{"recorded":1}')
    assert journal.entries("t", "table") == [b"a"]


def test_other_bytes_under_a_used_id_are_refused(journal: Journal) -> None:
    journal.append("t", [pending(0, b"a")], pressed(), b"1")
    with pytest.raises(Reused):
        journal.answered("t", pressed(digest="d2"))
    with pytest.raises(Reused):
        journal.append("t", [pending(1, b"b")], pressed(digest="d2"), b"2")


def test_an_id_belongs_to_one_seat_of_one_talks(journal: Journal) -> None:
    journal.append("t", [pending(0, b"a")], pressed(), b"1")
    journal.append("t", [pending(1, b"b")], pressed(seat="tal-head"), b"2")
    journal.append("u", [pending(0, b"c")], pressed(), b"3")
    assert [journal.answered("t", pressed(seat="tal-head")), journal.answered("u", pressed())] == [b"2", b"3"]


def test_a_repeated_press_is_told_so_even_when_its_sequence_number_is_taken_too(journal: Journal) -> None:
    journal.append("t", [pending(0, b"a")], pressed(), b"1")
    with pytest.raises(Reused):  # and not Conflict: deciding again would record it twice under a new number
        journal.append("t", [pending(0, b"a")], pressed(), b"1")


def test_messages_wait_until_they_are_sent_and_their_numbers_never_return(journal: Journal) -> None:
    told = [Message("remove", {"seat": "نذیر"}), Message("erase", {"digest": "ab"})]
    journal.append("t", [pending(0, b"a")], None, b"", told)
    first, second = journal.unsent()
    assert [first[1:], second[1:]] == [("t", told[0]), ("t", told[1])]
    journal.sent([second[0], 4711])
    assert journal.unsent() == [first]
    journal.sent([first[0]])
    journal.append("t", [pending(1, b"b")], None, b"", told[:1])
    assert journal.unsent()[0][0] > second[0]


def test_cosignatures_stay_with_the_checkpoint_they_sign(journal: Journal) -> None:
    for seq in range(4):
        journal.append("t", [pending(seq, b"e%d" % seq)], None, b"")
    head = Head(2, b"note 2")
    journal.cosign("t", "table", head, "t/tal-head/b", b"line b")
    journal.cosign("t", "table", head, "t/gov-head/a", b"line a")
    journal.cosign("t", "table", head, "t/gov-head/a", b"line a")
    journal.cosign("t", "table", Head(1, b"note 1"), "t/gov-head/a", b"older")
    assert journal.cosignatures("t", "table", 2) == [b"line a", b"line b"]
    assert journal.cosigned_head("t", "table") == head
    assert journal.cosigned_head("t", "side-x") is None


def test_a_journal_marked_read_only_says_why_until_it_is_lifted(journal: Journal) -> None:
    journal.append("t", [pending(0, b"a")], None, b"")
    assert journal.read_only() is None
    journal.set_read_only("behind_kept_head")
    assert journal.read_only() == "behind_kept_head"
    with pytest.raises(ReadOnly) as refused:
        journal.append("t", [pending(1, b"b")], pressed(), b"1")
    assert refused.value.code == "behind_kept_head"
    with pytest.raises(ReadOnly):
        journal.cosign("t", "table", Head(1, b"note 1"), "k", b"line")
    assert journal.entries("t", "table") == [b"a"]
    journal.set_read_only(None)
    journal.append("t", [pending(1, b"b")], pressed(), b"1")
    assert journal.read_only() is None


def append_until_in(journal: Journal, entry: bytes, key: CommandKey | None) -> str:
    """Do as ``app.perform`` does: decide at the next number, and again after a conflict."""
    for _ in range(1000):
        if key is not None and journal.answered("t", key) is not None:
            return "answered"
        seq = journal.sizes("t").get("table", 0)
        try:
            journal.append("t", [pending(seq, entry)], key, entry)
        except Conflict:
            continue
        except Reused:
            return "reused"
        return "recorded"
    raise AssertionError("still in conflict after 1000 tries")


def together(*works: Callable[[], str]) -> list[str]:
    """Run all of them at once, as nearly as threads can."""
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], str]) -> str:
        ready.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_writers_at_once_all_end_up_in_one_unbroken_row(journal: Journal) -> None:
    def writer(number: int) -> str:
        for index in range(25):
            entry = b"%d-%d" % (number, index)
            assert append_until_in(journal, entry, pressed(entry.decode())) == "recorded"
        return "done"

    together(*(partial(writer, number) for number in range(4)))
    found = journal.entries("t", "table")
    assert sorted(found) == sorted(b"%d-%d" % (n, i) for n in range(4) for i in range(25))
    for number in range(4):  # each writer's own are in its own order
        own = [entry for entry in found if entry.startswith(b"%d-" % number)]
        assert own == [b"%d-%d" % (number, index) for index in range(25)]


def test_one_command_pressed_many_times_at_once_is_recorded_once(journal: Journal) -> None:
    for round_ in range(10):
        key = pressed(f"c{round_}")
        said = together(*[partial(append_until_in, journal, b"%d" % round_, key)] * 6)
        assert said.count("recorded") == 1
        assert journal.answered("t", key) == b"%d" % round_
    assert journal.entries("t", "table") == [b"%d" % round_ for round_ in range(10)]
