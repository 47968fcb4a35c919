"""Blocking keys besides rare parts: two common parts of a name; a part with a father, a province or a year of birth."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fathers import Fathers
from parley.lists.match.fields import Levels
from parley.lists.match.name_column import NameColumn
from parley.lists.match.vocabulary import WIDTH, Side
from parley.lists.names.sound import FIRST_VOWELS, INDEX

Longs = NDArray[np.int64]
_Pairs = tuple[Longs, Longs, Floats]  # person, sign of two parts, their nats
# By hand; `python -m bench.lists scale` prints the true pairs that blocking loses.
FIELD = 0.5  # share of a field key's nats that counts: such keys overlap
SUBSTITUTES = 5  # parts that a part stands for: itself and the nearest on the other list, if
UNKNOWN = 2.0  # nats; none there is nearer than this
HALF = np.float32(0.5)  # share of the nats that such a substitute counts for
YEARS = 4  # years of birth in one key


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


def signs(column: NameColumn) -> Longs:
    """Return for each part a number that parts of the same consonants share."""
    words = column.words
    _, same = np.unique(words.keys[: len(words.sounds)], return_inverse=True)
    found: Longs = same * 8 + words.affix
    return found


def part_pairs(column: NameColumn) -> Keys:
    """Return keys of two parts of a name; of one, where a name has but one.

    A part that the other list does not have stands for the parts nearest to it there.
    """
    own = signs(column)
    edges = column.edges
    sides = []
    for side, here, there, rarity in (
        (column.left, edges.a, edges.b, column.rarity.left),
        (column.right, edges.b, edges.a, column.rarity.right),
    ):
        named = np.arange(side.spelled.spelled)
        sides.append(_pairs(side, named, _substitutes(own, here, there, edges.cost), rarity))
    return _of_two(*sides)


def kin_pairs(column: NameColumn) -> list[Keys]:
    """Return keys of a part of a name and one of the father's, who stands in a column on one side and in the name on the other."""
    own = signs(column)[:, None]
    found = []
    for kin, names in ((0, 1), (1, 0)):
        sides = column.left, column.right
        with_father = np.arange(sides[kin].spelled.spelled, len(sides[kin].parts))
        plain = np.arange(sides[names].spelled.spelled)
        silent = plain[sides[names].spelled.silent[sides[names].spelled.owner[plain]]]
        if len(with_father) and len(silent):
            both = [with_father, silent] if kin == 0 else [silent, with_father]
            rarities = column.rarity.left, column.rarity.right
            found.append(
                _of_two(*(_pairs(s, rows, own, r) for s, rows, r in zip(sides, both, rarities, strict=True)))
            )
    return found


def _of_two(left: _Pairs, right: _Pairs) -> Keys:
    return _keys(
        (left[0], right[0]), (left[1], right[1]), (left[2], np.ones(len(right[0]), dtype=np.float32))
    )


def _substitutes(own: Longs, here: Ints, there: Ints, cost: Floats) -> Longs:
    """Return (parts, SUBSTITUTES): the signs each part stands for, -1 for none."""
    out = np.full((len(own), SUBSTITUTES), -1, dtype=np.int64)
    out[:, 0] = own
    nearest = np.full(len(own), np.inf, dtype=np.float32)
    np.minimum.at(nearest, here, cost)
    order = np.lexsort((there, cost, here))
    order = order[nearest[here[order]] > UNKNOWN]
    part = here[order]
    rank = np.arange(len(part)) - np.searchsorted(part, part, side="left")
    for k in range(1, SUBSTITUTES):
        at = rank == k - 1
        out[part[at], k] = own[there[order[at]]]
    return out


def _ways(count: int, alone: bool) -> list[tuple[int, int]]:
    """Return which readings of two parts go together: at most one of the two is not its own."""
    if alone:
        return [(x, x) for x in range(count)]
    return [(x, 0) for x in range(count)] + [(0, y) for y in range(1, count)]


def _pairs(side: Side, names: Longs, stands: Longs, rarity: Floats) -> _Pairs:
    """Return (person, sign of two parts, their nats) of every two parts of some names; where there are a father's, of one of each."""
    parts, kin, owner = side.parts[names], side.kin[names], side.spelled.owner[names].astype(np.int64)
    mixed = bool(kin.any())
    good = parts >= 0
    single = (parts >= 0).sum(1) == 1
    most = int(stands.max(initial=0)) + 1
    rows, found, worth = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for p in range(WIDTH):
        for q in range(p, WIDTH):
            both = good[:, p] & (good[:, q] if p != q else single)
            at = np.nonzero(both & (kin[:, p] != kin[:, q]) if mixed else both)[0]
            if not len(at):
                continue
            a, b = parts[at, p], parts[at, q]
            nats = (rarity[a] + rarity[b]) / 2
            for x, y in _ways(stands.shape[1], alone=p == q):
                one, two = stands[a, x], stands[b, y]
                sign = np.minimum(one, two) * most + np.maximum(one, two)
                real = (one >= 0) & (two >= 0)
                rows.append(owner[at[real]])
                found.append(sign[real])
                worth.append((nats if x == y == 0 else nats * HALF)[real])
    return np.concatenate(rows), np.concatenate(found), np.concatenate(worth)


