"""Rows as CSV for whoever opens them in a spreadsheet: the one place where any is written, and where no formula gets out.

Who wrote the words of a cell is not who opens the file: the other side wrote them, and an officer opens them.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence

_BEGINS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # how a formula does, full width too
_FORMULA = re.compile(rf"(?:\A|(?<=[;\t|]))(?=['\u0020\u00a0\ufeff]*[{re.escape(''.join(_BEGINS))}])")


def no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before it, which taken away gives the cell back.

    A cell that is an apostrophe and a formula gets another. So does what stands behind a semicolon, a tab or a bar: where
    one of them separates cells, a spreadsheet begins one there.
    """
    return _FORMULA.sub("'", cell)


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet may take a cell, or a part of it, for a formula."""
    return _FORMULA.search(cell) is not None


def written(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, exact: Collection[str] = (), end: str = "\n"
) -> str:
    """Return rows as CSV. ``exact``: columns whose cells are never altered, of which the reader has to be told; ``end`` of a line."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator=end)
    table.writerow(header)
    for row in rows:
        cells = zip(header, map(str, row), strict=True)
        table.writerow([cell if name in exact else no_formula(cell) for name, cell in cells])
    return out.getvalue()
