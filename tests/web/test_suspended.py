"""A suspension on the pages: the host's offers it, everybody's tell of it, and the room is shut to the device."""

import re

import pytest

from tests.sim.test_suspension import ended, suspended
from tests.sitting import TALKS, later, opened
from tests.web.serving import Served
from tests.web.test_room_api import JSON, A, B, Scene

HTML = {"accept": "text/html"}


def test_the_host_is_offered_to_suspend_the_devices_of_sides_and_nobody_else_is() -> None:
    room = opened()
    served = Served(room)
    page = served.as_seat("chair").get("sits", headers=HTML).text
    forms = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "device-suspended" in form]
    offered = {device for form in forms for device in re.findall(r'name="device" value="(\w+)"', form)}
    sides = {"north-head", "north-lists", "south-head", "south-lists"}
    assert offered == {room[seat].device for seat in sides}
    assert all('value="24"' in form for form in forms)
    for seat in ("north-head", "south-lists", "neutral-head"):
        assert "device-suspended" not in served.as_seat(seat).get("sits", headers=HTML).text
    suspended(room)
    page = served.as_seat("chair").get("sits", headers=HTML).text
    assert f"sheet/roster.suspension-ended.1?device={room['north-head'].device}" in page


@pytest.mark.parametrize(
    ("written", "hours"), [("", 24), ("5", 5), ("۵", 5), ("٢٤", 24), ("soon", 0), ("-3", 0), ("99999", 0)]
)
def test_hours_are_read_in_any_digits_and_what_is_no_number_is_not_taken_for_the_most(
    written: str, hours: int
) -> None:
    room = opened()
    asked = {"device": room["north-head"].device, "hours": written}
    answer = Served(room).as_seat("chair").get("sheet/roster.device-suspended.1", params=asked, headers=JSON)
    told = answer.json()
    if hours:
        assert told["fields"]["hours"] == hours
    else:
        assert "suspension_too_long" in answer.text


@pytest.mark.parametrize("page", ["today", "text", "lists", "sits", "plan", "room", "record"])
def test_every_page_of_everybody_says_who_is_suspended_and_until_when(page: str) -> None:
    room = opened()
    served = Served(room)
    suspended(room)
    for seat in ("north-lists", "south-head", "chair", "neutral-head"):
        text = served.as_seat(seat).get(page, headers=HTML).text
        assert "The host has suspended a device of" in text
        assert "counts as absent" in text
    own = served.as_seat("north-head").get(page, headers=HTML)
    if page == "room":  # it has no place there: its door leads to the lobby
        assert own.headers["location"].endswith("/lobby")
        own = served.as_seat("north-head").get("lobby", headers=HTML)
    assert "The host has suspended this device until" in own.text
    ended(room)
    for seat in ("north-head", "south-head"):
        text = served.as_seat(seat).get(page, headers=HTML).text
        assert re.search(r'data-live="suspended">\s*</div>', text), "it says nothing more"


def test_a_suspended_device_is_not_called_to_its_seat() -> None:
    room = opened()
    served = Served(room)
    assert "Take your seat" in served.as_seat("north-head").get("today", headers=HTML).text
    suspended(room)
    assert "Take your seat" not in served.as_seat("north-head").get("today", headers=HTML).text
    assert "Take your seat" in served.as_seat("north-lists").get("today", headers=HTML).text


def test_the_order_of_the_room_says_it_too() -> None:
    room = opened()
    suspended(room)
    page = Served(room).as_seat("chair").get("order", headers=HTML).text
    assert "suspended until" in page


def test_a_suspended_device_is_put_out_of_the_room_the_keys_change_and_it_is_told_why() -> None:
    scene = Scene()
    room = scene.served.room
    scene.join(A)
    before = scene.join(B)["state"]
    suspended(room, A)
    now = scene.rooms.state(TALKS, "plenary")
    assert [one["seat"] for one in now["members"]] == [B]  # type: ignore[attr-defined]
    assert now["epoch"] != before["epoch"]
    assert now["hall"] != before["hall"]
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert answer.status_code == 403
    assert [one["code"] for one in answer.json()["refused"]] == ["device_suspended"]
    later(room, hours=24)
    assert scene.ask(A, "join")[0] == 200
