"""A column of names of both lists, prepared for comparison: parts, edges, rarities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import weights
from parley.lists.match.common_names import CLOSE
from parley.lists.match.compare import Aligned, align
from parley.lists.match.edges import Edges, edges
from parley.lists.match.edit import Floats, Habits, Ints
from parley.lists.match.left_over import LeftOver, left_over
from parley.lists.match.rarity import Rarity, Times, rarity
from parley.lists.match.spelled import Spelled, plainly
from parley.lists.match.vocabulary import Builder, Side, Vocabulary
from parley.lists.match.weigh import MEASURES, measures

Compared = tuple[Floats, Aligned, LeftOver]
WEIGHTS = np.array([weights.WEIGHTS[name] for name in MEASURES], dtype=np.float32)


@dataclass(slots=True)
class NameColumn:
    """Both sides of one column."""

    words: Vocabulary
    left: Side
    right: Side
    edges: Edges
    rarity: Rarity
    habits: Habits | None = None

    def compare(self, i: Ints, j: Ints) -> Compared:
        """Return the measures (pairs, MEASURES), the alignments of pairs, and what they leave over."""
        found = align(self.edges, self.rarity, self.left, self.right, i, j)
        over = left_over(self.words, self.left, self.right, i, j, found)
        return measures(self.edges, self.rarity, self.left, self.right, i, j, found, over), found, over

    def common(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Return whether two parts are both near some common name."""
        cost = self.edges.common_names.cost
        return np.asarray((cost[a] <= CLOSE) & (cost[b] <= CLOSE), dtype=bool)


def name_column(
    left: Sequence[str],
    right: Sequence[str],
    times: tuple[Times, Times] | None = None,
    habits: Habits | None = None,
) -> NameColumn:
    """Return the column of plain names. ``times``: how many rows have each name; 1 if not given."""
    return column_of(plainly(left), plainly(right), times, habits)


def column_of(
    left: Spelled, right: Spelled, times: tuple[Times, Times] | None = None, habits: Habits | None = None
) -> NameColumn:
    """Return both sides of a column of names, and which of their parts may be one word. ``habits``: of two Latin lists."""
    builder = Builder(habits)
    left_out = habits.left_out if habits else (frozenset[tuple[str, str]](), frozenset[tuple[str, str]]())
    one, other = builder.side(left, left_out[0]), builder.side(right, left_out[1])
    plain = builder.vocabulary()
    builder.join(plain, one, other)
    builder.join(plain, other, one)
    words = builder.vocabulary()
    graph = edges(words, one, other, habits)
    return NameColumn(words, one, other, graph, rarity(words, graph, one, other, times), habits)
