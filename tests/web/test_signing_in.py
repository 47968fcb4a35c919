"""Signing in and out, attacked by name: a challenge works once and for its own exchange; cookies age; streams end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import httpx
import pytest

from parley.app.core import signins
from parley.record import b64u, sign_in_statement, unb64u
from parley.web.http import COOKIE, LEFT
from tests.sitting import TALKS, later, opened
from tests.web.serving import ORIGIN, Browser, Served, listening

SEAT = "north-head"
PATH = f"/talks/{TALKS}/{SEAT}/sign-in"


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge, signed by the seat's device; ``browser`` is the one that asked for it."""

    browser: Browser
    proof: dict[str, str]

    def answered(self, by: Browser | None = None) -> httpx.Response:
        return (by or self.browser).post(PATH, json=self.proof)


def asked(served: Served, origin: str = ORIGIN, seat: str = SEAT, talks: str = TALKS) -> Asked:
    answer = served.nobody.post(PATH, json={})
    challenge, head = answer.json()["challenge"], served.room[SEAT]
    said = sign_in_statement(unb64u(challenge), head.device, origin, seat, talks)
    proof = {"challenge": challenge, "device": head.device, "signature": b64u(head.key.sign(said))}
    cookie = answer.headers.get("set-cookie", "").split(";")[0]
    return Asked(replace(served.nobody, headers=served.nobody.headers | {"cookie": cookie}), proof)


@pytest.fixture
def served() -> Served:
    return Served(opened())


def test_a_cookie_belongs_to_its_seats_path_and_to_no_script(served: Served) -> None:
    answer = asked(served).answered()
    assert answer.status_code == 200
    cookie = answer.headers.get_list("set-cookie")[0].lower()
    assert cookie.startswith(f"{COOKIE}=")
    assert f"path=/talks/{TALKS}/{SEAT};" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_challenge_signs_in_once_whatever_was_signed_in_since(served: Served) -> None:
    first, second = asked(served), asked(served)
    assert first.answered().status_code == 200
    assert second.answered().status_code == 200
    assert first.answered().status_code == 403
    assert second.answered().status_code == 403


def test_of_ten_answers_to_one_challenge_at_once_one_signs_in(served: Served) -> None:
    one = asked(served)
    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(lambda _: one.answered().status_code, range(10)))
    assert sorted(told) == [200] + [403] * 9


def test_an_answer_is_worth_nothing_from_another_browser_than_the_one_that_asked(served: Served) -> None:
    one, other = asked(served), asked(served)
    assert one.answered(served.nobody).status_code == 403  # overheard, and sent from elsewhere
    assert one.answered(other.browser).status_code == 403
    assert one.answered().status_code == 200


def test_two_tabs_that_sign_in_at_once_do_not_shut_each_other_out(served: Served) -> None:
    one, other = asked(served), asked(served)
    both = f"{one.browser.headers['cookie']}; {other.browser.headers['cookie']}"
    jar = replace(served.nobody, headers=served.nobody.headers | {"cookie": both})
    assert [one.answered(jar).status_code, other.answered(jar).status_code] == [200, 200]


def test_a_challenge_that_was_asked_for_five_minutes_ago_signs_in_nobody(served: Served) -> None:
    one, other = asked(served), asked(served)
    later(served.room, minutes=4)
    assert one.answered().status_code == 200
    later(served.room, minutes=1)
    assert other.answered().status_code == 403


@pytest.mark.parametrize(
    "elsewhere", [{"origin": "https://elsewhere.example"}, {"seat": "south-head"}, {"talks": "others-2020"}]
)
def test_a_signature_for_another_site_seat_or_table_signs_in_nobody(
    served: Served, elsewhere: dict[str, str]
) -> None:
    assert asked(served, **elsewhere).answered().status_code == 403


def test_a_challenge_of_another_seat_signs_in_nobody_here(served: Served) -> None:
    theirs = served.nobody.post(f"/talks/{TALKS}/south-head/sign-in", json={})
    challenge, head = theirs.json()["challenge"], served.room[SEAT]
    said = sign_in_statement(unb64u(challenge), head.device, ORIGIN, SEAT, TALKS)
    proof = {"challenge": challenge, "device": head.device, "signature": b64u(head.key.sign(said))}
    cookie = theirs.headers["set-cookie"].split(";")[0]
    browser = replace(served.nobody, headers=served.nobody.headers | {"cookie": cookie})
    assert Asked(browser, proof).answered().status_code == 403


