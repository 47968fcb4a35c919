"""Keys to block by beside rare parts: two common parts of a name; a part with a father, a province or a year beside it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fathers import Fathers
from parley.lists.match.fields import Levels
from parley.lists.match.named import Named
from parley.lists.match.vocabulary import WIDTH, Side

Longs = NDArray[np.int64]
FIELD = np.float32(1.5)  # nats that a part and a field together count for here
STANDS_FOR = 3  # consonants that a part stands for: its own, and those of the parts nearest to it on the other list,
UNKNOWN = 2.5  # nats, where none is nearer than this
YEARS = 4  # of birth, that count as one


@dataclass(slots=True)
class Keys:
    """Keys of both sides' rows (left, right): which row has which key, and what it counts for; worths multiply."""

    rows: tuple[Longs, Longs]
    numbers: tuple[Longs, Longs]
    worth: tuple[Floats, Floats]
    count: int


def _keys(rows: tuple[Longs, Longs], signs: tuple[Longs, Longs], worth: tuple[Floats, Floats]) -> Keys:
    """Number the signs that both sides have, and leave out the rest."""
    shared = np.intersect1d(signs[0], signs[1])
    kept = [np.isin(s, shared) for s in signs]
    numbers = [np.searchsorted(shared, s[k]) for s, k in zip(signs, kept, strict=True)]
    return Keys(
        (rows[0][kept[0]], rows[1][kept[1]]),
        (numbers[0], numbers[1]),
        (worth[0][kept[0]], worth[1][kept[1]]),
        max(len(shared), 1),
    )


def signs(column: Named) -> Longs:
    """Return for each part a number that parts of the same consonants share."""
    words = column.words
    _, same = np.unique(words.keys[: len(words.sounds)], return_inverse=True)
    found: Longs = same * 8 + words.affix
    return found


def doubles(column: Named, common: NDArray[np.bool_]) -> Keys:
    """Return keys of two parts of a name, for parts with a ``common`` (edges,) edge; of one, where a name has but one.

    A part that the other list does not have stands for the parts nearest to it there.
    """
    own = signs(column)
    edges = column.edges
    sides = []
    for side, here, there, rarity in (
        (column.left, edges.a, edges.b, column.rarity.left),
        (column.right, edges.b, edges.a, column.rarity.right),
    ):
        held = np.zeros(len(own), dtype=bool)
        held[here[common]] = True
        sides.append(_pairs(side, held, _standing(own, here, there, edges.cost), rarity))
    (one, left, worth), (two, right, _) = sides
    return _keys((one, two), (left, right), (worth, np.ones(len(two), dtype=np.float32)))


def _standing(own: Longs, here: Ints, there: Ints, cost: Floats) -> Longs:
    """Return (parts, STANDS_FOR): the signs each part stands for, -1 for none."""
    out = np.full((len(own), STANDS_FOR), -1, dtype=np.int64)
    out[:, 0] = own
    nearest = np.full(len(own), np.inf, dtype=np.float32)
    np.minimum.at(nearest, here, cost)
    order = np.lexsort((there, cost, here))
    order = order[nearest[here[order]] > UNKNOWN]
    part = here[order]
    rank = np.arange(len(part)) - np.searchsorted(part, part, side="left")
    for k in range(1, STANDS_FOR):
        at = rank == k - 1
        out[part[at], k] = own[there[order[at]]]
    return out


def _pairs(side: Side, held: NDArray[np.bool_], stands: Longs, rarity: Floats) -> tuple[Longs, Longs, Floats]:
    """Return (row, sign of two parts, their nats) of every two held parts of a name."""
    parts = side.parts
    good = (parts >= 0) & held[parts]
    single = (parts >= 0).sum(1) == 1
    most = int(stands.max(initial=0)) + 1
    rows, found, worth = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for p in range(WIDTH):
        for q in range(p, WIDTH):
            at = np.nonzero(good[:, p] & (good[:, q] if p != q else single))[0]
            if not len(at):
                continue
            a, b = parts[at, p], parts[at, q]
            nats = (rarity[a] + rarity[b]) / 2
            for x in range(STANDS_FOR):
                for y in range(STANDS_FOR) if p != q else (x,):
                    one, two = stands[a, x], stands[b, y]
                    both = np.minimum(one, two) * most + np.maximum(one, two)
                    real = (one >= 0) & (two >= 0)
                    rows.append(at[real])
                    found.append(both[real])
                    worth.append(nats[real])
    return np.concatenate(rows), np.concatenate(found), np.concatenate(worth)


def of_fields(column: Named, father: Fathers | None, levels: list[Levels]) -> list[Keys]:
    """Return keys of a part and a field, or of two fields: first or last part and father, first part and province or year,
    father and province or year.
    """  # fmt: skip
    own = signs(column)
    first, last = [_end(own, side, at=0) for side in (column.left, column.right)], [_end(own, side, at=-1) for side in (column.left, column.right)]  # fmt: skip
    by_father, seconds = ([np.full(len(rows), -1) for rows in first] for _ in range(2))
    if father is not None:
        heads = signs(father.column)
        for k, (side, ids) in enumerate(((father.column.left, father.left), (father.column.right, father.right))):  # fmt: skip
            by_father[k] = np.append(_end(heads, side, at=0), -1)[ids]
            seconds[k] = np.append(np.where(side.parts[:, 1] >= 0, heads[side.parts[:, 1]], -1), -1)[ids]
    places = next(([one.left, one.right] for one in levels if one.name == "province"), None)
    spans = next(([one.left, one.right] for one in levels if one.name == "birth_year"), None)
    years = [[_years(s, late) for s in spans] for late in (0, YEARS // 2)] if spans else []
    couples = [(first, by_father), (last, by_father), (by_father, seconds)] if father is not None else []
    for field in ([places] if places else []) + years:
        couples += [(first, field), (by_father, field)] if father is not None else [(first, field)]
    return [_couple(one, other) for one, other in couples]


def _end(own: Longs, side: Side, at: int) -> Longs:
    """Return the sign of each name's first (0) or last (-1) part, -1 where it has none."""
    counts = (side.parts >= 0).sum(1)
    part = side.parts[np.arange(len(counts)), 0 if at == 0 else np.maximum(counts - 1, 0)]
    found: Longs = np.where(counts > 0, own[part] if len(own) else 0, -1)
    return found


def _years(spans: Longs, late: int) -> Longs:
    """Return which span of YEARS a year of birth lies in, -1 where none is said, or not within a year or two."""
    sure = (spans[:, 0] >= 0) & (spans[:, 1] - spans[:, 0] <= 1)
    found: Longs = np.where(sure, (spans[:, 0] + late) // YEARS, -1)
    return found


def _couple(one: list[Longs], other: list[Longs]) -> Keys:
    rows, found = [], []
    most = int(max(x.max(initial=0) for x in other)) + 1
    for a, b in zip(one, other, strict=True):
        at = np.nonzero((a >= 0) & (b >= 0))[0]
        rows.append(at)
        found.append(a[at] * most + b[at])
    worth = np.full(len(rows[0]), FIELD, np.float32), np.ones(len(rows[1]), np.float32)
    return _keys((rows[0], rows[1]), (found[0], found[1]), worth)
