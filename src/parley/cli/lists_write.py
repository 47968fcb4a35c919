"""The answer as CSV, XLSX or ODS: cells are text or numbers, never formulas; same lines, same bytes."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from odf import dc, meta
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

Line = tuple[str, str, int, float, str, str]
HEADER = ("left_id", "right_id", "rank", "probability", "decision", "reasons")
_RIGHT_TO_LEFT = ("ps", "fa-AF", "ar")
_ILLEGAL = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])


def write(lines: Sequence[Line], suffix: str, lang: str) -> bytes:
    """Return the file's bytes; ``suffix`` is .csv, .xlsx or .ods."""
    if suffix == ".xlsx":
        return _xlsx(lines, lang)
    return _ods(lines, lang) if suffix == ".ods" else _csv(lines)


def _csv(lines: Sequence[Line]) -> bytes:
    """Ids are never altered, so a CSV may hold one that begins with "=": open it as text, or ask for .xlsx or .ods."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((a, b, rank, f"{p:.4f}", decision, why) for a, b, rank, p, decision, why in lines)
    return out.getvalue().encode()


def _xlsx(lines: Sequence[Line], lang: str) -> bytes:
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("matches")
    if lang in _RIGHT_TO_LEFT:
        sheet.right_to_left()
    bold, four = book.add_format({"bold": True}), book.add_format({"num_format": "0.0000"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 1, 14)
    sheet.set_column(5, 5, 100)
    sheet.write_row(0, 0, HEADER, bold)
    for at, (a, b, rank, p, decision, why) in enumerate(lines, 1):
        sheet.write_string(at, 0, a)
        sheet.write_string(at, 1, b)
        sheet.write_number(at, 2, rank)
        sheet.write_number(at, 3, round(p, 4), four)
        sheet.write_string(at, 4, decision)
        sheet.write_string(at, 5, why[:32_000])
    book.close()
    return out.getvalue()


def _ods(lines: Sequence[Line], lang: str) -> bytes:
    book = OpenDocumentSpreadsheet()
    for part in list(book.meta.childNodes):
        book.meta.removeChild(part)
    book.meta.addElement(meta.CreationDate(text="2020-01-01T00:00:00"))
    book.meta.addElement(dc.Date(text="2020-01-01T00:00:00"))
    direction = "rl-tb" if lang in _RIGHT_TO_LEFT else "lr-tb"
    style = Style(name="way", family="table")
    style.addElement(TableProperties(writingmode=direction))
    book.automaticstyles.addElement(style)
    cell_style = Style(name="cell", family="table-cell")
    cell_style.addElement(ParagraphProperties(writingmode="page"))
    book.automaticstyles.addElement(cell_style)
    table = Table(name="matches", stylename=style)
    rows: list[tuple[str | float, ...]] = [HEADER, *lines]
    for line in rows:
        row = TableRow()
        for value in line:
            row.addElement(_cell(value))
        table.addElement(row)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return _settled(out.getvalue())


def _cell(value: str | float) -> TableCell:
    if isinstance(value, str):
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=value.translate(_ILLEGAL)))
        return cell
    cell = TableCell(valuetype="float", value=repr(round(value, 4)))
    cell.addElement(P(text=str(value) if isinstance(value, int) else f"{value:.4f}"))
    return cell


def _settled(data: bytes) -> bytes:
    """Return the zip with fixed times, so that the same answer is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            stored = info.filename == "mimetype"
            fixed = zipfile.ZipInfo(info.filename, (2020, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(info))
    return out.getvalue()
