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


def people_in(table: Table | None) -> dict[int, dict[str, str]]:
    """Return the rows that hold somebody, by row number."""
    return {row.number: dict(row.fields) for row in table.rows if row.problem is None} if table else {}
