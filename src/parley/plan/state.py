"""Fold: plan versions and who accepted them."""

from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Act, Stamp
from parley.plan import acts


@dataclass(slots=True)
class Proposed:
    """One plan version on the table."""

    act: acts.PlanProposed
    at: datetime
    accepted: dict[str, datetime] = field(default_factory=dict)  # side → when


@dataclass(slots=True)
class Plans:
    """Plan versions, oldest first. Mutable, changed by ``fold`` alone."""

    versions: dict[str, Proposed] = field(default_factory=dict)

    def current(self) -> Proposed | None:
        return next(reversed(self.versions.values()), None)


def fold(state: Plans, act: Act, stamp: Stamp) -> Plans:
    """Return ``state`` with ``act`` in it."""
    match act:
        case acts.PlanProposed():
            state.versions[act.plan] = Proposed(act, stamp.at)
        case acts.PlanAccepted():
            state.versions[act.plan].accepted[act.party] = stamp.at
        case _:
            pass
    return state
