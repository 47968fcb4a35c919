"""Text that some program read wrongly before it came here: set right where that can be known, else refused.

Bytes of one code page taken for another ("ÑÇÆÝ", "Ø±Ø§"), in any format: old workbooks say no code page, and a cell keeps what a
paste gave it. And Arabic script mirrored, as PDF files and old terminals give it: «فئار» is «رائف» from its end.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import chain, islice

from parley.letters import bare, plain
from parley.lists.names.known import DARI
from parley.lists.read import headings
from parley.lists.read.errors import ReadError
from parley.lists.read.model import Column, Grid

LOOKED_AT = 2_000  # rows
_CELLS = 500  # of them, those that are not plain Latin
_MOST = 0.6  # of the odd cells that one explanation sets right
_FEW = 3  # odd cells, below which only UTF-8 is believed: nothing else spells it by chance
_ASCII = re.compile(r"[\x00-\x7f]*")
_ARABIC = re.compile(
    r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u067c\u0689\u0693\u06bc\u0681\u0685\u069a\u0696\u06ab\u06d0\u06cd\u06d2\u06c1\u0679]"
)
_COMMON = re.compile(r"[ابتدرسعلمنهویيکكح]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_USUAL = re.compile(r"[аеиорнлмкдвтсгАЕИОРНЛМКДВТСГ]")
# Signs that no name holds; letters that stand together in a name only if a code page is wrong.
_SIGNS = re.compile(
    r"[\u0080-\u00a9\u00ab-\u00af\u00b1-\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\ufffd\u2020-\u2022\u2030\u2039\u203a\u20ac\u2122\u2200-\u22ff\u2500-\u25ff\ue000-\uf8ff]"
)
_PUNCTUATION = re.compile(
    r"[\u2010-\u2018\u201a-\u205e\ufb00-\ufb04]"
)  # of a typesetter: a name has one or two
_BY_NUMBER = re.compile(r"\\u(?!00[01]|[dD][89a-fA-F])([0-9a-fA-F]{4})")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){2,}")
_ESCAPED = re.compile(rf"{_BY_NUMBER.pattern}|&#(?:\d{{3,6}}|x[0-9a-fA-F]{{3,5}});|{_PERCENT.pattern}")
_LOST = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])")  # a letter that some program could not write
_CLEAN = re.compile(r"[\w .,/-]*", re.ASCII)
_WRONGLY = (
    "cp1252", "latin-1", "mac_roman", "cp1256", "cp1251", "cp437", "cp850", "cp866", "koi8-r", "iso8859-6", "cp720",
)  # fmt: skip
_RIGHTLY = ("utf-8", "cp1256", "cp1251", "iso8859-6", "cp720", "mac_arabic", "koi8-r", "cp866")
ENCODINGS = tuple(dict.fromkeys((*_WRONGLY, *_RIGHTLY)))
_TURNED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_STRAIGHT = re.compile(r"[0-9A-Za-z]+(?:[ .,:/-][0-9A-Za-z]+)*")  # runs from left to right stay so
_EVIDENCE, _TIMES = 2, 3  # mirrored words, at least, and how many for one that is not


def mended(grids: Sequence[Grid]) -> tuple[list[Grid], tuple[tuple[str, int], ...]]:
    """Return the sheets with wrongly read text set right, and how many cells were, by what had happened to them."""
    found, counts = list(grids), {"text_mended": 0, "text_mirrored": 0}
    for k, grid in enumerate(found):
        if any(_ESCAPED.search(cell) for row in grid.rows[:LOOKED_AT] for cell in row):
            found[k] = _each(grid, _unescaped, counts, "text_mended", ascii_too=True)
    right = _right_reading(list(islice(_telling(found), _CELLS)))
    if right is not None:
        found = [_each(grid, right, counts, "text_mended") for grid in found]
    forward, backward = _ways(list(islice(_telling(found), _CELLS)))
    if backward >= _EVIDENCE and backward > _TIMES * forward:
        found = [_each(grid, _mirrored, counts, "text_mirrored") for grid in found]
    elif backward >= _EVIDENCE:
        found = [_rows_turned(grid, counts) for grid in found]
    counts["letters_lost"] = sum(
        _LOST.search(cell) is not None
        for grid in found
        for row in grid.rows
        for cell in row
        if not _CLEAN.fullmatch(cell)
    )
    return found, tuple(counts.items())


def _telling(grids: Sequence[Grid]) -> "chain[str]":
    """Return the cells that are not plain Latin, from the top of each sheet."""
    return chain.from_iterable(
        (cell for row in grid.rows[:LOOKED_AT] for cell in row if not _ASCII.fullmatch(cell))
        for grid in grids
    )


def _unescaped(cell: str) -> str:
    """Return a cell with letters that a program wrote by their numbers: &#1586;, %D8%B2, and as JSON does."""
    if not _ESCAPED.search(cell):
        return cell
    cell = html.unescape(_BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), cell))
    return _PERCENT.sub(lambda found: _by_bytes(found[0]), cell)


def _by_bytes(said: str) -> str:
    """Return the letters of %D8%B2, or the signs as they stand if they are no UTF-8."""
    try:
        read = bytes.fromhex(said.replace("%", "")).decode()
    except UnicodeDecodeError:
        return said
    return said if any(letter < " " for letter in read) else read


def _each(
    grid: Grid, right: Callable[[str], str], counts: dict[str, int], code: str, *, ascii_too: bool = False
) -> Grid:
    out: list[Sequence[str]] = []
    for row in grid.rows:
        if not ascii_too and all(map(str.isascii, row)):
            out.append(row)
            continue
        cells = [cell if cell.isascii() and not ascii_too else right(cell) for cell in row]
        counts[code] += sum(a != b for a, b in zip(row, cells, strict=True))
        out.append(cells)
    return replace(grid, rows=out)


