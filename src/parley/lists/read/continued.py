"""One table of a page in several: broken where a page of paper ended, with the header again or without."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parley.lists.read import headings, layout
from parley.lists.read.model import Grid
from parley.lists.read.rows import sign


def joined(grids: Sequence[Grid]) -> tuple[list[Grid], int]:
    """Return the tables with those put together that go on with the one before, and how many did.

    A table goes on if it has as many columns, two at least, the same header, or none where the one before has one, and if most of its
    rows are not the one before's again. Its rows are counted on.
    """
    out: list[Grid] = []
    count = 0
    for grid in grids:
        if out and (out[-1].sheet, out[-1].depth) == (grid.sheet, grid.depth) and _goes_on(out[-1], grid):
            out[-1] = _both(out[-1], grid)
            count += 1
        else:
            out.append(grid)
    return out, count


def _goes_on(one: Grid, other: Grid) -> bool:
    width = _width(other)
    if width < 2 or _width(one) != width:
        return False
    (at, size), (also, header) = layout.header(one.rows), layout.header(other.rows)
    if not size:
        return False
    before, rows = set(map(sign, one.rows[at + size :])), [sign(row) for row in other.rows[also + header :]]
    rows = [row for row in rows if row]
    if 2 * sum(row in before for row in rows) >= max(len(rows), 1):
        return False  # another list of the same people, or the same one again
    if header:
        return list(map(sign, other.rows[also : also + header])) == list(map(sign, one.rows[at : at + size]))
    labels = [headings.field_of(row[0])[1] >= layout.CERTAIN for row in other.rows if row and row[0].strip()]
    return 2 * sum(labels) < max(len(labels), 1)  # "Date | 12 May" is a form beside the list


def _width(grid: Grid) -> int:
    """Return how many columns most rows have."""
    widths = Counter(len(row) for row in grid.rows if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _both(one: Grid, other: Grid) -> Grid:
    down = len(one.rows)
    return replace(
        one,
        rows=[*one.rows, *other.rows],
        hidden_rows=one.hidden_rows + other.hidden_rows,
        merged=one.merged | {(row + down, column) for row, column in other.merged},
        struck=one.struck | {(row + down, column) for row, column in other.struck},
    )
