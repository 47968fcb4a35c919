"""The measures of an alignment: multiplied by ``weights`` they are the evidence of a pair of names."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.compare import Aligned
from parley.lists.match.edges import Edges
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.left_over import LeftOver
from parley.lists.match.rarity import Rarity
from parley.lists.match.vocabulary import Side

MEASURES = (
    "rarity", "spelling", "differs", "alike", "missing", "same_title", "order", "twins",
)  # fmt: skip
UNLIKE = np.float32(0.3)  # share of coarse signs that two words share by chance; by hand, not measured


def alike(over: LeftOver) -> Floats:
    """Return how much each two parts left over look like one word with a slip, 0 to 1."""
    found: Floats = np.maximum(over.alike - UNLIKE, 0) / (1 - UNLIKE)
    return found


def measures(
    edges: Edges, rarity: Rarity, left: Side, right: Side, i: Ints, j: Ints, found: Aligned, over: LeftOver
) -> Floats:
    """Return (pairs, MEASURES)."""
    hit = found.edge >= 0
    cost = np.where(hit, edges.cost[found.edge], 0) if len(edges.a) else np.zeros(hit.shape, np.float32)
    rare = np.where(hit, rarity.of_edge[found.edge], 0) if len(edges.a) else np.zeros(hit.shape, np.float32)
    twin = hit & edges.twin[found.edge] if len(edges.a) else hit
    free_left, free_right = over.left.sum(1), over.right.sum(1)
    same = np.bitwise_count(left.titles[i] & right.titles[j])
    columns = [
        rare.sum(1), cost.sum(1),
        np.minimum(free_left, free_right), np.bincount(over.row, alike(over), len(i)), np.abs(free_left - free_right), same, _inversions(found, left.kin[i], right.kin[j]), twin.sum(1),
    ]  # fmt: skip
    return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)


def _inversions(found: Aligned, kin: NDArray[np.bool_], other: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many pairs of matched parts are in another order; a column's father has no place of his own in a name."""
    there = np.take_along_axis(other, np.maximum(found.to, 0), 1)
    to = np.where((found.edge >= 0) & ~kin & ~there, found.to, -1)
    out = np.zeros(len(to), dtype=np.int64)
    for p in range(to.shape[1]):
        for q in range(p + 1, to.shape[1]):
            out += (to[:, p] >= 0) & (to[:, q] >= 0) & (to[:, p] > to[:, q])
    return out
