"""The parts of all names of both lists, each kept once, and which name holds which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.edit import IS_ARABIC, Habits, Ints, Shorts, encode
from parley.lists.match.spelled import FATHERS, Spelled
from parley.lists.names.sound import LONGEST, marked, unmarked
from parley.lists.names.words import Token

WIDTH = 7  # parts of a name that are compared, further ones are left out; a limit of time and memory
AFFIXES = ("", "abd", "allah", "din", "abu", "ov")
ABD, ABU = AFFIXES.index("abd"), AFFIXES.index("abu")
_NUMBER_OF = {affix: k for k, affix in enumerate(AFFIXES)}


@dataclass(slots=True)
class Vocabulary:
    """Every distinct part: its sounds, affix number and script; as sign numbers; its skeletons and their ``owners``; coarsely."""

    sounds: list[str]
    affix: Ints
    arabic: Ints
    codes: Shorts
    lengths: Ints
    keys: near.Keys
    owners: near.Longs
    coarse: list[str]

    def of(self, numbers: Ints) -> tuple[near.Keys, near.Longs]:
        """Return the skeletons of some parts, and the part of each."""
        wanted = np.zeros(len(self.sounds), dtype=bool)
        wanted[numbers] = True
        held = wanted[self.owners]
        return self.keys[held], self.owners[held]


@dataclass(slots=True)
class Side:
    """One list's names as part numbers. Shapes: (names, WIDTH) and (names, WIDTH - 1); -1 where there is none."""

    parts: Ints
    joined: Ints  # two neighbours written as one, where the other list may have them so
    optional: NDArray[np.bool_]  # (names, WIDTH): from a nickname or the father's, may be missing
    kin: NDArray[np.bool_]  # (names, WIDTH): the father's or grandfather's
    titles: NDArray[np.uint32]  # (names,), one bit a title
    spelled: Spelled  # whose names they are

    def plain(self) -> Ints:
        """Return the numbers of all parts, joined ones aside."""
        return _used(self.parts)

    def glued(self) -> Ints:
        """Return the numbers of all joined parts."""
        return _used(self.joined)


def _used(numbers: Ints) -> Ints:
    held = np.unique(numbers)
    return held[held >= 0].astype(np.int32)


def _table(counts: Sequence[int], flat: Ints, most: int | None = WIDTH) -> Ints:
    """Return (rows, most), or as wide as the longest: each row's so many values of ``flat``, -1 behind."""
    width = most or max(counts, default=0)
    out = np.full((len(counts), width), -1, dtype=np.int32)
    out[np.arange(width)[None, :] < np.array(counts, dtype=np.int64)[:, None]] = flat
    return out


