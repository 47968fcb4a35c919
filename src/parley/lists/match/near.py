"""Which parts have nearly the same consonants: skeletons as numbers, joined by what is left when a sign is dropped.

A skeleton has at most 16 signs of 12 classes: four bits each make it one 64-bit number. Two skeletons are near when they
are equal, when one has one sign more (and at least two), or when two of at least three signs differ in one place.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from parley.lists.match.edit import Shorts
from parley.lists.names.sound import CLASS_OF, CLASSES, SIGNS

Keys = NDArray[np.uint64]
Longs = NDArray[np.int64]
# Letters that typists read in different ways: each reading gives a skeleton.
_READINGS: tuple[dict[str, str], ...] = (
    {},
    dict.fromkeys("ʦʣځڅ", "S") | dict.fromkeys("ښږ", "C") | dict.fromkeys("ضظðθ", "T") | {"c": "K"},
    dict.fromkeys("ʦʣځڅc", "C") | dict.fromkeys("ښږ", "K"),
)
_BELOW = (np.uint64(1) << (np.uint64(4) * np.arange(16, dtype=np.uint64))) - np.uint64(1)
_FOUR = np.uint64(4)
# By hand: in shorter skeletons nearly everything would be near. docs/matching.md, "Edges" (SymSpell's deletion neighbourhoods).
DROPPED, CHANGED = 2, 3  # signs that a skeleton must have for one to be dropped, or to be another


def _classes(reading: dict[str, str]) -> NDArray[np.uint64]:
    """Return the number of each sign's class, 0 for weak ones, with some signs read as others are."""
    kinds = (reading.get(sign, CLASS_OF.get(sign, "")) for sign in SIGNS)
    return np.array([CLASSES.index(k) + 1 if k else 0 for k in kinds], dtype=np.uint64)


_TABLES = tuple(_classes(reading) for reading in _READINGS)


def skeletons(codes: Shorts, same: dict[int, str] | None = None) -> tuple[Keys, Longs]:
    """Return the skeletons of words given by sign numbers, and the word of each: a word may have up to three.

    ``same``: signs that stand for others on these lists too (``edit.Habits``), and are read as they are once more.
    """
    out = [_skeletons(codes, _TABLES[0])]
    owners = [np.arange(len(codes))]
    unsure = np.nonzero((_TABLES[0][codes] != _TABLES[1][codes]).any(1))[0]
    for table in _TABLES[1:]:
        out.append(_skeletons(codes[unsure], table))
        owners.append(unsure)
    if same:
        table = _classes({chr(one): CLASS_OF[other] for one, other in same.items()})
        read = np.nonzero((_TABLES[0][codes] != table[codes]).any(1))[0]
        out.append(_skeletons(codes[read], table))
        owners.append(read)
    return np.concatenate(out), np.concatenate(owners)


def _skeletons(codes: Shorts, table: NDArray[np.uint64]) -> Keys:
    """Return the classes of strong sounds, the first lowest, a class that follows itself once."""
    classes = table[codes]
    out, shift, last = (np.zeros(len(codes), dtype=np.uint64) for _ in range(3))
    for column in classes.T:
        fresh = (column != 0) & (column != last)
        out |= np.where(fresh, column << shift, np.uint64(0))
        shift += np.where(fresh, _FOUR, np.uint64(0))
        last = np.where(column != 0, column, last)
    return out


# Besides the strong sounds: those that are mostly written, each as its kind; a, alef and ayn come and go.
_WEAK = {"w": "wvouūو④⑤⑨ⓊⓄⒻ", "y": "yieīی②③⑥⑩ⒺⒾⓎⓃⒸ", "h": "hهحⒽⒷ"}
_COARSE = {sign: kind for kind, signs in _WEAK.items() for sign in signs} | CLASS_OF


def coarse(sounds: Sequence[str], vowels: bool = True) -> list[str]:
    """Return words roughly as they sound, one sign a kind of letter: for leaving out what cannot be one word."""
    table = {ord(sign): _COARSE.get(sign, "") if vowels else CLASS_OF.get(sign, "") for sign in SIGNS}
    return [sound.translate(table) for sound in sounds]


