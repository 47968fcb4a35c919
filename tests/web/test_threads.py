"""What is done at once: one reading of a file for all who ask, few pages, and acts beside them."""

import asyncio
import itertools
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse
from starlette.routing import Route

from parley.app.core import contents
from parley.app.lists import queries
from parley.base import SYSTEM
from parley.web.http import COOKIE
from parley.web.lists import pages
from parley.web.threads import OF_ONE_PARTY, PAGES, Busy, read_file
from tests.sim.outside import deposited
from tests.sitting import TALKS, opened
from tests.web.serving import ORIGIN, Served, listening
from tests.web.test_uploads import HEADING


def test_of_all_who_ask_for_a_file_at_once_one_has_it_read() -> None:
    app = opened().app
    state = app.talks.get(TALKS)
    calls, together = [], threading.Barrier(8)

    def parse(data: bytes, _: str) -> int:
        calls.append(data)
        threading.Event().wait(0.05)
        return len(data)

    app.blobs.put(TALKS, "d", bytes(32), "text/csv", b"four")

    def ask(_: int) -> object:
        together.wait()
        return contents.parsed(app, SYSTEM, state, "d", "length", parse)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [4] * 8
    assert calls == [b"four"]


def test_one_party_s_files_leave_room_for_another_s() -> None:
    """An officer who brought sixteen slow files kept the other side from handing over any."""
    done = threading.Event()

    def slow() -> str:
        done.wait(20)
        return "read"

    async def brought(whose: str) -> str:
        try:
            return await read_file((TALKS, whose), slow)
        except Busy:
            return "busy"

    async def all_at_once(*parties: str) -> list[str]:
        done.clear()
        many = [asyncio.create_task(brought(party)) for party in parties]
        for busy in itertools.islice(asyncio.as_completed(many), len(many) - most):
            await busy
        done.set()
        return [await one for one in many]

    most = OF_ONE_PARTY + 1
    assert asyncio.run(all_at_once(*["north"] * 20, "south")) == [
        *["read"] * OF_ONE_PARTY,
        *["busy"] * (20 - OF_ONE_PARTY),
        "read",
    ]
    most = 4 + 12  # that are worked on, and that wait, whosever they are
    assert sorted(asyncio.run(all_at_once(*["a", "b", "c"] * OF_ONE_PARTY))) == ["busy"] * 2 + ["read"] * 16


def test_a_party_that_brought_many_slow_files_has_one_of_them_read_at_a_time() -> None:
    """Six lists that take a minute each kept the other side's list waiting for all of them."""
    order: list[str] = []
    held = threading.Event()

    def read(name: str) -> None:
        if name != "south":
            held.wait(20)
        order.append(name)

    async def scene() -> None:
        many = [
            asyncio.create_task(read_file((TALKS, "north"), read, f"north {n}")) for n in range(OF_ONE_PARTY)
        ]
        await asyncio.sleep(0)
        await asyncio.wait_for(read_file((TALKS, "south"), read, "south"), 10)
        held.set()
        await asyncio.gather(*many)

    asyncio.run(scene())
    assert order == ["south", *(f"north {n}" for n in range(OF_ONE_PARTY))]


def test_a_file_that_is_erased_while_it_is_read_is_not_kept() -> None:
    app = opened().app

    def parse(_: bytes, __: str) -> str:
        contents.erase(app, TALKS, "d")
        return "who stood in it"

    app.blobs.put(TALKS, "d", bytes(32), "text/csv", b"x")
    assert contents.parsed(app, SYSTEM, app.talks.get(TALKS), "d", "text", parse) is None
    assert not [key for key in app.parsed if key[1] == "d"]


def test_twenty_who_ask_for_a_page_at_once_do_not_take_the_threads_of_acts() -> None:
    served = Served(opened())
    state = served.room.app.talks.get(TALKS)
    headers = {"cookie": f"{COOKIE}={served.token('north-head')}"}
    at_once = 0
    with listening(served) as address, ThreadPoolExecutor(20) as pool:
        page = f"{address}/talks/{TALKS}/north-head/record"
        with state.lock:
            asked = [pool.submit(httpx.get, page, headers=headers, timeout=60) for _ in range(20)]
            end = time.monotonic() + 60
            while at_once < PAGES.total_tokens:
                assert time.monotonic() < end, "the pages were not begun"
                at_once = max(at_once, PAGES.borrowed_tokens)
            beside = httpx.get(f"{address}/health", timeout=60)  # on the threads that acts have
            assert beside.status_code == 200
            assert not any(one.done() for one in asked)
        assert [one.result().status_code for one in asked] == [200] * 20
    assert at_once == 4


