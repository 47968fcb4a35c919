"""Nouns of promises."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Promise:
    """What one side promised, since when, and when it was last reminded."""

    party: str
    digest: str
    at: datetime
    reminded: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a rule asks of a promise's words: whether they are kept."""

    there: bool
