"""Who else is in each room off camera: declared, shown to all, asked again after a break; the record has no name."""

import re
from typing import Any

import httpx
import pytest

from parley.app.core.contents import erase
from parley.room import MOST_COMPANY, Room
from parley.web.room.breaks import Breaks
from tests.sitting import TALKS, later, opened
from tests.web.serving import Served
from tests.web.test_room_api import JSON, A, B

NAMES: dict[str, Any] = {"name": ["Zarghuna Mirwais", "", "  "], "role": ["adviser", "driver", ""]}


@pytest.fixture
def served() -> Served:
    return Served(opened())


def say(served: Served, seat: str, do: str, named: str = "say-company-1", **more: Any) -> httpx.Response:
    said = {"id": named, "do": do, "back": "room", **more}
    return served.as_seat(seat).post("company", data=said, headers=JSON)


def strip(served: Served, seat: str) -> str:
    text = served.as_seat(seat).get("room/company").text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def of(served: Served, seat: str) -> str:
    return served.room.app.talks.get(TALKS).of(Room).company[seat].digest


def people(served: Served, seat: str) -> int:
    return served.room.app.talks.get(TALKS).of(Room).company[seat].people


def sits(served: Served, seat: str) -> str:
    answer = served.as_seat(seat).post("room/join", json={"space": "plenary"}, headers=JSON)
    return str(answer.json()["identity"])


def test_what_a_seat_says_of_its_room_is_shown_to_all_by_name_and_role(served: Served) -> None:
    for seat in (A, B):
        sits(served, seat)
    assert "Who else is in your room, off camera?" in strip(served, B)
    assert say(served, A, "list", **NAMES).status_code == 200
    assert say(served, B, "nobody").status_code == 200
    for seat in (A, B, "chair"):
        page = served.as_seat(seat).get("company", headers={"accept": "text/html"}).text
        assert "<bdi>Zarghuna Mirwais</bdi> (<bdi>adviser</bdi>), <bdi>driver</bdi>" in page
    assert "Off camera: 2 people" in strip(served, B)
    assert "Person of south-head · Doha : nobody else" in strip(served, A)
    assert "has not said" not in strip(served, A)


def test_the_record_says_how_many_and_where_and_has_no_name(served: Served) -> None:
    say(served, A, "list", **NAMES)
    raw = b"".join(served.room.app.journal.entries(TALKS, "table"))
    assert b'"people":2' in raw
    assert b'"place":"kabul"' in raw
    assert b"Zarghuna" not in raw
    assert b"adviser" not in raw
    page = served.as_seat("chair").get("record", headers={"accept": "text/html"}).text
    assert "said that 2 others are in their room" in re.sub(r"<[^>]+>", "", page)


def test_a_change_in_the_middle_is_one_press_and_pressed_twice_it_is_one(served: Served) -> None:
    sits(served, A)
    say(served, A, "nobody")
    assert "Somebody has come into my room" in strip(served, A)
    for _ in range(2):
        assert say(served, A, "came", "somebody-came-1", of="").status_code == 200
        assert people(served, A) == 1
    assert "somebody not named yet" in strip(served, B)
    say(served, A, "came", "somebody-came-2", of=of(served, A))
    assert people(served, A) == 2
    say(served, A, "nobody", "they-went-1")
    assert people(served, A) == 0


def test_after_a_break_it_is_asked_again_and_everybody_is_told_that_it_was_not_said(served: Served) -> None:
    tab = sits(served, A)
    say(served, A, "list", **NAMES)
    later(served.room, minutes=10)
    served.as_seat(A).post("room/leave", json={"space": "plenary", "identity": tab}, headers=JSON)
    later(served.room, minutes=10)
    sits(served, A)
    assert "Who else is in your room, off camera?" in strip(served, A)
    assert "2, as before" in strip(served, A)
    sits(served, B)
    say(served, B, "nobody", "nobody-with-b")
    assert "one seat has not said" in strip(served, B)
    assert "said before the break" in strip(served, B)
    say(served, A, "same", "as-before-1", of=of(served, A))
    assert "Off camera: 2 people" in strip(served, B)
    assert "Zarghuna Mirwais" in strip(served, B)
    assert "has not said" not in strip(served, B)


