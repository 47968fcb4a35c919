"""Contents as rows and tables: read once, kept in memory until they are erased. Row numbers are as the file shows them."""

import hashlib
from collections.abc import Callable
from typing import Any

from parley.app.model import App
from parley.lists.read import ParsedList, ReadError

SHEET = "sheet"
REMEMBERED = 200  # files that were refused
BUSY = "reader_busy"  # the one code that says nothing of the file
SUFFIXES = {
    "text/csv": "list.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "list.xlsx",
    "application/vnd.ms-excel": "list.xls",
    "application/vnd.oasis.opendocument.spreadsheet": "list.ods",
}
DAMAGED = (
    "broken_file",
    "zip_bomb",
    "too_many_parts",
    "nul_bytes",
    "odd_encoding",
    "not_a_table",
    "wrong_kind",
)
ENDLESS = ("too_large", "too_many_rows", "too_many_columns", "too_many_cells")
APART = ("reader_died", "reader_memory", "reader_time", BUSY)
REASONS = (
    dict.fromkeys(DAMAGED, "file_damaged")
    | dict.fromkeys(ENDLESS, "file_too_large")
    | {"encrypted": "file_locked", "no_table": "file_web_page"}
    | {"side_by_side": "file_side_by_side", "headings_in_column": "file_turned"}
    | {code: code for code in APART}
)


def parsed(app: App, talks: str, digest: str, what: str, parse: Callable[[bytes, str], Any]) -> Any:
    """Return a content as ``parse`` (bytes, media type) makes it, from memory if it was before; None if it is gone."""
    key = (talks, digest, what)
    if key not in app.parsed:
        content = app.blobs.get(talks, digest)
        if content is None:
            return None
        app.parsed[key] = parse(content[2], content[1])
    return app.parsed[key]


def brought(app: App, data: bytes) -> ParsedList | str:
    """Return the table in a file that somebody brings, or the code of the reason why there is none.

    A file that was refused is not read again when it comes again.
    """
    key = hashlib.sha256(data).digest()
    if key in app.unreadable:
        return app.unreadable[key]
    try:
        return app.read_list(data)
    except ReadError as fault:
        code = REASONS.get(fault.code, "file_unreadable")
        if fault.code != BUSY:
            app.unreadable[key] = code
            for oldest in list(app.unreadable)[:-REMEMBERED]:
                app.unreadable.pop(oldest, None)
        return code


def hold(app: App, talks: str, whose: str, digest: str, table: ParsedList) -> None:
    """Hold the table of a content that was just read; what the same ``whose`` brought before is read anew if need be."""
    before = app.brought.get((talks, whose))
    if before not in (None, digest):
        app.forget(talks, before)
    app.brought[talks, whose] = digest
    app.parsed[talks, digest, SHEET] = table


def sheet(app: App, talks: str, digest: str) -> ParsedList | None:
    """Return the table that a deposited file holds; None if it is gone or cannot be read.

    Raises: ReadError if nobody had time to read it: that is no reason to take it for empty.
    """
    found: ParsedList | None = parsed(app, talks, digest, SHEET, lambda data, _: _table(app, data))
    return found


def _table(app: App, data: bytes) -> ParsedList | None:
    try:
        return app.read_list(data)
    except ReadError as fault:
        if fault.code == BUSY:
            raise
        return None


def people_in(table: ParsedList | None) -> dict[int, dict[str, str]]:
    """Return the rows that hold somebody, by row number."""
    return {row.number: dict(row.fields) for row in table.rows if row.problem is None} if table else {}
