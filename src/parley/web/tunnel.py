"""The media engine's signals on our own address: a WebSocket to /engine is handed to the engine on this machine, byte for byte.

So one certificate, one name and one open port are enough for pages, pictures and sound. Only who brings a token that this server
made is let through; the engine itself listens on the loopback alone. What passes is the engine's own protocol: nothing is read,
kept or logged of it.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs

PATH = b"/engine"  # before the engine's own path
SIGNALS = (PATH + b"/rtc", PATH + b"/rtc/v1")
LONGEST = 8 * 1024  # bytes of a target; a token has some five hundred
SWITCHED = b"HTTP/1.1 101 "
WITHIN = 5.0  # seconds for the engine to take a connection

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Signals:
    """Where the engine listens on this machine, and whose token it is (None: nobody's)."""

    port: int
    whose: Callable[[str], str | None]


def wanted(method: bytes, target: bytes, headers: Headers) -> bool:
    """Return whether this asks for the engine's signals, as its clients do: nothing else of the engine is reached."""
    path = target.partition(b"?")[0]
    keyed = any(name == b"sec-websocket-key" for name, _ in headers)
    return method == b"GET" and path in SIGNALS and len(target) <= LONGEST and keyed


def token_of(target: bytes, headers: Headers) -> str:
    """Return the token that a client of the engine brings, in the address or as a bearer; "" without one."""
    for name, value in headers:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return value[7:].decode("latin-1").strip()
    query = target.partition(b"?")[2].decode("latin-1")
    with suppress(ValueError):  # more fields than any client sends
        return parse_qs(query, max_num_fields=20).get("access_token", [""])[0]
    return ""


def head_for_engine(method: bytes, target: bytes, headers: Headers) -> bytes:
    """Return the request as the engine is asked it."""
    lines = [b"%s %s HTTP/1.1" % (method, target.removeprefix(PATH)), *(b"%s: %s" % pair for pair in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


class Side(asyncio.Protocol):
    """One end of a tunnel: what comes in on it goes out on the other, as fast as that one takes it.

    ``first``: what must come first, else nothing more passes: an engine that does not switch answers, and that is all.
    """

    def __init__(
        self, ended: Callable[[Exception | None], None] = lambda _: None, first: bytes = b""
    ) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: Side | None = None
        self._ended, self._first = ended, first

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.other is None or self.other.transport is None:
            return
        self.other.transport.write(data)
        if self._first and not data.startswith(self._first):
            self.other.transport.close()
        elif self._first:
            self._first = b""
            with suppress(RuntimeError):  # closed a moment ago
                self.other.transport.resume_reading()

    def pause_writing(self) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()
        self._ended(exc)


async def join(browser: Side, port: int, head: bytes) -> None:
    """Connect the engine behind a browser's connection, which rests meanwhile, and ask it what the browser asked."""
    assert browser.transport is not None
    engine = Side(first=SWITCHED)
    browser.other, engine.other = engine, browser
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(WITHIN):
            await loop.create_connection(lambda: engine, "127.0.0.1", port)
    except (OSError, TimeoutError):  # the page tries again, and says meanwhile that there is no line
        browser.transport.close()
        return
    assert engine.transport is not None
    if browser.transport.is_closing():
        engine.transport.close()
        return
    engine.transport.write(head)  # the browser's end rests until it has switched
