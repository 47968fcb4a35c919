"""Deposited files as rows: read once, kept while the process lives. Row numbers are as the file shows them."""

from functools import lru_cache

from parley.lists.read import ReadError, Table, read_table

SUFFIXES = {
    "text/csv": "list.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "list.xlsx",
    "application/vnd.ms-excel": "list.xls",
    "application/vnd.oasis.opendocument.spreadsheet": "list.ods",
}


@lru_cache(maxsize=16)
def sheet(data: bytes, media: str) -> Table:
    """Return the table that a deposited file holds. Raises: ReadError if it cannot be read."""
    return read_table(data, SUFFIXES.get(media, "list"))


def rows_in(data: bytes, media: str) -> int:
    """Return how many rows hold somebody; -1 if the file cannot be read at all."""
    try:
        return sum(row.problem is None for row in sheet(data, media).rows)
    except ReadError:
        return -1
