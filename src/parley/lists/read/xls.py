"""Old workbooks (BIFF in an OLE file): how wide their cells lie, before a reader reserves room for all between them; hidden rows and columns, formats.

Source: MS-CFB (the file of sectors) and MS-XLS (the records), as Microsoft publishes them.
"""

import struct
from dataclasses import dataclass, field

from parley.lists.read.errors import ReadError
from parley.lists.read.model import Shape
from parley.lists.read.numbers import pads

PLENTY = 2_000_000  # cells between the corners of all sheets that nobody minds
SPARSE = 60  # times as many as there are records of cells: real lists have a record for most
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_CELLS = frozenset((0x06, 0x201, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6))  # row and column first
_RUNS = frozenset((0xBD, 0xBE))  # row, first column, ..., last column
_SPAN = (
    0x200  # rows from and to, columns from and to: readers reserve room for all of it before they see a cell
)
_SHEET, _FORMAT, _STYLE, _ROW, _FONT, _COLUMNS = 0x85, 0x41E, 0xE0, 0x208, 0x31, 0x7D
_MOST_COLUMNS = 256  # of a sheet
_NUMBERS = (0x203, 0x27E, 0xBD)
_STYLED = (*_NUMBERS, 0xFD, 0x204)  # cells of numbers, and of text
_STRUCK = 0x08  # of a font: it draws a line through what it writes
_NO_FONT = 4  # there is none of this number
_BOF = frozenset((0x809, 0x409, 0x209, 0x09))


def check(data: bytes) -> dict[str, Shape]:
    """Refuse a workbook whose few cells lie far apart; return the shape of each sheet, by its name.

    Raises: ReadError(broken_file, too_many_cells).
    """
    try:
        stream = _workbook(data)
        between, records = _extent(stream)
    except (struct.error, IndexError, ValueError, OverflowError):
        raise ReadError("broken_file") from None
    if between > PLENTY and between > SPARSE * records:
        raise ReadError("too_many_cells", most=PLENTY)
    try:
        return _shapes(stream)
    except (struct.error, IndexError, ValueError):
        return {}  # what is shown beside the values may be missing; the values are not


@dataclass(slots=True)
class _Styles:
    """What cells look like, by the number of their style."""

    codes: dict[int, str] = field(default_factory=dict)  # number formats
    struck: list[bool] = field(default_factory=list)  # of each font
    styles: list[tuple[int, int]] = field(default_factory=list)  # font and format

    def take(self, kind: int, body: bytes) -> None:
        if kind == _FORMAT:
            self.codes[struct.unpack_from("<H", body)[0]] = _string(
                body[2:], struct.unpack_from("<H", body, 2)[0], 2
            )
        elif kind == _FONT:
            self.struck.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRUCK))
        elif kind == _STYLE:
            self.styles.append(struct.unpack_from("<HH", body))

    def code(self, style: int) -> str:
        """Return the number format of a style; "" if it adds nothing."""
        code = self.codes.get(self.styles[style][1], "") if style < len(self.styles) else ""
        return code if pads(code) else ""

    def strikes(self, style: int) -> bool:
        font = self.styles[style][0] if style < len(self.styles) else 0
        font -= font > _NO_FONT
        return font < len(self.struck) and self.struck[font]


def _shapes(stream: bytes) -> dict[str, Shape]:
    """Return hidden rows, padding formats and struck cells of each sheet of BIFF 8; older ones have no such records that are sure."""
    names: dict[int, str] = {}  # where a sheet begins → its name
    styles = _Styles()
    out: dict[str, Shape] = {}
    hidden: set[int] = set()
    columns: set[int] = set()
    struck: set[tuple[int, int]] = set()
    formats: dict[tuple[int, int], str] = {}
    at, sheet = 0, ""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if kind == 0x809:
            sheet, hidden, columns, struck, formats = names.get(at, ""), set(), set(), set(), {}
        elif kind == 0x0A and sheet:
            out[sheet] = Shape(frozenset(hidden), dict(formats), frozenset(struck), frozenset(columns))
        elif kind == _SHEET:
            names[struct.unpack_from("<I", body)[0]] = _string(
                body[6:], struct.unpack_from("<B", body, 6)[0], 1
            )
        elif kind in (_FORMAT, _FONT, _STYLE):
            styles.take(kind, body)
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            hidden.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS:
            columns |= _hidden_columns(body)
        elif kind in _STYLED and (styles.codes or any(styles.struck)):
            row, column = struct.unpack_from("<HH", body)
            for k, style in enumerate(_styles_of(kind, body)):
                if kind in _NUMBERS and (code := styles.code(style)):
                    formats[row, column + k] = code
                if styles.strikes(style):
                    struck.add((row, column + k))
        at += 4 + length
    return out


