"""The parts of all names of both lists, each kept once, and which name holds which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Ints, encode
from parley.lists.names.parse import Name, parse
from parley.lists.names.sound import LONGEST, marked, skeleton, unmarked

WIDTH = 7  # parts of a name that are compared; further ones are left out
AFFIXES = ("", "abd", "allah", "din", "abu")
TITLES = 20


@dataclass(slots=True)
class Vocabulary:
    """Every distinct part: ``sounds``, its affix number and script; and as sign numbers."""

    sounds: list[str]
    affix: Ints
    arabic: Ints
    codes: Ints
    lengths: Ints
    skeletons: list[str]


@dataclass(slots=True)
class Side:
    """One list's names as part numbers. Shapes: (names, WIDTH) and (names, WIDTH - 1); -1 where there is none."""

    names: list[Name]
    parts: Ints
    joined: Ints  # two neighbours written as one
    spare: NDArray[np.bool_]  # (names, WIDTH): from a nickname, may be missing
    titles: NDArray[np.uint32]  # (names,), one bit a title


class Builder:
    """Numbers parts in the order they come, so that the same lists give the same numbers."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.sounds: list[str] = []
        self.affixes: list[int] = []
        self.titles: dict[str, int] = {}

    def number(self, sound: str, affix: str) -> int:
        key = f"{affix}:{sound}"
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.sounds)
            self.sounds.append(sound)
            self.affixes.append(AFFIXES.index(affix))
        return found

    def side(self, texts: Sequence[str], also: Sequence[str] = ()) -> Side:
        """Parse names (and nicknames beside them) into one side."""
        count = len(texts)
        parts = np.full((count, WIDTH), -1, dtype=np.int32)
        joined = np.full((count, WIDTH - 1), -1, dtype=np.int32)
        spare = np.zeros((count, WIDTH), dtype=bool)
        titles = np.zeros(count, dtype=np.uint32)
        names = []
        for i, text in enumerate(texts):
            nickname = also[i] if also else ""
            name = parse(f"{text} ({nickname})" if nickname else text)
            names.append(name)
            tokens = name.tokens[:WIDTH]
            for p, token in enumerate(tokens):
                parts[i, p] = self.number(token.sound, token.affix)
                spare[i, p] = token.known_as
                if p and not token.known_as and len(token.sound) + len(tokens[p - 1].sound) <= LONGEST:
                    before = tokens[p - 1]
                    affix = before.affix if before.affix in ("abd", "abu") else token.affix
                    glued = marked(unmarked(before.sound) + unmarked(token.sound), affix)
                    joined[i, p - 1] = self.number(glued, affix)
            for _, title in name.titles:
                titles[i] |= np.uint32(1 << self.titles.setdefault(title, len(self.titles) % 31))
        return Side(names, parts, joined, spare, titles)

    def vocabulary(self) -> Vocabulary:
        codes, lengths = encode(self.sounds)
        arabic = np.array(
            [any("\u0600" <= c <= "\u06ff" for c in unmarked(s)) for s in self.sounds], dtype=np.int32
        )
        skeletons = [skeleton(unmarked(s)) for s in self.sounds]
        return Vocabulary(
            self.sounds, np.array(self.affixes, dtype=np.int32), arabic, codes, lengths, skeletons
        )
