"""The engine's signals through our own address: a token opens it, nothing else does; bytes pass as they are, both ways."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import timedelta

import pytest
import uvicorn

from parley.media.livekit import LiveKit
from parley.web import tunnel
from parley.web.connections import Gate, bounded_by
from parley.web.tunnel import (
    LONGEST,
    LONGEST_MESSAGE,
    Messages,
    Signals,
    head_for_engine,
    token_of,
    wanted,
)
from tests.sitting import opened
from tests.web.serving import Served, in_a_thread

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
IDLE = 0.3  # seconds


class Engine:
    """Takes connections as an engine does: keeps the head, switches, then sends back what comes."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.open = 0
        self.answer, self.more = SWITCHED, b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                taken, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(taken,), daemon=True).start()

    def _serve(self, taken: socket.socket) -> None:
        with closing(taken):
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += taken.recv(65_536)
            self.heads.append(head)
            self.open += 1
            taken.sendall(self.answer)
            while data := taken.recv(65_536):
                self.more += data if self.answer != SWITCHED else b""
                if data.endswith(b"hang up"):
                    break
                taken.sendall(data)
        self.open -= 1


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    with closing(made.listener):
        yield made


@contextmanager
def served(signals: Signals, gate: Gate | None = None) -> Iterator[int]:
    protocol = bounded_by(gate or Gate(), IDLE, IDLE, signals, look_seconds=IDLE)
    with in_a_thread(uvicorn.Config(Served(opened()).site, http=protocol, log_level="error")) as port:
        yield port


def known(token: str) -> str | None:
    return token.removeprefix("good-") if token.startswith("good-") else None


def everybody(identity: str) -> bool:
    return True


def frame(content: bytes, first: int = 0x82) -> bytes:
    """Return a frame as a browser sends it; ``first``: by default the last frame of a binary message."""
    length = len(content)
    short = (
        bytes([0x80 | length])
        if length < 126
        else b"\xfe" + length.to_bytes(2)
        if length < 65_536
        else b"\xff" + length.to_bytes(8)
    )
    return bytes([first]) + short + b"\0\0\0\0" + content


def asked(port: int, target: str, *headers: str) -> socket.socket:
    lines = [
        f"GET {target} HTTP/1.1",
        "Host: a",
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *headers,
    ]
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


