"""Nouns of the two-party procedure over lists: deposits, matches, outcomes of claims."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from parley.base import Stamp

# what a row may hold and never leaves its holder
RESTRICTED = frozenset({"place_held", "legal_status", "health", "register_number", "other"})


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
    columns: dict[str, str] = field(
        default_factory=dict
    )  # field → letters, where people said which; else as recognised


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
    signed: dict[str, Stamp] = field(default_factory=dict)  # side → when, and by whom
    bulk: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # side → digest and number of pairs it confirmed
    confirmed: dict[str, Stamp] = field(default_factory=dict)  # side → when its bulk was, and by whom
    decided: dict[tuple[str, int, int], dict[str, bool]] = field(default_factory=dict)  # pair → side → same?

    def threshold(self, sides: Sequence[str]) -> int | None:
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


@dataclass(frozen=True, slots=True)
class DepositedFile:
    """What a rule asks of the file that a deposit hands over. ``rows``: that hold somebody; -1 if it cannot be read."""

    there: bool
    rows: int = -1
    size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class SurePairs:
    """What a rule asks of the list of pairs at or above the threshold; digest "" before both sides signed one."""

    digest: str
    pairs: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule asks of a pair: whether the match proposes it at all, and whether it is confirmed in bulk."""

    there: bool
    in_bulk: bool = False
