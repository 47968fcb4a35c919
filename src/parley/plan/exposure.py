"""Exposure over a plan: after every batch what each side has given and received, and the worst moment to stop."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from parley.plan.model import NOBODY, Ints, Plan, Problem


@dataclass(frozen=True, slots=True)
class Moment:
    """After ``batch``: persons and value given so far by each side, in the file's order, and exposure."""

    batch: int
    persons: tuple[int, int]
    value: tuple[int, int]
    exposure: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def moments(problem: Problem, plan: Plan) -> tuple[Moment, ...]:
    """Return what has been given after every batch, as if the exchange ended there."""
    persons, value = [0, 0], [0, 0]
    leaving: list[list[int]] = [[] for _ in range(problem.batches)]
    for i in np.flatnonzero(plan.batch != NOBODY).tolist():
        leaving[plan.batch[i]].append(i)
    out = []
    side = problem.side
    for t, who in enumerate(leaving):
        for i in who:
            persons[side[i]] += 1
            value[side[i]] += int(problem.value[i])
        stands = problem.exposure_start + value[0] - value[1]
        out.append(Moment(t, (persons[0], persons[1]), (value[0], value[1]), stands))
    return tuple(out)


def worst(found: Sequence[Moment]) -> Moment:
    """Return the first moment of the largest exposure of either side."""
    return max(found, key=lambda moment: (abs(moment.exposure), -moment.batch))


@dataclass(frozen=True, slots=True)
class FirstRelease:
    """The exposure bound that releasing some people first needs: ``alone``, or ``matched`` in the same batch.

    ``returned``: the value that the other side releases in the matched batch.
    """

    persons: int
    side: str
    other: str
    alone: int
    matched: int
    returned: int
    bound: int

    @property
    def possible(self) -> bool:
        """Whether the bound of the problem allows it with nothing in return."""
        return self.alone <= self.bound


def first_release(problem: Problem, who: Ints) -> FirstRelease:
    """Return what it takes to release ``who``, persons of one side, first.

    ``matched`` is the bound needed if the other side releases in the same batch the people whose values together come
    nearest to theirs (largest first, never beyond).
    Source: Sandholm and Lesser on unenforced exchange (IJCAI 1995): a single release needs a bound of at least its
    value, a matched one only the difference.
    """
    side = int(problem.side[who[0]])
    sign = 1 if side == 0 else -1
    given = int(problem.value[who].sum())
    others = np.flatnonzero((problem.side != side) & (problem.earliest == 0))
    need, back = max(0, sign * problem.exposure_start + given), 0
    for value in sorted(problem.value[others].tolist(), reverse=True):
        if back + value <= need:
            back += value
    alone = abs(sign * problem.exposure_start + given)
    name, other = problem.sides[side], problem.sides[1 - side]
    return FirstRelease(len(who), name, other, alone, need - back, back, problem.exposure_bound)
