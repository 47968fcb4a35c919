"""The result as CSV, XLSX or ODS: cells are text or numbers, never formulas; the same lines give the same bytes."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import xlsxwriter

from parley.lists import spreadsheet

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
    rows = ((a, b, rank, f"{p:.4f}", decision, why) for a, b, rank, p, decision, why in lines)
    return spreadsheet.written(HEADER, rows, exact=HEADER[:2]).encode()


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


_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2">
<office:automatic-styles><style:style style:name="way" style:family="table"><style:table-properties
 style:writing-mode="{way}"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="matches" table:style-name="way">
{rows}
</table:table></office:spreadsheet></office:body></office:document-content>
"""


def _ods(lines: Sequence[Line], lang: str) -> bytes:
    """Three parts are a whole ODS file; written by hand, because the same lines must give the same bytes."""
    every: list[tuple[str | float, ...]] = [HEADER, *lines]
    rows = (
        "<table:table-row>" + "".join(_cell(value) for value in line) + "</table:table-row>" for line in every
    )
    way = "rl-tb" if lang in _RIGHT_TO_LEFT else "lr-tb"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, text in (
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", _CONTENT.format(way=way, rows="\n".join(rows))),
            ("META-INF/manifest.xml", _MANIFEST),
        ):
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            book.writestr(info, text)
    return out.getvalue()


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        shown = escape(value.translate(_ILLEGAL))
        return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'
    shown = str(value) if isinstance(value, int) else f"{value:.4f}"
    return f'<table:table-cell office:value-type="float" office:value="{shown}"><text:p>{shown}</text:p></table:table-cell>'