def test_what_was_said_before_the_table_was_closed_is_asked_again_when_it_opens(served: Served) -> None:
    sits(served, A)
    say(served, A, "nobody")
    assert "Off camera: nobody" in strip(served, A)
    later(served.room, minutes=30)
    served.room["chair"].must("talks.session-closed.1", session="session-1")
    later(served.room, minutes=30)
    served.room["chair"].must("talks.session-opened.1", session="session-2")
    assert "Who else is in your room, off camera?" in strip(served, A)
    assert "nobody else · said before the table was opened" in strip(served, A)
    assert "break" not in strip(served, A)


def test_a_line_that_comes_back_within_its_grace_is_no_break() -> None:
    clock, told = opened().clock, list[str]()
    breaks = Breaks(lambda talks, wanted, event, data: told.append(event), clock.acts)
    for present in ([A, B], [A, B], [B]):
        breaks.publish("march", lambda _: True, "presence", {"space": "plenary", "present": present})
    breaks.publish("march", lambda _: True, "room", {})
    assert dict(breaks.left("march")) == {A: clock.acts()}
    assert breaks.left("april") == {}
    assert told == ["presence"] * 3 + ["room"]


def test_erased_names_are_gone_and_the_number_stays(served: Served) -> None:
    sits(served, A)
    say(served, A, "list", **NAMES)
    erase(served.room.app, TALKS, of(served, A))
    page = served.as_seat("chair").get("company", headers={"accept": "text/html"}).text
    assert "Zarghuna" not in page
    assert "2 people, the names were erased" in page


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "", "role": " "}, "company_nobody_named"),
        ({"name": "x" * 201, "role": ""}, "company_name_too_long"),
        ({"name": ["n"] * (MOST_COMPANY + 1), "role": ["r"] * (MOST_COMPANY + 1)}, "company_too_many"),
        ({"name": "a\u202eb", "role": ""}, "text_turned"),
    ],
)
def test_what_is_no_list_of_people_is_refused_with_its_reason(served: Served, fields: Any, code: str) -> None:
    answer = say(served, A, "list", **fields)
    assert 400 <= answer.status_code < 500
    assert code in [one["code"] for one in answer.json()["refused"]] or code == "text_turned"
    assert A not in served.room.app.talks.get(TALKS).of(Room).company


def test_a_name_of_two_hundred_letters_in_two_directions_stands_by_itself(served: Served) -> None:
    name = ("نوم Name " * 25)[:200].strip()
    say(served, A, "list", name=name, role="مشاور adviser")
    page = served.as_seat(B).get("company", headers={"accept": "text/html"}).text
    assert f"<bdi>{name}</bdi>" in page


@pytest.mark.parametrize(
    "data", [b"{}", b'["x"]', b'[{"name":"a"}]', b'[{"name":1,"role":""}]', b"[]", b"[" * 5000]
)
def test_a_program_that_brings_another_list_is_refused(served: Served, data: bytes) -> None:
    with pytest.raises(AssertionError, match="company_"):
        served.room[A].content(data, "company", "application/json")


def test_a_seat_cannot_speak_of_anothers_room_or_with_anothers_list(served: Served) -> None:
    say(served, A, "list", **NAMES)
    said = {"seat": A, "place": "kabul", "people": 2, "digest": of(served, A)}
    for fields in (said, said | {"seat": B, "place": "doha"}):
        answer = served.as_seat(B).post(
            "commands/room.company-declared.1", json={"id": "x" * 8, "fields": fields}
        )
        assert answer.status_code == 409, answer.text


def test_nobody_is_said_of_no_room_whose_seat_has_not_said(served: Served) -> None:
    """The table said "Off camera: nobody" where nobody had said anything."""
    before = strip(served, A)
    assert "Off camera" not in before
    assert "one seat has not said" in before
    say(served, A, "nobody")
    assert "Off camera: nobody" in strip(served, A)
