"""What is to be said of ids: several people share one, or their last figures were lost before they came here."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from parley.letters import digits
from parley.lists.read.model import UNREAD, Column, Grid, Row

_SHORTENED = re.compile(r"\d[.,]\d+[Ee]\+?\d{1,2}|\d[Ee]\+\d{1,2}")  # 1.40002E+15
FIELDS = ("id", "register_number")


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
