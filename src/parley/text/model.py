"""Nouns of the text."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from parley.base import Reason


class Stand(StrEnum):
    """Where one side stands on one version of a clause."""

    PROPOSED = "proposed"  # said nothing yet
    BRACKETED = "bracketed"
    SUBJECT = "subject"  # agreed subject to approval
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True)
class Standing:
    """A side's stand, since when, by which seat; ``digests`` of its proposed wording when it bracketed."""

    stand: Stand
    at: datetime | None = None
    seat: str = ""
    digests: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Clause:
    """The current version of a clause; ``digests`` by language; ``sides`` by party."""

    id: str
    version: int
    digests: dict[str, str]
    at: datetime
    sides: dict[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a rule asks of the wordings that an act refers to: how many its seat may not cite; what speaks against the others."""

    missing: int
    unfit: tuple[Reason, ...] = ()
