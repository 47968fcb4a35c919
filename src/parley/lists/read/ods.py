"""Sheets of OpenDocument, read here: as shown, with line breaks in cells, merged cells for all their rows, hidden rows counted, hidden columns said.

Source: OASIS OpenDocument 1.3, part 3. No library gives a cell's lines, nor what its number shows.
"""

import re
import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import dataclass, field

from parley.lists.read.errors import ReadError
from parley.lists.read.model import Grid
from parley.lists.read.numbers import is_rounded, number_text
from parley.lists.read.text import MOST_COLUMNS, MOST_ROWS

MOST_FILLED = 2_000_000  # cells that repeats and merged cells may add
_SILENT = frozenset(("office:annotation", "table:shapes", "draw:frame", "draw:custom-shape", "table:detective", "text:note", "text:ruby-text"))  # fmt: skip
_CELLS = ("table:table-cell", "table:covered-table-cell")
_PADDED = re.compile(r"0\d+")
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read. ``spans``: column → its text and for how many more rows a merged cell fills it."""

    name: str
    hidden: bool
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, tuple[str, int]] = field(default_factory=dict)
    merged: set[tuple[int, int]] = field(default_factory=set)
    rounded: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0  # that were described so far
    filled: int = 0
    due: int = 0  # empty rows that count once something stands below them

    def grid(self) -> Grid:
        return Grid(
            self.name, self.rows, 1, hidden=self.hidden, hidden_rows=self.hidden_rows, hidden_columns=frozenset(self.hidden_columns),
            merged=frozenset(self.merged), rounded=frozenset(self.rounded), struck=frozenset(self.struck),
        )  # fmt: skip


class _Reader:
    """Takes the elements as they come."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.hiding: set[str] = set()  # styles of sheets that are not shown
        self.striking: set[str] = set()  # styles that draw a line through what they are of
        self.style = ""
        self.silent = 0
        self.row: list[str] = []
        self.row_said: dict[str, str] = {}
        self.cell: dict[str, str] = {}
        self.text: list[str] | None = None  # of the cell that is open
        self.paragraphs = 0
        self.left: set[int] = set()  # columns of this row whose numbers were rounded
        self.crossed: set[int] = set()  # and those with a line through them
        self.spans: list[bool] = []  # of the pieces of text that are open: whether a line goes through
        self.lines: set[bool] = set()  # whether lines go through the letters of the cell that is open

    def begin(self, tag: str, said: dict[str, str]) -> None:
        if self.silent or tag in _SILENT:
            self.silent += 1
        elif tag == "style:style":
            self.style = said.get("style:name", "")
        elif tag == "style:table-properties" and said.get("table:display") == "false":
            self.hiding.add(self.style)
        elif tag == "style:text-properties":
            if any(
                said.get(f"style:text-line-through-{kind}", "none") != "none" for kind in ("style", "type")
            ):
                self.striking.add(self.style)
        elif tag == "table:table":
            hidden = said.get("table:style-name") in self.hiding or said.get("table:display") == "false"
            self.sheets.append(_Sheet(said.get("table:name", ""), hidden))
        elif tag == "table:table-column" and self.sheets:
            self._column(self.sheets[-1], said)
        elif tag == "table:table-row":
            self.row, self.row_said, self.left, self.crossed = [], said, set(), set()
        elif tag in _CELLS:
            self.cell, self.text, self.paragraphs = said, [], 0
            self.spans, self.lines = [said.get("table:style-name") in self.striking], set()
        elif self.text is not None:
            self._mark(tag, said, self.text)

    @staticmethod
    def _column(sheet: _Sheet, said: dict[str, str]) -> None:
        ends = min(sheet.columns + _count(said, "table:number-columns-repeated"), MOST_COLUMNS)
        if said.get("table:visibility") in ("collapse", "filter"):
            sheet.hidden_columns.update(range(sheet.columns, ends))
        sheet.columns = ends

    def _mark(self, tag: str, said: dict[str, str], text: list[str]) -> None:
        if tag in ("text:p", "text:h", "text:span"):
            self.spans.append(self.spans[-1] or said.get("text:style-name") in self.striking)
        if tag in ("text:p", "text:h"):
            text.append("\n" if self.paragraphs else "")
            self.paragraphs += 1
        elif tag == "text:s":
            text.append(" " * min(int(said.get("text:c", "1")), 100))
        elif tag in ("text:tab", "text:line-break"):
            text.append("\t" if tag == "text:tab" else "\n")

    def letters(self, said: str) -> None:
        if self.text is not None and self.paragraphs and not self.silent:
            self.text.append(said)
            if said.strip():
                self.lines.add(self.spans[-1])

    def end(self, tag: str) -> None:
        if self.silent:
            self.silent -= 1
        elif tag in ("text:p", "text:h", "text:span") and len(self.spans) > 1:
            self.spans.pop()
        elif tag in _CELLS and self.text is not None:
            self._end_cell(tag, "".join(self.text))
            self.text = None
        elif tag == "table:table-row" and self.sheets:
            self._end_row(self.sheets[-1])

    def _end_cell(self, tag: str, shown: str) -> None:
        said, sheet, at = self.cell, self.sheets[-1], len(self.row)
        text = _text(said, shown)
        times = _count(said, "table:number-columns-repeated")
        if text:
            if at + times > MOST_COLUMNS:
                raise ReadError("too_many_columns", columns=at + times, most=MOST_COLUMNS)
            sheet.filled += times
        elif tag == _CELLS[1] and at in sheet.spans:
            text = sheet.spans[at][0]
            sheet.merged.add((len(sheet.rows) + sheet.due, at))
        down = _count(said, "table:number-rows-spanned")
        if down > 1:
            sheet.spans[at] = text, down
        if text and is_rounded(said.get("office:value", "")):
            self.left.add(at)
        if text and self.lines == {True}:
            self.crossed.add(at)
        self.row += [text] * min(times, MOST_COLUMNS - at)

    def _end_row(self, sheet: _Sheet) -> None:
        times = _count(self.row_said, "table:number-rows-repeated")
        row = self.row
        while row and not row[-1].strip():
            row.pop()
        sheet.spans = {at: (text, left - 1) for at, (text, left) in sheet.spans.items() if left > 1}
        if not row:
            sheet.due += times
            return
        sheet.filled += (times - 1) * len(row)
        if len(sheet.rows) + sheet.due + times > MOST_ROWS:
            raise ReadError("too_many_rows", most=MOST_ROWS)
        if sheet.filled > 10 * MOST_FILLED:
            raise ReadError("too_many_cells", most=10 * MOST_FILLED)
        sheet.rows += [[] for _ in range(sheet.due)]
        sheet.due = 0
        sheet.rounded |= {(len(sheet.rows), at) for at in self.left}
        sheet.struck |= {(len(sheet.rows), at) for at in self.crossed}
        sheet.rows += [row] * times
        if self.row_said.get("table:visibility") in ("collapse", "filter"):
            sheet.hidden_rows += times