def within(words: list[str], a: Longs, b: Longs, most: Longs) -> NDArray[np.bool_]:
    """Return which of the coarse words ``words[a]`` and ``words[b]`` differ by no more than ``most`` signs (one limit a pair)."""
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    distinct = list(numbers)
    counts = _counts(distinct)
    x, y = which[a], which[b]
    more, less = np.zeros(len(a), dtype=np.int8), np.zeros(len(a), dtype=np.int8)
    for kind in counts:  # each sign that one has more of is one edit at least
        over = kind[x] - kind[y]
        more += np.maximum(over, 0)
        less -= np.minimum(over, 0)
    out = np.maximum(more, less) <= most
    at = np.nonzero(out & (x != y))[0]
    pairs, place = np.unique(x[at] * len(distinct) + y[at], return_inverse=True)
    limit = int(most.max(initial=0))
    far = apart(distinct, distinct, pairs // max(len(distinct), 1), pairs % max(len(distinct), 1), limit)
    out[at] = far[place] <= most[at]
    return out


def _counts(words: list[str]) -> NDArray[np.int8]:
    """Return (kinds of signs, words): how often each word has each."""
    kinds: dict[str, int] = {}
    signs = [kinds.setdefault(sign, len(kinds)) for word in words for sign in word]
    out = np.zeros(len(words) * max(len(kinds), 1), dtype=np.int8)
    owner = np.repeat(np.arange(len(words)), [len(word) for word in words])
    at, times = np.unique(owner * max(len(kinds), 1) + np.array(signs, dtype=np.int64), return_counts=True)
    out[at] = times
    return np.ascontiguousarray(out.reshape(len(words), max(len(kinds), 1)).T)


def apart(one: list[str], other: list[str], a: Longs, b: Longs, most: int) -> NDArray[np.uint8]:
    """Return by how many signs the coarse words ``one[a]`` and ``other[b]`` differ; beyond ``most``, more than that."""
    long, wide = np.array([len(x) for x in one]), np.array([len(x) for x in other])
    out = np.full(len(a), most + 1, dtype=np.uint8)
    if len(a):
        at = np.nonzero(np.abs(long[a] - wide[b]) <= most)[0]
        x, y = [one[k] for k in a[at].tolist()], [other[k] for k in b[at].tolist()]
        out[at] = process.cpdist(x, y, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.uint8)
    return out


def lengths(keys: Keys) -> Longs:
    """Return how many signs each skeleton has."""
    out = np.zeros(len(keys), dtype=np.int64)
    rest = keys.copy()
    while rest.any():
        out += rest != 0
        rest >>= _FOUR
    return out


def glued(one: Keys, other: Keys) -> Keys:
    """Return the skeletons of two parts written as one: a sign that meets its like counts once; 0 where too long."""
    long, more = lengths(one), lengths(other)
    last = (one >> (_FOUR * np.maximum(long - 1, 0).astype(np.uint64))) & np.uint64(15)
    meets = (last == (other & np.uint64(15))) & (last != 0)
    rest = np.where(meets, other >> _FOUR, other)
    fits = (long + more - meets <= 16) & (long < 16)
    made = one | (rest << (_FOUR * np.minimum(long, 15).astype(np.uint64)))
    return np.where(fits, made, np.uint64(0))


def beginning(keys: Keys, signs: int) -> Keys:
    """Return the first so many signs of each skeleton."""
    return keys if signs > 15 else keys & _BELOW[signs]


def _shorter(keys: Keys, least: int) -> tuple[Keys, Longs, Longs]:
    """Return each skeleton of at least ``least`` signs without one of its signs, whose it was, and which sign."""
    long = lengths(keys)
    owner, place = np.nonzero(np.arange(16)[None, :] < np.where(long >= least, long, 0)[:, None])
    full, at = keys[owner], _FOUR * place.astype(np.uint64)
    less = np.bitwise_or(full & _BELOW[place], full >> at >> _FOUR << at)
    return less, owner.astype(np.int64), place.astype(np.int64)


def _tagged(keys: Keys, places: Longs) -> Keys:
    """Return keys of at most 15 signs with the place of the dropped sign in the top bits."""
    tagged: Keys = keys | (places.astype(np.uint64) << np.uint64(60))
    return tagged


def reachable(keys: Keys, others: Keys) -> NDArray[np.bool_]:
    """Return which of ``keys`` have a near one among ``others``."""
    others = np.unique(others)
    out = np.isin(keys, others)
    less, owner, place = _shorter(keys, CHANGED)
    other_less, _, other_place = _shorter(others, CHANGED)
    out[owner[np.isin(less, others)]] = True
    out |= np.isin(keys, other_less)
    out[owner[np.isin(_tagged(less, place), _tagged(other_less, other_place))]] = True
    found: NDArray[np.bool_] = out & (keys != 0)
    return found


def equal(one: Keys, other: Keys) -> tuple[Longs, Longs]:
    """Return the pairs (place in ``one``, place in ``other``) of equal skeletons."""
    return _join(one, np.arange(len(one)), other, np.arange(len(other)))


def near(one: Keys, other: Keys) -> tuple[Longs, Longs]:
    """Return the pairs (place in ``one``, place in ``other``) of near skeletons."""
    keys, other_keys = np.unique(one), np.unique(other)
    i, j = _near(keys, other_keys)
    pairs = np.unique(i * len(other_keys) + j)
    i, j = pairs // max(len(other_keys), 1), pairs % max(len(other_keys), 1)
    a, at = _join(
        one, np.arange(len(one)), keys[i], np.arange(len(i))
    )  # each word of a skeleton with each pair of it
    b, k = _join(other, np.arange(len(other)), other_keys[j[at]], np.arange(len(at)))
    return a[k], b


def _near(one: Keys, other: Keys) -> tuple[Longs, Longs]:
    """Return the same of skeletons of which each stands once; a pair may come more than once."""
    here, there = np.arange(len(one)), np.arange(len(other))
    less, owner, _ = _shorter(one, DROPPED)
    other_less, other_owner, _ = _shorter(other, DROPPED)
    found = [
        _join(one, here, other, there),
        _join(less, owner, other, there),
        _join(one, here, other_less, other_owner),
    ]
    less, owner, place = _shorter(one, CHANGED)
    other_less, other_owner, other_place = _shorter(other, CHANGED)
    found.append(_join(_tagged(less, place), owner, _tagged(other_less, other_place), other_owner))
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _join(one: Keys, here: Longs, other: Keys, there: Longs) -> tuple[Longs, Longs]:
    """Return the owners of equal keys."""
    order = np.argsort(other, kind="stable")
    keys = other[order]
    first, last = np.searchsorted(keys, one, "left"), np.searchsorted(keys, one, "right")
    counts = last - first
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(here, counts), there[order[np.repeat(first, counts) + within]]
