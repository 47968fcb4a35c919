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
WITHIN = 5.0  # seconds for the engine to take a connection

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Signals:
    """Where the engine listens on this machine, and whose token it is (None: nobody's)."""

    port: int
    whose: Callable[[str], str | None]


def wanted(target: bytes) -> bool:
    """Return whether a request's target is the engine's."""
    return target.startswith(PATH + b"/")


def token_of(target: bytes, headers: Headers) -> str:
    """Return the token that a client of the engine brings, in the address or as a bearer; "" without one."""
    for name, value in headers:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return value[7:].decode("latin-1").strip()
    query = target.partition(b"?")[2].decode("latin-1")
    return parse_qs(query).get("access_token", [""])[0]


def head_for_engine(method: bytes, target: bytes, headers: Headers) -> bytes:
    """Return the request as the engine is asked it."""
    lines = [b"%s %s HTTP/1.1" % (method, target.removeprefix(PATH)), *(b"%s: %s" % pair for pair in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


class Side(asyncio.Protocol):
    """One end of a tunnel: what comes in on it goes out on the other, as fast as that one takes it."""

    def __init__(self, ended: Callable[[Exception | None], None] = lambda _: None) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: Side | None = None
        self._ended = ended

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.write(data)

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
    engine = Side()
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
    engine.transport.write(head)
    with suppress(RuntimeError):  # closed a moment ago
        browser.transport.resume_reading()
