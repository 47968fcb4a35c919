"""How much a request may bring, and how often strangers may ask: so that outsiders leave room for those who are signed in."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import Message, Receive

from parley.base import Reason, Refused
from parley.web.lines import line_of

BURST = 240  # requests that one address may make at once without being signed in: a delegation behind one router, twice
RATE = 8.0  # … and then a second
ADDRESSES = 10_000  # remembered, newest kept


class TooMuch(Exception):
    """A request brings more than it may, or an address asks too often; ``status`` as HTTP has it."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.refused, self.status = Refused((Reason(code),)), status


def bounded_receive(request: Request, most: int) -> Receive:
    """Return what reads a request's body, up to ``most`` bytes. Raises: TooMuch, at once where the length is declared."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > len(str(most)) or int(declared) > most):
        raise TooMuch("request_too_large", 413)
    return counted(request.receive, most)


def counted(receive: Receive, most: int) -> Receive:
    """Return what gives a request's body up to ``most`` bytes, whatever length it announced or did not. Raises: TooMuch beyond."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooMuch("request_too_large", 413)
        return message

    return bounded


class Turns:
    """One piece of costly work at a time for each who asks for it: the places that serve pages are few, and everybody's."""

    def __init__(self) -> None:
        self._taken: set[Hashable] = set()
        self._lock = threading.Lock()

    @contextmanager
    def of(self, whose: Hashable) -> Iterator[None]:
        """Hold the turn of ``whose`` until the block ends. Raises: TooMuch while it is held already."""
        with self._lock:
            if whose in self._taken:
                raise TooMuch("too_many_requests", 429)
            self._taken.add(whose)
        try:
            yield
        finally:
            with self._lock:
                self._taken.discard(whose)


@dataclass(slots=True)
class Strangers:
    """Requests of addresses that are not signed in: each has BURST at once and RATE a second after that."""

    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # address → left, since
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, request: Request) -> None:
        """Count one request. Raises: TooMuch."""
        address = line_of(request.client.host) if request.client else ""
        if not self.allowed(address):
            raise TooMuch("too_many_requests", 429)

    def allowed(self, address: str) -> bool:
        """Return whether an address may ask once more now."""
        now = self.now()
        with self._lock:
            left, since = self._left.pop(address, (float(BURST), now))
            left = min(float(BURST), left + (now - since) * RATE)
            self._left[address] = (left - 1 if left >= 1 else left, now)
            while len(self._left) > ADDRESSES:
                self._left.popitem(last=False)
            return left >= 1
