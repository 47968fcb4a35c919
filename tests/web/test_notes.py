"""A note that a delegation keeps: written on Today, shown to its own party, and to nobody else."""

import pytest

from parley.app.core.contents import erase
from parley.app.talks import contents
from parley.app.talks.contents import LONGEST
from parley.talks import Talks
from tests.sim.test_attacks import intruder
from tests.sitting import TALKS, opened
from tests.web.serving import Served

WORDS = "They will give way on Herat.\nNot before Nowruz."
SAID = {"id": "keep-a-note-1", "words": WORDS.replace("\n", "\r\n")}


@pytest.fixture
def served() -> Served:
    return Served(opened())


def test_a_note_is_kept_and_shown_to_its_own_party_alone(served: Served) -> None:
    answer = served.as_seat("north-head").post("note", data=SAID)
    assert (answer.status_code, answer.headers["location"].rpartition("/")[2]) == (303, "today#recorded")
    for seat in served.room.seats:
        shown = WORDS in served.as_seat(seat).get("today").text
        assert shown == seat.startswith("north"), seat
    served.room.seats["north-head"] = intruder(served.room)
    assert "Herat" not in served.as_seat("north-head").get("today").text


def test_a_note_stands_on_its_own_partys_record_and_its_words_do_not(served: Served) -> None:
    served.as_seat("south-lists").post("note", data=SAID)
    state = served.room.app.talks.get(TALKS)
    (entry,) = [one for one in state.log["side-south"] if one.kind == "talks.noted.1"]
    assert entry.stamp.seat == "south-lists"
    raw = served.room.app.journal.entries(TALKS, "side-south")
    assert not [one for one in raw if b"Herat" in one]
    assert served.as_seat("south-lists").post("note", data=SAID).status_code == 303  # pressed twice
    assert len(state.of(Talks).notes["side-south"]) == 1


def test_an_erased_note_says_that_it_is(served: Served) -> None:
    served.as_seat("chair").post("note", data=SAID)
    (note,) = served.room.app.talks.get(TALKS).of(Talks).notes["host"]
    erase(served.room.app, TALKS, note[2])
    page = served.as_seat("chair").get("today").text
    assert "Herat" not in page
    assert "Erased" in page


@pytest.mark.parametrize("words", ["", "   ", "x" * (LONGEST + 1)])
def test_a_note_of_nothing_or_without_end_is_not_kept(served: Served, words: str) -> None:
    answer = served.as_seat("north-lists").post("note", data=SAID | {"words": words})
    assert 400 <= answer.status_code < 500
    assert not served.room.app.talks.get(TALKS).of(Talks).notes


def test_what_a_note_hides_is_written_out(served: Served) -> None:
    served.as_seat("north-head").post("note", data=SAID | {"words": "a\u202eb <script>alert(1)</script>"})
    page = served.as_seat("north-lists").get("today").text
    assert "\u202e" not in page
    assert "<script>alert" not in page


def test_a_note_as_long_as_may_be_is_shown_whole_and_a_longer_one_is_told_what_it_may_be(
    served: Served,
) -> None:
    seat = served.as_seat("north-lists")
    answer = seat.post("note", data=SAID | {"words": "x" * (LONGEST + 1)})
    assert f"A note has at most {LONGEST:,} characters" in answer.text.replace("4000", "4,000")
    seat.post("note", data=SAID | {"words": "\u0646" * (LONGEST - 1) + "."})
    assert "\u0646" * (LONGEST - 1) + "." in seat.get("today").text


def test_twenty_notes_of_an_earlier_version_that_hide_everything_make_no_long_today(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = served.as_seat("south-lists")
    with monkeypatch.context() as earlier:
        earlier.setattr(contents, "LONGEST", 200_000)
        for i in range(20):
            seat.post("note", data={"id": f"long-note-{i}", "words": f"{i} " + "\u202e" * 20_000})
    assert len(served.room.app.talks.get(TALKS).of(Talks).notes["side-south"]) == 20
    page = seat.get("today").text
    assert page.count("\u27e9…") == 20
    assert len(page) < 20 * LONGEST * len("\u27e8U+202E\u27e9") + 100_000
