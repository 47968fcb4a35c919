"""Rarity: how much it says that two names share a part, by how many names of the two lists hold it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edges import Edges
from parley.lists.match.edit import Floats
from parley.lists.match.vocabulary import Side, Vocabulary

Times = NDArray[np.int64] | NDArray[np.float64]
# A prior by hand, one rate for all parts; `python -m bench.lists.ablation` shows what rarity is worth (1 point from Latin to Dari).
STRENGTH = 150.0  # names that the prior counts for
UNSEEN = 0.0004  # the prior: the share of names that hold a part
RAREST = 9.0  # nats that a part says at most: 1 name in 8,000


@dataclass(slots=True)
class Rarity:
    """``of_edge`` (edges,): nats when the two agree; ``left``, ``right`` (parts,): nats of a part alone."""

    of_edge: Floats
    left: Floats
    right: Floats


def _counts(side: Side, size: int, times: Times) -> NDArray[np.float64]:
    """Return how many rows hold each part; a joined pair of parts counts too, where it stands."""
    both = np.concatenate([side.parts, side.joined], axis=1)
    held = both >= 0
    rows = np.nonzero(held)[0]
    weight = times[rows].astype(np.float64)
    return np.asarray(np.bincount(both[held], weights=weight, minlength=size), dtype=np.float64)


def rarity(
    words: Vocabulary, edges: Edges, left: Side, right: Side, times: tuple[Times, Times] | None = None
) -> Rarity:
    """Weigh parts by how many names of the *other* list hold something like them, and by their own list."""
    size = len(words.sounds)
    each = times or (_times(left), _times(right))
    in_left, in_right = _counts(left, size, each[0]), _counts(right, size, each[1])
    names = float(each[0].sum() + each[1].sum()) / 2
    like = np.exp(-edges.cost.astype(np.float64))
    over = np.bincount(edges.a, in_right[edges.b] * like, size)
    under = np.bincount(edges.b, in_left[edges.a] * like, size)
    seen_left, seen_right = _nats((over + in_left) / 2, names), _nats((under + in_right) / 2, names)
    of_edge = (seen_left[edges.a] + seen_right[edges.b]) / 2
    return Rarity(of_edge.astype(np.float32), seen_left, seen_right)


def _times(side: Side) -> NDArray[np.float64]:
    """Return what each name counts for: a person counts once, however many names they have."""
    spelled = side.spelled
    out = np.zeros(len(side.parts))
    mine = spelled.owner[: spelled.spelled]
    out[: spelled.spelled] = 1 / (1 + spelled.many[mine])
    return out


def _nats(count: NDArray[np.float64], names: float) -> Floats:
    share = (count + STRENGTH * UNSEEN) / (names + STRENGTH)
    return np.minimum(-np.log(np.clip(share, 1e-9, 1.0)), RAREST).astype(np.float32)
