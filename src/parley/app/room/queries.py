"""What the room's page and its doors ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from parley.app.core.facts import now_of
from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered
from parley.base import Reason
from parley.record import unb64u
from parley.room import Room, may_enter
from parley.room.acts import SeatReadmitted, SeatRemoved
from parley.talks import Talks


def against_entering(app: App, viewer: Viewer, space: str) -> tuple[Reason, ...]:
    """Return every reason why this viewer's device may not take a place in a space now."""
    with entering(app, viewer, space) as reasons:
        return reasons


@contextmanager
def entering(app: App, viewer: Viewer, space: str) -> Iterator[tuple[Reason, ...]]:
    """Give the same, and let nothing be recorded until the block ends: whoever is put out meanwhile is put out after it."""
    with app.talks.reading(viewer.talks) as state:
        yield tuple(may_enter(space, state.states, viewer.by, now_of(app, state)))


@dataclass(frozen=True, slots=True)
class SeatOfRoom:
    """One seat of a space, as the facilitator sees it; ``put_out``: since when, None if it may come in."""

    seat: str
    put_out: datetime | None
    may_put_out: bool
    may_let_back: bool
    suspended: datetime | None  # until when a device of it is


@dataclass(frozen=True, slots=True)
class Order:
    """Who may be in a space."""

    space: str
    seats: tuple[SeatOfRoom, ...]


def order(app: App, viewer: Viewer, space: str) -> Order:
    """Return the other seats of these talks: who is put out of a space, and whom this viewer may put out or let back in."""
    with app.talks.reading(viewer.talks) as state:
        removed = state.of(Room).removed.get(space, {})
        talks, at = state.of(Talks), app.clock.acts()
        suspended = {talks.devices[one.device].seat: one.until for one in talks.suspensions if one.lasts(at)}
        seats = tuple(
            SeatOfRoom(
                seat,
                removed.get(seat),
                seat not in removed and offered(app, viewer, state, SeatRemoved(seat, space, "asked")),
                offered(app, viewer, state, SeatReadmitted(seat, space)),
                suspended.get(seat),
            )
            for seat in talks.seats
            if seat != viewer.seat
        )
        return Order(space, seats)


def signing_key(app: App, viewer: Viewer) -> bytes:
    """Return the public key (Ed25519) that the record has of this viewer's device; empty if it has none."""
    with app.talks.reading(viewer.talks) as state:
        known = state.of(Talks).devices.get(viewer.by.device)
        return unb64u(known.ed25519) if known is not None else b""