def field_keys(column: NameColumn, father: Fathers | None, levels: list[Levels]) -> list[Keys]:
    """Return keys of a name and a field, or of two fields: they find common names with a letter left out."""
    own = signs(column)
    names = [s.parts[: s.spelled.people] for s in (column.left, column.right)]
    first, last = [_end(own, s, at=0) for s in names], [_end(own, s, at=-1) for s in names]
    initial = [_end(_initials(column), s, at=0) for s in names]
    values = {one.name: [one.left, one.right] for one in levels}
    combinations = []
    heads: list[Longs] | None = None
    if father is not None:
        heads, seconds = _of_fathers(father)
        combinations += [(first, heads), (last, heads), (heads, seconds), (heads, initial)]
    fields = [values["province"]] if "province" in values else []
    if "birth_year" in values:
        fields += [[_years(s, late) for s in values["birth_year"]] for late in (0, YEARS // 2)]
    for field in fields:
        combinations += [(first, field), (last, field)] + ([(heads, field)] if heads else [])
    if "province" in values:
        for years in fields[1:]:
            both = [
                np.where((p >= 0) & (y >= 0), p * 10_000 + y, -1)
                for p, y in zip(fields[0], years, strict=True)
            ]
            combinations.append((both, initial))
    return [_combined(one, other) for one, other in combinations]


def _of_fathers(father: Fathers) -> tuple[list[Longs], list[Longs]]:
    """Return the signs of each row's father's first and second part, left and right; -1 for none."""
    own = signs(father.column)
    first, second = [], []
    for side, rows in ((father.column.left, father.left), (father.column.right, father.right)):
        part = side.parts[:, 1]
        first.append(np.append(_end(own, side.parts, at=0), -1)[rows])
        second.append(np.append(np.where(part >= 0, own[part], -1), -1)[rows])
    return first, second


def _initials(column: NameColumn) -> Longs:
    """Return what kind of sound each part begins with; all vowels, alef and ayn are one."""
    words = column.words
    kinds = {kind: k for k, kind in enumerate(sorted({word[:1] for word in words.coarse}))}
    vowel = np.isin(words.codes[:, 0], [INDEX[sign] for sign in FIRST_VOWELS])
    found = np.array([kinds[word[:1]] for word in words.coarse], dtype=np.int64)
    return np.where(vowel, len(kinds), found)


def _end(own: Longs, parts: Ints, at: int) -> Longs:
    """Return the sign of each name's first (0) or last (-1) part, -1 where it has none."""
    counts = (parts >= 0).sum(1)
    part = parts[np.arange(len(counts)), 0 if at == 0 else np.maximum(counts - 1, 0)]
    found: Longs = np.where(counts > 0, own[part] if len(own) else 0, -1)
    return found


def _years(spans: Longs, late: int) -> Longs:
    """Return which YEARS a year of birth lies in, -1 where none is said, or not within a year or two."""
    sure = (spans[:, 0] >= 0) & (spans[:, 1] - spans[:, 0] <= 1)
    found: Longs = np.where(sure, (spans[:, 0] + late) // YEARS, -1)
    return found


def _combined(one: list[Longs], other: list[Longs]) -> Keys:
    rows, found = [], []
    most = int(max(x.max(initial=0) for x in other)) + 1
    for a, b in zip(one, other, strict=True):
        at = np.nonzero((a >= 0) & (b >= 0))[0]
        rows.append(at)
        found.append(a[at] * most + b[at])
    ones = np.ones(len(rows[0]), np.float32), np.ones(len(rows[1]), np.float32)
    made = _keys((rows[0], rows[1]), (found[0], found[1]), ones)
    # The fewer rows share a key, the more it counts for.
    shared = np.bincount(made.numbers[1], minlength=made.count)
    nats = FIELD * np.log(len(one[1]) / np.maximum(shared, 1))
    return replace(made, worth=(nats[made.numbers[0]].astype(np.float32), made.worth[1]))
