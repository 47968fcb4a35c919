"""What each page needs, as values: queries make these from the folded state, pages draw them.

No sentence and no HTML: codes, numbers, ids, times in UTC (aware). ``Local`` is text in several languages
that the talks themselves brought (a party's name, a place); a page picks the reader's, or English, or any.
Everything here is already filtered for one viewer.
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


# --- Today -------------------------------------------------------------------------------------------------


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
class Waiting:
    """One thing that waits for this viewer.

    ``code``: vouch_devices, accept_devices, deposit_list, countersign_deposit, receive_lists, sign_threshold,
    confirm_bulk, decide_pairs, adopt_clause, accept_plan, accept_meeting, open_session, answer_claims, …
    ``numbers`` go in its sentence; ``page`` is where it is done (``lists``, ``sheet/text.clause-adopted.1?clause=4``).
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
class Meeting:
    meeting: str
    at: datetime
    place: str
    proposed_by: str  # seat
    accepted: Sequence[str]  # party ids
    due: Sequence[str]  # party ids that have not


@dataclass(frozen=True, slots=True)
class Today:
    session: Session | None
    waits: Sequence[Waiting]
    agreed: Sequence[Happened]  # newest first
    meeting: Meeting | None
    admitted: bool = True  # this device may sit down
    may_open: bool = False
    may_close: bool = False
    may_propose_meeting: bool = False
    not_open_because: Sequence[
        tuple[str, Numbers]
    ] = ()  # reasons, as refusal codes, if the session cannot open


# --- Who sits ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Device:
    device: str  # id, lower hex
    state: str  # enrolled | vouched | admitted | revoked
    since: datetime
    vouched_by: str = ""  # seat
    accepted_by: Sequence[str] = ()  # party ids
    due: Sequence[str] = ()  # party ids that have yet to accept
    own: bool = False  # the device this page is read on
    may_vouch: bool = False
    may_revoke: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    person: Person
    state: str  # not_invited | invited | expired | enrolled | admitted
    devices: Sequence[Device] = ()
    may_invite: bool = False


@dataclass(frozen=True, slots=True)
class Sits:
    sittings: Sequence[Sitting]  # in the order of parties, then seats as the talks list them
    to_accept: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # party id → devices this viewer's side may accept now
    mandate: Local = field(default_factory=dict)


# --- The text ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one side stands on one version of a clause."""

    party: str
    state: str  # none | bracketed | agreed_subject | adopted
    since: datetime | None = None
    seat: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    clause: str
    version: int
    texts: Local  # language → the exact text
    digests: Local  # language → content digest
    stands: Sequence[Stand]  # the sides, in agreed order
    since: datetime
    history: Sequence[Happened] = ()
    brackets: Mapping[str, Local] = field(default_factory=dict)  # party id → language → wording it proposes
    may: Sequence[str] = ()  # kinds this viewer may do now: text.clause-adopted.1 …


@dataclass(frozen=True, slots=True)
class Text:
    clauses: Sequence[Clause]
    may_draft: bool = False


# --- The sheet ---------------------------------------------------------------------------------------------


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
    about: Numbers = field(
        default_factory=dict
    )  # clause, version, persons, rows …: for the title and the facts
    facts: Sequence[tuple[str, str | int | datetime]] = ()  # label code, value
    devices: Sequence[tuple[str, str]] = ()  # (seat, device id): those vouched for or accepted
    instead: Sequence[str] = ()  # kinds that might be signed instead, with the same fields
    refused: Sequence[tuple[str, Numbers]] = ()  # why it cannot be signed now: all reasons


# --- The lists ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """How the depositor's file was read; shown to the depositor's side alone."""

    columns: Sequence[tuple[str, str]]  # (field, header as found)
    header_row: int
    rows: int
    notes: Sequence[tuple[str, Numbers]] = ()  # code and numbers: rows_without_name, doubled_rows …
    sample: Sequence[Sequence[str]] = ()  # first rows, in the order of columns


