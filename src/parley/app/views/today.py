"""Today: what is happening now, what waits, what has been agreed, when the next meeting is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.views.common import Numbers


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
    may_accept: bool = False


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
