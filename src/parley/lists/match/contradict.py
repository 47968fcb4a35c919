"""Contradictions: what columns beside the name say against a pair. However rare the name is, people look at such a pair.

Another father, births a decade apart, another sex: one person's rows seldom say so, and a namesake's mostly do; a rare name in a
short list would outweigh them. Another province says less, since people move: a name that few share by chance outweighs it.
"""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import ages
from parley.lists.match.edit import Ints
from parley.lists.match.evidence import Evidence
from parley.lists.match.fields import Levels
from parley.lists.match.model import Remark, Rows
from parley.lists.match.name_column import NameColumn

Bools = NDArray[np.bool_]
# Policy, by hand: what no evidence outweighs. docs/matching.md, "Decision"; `python -m bench.lists accuracy scale` prints the share
# left to review.
APART = {"birth_year": 10, "captured_on": 5 * 366}  # years, days
OTHER = ("sex",)
MOVES = ("province",)  # people do
OUTWEIGHS = 7.0  # nats: fewer than one in a thousand people share the name by chance
COMMON_NAME = (
    5.2  # nats that a common name says at most here; on a short list, which cannot show how rare it is, less
)
NAMES_TOO = frozenset(("lawyer", "judge"))  # titles that fathers are called, too: Wakil, Qazi


def contradictions(
    left: Rows, right: Rows, column: NameColumn, evidence: Evidence, pairs: NDArray[np.int64], likely: Bools
) -> dict[str, Bools]:
    """Return which of the pairs numbered ``pairs`` each column contradicts: none of them is decided, and their lines say so.

    ``likely``: which of them are one person's, as far as all else says.

    Another of ``MOVES`` is no contradiction where the name outweighs it; its bits are in the line.
    """
    i, j = evidence.i[pairs], evidence.j[pairs]
    found = {kind: other[pairs] for kind, other in evidence.others.items()}
    in_name = _not_in_the_name(column, evidence.a[pairs], evidence.b[pairs])
    found = {"father": found.pop("father", False) | in_name, **found}
    for one in evidence.levels:
        if one.name in APART:
            found[one.name] = _apart(one, i, j) >= APART[one.name]
        elif one.name in (*OTHER, *MOVES):
            found[one.name] = one.of(i, j) == 1
        if one.name in MOVES:
            moved = np.nonzero(found[one.name])[0]
            a, b = evidence.a[pairs[moved]], evidence.b[pairs[moved]]
            found[one.name][moved] = ~_outweigh(column, a, b)
    found |= ages.apart(left, right, i, j, likely)
    return {kind: against for kind, against in found.items() if against.any()}


def _not_in_the_name(column: NameColumn, a: Ints, b: Ints) -> Bools:
    """Return which pairs hold a father in a column on one side, and on the other a name with some other part in his place."""
    out = np.zeros(len(a), dtype=bool)
    at = np.nonzero(column.left.kin[a].any(1) | column.right.kin[b].any(1))[0]
    _, found, over = column.compare(a[at], b[at])
    hit = found.edge >= 0
    there = np.take_along_axis(column.right.kin[b[at]], np.maximum(found.to, 0), 1)
    answered = (hit & (column.left.kin[a[at]] | there)).any(1)
    more = over.right.sum(1) - over.left.sum(1)  # than the other name has, which are one word with a slip
    theirs = np.where(column.left.kin[a[at]].any(1), more > 0, more < 0)
    for k in np.nonzero(~answered & ~theirs)[0].tolist():
        one, other = (
            s.spelled.name(row).titles for s, row in ((column.left, a[at[k]]), (column.right, b[at[k]]))
        )
        theirs[k] = bool(({title for _, title in one} ^ {title for _, title in other}) & NAMES_TOO)
    out[at] = ~answered & theirs
    return out


def _apart(one: Levels, i: Ints, j: Ints) -> NDArray[np.int64]:
    """Return how far the intervals of each pair are apart; -1 where nothing is said."""
    a, b = one.left[i], one.right[j]
    apart = np.maximum(a[:, 0] - b[:, 1], b[:, 0] - a[:, 1])
    return np.where((a[:, 0] < 0) | (b[:, 0] < 0), -1, apart)


def _outweigh(column: NameColumn, a: Ints, b: Ints) -> Bools:
    """Return which pairs of names few people share by chance, common names counted as no rarer than the lists can show."""
    _, aligned, _ = column.compare(a, b)
    row, p = np.nonzero(aligned.edge >= 0)
    edge = aligned.edge[row, p]
    nats = np.where(column.edges.twin[edge], 0, column.rarity.of_edge[edge])
    common = column.common(column.left.parts[a[row], p], column.right.parts[b[row], aligned.to[row, p]])
    most = min(COMMON_NAME, np.log(max(column.right.spelled.people, 2)))
    shared = np.bincount(row, np.where(common, np.minimum(nats, most), nats), len(a))
    return np.asarray(shared >= OUTWEIGHS, dtype=bool)


def remarks(found: dict[str, Bools], count: int) -> list[tuple[Remark, ...]]:
    """Return what to say of each of ``count`` pairs."""
    out: list[tuple[Remark, ...]] = [()] * count
    if found:
        for at in np.nonzero(np.any(list(found.values()), axis=0))[0].tolist():
            out[at] = (Remark("contradicts", tuple(kind for kind, against in found.items() if against[at])),)
    return out
