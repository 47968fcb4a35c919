"""Ragged rows, of delimited text, are wider than the others or end too soon: mended where their cells leave one way to, else named.

"2,Hotak, Toryal,Sher Agha,Zabul" has a comma that nobody put in quotes: one cell too many, and every column after it is read
one too far. A line break in a cell makes two short rows. Which cells belong together shows in the columns: numbers stand
where numbers stand, provinces where provinces do.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from parley.letters import digits, plain
from parley.lists.names.sexes import is_sex
from parley.lists.read import dates, places
from parley.lists.read.blanks import says_nothing
from parley.lists.read.layout import SAMPLE, Cells
from parley.lists.read.model import Column

_THOUSANDS = re.compile(r"\d{1,3}(?:, ?\d{3})+")
_MOST = 0.9  # of a column's cells that look alike: then each has to
_LEAST = 4  # rows, before one can be wider than the others
_FEW = 3  # filled cells, at least, of a row that may be somebody's


@dataclass(slots=True)
class Mended:
    """Rows with ``count`` of them mended; by their place: ``broken`` are not understood, ``continued`` belong to the row above."""

    rows: list[Cells]
    count: int = 0
    broken: set[int] = field(default_factory=set)
    continued: set[int] = field(default_factory=set)


def mended(rows: Sequence[Cells], columns: Sequence[Column], headed: int, *, torn: bool) -> Mended:
    """Return the rows with as many cells as there are columns, ``headed`` of which have a heading.

    ``torn``: text, whose rows may be wider than meant. In every file, a row whose cells all stand one column aside is broken.
    """
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    width = max(usual, headed)
    out = Mended(list(rows))
    if widths.total() < _LEAST:
        return out
    fits = _Fits(columns, [row for row in rows if len(row) == usual][:SAMPLE])
    if torn and set(widths) != {usual}:
        _even_out(rows, out, fits, width, usual, widths)
    known = out.broken | out.continued
    out.broken |= {i for i, row in enumerate(out.rows) if i not in known and fits.is_shifted(row, width)}
    return out


def _even_out(
    rows: Sequence[Cells], out: Mended, fits: "_Fits", width: int, usual: int, widths: Counter[int]
) -> None:
    """Put together what is too wide, or goes on in the next line."""
    even = widths[usual] > _MOST * widths.total() or widths[usual] >= widths.total() - 2
    at = 0
    while at < len(rows):
        row, taken = rows[at], 1
        if len(_trimmed(row)) > width:
            whole = _narrowed(row, width, fits)
            out.rows[at], out.count = whole or row, out.count + bool(whole)
            if whole is None:
                out.broken.add(at)
        elif even and 1 < len(row) < usual:
            whole, taken = _continued(rows, at, usual, fits)
            if whole is not None:
                out.rows[at], out.count = whole, out.count + 1
                out.continued |= set(range(at + 1, at + taken))
            elif sum(bool(cell.strip()) for cell in row) >= _FEW and not fits.all(row):
                out.broken.add(at)
        at += taken


def _trimmed(row: Cells) -> Cells:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _narrowed(row: Cells, width: int, fits: "_Fits") -> list[str] | None:
    """Return the row with neighbouring cells put together so that each stands in its column; None if none or several ways do."""
    row = _trimmed(row)
    begun = [k for k, cell in enumerate(row) if k and cell.startswith(" ")]
    if fits.spaced and len(row) - len(begun) == width:  # a blank behind a comma: it is one of a sentence
        whole: list[str] = []
        for k, cell in enumerate(row):
            if k in begun:
                whole[-1] = f"{whole[-1]},{cell}"
            else:
                whole.append(cell)
        if fits.all(whole):
            return whole
    extra = len(row) - width
    ways = [
        [*row[:k], ", ".join(c.strip() for c in row[k : k + extra + 1]), *row[k + extra + 1 :]]
        for k in range(width)
    ]
    good = [way for way in ways if fits.all(way)]
    return good[0] if len(good) == 1 else None


def _continued(rows: Sequence[Cells], at: int, usual: int, fits: "_Fits") -> tuple[list[str] | None, int]:
    """Return the row made of a short one and those it goes on in, and how many lines they are; None if they make none."""
    whole = list(rows[at])
    for taken, row in enumerate(rows[at + 1 : at + 5], 2):
        if not row or len(row) >= usual or len(whole) + len(row) - 1 > usual:
            break
        whole = [*whole[:-1], f"{whole[-1]} {row[0]}".strip(), *row[1:]]
        if len(whole) == usual:
            return (whole, taken) if fits.all(whole) else (None, 1)
    return None, 1


class _Fits:
    """What the cells of the other rows look like, column by column."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Cells]) -> None:
        fields = {column.index: column.field for column in columns}
        width = max(map(len, rows), default=0)
        self.looks: list[Callable[[str], bool] | None] = [
            _look([row[i] for row in rows if i < len(row)], fields.get(i)) for i in range(width)
        ]
        # Columns that hold a field and whose cells can be told from others by how they look.
        self.strict = [
            i for i, look in enumerate(self.looks) if look not in (None, _is_words) and fields.get(i)
        ]
        cells = [cell for row in rows for cell in row[1:] if cell.strip()]
        self.spaced = 5 * sum(cell.startswith(" ") for cell in cells) < len(
            cells
        )  # blanks begin few of the others

    def is_shifted(self, row: Cells, width: int) -> bool:
        """Return whether a row says what cannot belong there, and one column further everything in it would belong."""
        row = _trimmed(row)
        if sum(bool(cell.strip()) for cell in row) < _FEW:
            return False
        if not any(self._is_gross(i, row[i]) for i in self.strict if i < len(row)):
            return False
        return any(
            len(_trimmed(moved)) <= width and self.all(moved)
            for k in range(len(row))
            for moved in ([*row[:k], "", *row[k:]], [*row[:k], *row[k + 1 :]])
        )

    def _is_gross(self, i: int, cell: str) -> bool:
        """Return whether a cell is a number or a date where words stand, or words where those do."""
        look = self.looks[i]
        if look is None or says_nothing(cell) or look(cell):
            return False
        return _is_words(cell) != (look in (_is_province, is_sex))

    def all(self, row: Cells) -> bool:
        """Return whether each cell looks like the others of its column."""
        return all(
            look is None or says_nothing(cell) or look(cell)
            for look, cell in zip(self.looks, row, strict=False)
        )


