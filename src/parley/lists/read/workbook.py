"""Workbooks: whether a file is safe to open, and the text of its cells. Formulas are never evaluated."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import python_calamine

from parley.lists.read import markup, ods, text, xls, xlsx
from parley.lists.read.errors import ReadError
from parley.lists.read.model import Grid, Shape
from parley.lists.read.numbers import KEPT, number_text, shown
from parley.lists.read.text import MOST_COLUMNS, MOST_ROWS

MOST_UNPACKED = 600 * 1024 * 1024  # bytes of all parts together; 100,000 rows of 15 columns take some 120 MB
MOST_RATIO = 300  # sheets of real lists shrink 8 to 60 times
MOST_PARTS = 5_000
MOST_CELLS = 20_000_000
_REF = re.compile(rb"""<(?:\w+:)?c\b[^<>]*?\sr\s*=\s*["']([^"']{0,40})["']""")
_GOOD = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})\Z")
_ODS_ROW = re.compile(rb"<table:table-row\b([^<>]*)>")
_ODS_ROW_END = b"</table:table-row>"
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_REPEAT = re.compile(rb"number-(?:columns|rows)-repeated=[\"']([0-9]{1,10})[\"']")
_JSON = re.compile(rb'[\[\s]*\{\s*(?:"|\})|\[\s*\[\s*(?:"|\d)|\[\s*"')
# Records of other programs, by how they begin: SQL, cards, SYLK, DIF, TeX, letters and pages saved as letters.
_RECORDS = re.compile(
    rb"(?:(?:--|/\*|SET |BEGIN;|USE )[^\n]*\n\s*){0,40}(?:INSERT\s+INTO|CREATE\s+TABLE|DROP\s+TABLE|COPY\s+\S+ \(|REPLACE\s+INTO)\s|BEGIN:V[A-Z]+|ID;P[^\n]*\n(?:[A-Z]{1,2};[^\n]*\n){0,60}C;[XY]\d|"
    rb"TABLE\r?\n0,1\r?\n|\\(?:documentclass|begin)\b|(?:[A-Z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,30}(?:MIME-Version|Content-Type):"
)
_NO_STRING = re.compile(
    rb"""\st=["']s["'][^<>]{0,200}>\s{0,20}<(?:\w{1,20}:)?v>\s{0,20}-"""
)  # a text before the first
_CHUNK = 1 << 20
MOST_FILLED = 2_000_000  # cells that merged ones fill
_READ_HERE = {"xlsx": xlsx.PARTS, "ods": frozenset(("content.xml", "META-INF/manifest.xml"))}
_ESCAPED = re.compile(
    r"_x(?!0000|[dD][89a-fA-F])([0-9A-Fa-f]{4})_"
)  # how XLSX writes a letter that XML may not hold
# PDF, pictures, packed files, RTF; a page with its pictures in one file (MHTML)
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"GIF8",
    b"BM",
    b"{\\rtf",
    b"MIME-Version:",
)


def kind_of(data: bytes) -> str:
    """Return csv, xlsx, xls, ods or markup, by the bytes and not by the file name. Raises: ReadError."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    begins = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if begins.startswith(_OTHERS) or _JSON.match(begins) or _RECORDS.match(begins):
        raise ReadError("wrong_kind")
    if markup.is_markup(data):
        return "markup"
    if text.is_binary(data):
        raise ReadError("wrong_kind")
    return "csv"


def _zip_kind(data: bytes) -> str:
    names = {info.filename for info in _parts(data)}
    if any(name.lower() == "xl/workbook.xml" for name in names) or any(n.startswith("xl/") for n in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise ReadError("wrong_kind")


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as workbook:
            parts = workbook.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError, EOFError):
        raise ReadError("broken_file") from None
    if len(parts) > MOST_PARTS:
        raise ReadError("too_many_parts", parts=len(parts), most=MOST_PARTS)
    return parts


def check(data: bytes, kind: str) -> dict[str, bytes]:
    """Refuse a zip that unpacks to too much, or whose cells lie too far out; return the parts that are read here.

    Raises: ReadError.
    """
    parts = _parts(data)
    if any(info.flag_bits & 1 for info in parts):
        raise ReadError("encrypted")
    if len({info.filename for info in parts}) != len(parts):
        raise ReadError("broken_file")
    total, kept = 0, {}
    with zipfile.ZipFile(io.BytesIO(data)) as workbook:
        for info in parts:
            sheet = kind == "xlsx" and re.fullmatch(r"(?i)xl/worksheets/[^/]+\.xml", info.filename)
            wanted = sheet or info.filename in _READ_HERE[kind]
            body = bytearray()
            for chunk in _unpacked(workbook, info):
                total += len(chunk)
                if total > MOST_UNPACKED or total > MOST_RATIO * len(data) + 10 * _CHUNK:
                    raise ReadError("zip_bomb", most=MOST_UNPACKED)
                if wanted:
                    body += chunk
            if sheet:
                _check_cells(bytes(body))
            if info.filename == "content.xml":
                _check_ods(bytes(body))
            if wanted:
                kept[info.filename] = bytes(body)
    return kept


def _unpacked(workbook: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with workbook.open(info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise ReadError("broken_file") from None


def _check_cells(xml: bytes) -> None:
    """Refuse a sheet whose cells span too wide a rectangle: readers reserve the whole of it."""
    if not xml.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise ReadError("odd_encoding")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or _NO_STRING.search(xml):
        raise ReadError("broken_file")
    widest, lowest = 0, 0
    for ref in _REF.findall(xml):
        good = _GOOD.match(ref)
        if not good:
            raise ReadError("broken_file")
        letters, number = good.groups()
        if len(letters) > 1:
            column = 0
            for c in letters:
                column = column * 26 + c - 64
            widest = max(widest, column)
        lowest = max(lowest, int(number))
    _check_span(lowest, max(widest, 26))


def _check_ods(xml: bytes) -> None:
    """The same for ODS, where a cell or row may stand for a million."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ReadError("broken_file")
    lowest, widest = 0, 0
    for table in xml.split(b"<table:table ")[1:]:
        row, filled_row = 0, 0
        for written in table.split(_ODS_ROW_END)[:-1]:  # once through, whatever is not closed
            if (begun := _ODS_ROW.search(written)) is None:
                continue
            attributes, inner = begun[1], written[begun.end() :]
            column, filled = 0, 0
            for cell, closed in _ODS_CELL.findall(inner):
                column += _times(cell)
                if not closed or b"office:value" in cell:
                    filled = column
            row += _times(attributes)
            if filled:
                filled_row = row
                widest = max(widest, filled)
        lowest = max(lowest, filled_row)
        _check_span(lowest, widest)


