"""What can be recorded of a space: that the facilitator put somebody out of it, and let them back in."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SeatRemoved:
    """The facilitator put a seat out of a space, until it is let back in; its keys change at once. ``reason`` is a code."""

    KIND: ClassVar = "room.seat-removed.1"
    seat: str
    space: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeatReadmitted:
    """The facilitator let a seat that was put out of a space come back to it."""

    KIND: ClassVar = "room.seat-readmitted.1"
    seat: str
    space: str


ACTS: tuple[type, ...] = (SeatRemoved, SeatReadmitted)
REMOVED_FOR = ("asked", "left", "disturbs", "not_accredited")
