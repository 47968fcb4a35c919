"""What the page of promises is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Promise:
    party: str
    words: str  # "" where they were erased
    at: datetime


@dataclass(frozen=True, slots=True)
class Promises:
    made: Sequence[Promise]  # newest first
    sides: Sequence[str]  # in agreed order
    may_promise: bool  # this viewer may bring words and sign them