def _times(attributes: bytes) -> int:
    found = _REPEAT.search(attributes)
    return int(found[1]) if found else 1


def _check_span(rows: int, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise ReadError("too_many_columns", columns=columns, most=MOST_COLUMNS)
    if rows > MOST_ROWS:
        raise ReadError("too_many_rows", most=MOST_ROWS)
    if rows * columns > 4 * MOST_CELLS:
        raise ReadError("too_many_cells", most=MOST_CELLS)


def grids(data: bytes, kind: str) -> list[Grid]:
    """Return every sheet as text, as it shows it; those that are hidden say so. Raises: ReadError."""
    if kind == "ods":
        parts = check(data, kind)
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise ReadError("encrypted")
        return list(ods.grids(parts["content.xml"]))
    shapes = xls.check(data) if kind == "xls" else xlsx.shapes(check(data, kind))
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [
            _grid(workbook.get_sheet_by_name(meta.name), shapes.get(meta.name, Shape()), meta)
            for meta in workbook.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError:
        raise ReadError("encrypted") from None
    except MemoryError:
        raise
    except (
        Exception
    ) as error:  # the library has many, and panics are BaseException: both are "cannot be read"
        raise ReadError("broken_file") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ReadError("broken_file") from None
        raise
    return found


def _grid(sheet: python_calamine.CalamineSheet, shape: Shape, meta: python_calamine.SheetMetadata) -> Grid:
    top, left = sheet.start or (0, 0)
    raw = sheet.to_python(skip_empty_area=True)
    rows = [[cell_text(c) for c in row] for row in raw]
    rounded = frozenset(
        (i, j)
        for i, row in enumerate(raw)
        for j, c in enumerate(row)
        if isinstance(c, float) and abs(c) >= 10**KEPT
    )
    for (row, column), code in shape.formats.items():
        i, j = row - top, column - left
        if 0 <= i < len(rows) and 0 <= j < len(rows[i]) and rows[i][j].isdigit():
            rows[i][j] = shown(int(rows[i][j]), code) or rows[i][j]
    hidden = sum(
        any(c.strip() for c in rows[row - top]) for row in shape.hidden if 0 <= row - top < len(rows)
    )
    return Grid(
        meta.name, rows, top + 1,
        hidden=meta.visible != python_calamine.SheetVisibleEnum.Visible, hidden_rows=hidden,
        hidden_columns=frozenset(column - left for column in shape.hidden_columns if column >= left),
        merged=_fill_down(rows, sheet.merged_cell_ranges or (), top, left), rounded=rounded,
        struck=frozenset((row - top, column - left) for row, column in shape.struck),
    )  # fmt: skip


def _fill_down(
    rows: list[list[str]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], top: int, left: int
) -> frozenset[tuple[int, int]]:
    """Write what a merged cell says into all its rows, and return which cells that filled."""
    filled: set[tuple[int, int]] = set()
    for (first, column), (last, _) in ranges:
        i, j = first - top, column - left
        if last == first or not (0 <= i < len(rows) and 0 <= j < len(rows[i])) or not rows[i][j].strip():
            continue
        for k in range(i + 1, min(last - top + 1, len(rows))):
            if j < len(rows[k]) and not rows[k][j].strip() and len(filled) < MOST_FILLED:
                rows[k][j] = rows[i][j]
                filled.add((k, j))
    return frozenset(filled)


def cell_text(cell: object) -> str:
    """Return what a cell shows, near enough: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if "_x" in cell else cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return number_text(repr(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell)