def test_files_take_turns_on_threads_of_their_own_and_pages_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served, go_on = Served(opened()), threading.Event()
    officer, page = served.as_seat("north-lists"), "lists/deposit/claims"

    def slow(*_: object) -> JSONResponse:
        assert go_on.wait(20)
        return JSONResponse({})

    async def scene() -> tuple[list[int], list[int]]:
        transport, headers = (
            httpx.ASGITransport(served.site),
            officer.headers | {"accept": "application/json"},
        )
        async with httpx.AsyncClient(transport=transport, base_url=officer.base, headers=headers) as client:
            files = {"file": ("list.csv", HEADING, "text/csv")}
            asked = [asyncio.create_task(client.post(page, files=files)) for _ in range(OF_ONE_PARTY + 3)]
            for refused in itertools.islice(asyncio.as_completed(asked), 3):
                await refused
            beside = [(await client.get(name)).status_code for name in ("today", "lists", "record")]
            assert sum(one.done() for one in asked) == 3
            go_on.set()
            return beside, sorted([(await one).status_code for one in asked])

    monkeypatch.setattr(pages, "_read", slow)
    assert asyncio.run(asyncio.wait_for(scene(), 30)) == ([200] * 3, [200] * OF_ONE_PARTY + [422] * 3)


def test_an_erased_list_that_is_brought_again_is_not_shown_to_anybody() -> None:
    room = opened()
    served, data = Served(room), HEADING + b"1,Ahmad Canary,Abdul,1985,Kandahar\n"
    officer, found = served.as_seat("north-lists"), {"file": ("list.csv", data, "text/csv")}
    assert "Canary" in officer.post("lists/deposit/claims", files=found).text
    digest = next(key[1] for key in room.app.parsed if key[2] == "sheet")
    contents.erase(room.app, TALKS, digest)
    assert officer.post("lists/deposit/claims", files=found).status_code < 500
    assert not [key for key in room.app.parsed if key[1] == digest]


def test_a_download_makes_every_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    room = opened()
    rows = "".join(f"{n},Ahmad {n},Abdul,1985,Kandahar\n" for n in range(1, 200))
    deposited(room, "north", "claims", rows)
    asked: list[object] = []
    whole = queries._rows

    def counted(*given: Any) -> Any:
        asked.append(given)
        return whole(*given)

    monkeypatch.setattr(queries, "_rows", counted)
    found = Served(room).as_seat("north-lists").get("lists/download?of=north").content.decode("utf-8-sig")
    assert len(found.splitlines()) == 200
    assert len(asked) == 1


class Apart:
    """A port of the store that nobody may call on an event loop."""

    def __init__(self, port: object) -> None:
        self._port = port

    def __getattr__(self, name: str) -> object:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return getattr(self._port, name)
        CALLED.append(name)
        raise AssertionError(name)


CALLED: list[str] = []


def test_no_database_is_waited_for_on_the_event_loop() -> None:
    served = Served(opened())
    app, seats = served.room.app, [served.as_seat(seat) for seat in ("chair", "north-lists")]
    for port in ("journal", "people", "blobs"):
        setattr(app, port, Apart(getattr(app, port)))
    routes = [one for one in served.site.routes if isinstance(one, Route) and not one.path.endswith("/live")]
    for route, browser in itertools.product(routes, [*seats, served.nobody]):
        seat = browser.base.split("/")[-2]
        filled = (
            route.path.replace("{talks}", TALKS).replace("{seat}", seat).replace("{kind}", "talks.noted.1")
        )
        path = ORIGIN + re.sub(r"\{\w+(:\w+)?\}", "table", filled)
        for method in route.methods or {"GET"}:
            body: dict[str, Any] = (
                {} if method == "GET" else {"json": {"id": "asked-for-12", "space": "plenary"}}
            )
            if not path.endswith("/sign-out"):
                browser.ask(method, path, headers={"accept": "text/html"}, **body)
    assert CALLED == []
