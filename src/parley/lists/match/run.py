"""The matcher as one function: block, compare, weigh, assign, explain."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import block, weights
from parley.lists.match.assign import EXPECTED, chances
from parley.lists.match.compare import SPELLING
from parley.lists.match.decide import decide
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.evidence import Evidence
from parley.lists.match.fathers import Fathers, fathers
from parley.lists.match.fields import PRIOR_PERSONS, Levels, fields
from parley.lists.match.habits import habits, written
from parley.lists.match.keys import field_keys
from parley.lists.match.model import Matches, Progress, Rows, Spread
from parley.lists.match.name_column import WEIGHTS, NameColumn, column_of
from parley.lists.match.prepare import prepared
from parley.lists.match.sketch import sketch
from parley.lists.match.spelled import combinations, of_people
from parley.lists.match.unread import left_to_people
from parley.lists.match.weigh import MEASURES
from parley.lists.read.model import MOTHER

SMALL = 100_000  # pairs compared at once; memory
# By hand; `python -m bench.lists accuracy scale` shows what the estimates on the lists come to.
ROUNDS = 3  # of estimating each field's m
SURE = 0.5  # chance from which a pair counts as one person, when it is estimated how often names differ
MOST = 3.0  # nats by which a differing part may count less because of that
OFTEN = 0.1  # share of the rows of both lists that say a father, from which fathers help to choose whom to compare
ONLY_AGAINST = (
    "others",
    MOTHER,
)  # husbands, who stand in the name, and mothers: they contradict, and make nobody likelier
SLIPS = [MEASURES.index("differs"), MEASURES.index("twins")]


def match(
    left: Rows,
    right: Rows,
    *,
    candidates: int = 5,
    spread: Spread = map,
    progress: Progress | None = None,
    explain: bool = True,
) -> Matches:
    """Return the candidates of every left row, best first.

    ``spread`` maps the work over pieces. ``progress`` is called with shares from 0 to 1; an exception that it raises stops the
    work. ``explain``: give parts and remarks for every line; without them a tenth of the time is saved, and the decisions are the same.
    Same rows, same answer.
    """
    report = progress or (lambda _share: None)
    report(0.0)
    left, right, column = compared(left, right)
    report(0.25)
    evidence, held = _evidence(column, left, right, spread, report)
    i, j = evidence.i, evidence.j
    total = evidence.total()
    odds, chance, held = chances(i, j, total, len(left), len(right), weights.NULL, held)
    report(0.85)
    found = decide(left, right, column, evidence, odds, chance, candidates, explain, report)
    found = left_to_people(found, left, right, explain=explain)
    report(1.0)
    learned = written(column.habits.letters) if column.habits else ()
    return Matches(tuple(found), held, len(evidence.i), learned, column.habits.pairs if column.habits else 0)


def compared(left: Rows, right: Rows) -> tuple[Rows, Rows, NameColumn]:
    """Return the rows as they are compared, and their names."""
    left, right = prepared(left), prepared(right)
    learned = habits(left.column("name"), right.column("name"))
    return left, right, column_of(of_people(left, right), of_people(right, left), habits=learned)


def blocked(
    column: NameColumn, left: Rows, right: Rows, spread: Spread = map
) -> tuple[block.Pairs, list[Levels], dict[str, Fathers]]:
    """Return the pairs that are compared, and what to compare beside the names."""
    gain = np.maximum(column.rarity.of_edge - SPELLING * column.edges.cost, 0)
    levels = fields(left, right)
    found = {
        kind: fathers(*_elders(kind, left, right), column.habits)
        for kind in ("father", "grandfather", *ONLY_AGAINST)
    }
    parents = {kind: one for kind, one in found.items() if one is not None}
    father = parents.get("father")
    if father is not None and min((side >= 0).mean() for side in (father.left, father.right)) < OFTEN:
        father = None  # those few are compared, but choose nobody
    further = field_keys(column, father, levels)
    guess = sketch(column, father, levels).of if further else None
    return block.pairs(column, gain, further, guess, spread), levels, parents


def _elders(kind: str, left: Rows, right: Rows) -> tuple[Sequence[str], Sequence[str]]:
    """Return a column of fathers or grandfathers; a list's grandfather may stand behind the father where the other names none."""
    columns = []
    for rows, other in ((left, right), (right, left)):
        column, older = rows.column(kind), rows.column("grandfather")
        if kind == "father" and any(older) and not any(other.column("grandfather")):
            column = [f"{a} ({b})" if a and b else a for a, b in zip(column, older, strict=True)]
        columns.append(column)
    return columns[0], columns[1]


