"""Fold: plan versions, who accepted them, which batches are announced and who was taken out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Fold, Stamp
from parley.plan import acts


@dataclass(slots=True)
class Proposed:
    """One plan version on the table."""

    act: acts.PlanProposed
    at: datetime
    seat: str  # that proposed it
    accepted: dict[str, datetime] = field(default_factory=dict)  # side → when


@dataclass(slots=True)
class Announced:
    """One batch that is announced, and from which plan."""

    act: acts.BatchAnnounced
    at: datetime
    seat: str


@dataclass(slots=True)
class TakenOut:
    """Somebody who was taken out of an announced batch."""

    act: acts.PersonTakenOut
    at: datetime
    seat: str


@dataclass(slots=True)
class Plans:
    """Plan versions, oldest first. Mutable, changed by ``fold`` alone."""

    versions: dict[str, Proposed] = field(default_factory=dict)
    announced: dict[int, Announced] = field(default_factory=dict)  # batch → its announcement
    out: dict[tuple[int, str, int], TakenOut] = field(
        default_factory=dict
    )  # (batch, claimant, claim), last said last

    def current(self) -> Proposed | None:
        return next(reversed(self.versions.values()), None)

    def in_force(self, sides: Sequence[str]) -> Proposed | None:
        """Return the newest plan that all sides accepted."""
        accepted = (one for one in reversed(self.versions.values()) if one.accepted.keys() >= {*sides})
        return next(accepted, None) if sides else None

    @property
    def frozen(self) -> int:
        """How many batches, from the first, are frozen: those up to the last that is announced."""
        return max(self.announced, default=-1) + 1

    def held_back(self) -> frozenset[tuple[str, int]]:
        """Return (claimant, claim) of everybody taken out whom no later batch may hold."""
        said = {(claimant, claim): one.act.later for (_, claimant, claim), one in self.out.items()}
        return frozenset(person for person, later in said.items() if not later)


def _proposed(state: Plans, act: acts.PlanProposed, stamp: Stamp) -> None:
    state.versions[act.plan] = Proposed(act, stamp.at, stamp.seat)


def _accepted(state: Plans, act: acts.PlanAccepted, stamp: Stamp) -> None:
    state.versions[act.plan].accepted[act.party] = stamp.at


def _announced(state: Plans, act: acts.BatchAnnounced, stamp: Stamp) -> None:
    state.announced[act.batch] = Announced(act, stamp.at, stamp.seat)


def _taken_out(state: Plans, act: acts.PersonTakenOut, stamp: Stamp) -> None:
    person = (act.batch, act.claimant, act.claim)
    state.out.pop(person, None)  # what is said last stands last
    state.out[person] = TakenOut(act, stamp.at, stamp.seat)


FOLDS: Mapping[type, Fold] = {
    acts.PlanProposed: _proposed,
    acts.PlanAccepted: _accepted,
    acts.BatchAnnounced: _announced,
    acts.PersonTakenOut: _taken_out,
}
