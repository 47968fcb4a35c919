"""Which parts of the two lists may be one word: the sparse graph between two vocabularies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from parley.lists.match.edit import Floats, Ints, distances
from parley.lists.match.vocabulary import AFFIXES, Vocabulary
from parley.lists.names import twins
from parley.lists.names.sound import unmarked

FARTHEST = 7.0  # nats; beyond it two parts are two words
_VARIANTS = {"Z": "SC", "X": "CK"}
# What a compound's other half costs where it differs, in nats: none against abd-, -ullah ...; different ones.
_MISSING_AFFIX = {"abd": 1.2, "allah": 2.2, "din": 2.2, "abu": 1.5}


@dataclass(slots=True)
class Edges:
    """Pairs (a, b) of part numbers, sorted by a then b, with the cost of a being b, in nats."""

    a: Ints
    b: Ints
    cost: Floats
    twin: NDArray[np.bool_]  # two parts that look alike and are different names
    keys: NDArray[np.int64]  # a * size + b, sorted
    size: int

    def find(self, a: Ints, b: Ints) -> NDArray[np.int64]:
        """Return where each pair stands, -1 where it is no edge; -1 in ``a`` or ``b`` is none."""
        key = a.astype(np.int64) * self.size + b
        at = np.searchsorted(self.keys, key)
        at[at == len(self.keys)] = 0
        hit = (
            (self.keys[at] == key) & (a >= 0) & (b >= 0)
            if len(self.keys)
            else np.zeros(key.shape, dtype=bool)
        )
        return np.where(hit, at, -1)


def _affix_costs() -> Floats:
    out = np.full((len(AFFIXES), len(AFFIXES)), 4.5, dtype=np.float32)
    for i, one in enumerate(AFFIXES):
        out[i, i] = 0
        if one:
            out[0, i] = out[i, 0] = _MISSING_AFFIX[one]
    return out


AFFIX_COSTS = _affix_costs()


def edges(words: Vocabulary, left: Ints, right: Ints, threads: int) -> Edges:
    """Return the edges between the parts numbered ``left`` and ``right`` (unique, sorted)."""
    a, b = _near(words, left, right, threads)
    kind = 2 * words.arabic[a] + words.arabic[b]
    cost = distances(words.codes[a], words.lengths[a], words.codes[b], words.lengths[b], kind)
    cost += AFFIX_COSTS[words.affix[a], words.affix[b]]
    cost[a == b] = 0
    limit = np.minimum(FARTHEST, 2.5 + 0.55 * (words.lengths[a] + words.lengths[b]) / 2)
    keep = cost <= limit
    a, b, cost = a[keep], b[keep], cost[keep]
    size = len(words.sounds)
    keys = a.astype(np.int64) * size + b
    order = np.argsort(keys, kind="stable")
    a, b, cost = a[order], b[order], cost[order]
    return Edges(a, b, cost, _twins(words, a, b, cost), keys[order], size)


# Beyond this cost, in nats, two parts are near-twins whatever their letters are: by 2 * (a is Arabic) + (b is Arabic).
_TWIN_COST = np.array([4.5, 5.5, 5.5, 4.5], dtype=np.float32)


def _twins(words: Vocabulary, a: Ints, b: Ints, cost: Floats) -> NDArray[np.bool_]:
    """Return for each edge whether its parts are near-twins (``names.twins``)."""
    numbers: dict[str, int] = {}
    used = np.unique(np.concatenate([a, b]))
    kinds = np.full((len(words.sounds), 8), -1, dtype=np.int32)
    ends, long = np.zeros(len(words.sounds), dtype=np.int8), np.zeros(len(words.sounds), dtype=np.int8)
    for v in used.tolist():
        sound = unmarked(words.sounds[v])
        found = twins.kinds(sound)
        kinds[v, : len(found)] = [numbers.setdefault(k, len(numbers)) for k in found]
        long[v] = len(found[0])
        ends[v] = twins.ending(sound) if words.affix[v] < 2 else 0
    shared = np.zeros(len(a), dtype=bool)
    for x in range(8):
        for y in range(8):
            shared |= (kinds[a, x] == kinds[b, y]) & (kinds[a, x] >= 0)
    out: NDArray[np.bool_] = (
        ~shared | (ends[a] * ends[b] < 0) | (cost >= _TWIN_COST[2 * words.arabic[a] + words.arabic[b]])
    )
    out |= words.affix[a] != words.affix[b]
    for k in np.nonzero((words.arabic[a] + words.arabic[b] == 0) & (a != b) & ~out)[0].tolist():
        out[k] = twins.listed(unmarked(words.sounds[a[k]]), unmarked(words.sounds[b[k]]))
    for k in np.nonzero((words.arabic[a] + words.arabic[b] == 2) & (a != b) & ~out)[0].tolist():
        out[k] = twins.longs(unmarked(words.sounds[a[k]])) != twins.longs(unmarked(words.sounds[b[k]]))
    out[a == b] = False
    return out


def _near(words: Vocabulary, left: Ints, right: Ints, threads: int) -> tuple[Ints, Ints]:
    """Return pairs whose skeletons are equal or nearly so."""
    lefts, rights = _Groups(words, left), _Groups(words, right)
    found = []
    size = len(words.sounds)
    for start in range(0, len(lefts.keys), 2_000):
        some = lefts.keys[start : start + 2_000]
        far = process.cdist(
            some, rights.keys, scorer=Levenshtein.distance, score_cutoff=2, dtype=np.uint8, workers=threads
        )
        i, j = np.nonzero(far <= 2)
        apart = far[i, j]
        i += start
        short, long = np.minimum(lefts.long[i], rights.long[j]), np.maximum(lefts.long[i], rights.long[j])
        keep = (apart == 0) | ((apart == 1) & (long >= 3) & (short >= 2)) | ((apart == 2) & (short >= 5))
        a, b = _crossed(lefts, rights, i[keep], j[keep])
        close = np.abs(words.lengths[a] - words.lengths[b]) <= 5
        found.append(a[close].astype(np.int64) * size + b[close])
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    key = np.sort(np.concatenate(found))
    key = key[np.append(True, key[1:] != key[:-1])] if len(key) else key
    return (key // size).astype(np.int32), (key % size).astype(np.int32)


class _Groups:
    """Parts by skeleton: ``keys`` in order, ``members`` of all of them end to end."""

    def __init__(self, words: Vocabulary, numbers: Ints) -> None:
        groups: dict[str, list[int]] = {}
        for number in numbers.tolist():
            for key in _variants(words.skeletons[number]):
                groups.setdefault(key, []).append(number)
        self.keys = sorted(groups)
        self.long = np.array([len(k) for k in self.keys], dtype=np.int64)
        self.members = np.array([n for k in self.keys for n in groups[k]], dtype=np.int32)
        self.sizes = np.array([len(groups[k]) for k in self.keys], dtype=np.int64)
        self.starts = np.cumsum(self.sizes) - self.sizes


def _crossed(left: _Groups, right: _Groups, i: NDArray[np.int64], j: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Return every member of group i with every member of group j, for all pairs of groups at once."""
    wide = right.sizes[j]
    counts = left.sizes[i] * wide
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    wide = np.repeat(wide, counts)
    a = left.members[np.repeat(left.starts[i], counts) + within // wide]
    return a, right.members[np.repeat(right.starts[j], counts) + within % wide]


def _variants(skeleton: str) -> list[str]:
    out = [skeleton]
    for sign, others in _VARIANTS.items():
        if sign in skeleton:
            out += [skeleton.replace(sign, other) for other in others]
    return out
