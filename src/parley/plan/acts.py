"""What can be recorded of the plan."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PlanProposed:
    """The host put a verified plan on the table.

    ``problem`` is the SHA-256 of the problem's bytes, ``digest`` the salted digest of the plan as shown; ``cost`` is rounded up and
    ``bound`` down, to whole numbers.
    """

    KIND: ClassVar = "plan.proposed.1"
    plan: str
    problem: str
    digest: str
    batches: int
    persons: int
    cost: int
    bound: int


@dataclass(frozen=True, slots=True)
class PlanAccepted:
    """The head of a side accepted exactly this plan."""

    KIND: ClassVar = "plan.accepted.1"
    plan: str
    problem: str
    digest: str
    party: str


ACTS: tuple[type, ...] = (PlanProposed, PlanAccepted)
