"""What every page needs: the parties, the people, the table around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Local = Mapping[str, str]  # language tag → words of the talks' own: {"en": …, "ps": …}
Numbers = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Party:
    id: str
    kind: str  # side | host | neutral
    order: int  # 0, 1 … in the agreed order of sides; sides 0 and 1 are drawn as A and B
    name: Local


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    name: Local
    zone: str  # IANA


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits in a seat, as others see them."""

    seat: str
    name: Mapping[str, str]  # by language; in one spelling alone under ""
    role: str
    party: str
    place: str
    present: bool = False  # signed in with a live page or in the room


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page."""

    talks: str
    title: Local
    you: Person
    now: datetime  # the clock of the talks
    menu: Sequence[str]  # of: today room sits text lists plan record host; only those that exist
    parties: Sequence[Party]  # sides in agreed order, then host, then neutral
    places: Sequence[Place]
    languages: Sequence[str]  # the talks' languages, binding ones first
    seats: Mapping[str, Person] = field(default_factory=dict)  # every seat, to name who did what
    read_only: str | None = None  # why nothing can be recorded now: disk_full, behind_kept_head …
    open: bool = False  # a session is: without one nothing can be adopted
    absent: Sequence[str] = ()  # sides with nobody present: while any is away nothing can be adopted
