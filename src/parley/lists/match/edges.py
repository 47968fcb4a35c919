"""Edges: which parts of the two lists may be one word, as a sparse graph between two vocabularies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.common_names import CLOSE, FAR, CommonNames, common_names
from parley.lists.match.edit import TABLES, Floats, Habits, Ints, distances
from parley.lists.match.vocabulary import AFFIXES, Side, Vocabulary
from parley.lists.names import twins
from parley.lists.names.sound import FIRST_VOWELS, INDEX, SIGNS, unmarked

# By hand, in nats of the learned letter costs; `python -m bench.lists attested` shows how many attested pairs have no edge.
FARTHEST = 9.0  # beyond which two parts are two words
LEAST, A_LETTER = 3.5, 0.75  # the most that two words may cost, and more for each letter of the mean length
ALIKE = (2, 3)  # coarse signs by which parts may differ: with near skeletons, with equal ones
_MISSING_AFFIX = {
    "abd": 1.2,
    "allah": 2.2,
    "din": 2.2,
    "abu": 1.5,
    "ov": 1.2,
}  # cost of a compound's other half on one side only
_OTHER_AFFIX = 4.5  # cost of two different other halves


@dataclass(slots=True)
class Edges:
    """Pairs (a, b) of part numbers, sorted by a then b, with the cost of a being b, in nats."""

    a: Ints
    b: Ints
    cost: Floats
    twin: NDArray[np.bool_]  # two parts that look alike and are different names
    unlike: NDArray[np.bool_]  # their letters differ by more than typists' habits
    short: NDArray[np.bool_]  # a compound and its core alone (Najib for Najibullah)
    keys: NDArray[np.int64]  # a * size + b, sorted
    size: int
    common_names: CommonNames  # which common names the parts may be
    begins: Ints  # (parts,): what a part begins with, one bit a kind (``twins.beginnings``)

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

    def begin_apart(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Return which two parts begin with different sounds, as far as typists' habits go: Rafi and Shafi, Amin and Yamin."""
        found: NDArray[np.bool_] = (self.begins[a] & self.begins[b]) == 0
        return found


def _affix_costs() -> Floats:
    out = np.full((len(AFFIXES), len(AFFIXES)), _OTHER_AFFIX, dtype=np.float32)
    for i, one in enumerate(AFFIXES):
        out[i, i] = 0
        if one:
            out[0, i] = out[i, 0] = _MISSING_AFFIX[one]
    return out


AFFIX_COSTS = _affix_costs()
SILENT = 20  # tenths of a nat within which lists leave out a first vowel: what follows it then begins the word, by hand
VOWEL_FIRST = np.isin(list(SIGNS), list(FIRST_VOWELS))
_BEGINNINGS = np.array(twins.beginnings(), dtype=np.int32)


def _beginnings(habits: Habits | None) -> Ints:
    """Return what words begin with by their first sign; what stands for each other on these lists is the same."""
    out = _BEGINNINGS.copy()
    if habits:
        for x, y in habits.letters:
            if x and y:
                out[x] |= _BEGINNINGS[y]
                out[y] |= _BEGINNINGS[x]
        silent = np.minimum(habits.table[:, 0], habits.table[0]) <= SILENT
        out[silent & VOWEL_FIRST] = -1
    return out


