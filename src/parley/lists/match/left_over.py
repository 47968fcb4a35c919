"""Parts without a counterpart, paired in order: how alike they look, apart from learned letter costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from parley.lists.match.compare import Aligned
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.vocabulary import Side, Vocabulary


@dataclass(slots=True)
class LeftOver:
    """Left parts against right ones, in order, as far as a pair has both. Shapes: one value for each two parts.

    ``row``: which pair of names; ``p``, ``q``: the parts' places; ``a``, ``b``: their numbers; ``alike``: share of coarse signs in common, 0 to 1.
    ``left``, ``right``: (pairs, WIDTH), the parts left over, those that may be missing aside.
    """

    row: NDArray[np.int64]
    p: NDArray[np.int64]
    q: NDArray[np.int64]
    a: Ints
    b: Ints
    alike: Floats
    left: NDArray[np.bool_]
    right: NDArray[np.bool_]


def left_over(words: Vocabulary, left: Side, right: Side, i: Ints, j: Ints, found: Aligned) -> LeftOver:
    """Set the left-over parts of each pair of names (``i``, ``j``) against each other."""
    one, other = found.left_free & ~left.optional[i], found.right_free & ~right.optional[j]
    both = np.minimum(one.sum(1), other.sum(1))
    rows = np.nonzero(both)[0]
    # Stable sorting puts the places of left-over parts first, in order.
    p, q = (np.argsort(~free[rows], axis=1, kind="stable") for free in (one, other))
    row, k = np.nonzero(np.arange(p.shape[1])[None, :] < both[rows][:, None])
    p, q, row = p[row, k], q[row, k], rows[row]
    a, b = left.parts[i[row], p], right.parts[j[row], q]
    return LeftOver(row, p, q, a, b, _alike(words, a, b), one, other)


def _alike(words: Vocabulary, a: Ints, b: Ints) -> Floats:
    if not len(a):  # cpdist of nothing with a dtype ends the process
        return np.zeros(0, dtype=np.float32)
    pairs, place = np.unique(a.astype(np.int64) * max(len(words.coarse), 1) + b, return_inverse=True)
    one, other = pairs // max(len(words.coarse), 1), pairs % max(len(words.coarse), 1)
    x, y = [words.coarse[k] for k in one.tolist()], [words.coarse[k] for k in other.tolist()]
    scores = process.cpdist(x, y, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
    return np.asarray(scores, dtype=np.float32)[place]
