"""What is said of how a list was read, on its page: codes with numbers, and the rows that were taken for nobody."""

from collections import Counter

from parley.app.core.views import Numbers
from parley.app.lists import views
from parley.lists.read import UNREAD, ParsedList, codes_of_sex, letter

# What is said of a reading, gravest first, before how many rows hold nobody.
TOLD = ("columns_not_understood", "name_by_content", "name_of_whom", "cells_unread", "fathers_below", "fathers_in_brackets", "numbers_for_fathers", "tables_joined", "lines_outside", "province_carried", "people_on_other_sheets", "people_on_hidden_sheets", "sex_not_known", "columns_hidden", "rows_hidden", "tables_stacked", "columns_rival", "rows_mended", "ids_not_unique", "ids_rounded", "text_mended", "text_mirrored", "letters_lost")  # fmt: skip


def notes(read: ParsedList) -> list[tuple[str, Numbers]]:
    """Return what people are told of a reading, gravest first, then how many rows hold nobody, by kind."""
    said = [(code, count) for code, count in read.notes if code in TOLD]
    said.sort(key=lambda note: TOLD.index(note[0]))
    problems = Counter(row.problem for row in read.rows if row.problem)
    return [(code, _numbers(read, code, count)) for code, count in [*said, *sorted(problems.items())]]


def _numbers(read: ParsedList, code: str, count: int) -> dict[str, str | int]:
    """Return the numbers of what is said of a reading; with the headings of columns, where it is about them."""
    if code == "sex_not_known":
        return {"count": count, "codes": " · ".join(codes_of_sex(read.rows))}
    if code == "columns_hidden":
        strange = [column for column in read.columns if column.hidden]
    elif code == "columns_not_understood":
        strange = [column for column in read.columns if column.why == code.removeprefix("columns_")]
    elif code in ("name_by_content", "name_of_whom"):
        strange = [column for column in read.columns if column.field in ("name", "surname")][:1]
    else:
        return {"count": count}
    return {
        "count": count,
        "headings": " · ".join(column.header or letter(column.index) for column in strange),
    }


def rows_aside(read: ParsedList) -> list[views.Aside]:
    """Return the filled rows of a file that hold nobody, those that may be somebody all the same first."""
    rows = [row for row in read.rows if row.problem not in (None, "blank")]
    rows.sort(key=lambda row: row.problem not in UNREAD)
    found = [views.Aside(str(row.number), str(row.problem), row.said) for row in rows]
    for one in read.aside:
        if one.code != "header":
            row = f"{one.sheet} {one.number}" if one.sheet != read.sheet else str(one.number)
            found.append(views.Aside(row, one.code, one.said))
    return found
