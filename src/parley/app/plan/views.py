"""The plan: batches, what stands between the sides, alternatives, who is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.core.views import Local, Numbers


@dataclass(frozen=True, slots=True)
class Batch:
    number: int  # from 0
    on: datetime | None
    persons: Mapping[str, int]  # party id of the holder → persons who leave
    special: Mapping[str, int]  # of them sick, old or young
    exposure: int  # after it; plus: the first side has given more
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
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
    gap_basis_points: int  # rounded up; shown in tenths of a percent, rounded up again
    exposure_bound: int
    accepted: Sequence[str]  # party ids
    due: Sequence[str]
    values: Mapping[str, int] = field(default_factory=dict)  # party id → what one person it holds counts
    alternatives: Sequence[Alternative] = ()  # the plan itself first
    files: Mapping[str, str] = field(default_factory=dict)  # plan, problem → digest of its content
    may_accept: bool = False
    why: Sequence[tuple[str, Numbers]] = ()  # why some stay who may leave: codes with numbers


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody announced; ``name`` and ``father`` are empty to who may not read the claimant's list."""

    claimant: str
    claim: int  # row of the claimant's claims
    batch: int
    name: str = ""
    father: str = ""
    place: str = ""
    out: datetime | None = None  # when they were taken out
    out_by: str = ""  # party
    later: bool = False  # a later batch may hold them
    reason: str = ""  # why they were taken out


@dataclass(frozen=True, slots=True)
class AnnouncedBatch:
    number: int  # from 0
    on: datetime | None
    at: datetime  # announced
    by: str  # seat
    persons: int  # that are still in it
    out: int  # taken out of it
    people: Sequence[Person] = ()  # where a page shows the batch alone
    may_take_out: bool = False


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Why somebody announced cannot go as announced, and who it is, as far as one is known."""

    code: str
    numbers: Mapping[str, str | int]
    people: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    plan: PlanView | None
    earlier: Sequence[PlanView] = ()
    cleared: int = 0  # persons who could be planned
    waiting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # claimant → why not on it → rows
    may_propose: bool = False
    announced: Sequence[AnnouncedBatch] = ()
    to_announce: int | None = None  # number of the batch that this viewer may announce now
    in_the_way: Sequence[InTheWay] = ()  # of any later plan
    may_take_out: bool = False
