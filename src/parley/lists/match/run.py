"""The whole of it: block, compare, weigh, assign, say why."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import block, weights
from parley.lists.match.assign import EXPECTED, chances
from parley.lists.match.compare import SPELLING
from parley.lists.match.decide import decide
from parley.lists.match.edit import Floats
from parley.lists.match.evidence import Evidence
from parley.lists.match.fathers import Fathers, fathers
from parley.lists.match.fields import FEW, Levels, fields
from parley.lists.match.keys import of_fields
from parley.lists.match.model import Matches, Progress, Rows, Spread
from parley.lists.match.named import WEIGHTS, Named, named
from parley.lists.match.sketch import sketch
from parley.lists.match.weigh import MEASURES

SMALL = 100_000  # pairs compared in one go
ROUNDS = 3  # of estimating what the fields of one person are like
SURE = 0.5  # a chance from which a pair counts, when how often names differ is estimated
MOST = 3.0  # nats that this may be worth
SLIPS = [MEASURES.index("differs"), MEASURES.index("twins")]


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
    evidence, held = _evidence(column, left, right, spread, tell)
    i, j = evidence.i, evidence.j
    total = evidence.total()
    odds, chance, held = chances(i, j, total, len(left), len(right), weights.NULL, held)
    tell(0.85)
    found = decide(left, right, column, evidence, odds, chance, candidates, lang if reasons else None, tell)
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
    """Return the evidence, and a share of held rows to begin with."""
    (i, j), said, parents = blocked(column, left, right, spread)
    tell(0.45)
    name, slips = np.zeros(len(i), np.float32), np.zeros((len(SLIPS), len(i)), np.uint8)
    slices = [slice(at, at + SMALL) for at in range(0, len(i), SMALL)]

    def compare(part: slice) -> tuple[Floats, Floats]:
        measures = column.compare(i[part], j[part])[0]
        return measures @ WEIGHTS, measures[:, SLIPS].T

    for part, (nats, slipped) in zip(slices, spread(compare, slices), strict=True):
        name[part], slips[:, part] = nats, slipped
        tell(0.45 + 0.3 * min(1.0, part.stop / len(i)))
    by_father = {kind: one.nats(i, j) for kind, one in parents.items()}
    found = Evidence(i, j, name, by_father, said, np.zeros(len(i)), WEIGHTS)
    return found, _learn(found, slips, len(left), len(right))


def _learn(found: Evidence, slips: NDArray[np.uint8], left: int, right: int) -> float:
    """Estimate what one person's rows are like on these lists, from the pairs held for one person: each field's m, and how often names differ.

    Return the share of held rows.
    """
    i, j, held, name = found.i, found.j, EXPECTED, found.name

    def beside() -> NDArray[np.float64]:
        out = np.zeros(len(i))
        for said in (*found.fathers.values(), *(one.nats(i, j) for one in found.levels)):
            out += said
        return out

    found.beside = beside()
    for _ in range(ROUNDS if found.levels else 1):
        _, p, held = chances(i, j, found.total(), left, right, weights.NULL, held)
        for one in found.levels:
            one.learn(i, j, p)
        more = _more_slips(slips, p)
        found.weights = WEIGHTS + more
        found.name, found.beside = name + more[SLIPS] @ slips, beside()
    return held


def _more_slips(slips: NDArray[np.uint8], p: NDArray[np.float64]) -> Floats:
    """Return by how many nats each measure says less against a pair, because names of one person differ more often here than usually."""
    sure = np.where(p >= SURE, p, 0)
    out = np.zeros(len(MEASURES), dtype=np.float32)
    for k, slipped in zip(SLIPS, slips, strict=True):
        usual = weights.USUAL[MEASURES[k]]
        rate = (sure @ (slipped > 0) + FEW * usual) / (sure.sum() + FEW)
        out[k] = np.clip(np.log(rate / usual), 0, MOST)
    return out
