"""Ages of which no list says when they were true: too little to weigh, enough to contradict.

Nobody is 19 on one list and 67 on another, and whoever was born in 2000 was not 67 yet. When a list's ages were true shows in its
likely pairs, where they are many and agree: then a dozen years are enough.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Ints
from parley.lists.match.model import Rows
from parley.lists.read import dates

Bools = NDArray[np.bool_]
Spans = NDArray[np.int64]  # (rows, 2): first and last, -1 where nothing is said
# Policy, by hand, as ``contradict``.
WRITTEN = (1990, 2030)  # years in which ages on lists may have been true
AGES_APART = 20  # years, of two ages: two lists may be ten years apart
BIRTHS_APART = 10  # years, of an age and a year of birth
UNBORN = 2  # years from a capture to a birth
SLACK = 4  # years by which people round their age
ENOUGH = 8  # likely pairs that show when ages were true
AGREE = 0.6  # of them, within ...
NEAR = 5  # ... so many years
WIDE = 10  # years of a span that shows nothing: "over 60"
SHOWN_APART = 12  # years from what they show


class _Said(NamedTuple):
    """Of each row the years of birth, or the ages that are true of no day; and the year of capture."""

    born: Spans
    ages: Spans
    captured: NDArray[np.int64]  # (rows,) the year, -1 where it is not said


def apart(left: Rows, right: Rows, i: Ints, j: Ints, likely: Bools) -> dict[str, Bools]:
    """Return which pairs no one person's ages can be (``age``), or years (``unborn``: taken before he was born).

    ``likely``: those that are one person's, as far as else is known.
    """
    here, there = _said(left), _said(right)
    unborn, aged = np.zeros(len(i), dtype=bool), np.zeros(len(i), dtype=bool)
    for one, other, a, b in ((here, there, i, j), (there, here, j, i)):
        unborn |= (one.born[a, 0] - other.captured[b] >= UNBORN) & (other.captured[b] >= 0)
    if (here.ages < 0).all() and (there.ages < 0).all():
        return {"age": aged, "unborn": unborn}
    aged |= _gap(here.ages[i], there.ages[j]) >= AGES_APART
    aged |= _shown_apart(_between(here.ages[i], there.ages[j], -1), likely)
    for one, other, a, b in ((here, there, i, j), (there, here, j, i)):
        aged |= _gap(_births(one.ages)[a], other.born[b]) >= BIRTHS_APART
        aged |= _shown_apart(_between(one.ages[a], other.born[b], 1), likely)
    return {"age": aged, "unborn": unborn}


def _said(rows: Rows) -> _Said:
    born, ages = (np.full((len(rows), 2), -1, dtype=np.int64) for _ in range(2))
    captured = np.full(len(rows), -1, dtype=np.int64)
    said = rows.column("captured_on")
    for at, text in enumerate(said):
        if text and (when := dates.years_within(text)) is not None:
            captured[at] = when[1]
    for at, text in enumerate(rows.column("birth_year")):
        if not text:
            continue
        found = dates.years(text, dates.days(said[at]))
        if found is not None:
            born[at] = found
        elif (age := dates.ages(text)) is not None:
            ages[at] = age
    return _Said(born, ages, captured)


def _births(ages: Spans) -> Spans:
    """Return the years in which somebody of these ages may have been born."""
    first, last = WRITTEN[0] - ages[:, 1] - SLACK, WRITTEN[1] - ages[:, 0] + SLACK
    return np.where(ages[:, :1] < 0, -1, np.stack([first, last], axis=1))


def _gap(one: Spans, other: Spans) -> NDArray[np.int64]:
    gap = np.maximum(one[:, 0] - other[:, 1], other[:, 0] - one[:, 1])
    return np.where((one[:, 0] < 0) | (other[:, 0] < 0), -1, gap)


def _between(one: Spans, other: Spans, sign: int) -> NDArray[np.float64]:
    """Return what of one person's is the same in every pair of two lists: an age and a year of birth together, or the years between two ages."""
    both = (one[:, 0] >= 0) & (other[:, 0] >= 0)
    both &= np.maximum(one[:, 1] - one[:, 0], other[:, 1] - other[:, 0]) <= WIDE
    return np.where(both, one.mean(axis=1) + sign * other.mean(axis=1), np.nan)


def _shown_apart(between: NDArray[np.float64], likely: Bools) -> Bools:
    """Return which pairs are far from what most of the likely ones show; none where too few show it."""
    shown = between[likely & ~np.isnan(between)]
    if len(shown) < ENOUGH:
        return np.zeros(len(between), dtype=bool)
    usual = np.median(shown)
    if (np.abs(shown - usual) <= NEAR).mean() < AGREE:
        return np.zeros(len(between), dtype=bool)
    return np.asarray(np.abs(between - usual) >= SHOWN_APART, dtype=bool)
