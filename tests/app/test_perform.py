"""The write path: may they, is it allowed, append, then tell."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from parley.app.core.model import Command, Recorded
from parley.app.core.offers import reasons_against
from parley.app.core.perform import LONGEST, perform
from parley.app.core.ports import Message, Unavailable
from parley.app.core.returning import take_back
from parley.base import Refused
from parley.record import canonical, procedural_entry
from parley.store.memory import memory_store
from parley.talks.acts import SessionOpened
from parley.text import Text
from tests import queries
from tests.sitting import TALKS, accepted, app_over, created, drafted, opened, states_of


def codes(answer: Recorded | Refused) -> list[str]:
    assert isinstance(answer, Refused), answer
    return [reason.code for reason in answer.reasons]


def test_a_session_cannot_open_until_both_sides_have_accepted() -> None:
    room = created()
    assert codes(room["chair"].do("talks.session-opened.1", session="session-1")) == ["device_not_admitted"]
    state = room.app.talks.get(TALKS)
    against = reasons_against(room.app, room["chair"].viewer, state, SessionOpened("session-1"))
    assert {one.code for one in against} == {"device_not_admitted", "head_not_vouched", "host_not_accepted"}


def test_it_opens_when_they_have() -> None:
    assert isinstance(accepted()["chair"].do("talks.session-opened.1", session="session-1"), Recorded)


def test_an_act_is_recorded_in_universal_time_wherever_the_clock_of_the_talks_stands() -> None:
    room = opened()
    room.clock.at = datetime(
        2020, 3, 22, 12, 0, tzinfo=timezone(timedelta(hours=4, minutes=30))
    )  # noon in Kabul
    drafted(room)
    last = room.app.journal.entries(TALKS, "table")[-1]
    assert b'"at":"2020-03-22T07:30:00Z"' in last


def test_the_same_id_and_bytes_get_the_first_answer_again() -> None:
    room = opened()
    digests = drafted(room)
    head = room["north-head"]
    fields = {"clause": "1", "version": 1, "party": "north", "digests": digests}
    command = head.command("text.clause-adopted.1", fields, "press-twice-1")
    first, second = perform(room.app, head.viewer, command), perform(room.app, head.viewer, command)
    assert isinstance(first, Recorded)
    assert first.entries == second.entries  # type: ignore[union-attr]
    assert room.app.talks.get(TALKS).of(Text).adopted_by("1", ["north"])


def test_the_same_id_with_other_bytes_is_refused() -> None:
    room = opened()
    head = room["north-head"]
    drafted(room)
    digests = drafted(room, "2")
    perform(
        room.app,
        head.viewer,
        head.command("talks.noted.1", {"digest": head.content(b"a", "note")}, "one-id-twice"),
    )
    fields = {"clause": "2", "version": 1, "party": "north", "digests": digests}
    again = perform(room.app, head.viewer, head.command("text.clause-adopted.1", fields, "one-id-twice"))
    assert codes(again) == ["command_id_reused"]


def test_nothing_is_adopted_while_a_side_is_absent() -> None:
    room = opened()
    digests = drafted(room)
    room.absent |= {"south-head", "south-lists"}
    answer = room["north-head"].do(
        "text.clause-adopted.1", clause="1", version=1, party="north", digests=digests
    )
    assert codes(answer) == ["side_absent"]


def test_a_binding_act_without_the_devices_signature_is_refused() -> None:
    room = opened()
    digests = drafted(room)
    head = room["north-head"]
    fields = {"clause": "1", "version": 1, "party": "north", "digests": digests}
    signed_by_another = room["south-head"].command("text.clause-adopted.1", fields, "forged-signature")
    assert codes(perform(room.app, head.viewer, signed_by_another)) == ["signature_does_not_hold"]


def test_every_reason_comes_at_once() -> None:
    room = accepted()
    answer = room["chair"].do("text.clause-adopted.1", clause="9", version=1, party="north", digests={})
    assert set(codes(answer)) == {"not_for_your_seat", "no_session_open", "not_your_party", "clause_unknown"}


def test_folded_anew_equals_live() -> None:
    room = opened()
    drafted(room)
    fresh = app_over(room.store, room.clock).talks.get(TALKS)
    live = room.app.talks.get(TALKS)
    assert states_of(fresh) == states_of(live)
    assert {name: tree.root() for name, tree in fresh.trees.items()} == {
        n: t.root() for n, t in live.trees.items()
    }


def test_today_says_what_waits() -> None:
    room = opened()
    drafted(room)
    today = queries.today(room.app, room["north-head"].viewer)
    assert [one.code for one in today.waits] == ["adopt_clause"]
    assert today.session is not None


def test_the_longest_command_that_is_taken_makes_an_entry_and_a_longer_one_is_refused() -> None:
    room = opened()
    chair = room["chair"]
    id_ = "i" * 64
    fits = LONGEST - len(canonical({"kind": "talks.noted.1", "fields": {"digest": ""}}))
    entry = procedural_entry(
        talks="t" * 64,
        compartment="c" * 64,
        seq=2**53 - 1,
        at="2020-03-22T07:30:00Z",
        kind="talks.noted.1",
        body={"digest": "d" * fits},
        command=id_,
        seat="s" * 64,
        device="d" * 64,
        sign=room.app.signer.sign,
    )
    assert len(entry) <= 65_535
    many = ["d" * 64] * 1_000  # each field is short enough; together they are no entry
    answer = perform(
        room.app,
        room["north-head"].viewer,
        room["north-head"].command("roster.devices-accepted.1", {"devices": many, "party": "north"}, id_),
    )
    assert codes(answer) == ["field_wrong_type"]
    assert isinstance(chair.do("talks.noted.1", digest=chair.content(b"a", "note")), Recorded)


def test_half_a_character_is_refused_wherever_it_comes() -> None:
    room = opened()
    for fields in ({"digest": "\ud800"}, {"\ud800": "a"}, {"digest": ["\ud800"]}, {"digest": {"\ud800": 1}}):
        answer = perform(room.app, room["chair"].viewer, Command("talks.noted.1", fields, "half-a-char"))
        assert isinstance(answer, Refused)
        json.dumps([reason.numbers for reason in answer.reasons], ensure_ascii=False).encode()


def test_what_an_act_asks_for_is_done_with_the_next_when_it_failed() -> None:
    room, told = opened(), list[Message]()
    failing = [True]

    def listen(_: str, message: Message) -> None:
        if message.topic == "remove":
            if failing:
                raise Unavailable(failing.pop())
            told.append(message)

    room.app.listeners.append(listen)
    with pytest.raises(Unavailable):
        room["chair"].must("room.seat-removed.1", seat="south-lists", space="plenary", reason="asked")
    drafted(room)
    assert [message.body for message in told] == [{"seat": "south-lists", "space": "plenary"}]
    assert room.app.journal.unsent() == []


def test_what_a_server_that_died_had_still_to_do_is_done_with_the_first_act_of_the_next() -> None:
    room, told = opened(), list[Message]()
    room["chair"].must("room.seat-removed.1", seat="south-lists", space="plenary", reason="asked")
    room.app.journal.append(
        TALKS, [], None, b"", [Message("remove", {"seat": "north-lists"})]
    )  # it died here
    drafted(room)
    assert len(room.app.journal.unsent()) == 1
    fresh = app_over(room.store, room.clock)
    fresh.listeners.append(lambda _, message: told.append(message))
    fresh.present = room.app.present
    head = room["north-head"]
    perform(
        fresh,
        head.viewer,
        head.command("talks.noted.1", {"digest": head.content(b"a", "note")}, "after-it-died"),
    )
    assert [message.topic for message in told] == ["live", "remove"]
    assert room.app.journal.unsent() == []


def test_a_signature_in_a_record_that_was_taken_back_is_not_recorded_again() -> None:
    room = opened()
    chair, device = room["chair"], room["north-lists"].device
    command = chair.command(
        "roster.device-suspended.1", {"device": device, "seat": "north-lists", "hours": 4}
    )
    assert isinstance(perform(room.app, chair.viewer, command), Recorded)
    chair.must("roster.suspension-ended.1", device=device, seat="north-lists")
    returned = app_over(memory_store(), room.clock)
    returned.present = room.present
    took = room.app.journal.entries(TALKS, "table")
    assert take_back(returned, TALKS, "table", took) == len(took)  # without what was answered then
    assert "command_id_reused" in codes(perform(returned, chair.viewer, command))
