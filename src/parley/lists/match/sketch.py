"""A quick guess at what a pair is worth, from consonants alone: to choose which of many candidates are compared in full."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fathers import Fathers
from parley.lists.match.fields import Levels
from parley.lists.match.keys import signs
from parley.lists.match.named import Named
from parley.lists.match.vocabulary import Side

Kinds = NDArray[np.uint16]
PARTS = 4  # of a name that are looked at
RARE = np.float32(0.6)  # of a part's rarity that its agreeing counts for
DIFFERS, MISSING = np.float32(-3.0), np.float32(-2.0)  # nats of two parts that do not agree, of one too many
SLIP = np.float32(-2.0)  # nats of two parts of which one has one kind of consonant more


@dataclass(slots=True)
class Drawn:
    """A column's consonants and rarities. Shapes: (names, PARTS); -1 on the left and -2 on the right where there is no part."""

    left: Ints
    right: Ints
    kinds_left: Kinds  # which consonants a part has, one bit each; 0 where there is no part
    kinds_right: Kinds
    nats: Floats

    def of(self, i: Ints, j: Ints) -> Floats:
        """Return what each pair of names is worth."""
        a, b = self.left[i], self.right[j]
        hit = np.stack([(a[:, p, None] == b).any(1) for p in range(PARTS)], axis=1)
        x, y = self.kinds_left[i], self.kinds_right[j]
        slip = np.stack([((np.bitwise_count(x[:, p, None] ^ y) <= 1) & (y > 0)).any(1) for p in range(PARTS)], axis=1)  # fmt: skip
        slip &= (x > 0) & ~hit
        answered = hit.sum(1) + slip.sum(1)
        free_left, free_right = (a >= 0).sum(1) - answered, np.maximum((b >= 0).sum(1) - answered, 0)
        both = np.minimum(free_left, free_right)
        worth: Floats = np.where(hit | slip, self.nats[i], 0).sum(1) + SLIP * slip.sum(1) + DIFFERS * both
        worth += MISSING * (np.maximum(free_left, free_right) - both)
        return worth


def draw(column: Named) -> Drawn:
    """Return a column drawn."""
    own = np.append(signs(column), -1).astype(np.int32)

    def of(side: Side) -> Ints:
        return own[side.parts[:, :PARTS]]

    held = np.append(_kinds(column.words.keys[: len(column.words.sounds)]), np.uint16(0))
    kinds = [held[side.parts[:, :PARTS]] for side in (column.left, column.right)]
    right = of(column.right)
    nats = np.append(column.rarity.left, np.float32(0))[column.left.parts[:, :PARTS]] * RARE
    return Drawn(of(column.left), np.where(right < 0, np.int32(-2), right), kinds[0], kinds[1], nats)


def _kinds(keys: near.Keys) -> Kinds:
    """Return which classes stand in each skeleton, one bit each."""
    out = np.zeros(len(keys), dtype=np.uint16)
    for place in range(16):
        sign = (keys >> np.uint64(4 * place)) & np.uint64(15)
        out |= np.where(sign > 0, np.uint64(1) << sign, np.uint64(0)).astype(np.uint16)
    return out


@dataclass(slots=True)
class Sketch:
    """Names, fathers' names and fields together."""

    names: Drawn
    father: tuple[Drawn, Fathers] | None
    said: list[Levels]

    def of(self, i: Ints, j: Ints) -> Floats:
        """Return what each pair is worth, in nats."""
        out = self.names.of(i, j)
        if self.father is not None:
            drawn, rows = self.father
            a, b = rows.left[i].astype(np.int32), rows.right[j].astype(np.int32)
            both = np.nonzero((a >= 0) & (b >= 0))[0]
            out[both] += np.maximum(drawn.of(a[both], b[both]), DIFFERS)
        for one in self.said:
            out += one.nats(i, j)
        return out


def sketch(column: Named, father: Fathers | None, said: list[Levels]) -> Sketch:
    """Return what a quick guess needs."""
    return Sketch(draw(column), None if father is None else (draw(father.column), father), said)