@dataclass(frozen=True, slots=True)
class Deposit:
    deposit: str
    party: str
    list: str  # claims | holdings
    state: str  # awaiting_head | sealed | opened | received
    digest: str
    size: int  # bytes
    rows: int
    at: datetime
    by: str  # seat
    countersigned_by: str = ""
    countersigned_at: datetime | None = None
    received_by: Sequence[str] = ()  # party ids whose device signed the receipt
    reading: Reading | None = None
    may_countersign: bool = False
    may_receive: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a list as its viewer may see it: a claimant never sees where or how someone is held."""

    row: str  # id of the row in its deposit
    name: str
    father: str = ""
    grandfather: str = ""
    born: str = ""  # as written: "about 1986", "1364"
    home: str = ""
    taken: str = ""
    outcome: str = ""  # cleared | sure | to_decide | one_side | differs | not_held | unanswered
    waits_for: Sequence[str] = ()  # party ids, or empty
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    list: str
    party: str
    total: int  # rows found
    start: int
    rows: Sequence[RowView]
    query: str = ""
    outcome: str = ""  # filter


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of what the matcher weighed. ``kind``: same, differs, missing_left … of the name's words, or a field."""

    kind: str
    claim: str  # as written in the claim; "" if it stands in the holding alone
    holding: str
    bits: float  # doubles the odds that the pair is one person; minus halves them


@dataclass(frozen=True, slots=True)
class Pair:
    """One candidate pair on the names desk."""

    match: str
    claim: RowView
    holding: RowView
    probability: int  # basis points
    evidence: Sequence[Evidence]  # nothing restricted among it
    twins: Sequence[RowView] = ()
    yours: bool | None = None  # what your side said: True the same person
    theirs: bool | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """One match: one side's claims against the other side's holdings."""

    match: str
    claimant: str  # party ids
    holder: str
    claims: int  # rows
    holdings: int  # rows
    pairs: int  # candidate pairs
    digest: str
    at: datetime
    basis_points: int | None  # the threshold proposed or signed
    threshold_signed: Sequence[str] = ()
    bulk_pairs: int = 0  # pairs at or above the threshold
    bulk_confirmed: Sequence[str] = ()
    to_decide: int = 0  # left for this viewer's side
    decided: int = 0
    cleared: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)  # outcome → rows
    may_sign_threshold: bool = False
    may_confirm: bool = False
    may_decide: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    confirmed: int
    claimed: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Lists:
    deposits: Sequence[Deposit]
    expected: Sequence[tuple[str, str]]  # (party, list) not handed over yet
    matchings: Sequence[Matching]
    rows: Rows | None = None
    may_deposit: Sequence[str] = ()  # claims, holdings: what this viewer may hand over now
    may_match: bool = False
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The names desk: one pair at a time."""

    matching: Matching
    pair: Pair | None  # None: nothing left
    left: int
    done: int
    minutes_left: int | None = None  # at this side's pace of late; None: it has hardly begun


# --- The plan ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Batch:
    number: int  # from 0
    on: datetime | None
    persons: Mapping[str, int]  # party id of the holder → persons who leave
    special: Mapping[str, int]  # of them sick, old or young
    exposure: int  # after it; plus: the first side has given more
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rather:
    """Another way to plan the same people, and what it would mean; the plan itself is told in the same words."""

    id: str
    name: Local  # empty: the plan as shown
    possible: bool
    persons: int = 0
    left_behind: int = 0
    batches: int = 0
    first: datetime | None = None
    last: datetime | None = None
    most: int = 0  # persons in its fullest batch
    worst: int = 0  # exposure where it is greatest; plus: the first side has given more


@dataclass(frozen=True, slots=True)
class PlanView:
    plan: str
    problem: str  # digest of the problem file
    digest: str
    at: datetime
    by: str  # seat
    batches: Sequence[Batch]
    persons: int
    left_behind: int
    cost: int
    bound: int
    gap_basis_points: int
    exposure_bound: int
    checked: bool  # by the separate checker
    accepted: Sequence[str]  # party ids
    due: Sequence[str]
    values: Mapping[str, int] = field(default_factory=dict)  # party id → what one person it holds counts
    rather: Sequence[Rather] = ()  # the plan itself first
    files: Mapping[str, str] = field(default_factory=dict)  # plan, problem → digest of its content
    may_accept: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    plan: PlanView | None
    earlier: Sequence[PlanView] = ()
    cleared: int = 0  # persons who could be planned
    waiting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # claimant → why not on it → rows
    may_propose: bool = False


# --- The record --------------------------------------------------------------------------------------------


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


# --- The host ----------------------------------------------------------------------------------------------


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


# --- The invitation ----------------------------------------------------------------------------------------


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
