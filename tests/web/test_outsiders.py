"""What outsiders and floods do: bodies, headers, connections, guesses, deep and odd input. Whoever is signed in is served."""

import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager

import httpx
import pytest
import uvicorn

from parley.app.core.model import Command, Recorded
from parley.app.talks import house, people
from parley.base import Refused
from parley.record import b64u
from parley.registry import DOMAINS
from parley.web import domain, intake
from parley.web.connections import Gate, bounded_by
from parley.web.http import COOKIE
from parley.web.limits import BURST, RATE, Strangers
from tests.sitting import TALKS, created, opened
from tests.web.serving import ORIGIN, Browser, Served

STRANGERS = 12
LEAST = 16 * 1024  # bytes that a stranger may bring


@contextmanager
def serving(served: Served, gate: Gate, header: float = 0.5, idle: float = 0.5) -> Iterator[int]:
    """Serve on a free port with these bounds; yield the port."""
    config = uvicorn.Config(
        served.site, http=bounded_by(gate, header, idle), log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def served() -> Served:
    return Served(opened())


def today(served: Served, port: int, client: httpx.Client) -> httpx.Response:
    token = served.token("north-head")
    path = f"http://127.0.0.1:{port}/talks/{TALKS}/north-head/today"
    return client.get(path, headers={"cookie": f"{COOKIE}={token}"})


def ended(connection: socket.socket, seconds: float = 20.0) -> bool:
    """Return whether the server ends a connection in this time, after whatever it answers."""
    connection.settimeout(seconds)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_a_connection_that_sends_no_whole_header_is_ended(served: Served) -> None:
    with serving(served, Gate()) as port, ExitStack() as stack:
        dumb, slow = (
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", port)))) for _ in range(2)
        )
        slow.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        assert ended(dumb)
        assert ended(slow)


def test_a_body_that_goes_on_slowly_is_read_and_one_that_stops_is_ended(served: Served) -> None:
    head = b"POST /i/none/open HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Length: 16\r\n\r\n"
    with serving(served, Gate(), idle=1.0) as port, ExitStack() as stack:
        slow, stopped = (
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", port)))) for _ in range(2)
        )
        slow.sendall(head)
        stopped.sendall(head + b"{")
        for byte in b'{"secret": "no"}':
            slow.sendall(bytes([byte]))
            time.sleep(0.1)  # longer in all than the time that one may be silent
        slow.settimeout(20)
        assert slow.recv(20).startswith(b"HTTP/1.1 409")
        assert ended(stopped)


def test_idle_strangers_leave_room_for_who_is_signed_in(served: Served) -> None:
    with serving(served, Gate(strangers=STRANGERS), header=60.0) as port, ExitStack() as stack:
        client = stack.enter_context(httpx.Client())
        assert today(served, port, client).status_code == 200  # its connection is known from here on
        idle = [
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
            for _ in range(3 * STRANGERS)
        ]
        assert ended(idle[0])
        assert not ended(idle[-1], 0.5)
        assert today(served, port, client).status_code == 200
        assert today(served, port, stack.enter_context(httpx.Client())).status_code == 200  # a new one too


def test_one_address_has_its_own_bound_and_this_machine_none() -> None:
    class Connection:
        def __init__(self, address: str) -> None:
            self.address, self.known, self.answering, self.gone = address, False, False, False
            self.whose = None

        def end(self) -> None:
            self.gone = True

    gate = Gate(strangers=100, of_one_address=3)
    far, near = [Connection("192.0.2.7") for _ in range(5)], [Connection("127.0.0.1") for _ in range(5)]
    far[0].known = True
    for one in (*far, *near):
        gate.add(one)  # type: ignore[arg-type]  # all that the gate asks of a connection
    assert [one.gone for one in far] == [False, True, True, False, False]
    assert not any(one.gone for one in near)


# --- bodies ----------------------------------------------------------------------------------------------------


def flood(port: int, path: str, most: int) -> tuple[bytes, int]:
    """Send a chunked body without end; return the beginning of the answer and how much was taken."""
    sent = 0
    with closing(socket.create_connection(("127.0.0.1", port))) as connection:
        connection.settimeout(20)
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        try:
            while sent < most:
                connection.sendall(chunk)
                sent += 65_536
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return connection.recv(20), sent
        except ConnectionResetError:
            return b"", sent


@pytest.mark.parametrize("path", ["/i/none/code", "/i/none/redeem", f"/talks/{TALKS}/north-head/sign-in"])
def test_an_endless_body_of_a_stranger_is_cut_off_early(served: Served, path: str) -> None:
    with serving(served, Gate()) as port:
        answer, sent = flood(port, path, 50_000_000)
        assert answer[9:12] in (b"413", b"")
        assert sent < 50_000_000


async def pieces(length: int) -> AsyncIterator[bytes]:
    for _ in range(length):
        yield b" "


def test_a_stranger_brings_16_kib_at_most_at_every_address(served: Served) -> None:
    under = [page for _, web in DOMAINS for page in web.pages if not page.who]
    paths = [f"/talks/{TALKS}/north-head{page.path}" for page in under if page.method == "POST"]
    paths += [page.path for _, web in DOMAINS for page in web.outside if page.method == "POST"]
    assert len(paths) == 5
    for path in paths:
        as_json = {"accept": "application/json", "content-type": "application/json"}
        for body in (b" " * (LEAST + 1), pieces(LEAST + 1)):  # its length declared, and not
            assert served.nobody.post(path, content=body, headers=as_json).status_code == 413, path
        allowed = served.nobody.post(path, content=b" " * LEAST, headers=as_json)
        assert allowed.status_code in (404, 409, 422), path


@pytest.mark.parametrize("name", ["content", "lists/deposit/claims", "host/new", "commands/talks.noted.1"])
def test_who_is_not_signed_in_is_answered_before_a_body_is_read(served: Served, name: str) -> None:
    with serving(served, Gate(), idle=30.0) as port:
        head = (
            f"POST /talks/{TALKS}/north-head/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
            "Content-Type: application/json\r\nContent-Length: 19000000\r\n\r\n{"
        )
        with closing(socket.create_connection(("127.0.0.1", port))) as connection:
            connection.settimeout(20)
            connection.sendall(head.encode())
            assert connection.recv(12) == b"HTTP/1.1 401"


def test_a_declared_length_above_the_bound_is_refused_in_words(served: Served) -> None:
    browser = served.as_seat("north-head")
    answer = browser.post(
        "commands/talks.noted.1", content=b"x" * 300_000, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["refused"][0]["code"] == "request_too_large"
    assert answer.headers["connection"] == "close"


# --- guesses ---------------------------------------------------------------------------------------------------


def test_eighty_codes_at_once_are_tried_as_three() -> None:
    room = created()
    asked = Command("seat.invite", {"seat": "north-head", "language": "en"}, "invite-again-1")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded)
    number, _, secret = str(invited.extra["link"]).removeprefix("/i/").partition("#")
    keys = people.Keys("", "", "")

    def guess(code: int) -> list[str]:
        answer = people.redeem(room.app, number, secret, f"{code:08d}", keys)
        assert isinstance(answer, Refused)
        return [one.code for one in answer.reasons]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(guess, range(80)))
    assert sum("code_wrong" in codes for codes in answers) == people.FREE_GUESSES
    assert sum(codes == ["invitation_locked"] for codes in answers) == 80 - people.FREE_GUESSES


