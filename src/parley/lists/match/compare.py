"""Alignment of two names: which part matches which, and what is left over."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edges import Edges
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.rarity import Rarity
from parley.lists.match.vocabulary import WIDTH, Side

# By hand, for choosing which part matches which; the score itself uses ``weights``, fitted on these alignments.
SPELLING = 0.8  # nats off a part's worth for each nat of spelling
LEFT_OVER = 0.5  # nats that leaving two parts unmatched costs
CHUNK = 20_000


@dataclass(slots=True)
class Aligned:
    """Alignments of many pairs. Shapes: (pairs, WIDTH).

    ``edge``: number of the edge of left part p (-1: none), ``to``: the right part that it matches.
    ``join``: 0 plain; 1 this left part and the next are one on the right; 2 this left part is two on the right.
    ``left_free``, ``right_free``: parts without a counterpart.
    """

    edge: NDArray[np.int64]
    to: Ints
    join: Ints
    left_free: NDArray[np.bool_]
    right_free: NDArray[np.bool_]


def align(edges: Edges, rarity: Rarity, left: Side, right: Side, i: Ints, j: Ints) -> Aligned:
    """Align each pair of names (``i``, ``j``), best parts first."""
    pairs = len(i)
    out = Aligned(
        np.full((pairs, WIDTH), -1, dtype=np.int64), np.full((pairs, WIDTH), -1, dtype=np.int32),
        np.zeros((pairs, WIDTH), dtype=np.int32), np.zeros((pairs, WIDTH), dtype=bool), np.zeros((pairs, WIDTH), dtype=bool),
    )  # fmt: skip
    long = np.maximum((left.parts >= 0).sum(1)[i], (right.parts >= 0).sum(1)[j])
    at_least = 0
    for width in (2, 3, 4, WIDTH):  # short names, which most are, in small tables
        group = np.nonzero((long > at_least) & (long <= width))[0]
        at_least = width
        for start in range(0, len(group), CHUNK):
            at = group[start : start + CHUNK]
            one = _chunk(edges, rarity, left, right, i[at], j[at], width)
            for field in Aligned.__slots__:
                getattr(out, field)[at, :width] = getattr(one, field)
    return out


def _chunk(edges: Edges, rarity: Rarity, left: Side, right: Side, i: Ints, j: Ints, width: int) -> Aligned:
    a, b = left.parts[i, :width], right.parts[j, :width]
    plain = edges.find(a[:, :, None], b[:, None, :])  # (pairs, width, width)
    one, two = left.joined[i, : width - 1], right.joined[j, : width - 1]
    wide = np.nonzero((one >= 0).any(1) | (two >= 0).any(1))[0]
    out = _greedy(plain, None, a, b, edges, rarity)
    if len(wide):
        glued = edges.find(one[wide][:, :, None], b[wide][:, None, :])  # left p, p+1 as one
        split = edges.find(a[wide][:, :, None], two[wide][:, None, :])  # right q, q+1 as one
        some = np.nonzero((glued >= 0).any((1, 2)) | (split >= 0).any((1, 2)))[0]
        if len(some):
            at = wide[some]
            pieces = [x[some].reshape(len(some), -1) for x in (glued, split)]
            better = _greedy(plain[at], np.concatenate(pieces, 1), a[at], b[at], edges, rarity)
            for field in Aligned.__slots__:
                getattr(out, field)[at] = getattr(better, field)
    return out


def _worth(found: NDArray[np.int64], edges: Edges, rarity: Rarity) -> Floats:
    if not len(edges.a):
        return np.full(found.shape, -np.inf, dtype=np.float32)
    value = rarity.of_edge - np.float32(SPELLING) * edges.cost + np.float32(LEFT_OVER)
    return np.append(value, np.float32(-np.inf))[found]  # -1 is the last


def _greedy(
    plain: NDArray[np.int64], joins: NDArray[np.int64] | None, a: Ints, b: Ints, edges: Edges, rarity: Rarity
) -> Aligned:
    """Take the best edge, then the best of what is still free, and so on. ``joins``: the edges of glued and split parts."""
    pairs, width = a.shape
    found = plain.reshape(pairs, -1)
    if joins is not None:
        found = np.concatenate([found, joins], 1)
    worth = _worth(found, edges, rarity)
    left_of, right_of, clash = _cover(width, joins is not None)
    edge = np.full((pairs, width), -1, dtype=np.int64)
    to, join = np.full((pairs, width), -1, dtype=np.int32), np.zeros((pairs, width), dtype=np.int32)
    left_free, right_free = a >= 0, b >= 0
    rows = np.arange(pairs)
    for _ in range(width):
        best = worth.argmax(1)
        good = worth[np.arange(len(rows)), best] > 0
        rows, best, worth = rows[good], best[good], worth[good]
        if not len(rows):
            break
        p, q = left_of[best].argmax(1), right_of[best].argmax(1)
        edge[rows, p], to[rows, p] = found[rows, best], q
        join[rows, p] = np.searchsorted([width * width, (2 * width - 1) * width], best, side="right")
        left_free[rows] &= ~left_of[best]
        right_free[rows] &= ~right_of[best]
        worth[clash[best]] = -np.inf
    return Aligned(edge, to, join, left_free, right_free)


@cache
def _cover(width: int, joins: bool) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which left and right parts each cell of the flattened worth covers, (cells, width) each, and which cells clash."""
    eye = np.eye(width, dtype=bool)
    two = eye[:-1] | eye[1:]
    left, right = [np.repeat(eye, width, 0)], [np.tile(eye, (width, 1))]
    if joins:
        left += [np.repeat(two, width, 0), np.repeat(eye, width - 1, 0)]
        right += [np.tile(eye, (width - 1, 1)), np.tile(two, (width, 1))]
    one, other = np.concatenate(left), np.concatenate(right)
    return one, other, (one[:, None] & one[None]).any(2) | (other[:, None] & other[None]).any(2)