async def at_once(browser: Browser, path: str, count: int) -> list[httpx.Response]:
    """Ask on one event loop, as the server has: pages wait for their turn on it."""
    transport = httpx.ASGITransport(browser.site)
    async with httpx.AsyncClient(
        transport=transport, base_url=browser.base, headers=browser.headers
    ) as client:
        return list(await asyncio.gather(*(client.get(path) for _ in range(count))))


def test_requests_at_once_with_a_cookie_that_has_aged_all_pass_and_end_in_one_signed_in_browser(
    served: Served,
) -> None:
    old = served.as_seat(SEAT)
    later(served.room, hours=9)
    answers = asyncio.run(at_once(old, "today", 8))
    assert [answer.status_code for answer in answers] == [200] * 8
    cookies = {answer.headers["set-cookie"].split(";")[0] for answer in answers}
    assert len(cookies) == 1  # whichever answer comes last
    fresh = replace(old, headers=old.headers | {"cookie": cookies.pop()})
    served.room.clock.at += signins.GRACE
    assert fresh.get("today").status_code == 200
    assert old.get("today").status_code == 401


def test_an_answer_that_was_lost_on_a_bad_line_shuts_nobody_out(served: Served) -> None:
    old = served.as_seat(SEAT)
    later(served.room, hours=9)
    assert "set-cookie" in old.get("today").headers  # and never arrives
    later(served.room, seconds=30)
    assert f"{COOKIE}=" in old.get("today").headers["set-cookie"]


def test_an_old_cookie_is_not_kept_alive_by_using_it(served: Served) -> None:
    old = served.as_seat(SEAT)
    later(served.room, hours=9)
    for _ in range(3):
        assert old.get("today").status_code == 200
        later(served.room, seconds=25)
    assert old.get("today").status_code == 401


def test_who_signs_out_while_a_cookie_is_renewed_is_signed_out_with_both(served: Served) -> None:
    old = served.as_seat(SEAT)
    later(served.room, hours=9)
    fresh = replace(
        old, headers=old.headers | {"cookie": old.get("today").headers["set-cookie"].split(";")[0]}
    )
    left = fresh.post("sign-out")
    assert f'{COOKIE}=""; ' in left.headers["set-cookie"]
    assert [old.get("today").status_code, fresh.get("today").status_code] == [401, 401]


def test_who_signs_out_is_told_so_at_every_address_until_they_sign_in(served: Served) -> None:
    left = served.as_seat(SEAT).post("sign-out")
    marks = [cookie for cookie in left.headers.get_list("set-cookie") if cookie.startswith(f"{LEFT}=1")]
    assert len(marks) == 1
    assert f"path=/talks/{TALKS}/{SEAT};" in marks[0].lower()
    assert "httponly" in marks[0].lower()
    out = replace(served.nobody, headers=served.nobody.headers | {"cookie": f"{LEFT}=1"})
    for place in ("today", "text", "room", "nowhere"):
        page = out.get(f"/talks/{TALKS}/{SEAT}/{place}")
        assert page.status_code in (401, 404)
        assert (page.status_code == 404) or "data-waits" in page.text
    one = asked(served)
    both = replace(
        one.browser, headers=one.browser.headers | {"cookie": f"{one.browser.headers['cookie']}; {LEFT}=1"}
    )
    back = one.answered(both).headers.get_list("set-cookie")
    assert [cookie for cookie in back if cookie.startswith(f'{LEFT}=""; ')] != []


def test_a_stream_ends_when_its_device_signs_out_and_another_is_not_opened(served: Served) -> None:
    head, other = served.as_seat(SEAT), served.as_seat("south-head")
    with listening(served) as address:
        url = f"{address}/talks/{TALKS}"

        def stream(seat: str, browser: Browser) -> httpx.Request:
            return httpx.Request("GET", f"{url}/{seat}/live", headers={"cookie": browser.headers["cookie"]})

        with httpx.Client(timeout=10) as client:
            mine = client.send(stream(SEAT, head), stream=True)
            theirs = client.send(stream("south-head", other), stream=True)
            lines, others = mine.iter_lines(), theirs.iter_lines()
            assert "retry" in next(lines)
            assert "retry" in next(others)
            own = {"cookie": head.headers["cookie"], "origin": address}
            assert client.post(f"{url}/{SEAT}/sign-out", headers=own).status_code == 200
            assert not [line for line in lines if line.startswith("event: ") and "hello" not in line]
            assert client.send(stream(SEAT, head)).status_code == 401
            served.room["north-lists"].must(
                "talks.noted.1", digest=served.room["north-lists"].content(b"n", "note")
            )
            chair = served.room["chair"]
            chair.must("talks.session-closed.1", session="session-1")
            assert "recorded" in next(line for line in others if line.startswith("event: rec"))
            mine.close()
            theirs.close()
