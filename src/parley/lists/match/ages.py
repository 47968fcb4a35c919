"""Ages of which no list says when they were true: too little to weigh, enough to contradict.

Nobody is 19 on one list and 67 on another, and whoever was born in 2000 was not 67 yet.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Ints
from parley.lists.match.model import Rows
from parley.lists.read import dates

Bools = NDArray[np.bool_]
# Policy, by hand, as ``contradict``.
WRITTEN = (1990, 2030)  # years in which ages on lists may have been true
AGES_APART = 20  # years, of two ages: two lists may be ten years apart
BIRTHS_APART = 10  # years, of an age and a year of birth
SLACK = 4  # years by which people round their age


class _Said(NamedTuple):
    """Of each row, (rows, 2), -1 where nothing is said: the years of birth, or the ages that are true of no day."""

    born: NDArray[np.int64]
    ages: NDArray[np.int64]


def apart(left: Rows, right: Rows, i: Ints, j: Ints) -> Bools:
    """Return which pairs no one person's ages or years can be."""
    here, there = _said(left), _said(right)
    out = np.zeros(len(i), dtype=bool)
    if (here.ages < 0).all() and (there.ages < 0).all():
        return out
    out |= _gap(here.ages[i], there.ages[j]) >= AGES_APART
    for one, other, a, b in ((here, there, i, j), (there, here, j, i)):
        out |= _gap(_births(one.ages)[a], other.born[b]) >= BIRTHS_APART
    return out


def _said(rows: Rows) -> _Said:
    born, ages = (np.full((len(rows), 2), -1, dtype=np.int64) for _ in range(2))
    captured = rows.column("captured_on")
    for at, text in enumerate(rows.column("birth_year")):
        if not text:
            continue
        found = dates.years(text, dates.days(captured[at]))
        if found is not None:
            born[at] = found
        elif (age := dates.ages(text)) is not None:
            ages[at] = age
    return _Said(born, ages)


def _births(ages: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the years in which somebody of these ages may have been born."""
    first, last = WRITTEN[0] - ages[:, 1] - SLACK, WRITTEN[1] - ages[:, 0] + SLACK
    return np.where(ages[:, :1] < 0, -1, np.stack([first, last], axis=1))


def _gap(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    gap = np.maximum(one[:, 0] - other[:, 1], other[:, 0] - one[:, 1])
    return np.where((one[:, 0] < 0) | (other[:, 0] < 0), -1, gap)