def edges(words: Vocabulary, left: Side, right: Side, habits: Habits | None = None) -> Edges:
    """Return the edges between the parts of two sides; a joined part is one word of the other list, never another joined one.

    ``habits``: of two Latin lists, if they have shown them.
    """
    size = len(words.sounds)
    key = _near(words, left, right, habits)
    a, b = (key // max(size, 1)).astype(np.int32), (key % max(size, 1)).astype(np.int32)
    kind = 2 * words.arabic[a] + words.arabic[b]
    cost = distances(
        words.codes[a],
        words.lengths[a],
        words.codes[b],
        words.lengths[b],
        kind,
        habits.tables() if habits else TABLES,
    )
    affix = AFFIX_COSTS[words.affix[a], words.affix[b]]
    cost += affix
    cost[a == b] = 0
    limit = np.minimum(FARTHEST, LEAST + A_LETTER * (words.lengths[a] + words.lengths[b]) / 2)
    keep = cost <= limit
    a, b, cost, affix = a[keep], b[keep], cost[keep], affix[keep]
    short = ((words.affix[a] == 0) != (words.affix[b] == 0)) & (cost - affix <= CLOSE)
    common = common_names(words, np.unique(np.concatenate([left.plain(), right.plain(), a, b])))
    unlike = _unlike(words, a, b, cost, habits)
    twin = _twins(words, common, a, b, cost, unlike, habits)
    begins = _beginnings(habits)[words.codes[:, 0]] if size else np.zeros(0, np.int32)
    return Edges(a, b, cost, twin, unlike, short, key[keep], size, common, begins)


def _near(words: Vocabulary, left: Side, right: Side, habits: Habits | None) -> NDArray[np.int64]:
    """Return pairs of parts with near skeletons that are coarsely alike too, as a * size + b, sorted."""
    plain = np.zeros((2, len(words.sounds)), dtype=bool)
    plain[0, left.plain()], plain[1, right.plain()] = True, True
    (one, of_one), (other, of_other) = (words.of(np.union1d(s.plain(), s.glued())) for s in (left, right))
    i, j = near.near(one, other)
    real = plain[0, of_one[i]] | plain[1, of_other[j]]
    i, j = i[real], j[real]
    a, b = of_one[i], of_other[j]
    equal = one[i] == other[j]
    coarse = near.coarse(words.sounds, vowels=False) if habits else words.coarse
    close = near.within(coarse, a, b, np.where(equal, ALIKE[1], ALIKE[0]))
    close |= equal & (habits is not None)
    pairs: NDArray[np.int64] = np.unique(a[close] * len(words.sounds) + b[close])
    return pairs


# Beyond this cost, in nats, two parts look unlike whatever their letters are: by 2 * (a is Arabic) + (b is Arabic). By hand,
# as NEARER: tests/lists/match/near_twins.tsv and `python -m bench.lists attested` hold what they do.
_UNLIKE = np.array([4.5, 5.5, 5.5, 4.5], dtype=np.float32)
NEARER = np.float32(0.8)  # nats by which both of two near-twins are nearer to another name, at least


def _twins(
    words: Vocabulary,
    common: CommonNames,
    a: Ints,
    b: Ints,
    cost: Floats,
    unlike: NDArray[np.bool_],
    habits: Habits | None,
) -> NDArray[np.bool_]:
    """Return for each edge whether its parts are near-twins: two names, and not one name with a slip.

    They are if both are common names and not the same one (``names.known``); or if their letters tell people apart
    (``names.twins``) and each of the two is nearer to another name, a common one or one of the other list, than to its twin.
    """
    nearer = cost - NEARER
    two = (common.cost[a] <= np.minimum(nearer, CLOSE)) & (common.cost[b] <= np.minimum(nearer, CLOSE))
    # Aslam may well be اسلام by its letters: it is اسلم. But Hamed is حمید to some typists: an e is either vowel.
    two |= (common.cost[a] == 0) & (common.cost[b] == 0) & ~(_has(words, "e", a, b) & _has(words, "ی", a, b))
    of_left, of_right = np.full_like(common.cost, FAR), np.full_like(common.cost, FAR)
    np.minimum.at(of_left, a[~unlike], cost[~unlike])
    np.minimum.at(of_right, b[~unlike], cost[~unlike])
    one, other = (
        np.minimum(of_left[a], common.distance_to_other(a, b)),
        np.minimum(of_right[b], common.distance_to_other(b, a)),
    )
    out: NDArray[np.bool_] = two | (unlike & (one <= nearer) & (other <= nearer))
    out &= ~common.same(a, b) | (words.affix[a] != words.affix[b])
    script = words.arabic[a] + words.arabic[b]
    for k in np.nonzero((script == 0) & (a != b))[0].tolist():
        out[k] |= twins.listed(unmarked(words.sounds[a[k]]), unmarked(words.sounds[b[k]]))
    return (
        out & (cost >= NEARER) if habits else out
    )  # what these lists write for each other tells nobody apart


def _has(words: Vocabulary, sign: str, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Return which edges have a part with a sign in it."""
    held = (words.codes == INDEX[sign]).any(1)
    found: NDArray[np.bool_] = held[a] | held[b]
    return found


def _unlike(words: Vocabulary, a: Ints, b: Ints, cost: Floats, habits: Habits | None) -> NDArray[np.bool_]:
    """Return for each edge whether its parts differ by more than typists' habits."""
    also = habits.same_kinds() if habits else {}
    numbers: dict[str, int] = {}
    used = np.unique(np.concatenate([a, b]))
    kinds = np.full((len(words.sounds), 8), -1, dtype=np.int32)
    ends = np.zeros(len(words.sounds), dtype=np.int8)
    for v in used.tolist():
        sound = unmarked(words.sounds[v])
        found = twins.kinds(sound.translate(also) if also else sound)
        kinds[v, : len(found)] = [numbers.setdefault(k, len(numbers)) for k in found]
        ends[v] = twins.ending(sound) if words.affix[v] < 2 else 0
    shared = np.zeros(len(a), dtype=bool)
    most = int((kinds >= 0).sum(1).max(initial=0))
    for x in range(most):
        for y in range(most):
            shared |= (kinds[a, x] == kinds[b, y]) & (kinds[a, x] >= 0)
    out: NDArray[np.bool_] = ~shared | (ends[a] * ends[b] < 0)
    out |= (cost >= _UNLIKE[2 * words.arabic[a] + words.arabic[b]]) | (words.affix[a] != words.affix[b])
    for k in np.nonzero((words.arabic[a] + words.arabic[b] == 2) & (a != b) & ~out)[0].tolist():
        out[k] = twins.longs(unmarked(words.sounds[a[k]])) != twins.longs(unmarked(words.sounds[b[k]]))
    out[a == b] = False
    return out
