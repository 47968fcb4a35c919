"""Delimited text: which encoding, which delimiter, which cells."""

import csv
import io
import re
from itertools import islice

from parley.lists.read.errors import ReadError
from parley.lists.read.model import Grid

MOST_ROWS = 1_048_576
MOST_COLUMNS = 1_000
_ARABIC = re.compile(r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_COMMON = re.compile(r"[ابتدرسعلمنهویيکكح]")
_ODD = re.compile(r"[\u0080-\u009f\u00a4-\u00bf\u00d7\u00f7\ufffd\u2500-\u25ff]")
_LEGACY = ("cp1256", "iso8859-6", "cp720", "mac_farsi", "cp1252")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *_LEGACY)  # all that are tried


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding). Raises: ReadError(nul_bytes, odd_encoding)."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, name), name
    head = data[:4096]
    if head.count(0) * 4 > len(head):  # every second byte of Latin text, fewer of Arabic
        name = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        return _strict(data, name), name
    try:
        return no_nul(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    if _looks_utf16(head):
        return _strict(data, "utf-16-le"), "utf-16-le"
    best = max(_LEGACY, key=lambda name: _plausible(data[:65536], name))
    return no_nul(data.decode(best, errors="replace")), best


def _strict(data: bytes, name: str) -> str:
    try:
        return no_nul(data.decode(name))
    except UnicodeDecodeError:
        raise ReadError("odd_encoding") from None


def no_nul(text: str) -> str:
    if "\0" in text:
        raise ReadError("nul_bytes", at=text.index("\0") + 1)
    return text


def _looks_utf16(head: bytes) -> bool:
    high = head[1::2]
    return len(high) > 8 and sum(b in (0x00, 0x06) for b in high) > 0.9 * len(high)


def _plausible(data: bytes, name: str) -> float:
    """Return how much ``data`` read as ``name`` looks like names: Arabic letters, common ones, few odd signs."""
    text = data.decode(name, errors="replace")
    return len(_ARABIC.findall(text)) + len(_COMMON.findall(text)) - 3 * len(_ODD.findall(text))


def delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines most evenly; a comma where none does."""
    sample = text[:65536]
    first = sample.split("\n", 1)[0].strip("\r").lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    lines = list(islice((r for r in sample.splitlines() if r.strip()), 60))
    best, found = 0.0, ","
    for mark in (",", ";", "\t", "|", "،", "؛", ":"):
        try:
            widths = [len(r) for r in csv.reader(lines, delimiter=mark)]
        except csv.Error:
            continue
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda w: (widths.count(w), w))
        if usual == 1 and mark == ":":
            continue  # "Kandahar:" over others is no row of two cells
        even = widths.count(usual) / len(widths) * min(usual, 20) if usual > 1 else 0.3
        if even > best and not (mark == ":" and best):
            best, found = even, mark
    return found


def grid(data: bytes) -> tuple[Grid, str]:
    """Return the cells of delimited text, and its encoding.

    Raises: ReadError: nul_bytes, odd_encoding, not_a_table, too_many_rows, too_many_columns.
    """
    text, encoding = decode(data)
    mark = delimiter(text)
    first = 1
    if re.match(r"(?i)sep=.\r?\n", text):
        text, first = text.split("\n", 1)[1], 2
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= MOST_ROWS:
                raise ReadError("too_many_rows", most=MOST_ROWS)
            if len(cells) > MOST_COLUMNS:
                raise ReadError("too_many_columns", columns=len(cells), most=MOST_COLUMNS)
            rows.append(cells)
    except csv.Error:
        raise ReadError("not_a_table", row=len(rows) + 1) from None
    return Grid("", rows, first), encoding
