"""Attacks on the disk, on each store: a seat, a party and the acts of a seat stay within their room, and shut nobody else out."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from parley.app.core.contents import bring
from parley.app.core.model import App, Limits, Recorded
from parley.app.core.ports import BESIDES, Unavailable
from parley.base import Refused
from parley.languages import LANGUAGES
from parley.record import b64u, content_digest
from parley.store import Store
from tests.sitting import DEFINITION, TALKS, Room, Seat, app_over, created, opened, revoked, vouch
from tests.web.serving import Served

MEMBER = """
[[seats]]
id = "north-member"
party = "north"
role = "member"
place = "kabul"
person = "A plain member"
"""
PLAIN = "text/plain; charset=utf-8"
NOTE, LIST = 4_000, b"1,Mohammad Nazir,Abdul Karim,1985,Kandahar\n" * 200  # bytes of the longest note; a list
ONE = NOTE + BESIDES


def table(store: Store, **limits: int) -> Room:
    """Return an open table with a plain member in the north, and these limits."""
    room = created(store, DEFINITION + MEMBER)
    vouch(room, "north-head", ["north-head", "north-lists", "north-member"])
    vouch(room, "south-head", ["south-head", "south-lists"])
    vouch(room, "neutral-head", ["neutral-head"])
    for side, other in (("north", "south"), ("south", "north")):
        devices = [seat.device for seat in room.seats.values() if seat.party in (other, "host", "neutral")]
        room[f"{side}-head"].must("roster.devices-accepted.1", devices=devices, party=side)
    room["chair"].must("talks.session-opened.1", session="session-1")
    room.app.limits = Limits(**limits)
    return room


def note(seat: Seat, number: int, size: int = NOTE, app: App | None = None) -> str | Refused:
    data = f"{number:08}".encode().ljust(size, b".")
    return bring(app or seat.app, seat.viewer, "note", number.to_bytes(32), PLAIN, data)


def codes(answer: object) -> set[str]:
    assert isinstance(answer, Refused), answer
    return {one.code for one in answer.reasons}


def filled(seat: Seat, start: int = 0, size: int = NOTE) -> tuple[int, set[str]]:
    """Bring notes until one is refused; return how many were kept, and why the next was not."""
    for number in range(start, start + 1_000):
        answer = note(seat, number, size)
        if isinstance(answer, Refused):
            return number - start, codes(answer)
    raise AssertionError("nobody stopped it")


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Do all of it at the same moment, each in a thread of its own."""
    answers: list[object] = [None] * count
    ready = threading.Barrier(count)

    def one(number: int) -> None:
        ready.wait(60)
        answers[number] = work(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_plain_member_fills_the_disk(store: Store) -> None:
    room = table(store, seat=10 * ONE, party=10_000_000)
    member = room["north-member"]
    assert filled(member) == (10, {"seat_has_no_room"})
    assert store.blobs.brought(TALKS)["north", "north-member"] == 10 * ONE
    assert isinstance(note(member, 0), str)  # what is kept may be brought again: it takes nothing
    room["north-lists"].content(LIST, "claims", "text/csv")  # nor is its own side shut out
    room["south-lists"].content(LIST, "claims", "text/csv")
    room["north-head"].content(b"A wording", "wording")


def test_a_plain_member_fills_the_disk_with_notes_of_one_letter(store: Store) -> None:
    room = table(store, seat=20 * (BESIDES + 8))
    assert filled(room["north-member"], size=8) == (20, {"seat_has_no_room"})


def test_a_member_goes_on_after_the_server_was_started_anew(store: Store) -> None:
    room = table(store, seat=3 * ONE)
    assert filled(room["north-member"]) == (3, {"seat_has_no_room"})
    again = app_over(store, room.clock)
    again.limits = room.app.limits
    assert isinstance(note(room["north-member"], 3, app=again), Refused)


def test_two_uploads_at_once_at_the_edge(store: Store) -> None:
    """Ten at once find room for one: one is kept, whoever it is, and nothing of the others."""
    room = table(store, seat=4 * ONE)
    for number in range(3):
        assert isinstance(note(room["north-member"], number), str)
    answers = at_once(10, lambda number: note(room["north-member"], 100 + number))
    assert sorted(type(one).__name__ for one in answers) == ["Refused"] * 9 + ["str"]
    assert store.blobs.brought(TALKS)["north", "north-member"] == 4 * ONE


def test_two_seats_of_a_party_at_once_at_the_edge(store: Store) -> None:
    room = table(store, party=5 * ONE)
    seats = [room[name] for name in ("north-member", "north-head", "north-lists")]
    answers = at_once(12, lambda number: note(seats[number % 3], number))
    assert sum(isinstance(one, str) for one in answers) == 5
    by_seat = store.blobs.brought(TALKS)
    assert sum(size for (party, _), size in by_seat.items() if party == "north") == 5 * ONE


def test_one_side_fills_its_room_and_the_other_side_still_brings_its_list(store: Store) -> None:
    room = table(store, seat=6 * ONE, party=8 * ONE)
    assert filled(room["north-member"]) == (6, {"seat_has_no_room"})
    assert filled(room["north-head"], 100) == (2, {"party_has_no_room"})
    assert filled(room["north-member"], 200) == (0, {"seat_has_no_room", "party_has_no_room"})
    room["south-lists"].content(LIST, "claims", "text/csv")
    room["chair"].content(b"A wording", "wording")
    room["neutral-head"].content(b"A note", "note")


def test_what_was_erased_makes_room(store: Store) -> None:
    room = table(store, seat=2 * ONE)
    member = room["north-member"]
    first = note(member, 0)
    assert filled(member, 1) == (1, {"seat_has_no_room"})
    room["chair"].must("content.erased.1", digest=first, order="chair")
    assert note(member, 0) == first  # kept no more, and counted no more
    assert filled(member, 10) == (1, {"seat_has_no_room"})
    assert store.blobs.brought(TALKS)["north", "north-member"] == 2 * ONE


class AnswerLost:
    """A store that keeps a content, or does not, and whose answer never comes."""

    def __init__(self, blobs: Any, *, keeps: bool) -> None:
        self._blobs, self._keeps = blobs, keeps

    def __getattr__(self, name: str) -> Any:
        return getattr(self._blobs, name)

    def put(self, *content: Any) -> None:
        if self._keeps:
            self._blobs.put(*content)
        raise Unavailable


@pytest.mark.parametrize("keeps", [True, False])
def test_a_member_whose_upload_was_cut_off_is_counted_what_is_kept(store: Store, keeps: bool) -> None:
    room = table(store, seat=3 * ONE)
    member, sound = room["north-member"], room.app.blobs
    assert isinstance(note(member, 0), str)
    room.app.blobs = AnswerLost(sound, keeps=keeps)
    with pytest.raises(Unavailable):
        note(member, 1)
    room.app.blobs = sound
    assert filled(member, 10) == (1 if keeps else 2, {"seat_has_no_room"})
    assert store.blobs.brought(TALKS)["north", "north-member"] == 3 * ONE


def test_nothing_of_what_was_refused_is_kept(store: Store) -> None:
    room = table(store, seat=ONE - 1)
    assert isinstance(note(room["north-member"], 0), Refused)
    digest = content_digest(bytes(32), b"00000000".ljust(NOTE, b"."))
    assert (store.blobs.get(TALKS, digest), store.blobs.origin(TALKS, digest)) == (None, None)
    assert ("north", "north-member") not in store.blobs.brought(TALKS)


def test_a_real_list_and_the_largest_body_are_far_below_what_is_allowed_unless_somebody_chooses_less() -> (
    None
):
    room = opened()
    for number in range(8):
        seat = room["north-lists"].viewer
        data = number.to_bytes(1) * 28_000_000
        assert isinstance(bring(room.app, seat, "claims", number.to_bytes(32), "text/csv", data), str)
    for number in range(1_000):
        assert isinstance(note(room["north-lists"], 1_000 + number, 400), str)


def test_a_member_fills_the_record_with_acts(store: Store) -> None:
    room = table(store)
    member, state = room["north-member"], room.app.talks.get(TALKS)
    room.app.limits = Limits(acts=20_000)
    digest = note(member, 0)
    answer = member.do("talks.noted.1", digest=digest)
    while isinstance(answer, Recorded):
        answer = member.do("talks.noted.1", digest=digest)
    assert codes(answer) == {"acts_have_no_room"}
    written = sum(
        len(entry)
        for name in store.journal.compartments(TALKS)
        for entry in store.journal.entries(TALKS, name)
        if json.loads(entry)["seat"] == "north-member"
    )
    assert state.acts["north-member"] == written < 21_000
    assert app_over(store, room.clock).talks.get(TALKS).acts == state.acts  # read anew, the same
    head = room["north-head"]
    head.must("talks.noted.1", digest=head.content(b"mine", "note"))  # the others go on


def test_a_stolen_device_that_has_used_up_its_seats_acts_is_revoked_all_the_same() -> None:
    room = opened()
    room.app.limits = Limits(acts=1)
    head = room["north-head"]
    assert codes(head.do("talks.noted.1", digest=head.content(b"mine", "note"))) == {"acts_have_no_room"}
    revoked(room, "north-lists", by="north-head")
    revoked(room, "north-head")


def test_a_refusal_says_how_much_what_is_allowed_and_what_was_not_done_in_four_languages() -> None:
    served = Served()
    served.room.app.limits = Limits(seat=6_000_000, party=5_000_000)
    served.room["north-lists"].content(b"a" * 4_000_000, "claims", "text/csv")
    sentences = set()
    for language in LANGUAGES:
        body = {
            "salt": b64u(bytes(32)),
            "bytes": b64u(b"b" * 2_000_000),
            "media": "text/csv",
            "purpose": "claims",
        }
        browser = served.as_seat("north-lists", language)
        answer = browser.post("content", json=body, headers={"accept": "application/json"})
        assert answer.status_code == 409
        refused = answer.json()["refused"]
        assert [one["code"] for one in refused] == ["seat_has_no_room", "party_has_no_room"]
        numbers = [
            (one["numbers"]["held"], one["numbers"]["more"], one["numbers"]["limit"]) for one in refused
        ]
        assert numbers == [(5, 3, 6), (5, 3, 5)]
        sentences |= {one["sentence"] for one in refused}
    assert len(sentences) == 2 * len(LANGUAGES)
    assert (
        "\u2068The North\u2069 has brought to these talks, or had the machine make, 5 MB, and this would be 3 MB more; 5 MB is the most for one party. "
        "Nothing was kept. Ask the host to erase what is no longer needed, or the operator for more room."
    ) in sentences
