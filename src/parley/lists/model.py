"""Nouns of the two-party procedure over lists: deposits, matches, outcomes of claims."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(slots=True)
class Deposit:
    """One immutable version of a list, handed over sealed: digest, size in bytes, rows as read."""

    id: str
    party: str
    list: str  # claims or holdings
    digest: str
    size: int
    rows: int
    at: datetime
    seat: str
    countersigned: datetime | None = None
    countersigned_by: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim's row and a holding's row that may be one person. ``probability`` in basis points."""

    claimant: str  # party whose claim it is
    claim: int  # row number in the claimant's claims, as the file shows it
    holding: int  # row number in the other side's holdings
    probability: int
    rank: int
    decision: str  # match, review or none


@dataclass(slots=True)
class Match:
    """One run of the comparison. ``bulk`` is the digest of the pairs at or above the agreed threshold."""

    id: str
    digest: str
    at: datetime
    pairs: dict[str, int]  # claimant → number of candidate pairs
    thresholds: dict[str, int] = field(default_factory=dict)  # side → basis points it signed
    bulk: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # side → digest and number of pairs it confirmed
    decided: dict[tuple[str, int, int], dict[str, bool]] = field(default_factory=dict)  # pair → side → same?

    def threshold(self, sides: list[str]) -> int | None:
        """Return the threshold that all sides signed alike, in basis points."""
        signed = {self.thresholds.get(side) for side in sides}
        return signed.pop() if len(signed) == 1 else None


class Outcome(StrEnum):
    """Where a claim stands: what it waits for, or where it ended."""

    CLEARED = "cleared"
    NOT_THE_SAME = "not_the_same"  # both sides say that the candidate is another person
    DISPUTED = "disputed"  # the sides answered differently
    WAITS_CLAIMANT = "waits_claimant"  # the holder has answered, the claimant has not
    WAITS_HOLDER = "waits_holder"
    WAITS_BOTH = "waits_both"
    NOT_FOUND = "not_found"  # nobody held has this name, as far as the names say: the holder's answer is due
    UNREADABLE = "unreadable"  # the row could not be read; its owner has to mend it