def _behind(own: Ints, theirs: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return names with the first FATHERS of the father's parts behind that they do not have, and which these are."""
    out, kin = own.copy(), np.zeros(own.shape, dtype=bool)
    room = (own >= 0).sum(1)
    added = np.zeros(len(own), dtype=np.int64)
    for part in theirs.T:
        at = np.nonzero((part >= 0) & (added < FATHERS) & ~(own == part[:, None]).any(1))[0]
        place = room[at] + added[at]
        added[at] += 1
        at, place = at[place < WIDTH], place[place < WIDTH]
        out[at, place], kin[at, place] = part[at], True
    return out, kin


class Builder:
    """Numbers parts in the order they come, so that the same lists give the same numbers."""

    def __init__(self, habits: Habits | None = None) -> None:
        self.same = habits.same_kinds() if habits else None
        self.numbers: dict[tuple[str, int], int] = {}
        self.titles: dict[str, int] = {}

    def number(self, sound: str, affix: int) -> int:
        return self.numbers.setdefault((sound, affix), len(self.numbers))

    def numbered(self, tokens: Sequence[Token]) -> Ints:
        """Return the number of each part. Names share the parts of words that stand in many: each of those is looked at once."""
        _, first, which = np.unique(
            np.fromiter(map(id, tokens), np.int64, len(tokens)), return_index=True, return_inverse=True
        )
        found = np.zeros(len(first), dtype=np.int32)
        for k in np.argsort(first).tolist():
            one = tokens[first[k]]
            found[k] = self.number(one.sound, _NUMBER_OF[one.affix])
        return found[which]

    def side(self, spelled: Spelled, left_out: frozenset[tuple[str, str]] = frozenset()) -> Side:
        """Return one side; joined parts are found later, by ``join``. ``left_out``: parts that may be missing beside others."""
        tokens = [name.tokens[:WIDTH] for name in spelled.names]
        flat = [token for some in tokens for token in some]
        parts = _table([len(some) for some in tokens], self.numbered(flat))
        known_as = _table([len(some) for some in tokens], np.array([t.known_as for t in flat], np.int32)) > 0
        elders = [token for some in spelled.elders for token in some]
        theirs = _table([len(some) for some in spelled.elders], self.numbered(elders), most=None)
        more, kin = _behind(parts[spelled.base], theirs[spelled.behind])
        parts = np.concatenate([parts, more])
        kin = np.concatenate([np.zeros((len(tokens), WIDTH), dtype=bool), kin])
        missing = [self.numbers[sound, _NUMBER_OF[affix]] for sound, affix in left_out if (sound, _NUMBER_OF[affix]) in self.numbers]  # fmt: skip
        optional = np.concatenate([known_as, known_as[spelled.base]]) | np.isin(parts, missing)
        optional[(optional | (parts < 0)).all(1)] = False  # somebody's only part
        optional |= kin
        titles = np.zeros(len(tokens), dtype=np.uint32)
        for i, title in ((i, t) for i, name in enumerate(spelled.names) for _, t in name.titles):
            titles[i] |= np.uint32(1 << self.titles.setdefault(title, len(self.titles) % 31))
        titles = np.append(titles, titles[spelled.base])
        joined = np.full((len(parts), WIDTH - 1), -1, dtype=np.int32)
        return Side(parts, joined, optional, kin, titles, spelled)

    def vocabulary(self) -> Vocabulary:
        """Return all that has been numbered so far."""
        sounds = [sound for sound, _ in self.numbers]
        codes, lengths = encode(sounds)
        arabic: Ints = np.asarray(IS_ARABIC[codes].any(1), dtype=np.int32)
        affix = np.array([affix for _, affix in self.numbers], dtype=np.int32)
        return Vocabulary(
            sounds, affix, arabic, codes, lengths, *near.skeletons(codes, self.same), near.coarse(sounds)
        )

    def join(self, words: Vocabulary, side: Side, other: Side) -> None:
        """Number the neighbours of ``side`` that, written as one, are near a part of ``other``."""
        if not len(words.sounds):
            return
        before, after = side.parts[:, :-1], side.parts[:, 1:]
        fits = (before >= 0) & (after >= 0) & ~side.optional[:, 1:]
        fits &= words.lengths[before] + words.lengths[after] <= LONGEST
        pairs, place = np.unique(
            before[fits].astype(np.int64) * len(words.sounds) + after[fits], return_inverse=True
        )
        one, two = pairs // len(words.sounds), pairs % len(words.sounds)
        first = words.keys[: len(words.sounds)]  # each part's plain reading
        near_one = near.reachable(near.glued(first[one], first[two]), words.of(other.plain())[0])
        numbers = np.full(len(pairs), -1, dtype=np.int32)
        for k in np.nonzero(near_one)[0].tolist():
            a, b = int(one[k]), int(two[k])
            affix = int(words.affix[a] if words.affix[a] in (ABD, ABU) else words.affix[b])
            glued = marked(unmarked(words.sounds[a]) + unmarked(words.sounds[b]), AFFIXES[affix])
            numbers[k] = self.number(glued, affix)
        side.joined[fits] = numbers[place]
