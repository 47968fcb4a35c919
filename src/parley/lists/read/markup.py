"""Tables in HTML, and in the XML of Excel 2003: what many systems write and call .xls. Text between tags, nothing else.

A small table within a cell is what the cell says. Lines of text that stand in no table are returned beside the tables.
Scripts, styles, links, pictures and declared entities are passed over: nothing is run, fetched or expanded.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parley.lists.read import text
from parley.lists.read.errors import ReadError
from parley.lists.read.model import Aside, Grid
from parley.lists.read.text import MOST_COLUMNS, MOST_ROWS

MOST_CELLS = 4_000_000
MOST_NESTED = 20  # tables within tables; pages that are laid out by tables have a few
_BEGINS = tuple(f"<{tag}".encode() for tag in "!doctype !-- ?xml html head meta title style body table div center form font workbook".split())  # fmt: skip
# Quoted values may hold ">"; bounded and possessive, so that a torn tag costs no more than its own length.
_TAG = re.compile(r"""<(/?)([A-Za-z][\w:-]{0,40})((?:[^<>"']++|"[^"]*+"|'[^']*+'){0,200}+)>""")
_ATTRIBUTE = re.compile(r"""(?<![\w:-])(?:ss:)?([a-z]+)\s*=\s*["']?\s*(\d{1,9})\b""", re.IGNORECASE)
_SHAPE = re.compile("span|index|merge", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""ss:hidden\s*=\s*["']?(?:1|true)|display\s*:\s*none|visibility\s*:\s*collapse""", re.IGNORECASE
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{1,20})""", re.IGNORECASE)
_CHARSETS = {"windows-1256": "cp1256", "cp1256": "cp1256", "iso-8859-6": "iso8859-6", "windows-1252": "cp1252", "iso-8859-1": "cp1252", "us-ascii": "cp1252"}  # fmt: skip
_ENDLESS = re.compile(r"&#x?[0-9a-fA-F]{8,};?")  # no letter has such a number
_SILENT = {"script", "style", "xml", "noscript", "title", "comment", "documentproperties", "styles"}
_SPACED = {"br", "p", "div", "li", "tr", "hr"}
# Elements that no line of text outside tables goes on across.
_BLOCKS = _SPACED | set("ul ol dl dt dd pre h1 h2 h3 h4 h5 h6 table caption section article header footer body head form blockquote td th".split())  # fmt: skip
_STRUCK = {"s", "strike", "del"}
_LINE_THROUGH = re.compile("line-through", re.IGNORECASE)
OUTSIDE = "text"  # stands for the name of a sheet where lines in no table are numbered
MOST_LINES = 20_000  # outside tables
_SHOWN = 200  # letters of such a line
_SMALL = 3  # rows of a table of one column within a cell, or cells of one row, that are no list of their own
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]0?0:00:00(?:\.0+)?")


def is_markup(data: bytes) -> bool:
    """Return whether a file begins as HTML or XML does."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_BEGINS)


def grids(data: bytes) -> tuple[str, list[Grid], str, tuple[Aside, ...]]:
    """Return html or xml, every table, the encoding, and the lines of text that stand in no table.

    Raises: ReadError: no_table, nul_bytes, odd_encoding, broken_file, too_many_rows, too_many_columns, too_many_cells.
    """
    written, encoding = _decoded(data)
    pile = _TableStack()
    for silent, tag, closing, attributes, said in _tokens(written):
        if not silent:
            pile.take(tag, attributes, said, closing=closing)
    found = [table.grid() for table in pile.done + pile.open if table.rows]
    kind = "xml" if "<workbook" in written[:4096].lower() else "html"
    outside = _lines("".join(pile.outside)) if kind == "html" else ()
    if not any(cell.strip() for grid in found for row in grid.rows for cell in row):
        raise ReadError("no_table", lines=len(outside))
    return kind, found, encoding, outside


def _lines(said: str) -> tuple[Aside, ...]:
    lines = [" ".join(line.split()) for line in _unescaped(said).splitlines()]
    told = [line for line in lines if any(map(str.isalnum, line))][:MOST_LINES]
    return tuple(Aside(OUTSIDE, at, "outside", line[:_SHOWN]) for at, line in enumerate(told, 1))


def _decoded(data: bytes) -> tuple[str, str]:
    """Return text and encoding: what is UTF-8 or UTF-16 is taken as that, whatever it says of itself; then what it says."""
    said = _CHARSET.search(data[:4096])
    name = _CHARSETS.get(said[1].decode("ascii").lower()) if said else None
    if name is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not _is_utf8(data):
        try:
            return text.no_nul(data.decode(name)), name
        except UnicodeDecodeError:
            pass
    return text.decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _tokens(written: str) -> Iterator[tuple[bool, str, bool, str, str]]:
    """Yield (within what is passed over, tag, whether it closes, its attributes, the text after it). One pass."""
    at, silent = 0, ""
    tag, closing, attributes = "", False, ""
    while True:
        start = written.find("<", at)
        piece = written[at:] if start < 0 else written[at:start]
        yield bool(silent), tag, closing, attributes, piece
        if start < 0:
            return
        tag, closing, attributes = "", False, ""
        if written.startswith(("<!--", "<!", "<?"), start):
            end = "-->" if written.startswith("<!--", start) else ">"
            stop = written.find(end, start)
            if stop < 0:
                return
            at = stop + len(end)
            continue
        found = _TAG.match(written, start)
        if found is None:
            at = start + 1  # a "<" that opens nothing is left out
            continue
        at, name = found.end(), found[2].lower()
        if silent:
            silent = "" if found[1] and name == silent else silent
        elif name in _SILENT and not found[1] and not found[3].endswith("/"):
            silent = name
        else:
            tag, closing, attributes = name, bool(found[1]), found[3]


@dataclass(slots=True)
class _Table:
    """A table while it is read. ``spans``: columns that cells from above still fill, for how many rows, and with what."""

    name: str = ""
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)
    merged: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0  # that were described so far
    unseen: dict[int, bool] = field(
        default_factory=dict
    )  # column → whether no cell of it that says something is shown
    is_unseen: bool = False  # the cell that is open
    cell: list[str] | None = None  # pieces of the cell that is open
    crossed: list[bool] = field(
        default_factory=list
    )  # of each piece that says something: whether a line goes through it
    shape: tuple[int, int, int] = (0, 1, 1)  # where it stands in its row, columns, rows
    cells: int = 0
    depth: int = 0

    def begin_row(self, at: int) -> None:
        self.end_cell()
        if self.rows:
            self._skip(to=MOST_COLUMNS)
        for _ in range(max(0, min(at, MOST_ROWS + 1) - len(self.rows) - 1)):
            self.rows.append([])
        self.rows.append([])
        if len(self.rows) > MOST_ROWS:
            raise ReadError("too_many_rows", most=MOST_ROWS)

    def _skip(self, to: int = 0) -> None:
        """Fill the columns that a cell from above reaches into: those that come next, and all up to ``to``."""
        row, end = self.rows[-1], min(to, max(self.spans, default=-1) + 1)
        while len(row) in self.spans or len(row) < end:
            left, said = self.spans.pop(len(row), (1, ""))
            if left > 1:
                self.spans[len(row)] = left - 1, said
            if said:
                self.merged.add((len(self.rows) - 1, len(row)))
            self._fill(row, [said])

    def _fill(self, row: list[str], said: list[str]) -> None:
        row += said
        self.cells += len(said)
        if self.cells > MOST_CELLS:
            raise ReadError("too_many_cells", most=MOST_CELLS)

    def begin_cell(self, at: int, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.begin_row(0)
        row = self.rows[-1]
        self._skip(to=at - 1)
        place = max(len(row), at - 1)
        if place + across > MOST_COLUMNS:
            raise ReadError("too_many_columns", columns=place + across, most=MOST_COLUMNS)
        self.cell, self.crossed, self.shape = [], [], (place, across, down)

    def end_cell(self) -> None:
        if self.cell is None:
            return
        row, (place, across, down) = self.rows[-1], self.shape
        said = " ".join(_unescaped("".join(self.cell)).split())
        if "0:00:00" in said:
            said = _MIDNIGHT.sub(r"\1", said)
        if said:
            self.unseen[place] = self.is_unseen and self.unseen.get(place, True)
        self._fill(row, [""] * (place - len(row)) + [said] + [""] * (across - 1))
        self.cell = None
        if self.crossed and all(self.crossed):
            self.struck.add((len(self.rows) - 1, place))
        if down > 1:
            self.spans |= dict.fromkeys(range(place, place + across), (down - 1, ""))
            self.spans[place] = down - 1, said

    def grid(self) -> Grid:
        self.end_cell()
        if self.rows:
            self._skip(to=MOST_COLUMNS)
        return Grid(
            self.name, self.rows, hidden_rows=self.hidden_rows, hidden_columns=self._hidden_columns(), merged=frozenset(self.merged), struck=frozenset(self.struck),
            depth=self.depth,
        )  # fmt: skip

    def column(self, attributes: str) -> None:
        """Take a description of one column, or of several (``span``; in Excel's XML of so many more)."""
        said = {name.lower(): int(at) for name, at in _ATTRIBUTE.findall(attributes)}
        first = max(said.get("index", 0) - 1, self.columns)
        more = said.get("span", 0 if "ss:" in attributes.lower() else 1)
        ends = min(first + max(1, more + ("ss:" in attributes.lower())), MOST_COLUMNS)
        if _HIDDEN.search(attributes):
            self.hidden_columns.update(range(first, ends))
        self.columns = ends

    def _hidden_columns(self) -> frozenset[int]:
        return frozenset(self.hidden_columns | {place for place, unseen in self.unseen.items() if unseen})

    def as_cell(self) -> str | None:
        """Return what this table says if it is too small to be a list: one row, or one column of a few; None else."""
        self.end_cell()
        filled = [[cell for cell in row if cell] for row in self.rows if any(row)]
        if len(filled) <= 1 or (len(filled) <= _SMALL and max(map(len, filled)) == 1):
            return " ".join(cell for row in filled for cell in row)
        return None


@dataclass(slots=True)
class _TableStack:
    """The open tables, each inside a cell of the one before, and the finished ones."""

    open: list[_Table] = field(default_factory=list)
    done: list[_Table] = field(default_factory=list)
    sheet: str = ""
    outside: list[str] = field(default_factory=list)  # text in no table; lines end where blocks do
    striking: list[str] = field(default_factory=list)  # open elements that draw a line through what they say

    def take(self, tag: str, attributes: str, said: str, *, closing: bool) -> None:
        tag = tag.removeprefix("ss:")
        if tag == "worksheet" and not closing:
            name = re.search(r"""ss:name\s*=\s*["']([^"']{0,100})""", attributes, re.IGNORECASE)
            self.sheet = _unescaped(name[1]) if name else ""
        elif tag == "table":
            self._table(closing=closing)
        elif self.open and tag in ("col", "column") and not closing:
            self.open[-1].column(attributes)
        elif self.open and tag in ("tr", "row", "td", "th", "cell"):
            self._part(self.open[-1], tag, attributes, closing=closing)
        self._strike(tag, attributes, closing=closing)
        if self.open and (cell := self.open[-1].cell) is not None:
            cell.append(f" {said}" if tag in _SPACED else said)
            if said.strip():
                self.open[-1].crossed.append(bool(self.striking))
        elif said.strip() or tag in _BLOCKS:
            self.outside.append(f"\n{said}" if tag in _BLOCKS else said)

    def _strike(self, tag: str, attributes: str, *, closing: bool) -> None:
        """Keep which elements are open that draw a line: <s>, <del>, and whatever a style says so of."""
        if closing:
            if tag in self.striking:
                del self.striking[self.striking.index(tag) :]
        elif tag in ("td", "th", "tr") and tag in self.striking:
            del self.striking[self.striking.index(tag) :]  # it was never closed
        if (
            not closing
            and (tag in _STRUCK or _LINE_THROUGH.search(attributes))
            and tag not in ("br", "hr", "img")
        ):
            self.striking.append(tag)

    def _table(self, *, closing: bool) -> None:
        if not closing:
            if len(self.open) >= MOST_NESTED:
                raise ReadError("broken_file")
            self.open.append(_Table(self.sheet, depth=len(self.open)))
        elif self.open:
            table = self.open.pop()
            said = table.as_cell() if self.open and self.open[-1].cell is not None else None
            if said is None or self.open[-1].cell is None:
                table.end_cell()
                self.done.append(table)
            elif said:
                self.open[-1].cell.append(
                    f" ({said}) " if "".join(self.open[-1].cell).strip() else f" {said} "
                )

    @staticmethod
    def _part(table: _Table, tag: str, attributes: str, *, closing: bool) -> None:
        if closing:
            table.end_cell()
            return
        shaped = attributes and _SHAPE.search(attributes)
        said = {name.lower(): int(at) for name, at in _ATTRIBUTE.findall(attributes)} if shaped else {}
        if tag in ("tr", "row"):
            table.begin_row(said.get("index", 0))
            table.hidden_rows += _HIDDEN.search(attributes) is not None
            return
        across = max(1, said.get("colspan", said.get("mergeacross", 0) + 1))
        down = max(1, said.get("rowspan", said.get("mergedown", 0) + 1))
        table.begin_cell(said.get("index", 0), across, down)
        table.is_unseen = _HIDDEN.search(attributes) is not None
        if attributes.endswith("/"):
            table.end_cell()


def _unescaped(said: str) -> str:
    return html.unescape(_ENDLESS.sub(" ", said)) if "&" in said else said
