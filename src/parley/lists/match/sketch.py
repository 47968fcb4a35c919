"""A quick guess at what a pair is worth, from consonants alone: to choose which of many candidates are compared in full."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fathers import Fathers
from parley.lists.match.fields import Levels
from parley.lists.match.keys import signs
from parley.lists.match.named import Named
from parley.lists.match.vocabulary import Side

PARTS = 4  # of a name that are looked at
RARE = np.float32(0.6)  # of a part's rarity that its agreeing counts for
DIFFERS, MISSING = np.float32(-3.0), np.float32(-2.0)  # nats of two parts that do not agree, of one too many


@dataclass(slots=True)
class Drawn:
    """A column's consonants and rarities. Shapes: (names, PARTS); -1 on the left and -2 on the right where there is no part."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    nats: Floats

    def of(self, i: Ints, j: Ints) -> Floats:
        """Return what each pair of names is worth."""
        a, b = self.left[i], self.right[j]
        hit = np.stack([(a[:, p, None] == b).any(1) for p in range(PARTS)], axis=1)
        hits = hit.sum(1)
        free_left, free_right = (a >= 0).sum(1) - hits, np.maximum((b >= 0).sum(1) - hits, 0)
        both = np.minimum(free_left, free_right)
        worth: Floats = np.where(hit, self.nats[i], 0).sum(1) + DIFFERS * both
        worth += MISSING * (np.maximum(free_left, free_right) - both)
        return worth


def draw(column: Named) -> Drawn:
    """Return a column drawn."""
    own = np.append(signs(column), -1)

    def of(side: Side) -> NDArray[np.int64]:
        return own[side.parts[:, :PARTS]]

    right = of(column.right)
    nats = np.append(column.rarity.left, np.float32(0))[column.left.parts[:, :PARTS]] * RARE
    return Drawn(of(column.left), np.where(right < 0, -2, right), nats)


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
