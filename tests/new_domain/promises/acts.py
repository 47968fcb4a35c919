"""What can be recorded of promises."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Promised:
    """The head of a side promised what stands behind ``digest``."""

    KIND: ClassVar = "promises.promised.1"
    promise: str
    party: str
    digest: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """The facilitator reminded a side of a promise."""

    KIND: ClassVar = "promises.reminded.1"
    promise: str


ACTS: tuple[type, ...] = (Promised, Reminded)
