"""Connections as the server takes them: a header in good time, a body that goes on, and room for those who are signed in.

Strangers' connections are bounded in all and by address; when there are too many, those of strangers that have been open longest
end. A connection on which somebody has signed in is no stranger's; how many one device has is bounded, too. Behind a proxy all of them come from the machine itself, whose
address has no bound of its own: the proxy has to set one.
"""

import asyncio
import ipaddress
import resource
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from parley.web.lines import line_of
from parley.web.tunnel import Messages, Side, Signals, head_for_engine, join, token_of, wanted

HEADER_SECONDS = 15.0  # for a whole header: sixty times what one takes at 64 kbit/s
IDLE_SECONDS = 30.0  # … without a byte of a body that has begun
RESTING_SECONDS = 120  # … between two requests of somebody who is signed in: a line made anew costs a slow one a step there and back
STRANGERS = 400  # connections of all strangers together
OF_ONE_ADDRESS = 100  # … of one address
OF_ONE_DEVICE = 60  # … of one that is signed in: ten times what a browser opens
LOOK_SECONDS = 10.0  # between two looks at whether a line to the engine is still that of somebody in a space
FILES = 8_192  # what the process asks to have open, where the machine lets it


def room_for_connections() -> None:
    """Raise the number of files that this process may have open, as far as it may itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Gate:
    """The open connections of a server, oldest first."""

    def __init__(
        self,
        strangers: int = STRANGERS,
        of_one_address: int = OF_ONE_ADDRESS,
        of_one_device: int = OF_ONE_DEVICE,
    ) -> None:
        self._most, self._each, self._device = strangers, of_one_address, of_one_device
        self._open: dict[Bounded, None] = {}
        self._by_address = Counter[str]()

    def add(self, made: "Bounded") -> None:
        """Take a connection; end another where there are too many."""
        self._open[made] = None
        self._by_address[made.address] += 1
        if not _local(made.address) and self._by_address[made.address] > self._each:
            self._end_oldest(lambda one: one.address == made.address)
        if sum(not one.known for one in self._open) > self._most:
            self._end_oldest(lambda one: True)

    def belongs(self, made: "Bounded", whose: Hashable) -> None:
        """Note which device signed in on a connection; end another of its connections where it has too many."""
        made.whose = whose
        theirs = [one for one in self._open if one.whose == whose]
        if len(theirs) > self._device:
            self._end_first(theirs)

    def remove(self, made: "Bounded") -> None:
        if made in self._open:
            del self._open[made]
            self._by_address[made.address] -= 1
            if not self._by_address[made.address]:
                del self._by_address[made.address]

    def _end_oldest(self, wanted: Callable[["Bounded"], bool]) -> None:
        """End the stranger's connection that is open longest; one that waits for its answer only if all do."""
        self._end_first([one for one in self._open if not one.known and wanted(one)])

    def _end_first(self, found: list["Bounded"]) -> None:
        waiting = [one for one in found if not one.answering]
        for one in (waiting or found)[:1]:
            self.remove(one)
            one.end()


class Bounded(H11Protocol):
    """uvicorn's own, with time-outs where it has none; made for one server by ``bounded_by``."""

    gate: Gate
    engine: Signals | None = None
    header_seconds = HEADER_SECONDS
    idle_seconds = IDLE_SECONDS
    look_seconds = LOOK_SECONDS
    known = False  # somebody has signed in on it
    whose: Hashable = None  # the device that did so last
    _identity = ""  # of a line to the engine
    _timer: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        app = self.app

        async def with_connection(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "parley.connection": self}, receive, send)

        self.app = with_connection

    @property
    def address(self) -> str:
        return line_of(self.client[0]) if self.client else ""

    def belongs(self, whose: Hashable) -> None:
        """Note which device signed in on it: it stays when strangers' must go. From any thread."""
        self.known = True
        self.timeout_keep_alive = RESTING_SECONDS
        if whose != self.whose:
            self.loop.call_soon_threadsafe(self.gate.belongs, self, whose)

    @property
    def answering(self) -> bool:
        """Whether a request is being answered."""
        cycle: Any = self.cycle  # None before the first request, whatever its type says
        return cycle is not None and not cycle.response_complete

    def _should_upgrade(self) -> bool:
        """Return whether the engine is asked for; any other wish to upgrade is passed over, as HTTP has it."""
        if self.engine is None or self._get_upgrade() != b"websocket" or self.scope["http_version"] != "1.1":
            return False
        return wanted(self.scope["method"].encode(), self._target, self.headers)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection to the engine, if the token is one of ours and its owner sits in a space; it stays under the gate."""
        assert self.engine is not None
        identity = self.engine.admits(token_of(event.target, self.headers))
        if identity is None:
            self.transport.write(
                b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
            self.transport.close()
            return
        self._identity = identity
        self.belongs(("engine", identity.partition(".")[0]))  # an identity begins with its device
        self.connections.discard(self)
        side = Side(self.connection_lost, fits=Messages().fit)
        side.connection_made(self.transport)
        self.transport.pause_reading()
        self.transport.set_protocol(side)
        head = head_for_engine(event.method, event.target, self.headers)
        joining = self.loop.create_task(join(side, self.engine.port, head))
        self.tasks.add(joining)
        joining.add_done_callback(self.tasks.discard)

    @property
    def _target(self) -> bytes:
        return bytes(self.scope["raw_path"]) + b"?" + self.scope["query_string"]

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.gate.add(self)
        self._within(self.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._within(None)
        self.gate.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # the engine's from now on
            self._look()
            return
        theirs = self.conn.their_state
        if theirs is h11.SEND_BODY:
            self._within(self.idle_seconds)
        elif theirs is not h11.IDLE:
            self._within(None)
        elif self._timer is None and self.conn.trailing_data[0]:
            self._within(self.header_seconds)

    def end(self) -> None:
        """Close the connection, whatever is still to come on it."""
        if not self.transport.is_closing():
            self.transport.abort()

    def _look(self) -> None:
        """End a line to the engine once its owner sits in no space any more; look again in a while."""
        self._within(None)
        if self.engine is not None and self.engine.sits(self._identity):
            self._timer = self.loop.call_later(self.look_seconds, self._look)
        else:
            self.end()

    def _within(self, seconds: float | None) -> None:
        """End the connection if nothing has changed in so many seconds; None: it may rest."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self.end)


def bounded_by(
    gate: Gate,
    header_seconds: float = HEADER_SECONDS,
    idle_seconds: float = IDLE_SECONDS,
    engine: Signals | None = None,
    look_seconds: float = LOOK_SECONDS,
) -> type[Bounded]:
    """Return the protocol of one server; with ``engine``, its signals pass through."""
    own = {"gate": gate, "header_seconds": header_seconds, "idle_seconds": idle_seconds, "engine": engine}
    own |= {"look_seconds": look_seconds}
    return type("BoundedByGate", (Bounded,), own)


def _local(address: str) -> bool:
    """Whether an address is this machine's own, as a proxy's is; no address at all counts as one."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True
