"""What the pages about people and meetings show: Today, who sits, the host's page, an invitation as its holder sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.core.views import Happened, Local, Numbers, Party, Person, Place, Waiting


@dataclass(frozen=True, slots=True)
class InvitationRow:
    number: str
    title: Local  # of the talks
    person: Person
    party: Party
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
    may_lay: bool = False  # a further seat of these talks
    house: bool = False  # where talks are made, and further facilitators invited
    institution: Local = field(default_factory=dict)  # what the house is called
    telephone: str = ""  # where people call the host, as letters have it


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
class Device:
    device: str  # id, lower hex
    state: str  # enrolled | vouched | admitted | revoked
    since: datetime
    vouched_by: str = ""  # seat
    accepted_by: Sequence[str] = ()  # party ids
    due: Sequence[str] = ()  # party ids that have yet to accept
    own: bool = False  # the device this page is read on
    renewed: bool = False  # no earlier device of its party vouches for it, though there was one
    recovered: str = ""  # deputy | paper: what vouches for it, as a head's next
    deputy_of: Sequence[str] = ()  # seats whose head named it
    may_vouch: bool = False
    may_vouch_as_deputy: bool = False
    may_name_deputy: bool = False
    may_revoke: bool = False
    suspended: datetime | None = None  # until when
    may_suspend: bool = False
    may_end_suspension: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that lacks until the table can open: ``do`` is the button that does it, or the page where it is seen."""

    code: str  # uninvited | unused | unvouched | unaccepted
    numbers: Numbers
    do: str  # invite | host | vouch | sits
    seats: Sequence[str] = ()  # of those who are not invited
    page: str = ""  # where it is done or seen


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """All that a device sees before it is admitted."""

    device: str  # id, lower hex
    since: datetime
    vouched: bool
    due: Sequence[str]  # sides that have yet to accept it
    may_vouch: bool = False  # for itself
    may_claim: bool = False  # its seat, without an earlier device
    claimed: datetime | None = None  # when it did
    paper: str = ""  # the public part of the paper key that would vouch for it
    speaks: bool = False  # for its party: it vouches and accepts already
    taken: bool = False  # another device of this seat is admitted
    lacking: Sequence[Lack] = ()  # until the table can open, for who facilitates


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper key that a head made last."""

    key: str  # its public part, base64url
    made: datetime
    spent: datetime | None


@dataclass(frozen=True, slots=True)
class Sitting:
    person: Person
    state: str  # not_invited | invited | expired | enrolled | admitted
    devices: Sequence[Device] = ()
    may_invite: bool = False
    paper: Paper | None = None
    further_link: datetime | None = None  # made lately, though a device sits here; told to its own party


@dataclass(frozen=True, slots=True)
class Sits:
    sittings: Sequence[Sitting]  # in the order of parties, then seats as the talks list them
    alike: Sequence[tuple[Person, Person]] = ()  # two people whose names look alike
    suspension_hours: int = 0  # at most
    may_make_paper: bool = False
    to_accept: Sequence[str] = ()  # devices of the others that this viewer may accept now
    mandate: Local = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    session: str
    number: int
    opened: datetime
    present_places: int
    places: int
    absent_sides: Sequence[str]  # party ids: while any is here nothing can be adopted
    in_room: int  # persons


@dataclass(frozen=True, slots=True)
class Meeting:
    meeting: str
    at: datetime
    place: str
    proposed_by: str  # seat
    accepted: Sequence[str]  # party ids
    due: Sequence[str]  # party ids that have not
    declined: Mapping[str, str]  # of those, party id → why
    may_accept: bool = False
    may_decline: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the viewer's own party; ``text`` is empty once it is erased."""

    at: datetime
    seat: str
    text: str


@dataclass(frozen=True, slots=True)
class Today:
    session: Session | None
    waits: Sequence[Waiting]
    agreed: Sequence[Happened]  # newest first
    news: Sequence[Happened]  # of the table and of devices; newest first
    meetings: Sequence[Meeting]  # the one agreed, if it lies ahead, and the one proposed last
    admitted: bool = True  # this device may sit down
    may_open: bool = False
    may_close: bool = False
    may_propose_meeting: bool = False
    notes: Sequence[Note] = ()  # newest first
    may_note: bool = False
    not_open_because: Sequence[
        tuple[str, Numbers]
    ] = ()  # reasons, as refusal codes, if the session cannot open
    lacking: Sequence[Lack] = ()  # for who facilitates
