"""A second person in a row: *Prisoner 1, Prisoner 2*, *Name 1, Father 1, Name 2, Father 2*, a block beside the list without headings.

Read as one person they would lose half of the people, and a second father would be taken for the first one's grandfather.
"""

from collections.abc import Mapping, Sequence

from parley.lists.names.known import hold_people
from parley.lists.read import headings
from parley.lists.read.blanks import says_nothing
from parley.lists.read.errors import ReadError
from parley.lists.read.layout import Cells
from parley.lists.read.model import letter

NAMED = 0.6  # share of a column's cells that look like names, from which it holds them
_FEW = 2  # filled cells of a column that tell what it holds


def check(names: Sequence[str], rows: Sequence[Cells], looks: Sequence[Mapping[str, float]]) -> None:
    """Refuse a table whose rows hold a second person, or names in a column that has no heading.

    ``looks``: of each column, the share of its cells that look like a field.
    Raises: ReadError(side_by_side, no_heading).
    """
    seen: dict[str, str] = {}
    for i, name in enumerate(names):
        base, number = headings.numbered(name)
        if base and seen.setdefault(base, number) != number and _people(i, rows, looks):
            raise ReadError("side_by_side", column=letter(i))
    if any(names):
        nameless = [i for i, name in enumerate(names) if not name and _people(i, rows, looks)]
        if not any(headings.guess_field(name)[0] in headings.NAMES for name in names):
            nameless = nameless[1:]  # the first of them are the people's own
        for i in nameless:
            cells = _filled(i, rows)
            if 2 * len(cells) > len(rows) and hold_people(cells):
                raise ReadError("no_heading", column=letter(i))
    elif (begins := _repeats(rows, looks)) is not None:
        raise ReadError("side_by_side", column=letter(begins))


def _filled(i: int, rows: Sequence[Cells]) -> list[str]:
    return [row[i] for row in rows if i < len(row) and not says_nothing(row[i])]


def _people(i: int, rows: Sequence[Cells], looks: Sequence[Mapping[str, float]]) -> bool:
    return len(_filled(i, rows)) >= _FEW and looks[i].get("name", 0.0) >= NAMED


def _repeats(rows: Sequence[Cells], looks: Sequence[Mapping[str, float]]) -> int | None:
    """Return where the columns of a table without headings begin anew, each half holding names and something else; None if nowhere."""
    kinds = [(i, _kind(look)) for i, look in enumerate(looks) if len(_filled(i, rows)) >= _FEW]
    half = len(kinds) // 2
    first, second = [kind for _, kind in kinds[:half]], [kind for _, kind in kinds[half:]]
    if first != second or "name" not in first or len(set(first) - {""}) < 2:
        return None
    return kinds[half][0]


def _kind(look: Mapping[str, float]) -> str:
    for kind in ("province", "sex", "born", "name"):
        if look.get(kind, 0.0) >= NAMED:
            return kind
    return ""
