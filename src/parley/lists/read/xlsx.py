"""What a sheet of XLSX shows that the library that reads its values does not say: hidden rows, zeros that a format adds.

Source: ECMA-376, part 1: 18.3.1.73 (rows), 18.8.30 (number formats), 18.8.10 (cellXfs).
"""

import html
import posixpath
import re
from collections.abc import Mapping

from parley.lists.read.model import Shape
from parley.lists.read.numbers import pads

PARTS = frozenset(("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"))
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_FORMATS_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*)\ss=["'](\d{1,6})["']([^>]*)>""")
_REF = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


def shapes(parts: Mapping[str, bytes]) -> dict[str, Shape]:
    """Return the shape of each sheet, by its name; nothing of a sheet whose part is not where it should be."""
    formats = _formats(parts.get("xl/styles.xml", b""))
    targets = {}
    for found in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        said = _said(found)
        targets[said.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))[1:]
    out = {}
    for found in _SHEET.findall(parts.get("xl/workbook.xml", b"")):
        said = _said(found)
        part = parts.get(targets.get(said.get("id", ""), ""))
        if part is not None:
            out[said.get("name", "")] = Shape(_hidden(part), _padded(part, formats) if formats else {})
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
    block = _FORMATS_OF_CELLS.search(styles)
    if not codes or block is None:
        return {}
    used = [_said(found).get("numFmtId", "") for found in _XF.findall(block[0])]
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


def _padded(sheet: bytes, formats: Mapping[int, str]) -> dict[tuple[int, int], str]:
    out = {}
    for before, style, after in _CELL.findall(sheet):
        code, ref = formats.get(int(style)), _REF.search(before + b" " + after)
        if code is not None and ref is not None:
            column = 0
            for letter in ref[1]:
                column = column * 26 + letter - 64
            out[int(ref[2]) - 1, column - 1] = code
    return out