def _right_reading(cells: Sequence[str]) -> Callable[[str], str] | None:
    """Return what sets the odd ones of ``cells`` right, None if there are too few, or nothing does."""
    odd = [cell for cell in cells if is_odd(cell)]
    if not odd:
        return None
    best, found = 0.0, None
    for wrongly in _WRONGLY:
        for rightly in _RIGHTLY:
            if wrongly == rightly or (rightly != "utf-8" and len(odd) < _FEW):
                continue
            share = sum(_reads(cell, wrongly, rightly) is not None for cell in odd) / len(odd)
            if share > best:
                best, found = share, (wrongly, rightly)
    if found is None or best < _MOST:
        return None
    return partial(_set_right, *found)


def _set_right(wrongly: str, rightly: str, cell: str) -> str:
    if (_ARABIC.search(cell) or _CYRILLIC.search(cell)) and not is_odd(cell):
        return cell
    return _reads(cell, wrongly, rightly, known=True) or cell


@cache
def bytes_of(name: str) -> dict[str, int]:
    """Return the byte of each letter of a code page; bytes without a letter came through as themselves."""
    return {chr(b): b for b in range(256)} | {
        bytes([b]).decode(name, "ignore"): b for b in range(256) if bytes([b]).decode(name, "ignore")
    }


def _reads(cell: str, wrongly: str, rightly: str, *, known: bool = False) -> str | None:
    """Return ``cell`` read as it should have been, None if it was not read wrongly in this way.

    ``known``: others were; then its letters need not be usual ones.
    """
    of = bytes_of(wrongly)
    try:
        read = bytes(map(of.__getitem__, cell)).decode(rightly)
    except (KeyError, UnicodeDecodeError):
        return None
    letters = sum(map(str.isalpha, read))
    arabic, cyrillic = len(_ARABIC.findall(read)), len(_CYRILLIC.findall(read))
    if _SIGNS.search(read) or not letters or any(c < " " for c in read.strip()):
        return None
    if rightly == "utf-8":
        return read if arabic + cyrillic > 0.5 * letters else None
    if arabic > 0.8 * letters and (known or 2 * len(_COMMON.findall(read)) > arabic):
        return read
    usual = known or 2 * len(_USUAL.findall(read)) > cyrillic
    return read if cyrillic > 0.8 * letters and usual else None


def is_odd(cell: str) -> bool:
    """Return whether a cell looks as if it had been read in a wrong code page: signs amid letters, or nearly all letters marked."""
    if cell.isascii():
        return False
    text = "".join(cell.split())
    if _is_strange(text) and len(_SIGNS.findall(text)) + sum(map(_is_capital, text[1:])) > 0:
        return True
    if (len(_SIGNS.findall(text)) + len(_PUNCTUATION.findall(text))) * 5 > len(text):
        return True
    return (
        5 * sum(c in "طظ" for c in text) > 2 * len(text) > 6
        or 5 * sum(c in "РСÐÑØÙÚÛ" for c in text) > 2 * len(text) > 6
    )


def _is_strange(text: str) -> bool:
    return 2 * sum("\x80" <= c <= "\u02ff" for c in text) > len(text) - sum(map(str.isspace, text))


def _is_capital(letter: str) -> bool:
    return "\xc0" <= letter <= "\xde"


def _rows_turned(grid: Grid, counts: dict[str, int]) -> Grid:
    """Turn the rows in which every word that tells, two or more, stands from its end: some programs turn only some lines."""
    out: list[Sequence[str]] = []
    for row in grid.rows:
        forward, backward = _ways([cell for cell in row if not cell.isascii()])
        if forward or backward < _EVIDENCE:
            out.append(row)
            continue
        turned = [_mirrored(cell) for cell in row]
        counts["text_mirrored"] += sum(a != b for a, b in zip(row, turned, strict=True))
        out.append(turned)
    return replace(grid, rows=out)


def _ways(cells: Sequence[str]) -> tuple[int, int]:
    """Return how many words of the Arabic script stand as they should, and from their ends: names, headings, articles tell."""
    forward = backward = 0
    for cell in cells:
        for word in plain(cell).split():
            if len(word) > 2 and _ARABIC.search(word):
                forward += _is_usual(word)
                backward += _is_usual(word[::-1])
    return forward, backward


def _is_usual(word: str) -> bool:
    """Return whether a word is a known name or heading, or begins and ends as Arabic words do and no others."""
    if bare(word) in _usual_words():
        return True
    return (word.startswith("ال") and len(word) > 4 and not word.endswith("لا")) or word.endswith("ة")


@cache
def _usual_words() -> frozenset[str]:
    words = {word for heading in headings.known_words() for word in heading.split()}
    return frozenset(
        bare(word) for word in (*DARI, *words) if len(word) > 2 and bare(word) != bare(word)[::-1]
    )


def _mirrored(cell: str) -> str:
    """Return a cell from its end, numbers and Latin words in it as they are."""
    if not _ARABIC.search(plain(cell)):
        return cell
    turned = plain(cell)[::-1].translate(_TURNED)
    return _STRAIGHT.sub(lambda found: found[0][::-1], turned)


def check_names(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Refuse a list whose names look like none: matched, everybody would be "not held". Raises: ReadError(not_names)."""
    for column in columns:
        if column.field == "name":
            cells = [
                row[column.index] for row in rows if column.index < len(row) and row[column.index].strip()
            ]
            odd = sum(map(is_odd, cells))
            if odd >= min(_FEW, len(cells)) and 2 * odd > len(cells):
                raise ReadError("not_names", rows=odd)
