"""The application's own nouns: the app with its ports and domains, a viewer, a command, what came of it."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from parley import legible
from parley.app.core.catalog import Kind
from parley.app.core.ports import Blobs, Clock, Journal, Mail, Media, Message, Origin, People
from parley.app.core.states import AllTalks, Folds, TalksState
from parley.app.core.views import Numbers, Shell, Waiting
from parley.base import Act, By, Domain, Reason, Refused, States
from parley.record import Signer, canonical

OWN = "own"  # the compartment of whoever does or brings something
HOUSE = "house"  # the talks whose journal holds the host's own acts: its facilitators, which talks were made


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in seat in one talks, and the language it reads."""

    talks: str
    by: By
    language: str = "en"

    @property
    def seat(self) -> str:
        return self.by.seat

    @property
    def party(self) -> str:
        return self.by.party


@dataclass(frozen=True, slots=True)
class Command:
    """A proposed act: its kind, its fields as JSON, the client's id, and for a binding kind the device's signature."""

    kind: str
    fields: Mapping[str, Any]
    id: str
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, in order; ``extra`` is told once to the one who asked (an invitation's link and code)."""

    entries: tuple[tuple[str, int, str], ...]  # compartment, seq, kind
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the answer that is kept under the command's id; ``extra`` is not in it."""
        keys = ("compartment", "seq", "kind")
        return canonical({"recorded": [dict(zip(keys, entry, strict=True)) for entry in self.entries]})

    @classmethod
    def from_bytes(cls, answer: bytes) -> "Recorded":
        said = json.loads(answer)["recorded"]
        return cls(tuple((one["compartment"], one["seq"], one["kind"]) for one in said))


@dataclass(frozen=True, slots=True)
class Signature:
    """A side's signature of the same as a sheet shows. ``same``: of the same version; else ``said`` is what it signed.

    ``seat``: who signed; '' where only the side's head could.
    """

    at: datetime
    same: bool = True
    said: Numbers = field(default_factory=dict)
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a domain's sheet shows of one binding act before it is signed.

    ``about``: numbers by name: those that the sheet declares as facts stand on it, those that it declares as said go into its
    sentences; another refuses. ``instead``: what might be signed instead, with what the address of its sheet asks for.
    """

    act: Act
    back: str  # the page to go back to
    contents: Mapping[str, str] = field(default_factory=dict)  # label → digest, shown in full
    about: Numbers = field(default_factory=dict)
    signed: Mapping[str, Signature] = field(default_factory=dict)  # side → what it signed of the same
    devices: Sequence[str] = ()  # devices vouched for or accepted
    warned: frozenset[str] = frozenset()  # which of the sheet's warnings stand on it
    instead: Sequence[tuple[Act, Mapping[str, str]]] = ()


@dataclass(frozen=True, slots=True)
class BindingSheet:
    """The sheet of one binding kind.

    ``facts``: names of ``Prepared.about`` that stand on it, in this order; ``said``: those that its sentences need besides.
    ``each_side``: every side signs the same, so the sheet says who has. ``warnings``: names of those that it can have.
    ``ahead`` reads into memory what ``make`` asks for, before the state is locked.
    """

    make: "SheetMaker"
    facts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    each_side: bool = True
    warnings: tuple[str, ...] = ()
    ahead: Callable[["App", Viewer, TalksState, Mapping[str, str]], None] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One sort of content: what acts cite it for, whose it is, who else reads it, what it has to be.

    ``compartment``: whose readers have it from the moment it is kept: OWN of the party that brought it, "table", "host", or
    nobody's; ``who`` have it besides, once ``shown`` says that an act has put it before them. ``brings``: groups that may bring
    it; none: the machine makes it. ``unfit``: every reason why bytes of a media type are no such content, called by a
    name in its sentences (a language, or "").
    ``before``: of a content of a version that kept no origins: the parties that acts say it is of, nothing if it is not of this
    sort; ``cited``: of this sort only because an act names it, which says nothing where another sort knows the digest.
    """

    name: str
    purpose: str
    compartment: str
    before: Callable[["App", TalksState, str], Collection[str]]
    who: frozenset[str] = frozenset()
    shown: Callable[["App", TalksState, str], bool] | None = None
    brings: frozenset[str] = frozenset()
    unfit: Callable[[bytes, str, str], Iterable[Reason]] | None = None
    cited: bool = False


@dataclass(frozen=True, slots=True)
class AppDomain:
    """One domain as the core sees it: its rules, and what its folder in ``app`` makes of them.

    ``read_ahead`` reads into memory what facts and pages will ask for, before the state is locked; its act is None for a page.
    ``duties`` by topic; ``jobs`` give what does the work, loaded when first asked for; ``commands`` are those that are no act.
    ``services``: what ``App.service`` is asked for and the domain cannot make itself; ``opened`` is called before anything is served.
    ``optional``: talks can leave it out; then they have none of its pages, and none of its acts. ``needs``: the names of those
    that can be left out and that it works out of.
    """

    rules: Domain[Any]
    kinds: tuple[Kind, ...]
    facts: Mapping[type, "FactReader"] = field(default_factory=dict)
    read_ahead: Callable[["App", TalksState, By, Act | None], None] | None = None
    contents: tuple[Content, ...] = ()
    sheets: Mapping[str, BindingSheet] = field(default_factory=dict)
    waits: Callable[["App", Viewer, TalksState], Sequence[Waiting]] | None = None
    duties: Mapping[str, Callable[["App", str, Mapping[str, object]], None]] = field(default_factory=dict)
    jobs: Mapping[str, Callable[[], "Work"]] = field(default_factory=dict)
    commands: Mapping[str, Callable[["App", Viewer, Command], Recorded | Refused]] = field(
        default_factory=dict
    )
    services: tuple[type, ...] = ()
    opened: Callable[["App"], None] | None = None
    optional: bool = False
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.rules.name


class Roster(Protocol):
    """What the core asks of the one domain that knows parties, seats and devices."""

    def opening(self, server_key: str) -> Act:
        """Return the act that every compartment begins with."""

    def sides(self, states: States) -> tuple[str, ...]: ...
    def parties(self, states: States) -> tuple[str, ...]: ...
    def languages(self, states: States) -> tuple[str, ...]: ...
    def devices(self, states: States) -> Mapping[str, "DeviceKey"]: ...
    def by(self, states: States, seat: str, device: str) -> By | None:
        """Return who a seat is with this device; None if there is no such seat, or its device does not stand."""

    def outside(self, states: States, by: By) -> tuple[Reason, ...]:
        """Return why a device is not at the table; empty if it is admitted, or of a house, where nobody admits."""

    def speaks(self, states: States, by: By) -> bool:
        """Return whether a device, admitted yet or not, speaks for its party: its head's, and vouched for."""

    def party(self, states: States, seat: str) -> str | None: ...
    def signer(self, states: States, side: str) -> str:
        """Return the seat that signs for a side, "" if there is none."""

    def uses(self, app: "App", state: TalksState) -> Collection[str] | None:
        """Return what these talks use of the domains that can be left out; None: all."""

    def shell(self, app: "App", viewer: Viewer) -> Shell: ...


class DeviceKey(Protocol):
    """A device as the core needs it: whose it is, and its public signing key (base64url)."""

    @property
    def id(self) -> str: ...
    @property
    def seat(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def ed25519(self) -> str: ...


@dataclass(frozen=True)
class Registry:
    """The domains, lowest first. Made by ``registry.complete``, which refuses what lacks something."""

    domains: tuple[AppDomain, ...]
    roster: Roster
    made: Mapping[type, Callable[[], object]] = field(default_factory=dict)  # services, anew for each app

    def services(self) -> dict[type, object]:
        """Return what the domains need of the world, made for one app."""
        return {kind: make() for kind, make in self.made.items()}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        return {kind.kind: kind for domain in self.domains for kind in domain.kinds}

    @cached_property
    def of_kind(self) -> Mapping[str, AppDomain]:
        return {kind.kind: domain for domain in self.domains for kind in domain.kinds}

    @cached_property
    def of_purpose(self) -> Mapping[str, AppDomain]:
        return {content.purpose: domain for domain in self.domains for content in domain.contents}

    @cached_property
    def folds(self) -> Folds:
        return Folds((domain.rules, domain.kinds) for domain in self.domains)

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        return tuple(content for domain in self.domains for content in domain.contents)

    @cached_property
    def sorts(self) -> Mapping[str, Content]:
        """Sorts of content by what they are for."""
        return {content.purpose: content for content in self.contents}


def nobody(talks: str) -> Mapping[str, frozenset[str]]:
    """Return no seats in any space: presence before the web has been asked to say it."""
    return {}


Service = TypeVar("Service")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one seat, and all seats of one party together, may put into one talks: bytes."""

    seat: int = 256_000_000  # of contents that it brought, or had the machine make, and that were not erased
    party: int = 1_024_000_000  # of the same, all seats of a party together: no party uses up another's
    acts: int = 64_000_000  # of entries of one seat


def megabytes(size: int) -> int:
    """Return bytes as whole MB, rounded up, as sentences say them."""
    return -(-size // 1_000_000)


Reading = tuple[str, str, str]  # talks, digest, as what


@dataclass(slots=True)
class App:
    """Everything ``perform`` and the queries need. ``listeners`` are called after commit, with talks and message."""

    registry: Registry
    journal: Journal
    blobs: Blobs
    people: People
    media: Media
    clock: Clock
    talks: AllTalks
    signer: Signer  # the server's key
    secret: bytes  # 32 bytes: from it come invitations' secrets and generated salts
    services: dict[type, object] = field(default_factory=dict)  # what one domain keeps or needs of the world
    institution: str = "The host"
    mail: Mail | None = None
    limits: Limits = field(default_factory=Limits)
    present: Callable[[str], Mapping[str, frozenset[str]]] = nobody  # talks → space → seats present now
    listeners: list[Callable[[str, Message], None]] = field(default_factory=list)
    owing: bool = True  # the outbox may hold something to do: perhaps of a process that died
    parsed: dict[Reading, Any] = field(default_factory=dict)  # until erased
    turns: dict[Reading, Lock] = field(default_factory=dict)  # one of all who ask for a reading makes it
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)  # (talks, digest): they never change

    def service(self, kind: type[Service]) -> Service:
        """Return the one value of this type: as the wiring gave it, else made now, for as long as the app lives."""
        if kind not in self.services:
            self.services.setdefault(kind, kind())
        return cast(Service, self.services[kind])

    def forget(self, talks: str, digest: str) -> None:
        """Drop what is kept in memory of a content that was erased, and what was worked out from it."""
        for key in [key for key in list(self.parsed) if key[:2] == (talks, digest)]:
            self.parsed.pop(key, None)
        state = self.talks.get(talks)
        with state.lock:  # pages hold it from when they read a content until it is made visible
            state.forget()
            legible.forget()
        urlsplit.cache_clear()  # type: ignore[attr-defined]  # addresses of pages hold the names that somebody searched for


FactReader = Callable[
    [App, TalksState, By, Any], object
]  # what the rule of one act asks of contents, by whom
SheetMaker = Callable[[App, Viewer, TalksState, Mapping[str, str]], Prepared | None]
Work = Callable[[App, Viewer, str, Callable[[float], None]], Recorded | Refused]
