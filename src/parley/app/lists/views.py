"""The lists: deposits, claims and where each stands, the names desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.core.views import Numbers


@dataclass(frozen=True, slots=True)
class Aside:
    """A row of a file that was taken for nobody: for people to look at before they sign."""

    row: str  # its number, with its sheet where it is another
    why: str  # code
    said: str  # its cells


@dataclass(frozen=True, slots=True)
class Reading:
    """How the depositor's file was read; shown to the depositor's side alone."""

    columns: Sequence[tuple[str, str]]  # (field, its headers as found; none: it stood within another field)
    header_row: int
    rows: int
    notes: Sequence[tuple[str, Numbers]] = ()  # code and numbers: rows_without_name, doubled_rows …
    sample: Sequence[Sequence[str]] = ()  # first rows, in the order of columns
    aside: Sequence[Aside] = ()  # the first of the rows that hold nobody, blank ones left out
    more_aside: int = 0  # how many follow those
    in_file: Sequence["FileColumn"] = ()  # every column of the file, for whoever says otherwise what it holds
    chosen: bool = False  # people said which columns these are


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a file: its letter, its heading as found, and the field it was taken for ("" for none)."""

    letter: str
    header: str
    field: str = ""


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
    may_replace: bool = False  # by a new version, while it is sealed


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
    taken_on: str = ""  # of that, the day
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
    left_because: str = ""  # why the comparison leaves it to people; code, "" if it kept no reason
    threshold: int | None = (
        None  # basis points: a sure pair, but below this, from where sides confirm pairs together
    )


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
    basis_points: int | None  # the threshold, once all sides signed the same
    thresholds: Sequence[tuple[str, int]] = ()  # what each side signed last, in agreed order
    suggested: int = 0  # basis points that the viewer's side is shown first
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
class Lists:
    deposits: Sequence[Deposit]
    expected: Sequence[tuple[str, str]]  # (party, list) not handed over yet
    matchings: Sequence[Matching]
    rows: Rows | None = None
    may_deposit: Sequence[str] = ()  # claims, holdings: what this viewer may hand over now
    may_match: bool = False

    @property
    def sure_pairs(self) -> int:
        """Pairs in all directions that are confirmed together."""
        return sum(one.bulk_pairs for one in self.matchings)


@dataclass(frozen=True, slots=True)
class Answered:
    """This side's answer to one pair, by its rows."""

    claimant: str
    claim: int
    holding: int
    same: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The names desk: one pair at a time."""

    matching: Matching
    pair: Pair | None  # None: nothing left
    left: int
    done: int
    minutes_left: int | None = None  # at this side's pace of late; None: it has hardly begun
    changeable: Answered | None = None  # this side's last answer, while the other side has not answered
