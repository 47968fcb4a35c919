"""Nouns of reading: a grid of text, and the list that was recognised in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FIELDS = (
    "id", "name", "surname", "father", "grandfather", "nickname", "birth_year", "age", "province", "district", "sex",
    "captured_on", "captured_at", "register_number", "place_held",
)  # fmt: skip
AGE = "age "  # before an age that stands where a birth year would
# Beside the fields of columns: what a row says in columns that were not understood and may be its father's; never leaves its holder.
NOT_UNDERSTOOD = "other"
# And a mother's name, which is read for nothing but to tell half-brothers and namesakes apart.
MOTHER = "mother"
# And the sex that "son of" and "daughter of" tell, where no column says it.
KIN_SEX = "sex of kin"
READ_AS: Mapping[str, str] = {"surname": "name", "age": "birth_year"}  # a column's field → a row's


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of text, ragged; ``first`` is the file's number of rows[0], counted from 1."""

    sheet: str
    rows: Sequence[Sequence[str]]
    first: int = 1
    torn: bool = False  # delimited text: a row may be wider than meant, or go on in the next line
    hidden: bool = False
    hidden_rows: int = 0  # rows with something in them that the sheet does not show
    hidden_columns: frozenset[int] = frozenset()  # places of columns that the sheet does not show
    merged: frozenset[tuple[int, int]] = frozenset()  # (row, column) of cells that a merged one above fills
    rounded: frozenset[tuple[int, int]] = frozenset()  # numbers with more digits than their program keeps
    struck: frozenset[tuple[int, int]] = frozenset()  # cells with a line through all that they say
    depth: int = 0  # of a table of a page: how many others it stands in


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sheet shows beside the values of its cells; rows and columns count from 0.

    ``formats``: the number format of cells whose number it writes with more than its figures.
    """

    hidden: frozenset[int] = frozenset()  # rows
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()  # cells with a line through them
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it was taken for, and why.

    ``why``: header, header_and_content, content, chosen (by a mapping), section (no column at all: the rows over others
    say it; ``header`` is the first of them); where field is None, "", rival: another column says the same, or not_understood:
    it holds names, and its heading does not tell whose.
    ``share``: share of its filled cells that look like the field, 0 to 1; -1 if the field has no look. ``hidden``: the sheet does
    not show it, and something stands in it.
    """

    index: int
    header: str
    field: str | None
    why: str
    share: float = -1.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header: what it says, or the code why it holds nobody, and then ``said``: its cells for people to see.

    ``problem``: blank, total, page_header, section, repeated_header, second_header, tags, signature (of whoever made the list),
    struck (through), continued (it belongs to the row above), no_name, ragged (its cells stand in no column that can be told):
    the last two may be somebody.
    """

    number: int
    fields: Mapping[str, str]
    problem: str | None = None
    said: str = ""


UNREAD = ("no_name", "ragged")  # problems of rows that may hold somebody all the same


@dataclass(frozen=True, slots=True)
class Aside:
    """A filled row that is not under the header: ``code`` is title, header, other_sheet, hidden_sheet or outside (no table holds it)."""

    sheet: str
    number: int
    code: str
    said: str


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A list as read from one sheet. It has every row of the sheet under the header."""

    kind: str  # csv, xlsx, xls, ods, html, xml
    sheet: str
    header_rows: tuple[int, ...]  # numbers as the file shows them; empty: the sheet has no header
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[
        tuple[str, int], ...
    ] = ()  # (code, count) of things worth saying: encoding, sheets passed over
    aside: tuple[Aside, ...] = ()  # every other filled row of the file

    def mapping(self) -> dict[str, str]:
        """Return field -> header (or the column's letter where it has none; several joined by " + "), as ``read_table`` takes it."""
        headings = [c.header for c in self.columns]
        said: dict[str, str] = {}
        for c in self.columns:
            if c.field and c.why != "section":
                name = c.header if c.header and headings.count(c.header) == 1 else letter(c.index)
                said[c.field] = f"{said[c.field]} + {name}" if c.field in said else name
        return said

    def people(self) -> Iterator[dict[str, str]]:
        """Yield the fields of the rows that hold somebody, ``id`` among them, as ``marks`` has it."""
        for row, mark in zip(self.rows, self.marks(), strict=True):
            if row.problem is None:
                yield {**row.fields, "id": mark}

    def marks(self) -> list[str]:
        """Return by what each row is told apart: its id as written, else its number.

        Where no row has an id and everybody has a register number of their own (Prison No), by that.
        """
        people = [row for row in self.rows if row.problem is None or row.problem in UNREAD]
        field = "id"
        if not any("id" in row.fields for row in people):
            own = {row.fields.get("register_number", "") for row in people}
            field = "register_number" if len(own) == len(people) and "" not in own else "id"
        return [row.fields.get(field) or str(row.number) for row in self.rows]


def letter(index: int) -> str:
    """Return a spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
