"""Lists' files as tables: read once, kept in memory until they are erased. Row numbers are as the file shows them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from parley.app.core.contents import hold_parsed, keep_parsed, parsed
from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.base import By
from parley.lists import Lists
from parley.lists.read import ParsedList, ReadError
from parley.lists.standings import Rows

SHEET = "sheet"
Columns = Mapping[str, str]  # field → letters of its columns, where people said which
AS_RECOGNISED: Columns = {}
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
    | {"side_by_side": "file_side_by_side", "headings_in_column": "file_turned", "stacked": "file_stacked"}
    | {"two_columns": "file_two_columns", "hidden_sheet": "file_hidden_sheet", "not_names": "file_not_names"}
    | {"names_of_others": "file_names_of_others", "no_heading": "file_no_heading"}
    | {"labels_in_cells": "file_labels_in_cells"}
    | {code: code for code in APART}
)


class ListReader(Protocol):
    """Reads a list's file; in a process of its own, where files are others' (``parley.lists.read.read_table`` is one too)."""

    def __call__(
        self, data: bytes, filename: str = "", mapping: Mapping[str, str] | None = None
    ) -> ParsedList:
        """Return the table.

        Raises: ReadError, and nothing else; reader_busy says that the file was not looked at.
        """


@dataclass(frozen=True, slots=True)
class Table:
    """A list's file as it was read, and its rows that hold somebody, by row number."""

    read: ParsedList
    people: Rows

    @classmethod
    def of(cls, read: ParsedList) -> "Table":
        return cls(read, {row.number: row.fields for row in read.rows if row.problem is None})

    @property
    def aside(self) -> int:
        """How many filled rows were taken for nobody."""
        under = sum(row.problem not in (None, "blank") for row in self.read.rows)
        return under + sum(one.code != "header" for one in self.read.aside)


@dataclass(slots=True)
class ListFiles:
    """What reads lists, and what of it is remembered for as long as the server runs."""

    read: ListReader
    unreadable: dict[bytes, str] = field(default_factory=dict)  # SHA-256 of a file that was brought → why not
    # (talks, whose list) → digest of the last, and how it was read
    last: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    turns: dict[tuple[str, str], Lock] = field(default_factory=dict)  # by talks and party


def read_by(app: App, data: bytes, columns: Columns) -> ParsedList | str:
    """Return the table in a file as somebody says what its columns are, or the code of the reason why there is none."""
    try:
        return app.service(ListFiles).read(data, mapping=columns)
    except ReadError as fault:
        return REASONS.get(fault.code, "file_unreadable")


def read_brought(app: App, data: bytes) -> ParsedList | str:
    """Return the table in a file that somebody brings, or the code of the reason why there is none.

    A file that was refused is not read again when it comes again.
    """
    files, key = app.service(ListFiles), hashlib.sha256(data).digest()
    if key in files.unreadable:
        return files.unreadable[key]
    try:
        return files.read(data)
    except ReadError as fault:
        in_lines = fault.code == "headings_in_column" and int(fault.numbers.get("people", 1)) > 1
        code = "file_in_lines" if in_lines else REASONS.get(fault.code, "file_unreadable")
        if fault.code != BUSY:
            files.unreadable[key] = code
            for oldest in list(files.unreadable)[:-REMEMBERED]:
                files.unreadable.pop(oldest, None)
        return code


def read_as(columns: Columns) -> str:
    """Return what a table is held as that was read by these columns."""
    return f"{SHEET} {json.dumps(columns, sort_keys=True)}" if columns else SHEET


def remember(
    app: App, talks: str, whose: str, digest: str, table: ParsedList, columns: Columns = AS_RECOGNISED
) -> None:
    """Keep the table of a content that was just read; what the same ``whose`` had read before is read anew if need be."""
    hold_parsed(app, talks, digest, read_as(columns), Table.of(table))
    looking_at(app, talks, whose, digest, columns)


def looking_at(app: App, talks: str, whose: str, digest: str, columns: Columns = AS_RECOGNISED) -> None:
    """Note how ``whose`` last file was read. In memory are those, and the lists that count: no version before, nor what else was brought."""
    app.service(ListFiles).last[talks, whose] = digest, read_as(columns)
    tidy(app, app.talks.get(talks))


def tidy(app: App, state: TalksState) -> None:
    """Drop the tables that are neither the last of somebody nor of a list that counts."""
    with state.lock:
        lists = state.of(Lists)
        named = {(one.party, one.list) for one in lists.deposits.values()}
        latest = [found for one in named if (found := lists.latest(*one)) is not None]
    counts = {(one.digest, read_as(one.columns)) for one in latest}
    seen = {now for (of, _), now in list(app.service(ListFiles).last.items()) if of == state.id}
    keep_parsed(app, state.id, SHEET, counts | seen)


@contextmanager
def in_turn(app: App, talks: str, party: str) -> Iterator[None]:
    """Read one file of a party at a time where pages and acts are waited for. Raises: ReadError while another is read."""
    turn = app.service(ListFiles).turns.setdefault((talks, party), Lock())
    if not turn.acquire(blocking=False):
        raise ReadError(BUSY)
    try:
        yield
    finally:
        turn.release()


def looked_at(app: App, talks: str, whose: str, digest: str, columns: Columns) -> bool:
    """Return whether a file may be read by these columns for ``whose``: as recognised always, else as it was read last.

    Whoever could ask for any columns could have a file read without end.
    """
    return not columns or app.service(ListFiles).last.get((talks, whose)) == (digest, read_as(columns))


def table_of(
    app: App, by: By, state: TalksState, digest: str, columns: Columns = AS_RECOGNISED
) -> Table | None:
    """Return the table that a deposited file holds; None if it is gone, cannot be read, or is not for ``by`` to read.

    Raises: ReadError if nobody had time to read it: that is no reason to take it for empty.
    """

    def read(data: bytes, _: str) -> Table | None:
        if state.held:  # it takes a minute: whoever holds the lock has read ahead, or is told to come again
            raise ReadError(BUSY)
        return _table(app, data, columns)

    made: Table | None = parsed(app, by, state, digest, read_as(columns), read)
    return made


def people_in(app: App, by: By, state: TalksState, digest: str, columns: Columns = AS_RECOGNISED) -> Rows:
    """Return the rows that hold somebody, by row number; none where ``by`` may not read the file."""
    table = table_of(app, by, state, digest, columns)
    return table.people if table else {}


def _table(app: App, data: bytes, columns: Columns) -> Table | None:
    try:
        return Table.of(app.service(ListFiles).read(data, mapping=columns or None))
    except ReadError as fault:
        if fault.code == BUSY:
            raise
        return None
