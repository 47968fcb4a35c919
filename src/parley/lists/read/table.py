"""From a file's bytes to a table: the right sheet, its header, its columns, and every row with what it holds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parley.lists.read import (
    continued,
    fathers,
    headings,
    ids,
    kinsmen,
    labels,
    layout,
    markup,
    others,
    ragged,
    rows,
    sections,
    sex_codes,
    signers,
    stacked,
    text,
    workbook,
    writing,
)
from parley.lists.read.columns import RIVAL, STRANGE
from parley.lists.read.errors import ReadError
from parley.lists.read.model import UNREAD, Aside, Column, Grid, ParsedList, Row, letter
from parley.lists.read.stacked import Table

MOST_BYTES = 300 * 1024 * 1024
TAGGED = 5  # rows under a header among which its tags may stand
Notes = tuple[tuple[str, int], ...]


def read_table(data: bytes, filename: str = "", mapping: Mapping[str, str] | None = None) -> ParsedList:
    """Return the list in ``data``: CSV, XLSX, XLS, ODS, or a table in HTML or in Excel's XML of 2003.

    The bytes decide what kind of file it is; ``filename`` is never trusted.

    ``mapping``: field -> heading, column letter or column number; it replaces the recognition of columns.
    Every filled row of the file comes back: those under the header as rows, which say why where they hold nobody, all others
    aside. Formulas, macros and links are never run: a formula cell reads as the value saved with it.
    Raises: ReadError, and nothing else.
    """
    if not data.strip(b" \r\n\t\0"):
        raise ReadError("empty_file")
    if len(data) > MOST_BYTES:
        raise ReadError("too_large", bytes=len(data), most=MOST_BYTES)
    kind = workbook.kind_of(data)
    if kind == "csv":
        grid, encoding = text.grid(data)
        return _understood(kind, [grid], mapping, ((f"encoding_{encoding}", 1),))
    if kind == "markup":
        kind, tables, encoding, outside = markup.grids(data)
        tables, went_on = continued.joined(tables)
        said = (
            (f"encoding_{encoding}", 1),
            *_if_any(("tables_joined", went_on), ("lines_outside", len(outside))),
        )
        table = _understood(kind, tables, mapping, said)
        return replace(table, aside=(*table.aside, *outside))
    return _understood(kind, workbook.grids(data, kind), mapping, ())


def _understood(
    kind: str, grids: Sequence[Grid], mapping: Mapping[str, str] | None, notes: Notes
) -> ParsedList:
    filled = [g for g in grids if any(c.strip() for row in g.rows[:200] for c in row)]
    if not filled:
        raise ReadError("no_sheet" if grids else "empty_file")
    filled, mended = writing.mended(filled)
    tables: list[tuple[Grid, ParsedList]] = []
    refused = None
    for grid in filled:
        try:
            tables.append((grid, _table(kind, grid, mapping)))
        except ReadError as error:
            refused = refused if refused or grid.hidden else error
    shown = [table for grid, table in tables if not grid.hidden]
    if not shown:
        hidden = next((table for _, table in tables if _is_list(table)), None)
        if hidden is not None:
            raise ReadError("hidden_sheet", sheet=hidden.sheet, people=_persons(hidden))
        raise refused or ReadError("no_sheet")
    best = max(shown, key=_worth)
    others = [(grid, table) for grid, table in tables if table is not best and _is_list(table)]
    passed = _if_any(
        ("sheets_passed_over", sum(not grid.hidden for grid in filled) - 1),
        ("people_on_other_sheets", sum(_persons(table) for grid, table in others if not grid.hidden)),
        ("people_on_hidden_sheets", sum(_persons(table) for grid, table in others if grid.hidden)),
        *mended,
    )
    chosen = next(grid for grid, table in tables if table is best)
    aside = (*best.aside, *_passed_over(grid for grid in filled if grid is not chosen))
    return replace(best, notes=(*notes, *passed, *best.notes), aside=aside)


def _if_any(*notes: tuple[str, int]) -> Notes:
    return tuple(note for note in notes if note[1])


def _passed_over(grids: Iterator[Grid]) -> Iterator[Aside]:
    """Yield every filled row of the sheets that were not read."""
    for grid in grids:
        code = "hidden_sheet" if grid.hidden else "other_sheet"
        for number, row in enumerate(grid.rows, grid.first):
            if any(cell.strip() for cell in row):
                yield Aside(grid.sheet, number, code, rows.shown(row))


def _persons(table: ParsedList) -> int:
    return sum(row.problem is None for row in table.rows)


def _is_list(table: ParsedList) -> bool:
    """Return whether a sheet looks like a list of people of its own: a header, and more than names under it."""
    return bool(table.header_rows) and sum(1 for c in table.columns if c.field) > 1


def _worth(table: ParsedList) -> tuple[float, int]:
    """A sheet is the list if it has a header, known columns and many persons; the first of equals."""
    fields = sum(1 for c in table.columns if c.field)
    persons = _persons(table)
    return (fields + 2 * bool(table.header_rows)) * min(persons, 50) ** 0.5, persons


def _table(kind: str, grid: Grid, mapping: Mapping[str, str] | None) -> ParsedList:
    at, size = layout.header(grid.rows)
    if size == 0 and mapping:
        at, size = _header_of_mapping(grid.rows, mapping)
    if mapping is None:
        layout.check_shape(grid.rows, layout.joined(grid.rows[at : at + size]) if size else [])
        labels.check(grid.rows[at + size :])
    start = at + size if size else 0
    tables = stacked.tables(grid.rows, start, size, mapping, grid.first, grid.hidden_columns)
    columns, out, notes, over = tables[0].columns, [], Counter[str](), ""
    for k, table in enumerate(tables):
        if k:
            out += [_second_header(grid, row) for row in range(table.start - len(table.header), table.start)]
        read, heading, counted, over = _rows_of(grid, table, over, last=k + 1 == len(tables))
        out += read
        notes.update(counted)
        if k == 0 and heading and not any(column.field == "province" for column in columns):
            columns = (*columns, Column(len(columns), heading, "province", "section"))
    writing.check_names(
        tables[0].columns, [grid.rows[i] for i in range(start, min(start + 300, len(grid.rows)))]
    )
    if len(tables) > 1:
        notes["tables_stacked"] = len(tables)
    notes["rows_hidden"] += grid.hidden_rows
    notes["columns_hidden"] = sum(column.hidden for column in columns)
    notes["sex_not_known"] = sum(sex_codes.unknown(out).values())
    notes["columns_rival"] = sum(column.why == RIVAL for column in columns)
    notes["columns_not_understood"] = sum(c.why == STRANGE for table in tables for c in table.columns)
    notes.update(_of_the_name(tables[0]))
    if len(tables) == 1:
        out = ids.own(out, columns, grid)
    notes.update(ids.doubts(out, tables[0].columns, grid, start))
    numbers = tuple(grid.first + i for i in range(at, at + size))
    aside = tuple(
        Aside(grid.sheet, grid.first + i, "header" if i >= at else "title", rows.shown(grid.rows[i]))
        for i in range(start)
        if any(cell.strip() for cell in grid.rows[i])
    )
    said = tuple((code, count) for code, count in notes.items() if count)
    return ParsedList(kind, grid.sheet, numbers, columns, tuple(out), said, aside)


def _of_the_name(table: Table) -> Iterator[str]:
    """Yield what is to be said of the column of names: that its heading says nothing of it, or that it may be somebody else's."""
    column = next((c for c in table.columns if c.field in ("name", "surname")), None)
    if column is not None and table.header:
        if column.why == "content":
            yield "name_by_content"
        elif column.why != "chosen" and others.perhaps_of_another(column.header):
            yield "name_of_whom"


