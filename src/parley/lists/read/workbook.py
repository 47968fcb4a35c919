"""Workbooks: whether a file is safe to open, and the text of its cells. Formulas are never evaluated."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import python_calamine

from parley.lists.read import markup, xls
from parley.lists.read.errors import ReadError
from parley.lists.read.model import Grid
from parley.lists.read.text import MOST_COLUMNS, MOST_ROWS

MOST_UNPACKED = 600 * 1024 * 1024  # bytes of all parts together; 100,000 rows of 15 columns take some 120 MB
MOST_RATIO = 300  # sheets of real lists shrink 8 to 60 times
MOST_PARTS = 5_000
MOST_CELLS = 20_000_000
_REF = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']([^"']{0,40})["']""")
_GOOD = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})\Z")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_REPEAT = re.compile(rb"number-(?:columns|rows)-repeated=[\"']([0-9]{1,10})[\"']")
_JSON = re.compile(rb'[\[\s]*\{\s*(?:"|\})')
_CHUNK = 1 << 20
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
    if begins.startswith(_OTHERS) or _JSON.match(begins):
        raise ReadError("wrong_kind")
    if markup.is_markup(data):
        return "markup"
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


def check(data: bytes, kind: str) -> None:
    """Refuse a zip that unpacks to too much, or whose cells lie too far out. Raises: ReadError."""
    parts = _parts(data)
    if any(info.flag_bits & 1 for info in parts):
        raise ReadError("encrypted")
    if len({info.filename for info in parts}) != len(parts):
        raise ReadError("broken_file")
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as workbook:
        for info in parts:
            sheet = kind == "xlsx" and re.fullmatch(r"(?i)xl/worksheets/[^/]+\.xml", info.filename)
            content = kind == "ods" and info.filename == "content.xml"
            body = bytearray()
            for chunk in _unpacked(workbook, info):
                total += len(chunk)
                if total > MOST_UNPACKED or total > MOST_RATIO * len(data) + 10 * _CHUNK:
                    raise ReadError("zip_bomb", most=MOST_UNPACKED)
                if sheet or content:
                    body += chunk
            if sheet:
                _check_cells(bytes(body))
            if content:
                _check_ods(bytes(body))


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
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
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
        for attributes, inner in _ODS_ROW.findall(table):
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
    """Return every visible sheet as text. Raises: ReadError."""
    if kind == "xls":
        xls.check(data)
    else:
        check(data, kind)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for meta in workbook.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            first = (sheet.start or (0, 0))[0] + 1
            rows = [[cell_text(c) for c in row] for row in sheet.to_python(skip_empty_area=True)]
            found.append(Grid(meta.name, rows, first))
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


def cell_text(cell: object) -> str:
    """Return what a cell shows, near enough: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell)
