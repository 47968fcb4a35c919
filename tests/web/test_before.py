"""Before the table, as the server says it: the lobby, the equipment's page, a line test's room, and reports that are sent by choice."""

import re
from typing import Any

import pytest

from parley.media import MemoryMedia
from parley.web.room.lines import STEPS, LineTests
from tests.sitting import TALKS, accepted, later, opened
from tests.web.serving import Served
from tests.web.test_before_admission import browser_of, second
from tests.web.test_room_api import JSON, A, B

HTML = {"accept": "text/html"}


def said(served: Served, seat: str, page: str, language: str = "en") -> str:
    text = served.as_seat(seat, language).get(page, headers=HTML | {"accept-language": language}).text
    main = re.sub(
        r"<(script|style|template|nav)\b.*?</\1>", " ", text[text.index("<main") :], flags=re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_lobby_says_why_one_waits_who_is_there_and_the_hour_in_every_place() -> None:
    room = accepted()
    room.absent |= {"south-lists", "neutral-head"}
    room["chair"].must("talks.meeting-proposed.1", meeting="m-1", at="2020-03-22T09:00:00Z", place="doha")
    served = Served(room)
    page = said(served, A, "lobby")
    assert "You wait for the table The table is closed. The facilitator opens it." in page
    assert "Person of south-head , head of delegation · Doha · waits too" in page
    assert "south-lists" not in page
    assert "12:00 Kabul" in page
    assert "10:30 Doha" in page
    assert "The meeting begins today 13:30, in 1 h 30 min" in page or "The meeting begins 13:30" in page, page
    assert "Open the table" in said(
        served, "chair", "lobby"
    )  # who is told that the facilitator opens it, and is the facilitator
    assert "Open the table" not in page
    room["chair"].must("talks.session-opened.1", session="session-1")
    assert "The table is open" in said(served, A, "lobby")
    assert "Open the table" not in said(served, "chair", "lobby")
    assert f'href="/talks/{TALKS}/{A}/room"' in served.as_seat(A).get("lobby", headers=HTML).text


def test_the_lobby_fetches_the_room_meanwhile_and_reads_without_script() -> None:
    served = Served(accepted())
    page = served.as_seat(A).get("lobby", headers=HTML).text
    later_links = re.findall(r'<link rel="later"[^>]*href="([^"?]+)', page)
    assert {"/static/built/room.js", "/static/built/room-worker.js"} <= set(later_links)
    assert 'href="/talks/' in page
    assert "Try microphone, loudspeaker, camera and line" in page


def test_who_was_put_out_is_told_so_in_the_lobby_and_comes_to_no_door_that_is_shut() -> None:
    room = opened()
    served = Served(room)
    assert served.as_seat(A).get("room", headers=HTML).status_code == 200
    room["chair"].must("room.seat-removed.1", seat=A, space="plenary", reason="asked")
    assert "The facilitator put this seat out of the room." in said(served, A, "lobby")
    door = served.as_seat(A).get("room", headers=HTML, follow_redirects=False)
    assert (door.status_code, door.headers["location"]) == (303, f"/talks/{TALKS}/{A}/lobby")
    room["chair"].must("talks.session-closed.1", session="session-1")
    door = served.as_seat(B).get("room", headers=HTML, follow_redirects=False)
    assert (door.status_code, door.headers["location"]) == (303, f"/talks/{TALKS}/{B}/lobby")


def test_a_device_that_is_not_admitted_tries_its_equipment_and_its_line_and_has_no_lobby() -> None:
    room = opened()
    served, spy = Served(room), second(room, A)
    browser = browser_of(served, spy)
    page = browser.get("equipment", headers=HTML)
    assert page.status_code == 200
    assert f'href="/talks/{TALKS}/{A}/waiting"' in page.text  # it goes on where it waits
    assert browser.get("lobby", headers=HTML).status_code == 303
    assert browser.post("line-test/begin", json={}, headers=JSON).status_code == 200


@pytest.mark.parametrize("seat", [A, "chair"])
def test_a_line_test_has_a_room_of_its_own_and_opens_no_space(seat: str) -> None:
    served = Served(opened())
    media, tests = served.room.app.media, served.site.state.site.service(LineTests)
    assert isinstance(media, MemoryMedia)
    begun = served.as_seat(seat).post("line-test/begin", json={}, headers=JSON).json()
    (name,) = media.admitted
    assert name == f"{begun['test']}.test"
    assert TALKS not in name
    assert all(token.startswith(f"memory:{name}:") for token in begun["tokens"])
    identities = sorted(media.admitted[name])
    assert all(tests.placed(one) for one in identities)
    assert not tests.placed("somebody.else")
    served.as_seat(seat).post("line-test/end", json={"test": begun["test"]}, headers=JSON)
    assert media.closed == [name]
    assert not any(tests.placed(one) for one in identities)


def test_a_second_test_ends_the_first_and_one_seat_cannot_end_anothers() -> None:
    served = Served(opened())
    media = served.room.app.media
    assert isinstance(media, MemoryMedia)
    first = served.as_seat(A).post("line-test/begin", json={}, headers=JSON).json()["test"]
    served.as_seat(B).post("line-test/end", json={"test": first}, headers=JSON)
    assert media.closed == []
    served.as_seat(A).post("line-test/begin", json={}, headers=JSON)
    assert media.closed == [f"{first}.test"]


def test_a_device_that_tests_over_and_over_is_told_to_wait() -> None:
    seat = Served(opened()).as_seat(A)
    codes = [seat.post("line-test/begin", json={}, headers=JSON).status_code for _ in range(6)]
    assert codes == [200] * 4 + [429] * 2


def test_a_test_that_nobody_ends_lets_nobody_in_after_its_minute() -> None:
    clock, media = [0.0], MemoryMedia()
    tests = LineTests(media, lambda: clock[0])
    begun = tests.begin(opened()[A].viewer)
    assert begun is not None
    assert tests.placed(f"{begun['test']}.2")
    clock[0] = 100.0
    assert not tests.placed(f"{begun['test']}.2")


def report(**steps: Any) -> dict[str, Any]:
    return {"steps": {name: {"state": "good"} for name in STEPS} | steps}


def test_a_report_reaches_the_facilitator_and_nobody_else() -> None:
    served = Served(opened())
    sent = report(
        down={"state": "weak", "value": 64},
        turn={"state": "not_offered"},
        loss={"state": "weak", "value": 31},
    )
    assert served.as_seat(A).post("line-test/report", json=sent, headers=JSON).status_code == 204
    later(served.room, days=2)
    page = said(served, "chair", "line-tests")
    assert "From the others to you 64 kbit/s or more" in page
    assert "Lost on the way 3.1 %" in page
    assert "nothing sent yet" in page
    assert served.as_seat(B).get("line-tests", headers=HTML).status_code == 404
    raw = b"".join(served.room.app.journal.entries(TALKS, "table"))
    assert b"kbit" not in raw
    assert "۶۴" in said(served, "chair", "line-tests", "ps")


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"steps": []},
        {"steps": {"server": {"state": "good"}}},
        report(extra={"state": "good"}),
        report(udp={"state": "<b>"}),
        report(udp={"state": "good", "value": 1.5}),
        report(udp={"state": "good", "value": -1}),
        report(udp={"state": "good", "value": True}),
        report(udp={"state": "good", "name": "Zarghuna"}),
        report(udp="good"),
    ],
)
def test_what_is_no_report_is_not_kept(bad: dict[str, Any]) -> None:
    served = Served(opened())
    answer = served.as_seat(A).post("line-test/report", json=bad, headers=JSON)
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, "report_malformed")
    assert "nothing sent yet" in said(served, "chair", "line-tests")
