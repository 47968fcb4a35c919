"""What can be recorded of a space: that the chair put somebody out of it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SeatRemoved:
    """The facilitator put a seat out of a space; the space's keys change at once. ``reason`` is a code."""

    KIND: ClassVar = "room.seat-removed.1"
    seat: str
    space: str
    reason: str


ACTS: tuple[type, ...] = (SeatRemoved,)
REMOVED_FOR = ("asked", "left", "disturbs", "not_accredited")
