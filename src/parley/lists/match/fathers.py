"""Fathers' and grandfathers' names: compared as names are, each distinct one once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.doubt import another_man
from parley.lists.match.edit import Floats, Habits, Ints
from parley.lists.match.name_column import WEIGHTS, NameColumn, name_column

Bools = NDArray[np.bool_]
# By hand, not fitted; `python -m bench.lists scale` (made-up people) shows what fathers and fields are worth.
UNRELATED = 0.08  # share of true pairs whose fathers' names have nothing in common
MOST = 12.0  # nats that a father's name says at most
SMALL = 400_000  # pairs compared at once; memory


@dataclass(slots=True)
class Fathers:
    """The distinct names of a column, and which of them each row has; -1 where it says nothing."""

    column: NameColumn
    left: NDArray[np.int64]
    right: NDArray[np.int64]

    def compared(self, i: Ints, j: Ints) -> tuple[Floats, Bools]:
        """Return the evidence of a father's name for each pair, and whether it is plainly another man's.

        As for names, but a few true pairs have quite another one.
        """
        a, b = self.left[i], self.right[j]
        out, others = np.zeros(len(i), dtype=np.float32), np.zeros(len(i), dtype=bool)
        both = np.nonzero((a >= 0) & (b >= 0))[0]
        width = max(len(self.column.right.parts), 1)
        pairs, place = np.unique(a[both] * width + b[both], return_inverse=True)
        found, other = np.zeros(len(pairs), dtype=np.float32), np.zeros(len(pairs), dtype=bool)
        for at in range(0, len(pairs), SMALL):
            some = pairs[at : at + SMALL]
            one, two = (some // width).astype(np.int32), (some % width).astype(np.int32)
            compared = self.column.compare(one, two)
            found[at : at + SMALL] = compared[0] @ WEIGHTS
            other[at : at + SMALL] = another_man(self.column, compared, one, two)
        found = np.log((1 - UNRELATED) * np.exp(np.minimum(found, MOST)) + UNRELATED)
        out[both], others[both] = found[place], other[place]
        return out, others


def fathers(left: Sequence[str], right: Sequence[str], habits: Habits | None = None) -> Fathers | None:
    """Return the names of one column, None if a list says nothing there. ``habits``: of two Latin lists."""
    if not (any(left) and any(right)):
        return None
    (one, a, times_a), (other, b, times_b) = _distinct(left), _distinct(right)
    return Fathers(name_column(one, other, times=(times_a, times_b), habits=habits), a, b)


def _distinct(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct texts, which of them each row has, and how many rows have each."""
    numbers: dict[str, int] = {}
    rows = np.array([numbers.setdefault(t, len(numbers)) if t else -1 for t in texts], dtype=np.int64)
    return list(numbers), rows, np.bincount(rows[rows >= 0], minlength=len(numbers))
