"""Which common name a part is: two parts near different common names are two names, and not one with a slip."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.edit import IS_ARABIC, Floats, Ints, Shorts, distances, encode
from parley.lists.match.vocabulary import Vocabulary
from parley.lists.names.known import PARTS
from parley.lists.names.sound import marked, sounds, unmarked

# Nats of the learned letter costs. By hand on the tuning half; `python -m bench.lists attested` shows which pairs of one
# name are called two names, and which two names pass for one.
FAR = np.float32(9.9)  # no common name is near: above ``edges.FARTHEST``
# Endings of family names, by what stands before them: -zai, -zada, -khel, -yar, in either script, last signs marked.
_ENDING = re.compile(
    "(?<=..)(?:(z[ao][ⒾⓎ]|z[ae]|زا?یⒸ?|زا?Ⓒ)|(zad[ⒶⒺ]|zadaⒽ|زادⒷ)|(xa?[eiy]l|خیل)|(yar|یار))$"
)
CLOSE = np.float32(1.0)  # within which a part is taken for a common name
TIED = np.float32(0.35)  # by which a further common name may be farther than the nearest
_SHORT, _LONG = (
    re.compile("oo|ee"),
    re.compile("(?<=[a-z]{2})([ui])(?=[b-df-hj-np-tv-z]i?$)"),
)  # mansoor, mansur
_RAISED = re.compile("a(?=li?$)")  # Kamel, Djamel: how Kamal, Jamal are written in the Maghreb
_OPEN = re.compile("[ia]$")  # Shafee, Latife
RESPELT = np.float32(0.1)  # least cost of a part that is not written as in the table
_AGENT = re.compile("e(?=[b-df-hj-np-tv-z]{1,2}i?$)")  # Khaled, Taher, Hamed: فاعل as Afghans write it
# By hand (docs/matching.md, "Decision"): a list writes such words (Tahir, Salih, Hamid) with an i if
LEAST_WITH_I = 2  # so many have one,
I_SHARE = 3  # and one in so many of all such words
_EITHER = ("khaled", "saheb")  # all write these with an i as well
MOST = 3  # common names that a part may be; a limit of memory
_SPELLINGS = frozenset(dari for _, dari in PARTS)


@dataclass(frozen=True, slots=True)
class _Known:
    """The common names, and the family names made of them with an -i: in two spellings each."""

    codes: Shorts
    lengths: Ints
    arabic: Ints
    keys: near.Keys
    owners: near.Longs
    coarse: list[str]
    names: near.Longs
    numbers: dict[str, int]  # which name a Dari spelling is


def _is_agent(dari: str) -> bool:
    return len(dari) == 4 and dari[1] == "ا"


def _is_unmistakable(dari: str) -> bool:
    """Return whether no common name has a long i where this one has an alef before: حمید is one, طهیر none."""
    return dari[0] + dari[2] + "ی" + dari[3] not in _SPELLINGS


def _with_family(latin: str, dari: str) -> tuple[tuple[str, str], ...]:
    """Return a name, and the family name made of it with an -i, where one can be."""
    if dari.endswith(("ی", "ه")):
        return ((latin, dari),)
    return (latin, dari), (f"{latin}i", f"{dari}{'ی' if dari.endswith('ا') else ''}ی")


@cache
def _known(with_i: bool) -> _Known:
    """Return the table; a name is what its Dari spelling says, and a Latin spelling may be of several.

    ``with_i``: Hamed may be written Hamid, as Arabs do; to Afghans that is another name. Taher may be Tahir to all.
    """
    numbers: dict[str, int] = {}
    forms: dict[tuple[str, int], None] = {}
    for latin, dari in PARTS:
        for one, other in _with_family(latin, dari):
            number = numbers.setdefault(sounds(other), len(numbers))
            for word in (
                other,
                one,
                _SHORT.sub(lambda found: {"oo": "u", "ee": "i"}[found[0]], one),
                _LONG.sub(r"\1\1", one),
                _AGENT.sub("i", one) if _is_agent(dari) and (with_i or _is_unmistakable(dari)) else one,
                _RAISED.sub("e", one) if other.endswith(("ال", "الی")) else one,
                _OPEN.sub(lambda found: {"i": "ee", "a": "e"}[found[0]], one)
                if other.endswith(("ی", "یع", "ه"))
                else one,
            ):
                forms[sounds(word.replace("ii", "ee").replace("uu", "oo")), number] = None
    words = [word for word, _ in forms]
    codes, lengths = encode(words)
    arabic: Ints = np.asarray(IS_ARABIC[codes].any(1), dtype=np.int32)
    return _Known(codes, lengths, arabic, *near.skeletons(codes), near.coarse(words), np.array([n for _, n in forms]), numbers)  # fmt: skip


LEADING = np.array([_known(False).numbers[sounds(w)] for w in ("محمد", "سید", "غلام")])  # before given names


@cache
def _agent_spellings() -> tuple[frozenset[str], frozenset[str]]:
    """Return sounds that show how typists write فاعل, with e and with i: of names that are no others with a long i."""
    found = {
        latin
        for latin, dari in PARTS
        if _is_agent(dari) and _is_unmistakable(dari) and _AGENT.search(latin) and latin not in _EITHER
    }
    return frozenset(map(sounds, found)), frozenset(sounds(_AGENT.sub("i", latin)) for latin in found)


def _writes_i(words: Vocabulary) -> bool:
    with_e, with_i = (sum(sound in forms for sound in words.sounds) for forms in _agent_spellings())
    return with_i >= LEAST_WITH_I and with_i * I_SHARE >= with_i + with_e


@dataclass(slots=True)
class CommonNames:
    """Of each part: ``cost``, nats to the nearest common name, FAR if none; ``names`` (parts, MOST), those as near, -1.

    ``nearest``: (parts,), the nearest, however far.
    """

    cost: Floats
    names: near.Longs
    nearest: near.Longs

    def same(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Return whether two parts may be one common name."""
        one, other = self.names[a], self.names[b]
        out = np.zeros(len(a), dtype=bool)
        for k in range(MOST):
            out |= ((one[:, k, None] == other) & (other >= 0)).any(1)
        return out

    def distance_to_other(self, a: Ints, b: Ints) -> Floats:
        """Return how near a common name is to ``a`` that ``b`` is not, nats."""
        own = (self.names[b] == self.nearest[a][:, None]) & (self.nearest[a] >= 0)[:, None]
        return np.where(own.any(1), FAR, self.cost[a])

    def among(self, names: near.Longs) -> NDArray[np.bool_]:
        """Return which parts are one of ``names``."""
        return np.asarray(np.isin(self.names, names).any(1), dtype=bool)


