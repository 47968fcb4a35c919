"""How much it says that two names share a part: its rarity in the two lists at hand, and in a shipped prior."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edges import Edges
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.vocabulary import AFFIXES, Side, Vocabulary
from parley.lists.names import prior

STRENGTH = 150.0  # names that the shipped prior counts for
RAREST = 9.0  # nats; no part says more than 1 in 8,000


@dataclass(slots=True)
class Rarity:
    """``of_edge`` (edges,): nats when the two agree; ``left``, ``right`` (parts,): nats of a part alone."""

    of_edge: Floats
    left: Floats
    right: Floats


def counts(side: Side, size: int) -> NDArray[np.float64]:
    """Return how many names of a side hold each part; a joined pair of parts counts too, where it stands."""
    both = np.concatenate([side.parts.ravel(), side.joined.ravel()])
    return np.bincount(both[both >= 0], minlength=size).astype(np.float64)


def _prior(words: Vocabulary, used: Ints) -> NDArray[np.float64]:
    table, out = prior.SHARES, np.full(len(words.sounds), prior.REST)
    for number in used.tolist():
        out[number] = table.get(f"{AFFIXES[words.affix[number]]}:{words.sounds[number]}", prior.REST)
    return out


def rarity(words: Vocabulary, edges: Edges, left: Side, right: Side) -> Rarity:
    """Weigh parts by how many names of the *other* list hold something like them, and by their own list."""
    size = len(words.sounds)
    in_left, in_right = counts(left, size), counts(right, size)
    like = np.exp(-edges.cost.astype(np.float64))
    over = np.bincount(edges.a, in_right[edges.b] * like, size) if len(edges.a) else np.zeros(size)
    under = np.bincount(edges.b, in_left[edges.a] * like, size) if len(edges.a) else np.zeros(size)
    known = _prior(words, np.arange(size, dtype=np.int32))
    seen_left = _nats((over + in_left) / 2, known, (len(left.parts) + len(right.parts)) / 2)
    seen_right = _nats((under + in_right) / 2, known, (len(left.parts) + len(right.parts)) / 2)
    of_edge = (seen_left[edges.a] + seen_right[edges.b]) / 2
    return Rarity(of_edge.astype(np.float32), seen_left, seen_right)


def _nats(count: NDArray[np.float64], known: NDArray[np.float64], names: float) -> Floats:
    share = (count + STRENGTH * known) / (names + STRENGTH)
    return np.minimum(-np.log(np.clip(share, 1e-9, 1.0)), RAREST).astype(np.float32)
