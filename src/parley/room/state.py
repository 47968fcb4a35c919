"""What the record says of the room. Who is in a space is not on the record: it lives in memory (``epochs``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Fold, Stamp
from parley.room import acts
from parley.room.model import Company


@dataclass(slots=True)
class Room:
    """Who is put out of which space, and since when; what each seat last said of its own room. Mutable, changed by its folds alone."""

    removed: dict[str, dict[str, datetime]] = field(default_factory=dict)  # space → seat → when
    company: dict[str, Company] = field(default_factory=dict)  # by seat


def _seat_removed(state: Room, act: acts.SeatRemoved, stamp: Stamp) -> None:
    state.removed.setdefault(act.space, {})[act.seat] = stamp.at


def _seat_readmitted(state: Room, act: acts.SeatReadmitted, stamp: Stamp) -> None:
    state.removed.get(act.space, {}).pop(act.seat, None)


def _company_declared(state: Room, act: acts.CompanyDeclared, stamp: Stamp) -> None:
    state.company[act.seat] = Company(stamp.at, act.place, act.people, act.digest)


FOLDS: Mapping[type, Fold] = {
    acts.SeatRemoved: _seat_removed,
    acts.SeatReadmitted: _seat_readmitted,
    acts.CompanyDeclared: _company_declared,
}
