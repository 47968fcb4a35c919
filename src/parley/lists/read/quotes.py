"""Quotes that are not CSV's: whole lines in quotes, cells in single ones, apostrophes that keep a spreadsheet from reading a number."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice

_LOOKED_AT = 200  # rows
_MOST = 0.8  # of the rows looked at
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_APOSTROPHE = "'"


def single(lines: Sequence[str], mark: str) -> bool:
    """Return whether cells stand in single quotes: nearly all of those in most lines."""
    cell = _SINGLE.pattern
    whole = re.compile(rf"\s*{cell}\s*(?:{re.escape(mark)}\s*{cell}\s*)+")
    return len(lines) > 1 and sum(whole.fullmatch(line) is not None for line in lines) >= _MOST * len(lines)


def unwrapped(rows: Sequence[list[str]], mark: str) -> list[list[str]]:
    """Return the rows, each taken apart once more where every line of the file stands in quotes as a whole."""
    looked = [row for row in islice(rows, _LOOKED_AT) if any(cell.strip() for cell in row)]
    alone = [row[0] for row in looked if len(row) == 1 and mark in row[0]]
    if len(alone) < 2 or len(alone) < _MOST * len(looked):
        return list(rows)
    return [next(csv.reader([row[0]], delimiter=mark), []) if len(row) == 1 else row for row in rows]


def without_apostrophes(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield the rows without the apostrophes that begin nearly all cells of a column: they make a number text, and are no letters."""
    looked = rows[1:_LOOKED_AT]
    width = max(map(len, looked), default=0)
    begun = set()
    for i in range(width):
        cells = [row[i] for row in looked if i < len(row) and row[i].strip()]
        if len(cells) > 1 and sum(cell.startswith(_APOSTROPHE) for cell in cells) >= _MOST * len(cells):
            begun.add(i)
    for row in rows:
        if begun:
            yield [
                cell.removeprefix(_APOSTROPHE) if i in begun and len(cell) > 1 else cell
                for i, cell in enumerate(row)
            ]
        else:
            yield row
