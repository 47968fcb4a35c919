"""The media engine's signals on our own address: a WebSocket to /engine is handed to the engine on this machine, byte for byte.

So one certificate, one name and one open port are enough for pages, pictures and sound. Only who brings a token that this server
made, and has a place at the table, is let through, for as long as that place is kept; the engine itself listens on the loopback alone.
What passes is the engine's own protocol: nothing is kept or logged of it, and of a browser's messages only their lengths are read:
the engine would take them of any length, and unpack them to a thousand times that.
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
WITHIN = 5.0  # seconds for the engine to take a connection, and again to answer
LONGEST_MESSAGE = (
    512 * 1024
)  # bytes; what a browser says of thirty people's pictures and sound is a quarter of it
COMPRESSION = b"sec-websocket-extensions"  # the one there is; the engine agrees to it if it is asked
_CONTROL = 0x8  # of a frame's first byte (RFC 6455, 5.2)
_LAST = 0x80
_MASKED = 0x80  # of its second
_LONGEST_CONTROL = 125

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Signals:
    """Where the engine listens on this machine, which identity a token was made for (None: none), and whether that one sits in a space."""

    port: int
    whose: Callable[[str], str | None]
    sits: Callable[[str], bool]

    def admits(self, token: str) -> str | None:
        """Return the identity that a token lets through now; None without a place."""
        identity = self.whose(token)
        return identity if identity is not None and self.sits(identity) else None


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
    """Return the request as the engine is asked it: without compression."""
    kept = (b"%s: %s" % pair for pair in headers if pair[0].lower() != COMPRESSION)
    lines = [b"%s %s HTTP/1.1" % (method, target.removeprefix(PATH)), *kept]
    return b"\r\n".join(lines) + b"\r\n\r\n"


class Messages:
    """Follows the messages of a WebSocket by the heads of their frames, in pieces as they come."""

    def __init__(self, most: int = LONGEST_MESSAGE) -> None:
        self._most = most
        self._head = bytearray()
        self._rest = 0  # bytes of a frame's content that are still to come
        self._length = 0  # of the message so far

    def fit(self, data: bytes) -> bool:
        """Return whether no message is longer than it may be, with these bytes."""
        at = 0
        while at < len(data):
            if self._rest:
                skipped = min(self._rest, len(data) - at)
                self._rest -= skipped
            else:
                skipped = min(self._needed() - len(self._head), len(data) - at)
                self._head += data[at : at + skipped]
                if len(self._head) == self._needed() and not self._began():
                    return False
            at += skipped
        return True

    def _needed(self) -> int:
        """Return how long the head of this frame is, by what is known of it."""
        if len(self._head) < 2:
            return 2
        longer = {126: 2, 127: 8}.get(self._head[1] & 0x7F, 0)
        return 2 + longer + (4 if self._head[1] & _MASKED else 0)

    def _began(self) -> bool:
        """Take the head of a frame that is whole; return whether it may come."""
        first, second = self._head[:2]
        short = second & 0x7F
        length = short if short < 126 else int.from_bytes(self._head[2 : 4 if short == 126 else 10])
        self._head.clear()
        self._rest = length
        if first & _CONTROL:
            return length <= _LONGEST_CONTROL
        self._length += length
        fits = self._length <= self._most
        if first & _LAST:
            self._length = 0
        return fits


class Side(asyncio.Protocol):
    """One end of a tunnel: what comes in on it goes out on the other, as fast as that one takes it.

    ``first``: what must come first, else nothing more passes: an engine that does not switch answers, and that is all.
    ``fits``: asked of what comes; what does not fit ends the tunnel.
    """

    def __init__(
        self,
        ended: Callable[[Exception | None], None] = lambda _: None,
        first: bytes = b"",
        fits: Callable[[bytes], bool] = lambda _: True,
    ) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: Side | None = None
        self._ended, self._first, self._fits = ended, first, fits

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.other is None or self.other.transport is None:
            return
        if not self._fits(data):
            self.end()
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

    def end(self) -> None:
        """Close both ends, whatever is still on the way."""
        for one in (self, self.other):
            if one is not None and one.transport is not None:
                one.transport.abort()

    def unless_answered(self) -> None:
        """Close both ends if what must come first has not come yet."""
        if self._first:
            self.end()

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
    loop.call_later(WITHIN, engine.unless_answered)
