"""Nouns of the planner: the problem as columns, the plan as columns, a fault found in either."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parley.base import Reason

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

PERSONS_LIMIT = 200_000  # of the format
BATCHES_LIMIT = 400  # of the format
NOBODY = -1  # "none" in a column of indices: no region, no family, not released


@dataclass(frozen=True, slots=True)
class Fairness:
    band: float  # share of a region's persons
    checkpoints: tuple[int, ...]  # numbers of batches gone by
    weight: int  # cost of one person outside the band


@dataclass(frozen=True, slots=True)
class Quota:
    side: int  # 0 or 1, in the file's order
    by: int  # number of batches
    persons: int
    weight: int  # cost of one person short


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A release problem, read and found well formed (docs/planning.md, "The model").

    Shapes: T batches, 2 sides, H places, D sites, N persons. ``batch_limit``, ``special_limit``,
        ``vehicles`` are (2, T); ``seats`` (2,); ``teams`` (T,); ``place_capacity`` (H, T);
        ``site_capacity`` (D, T); ``site_side`` (D,); the persons' columns (N,). ``region`` and
        ``family`` index ``regions`` and ``families``, or are ``NOBODY``.
    Units: persons, batches counted from 0; side 0 counts plus in exposure.
    """

    batches: int
    sides: tuple[str, str]
    batch_limit: Ints
    special_limit: Ints
    vehicles: Ints
    seats: Ints
    exposure_bound: int
    exposure_start: int
    teams: Ints
    places: tuple[str, ...]
    place_capacity: Ints
    sites: tuple[str, ...]
    site_side: Ints
    site_capacity: Ints
    site_places: tuple[tuple[int, ...], ...]
    ids: tuple[str, ...]
    site: Ints
    region: Ints
    regions: tuple[str, ...]
    weight: Ints
    value: Ints
    earliest: Ints
    special: Bools
    family: Ints
    families: tuple[str, ...]
    fairness: Fairness | None
    quotas: tuple[Quota, ...]
    left_behind: int
    sha256: str

    @property
    def persons(self) -> int:
        return len(self.ids)

    @property
    def side(self) -> Ints:
        """Side of each person, (N,)."""
        return self.site_side[self.site]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Who leaves when and where: ``batch`` is (N,), ``NOBODY`` for those not released, as ``place`` has None."""

    problem_sha256: str
    cost: float
    bound: float
    left_behind: int
    seconds: float
    ids: tuple[str, ...]
    batch: Ints
    place: tuple[str | None, ...]
    stability: float | None = None


Value = str | int | float


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule broken: which, in which batch (None: in none), by whom (the first few); ``code`` and ``numbers`` say how."""

    rule: str
    code: str
    numbers: Mapping[str, Value] = field(default_factory=dict)
    batch: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong at one ``path`` in a file ("": with the file as a whole)."""

    path: str
    code: str
    numbers: Mapping[str, Value] = field(default_factory=dict)
    change: str = ""  # the named change under which the problem has the fault


class Unreadable(Exception):
    """A file that is not of its format: every fault found, up to a hundred."""

    def __init__(self, faults: tuple[FileFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.code}" for fault in faults))
        self.faults = faults


class NoPlan(Exception):
    """There is no plan, not even one that releases nobody; ``reasons`` say why."""

    def __init__(self, reasons: tuple[Reason | Fault, ...]) -> None:
        super().__init__("; ".join(each.code for each in reasons))
        self.reasons = reasons


@dataclass(slots=True)
class Faults:
    """Gathers faults with their paths, up to a hundred."""

    found: list[FileFault] = field(default_factory=list)
    limit: int = 100

    @property
    def full(self) -> bool:
        return len(self.found) >= self.limit

    def add(self, path: str, code: str, **numbers: Value) -> None:
        if not self.full:
            self.found.append(FileFault(path, code, numbers))

    def stop_if_any(self) -> None:
        if self.found:
            raise Unreadable(tuple(self.found))