def _count(said: dict[str, str], name: str) -> int:
    written = said.get(name, "1")
    return int(written) if written.isdigit() and len(written) < 9 else 1


def _text(said: dict[str, str], shown: str) -> str:
    """Return what a cell says: numbers as written in the file, but with the zeros that it shows; dates as ISO."""
    kind = said.get("office:value-type") or said.get("calcext:value-type") or ""
    if kind in ("float", "currency", "percentage") and "office:value" in said:
        plain = shown.strip()
        return plain if _PADDED.fullmatch(plain) else number_text(said["office:value"])
    if kind == "date" and "office:date-value" in said:
        return _MIDNIGHT.sub("", said["office:date-value"]).replace("T", " ")
    if kind == "boolean":
        return said.get("office:boolean-value", shown).upper()
    return shown or said.get("office:string-value", "")


def grids(content: bytes) -> Iterator[Grid]:
    """Yield every sheet of ``content.xml``. Raises: ReadError(broken_file, too_many_rows, too_many_columns, too_many_cells)."""
    reader, parser = _Reader(), xml.parsers.expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.letters
    try:
        parser.Parse(content, True)
    except (xml.parsers.expat.ExpatError, ValueError, LookupError):
        raise ReadError("broken_file") from None
    for sheet in reader.sheets:
        yield sheet.grid()
