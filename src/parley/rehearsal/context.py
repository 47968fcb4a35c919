"""What the steps of a rehearsal share: the server, a client and a record keeper for each seat, and who has a camera."""

import asyncio
import ssl
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx

from parley.rehearsal.keeper import Keeper
from parley.rehearsal.relay import TableClosed
from parley.rehearsal.reporter import Reporter
from parley.rehearsal.scenario import Scenario, Sitter
from parley.rehearsal.seat import Json, Seat
from parley.rehearsal.seatmedia import SeatMedia

T = TypeVar("T")
LIVE_PAUSE = 2.0  # seconds between acts when somebody watches


@dataclass(slots=True)
class RehearsalContext:
    """What the steps share. ``live``: somebody watches, so there is a pause between acts."""

    scenario: Scenario
    reporter: Reporter
    url: str
    data: Path
    verify: ssl.SSLContext | bool = True
    live: bool = False
    ends: bool = False  # after the closing table, so nobody is invited to sit down
    engine: str = ""  # where the bots reach the engine's signals, "" where the server says
    links: dict[str, Json] = field(default_factory=dict)  # seat → link and code for a person
    seats: dict[str, Seat] = field(default_factory=dict)
    keepers: dict[str, Keeper] = field(default_factory=dict)
    media: dict[str, SeatMedia] = field(default_factory=dict)
    _pages: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def seat(self, talks: str, seat: str) -> Seat:
        return Seat(self.url, talks, seat, self.verify)

    def head(self, party: str) -> Seat:
        return self.seats[self.scenario.head_of(party).id]

    def officer(self, party: str) -> Seat:
        return self.seats[self.scenario.in_role(party, "list_officer").id]

    def other(self, party: str) -> str:
        return next(side for side in self.scenario.sides if side != party)

    @property
    def host(self) -> Seat:
        return self.seats[self.scenario.host.id]

    def keeper(self, seat: Seat) -> Keeper:
        """Return the keeper of this seat's copy of the record; made on first use."""
        return self.keepers.setdefault(seat.id, Keeper(seat))

    def where(self, sitter: Sitter) -> str:
        return self.scenario.places[sitter.place]

    async def pause(self) -> None:
        """Wait a little if somebody watches."""
        if self.live:
            await asyncio.sleep(LIVE_PAUSE)

    def open_page(self, seat: Seat) -> None:
        """Keep a live page open, as a browser does, so that the seat counts as present without a camera."""
        self._pages[seat.id] = asyncio.create_task(_read_events(seat))

    async def release_seat(self, seat: str) -> None:
        """Give the seat to a person: its bot leaves the room, closes its page and does nothing more."""
        if page := self._pages.pop(seat, None):
            page.cancel()
        if media := self.media.pop(seat, None):
            await media.leave()

    async def close(self) -> None:
        """Leave every room, close every page and client."""
        for page in self._pages.values():
            page.cancel()
        await asyncio.gather(*self._pages.values(), return_exceptions=True)
        with suppress(TimeoutError):
            closing = (media.close() for media in self.media.values())
            await asyncio.wait_for(asyncio.gather(*closing, return_exceptions=True), 10)
        for seat in self.seats.values():
            await seat.close()


async def together(work: Iterable[Awaitable[T]]) -> list[T]:
    """Await all at once and return their results; when all have ended, the first exception is raised."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if not isinstance(one, BaseException)]


async def _read_events(seat: Seat) -> None:
    while True:
        with suppress(httpx.HTTPError, TableClosed):
            async for _ in seat.events():
                pass
        await asyncio.sleep(1)
