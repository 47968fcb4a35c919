"""What pages are made of, as values: queries make these from the states, pages draw them.

No sentence and no HTML: codes, numbers, ids, times in UTC (aware). ``Local`` is text in several languages that the talks
themselves brought (a party's name, a place); a page picks the reader's, or English, or any. All of it is filtered for one viewer.
"""

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

    @property
    def side(self) -> bool:
        """Whether it negotiates."""
        return self.kind == "side"

    @property
    def hue(self) -> str:
        """How it is marked: a, b, host or neutral."""
        if self.side:
            return "a" if self.order == 0 else "b"
        return self.kind


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
    reads: str = ""  # the language that the talks' definition gives the seat, "" if none


@dataclass(frozen=True, slots=True)
class Suspended:
    """A device that the host has suspended: until then it proposes and signs no act, and its party counts as absent."""

    party: str
    seat: str
    until: datetime
    own: bool  # the device this is read on


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page."""

    talks: str
    title: Local
    you: Person
    now: datetime  # the clock of the talks
    parties: Sequence[Party]  # sides in agreed order, then host, then neutral
    places: Sequence[Place]
    languages: Sequence[str]  # the talks' languages, binding ones first
    seats: Mapping[str, Person] = field(default_factory=dict)  # every seat, to name who did what
    read_only: str | None = None  # why nothing can be recorded now: disk_full, behind_kept_head …
    open: bool = False  # a session is: without one nothing can be adopted
    absent: Sequence[str] = ()  # sides with nobody present: while any is away nothing can be adopted
    suspended: Sequence[Suspended] = ()  # while one is, nothing can be adopted either
    admitted: bool = True  # the device this is read on: before that it hears nothing live
    entries: int = 0  # of the table's record, and its head (lower hex): what a page on paper is held against
    head: str = ""

    @property
    def sides(self) -> list[str]:
        """The ids of the sides, in agreed order."""
        return [party.id for party in self.parties if party.side]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for this viewer.

    ``code`` has its sentence in the phrases of its domain (WAITING), ``numbers`` go in it; ``page`` is where it is done
    (``lists``, ``sheet/text.clause-adopted.1?clause=4``).
    """

    code: str
    page: str
    numbers: Numbers = field(default_factory=dict)
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One act, for the list of what was agreed and for the record: ``kind`` picks the sentence."""

    kind: str
    at: datetime
    seat: str  # "" for the system
    parties: Sequence[str]  # whose marks stand before it
    numbers: Numbers = field(default_factory=dict)
    compartment: str = "table"
    seq: int = 0
    binding: bool = False
    new: bool = False  # since this viewer was last here


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One thing shown in full: its digest must be computed by the device from these very bytes."""

    label: str  # a language tag for a text; else claims, holdings, problem, plan …
    media: str  # text/plain, application/json, …
    digest: str
    salt: str  # base64url
    body: str  # base64url of the exact bytes; "" if too long to show in full: then the sheet fetches content/<digest>
    size: int = 0


@dataclass(frozen=True, slots=True)
class Signer:
    party: str
    seat: str
    state: str  # signed | you | waiting
    at: datetime | None = None
    same: bool = True  # signed the same version
    said: Numbers = field(default_factory=dict)  # what it signed, where that is another


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one binding act is: ``fields`` is its body exactly as the device will sign it."""

    kind: str
    compartment: str
    fields: Mapping[str, object]
    contents: Sequence[SheetContent]
    commits: tuple[str, Numbers]  # code and numbers of the one sentence on what it commits to
    signers: Sequence[Signer]
    back: str  # page to go back to
    about: Numbers = field(default_factory=dict)  # facts, and what its sentences need besides
    facts: Sequence[tuple[str, str | int | datetime]] = ()  # label code, value
    devices: Sequence[tuple[str, str]] = ()  # (seat, device id): those vouched for or accepted
    warnings: list[tuple[str, bool]] = field(default_factory=list)  # by name, and whether it stands on it
    instead: Sequence[tuple[str, str]] = ()  # kind that might be signed instead, its page
    refused: Sequence[tuple[str, Numbers]] = ()  # why it cannot be signed now: all reasons


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
