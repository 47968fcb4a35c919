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


@dataclass(frozen=True, slots=True)
class BatchAnnounced:
    """The host announced a batch of the plan that all sides accepted: from then on its people are frozen in it.

    ``batch`` counts from 0; ``digest`` is of the plan as shown; ``persons`` leave in the batch.
    """

    KIND: ClassVar = "plan.batch-announced.1"
    plan: str
    digest: str
    batch: int
    persons: int


@dataclass(frozen=True, slots=True)
class PersonTakenOut:
    """Somebody announced was taken out of their batch. ``reason`` is the digest of the reason, which is content.

    ``claim``: row number in the claimant's claims. ``later``: whether a later batch may hold the person; else no plan does.
    ``party`` is whose head or facilitator says so.
    """

    KIND: ClassVar = "plan.person-taken-out.1"
    batch: int
    claimant: str
    claim: int
    later: bool
    reason: str
    party: str


ACTS: tuple[type, ...] = (PlanProposed, PlanAccepted, BatchAnnounced, PersonTakenOut)
