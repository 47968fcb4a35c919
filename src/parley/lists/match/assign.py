"""From evidence to chances, and to a one-to-one assignment.

The chance of a pair is its share in all one-to-one pairings of the two lists, weighted by their evidence; rows may stay
unpaired. It is the fixed point of row and column sums, which is exact where the candidate graph has no cycles.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from parley.lists.match.edit import Ints

Doubles = NDArray[np.float64]
# By hand, not fitted. `python -m bench.lists accuracy strangers small` shows what the prior does to lists of which all, some
# and none are held.
EXPECTED = 0.6  # prior of the share of the smaller list that is on the other
PRIOR_ROWS = 10.0  # rows that this prior counts for
CONVERGED = 1e-3  # change of the estimated share at which estimating stops
MOST_ESTIMATES = 12  # of the share
ROUNDS = 15  # of row and column sums: a fixed point, by hand
# Limits of the arithmetic, not tuned.
SUREST = 200.0  # log odds that count as certain: beyond it numbers would overflow
NEGLIGIBLE = -10.0  # log odds below which a pair adds nothing to a chance (1 in 22,000)
WEAKEST = -7.0  # log odds below which a pair is not assigned (1 in 1,100)


def chances(
    i: Ints, j: Ints, evidence: Doubles, left: int, right: int, null: float, held: float = EXPECTED
) -> tuple[Doubles, Doubles, float]:
    """Return the log odds of each pair against both staying alone, its chance, and the share of left rows that are held.

    ``held``: where to begin with that share.
    """
    size = max(min(left, right), 1)
    odds = p = evidence
    for _ in range(MOST_ESTIMATES):
        # A pair's prior: ``held`` of the smaller list are on the other, each one of ``right`` rows.
        odds = evidence + np.log(held / (1 - held)) - np.log(max(right, 1)) - null
        p = marginals(i, j, odds, left, right)
        new = float((min(p.sum(), size) + EXPECTED * PRIOR_ROWS) / (size + PRIOR_ROWS))
        if abs(new - held) < CONVERGED:
            break
        held = new
    return odds, p, held


def marginals(i: Ints, j: Ints, odds: Doubles, left: int, right: int) -> Doubles:
    """Return the chance of each pair; pairs are sorted by ``i``."""
    out = np.zeros(len(i))
    some = np.nonzero(odds > NEGLIGIBLE)[0]
    i, j = i[some], j[some]
    weight = np.exp(np.minimum(odds[some], SUREST))
    starts = np.searchsorted(i, np.arange(left + 1))
    by_row = sparse.csr_matrix((weight, j, starts), shape=(left, right))
    by_column = by_row.T
    one, other = np.ones(left), np.ones(right)  # the chances that a row stays alone
    for _ in range(ROUNDS):
        one = 1 / (1 + by_row @ other)
        other = 1 / (1 + by_column @ one)
    one = 1 / (1 + by_row @ other)
    out[some] = np.minimum(weight * one[i] * other[j], 1.0)
    return out


def assign(i: Ints, j: Ints, odds: Doubles, left: int, right: int) -> Ints:
    """Return for each left row the right row of the best one-to-one pairing, -1 for none. Exact; pairs are sorted."""
    out = np.full(left, -1, dtype=np.int32)
    keep = odds > WEAKEST
    i, j, value = i[keep], j[keep], odds[keep] - WEAKEST
    while len(i):
        sure = _settled(i, j, value, left, right)
        if not sure.any():
            _solve(i, j, value, right, out)
            break
        out[i[sure]] = j[sure]
        taken_left, taken_right = np.zeros(left, dtype=bool), np.zeros(right, dtype=bool)
        taken_left[i[sure]], taken_right[j[sure]] = True, True
        free = ~(taken_left[i] | taken_right[j])
        i, j, value = i[free], j[free], value[free]
    return out


def _settled(i: Ints, j: Ints, value: Doubles, left: int, right: int) -> NDArray[np.bool_]:
    """Return the pairs worth more than the next best of both rows together: the best pairing contains them."""
    row, column = _next_best(i, value, left), _next_best(j, value, right)
    # A row's next best is at least what any pair but its best is worth: only a best pair can pass.
    sure: NDArray[np.bool_] = value > row[i] + column[j]
    return sure


def _next_best(key: Ints, value: Doubles, size: int) -> Doubles:
    """Return the second best value of each row; 0, which staying alone is worth, where there is none."""
    order = np.lexsort((-value, key))
    again = np.diff(key[order], prepend=-1) == 0
    second = again & ~np.append(False, again[:-1])
    out = np.zeros(size)
    out[key[order][second]] = value[order][second]
    return out


def _solve(i: Ints, j: Ints, value: Doubles, right: int, out: Ints) -> None:
    """Pair what is left by the shortest augmenting paths of Jonker and Volgenant."""
    rows, row = np.unique(i, return_inverse=True)
    # Every row may stay alone: a column of its own at a cost above any pair's.
    cost = float(value.max()) + 1 - value
    alone = float(value.max()) + 1
    own = np.arange(len(rows))
    graph = sparse.csr_matrix(
        (
            np.concatenate([cost, np.full(len(rows), alone)]),
            (np.concatenate([row, own]), np.concatenate([j, right + own])),
        ),
        shape=(len(rows), right + len(rows)),
    )
    matched_rows, columns = min_weight_full_bipartite_matching(graph)
    good = columns < right
    out[rows[matched_rows[good]]] = columns[good]
