"""The whole of it: block, compare, weigh, assign, say why."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import block, weights
from parley.lists.match.assign import chances, marginals
from parley.lists.match.compare import SPELLING
from parley.lists.match.decide import decide
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.evidence import Evidence
from parley.lists.match.fathers import Fathers, fathers
from parley.lists.match.fields import Levels, fields
from parley.lists.match.keys import of_fields
from parley.lists.match.model import Matches, Progress, Rows, Spread
from parley.lists.match.named import WEIGHTS, Named, named
from parley.lists.match.sketch import sketch

SMALL = 100_000  # pairs compared in one go


def match(
    left: Rows,
    right: Rows,
    *,
    candidates: int = 5,
    spread: Spread = map,
    progress: Progress | None = None,
    lang: str = "en",
    reasons: bool = True,
) -> Matches:
    """Return for every left row who on the right it may be, best first.

    ``spread`` looks for candidates and compares names piece by piece. ``progress`` hears shares from 0 to 1; an exception it raises stops the work. Same rows, same answer.
    ``reasons``: say why for every line; without, a tenth of the time is saved; the decisions are the same.
    """
    tell = progress or (lambda _share: None)
    tell(0.0)
    column = named(
        left.column("name"),
        right.column("name"),
        (left.column("nickname"), right.column("nickname")),
    )
    tell(0.25)
    evidence, null = _evidence(column, left, right, spread, tell)
    odds, held = chances(evidence.i, evidence.j, evidence.total, len(left), len(right), null)
    tell(0.85)
    found = decide(left, right, column, evidence, odds, held, candidates, lang if reasons else None, tell)
    tell(1.0)
    return Matches(tuple(found), held, len(evidence.i))


def blocked(
    column: Named, left: Rows, right: Rows, spread: Spread = map
) -> tuple[block.Pairs, list[Levels], dict[str, Fathers]]:
    """Return the pairs that are compared, and what to compare beside the names."""
    gain = np.maximum(column.rarity.of_edge - SPELLING * column.edges.cost, 0)
    said = fields(left, right)
    found = {kind: fathers(left.column(kind), right.column(kind)) for kind in ("father", "grandfather")}
    parents = {kind: one for kind, one in found.items() if one is not None}
    further = of_fields(column, parents.get("father"), said)
    guess = sketch(column, parents.get("father"), said).of if further else None
    return block.pairs(column, gain, further, guess, spread), said, parents


def _evidence(
    column: Named, left: Rows, right: Rows, spread: Spread, tell: Progress
) -> tuple[Evidence, float]:
    (i, j), said, parents = blocked(column, left, right, spread)
    tell(0.45)
    name = np.zeros(len(i), dtype=np.float32)
    slices = [slice(at, at + SMALL) for at in range(0, len(i), SMALL)]

    def compare(part: slice) -> Floats:
        found: Floats = column.compare(i[part], j[part])[0] @ WEIGHTS
        return found

    for part, found in zip(slices, spread(compare, slices), strict=True):
        name[part] = found
        tell(0.45 + 0.3 * min(1.0, part.stop / len(i)))
    by_father = {kind: one.nats(i, j) for kind, one in parents.items()}
    total = name.astype(np.float64) + sum(by_father.values())
    if said:
        total = _learned(said, i, j, total, len(left), len(right))
    return Evidence(i, j, name, by_father, said, total), weights.NULL


def _learned(
    said: list[Levels], i: Ints, j: Ints, names: NDArray[np.float64], left: int, right: int
) -> NDArray[np.float64]:
    """Estimate each field's m from the pairs that names and the other fields hold for one person; add what it says."""
    total = names + sum(one.nats(i, j) for one in said)
    for _ in range(3):
        odds, _ = chances(i, j, total, left, right, weights.NULL)
        p = marginals(i, j, odds, left, right)
        for one in said:
            one.learn(i, j, p)
        total = names + sum(one.nats(i, j) for one in said)
    return total
