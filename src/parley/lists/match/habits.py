"""How two Latin lists spell each other: letter costs learned from the pair at hand, without labels.

Two lists that were romanised by different rules differ in the same letters all along (v for w, e for a, no short vowels at all).
Pairs of names that fit each other best, by far, show which; the letters of their parts are aligned, counted and added to what
is known of typists (``names.costs``), which counts for PRIOR letters of each kind and so has the last word on short lists.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from parley.letters import is_arabic
from parley.lists.match import block
from parley.lists.match.compare import SPELLING
from parley.lists.match.edit import TABLES, Habits, Ints, N, Shorts
from parley.lists.match.name_column import WEIGHTS, NameColumn, name_column
from parley.lists.match.vocabulary import AFFIXES, Side
from parley.lists.names.parse import parse
from parley.lists.names.sound import LONGEST, SIGNS, skeleton, unmarked

Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]
# By hand; `python -m bench.lists romanised` shows what they do to lists romanised by rules that nothing was fitted on.
PRIOR = 12.0  # letters of a kind that what is known of typists counts for
ROUNDS = 3  # of aligning and counting
MARGIN = 2.0  # nats by which a pair must be better than any other of its rows
LEAST = 20  # pairs, without which nothing is learned
LATIN = 0.8  # share of both lists that must be Latin
SAMPLE = 2_000  # rows of a list that are looked at, about
SHOWN = 1.0  # nats by which a letter must have become cheaper or dearer to be shown
MOST = 99  # tenths of a nat
MOSTLY_SO, SEEN = (
    20,
    5.0,
)  # tenths of a nat within which, and how often in distinct parts, about, a letter must stand for another here
ALIKE = (
    0.3  # share of coarse signs that two parts without a counterpart have in common, to be read as one word
)
OFTEN, MOSTLY = (
    4,
    0.7,
)  # names from which a part must be missing on the other list to be one it leaves out, and their share
_WRITTEN = {"x": "kh", "š": "sh", "č": "ch", "ğ": "gh", "ž": "zh", "θ": "th", "ð": "dh", "ʦ": "ts", "ʣ": "dz", "ǧ": "j", "ū": "oo", "ī": "ee", "ā": "aa"}  # fmt: skip
_Parts = frozenset[tuple[str, str]]


def habits(left: Sequence[str], right: Sequence[str]) -> Habits | None:
    """Return what two lists of names show of their spelling; None if they are not both Latin, too few fit, or nothing is unusual."""
    if min(_latin(left), _latin(right)) < LATIN:
        return None
    left, right = _sample(left), _sample(right)
    prior = TABLES[: N * N].reshape(N, N)
    found = Habits(prior, 0, ())
    for _ in range(ROUNDS):
        column = name_column(left, right, habits=found)
        a, b, weight, pairs, left_out = _words(column)
        if pairs < LEAST:
            return None
        table = _costs(prior, _counted(column, found.table, a, b, weight))
        last, found = found, Habits(table, pairs, _changed(prior, table), left_out)
        if not (found.letters or any(left_out)):
            return None
        if (table == last.table).all():
            break
    return found


def _sample(names: Sequence[str]) -> list[str]:
    """Return the distinct names of a list; of a long one those whose last parts have some skeletons, the same of both lists."""
    found = [name for name in dict.fromkeys(names) if name]
    share = -(-len(found) // SAMPLE)
    if share < 2:
        return found
    last = [parse(name).tokens[-1:] for name in found]
    keys = [skeleton(unmarked(token.sound)) for tokens in last for token in tokens]
    chosen = {key for key in set(keys) if crc32(key.encode()) % share == 0}
    return [
        name
        for name, tokens in zip(found, last, strict=True)
        if any(skeleton(unmarked(t.sound)) in chosen for t in tokens)
    ]


def written(letters: Sequence[tuple[int, int]]) -> tuple[tuple[str, str], ...]:
    """Return what stands for what as people write it; "" for nothing."""
    plain = [
        tuple(_WRITTEN.get(sign, sign) for sign in (unmarked(SIGNS[x]) if x else "" for x in pair))
        for pair in letters
    ]
    return tuple(dict.fromkeys((one, other) for one, other in plain if one != other))


def _latin(names: Sequence[str]) -> float:
    held = [not is_arabic(name) for name in names if name]
    return sum(held) / max(len(held), 1)


def _words(column: NameColumn) -> tuple[Longs, Longs, Doubles, int, tuple[_Parts, _Parts]]:
    """Return pairs of parts that stand for each other in names that fit best by far, how much each counts, and how many such names there are.

    And the parts that one list leaves out.
    """
    gain = np.maximum(column.rarity.of_edge - SPELLING * column.edges.cost, 0)
    i, j = block.pairs(column, gain, [], None)
    measures, found, over = column.compare(i, j)
    nats = (measures @ WEIGHTS).astype(np.float64)
    best = np.nonzero(
        _best_by_far(i, nats, len(column.left.parts)) & _best_by_far(j, nats, len(column.right.parts))
    )[0]
    chosen = np.zeros(len(i), dtype=bool)
    chosen[best] = True
    plain = (found.edge >= 0) & (found.join == 0) & chosen[:, None]
    edge = found.edge[plain]
    agree = np.asarray((found.edge >= 0).any(1))
    loose = chosen[over.row] & agree[over.row] & (over.alike >= ALIKE)
    a = np.concatenate([column.edges.a[edge], over.a[loose]]).astype(np.int64)
    b = np.concatenate([column.edges.b[edge], over.b[loose]]).astype(np.int64)
    size = max(len(column.words.sounds), 1)
    keys, times = np.unique(a * size + b, return_counts=True)
    left_out = (
        _left_out(column, column.left, i[best], found.left_free[best], over.row, over.p, best),
        _left_out(column, column.right, j[best], found.right_free[best], over.row, over.q, best),
    )
    return keys // size, keys % size, 1 + np.log2(times), len(best), left_out


def _left_out(
    column: NameColumn,
    side: Side,
    rows: Ints,
    free: NDArray[np.bool_],
    over: Longs,
    place: Longs,
    best: Longs,
) -> _Parts:
    """Return the parts of one list that are mostly missing from the names of the other which fit best, and nothing in their place."""
    at = np.full(int(max(over.max(initial=0), best.max(initial=0))) + 1, -1)
    at[best] = np.arange(len(best))
    answered = at[over] >= 0
    free = free.copy()
    free[at[over[answered]], place[answered]] = False
    parts = side.parts[rows]
    size = len(column.words.sounds)
    held = np.bincount(parts[parts >= 0], minlength=size)
    missing = np.bincount(parts[free & (parts >= 0)], minlength=size)
    chosen = np.nonzero((missing >= OFTEN) & (missing >= MOSTLY * held))[0].tolist()
    return frozenset((column.words.sounds[k], AFFIXES[column.words.affix[k]]) for k in chosen)


def _best_by_far(key: Ints, nats: Doubles, size: int) -> NDArray[np.bool_]:
    """Return which pairs are better than any other of their row by MARGIN."""
    order = np.lexsort((-nats, key))
    first = np.append(True, np.diff(key[order]) > 0) if len(key) else np.zeros(0, dtype=bool)
    second = np.full(size, -np.inf)
    at = np.nonzero(~first & np.append(False, first[:-1]))[0]
    second[key[order][at]] = nats[order][at]
    out = np.zeros(len(key), dtype=bool)
    out[order[first]] = True
    found: NDArray[np.bool_] = out & (nats - second[key] >= MARGIN)
    return found


def _counted(column: NameColumn, table: Shorts, a: Longs, b: Longs, weight: Doubles) -> Doubles:
    """Return (N, N): how often each left sign stands for each right one; 0 is no sign."""
    words = column.words
    x, y = words.codes[a].astype(np.int64), words.codes[b].astype(np.int64)
    way = np.zeros(
        (len(a), LONGEST + 1, LONGEST + 1), dtype=np.int8
    )  # 0: one for the other, 1: dropped, 2: added
    cost = np.zeros((len(a), LONGEST + 1, LONGEST + 1), dtype=np.int32)
    for q in range(1, LONGEST + 1):
        cost[:, 0, q], way[:, 0, q] = cost[:, 0, q - 1] + table[0, y[:, q - 1]], 2
    for p in range(1, LONGEST + 1):
        cost[:, p, 0], way[:, p, 0] = cost[:, p - 1, 0] + table[x[:, p - 1], 0], 1
        for q in range(1, LONGEST + 1):
            three = np.stack(
                [
                    cost[:, p - 1, q - 1] + table[x[:, p - 1], y[:, q - 1]],
                    cost[:, p - 1, q] + table[x[:, p - 1], 0],
                    cost[:, p, q - 1] + table[0, y[:, q - 1]],
                ]
            )
            way[:, p, q] = three.argmin(0)
            cost[:, p, q] = three.min(0)
    out = np.zeros((N, N))
    long, wide, rows = words.lengths[a].astype(np.int64), words.lengths[b].astype(np.int64), np.arange(len(a))
    while len(rows):
        here, there = long[rows], wide[rows]
        how = way[rows, here, there]
        left = np.where(how == 2, 0, x[rows, here - 1])
        right = np.where(how == 1, 0, y[rows, there - 1])
        np.add.at(out, (left, right), weight[rows])
        long[rows] -= how != 2
        wide[rows] -= how != 1
        rows = rows[(long[rows] > 0) | (wide[rows] > 0)]
    return out


def _costs(prior: Shorts, counts: Doubles) -> Shorts:
    """Return the costs of letters, as ``bench/lists/train_letters.py`` makes them: 0 for what a sign most often is."""
    known = np.exp(-prior.astype(np.float64) / 10)
    known[0, 0] = 0
    forward = PRIOR * known / known.sum(1, keepdims=True) + counts
    backward = PRIOR * known / known.sum(0, keepdims=True) + counts
    with np.errstate(divide="ignore"):
        a, b = -np.log(forward), -np.log(backward)
    a[1:] -= a[1:].min(1, keepdims=True)
    b[:, 1:] -= b[:, 1:].min(0, keepdims=True)
    out = (a + b) / 2
    out[1:, 0], out[0, 1:] = a[1:, 0], b[0, 1:]
    out[0, 0] = 0
    tenths = np.clip(np.round(out * 10), 0, MOST).astype(np.int16)
    # What is seldom here is a slip, as everywhere, and two brothers who fit best teach nothing: only what many names show, and mostly so.
    shown = (tenths <= MOSTLY_SO) & (counts >= SEEN)
    learned: Shorts = np.where(shown, np.minimum(tenths, prior), prior)
    return learned


def _changed(prior: Shorts, table: Shorts) -> tuple[tuple[int, int], ...]:
    """Return the signs (left, right; 0 for none) that stand for each other here and not elsewhere, the most telling first."""
    less = (prior.astype(np.int64) - table) / 10
    at = np.argwhere((less >= SHOWN) & (table <= 10 * SHOWN))
    return tuple((x, y) for x, y in sorted(at.tolist(), key=lambda cell: -less[cell[0], cell[1]]))
