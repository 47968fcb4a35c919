"""Fold: plan versions and who accepted them."""

from collections.abc import Mapping
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
class Plans:
    """Plan versions, oldest first. Mutable, changed by ``fold`` alone."""

    versions: dict[str, Proposed] = field(default_factory=dict)

    def current(self) -> Proposed | None:
        return next(reversed(self.versions.values()), None)


def _proposed(state: Plans, act: acts.PlanProposed, stamp: Stamp) -> None:
    state.versions[act.plan] = Proposed(act, stamp.at, stamp.seat)


def _accepted(state: Plans, act: acts.PlanAccepted, stamp: Stamp) -> None:
    state.versions[act.plan].accepted[act.party] = stamp.at


FOLDS: Mapping[type, Fold] = {acts.PlanProposed: _proposed, acts.PlanAccepted: _accepted}
