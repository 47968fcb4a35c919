"""What can be recorded of a space: whom the facilitator put out of it and let back in, and who else sits around a seat off camera."""

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


@dataclass(frozen=True, slots=True)
class CompanyDeclared:
    """A seat said how many others are in its room off camera; ``digest`` is of the list of their names and roles, "" for nobody."""

    KIND: ClassVar = "room.company-declared.1"
    seat: str
    place: str
    people: int
    digest: str


ACTS: tuple[type, ...] = (SeatRemoved, SeatReadmitted, CompanyDeclared)
REMOVED_FOR = ("asked", "left", "disturbs", "not_accredited")
