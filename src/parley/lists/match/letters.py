"""Names that nothing found, and that another row bears in other words: the same consonants in the same order, cut otherwise."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.name_column import NameColumn
from parley.lists.match.vocabulary import Side, Vocabulary
from parley.lists.names.sound import LONGEST

# By hand: consonants that a name must have for this to say something, and one whose end is not kept.
LEAST, LEAST_CUT = 4, 6
MOST = 3  # rows that are named


def same_letters(column: NameColumn, rows: NDArray[np.int64]) -> dict[int, list[int]]:
    """Return for some left rows the right rows whose whole names have the same consonants."""
    if not len(rows):
        return {}
    everybody = np.arange(column.right.spelled.people)
    mine, cut = _whole(column.words, column.left, rows)
    theirs, cut_right = _whole(column.words, column.right, everybody)
    found: dict[int, list[int]] = {}
    for one, other, signs in (
        (mine > 0, theirs > 0, 16),
        *((cut == n, theirs > 0, n) for n in np.unique(cut[cut >= LEAST_CUT]).tolist()),
        *(
            ((cut == 0) & (mine > 0), cut_right == n, n)
            for n in np.unique(cut_right[cut_right >= LEAST_CUT]).tolist()
        ),
    ):
        a, b = near.equal(near.beginning(mine[one], signs), near.beginning(theirs[other], signs))
        for row, there in zip(rows[one][a].tolist(), everybody[other][b].tolist(), strict=True):
            found.setdefault(row, []).append(there)
    return {row: list(dict.fromkeys(others))[:MOST] for row, others in found.items()}


def _whole(words: Vocabulary, side: Side, rows: NDArray[np.int64]) -> tuple[near.Keys, near.Longs]:
    """Return the consonants of names as one skeleton each, and how many of them a name has whose first word is cut.

    0 for a name that is too long or too short, or cut nowhere.
    """
    keys = np.append(words.keys[: len(words.sounds)], np.uint64(0))  # the last is of -1, no part
    parts = np.where(side.optional[rows], -1, side.parts[rows])
    out, fits = keys[parts[:, 0]], np.ones(len(rows), dtype=bool)
    for part in parts.T[1:]:
        there = part >= 0
        if there.any():
            out = np.where(there, near.glued(out, keys[part]), out)
            fits &= ~there | (out > 0)
    long = np.append(words.lengths, 0)[parts[:, 0]] >= LONGEST
    signs = near.lengths(out)
    return np.where(fits & (signs >= LEAST), out, np.uint64(0)), np.where(
        long & fits & (signs >= LEAST), signs, 0
    )
