"""Which pairs are compared at all: names that share a part that is not everybody's, or two parts that are."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from parley.lists.match.edges import Edges
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.vocabulary import Side, Vocabulary
from parley.lists.names.sound import skeleton

COMMON = 300  # names; a part held by more is used together with another one only
KEPT = 24  # candidates of a name, from each side
CHUNK = 2_000
FINE, FINEST = 10_000, 2**20 - 1  # steps a nat of block worth is told apart by, and the highest

Pairs = tuple[Ints, Ints]


def incidence(side: Side, size: int) -> sparse.csr_matrix:
    """Return (names, parts): 1 where a name holds a part, joined neighbours too."""
    both = np.concatenate([side.parts, side.joined], axis=1)
    rows, columns = np.nonzero(both >= 0)
    data = np.ones(len(rows), dtype=np.float32)
    found = sparse.csr_matrix((data, (rows, both[rows, columns])), shape=(len(both), size))
    found.data[:] = 1
    return found


def pairs(
    words: Vocabulary, edges: Edges, gain: Floats, left: Side, right: Side, extra: list[tuple[Ints, Ints]]
) -> Pairs:
    """Return candidate pairs (left row, right row), sorted; ``gain`` (edges,) is what an edge is worth, in nats.

    ``extra``: further keys (left, right), one number a row, -1 for none: rows with the same number are compared too.
    """
    size = len(words.sounds)
    one, other = incidence(left, size), incidence(right, size)
    common = _common(one, other, edges, size)
    keep = ~(common[edges.a] & common[edges.b]) & (gain > 0.3)
    graph = sparse.csr_matrix((gain[keep], (edges.a[keep], edges.b[keep])), shape=(size, size))
    through = (graph @ other.T).tocsr()
    keys_left, keys_right = _double_keys(words, common, left, right)
    for a, b in extra:
        keys_left, keys_right = _with(keys_left, keys_right, a, b)
    found: list[NDArray[np.int64]] = []
    width = len(right.parts)
    for start in range(0, len(left.parts), CHUNK):
        score = one[start : start + CHUNK] @ through + keys_left[start : start + CHUNK] @ keys_right
        found.append(_best(score.tocsr(), KEPT, start, width))
    merged = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return (merged // width).astype(np.int32), (merged % width).astype(np.int32)


def _common(one: sparse.csr_matrix, other: sparse.csr_matrix, edges: Edges, size: int) -> NDArray[np.bool_]:
    """Return which parts are everybody's: more than COMMON names on the other side hold something like them."""
    left, right = np.asarray(one.sum(0)).ravel(), np.asarray(other.sum(0)).ravel()
    limit = COMMON
    over = np.bincount(edges.a, right[edges.b] * (edges.cost < 2), size)
    under = np.bincount(edges.b, left[edges.a] * (edges.cost < 2), size)
    found: NDArray[np.bool_] = (over > limit) | (under > limit)
    return found


def _double_keys(
    words: Vocabulary, common: NDArray[np.bool_], left: Side, right: Side
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return (left rows, keys) and (keys, right rows) for pairs of common parts, by their skeletons."""
    numbers: dict[str, int] = {}
    rows = [_pair_keys(words, common, side, numbers) for side in (left, right)]
    shape = max(len(numbers), 1)
    made = []
    for (row, key), side in zip(rows, (left, right), strict=True):
        data = np.full(len(row), 2.0, dtype=np.float32)
        made.append(sparse.csr_matrix((data, (row, key)), shape=(len(side.parts), shape)))
    return made[0], (made[1] * 0.5).T.tocsr()


def _pair_keys(
    words: Vocabulary, common: NDArray[np.bool_], side: Side, numbers: dict[str, int]
) -> tuple[list[int], list[int]]:
    rows: list[int] = []
    keys: list[int] = []
    if not common.any():
        return rows, keys
    held = (side.parts >= 0) & common[np.maximum(side.parts, 0)]
    for i in np.nonzero(held.sum(1) >= 1)[0].tolist():
        signs = sorted({f"{words.affix[p]}{skeleton(words.sounds[p])}" for p in side.parts[i][held[i]].tolist()})
        plain = (side.parts[i] >= 0).sum() == held[i].sum()
        for a in range(len(signs)):
            for b in range(a + (0 if plain and len(signs) == 1 else 1), len(signs)):
                rows.append(i)
                keys.append(numbers.setdefault(f"{signs[a]} {signs[b]}", len(numbers)))
    return rows, keys


def _with(
    one: sparse.csr_matrix, other: sparse.csr_matrix, a: Ints, b: Ints
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Add one key a row to both sides."""
    width = int(max(a.max(initial=-1), b.max(initial=-1))) + 1
    if width <= 0:
        return one, other
    made = []
    for keys in (a, b):
        rows = np.nonzero(keys >= 0)[0]
        data = np.full(len(rows), 1.5, dtype=np.float32)
        made.append(sparse.csr_matrix((data, (rows, keys[rows])), shape=(len(keys), width)))
    return sparse.hstack([one, made[0]]).tocsr(), sparse.vstack([other, made[1].T]).tocsr()


def _best(score: sparse.csr_matrix, kept: int, start: int, width: int) -> NDArray[np.int64]:
    """Return row * width + column of the best ``kept`` cells of each row; ties by column."""
    per_row = np.diff(score.indptr)
    rows = np.repeat(np.arange(score.shape[0], dtype=np.int64), per_row)
    busy = np.repeat(per_row > kept, per_row)
    calm = rows[~busy] * width + score.indices[~busy]
    # Row, worth and column in one number, so that one sort orders them: 13, 20 and 30 bits.
    worth = np.minimum(score.data[busy] * FINE, FINEST).astype(np.int64)
    keys = np.sort((rows[busy] << 50) | ((FINEST - worth) << 30) | score.indices[busy])
    sorted_rows = keys >> 50
    good = np.arange(len(keys)) - np.searchsorted(sorted_rows, sorted_rows, side="left") < kept
    chosen = sorted_rows[good] * width + (keys[good] & (2**30 - 1))
    out: NDArray[np.int64] = np.concatenate([calm, chosen]) + start * width
    return out
