"""Tables under one another: each with a header of its own, whose columns may stand in another order."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parley.letters import bare
from parley.lists.read import headings, layout
from parley.lists.read.columns import columns
from parley.lists.read.errors import ReadError
from parley.lists.read.layout import CERTAIN, Cells
from parley.lists.read.model import Column

_NUMBER = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: where its rows begin and end among all, its columns, and its header's lines (the last before ``start``).

    ``repeats``: where lines of headers stand among its rows that say what its own says.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    header: Sequence[Cells]
    repeats: frozenset[int] = frozenset()


def tables(
    rows: Sequence[Cells],
    start: int,
    size: int,
    mapping: Mapping[str, str] | None,
    first: int,
    hidden: Collection[int] = (),
) -> list[Table]:
    """Return the tables of a sheet, the first with ``size`` lines of header before ``start``.

    A header that says of every column what the one before says begins no other table.
    Raises: ReadError(stacked, row) if the columns under a second header cannot be told; and as ``columns``.
    """
    header = rows[start - size : start]
    starts = [(start, header)]
    if size:
        starts += _others(rows, start, header)
    found: list[Table] = []
    for k, (begins, lines) in enumerate(starts):
        end = starts[k + 1][0] - len(starts[k + 1][1]) if k + 1 < len(starts) else len(rows)
        named = layout.joined(lines) if lines else []
        try:
            told = columns(named, rows[begins:end], mapping, hidden)
        except ReadError:
            if not found:
                raise
            raise ReadError("stacked", row=first + begins - len(lines)) from None
        if found and _same(told, found[-1].columns):
            last = found.pop()
            again = last.repeats | set(range(begins - len(lines), begins))
            found.append(Table(last.start, end, last.columns, last.header, again))
        else:
            found.append(Table(begins, end, told, lines))
    return found


def _same(one: Sequence[Column], other: Sequence[Column]) -> bool:
    said = [{(c.index, c.field) for c in columns if c.field} for columns in (one, other)]
    return said[0] == said[1]


def _others(
    rows: Sequence[Cells], start: int, header: Sequence[Cells]
) -> Iterator[tuple[int, Sequence[Cells]]]:
    """Yield where the rows of each further table begin, and its header's lines."""
    repeated, at = {_sign(row) for row in header}, start
    while at < len(rows):
        if not is_header(rows[at]) or _sign(rows[at]) in repeated:
            at += 1
            continue
        size = max(1, layout.header_at(rows, at)[1])
        lines = rows[at : at + size]
        repeated = {_sign(row) for row in lines}
        at += size
        yield at, lines


def _sign(row: Cells) -> tuple[str, ...]:
    return tuple(bare(cell).strip() for cell in row if cell.strip())


def is_header(row: Cells) -> bool:
    """Return whether a row says what columns hold: half of its cells at least, the column of names among them.

    Quick to say no: no cell of a header has two figures, and one of them is a heading of names as a whole.
    """
    if _NUMBER.search("|".join(row)):
        return False
    filled = [cell for cell in row if cell.strip()]
    if not any(len(cell) <= 40 and headings.is_names(cell) for cell in filled):
        return False
    found = [headings.field_of(cell) for cell in filled]
    sure = {field for field, share in found if share >= CERTAIN}
    known = sum(share >= CERTAIN for _, share in found)
    return (len(sure) > 1 and known * 2 >= len(filled)) or (len(filled) == 1 and bool(sure))
