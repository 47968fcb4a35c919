"""Nouns of promises."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """What one side promised, and when."""

    id: str
    party: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """What a rule asks of a promise's words: whether the seat may cite such."""

    there: bool
