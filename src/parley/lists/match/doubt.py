"""Which pairs go to review whatever their chance: those that would look the same for a brother, a cousin or a near-twin."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.common_names import CLOSE, LEADING
from parley.lists.match.edges import NEARER
from parley.lists.match.edit import Ints
from parley.lists.match.left_over import LeftOver
from parley.lists.match.name_column import WEIGHTS, Compared, NameColumn
from parley.lists.match.vocabulary import Side

Bools = NDArray[np.bool_]
# By hand on the tuning half (docs/matching.md, "Decision"). `python -m bench.lists accuracy` prints what they trade: the F1 of
# ``match`` alone and the share left to review.
ALIKE = 0.5  # share of coarse signs that two spellings of one word have in common, at least
GIVEN_ALIKE = 0.6  # the same of given names, of which half is not enough: Wael, Wissam
TELLING = 2.0  # nats of rarity from which a part is telling: held by fewer than one name in seven
ENOUGH = 3  # telling parts that agree and outweigh one doubt
CHAIN = 4  # parts from which a name may go on to the father's and his father's
CHAIN_SHARE = 5  # a list where more than one name in so many has CHAIN parts writes names so
ANOTHER = -3.5  # nats of a name from which words that sound roughly alike are no slip
CERTAIN = 10.3  # nats that outweigh a doubt: fewer than one in thirty thousand people agree so by chance


def doubtful(
    column: NameColumn, compared: Compared, i: Ints, j: Ints, field_evidence: NDArray[np.float64]
) -> Bools:
    """Return whether a pair has a near-twin or a contradiction that what agrees does not outweigh.

    Three telling parts outweigh one, since long names of one person differ somewhere, two if only vowels differ; two words that
    are not both common names, or differ in vowels, are outweighed by all that agrees together. Nothing outweighs one in the given
    name: brothers share all the others. A first part that is missing is another given name too, unless nobody has it.
    ``field_evidence``: (pairs,), what father's name and fields say, in nats.
    """
    _, found, over = compared
    hit = found.edge >= 0
    twin, unlike = np.zeros_like(hit), np.zeros_like(hit)
    twin[hit], unlike[hit] = column.edges.twin[found.edge[hit]], column.edges.unlike[found.edge[hit]]
    row, p = np.nonzero(twin)
    q = found.to[row, p]
    there = np.zeros_like(hit)
    there[row, q] = True
    left, right, known = _differs(column, over)
    common = column.common(column.left.parts[i[row], p], column.right.parts[j[row], q])
    known[row[common & unlike[row, p]]] = True
    rare, agrees = np.zeros(hit.shape, np.float32), hit & ~twin
    rare[agrees] = column.rarity.of_edge[found.edge[agrees]]
    vowels = ~((twin & unlike) | left).any(1)
    sure = np.where(known, 0, rare.sum(1) + field_evidence)
    outweighed = ((rare >= TELLING).sum(1) >= ENOUGH - vowels) | (sure >= CERTAIN)
    out: Bools = (twin | left).any(1) & ~outweighed
    own = agrees & ~column.edges.common_names.among(LEADING)[column.left.parts[i]]
    unheard_of = over.alike < GIVEN_ALIKE
    half_left, half_right = np.zeros_like(left), np.zeros_like(right)
    half_left[over.row[unheard_of], over.p[unheard_of]] = True
    half_right[over.row[unheard_of], over.q[unheard_of]] = True
    short = _short(column, i, j) & (own.sum(1) > 1) & ~twin.any(1)
    for side, rows, doubted, free, place in (
        (column.left, i, twin | left | half_left, over.left, over.p),
        (column.right, j, there | right | half_right, over.right, over.q),
    ):
        first, second = _given(column, side, rows)
        lacks = free.copy()
        lacks[over.row, place] = False
        unheard = short & (column.edges.common_names.cost[side.parts[rows, first.argmax(1)]] > CLOSE)
        out |= (doubted & (first | second)).any(1) | ((lacks & first).any(1) & ~unheard)
    return out | given_names_begin_apart(column, compared, i, j)


def given_names_begin_apart(column: NameColumn, compared: Compared, i: Ints, j: Ints) -> Bools:
    """Return which pairs' given names are alike but for the sound that they begin with: brothers' names rhyme."""
    _, found, over = compared
    left, right = np.zeros_like(over.left), np.zeros_like(over.right)
    row, p = np.nonzero(found.edge >= 0)
    edge = found.edge[row, p]
    apart = column.edges.begin_apart(column.edges.a[edge], column.edges.b[edge])
    apart &= column.edges.cost[edge] >= NEARER  # less is what these lists write for each other
    left[row[apart], p[apart]] = True
    right[row[apart], found.to[row, p][apart]] = True
    apart = column.edges.begin_apart(over.a, over.b) & (over.alike >= ALIKE)
    left[over.row[apart], over.p[apart]] = True
    right[over.row[apart], over.q[apart]] = True
    out = np.zeros(len(left), dtype=bool)
    for side, rows, doubted in ((column.left, i, left), (column.right, j, right)):
        some = np.nonzero(doubted.any(1))[0]
        first, second = _given(column, side, rows[some])
        out[some] |= (doubted[some] & (first | second)).any(1)
    return out


def another_man(column: NameColumn, compared: Compared, i: Ints, j: Ints) -> Bools:
    """Return which pairs of fathers' names are those of two men: what would be a doubt in a person's own given name is another father."""
    _, found, _ = compared
    hit = found.edge >= 0
    twin = np.zeros_like(hit)
    twin[hit] = (column.edges.twin & ~column.edges.short)[found.edge[hit]]
    return two_names(column, compared) | twin.any(1) | given_names_begin_apart(column, compared, i, j)


def _short(column: NameColumn, i: Ints, j: Ints) -> Bools:
    """Return whether neither name of a pair goes on to the father's and his father's name."""
    out = np.ones(len(i), dtype=bool)
    for side, rows in ((column.left, i), (column.right, j)):
        chain = ((side.parts >= 0) & ~side.optional).sum(1) >= CHAIN
        persons = chain[: side.spelled.people]
        out &= ~chain[rows] & (persons.sum() * CHAIN_SHARE <= len(persons))
    return out


def two_names(column: NameColumn, compared: Compared) -> Bools:
    """Return which pairs of names are plainly two: a part is another name, as far as typists' habits go.

    A compound said short (Najib for Najibullah) is none; nor is a slip, unless all together says no.
    """
    measures, found, over = compared
    edges = column.edges
    hit = found.edge >= 0
    other = np.zeros_like(hit)
    other[hit] = (edges.twin & edges.unlike & ~edges.short)[found.edge[hit]]
    known = column.common(over.a, over.b)
    two = np.zeros(len(hit), dtype=bool)
    two[over.row[(over.alike < ALIKE) | known]] = True
    far = np.zeros_like(hit)
    far[hit] = (edges.unlike & ~edges.short)[found.edge[hit]]
    strange = (np.bincount(over.row, minlength=len(hit)) > 0) | far.any(1)
    return np.asarray(other.any(1) | two | (strange & (measures @ WEIGHTS <= ANOTHER)), dtype=bool)


def _given(column: NameColumn, side: Side, rows: Ints) -> tuple[Bools, Bools]:
    """Return which part is the given name, and which its second word.

    The first but for those that stand before many (Mohammad, Sayed); the second (Rajab Ali) if the name has one more and ends there.
    """
    parts = side.parts[rows]
    real = (parts >= 0) & ~side.optional[rows]
    given = real & ~column.edges.common_names.among(LEADING)[parts]
    stands: Bools = np.where(given.any(axis=1, keepdims=True), given, real)
    place: NDArray[np.int64] = np.cumsum(stands, axis=1)
    return stands & (place == 1), stands & (place == 2) & (place[:, -1:] == 3)


def _differs(column: NameColumn, over: LeftOver) -> tuple[Bools, Bools, Bools]:
    """Return which left and right parts differ and are not one word with a slip; and which pairs hold two common names so.

    A slip: the two sound roughly alike, and are not both near a common name.
    """
    left, right, two = (
        np.zeros_like(over.left),
        np.zeros_like(over.right),
        np.zeros(len(over.left), dtype=bool),
    )
    known = column.common(over.a, over.b)
    differ = (over.alike < ALIKE) | known
    left[over.row[differ], over.p[differ]] = True
    right[over.row[differ], over.q[differ]] = True
    two[over.row[known]] = True
    return left, right, two