def _look(cells: Sequence[str], field_: str | None) -> Callable[[str], bool] | None:
    """Return the narrowest look that nearly all cells of a column have; None if they have none."""
    cells = [cell for cell in cells if not says_nothing(cell)]
    enough = min(_MOST * len(cells), len(cells) - 1) if len(cells) >= _LEAST else len(cells)  # one may be odd
    for look in (_BY_FIELD.get(field_ or ""), _is_number, _has_figures, _is_words):
        if look is not None and cells and sum(map(look, cells)) >= enough:
            return look
    return None


def _is_number(cell: str) -> bool:
    written = digits(plain(cell))
    return written.replace(".", "", 1).isdigit() or _THOUSANDS.fullmatch(written) is not None


def _has_figures(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _is_words(cell: str) -> bool:
    return not _has_figures(cell)


def _is_province(cell: str) -> bool:
    return places.exactly(cell) is not None or places.within(cell) is not None


def _is_date(cell: str) -> bool:
    return "," not in cell and dates.days(cell) is not None


_BY_FIELD: dict[str, Callable[[str], bool]] = {
    "province": _is_province,
    "birth_year": lambda cell: _is_date(cell) or dates.ages(cell) is not None,
    "captured_on": _is_date,
    "age": lambda cell: dates.ages(cell) is not None,
    "sex": is_sex,
}