def read(connection: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length and (data := connection.recv(length - len(found))):
        found += data
    return found


def test_whoever_has_a_token_talks_to_the_engine_for_as_long_as_it_likes(engine: Engine) -> None:
    with (
        served(Signals(engine.port, known, everybody)) as port,
        closing(asked(port, "/engine/rtc?access_token=good-1&a=b")) as line,
    ):
        assert read(line, len(SWITCHED)) == SWITCHED
        assert engine.heads[0].startswith(b"GET /rtc?access_token=good-1&a=b HTTP/1.1\r\n")
        time.sleep(3 * IDLE)  # nobody says anything: no time-out of requests ends it
        sent = b"".join(frame(bytes(range(256)) * 1024) for _ in range(8))  # more than any buffer takes
        threading.Thread(target=line.sendall, args=(sent,), daemon=True).start()
        assert read(line, len(sent)) == sent
        line.sendall(frame(b"hang up"))
        assert line.recv(100) == b""  # the engine's end is the browser's


def test_a_browser_that_goes_leaves_no_connection_with_the_engine(engine: Engine) -> None:
    with served(Signals(engine.port, known, everybody)) as port:
        with closing(asked(port, "/engine/rtc", "Authorization: Bearer good-1")) as line:
            assert read(line, len(SWITCHED)) == SWITCHED
            assert engine.open == 1
        until = time.monotonic() + 10
        while engine.open:
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.mark.parametrize(
    ("target", "header"),
    [
        ("/engine/rtc", "X: y"),
        ("/engine/rtc?access_token=bad", "X: y"),
        ("/engine/rtc?access_token=", "X: y"),
        ("/engine/rtc", "Authorization: Bearer bad"),
        ("/engine/rtc/v1", "Authorization: Basic Z29vZC0x"),
        ("/engine/rtc?" + "a=b&" * 30 + "access_token=good-1", "X: y"),
    ],
)
def test_nobody_reaches_the_engine_without_a_token_of_this_server(
    engine: Engine, target: str, header: str
) -> None:
    with served(Signals(engine.port, known, everybody)) as port, closing(asked(port, target, header)) as line:
        answer = read(line, 65_536)
        assert answer.startswith(b"HTTP/1.1 401 ")
    assert engine.heads == []


@pytest.mark.parametrize(
    "target",
    [
        "/today",
        "/enginery/rtc?access_token=good-1",
        "//engine/rtc?access_token=good-1",
        "/engine/rtc/validate?access_token=good-1",
        "/engine/twirp/livekit.RoomService/ListRooms?access_token=good-1",
        "/engine/rtc?access_token=good-1&long=" + "a" * LONGEST,
    ],
)
def test_no_other_address_is_handed_on(engine: Engine, target: str) -> None:
    with served(Signals(engine.port, known, everybody)) as port, closing(asked(port, target)) as line:
        assert line.recv(65_536).startswith(b"HTTP/1.1 404 ")
    assert engine.heads == []


@pytest.mark.parametrize(
    ("method", "version", "key"),
    [("POST", "1.1", "Sec-WebSocket-Key: a"), ("GET", "1.0", "Sec-WebSocket-Key: a"), ("GET", "1.1", "X: y")],
)
def test_only_what_a_client_of_the_engine_sends_is_handed_on(
    engine: Engine, method: str, version: str, key: str
) -> None:
    with served(Signals(engine.port, known, everybody)) as port:
        lines = [f"{method} /engine/rtc?access_token=good-1 HTTP/{version}", "Host: a", "Connection: Upgrade"]
        with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
            line.sendall("\r\n".join([*lines, "Upgrade: websocket", key, "", ""]).encode())
            assert b" 101 " not in line.recv(65_536)
    assert engine.heads == []


def test_an_engine_that_does_not_switch_answers_once_and_takes_nothing_more(engine: Engine) -> None:
    engine.answer = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"
    with (
        served(Signals(engine.port, known, everybody)) as port,
        closing(asked(port, "/engine/rtc?access_token=good-1")) as line,
    ):
        line.sendall(b"POST /twirp HTTP/1.1\r\nHost: a\r\n\r\n")
        with suppress(ConnectionResetError):  # what was sent meanwhile was not read
            assert read(line, 65_536) in (engine.answer, b"")
    assert engine.more == b""


def test_one_device_has_no_more_lines_than_a_device_may_have(engine: Engine) -> None:
    gate = Gate(of_one_device=3)
    with served(Signals(engine.port, known, everybody), gate) as port, ExitStack() as stack:
        lines = []
        for n in range(5):  # each with an identity of its own
            lines.append(
                stack.enter_context(closing(asked(port, f"/engine/rtc?access_token=good-device.{n}")))
            )
            assert read(lines[-1], len(SWITCHED)) == SWITCHED
        ended = 0
        for line in lines:
            line.settimeout(1)
            with suppress(TimeoutError):
                ended += line.recv(1) == b""
        assert ended == 2


def test_a_line_ends_when_its_owner_has_left_the_table_and_its_token_opens_no_other(engine: Engine) -> None:
    sitting = {"1", "2"}
    with (
        served(Signals(engine.port, known, sitting.__contains__)) as port,
        closing(asked(port, "/engine/rtc?access_token=good-1")) as gone,
        closing(asked(port, "/engine/rtc?access_token=good-2")) as staying,
    ):
        for line in (gone, staying):
            assert read(line, len(SWITCHED)) == SWITCHED
        sitting.remove("1")
        assert gone.recv(100) == b""
        with closing(asked(port, "/engine/rtc?access_token=good-1")) as again:
            assert read(again, 12) == b"HTTP/1.1 401"
        time.sleep(3 * IDLE)
        staying.sendall(frame(b"here"))
        assert read(staying, 10)[6:] == b"here"


def test_a_line_that_the_engine_never_answers_ends(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tunnel, "WITHIN", IDLE)
    engine.answer = b""
    with (
        served(Signals(engine.port, known, everybody)) as port,
        closing(asked(port, "/engine/rtc?access_token=good-1")) as line,
    ):
        assert line.recv(100) == b""


def test_a_message_without_an_end_is_cut_before_the_engine_keeps_it(engine: Engine) -> None:
    with (
        served(Signals(engine.port, known, everybody)) as port,
        closing(asked(port, "/engine/rtc?access_token=good-1")) as line,
    ):
        assert read(line, len(SWITCHED)) == SWITCHED
        passed = 0
        with suppress(ConnectionError):
            for first in [0x02, *[0x00] * 100]:  # a beginning, and never the last
                piece = frame(bytes(65_000), first)
                line.sendall(piece)
                passed += len(read(line, len(piece)))
        assert passed < LONGEST_MESSAGE


def test_messages_are_followed_however_their_bytes_come() -> None:
    fits = [frame(bytes(n)) for n in (0, 1, 125, 126, 127, 1000)]
    between = [
        frame(bytes(600), 0x02),
        frame(b"ping", 0x89),
        frame(bytes(400), 0x80),
        frame(bytes(1000), 0x81),
    ]
    for every in (1, 3, 7, 10_000):
        sent, messages = b"".join([*fits, *between]), Messages(1000)
        assert all(messages.fit(sent[at : at + every]) for at in range(0, len(sent), every))
    for spoiled in (
        frame(bytes(1001)),
        frame(bytes(600), 0x02) + frame(bytes(401), 0x00),
        b"\x82\xff" + (1 << 63).to_bytes(8) + b"\0\0\0\0",
        frame(bytes(126), 0x89),  # a ping
    ):
        for every in (1, 10_000):
            messages = Messages(1000)
            assert not all(messages.fit(spoiled[at : at + every]) for at in range(0, len(spoiled), every))


def test_the_engine_is_never_asked_to_unpack_what_comes() -> None:
    offered = [(b"Sec-WebSocket-Extensions", b"permessage-deflate"), (b"host", b"a")]
    assert head_for_engine(b"GET", b"/engine/rtc", offered) == b"GET /rtc HTTP/1.1\r\nhost: a\r\n\r\n"


def test_an_engine_that_is_away_ends_the_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        nowhere = gone.getsockname()[1]
    with (
        served(Signals(nowhere, known, everybody)) as port,
        closing(asked(port, "/engine/rtc?access_token=good-1")) as line,
    ):
        assert line.recv(100) == b""


def test_a_flood_of_strangers_ends_nobodys_signals(engine: Engine) -> None:
    gate = Gate(strangers=10, of_one_address=10)
    with served(Signals(engine.port, known, everybody), gate) as port, ExitStack() as stack:
        line = stack.enter_context(closing(asked(port, "/engine/rtc?access_token=good-1")))
        assert read(line, len(SWITCHED)) == SWITCHED
        for _ in range(40):
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
        time.sleep(0.2)
        line.sendall(frame(b"still there?"))
        assert read(line, 18)[6:] == b"still there?"


def test_a_token_is_ours_until_it_runs_out() -> None:
    ours, theirs = (LiveKit("http://127.0.0.1:1", key, key * 8) for key in ("key-one", "key-two"))
    made = ours.signed("room", "who", publish=False)
    assert ours.whose(made) == "who"
    assert theirs.whose(made) is None
    assert ours.whose(ours.signed("room", "who", publish=False, life=timedelta(seconds=-120))) is None
    for spoiled in ("", "a.b.c", made[:-3], "\x00" * 40):
        assert ours.whose(spoiled) is None


def test_a_head_is_asked_as_it_came_and_a_token_found_in_either_place() -> None:
    headers = [(b"host", b"a"), (b"authorization", b"bearer  x ")]
    assert head_for_engine(b"GET", b"/engine/rtc/v1?a=1", headers).startswith(
        b"GET /rtc/v1?a=1 HTTP/1.1\r\nhost: a\r\n"
    )
    assert token_of(b"/engine/rtc?access_token=y", headers) == "x"
    assert token_of(b"/engine/rtc?b=1&access_token=y%2Bz", []) == "y+z"
    assert token_of(b"/engine/rtc", []) == ""
    assert not wanted(b"GET", b"/engine", [(b"sec-websocket-key", b"a")])
