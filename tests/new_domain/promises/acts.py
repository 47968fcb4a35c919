"""What can be recorded of promises."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Asked:
    """The facilitator asked a side for a promise."""

    KIND: ClassVar = "promises.asked.1"
    party: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A side promised what stands behind ``digest``."""

    KIND: ClassVar = "promises.promised.1"
    promise: str
    party: str
    digest: str


ACTS: tuple[type, ...] = (Asked, Promised)
