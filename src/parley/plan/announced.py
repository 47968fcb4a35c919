"""Announced people: whom announcing a batch froze in it, and whether a plan keeps them there.

Plans are looked at as both sides sign them (``release.shown_plan``): batches with number, day, and who leaves through which place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.plan.state import Plans

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Somebody announced: whose claim and which row, in which batch, through which place, on which day (as the plan writes it)."""

    claimant: str
    claim: int
    batch: int
    place: str
    on: str

    @property
    def person(self) -> tuple[str, int]:
        return (self.claimant, self.claim)

    @property
    def id(self) -> str:
        """What the planner's files call the person."""
        return f"{self.claimant}-{self.claim}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a rule asks of a plan: how many announced people it does not keep in batch, place and day, or puts beside them."""

    moved: int


@dataclass(frozen=True, slots=True)
class NextBatch:
    """What a rule asks of the plan in force: the first batch that is not announced yet (None: none), and how many leave in it."""

    batch: int | None
    persons: int


@dataclass(frozen=True, slots=True)
class Member:
    """What a rule asks of somebody to be taken out: the last announced batch that holds them (None: none), whether the reason is kept."""

    batch: int | None
    reason: bool


def leaving(shown: Shown, batches: Callable[[int], bool]) -> Iterator[Frozen]:
    """Yield everybody who leaves in these batches of a plan."""
    for one in shown["batches"]:
        if batches(one["number"]):
            for name, place in one["leaving"]:
                claimant, _, claim = name.rpartition("-")
                yield Frozen(claimant, int(claim), one["number"], place, one["on"])


def announced(plans: Plans, shown: Mapping[str, Shown]) -> tuple[Frozen, ...]:
    """Return everybody who was ever announced, batch by batch, those taken out since too. ``shown``: plans by digest."""
    return tuple(
        one
        for batch, said in sorted(plans.announced.items())
        for one in leaving(shown[said.act.digest], batch.__eq__)
    )


def frozen(plans: Plans, shown: Mapping[str, Shown]) -> tuple[Frozen, ...]:
    """Return everybody announced whom nobody has taken out."""
    return tuple(one for one in announced(plans, shown) if (one.batch, *one.person) not in plans.out)


def moved(kept: Sequence[Frozen], batches: int, shown: Shown) -> int:
    """Return how many of ``kept`` a plan moves or leaves out, and how many others it has in the first ``batches``."""
    return len({*kept} ^ {*leaving(shown, lambda number: number < batches)})


def next_batch(plans: Plans, shown: Shown) -> NextBatch:
    """Return the first batch of the plan in force behind those that are announced."""
    behind = [one for one in shown["batches"] if one["number"] >= plans.frozen]
    first = min(behind, key=lambda one: int(one["number"]), default=None)
    return NextBatch(first["number"], len(first["leaving"])) if first else NextBatch(None, 0)
