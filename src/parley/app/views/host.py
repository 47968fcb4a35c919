"""The host's own pages, and an invitation as its holder sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.views.common import Local, Numbers, Party, Person, Place


@dataclass(frozen=True, slots=True)
class InvitationRow:
    number: str
    talks: str
    seat: str
    state: str  # open | used | expired | locked
    expires: datetime
    failures: int


@dataclass(frozen=True, slots=True)
class TalksRow:
    talks: str
    title: Local
    created: datetime
    seats: int
    enrolled: int
    open: bool
    entries: int


@dataclass(frozen=True, slots=True)
class Check:
    code: str  # engine, database, disk, record, backup, clock …
    good: bool
    numbers: Numbers = field(default_factory=dict)
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Host:
    talks: Sequence[TalksRow]
    invitations: Sequence[InvitationRow]
    uninvited: Sequence[Person]
    checks: Sequence[Check]
    may_create: bool = False


@dataclass(frozen=True, slots=True)
class Invite:
    """What the holder of a link may see before the code is given; nobody's name but theirs."""

    number: str
    talks: str
    title: Local
    person: Person
    party: Party
    place: Place
    language: str
    state: str  # open | used | expired | locked
    expires: datetime
    mandate: Local = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """Shown once to the host who made it: the link to print, the code to give by another channel."""

    invite: Invite
    secret: str
    code: str
