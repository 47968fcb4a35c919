"""Contents as rows and tables: read once, kept in memory until they are erased. Row numbers are as the file shows them."""

from collections.abc import Callable
from typing import Any

from parley.app.model import App
from parley.lists.read import ReadError, Table, read_table

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
REASONS = dict.fromkeys(DAMAGED, "file_damaged") | dict.fromkeys(ENDLESS, "file_too_large")


def parsed(app: App, talks: str, digest: str, what: str, parse: Callable[[bytes, str], Any]) -> Any:
    """Return a content as ``parse`` (bytes, media type) makes it, from memory if it was before; None if it is gone."""
    key = (talks, digest, what)
    if key not in app.parsed:
        content = app.blobs.get(talks, digest)
        if content is None:
            return None
        app.parsed[key] = parse(content[2], content[1])
    return app.parsed[key]


def sheet(app: App, talks: str, digest: str) -> Table | None:
    """Return the table that a deposited file holds; None if it is gone or cannot be read."""
    found: Table | None = parsed(app, talks, digest, "sheet", _sheet)
    return found


def _sheet(data: bytes, media: str) -> Table | None:
    try:
        return read_table(data, SUFFIXES.get(media, "list"))
    except ReadError:
        return None


def why_unreadable(app: App, talks: str, digest: str) -> str:
    """Return the code of the reason why no list could be read from a file that was brought."""
    content = app.blobs.get(talks, digest)
    try:
        if content is not None:
            read_table(content[2], SUFFIXES.get(content[1], "list"))
    except ReadError as fault:
        return "file_locked" if fault.code == "encrypted" else REASONS.get(fault.code, "file_unreadable")
    return "file_unreadable"


def people_in(table: Table | None) -> dict[int, dict[str, str]]:
    """Return the rows that hold somebody, by row number."""
    return {row.number: dict(row.fields) for row in table.rows if row.problem is None} if table else {}
