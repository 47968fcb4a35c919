"""Two names side by side: which part answers to which, and what is left over."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edges import Edges
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.rarity import Rarity
from parley.lists.match.vocabulary import WIDTH, Side

SPELLING = 0.8  # nats taken off a part's worth for each nat of spelling, when choosing which answers to which
LEFT_OVER = 0.5  # nats that leaving two parts over costs, when choosing
JOINS = WIDTH - 1
CHUNK = 20_000


@dataclass(slots=True)
class Aligned:
    """Alignments of many pairs. Shapes: (pairs, WIDTH).

    ``edge``: number of the edge that answers left part p (-1: none), ``to``: right part it answers to.
    ``join``: 0 plain; 1 this left part and the next are one on the right; 2 this left part is two on the right.
    ``left_free``, ``right_free``: parts nobody answered.
    """

    edge: NDArray[np.int64]
    to: Ints
    join: Ints
    left_free: NDArray[np.bool_]
    right_free: NDArray[np.bool_]


def align(edges: Edges, rarity: Rarity, left: Side, right: Side, i: Ints, j: Ints) -> Aligned:
    """Align each pair of names (``i``, ``j``), best parts first."""
    chunks = [
        _chunk(edges, rarity, left, right, i[at : at + CHUNK], j[at : at + CHUNK])
        for at in range(0, len(i), CHUNK)
    ]
    if not chunks:
        none = np.zeros((0, WIDTH))
        return Aligned(
            none.astype(np.int64), none.astype(np.int32), none.astype(np.int32), none > 0, none > 0
        )
    return Aligned(*(np.concatenate([getattr(c, f) for c in chunks]) for f in Aligned.__slots__))


def _chunk(edges: Edges, rarity: Rarity, left: Side, right: Side, i: Ints, j: Ints) -> Aligned:
    a, b = left.parts[i], right.parts[j]
    plain = edges.find(a[:, :, None], b[:, None, :])  # (pairs, WIDTH, WIDTH)
    held = np.zeros(edges.size, dtype=bool)
    held[edges.a], other = True, np.zeros(edges.size, dtype=bool)
    other[edges.b] = True
    one, two = left.joined[i], right.joined[j]
    wide = np.nonzero(((one >= 0) & held[one]).any(1) | ((two >= 0) & other[two]).any(1))[0]
    out = _greedy(plain, None, None, a, b, edges, rarity)
    if len(wide):
        glued = edges.find(one[wide][:, :, None], b[wide][:, None, :])  # left p, p+1 as one
        split = edges.find(a[wide][:, :, None], two[wide][:, None, :])  # right q, q+1 as one
        some = np.nonzero((glued >= 0).any((1, 2)) | (split >= 0).any((1, 2)))[0]
        if len(some):
            at = wide[some]
            better = _greedy(plain[at], glued[some], split[some], a[at], b[at], edges, rarity)
            for field in Aligned.__slots__:
                getattr(out, field)[at] = getattr(better, field)
    return out


def _worth(found: NDArray[np.int64], edges: Edges, rarity: Rarity) -> Floats:
    if not len(edges.a):
        return np.full(found.shape, -np.inf, dtype=np.float32)
    value = rarity.of_edge[found] - SPELLING * edges.cost[found] + LEFT_OVER
    return np.where(found >= 0, value, -np.inf).astype(np.float32)


def _greedy(
    plain: NDArray[np.int64],
    glued: NDArray[np.int64] | None,
    split: NDArray[np.int64] | None,
    a: Ints,
    b: Ints,
    edges: Edges,
    rarity: Rarity,
) -> Aligned:
    """Take the best edge, then the best of what is still free, and so on."""
    pairs = len(plain)
    worth = _worth(plain, edges, rarity).reshape(pairs, -1)
    found = plain.reshape(pairs, -1)
    if glued is not None and split is not None:
        worth = np.concatenate([worth, _worth(glued, edges, rarity).reshape(pairs, -1), _worth(split, edges, rarity).reshape(pairs, -1)], 1)  # fmt: skip
        found = np.concatenate([found, glued.reshape(pairs, -1), split.reshape(pairs, -1)], 1)
    left_of, right_of = _cover(glued is not None)
    edge = np.full((pairs, WIDTH), -1, dtype=np.int64)
    to, join = np.full((pairs, WIDTH), -1, dtype=np.int32), np.zeros((pairs, WIDTH), dtype=np.int32)
    left_free, right_free = a >= 0, b >= 0
    rows = np.arange(pairs)
    for _ in range(WIDTH):
        best = worth[rows].argmax(1)
        good = worth[rows, best] > 0
        rows, best = rows[good], best[good]
        if not len(rows):
            break
        p, q = left_of[best].argmax(1), right_of[best].argmax(1)
        edge[rows, p], to[rows, p] = found[rows, best], q
        join[rows, p] = np.where(
            best < WIDTH * WIDTH, 0, np.where(best < WIDTH * WIDTH + JOINS * WIDTH, 1, 2)
        )
        left_free[rows] &= ~left_of[best]
        right_free[rows] &= ~right_of[best]
        clash = (left_of[best].astype(np.float32) @ left_of.T.astype(np.float32) > 0) | (
            right_of[best].astype(np.float32) @ right_of.T.astype(np.float32) > 0
        )
        block = worth[rows]
        block[clash] = -np.inf
        worth[rows] = block
    return Aligned(edge, to, join, left_free, right_free)


def _cover(wide: bool) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which left and right parts each cell of the flattened worth covers: (cells, WIDTH) each."""
    eye, two = np.eye(WIDTH, dtype=bool), np.eye(WIDTH, dtype=bool)[:-1] | np.eye(WIDTH, dtype=bool)[1:]
    left = [np.repeat(eye, WIDTH, 0)]
    right = [np.tile(eye, (WIDTH, 1))]
    if wide:
        left += [np.repeat(two, WIDTH, 0), np.repeat(eye, JOINS, 0)]
        right += [np.tile(eye, (JOINS, 1)), np.tile(two, (WIDTH, 1))]
    return np.concatenate(left), np.concatenate(right)