def common_names(words: Vocabulary, numbers: Ints) -> CommonNames:
    """Return which common names the parts ``numbers`` may be; Mahmoodzada is one made of Mahmood."""
    known = _known(_writes_i(words))
    mine, of_mine = words.of(numbers)
    part, name, cost = _near(known, words, mine, of_mine)
    stems, owners, endings = _stems(words, numbers)
    mine, of_mine = near.skeletons(stems.codes)
    stem, family, far = _near(known, stems, mine, of_mine)
    part, cost = np.concatenate([part, owners[stem]]), np.concatenate([cost, far])
    name = np.concatenate([name, family + endings[stem] * len(known.numbers)])
    out = np.full(len(words.sounds), FAR, dtype=np.float32)
    np.minimum.at(out, part, cost)
    nearest = _nearest(len(words.sounds), part, name, cost)[:, 0]
    good = (cost <= CLOSE) & (cost <= np.where(out[part] > 0, out[part] + TIED, 0))
    return CommonNames(out, _nearest(len(words.sounds), part[good], name[good], cost[good]), nearest)


@dataclass(frozen=True, slots=True)
class _Stems:
    """What family names are made of."""

    codes: Shorts
    lengths: Ints
    arabic: Ints
    coarse: list[str]


def _stems(words: Vocabulary, numbers: Ints) -> tuple[_Stems, near.Longs, near.Longs]:
    """Return the stems of family names among some parts, whose they are, and which ending each has, from 1.

    The core of a compound is a stem too, with no ending: Rafiullah is of Rafi as Rafi is, and Shafiullah of Shafi.
    """
    found = [(v, ending) for v in numbers.tolist() if (ending := _ENDING.search(words.sounds[v]))]
    sounds_ = [marked(unmarked(words.sounds[v][: ending.start()])) for v, ending in found]
    cores = numbers[words.affix[numbers] > 0].tolist() if len(numbers) else []
    sounds_ += [marked(unmarked(words.sounds[v])) for v in cores]
    codes, lengths = encode(sounds_)
    owners = np.array([*(v for v, _ in found), *cores], dtype=np.int64)
    which = np.array([*(ending.lastindex or 0 for _, ending in found), *(0 for _ in cores)], dtype=np.int64)
    return _Stems(codes, lengths, words.arabic[owners], near.coarse(sounds_)), owners, which


def _near(
    known: _Known, words: Vocabulary | _Stems, mine: near.Keys, of_mine: near.Longs
) -> tuple[near.Longs, near.Longs, Floats]:
    """Return (part, common name, nats) of parts, given by their skeletons, and the common names with like ones."""
    i, j = near.equal(mine, known.keys)
    a, b = of_mine[i], known.owners[j]
    close = near.apart(words.coarse, known.coarse, a, b, 1) <= 1
    a, b = a[close], b[close]
    kind = 2 * words.arabic[a] + known.arabic[b]
    cost = distances(words.codes[a], words.lengths[a], known.codes[b], known.lengths[b], kind)
    same = (words.lengths[a] == known.lengths[b]) & (words.codes[a] == known.codes[b]).all(1)
    return a, known.names[b], np.where(same, np.float32(0), np.maximum(cost, RESPELT))


def _nearest(parts: int, part: near.Longs, name: near.Longs, cost: Floats) -> near.Longs:
    """Return (parts, MOST) names of each part, nearest first."""
    order = np.lexsort((name, cost, part))
    part, name = part[order], name[order]
    rank = np.arange(len(part)) - np.searchsorted(part, part, side="left")
    found = np.full((parts, MOST), -1, dtype=np.int64)
    kept = rank < MOST
    found[part[kept], rank[kept]] = name[kept]
    return found
