"""A quick estimate of a pair's evidence, from consonants and fields: it chooses the candidates that are compared in full."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fathers import Fathers
from parley.lists.match.fields import Levels
from parley.lists.match.keys import signs
from parley.lists.match.name_column import NameColumn

Kinds = NDArray[np.uint16]
# By hand, roughly what ``weights`` says in full; they only choose candidates: `python -m bench.lists scale` prints what is lost.
PARTS = 4  # of a name that are looked at
RARE = np.float32(0.6)  # share of a part's rarity that its agreeing counts for
DIFFERS, MISSING = np.float32(-3.0), np.float32(-2.0)  # nats of two parts that differ, of one left over
SLIP = np.float32(-2.0)  # nats of two parts of which one has one kind of consonant more


@dataclass(slots=True)
class Consonants:
    """A column's consonants and rarities. Shapes: (PARTS, names); -1 on the left and -2 on the right where there is no part."""

    left: Ints
    right: Ints
    kinds_left: Kinds  # which consonants a part has, one bit each; 0 where there is no part
    kinds_right: Kinds
    nats: Floats

    def of(self, i: Ints, j: Ints) -> Floats:
        """Return what each pair of names is worth."""
        b, y = [part[j] for part in self.right], [part[j] for part in self.kinds_right]
        worth = np.zeros(len(i), dtype=np.float32)
        free_left, free_right = np.zeros(len(i), np.int8), np.zeros(len(i), np.int8)
        for part in b:
            free_right += part >= 0
        for p in range(len(self.left)):
            a, x = self.left[p][i], self.kinds_left[p][i]
            hit, near_one = np.zeros(len(i), dtype=bool), np.zeros(len(i), dtype=bool)
            for part, kinds in zip(b, y, strict=True):
                hit |= a == part
                near_one |= (np.bitwise_count(x ^ kinds) <= 1) & (kinds > 0)
            near_one &= (x > 0) & ~hit
            answered = hit | near_one
            worth += self.nats[p][i] * answered + SLIP * near_one
            free_left += (a >= 0) & ~answered
            free_right -= answered
        both = np.minimum(free_left, np.maximum(free_right, 0))
        worth += DIFFERS * both + MISSING * (np.maximum(free_left, free_right) - both)
        return worth


def consonants(column: NameColumn) -> Consonants:
    """Return a column drawn."""
    own = np.append(signs(column), -1).astype(np.int32)
    held = np.append(_kinds(column.words.keys[: len(column.words.sounds)]), np.uint16(0))
    nats = np.append(column.rarity.left, np.float32(0)) * RARE
    left, right = (_parts(side.parts[: side.spelled.people]) for side in (column.left, column.right))
    there = own[right]
    return Consonants(
        own[left], np.where(there < 0, np.int32(-2), there), held[left], held[right], nats[left]
    )


def _parts(parts: Ints) -> Ints:
    """Return (parts, names), as many parts as some name has, at most PARTS."""
    most = min(int((parts >= 0).any(0).sum()), PARTS)
    return np.ascontiguousarray(parts[:, :most].T)


def _kinds(keys: near.Keys) -> Kinds:
    """Return which classes each skeleton contains, one bit each."""
    out = np.zeros(len(keys), dtype=np.uint16)
    for place in range(16):
        sign = (keys >> np.uint64(4 * place)) & np.uint64(15)
        out |= np.where(sign > 0, np.uint64(1) << sign, np.uint64(0)).astype(np.uint16)
    return out


@dataclass(slots=True)
class Sketch:
    """Names, fathers' names and fields together."""

    names: Consonants
    father: tuple[Consonants, Fathers] | None
    levels: list[Levels]

    def of(self, i: Ints, j: Ints) -> Floats:
        """Return what each pair is worth, in nats."""
        out = self.names.of(i, j)
        if self.father is not None:
            of_fathers, rows = self.father
            a, b = rows.left[i].astype(np.int32), rows.right[j].astype(np.int32)
            both = np.nonzero((a >= 0) & (b >= 0))[0]
            out[both] += np.maximum(of_fathers.of(a[both], b[both]), DIFFERS)
        for one in self.levels:
            out += one.nats(i, j)
        return out


def sketch(column: NameColumn, father: Fathers | None, levels: list[Levels]) -> Sketch:
    """Return what a quick guess needs."""
    return Sketch(consonants(column), None if father is None else (consonants(father.column), father), levels)