def _second_header(grid: Grid, at: int) -> Row:
    return Row(grid.first + at, {}, "second_header", rows.shown(grid.rows[at]))


def _rows_of(
    grid: Grid, table: Table, over: str, *, last: bool
) -> tuple[list[Row], str, Mapping[str, int], str]:
    """Return the rows under one header, the heading that provinces were carried from, what is to be said, and the province above the next.

    ``over``: the province that stands above this header.
    """
    under = rows.repeated_above(grid.rows[table.start : table.end], table.columns)
    headed = max(map(len, table.header), default=0)
    mended = ragged.mended(under, table.columns, headed, torn=grid.torn)
    under, broken, goes_on = mended.rows, mended.broken, mended.continued
    told = rows.Layout.of(table.columns, table.header, under)
    named = next((c for c in table.columns if c.field == "name"), None)
    name = -1 if named is None else named.index
    read = []
    for i, cells in enumerate(under):
        number = grid.first + table.start + i
        if table.start + i in table.repeats:
            read.append(Row(number, {}, "repeated_header", rows.shown(cells)))
        elif i in broken:
            read.append(rows.broken_row(number, cells, told))
        elif (table.start + i, name) in grid.struck:
            read.append(Row(number, {}, "struck", rows.shown(cells)))
        elif i < TAGGED and table.header and rows.is_tags(cells):
            read.append(Row(number, {}, "tags", rows.shown(cells)))
        else:
            more = i in goes_on or _goes_on(grid, number - grid.first, name, told.numbered)
            read.append(rows.read_row(number, cells, told, continues=more))
    if not last:
        _titles(read, under, told)
    read = signers.put_aside(read, under, told)
    read, below = kinsmen.below(read, under, told)
    read, brackets = kinsmen.in_brackets(read, said=named is not None and headings.holds_both(named.header))
    out, heading, count, after = sections.carried(read, under, table.columns, told, over)
    people = [cells for row, cells in zip(out, under, strict=True) if row.problem is None]
    counts = {
        "rows_mended": mended.count,
        "rows_ragged": len(broken),
        "province_carried": count,
        "fathers_below": below,
        "fathers_in_brackets": brackets,
        "numbers_for_fathers": fathers.numbers(table.columns, people),
        "cells_unread": rows.beyond(people, table.columns) if table.header else 0,
    }
    return out, heading, counts, after


def _titles(read: list[Row], under: Sequence[Sequence[str]], told: rows.Layout) -> None:
    """Take the lines of one cell that stand right above the next table for its title."""
    for i in range(len(read) - 1, -1, -1):
        filled = [cell for cell in under[i] if cell.strip()]
        if len(filled) > 1 or told.is_person(under[i], read[i].fields):
            return
        if filled and len(told.columns) > 1:
            read[i] = Row(read[i].number, {}, "page_header", rows.shown(under[i]))


def _goes_on(grid: Grid, row: int, name: int, numbered: int) -> bool:
    """Return whether a row is one more line of the person above: its name is merged with theirs, and so is its number."""
    if (row, name) not in grid.merged:
        return False
    cells = grid.rows[row]
    return (row, numbered) in grid.merged or not (0 <= numbered < len(cells) and cells[numbered].strip())


def _header_of_mapping(rows_: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> tuple[int, int]:
    """Return where a row stands that holds every heading the mapping names."""
    wanted = {headings.key(v) for v in mapping.values()}
    for i, row in enumerate(rows_[: layout.LOOKED_AT]):
        if wanted <= {headings.key(c) for c in row}:
            return i, 1
    return 0, 0


__all__ = ["UNREAD", "letter", "read_table"]
