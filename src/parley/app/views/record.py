"""The record: compartments, who has cosigned them, their entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parley.app.views.today import Happened


@dataclass(frozen=True, slots=True)
class Cosigned:
    party: str
    seat: str
    device: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Compartment:
    name: str
    size: int
    root: str  # lower hex
    server_key: str  # fingerprint, lower hex
    cosigned: Sequence[Cosigned]


@dataclass(frozen=True, slots=True)
class Record:
    compartments: Sequence[Compartment]
    shown: str  # which compartment's entries follow
    entries: Sequence[Happened]  # newest first
    total: int
    start: int
    query: str = ""