def test_who_knows_only_the_number_of_an_invitation_locks_nothing() -> None:
    room = created()
    asked = Command("seat.invite", {"seat": "north-head", "language": "en"}, "invite-again-2")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded)
    number, _, secret = str(invited.extra["link"]).removeprefix("/i/").partition("#")
    for _ in range(10):
        answer = people.opened(room.app, number, "a wrong secret")
        assert isinstance(answer, Refused)
        assert [one.code for one in answer.reasons] == ["invitation_unknown"]
    assert not isinstance(people.opened(room.app, number, secret), Refused)


def test_one_address_that_asks_without_end_is_slowed_and_others_are_not() -> None:
    moment = [100.0]
    strangers = Strangers(now=lambda: moment[0])
    assert sum(strangers.allowed("192.0.2.7") for _ in range(2 * BURST)) == BURST
    assert strangers.allowed("192.0.2.8")
    moment[0] += 2.0
    assert sum(strangers.allowed("192.0.2.7") for _ in range(BURST)) == int(2 * RATE)


PATHS = (
    "/openapi.json",
    f"/talks/{TALKS}/north-head",
    f"/talks/{TALKS}/north-head/today",
    f"/talks/{TALKS}/north-head/live",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=made-up"])
def test_a_stranger_who_asks_without_end_is_slowed_at_every_address_and_who_is_signed_in_is_not(
    path: str, cookie: str
) -> None:
    served = Served(opened())
    served.site.state.site.strangers = Strangers(now=lambda: 100.0)
    stranger = Browser(served.site, ORIGIN, {"cookie": cookie})
    statuses = [stranger.get(path).status_code for _ in range(BURST + 3)]
    assert statuses[BURST:] == [429] * 3
    assert 429 not in statuses[:BURST]
    assert served.as_seat("north-head").get("today").status_code == 200  # from the same address


def test_signed_in_pages_are_not_counted_as_a_strangers() -> None:
    served = Served(opened())
    served.site.state.site.strangers = Strangers(now=lambda: 100.0)
    seat = served.as_seat("north-head")
    assert {seat.get("record/table/checkpoint").status_code for _ in range(BURST + 3)} == {200}


def test_a_stranger_takes_no_pages_place(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    async def made(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(domain, "make_page", made)
    for path in (f"/talks/{TALKS}/north-head/today", f"/talks/{TALKS}/north-head/record"):
        assert served.nobody.get(path).status_code == 401


# --- odd input -------------------------------------------------------------------------------------------------


DEEP = "[" * 20_000 + "]" * 20_000
ODD = ["9" * 400, "9" * 5_000, "-1", "1e9", "٣", "²", "", "0x10", " 7 "]
PAGES = (
    "record?start=",
    "record?of=table&start=",
    "lists?start=",
    "record/table/entries?from=",
    "record/table/entries?from=0&to=",
)
SHEETS = ("sheet/lists.threshold-signed.1?percent=", "sheet/lists.threshold-signed.1?basis_points=")


@pytest.mark.parametrize("path", [*PAGES, *SHEETS])
def test_odd_numbers_in_addresses_are_never_our_fault(served: Served, path: str) -> None:
    browser = served.as_seat("north-head")
    for odd in ODD:
        assert browser.get(path + odd).status_code in (200, 404), (path, odd[:20])


@pytest.mark.parametrize(
    "path",
    ["commands/talks.noted.1", "content", "record/table/cosign", "room/join", "room/bundle", "sign-in"],
)
@pytest.mark.parametrize(
    "body", [DEEP, '{"a":' * 5_000 + "1" + "}" * 5_000, "nul", "\ud800", '{"kept":"\\ud800"}']
)
def test_deep_and_broken_json_is_never_our_fault(served: Served, path: str, body: str) -> None:
    answer = served.as_seat("north-head").post(
        path, content=body.encode("utf-8", "surrogatepass"), headers={"content-type": "application/json"}
    )
    assert answer.status_code < 500, answer.text[:300]


@pytest.mark.parametrize("part", ["{}", "[]", "0", '""', '"":0'])
def test_json_of_more_parts_than_any_request_has_is_refused_before_it_is_parsed(
    served: Served, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(intake, "json", None)  # whoever parses it fails
    body = '{"purpose":"note","a":[' + f"{part}," * 1_000_000 + f"{part}]}}"
    answer = served.as_seat("north-head").post(
        "content", content=body, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, "request_not_json")


def test_long_json_is_parsed_apart_from_the_event_loop(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(body: bytes) -> object:
        where.append(threading.current_thread() is threading.main_thread())
        return json.loads(body)

    where: list[bool] = []  # the tests' browser has its loop on the main thread
    monkeypatch.setattr(intake, "_parsed", parsed)
    for length in (10, 20_000, 4_000_000):
        text = b64u(b"x" * length)
        said = {"purpose": "wording", "salt": b64u(b"s" * 32), "media": "text/plain", "bytes": text}
        answer = served.as_seat("north-head").post("content", json=said)
        assert answer.status_code == (200 if length <= 20_000 else 409), answer.text
    assert where == [True, False, False]


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00", "9999-12-31T23:59", "2020-02-30T10:00", "tomorrow", "2020-03-24T07:30+99:00"]
)
def test_odd_days_are_refused_in_words(served: Served, at: str) -> None:
    fields = {"id": "odd-day-0001", "meeting": "m-odd", "place": "doha", "at": at}
    answer = served.as_seat("north-head").post("commands/talks.meeting-proposed.1", data=fields)
    assert answer.status_code == 409


# --- the event loop --------------------------------------------------------------------------------------------


def test_one_locked_table_does_not_hold_up_other_pages() -> None:
    """While something holds the lock of one talks, an address of no talks is answered at once."""
    served = Served(opened())
    state = served.room.app.talks.get(TALKS)
    with serving(served, Gate()) as port, httpx.Client(timeout=20) as client, ThreadPoolExecutor(4) as pool:
        token = served.token("north-head")
        headers = {"cookie": f"{COOKIE}={token}", "origin": f"http://127.0.0.1:{port}"}
        base = f"http://127.0.0.1:{port}/talks/{TALKS}/north-head"
        with state.lock:
            waiting = [
                pool.submit(
                    httpx.post, f"{base}/{path}", json={"space": "plenary"}, headers=headers, timeout=60
                )
                for path in ("commands/talks.noted.1", "room/join", "content")
            ]
            begun = time.monotonic()
            while time.monotonic() - begun < 1.0:  # until those have surely come in
                assert client.get(f"http://127.0.0.1:{port}/openapi.json").status_code == 200
                time.sleep(0.02)  # a stranger may not ask without end
        assert [one.result().status_code < 500 for one in waiting] == [True] * 3


def test_only_a_tls_of_our_own_asks_browsers_to_stay_with_it(served: Served) -> None:
    assert "strict-transport-security" not in served.nobody.get("/health").headers
    settings = served.site.state.site.settings
    object.__setattr__(settings, "tls_cert", settings.data)
    try:
        assert (
            "max-age=" in Browser(served.site, ORIGIN, {}).get("/health").headers["strict-transport-security"]
        )
    finally:
        object.__setattr__(settings, "tls_cert", None)
