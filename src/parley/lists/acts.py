"""What can be recorded of the lists. Rows and names are content; acts hold digests, numbers and row numbers."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Deposited:
    """A list officer handed over one version of a list, sealed. ``list`` is claims or holdings.

    ``columns``: field → the letters of its columns, where the officer said which they are; everybody reads the file so.
    """

    KIND: ClassVar = "lists.deposited.1"
    deposit: str
    list: str
    party: str
    digest: str
    size: int
    rows: int
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Countersigned:
    """The head of the depositing side signed the same deposit."""

    KIND: ClassVar = "lists.deposit-countersigned.1"
    deposit: str
    party: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """All lists are in: the salts go to both sides, claims become readable to the side that holds."""

    KIND: ClassVar = "lists.opened.1"
    deposits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A side's device has the salts and signs for the digests it was handed, deposit → digest."""

    KIND: ClassVar = "lists.received.1"
    digests: dict[str, str]
    party: str


@dataclass(frozen=True, slots=True)
class Matched:
    """The machine compared the lists; ``pairs`` counts candidate pairs by claimant."""

    KIND: ClassVar = "lists.matched.1"
    match: str
    digest: str
    pairs: dict[str, str]


@dataclass(frozen=True, slots=True)
class ThresholdSigned:
    """A side signed from which probability on pairs may be confirmed in bulk; basis points."""

    KIND: ClassVar = "lists.threshold-signed.1"
    match: str
    basis_points: int
    party: str


@dataclass(frozen=True, slots=True)
class BulkConfirmed:
    """A side's officer confirmed every pair at or above the threshold; ``digest`` is of their list as shown."""

    KIND: ClassVar = "lists.bulk-confirmed.1"
    match: str
    basis_points: int
    pairs: int
    digest: str
    party: str


@dataclass(frozen=True, slots=True)
class PairDecided:
    """A side's officer decided one pair below the threshold; ``claimant`` is the party that claims."""

    KIND: ClassVar = "lists.pair-decided.1"
    match: str
    claimant: str
    claim: int
    holding: int
    same: bool
    party: str


ACTS: tuple[type, ...] = (
    Deposited, Countersigned, Opened, Received, Matched, ThresholdSigned, BulkConfirmed, PairDecided,
)  # fmt: skip
