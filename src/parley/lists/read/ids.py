"""By what people are told apart, and what is to be said of it: several share an id, or its last figures were lost before they came here."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from parley.letters import digits
from parley.lists.read import headings
from parley.lists.read.model import UNREAD, Column, Grid, Row

_SHORTENED = re.compile(r"\d[.,]\d+[Ee]\+?\d{1,2}|\d[Ee]\+\d{1,2}")  # 1.40002E+15
FIELDS = ("id", "register_number")
_COUNTS = 0.5  # share of a column's numbers that are one more than the number before, from which they count the rows


def own(rows: Sequence[Row], columns: Sequence[Column], grid: Grid) -> list[Row]:
    """Return the rows with the numbers of a column "No" as ids, if no other column has ids, nobody shares one and they are more than a count.

    What counts the rows (1, 2, 3 …) tells nobody more than the row's number does.
    """
    at = next(
        (c.index for c in columns if c.field is None and headings.guess_field(c.header) == ("row", 1.0)), -1
    )
    people = [i for i, row in enumerate(rows) if row.problem is None or row.problem in UNREAD]
    cells = [grid.rows[rows[i].number - grid.first] for i in people]
    said = [row[at].strip() if 0 <= at < len(row) else "" for row in cells]
    if (
        not said
        or "" in said
        or len(set(said)) < len(said)
        or any(c.field in FIELDS for c in columns)
        or _count(said)
    ):
        return list(rows)
    out = list(rows)
    for i, mark in zip(people, said, strict=True):
        out[i] = replace(rows[i], fields={"id": mark, **rows[i].fields})
    return out


def _count(said: Sequence[str]) -> bool:
    numbers = [int(one) if one.isdecimal() else None for one in (digits(one).strip(" .)-") for one in said)]
    steps = sum(b == a + 1 for a, b in pairwise(numbers) if a is not None and b is not None)
    return len(said) < 2 or steps >= _COUNTS * (len(said) - 1)


def doubts(rows: Sequence[Row], columns: Sequence[Column], grid: Grid, start: int) -> Mapping[str, int]:
    """Return how many people share their id with another, and of how many an id or a register number was rounded."""
    people = [row for row in rows if row.problem is None or row.problem in UNREAD]
    seen = Counter(row.fields["id"] for row in people if "id" in row.fields)
    shared = sum(count for count in seen.values() if count > 1)
    shown = sum(
        any(_SHORTENED.fullmatch(digits(row.fields.get(field, ""))) for field in FIELDS) for row in people
    )
    at = {column.index for column in columns if column.field in FIELDS}
    kept = sum(1 for row, column in grid.rounded if column in at and row >= start)
    return {"ids_not_unique": shared, "ids_rounded": max(shown, kept)}