def _hidden_columns(body: bytes) -> set[int]:
    """Return the columns that one record says are not shown: hidden, or of no width."""
    first, last, width, _, flags = struct.unpack_from("<5H", body)
    return set(range(first, min(last + 1, _MOST_COLUMNS))) if flags & 1 or not width else set()


def _styles_of(kind: int, body: bytes) -> list[int]:
    if kind != 0xBD:
        return [struct.unpack_from("<H", body, 4)[0]]
    return [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]


def _string(body: bytes, letters: int, size: int) -> str:
    """Return a text of BIFF 8: its length in ``size`` bytes, a byte that says whether letters take two, the letters."""
    wide = body[size] & 1
    return body[size + 1 : size + 1 + letters * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _workbook(data: bytes) -> bytes:
    """Return the stream that holds the sheets."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    directory, _, _, mini_from, _, more, _ = struct.unpack_from("<7I", data, 48)
    sectors = list(struct.unpack_from("<109I", data, 76))
    seen = 0
    while (
        more < _END and seen < len(data) // size
    ):  # files of more than 7 MB list their sectors in further ones
        part = struct.unpack_from(f"<{size // 4}I", data, size * (more + 1))
        sectors += part[:-1]
        more, seen = part[-1], seen + 1
    table = _numbers(b"".join(data[size * (s + 1) : size * (s + 2)] for s in sectors if s < _END))
    entries = _chain(data, table, directory, size)
    root, found = b"", b""
    for at in range(0, len(entries) - 127, 128):
        entry = entries[at : at + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if entry[66] == 5:
            root = entry
        elif name.lower() in ("workbook", "book"):
            found = entry
    if not (root and found):
        raise ReadError("wrong_kind")  # Word and others keep their texts in such files too
    first, length = struct.unpack_from("<2I", found, 116)
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, table, first, size)[:length]
    small = _numbers(_chain(data, table, mini_from, size))
    inside = _chain(data, table, struct.unpack_from("<I", root, 116)[0], size)
    return _chain(bytes(64) + inside, small, first, 64)[:length]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], first: int, size: int) -> bytes:
    """Return the sectors from ``first`` on, in their order; a circle ends where it closes."""
    parts, at, left = [], first, len(table)
    while at < _END and left > 0:
        parts.append(data[size * (at + 1) : size * (at + 2)])
        at, left = table[at], left - 1
    return b"".join(parts)


def _extent(stream: bytes) -> tuple[int, int]:
    """Return how many cells lie between the corners of the sheets, all together, and how many records of cells there are."""
    between = records = rows = columns = at = said = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _BOF:
            between, rows, columns = between + rows * columns, 0, 0
        elif kind == _SPAN and length >= 10:
            said += _span(stream[at + 4 : at + 4 + length])
        elif kind in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            rows, columns, records = max(rows, row + 1), max(columns, column + 1), records + 1
        elif kind in _RUNS and length >= 6:
            row, start = struct.unpack_from("<HH", stream, at + 4)
            (column,) = struct.unpack_from("<H", stream, at + 2 + length)
            rows, columns, records = (
                max(rows, row + 1),
                max(columns, column + 1),
                records + max(column - start, 0) + 1,
            )
        at += 4 + length
    return max(between + rows * columns, said), records


def _span(record: bytes) -> int:
    """Return how many cells a sheet says that it spans. Raises: ValueError where it ends before it begins."""
    top, bottom, left, right = struct.unpack_from("<2I2H" if len(record) >= 14 else "<4H", record)
    if bottom == 0 or right == 0:
        return 0
    if top >= bottom or left >= right:
        raise ValueError("a sheet ends before it begins")
    return int((bottom - top) * (right - left))
