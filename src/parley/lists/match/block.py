"""Blocking: which pairs are compared at all. Rows must share a rare part, two common ones, or a part and a field.

Each key that two rows share adds to their worth, and a row keeps its best pairs. Where many are alike, the fields choose.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from parley.lists.match.edit import Floats, Ints
from parley.lists.match.keys import Keys, kin_pairs, part_pairs
from parley.lists.match.model import Spread
from parley.lists.match.name_column import NameColumn
from parley.lists.match.vocabulary import Side

# Chosen by hand for time against true pairs lost; `python -m bench.lists scale` prints both.
COMMON = 300  # names; a part that more names hold is used only together with another one
KEPT = 16  # candidates of a left row by their keys, where there are only names
SURE_OF, BEHIND = (
    4,
    12.0,
)  # of these so many, and those whose keys are worth less by no more nats (keys overlap and count twice); not of two Latin lists, whose keys meet less surely
# With fields too. So many candidates by their keys are looked at quickly (``sketch``): the first, and those whose keys are worth
# less by no more nats. Of these the best at that look are kept, again the first few and those not far behind, and the best by keys.
LOOKED_AT, LOOKED_FIRST, LOOKED_BEHIND = 600, 60, 22.0
GUESSED, GUESSED_BEHIND = 120, 8.0
BY_KEYS = 6
LEAST_GAIN = 0.3  # nats; an edge worth less is no reason to compare a pair
CHUNK = 1_000  # rows
LEVELS = 64  # of half a nat, by which cells are counted
FINE, FINEST = 10_000, 2**20 - 1  # steps in a nat of worth, and the highest step

Pairs = tuple[Ints, Ints]
Longs = NDArray[np.int64]
Guess = Callable[[Ints, Ints], Floats]  # what pairs are worth at a first look, in nats


def pairs(
    column: NameColumn, gain: Floats, further: list[Keys], guess: Guess | None, spread: Spread = map
) -> Pairs:
    """Return candidate pairs (left row, right row), sorted.

    ``gain``: (edges,), what an edge is worth, in nats. ``further``: keys of fields. ``guess``: chooses among many; None if names are all there is.
    """
    edges, left, right = column.edges, column.left, column.right
    size, rows, width = len(column.words.sounds), left.spelled.people, max(right.spelled.people, 1)
    one, other = _incidence(left, size), _incidence(right, size)
    common = (_holders(one)[edges.a] > COMMON) | (_holders(other)[edges.b] > COMMON)
    keep = ~common & (gain > LEAST_GAIN)
    graph = sparse.csr_matrix((gain[keep], (edges.a[keep], edges.b[keep])), shape=(size, size))
    by_left, by_right = _keyed([part_pairs(column), *kin_pairs(column), *further], rows, right.spelled.people)
    mine = sparse.hstack([one, by_left]).tocsr()
    theirs = sparse.vstack([(graph @ other.T).tocsr(), by_right]).tocsr()

    def chosen(start: int) -> Longs:
        score = mine[start : start + CHUNK] @ theirs
        row = np.repeat(np.arange(score.shape[0], dtype=np.int64), np.diff(score.indptr))
        if guess is None:
            row, there, place, behind = _ranked(row, score.indices, score.data, KEPT)
            if column.habits is None:
                near_best = (place < SURE_OF) | (behind <= BEHIND)
                row, there = row[near_best], there[near_best]
            return np.sort(row * width + there) + start * width
        kept = _worth_a_look(row, score)
        row, there, place, behind = _ranked(row[kept], score.indices[kept], score.data[kept], LOOKED_AT)
        looked_at = (place < LOOKED_FIRST) | (behind <= LOOKED_BEHIND)
        row, there, place = row[looked_at], there[looked_at], place[looked_at]
        nats = guess((row + start).astype(np.int32), there.astype(np.int32))
        by_keys = (row * width + there)[place < BY_KEYS]
        row, there, place, behind = _ranked(row, there, nats, GUESSED)
        near_best = (place < SURE_OF) | (behind <= GUESSED_BEHIND)
        return np.union1d((row * width + there)[near_best], by_keys) + start * width

    found = spread(chosen, range(0, rows, CHUNK))
    whole = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    return (whole // width).astype(np.int32), (whole % width).astype(np.int32)


def _incidence(side: Side, size: int) -> sparse.csr_matrix:
    """Return (persons, parts): 1 where a name of theirs holds a part, joined neighbours too."""
    both = np.concatenate([side.parts, side.joined], axis=1)[: side.spelled.spelled]
    rows, columns = np.nonzero(both >= 0)
    data = np.ones(len(rows), dtype=np.float32)
    place = side.spelled.owner[rows], both[rows, columns]
    found = sparse.csr_matrix((data, place), shape=(side.spelled.people, size))
    found.data[:] = 1
    return found


def _holders(held: sparse.csr_matrix) -> Floats:
    found: Floats = np.asarray(held.sum(0)).ravel()
    return found


def _keyed(keys: list[Keys], left: int, right: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return (left rows, keys) and (keys, right rows): their product is what pairs are worth by their keys."""
    made = []
    for rows, side in ((left, 0), (right, 1)):
        blocks = [
            sparse.csr_matrix((k.worth[side], (k.rows[side], k.numbers[side])), shape=(rows, k.count))
            for k in keys
        ]
        made.append(sparse.hstack(blocks).tocsr())
    return made[0], made[1].T.tocsr()


def _worth_a_look(row: Longs, score: sparse.csr_matrix) -> Longs:
    """Return at least the cells of each row that are looked at, without sorting: on long lists most are far behind."""
    starts = score.indptr[:-1][np.diff(score.indptr) > 0]
    best = np.zeros(score.shape[0], dtype=np.float32)
    if len(starts):
        best[row[starts]] = np.maximum.reduceat(score.data, starts)
    behind = best[row] - score.data
    level = np.minimum(behind * 2, LEVELS - 1).astype(np.int64)  # half nats
    held = np.bincount(row * LEVELS + level, minlength=len(best) * LEVELS).reshape(-1, LEVELS).cumsum(1)
    first = (held < LOOKED_FIRST).sum(1)  # the level in which the last of the first lies
    limit = np.where(first < LEVELS - 1, np.maximum(LOOKED_BEHIND + 0.5, (first + 1) / 2), np.inf)
    found: Longs = np.nonzero(behind <= limit.astype(np.float32)[row])[0]
    return found


def _ranked(row: Longs, there: Longs | Ints, worth: Floats, kept: int) -> tuple[Longs, Longs, Longs, Floats]:
    """Return row, column and place of the best ``kept`` cells of each row, best first, and how far each is behind the best; ties by column."""
    # Row, worth and column in one number, so that one sort orders them: 13, 20 and 30 bits.
    steps = np.minimum((worth - worth.min(initial=0)) * FINE, FINEST).astype(np.int64)
    keys = np.sort((row << 50) | ((FINEST - steps) << 30) | there)
    row = keys >> 50
    counts = np.bincount(row)
    starts = (np.cumsum(counts) - counts)[row]
    place = np.arange(len(keys)) - starts
    best = place < kept
    steps = (keys >> 30) & FINEST
    behind = ((steps - steps[starts])[best] / FINE).astype(np.float32)
    return row[best], keys[best] & (2**30 - 1), place[best], behind
