"""The chair puts a seat out of the room and lets it back in, by what the page offers."""

import re

from tests.web.test_room_api import JSON, A, Scene


def test_the_chair_puts_out_and_lets_back_by_what_the_page_offers() -> None:
    scene = Scene()
    scene.join(A)
    chair = scene.served.as_seat("chair")
    for offered, inside in (("room.seat-removed.1", set()), ("room.seat-readmitted.1", {A})):
        page = chair.get("order", headers={"accept": "text/html"}).text
        form = next(
            one
            for one in re.findall(r"<form.*?</form>", page, re.DOTALL)
            if offered in one and f'"{A}"' in one
        )
        said = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        if reasons := re.findall(r'<option value="(\w+)"', form):
            said["reason"] = reasons[0]
        answer = chair.post(f"commands/{offered}", data=said, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].split("/")[-1]) == (303, "order#recorded")
        assert scene.served.as_seat(A).post(
            "room/join", json={"space": "plenary"}, headers=JSON
        ).is_success == bool(inside)
    assert scene.served.as_seat(A).get("order").status_code == 404
    assert chair.get("order", headers={"accept": "application/json"}).json()["space"] == "plenary"
