"""If they walk away: after every batch, what each side has given and received, and the worst moment of the plan."""

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

    def table(self) -> dict[str, object]:
        return asdict(self)


def moments(problem: Problem, plan: Plan) -> tuple[Moment, ...]:
    """Return the state after every batch, were the other side to leave then."""
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
    """Return the first moment of the largest exposure to either side."""
    return max(found, key=lambda moment: (abs(moment.exposure), -moment.batch))


def in_words(problem: Problem, moment: Moment) -> str:
    """Say what one moment would mean."""
    ahead, behind = problem.sides if moment.exposure >= 0 else problem.sides[::-1]
    return (
        f"worst moment: if {behind} walks away after batch {moment.batch}, {ahead} has given {abs(moment.exposure)} more "
        f"than it received (bound {problem.exposure_bound}); {moment.persons[0]} of {problem.sides[0]} and "
        f"{moment.persons[1]} of {problem.sides[1]} are out"
    )


@dataclass(frozen=True, slots=True)
class First:
    """What releasing some people first would need of the exposure bound: alone, or matched in the same batch."""

    alone: int
    matched: int
    bound: int
    words: str


def first(problem: Problem, who: Ints, batches: int = 1) -> First:
    """Answer "these people first": the bound needed, a matched batch, or a place in between.

    ``who``: persons of one side. ``matched`` is the bound needed if the other side releases in the same batch the
    people whose values together come nearest to theirs (largest first, never beyond).
    Source: Sandholm and Lesser: a single release needs a bound of at least its value, a matched one only the difference.
    """
    del batches
    side = int(problem.side[who[0]])
    sign = 1 if side == 0 else -1
    given = int(problem.value[who].sum())
    others = np.flatnonzero((problem.side != side) & (problem.earliest == 0))
    need, back = max(0, sign * problem.exposure_start + given), 0
    for value in sorted(problem.value[others].tolist(), reverse=True):
        if back + value <= need:
            back += value
    alone, matched = abs(sign * problem.exposure_start + given), need - back
    name, other = problem.sides[side], problem.sides[1 - side]
    if alone <= problem.exposure_bound:
        words = f"{len(who)} of {name} first: possible, the bound {problem.exposure_bound} allows {alone}"
    else:
        words = (
            f"{len(who)} of {name} first, with nothing in return: the bound would have to be {alone}, it is "
            f"{problem.exposure_bound}. Or a matched batch: {other} releases people worth {back} at the same time, and "
            f"a bound of {matched} is enough. Or they go to a neutral place in between until {other} has released as many."
        )
    return First(alone, matched, problem.exposure_bound, words)
