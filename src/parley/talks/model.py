"""Nouns of a talks: who it is between, where they sit, what they sit with."""

from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Reason


@dataclass(frozen=True, slots=True)
class Party:
    """``kind`` is side, host or neutral. Names in four languages are content, not record."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A room in the world; ``zone`` is an IANA time zone."""

    id: str
    zone: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in one role at one place; ``person`` is the salted digest of their name."""

    id: str
    party: str
    role: str
    place: str
    person: str


@dataclass(slots=True)
class Device:
    """A browser's pair of keys. ``ed25519`` and ``x25519`` are base64url public keys."""

    id: str
    seat: str
    party: str
    ed25519: str
    x25519: str
    enrolled: datetime
    vouched_by: str = ""  # device id of the head
    accepted_by: dict[str, str] = field(default_factory=dict)  # side → device id of its head
    revoked: datetime | None = None
    claimed: datetime | None = None  # a head's seat, while another spoke: until all accept, for nobody
    recovered: str = ""  # a head's next, for which its "deputy" vouches or its "paper" key: for nobody either, until all accept
    renewed: bool = False  # a head's that no earlier device vouches for, though there was one


@dataclass(frozen=True, slots=True)
class Deputy:
    """The device that may vouch for the next device of a head's seat."""

    device: str
    named: datetime


@dataclass(slots=True)
class PaperKey:
    """The public part (base64url) of a key on paper that vouches once for the next device of a head's seat."""

    ed25519: str
    seat: str
    made: datetime
    spent: datetime | None = None


@dataclass(slots=True)
class Suspension:
    """The host's doubt about a device of a side, and while it lasts about the side. ``since``: when the side's began, of which it is part."""

    device: str
    party: str
    since: datetime
    began: datetime
    until: datetime

    def lasts(self, at: datetime) -> bool:
        return at < self.until


@dataclass(slots=True)
class Session:
    """One meeting; ``closed`` is None while it is open."""

    id: str
    opened: datetime
    closed: datetime | None = None


@dataclass(slots=True)
class Meeting:
    """A proposed next meeting, the parties that accepted it, and why others did not."""

    id: str
    at: datetime
    place: str
    proposed_by: str
    accepted: dict[str, datetime] = field(default_factory=dict)
    declined: dict[str, str] = field(default_factory=dict)  # party → why, until it accepts


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a rule asks of the talks' definition: how many hours a suspension may last."""

    suspension_hours: int


@dataclass(frozen=True, slots=True)
class PaperProof:
    """What a rule asks of a paper key: made, whether it can be one; used, whether it signed this device, seat and talks."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a rule asks of the content that an act refers to: whether its seat may cite it, and what speaks against it."""

    there: bool
    unfit: tuple[Reason, ...] = ()
