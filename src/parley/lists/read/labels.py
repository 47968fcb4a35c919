"""Cells that hold what columns should: "Name: Zarghun Safi, Father: Mir Alam, Age: 34". Read as a name, they would be nobody's."""

import re
from collections.abc import Sequence

from parley.lists.read import headings
from parley.lists.read.errors import ReadError
from parley.lists.read.layout import SAMPLE, Cells
from parley.lists.read.model import FIELDS, letter

_LABEL = re.compile(
    r"(?:^|[,;،؛|.\n\t/]|\s{2,}|\s-\s)\s*([^\W\d_][^\W\d_ '’/.]{0,20}(?: [^\W\d_'’]{1,15}){0,3})\s*[:：=]\s*(?=\S)"
)
_SURE = 0.9  # of a label
_FEW = 2  # cells
_MOST = 0.5  # of a column's cells


def check(rows: Sequence[Cells]) -> None:
    """Refuse a table with a column whose cells say the name and something else, each behind a word for it.

    Raises: ReadError(labels_in_cells).
    """
    width = max(map(len, rows[:SAMPLE]), default=0)
    for i in range(width):
        cells = [row[i] for row in rows[:SAMPLE] if i < len(row) and row[i].strip()]
        labelled = sum(map(_is_labelled, cells))
        if labelled >= _FEW and labelled >= _MOST * len(cells):
            raise ReadError("labels_in_cells", column=letter(i), people=labelled)


def _is_labelled(cell: str) -> bool:
    if sum(cell.count(sign) for sign in ":：=") < 2:
        return False
    said = {field for field, sure in map(headings.field_of, _LABEL.findall(cell[:500])) if sure >= _SURE}
    return not headings.NAMES.isdisjoint(said) and len(said.intersection((*FIELDS, "other"))) > 1