def _evidence(
    column: NameColumn, left: Rows, right: Rows, spread: Spread, report: Progress
) -> tuple[Evidence, float]:
    """Return the evidence, and a share of held rows to begin with."""
    (i, j), levels, parents = blocked(column, left, right, spread)
    report(0.45)
    name, slips = np.zeros(len(i), np.float32), np.zeros((len(SLIPS), len(i)), np.uint8)
    a, b = i.copy(), j.copy()
    slices = [slice(at, at + SMALL) for at in range(0, len(i), SMALL)]

    def compare(part: slice) -> tuple[Floats, Floats, Ints, Ints]:
        one, other, pair = combinations(column.left.spelled, column.right.spelled, i[part], j[part])
        measures = column.compare(one, other)[0]
        nats = measures @ WEIGHTS
        if len(pair) > len(i[part]):  # of several names of the two, those that fit best
            order = np.lexsort((-nats, pair))
            best = order[np.append(True, np.diff(pair[order]) > 0)]
            nats, measures, one, other = nats[best], measures[best], one[best], other[best]
        return nats, measures[:, SLIPS].T, one, other

    for part, (nats, slipped, one, other) in zip(slices, spread(compare, slices), strict=True):
        name[part], slips[:, part], a[part], b[part] = nats, slipped, one, other
        report(0.45 + 0.3 * min(1.0, part.stop / len(i)))
    elders = {kind: one.compared(i, j) for kind, one in parents.items()}
    by_kind = {kind: said for kind, (said, _) in elders.items() if kind not in ONLY_AGAINST}
    others = {kind: other for kind, (_, other) in elders.items()}
    if any(left.column("grandfather")) != any(right.column("grandfather")):
        # a father who is the other's grandfather is another man
        alone = fathers(left.column("father"), right.column("father"), column.habits)
        if alone is not None:
            others["father"] = others["father"] | alone.compared(i, j)[1]
    found = Evidence(i, j, a, b, name, by_kind, others, levels, np.zeros(len(i)), WEIGHTS)
    return found, _learn(found, slips, len(left), len(right), soft=column.habits is not None)


def _learn(found: Evidence, slips: NDArray[np.uint8], left: int, right: int, soft: bool) -> float:
    """Estimate what one person's rows are like on these lists, from the pairs held for one person: each field's m, and how often names differ.

    Return the share of held rows. ``soft``: each pair counts for its chance, however low: lists that spell by different rules may have
    slips in so many names that hardly any is likely at first.
    """
    i, j, held, name = found.i, found.j, EXPECTED, found.name

    def field_evidence() -> NDArray[np.float64]:
        out = np.zeros(len(i))
        for nats in (*found.fathers.values(), *(one.nats(i, j) for one in found.levels)):
            out += nats
        return out

    found.field_evidence = field_evidence()
    for _ in range(ROUNDS if found.levels or soft else 1):
        _, p, held = chances(i, j, found.total(), left, right, weights.NULL, held)
        for one in found.levels:
            one.learn(i, j, p)
        more = _more_slips(slips, p if soft else np.where(p >= SURE, p, 0))
        found.weights = WEIGHTS + more
        found.name, found.field_evidence = name + more[SLIPS] @ slips, field_evidence()
    return held


def _more_slips(slips: NDArray[np.uint8], sure: NDArray[np.float64]) -> Floats:
    """Return by how many nats each measure says less against a pair, because names of one person differ more often here than usually."""
    out = np.zeros(len(MEASURES), dtype=np.float32)
    for k, slipped in zip(SLIPS, slips, strict=True):
        usual = weights.USUAL[MEASURES[k]]
        rate = (sure @ (slipped > 0) + PRIOR_PERSONS * usual) / (sure.sum() + PRIOR_PERSONS)
        out[k] = np.clip(np.log(rate / usual), 0, MOST)
    return out
