"""What a sheet of XLSX shows that the library that reads its values does not say: hidden rows and columns, zeros that a format adds, lines through cells.

Source: ECMA-376, part 1: 18.3.1.73 (rows), 18.3.1.13 (columns), 18.8.30 (number formats), 18.8.10 (cellXfs), 18.4.10 (strike).
"""

import html
import posixpath
import re
from collections.abc import Container, Iterator, Mapping

from parley.lists.read.model import Shape
from parley.lists.read.numbers import pads

PARTS = frozenset(("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"))
# Bounded, and never across another tag: what begins and does not end is looked through once.
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\b([^<>]{0,2000})>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\b([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(rb"""(?:\w{1,40}:)?(\w{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMAT = re.compile(rb"<(?:\w{1,20}:)?numFmt\b([^<>]{0,2000})>")
_XF = re.compile(rb"<(?:\w{1,20}:)?xf\b([^<>]{0,2000})>")
_FONT = re.compile(rb"<(?:\w{1,20}:)?font\b")
_STRIKE = re.compile(rb"<(?:\w{1,20}:)?strike\b([^<>]{0,100})")
_OFF = re.compile(rb"""\bval\s*=\s*["'](?:0|false|off)["']""")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b([^<>]{0,2000})>")
_COL = re.compile(rb"<(?:\w{1,20}:)?col\b([^<>]{0,2000})>")
_MOST_COLUMNS = 16_384  # of a sheet
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\b([^<>]{0,200}?)\ss=["'](\d{1,6})["']([^<>]{0,200})>""")
_REF = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


def shapes(parts: Mapping[str, bytes]) -> dict[str, Shape]:
    """Return the shape of each sheet, by its name; nothing of a sheet whose part is not where it should be."""
    styles = parts.get("xl/styles.xml", b"")
    formats, striking = _formats(styles), _striking(styles)
    targets = {}
    for found in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        said = _said(found)
        targets[said.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))[1:]
    out = {}
    for found in _SHEET.findall(parts.get("xl/workbook.xml", b"")):
        said = _said(found)
        part = parts.get(targets.get(said.get("id", ""), ""))
        if part is not None:
            struck = (
                frozenset(at for at, _ in _styled(part, striking))
                if striking
                else frozenset[tuple[int, int]]()
            )
            padded = {at: formats[style] for at, style in _styled(part, formats)} if formats else {}
            out[said.get("name", "")] = Shape(_hidden(part), padded, struck, _hidden_columns(part))
    return out


def _said(attributes: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(attributes)
    }


def _formats(styles: bytes) -> dict[int, str]:
    """Return the formats that add to a number, by the style of the cells that have them."""
    codes = {}
    for found in _FORMAT.findall(styles):
        said = _said(found)
        if pads(said.get("formatCode", "")):
            codes[said.get("numFmtId", "")] = said["formatCode"]
    used = (
        [_said(found).get("numFmtId", "") for found in _XF.findall(_block(styles, b"cellXfs"))]
        if codes
        else []
    )
    return {style: codes[code] for style, code in enumerate(used) if code in codes}


def _hidden(sheet: bytes) -> frozenset[int]:
    if b"hidden=" not in sheet:
        return frozenset()
    found = (_said(said) for said in _ROW.findall(sheet))
    return frozenset(
        int(said["r"]) - 1
        for said in found
        if said.get("hidden") in ("1", "true") and said.get("r", "").isdigit()
    )


def _hidden_columns(sheet: bytes) -> frozenset[int]:
    """Return the columns that a sheet does not show: hidden, or of no width."""
    found = set[int]()
    for said in map(_said, _COL.findall(sheet[: sheet.find(b"<sheetData")])):
        first, last = said.get("min", ""), said.get("max", "")
        none = re.fullmatch(r"0+(?:\.0*)?", said.get("width", "")) is not None
        if (none or said.get("hidden") in ("1", "true")) and first.isdigit() and last.isdigit():
            found.update(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))
    return frozenset(found)


def _striking(styles: bytes) -> frozenset[int]:
    """Return the styles of cells whose font draws a line through what they say."""
    if b"strike" not in styles:
        return frozenset()
    fonts = _FONT.split(_block(styles, b"fonts"))[1:]
    lined = {
        str(at)
        for at, font in enumerate(fonts)
        if (found := _STRIKE.search(font)) and not _OFF.search(found[1])
    }
    used = [_said(found).get("fontId", "") for found in _XF.findall(_block(styles, b"cellXfs"))]
    return frozenset(style for style, font in enumerate(used) if font in lined)


def _block(styles: bytes, tag: bytes) -> bytes:
    """Return what stands in the first element called ``tag``; nothing if it does not end."""
    begun = re.search(rb"<(?:\w{1,20}:)?" + tag + rb"\b", styles)
    ended = begun and re.compile(rb"</(?:\w{1,20}:)?" + tag + rb"\s*>").search(styles, begun.end())
    return styles[begun.end() : ended.start()] if begun and ended else b""


def _styled(sheet: bytes, styles: Container[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield row and column, counted from 0, and the style of each cell that has one of ``styles``."""
    for before, style, after in _CELL.findall(sheet):
        ref = _REF.search(before + b" " + after) if int(style) in styles else None
        if ref is not None:
            column = 0
            for letter in ref[1]:
                column = column * 26 + letter - 64
            yield (int(ref[2]) - 1, column - 1), int(style)
