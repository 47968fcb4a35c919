"""From a file's bytes to a table: the right sheet, its header, its columns, and every row with what it holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from parley.lists.names.script import bare, digits, plain
from parley.lists.read import headings, layout, markup, places, sections, text, workbook
from parley.lists.read.errors import ReadError
from parley.lists.read.model import AGE, Column, Grid, ParsedList, Row, letter

MOST_BYTES = 300 * 1024 * 1024
_TOTAL = {bare(w) for w in ("total", "totals", "grand total", "sub total", "subtotal", "sum", "اجمالی", "مجموع", "مجموعه", "جمله", "جمع", "جمع کل", "ټول", "ټولټال", "المجموع", "الاجمالی", "الاجمالي", "مجموعی", "مجموعی کل", "مجموع کل", "تعداد", "تعداد مجموعی", "تعداد کل", "العدد", "count")}  # fmt: skip
# "عبدالرحمن ولد رحیم": the father stands in the column of names. Not bin: it is part of Arabic names.
_SON_OF = re.compile(
    r"(?i)(.*?\w)\W+(?:ولد|ولدیت|فرزند|پسر|دختر|بنت|bint|binte|[sd]\s?/\s?o\b\.?|son of|daughter of)\W+(\w.*)"
)
# "Nur, Panjwayi, Kandahar", «گل محمد - ولایت کابل», "Nur (Kabul)": what may be a place, if it names a province.
_BEHIND = re.compile(r"([^,،؛;()|]*?\w)\s*(?:[,،؛;(|)]|\s[-–—]\s)\s*(.*\w.*)")
_HIS_SON = re.compile(r"(.{1,100}\w)\s+د\s+(\w.{1,100}\w)\s+(?:زو[یي]|لور)")  # Pashto: "نذیر د ګل میر زوی"
# "... مسکونه لوگر": so does the place they come from.
_OF = re.compile(
    r"(?i)(.*\w)[\s,،]+(?:مسکونه|مسکون|ساکن|باشنده|اوسېدونکی|اوسیدونکی|من سکان|resident of|r/o)\s+(\w.*)"
)
_COUNTED = re.compile(r"^\s*\d{1,5}\s*[-–.):ـ]\s*(?=\w)")  # "12- Abdul Wali"
_NOBODY = {bare(w) for w in ("unknown", "not known", "no name", "unidentified", "name unknown", "نامعلوم", "نا معلوم", "مجهول", "ناشناس", "غیر معروف", "بې نومه", "نامعلومه", "نوم نامعلوم", "اسم نامعلوم", "مجهول الهویه")}  # fmt: skip
_LIST = {bare(w) for w in ("list", "لیست", "فهرست", "کشف", "قائمة", "جدول", "نوملړ")}
_PAGE = re.compile(r"^(page|صفحه|مخ|پاڼه|صفحة|الصفحه|sheet)\b\s*[\d/]*( (of|از|د|من) \d+)?$")


def read_table(data: bytes, filename: str = "", mapping: Mapping[str, str] | None = None) -> ParsedList:
    """Return the list in ``data``: CSV, XLSX, XLS, ODS, or a table in HTML or in Excel's XML of 2003.

    The bytes decide what kind of file it is; ``filename`` is never trusted.

    ``mapping``: field -> heading, column letter or column number; it replaces the recognition of columns.
    Every row under the header comes back; rows that hold nobody say why. Formulas, macros and links are never run:
    a formula cell reads as the value saved with it.
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
        kind, tables, encoding = markup.grids(data)
        return _understood(kind, tables, mapping, ((f"encoding_{encoding}", 1),))
    return _understood(kind, workbook.grids(data, kind), mapping, ())


def _understood(
    kind: str, grids: Sequence[Grid], mapping: Mapping[str, str] | None, notes: tuple[tuple[str, int], ...]
) -> ParsedList:
    filled = [g for g in grids if any(c.strip() for row in g.rows[:200] for c in row)]
    if not filled:
        raise ReadError("no_sheet" if grids else "empty_file")
    tables, refused = [], None
    for grid in filled:
        try:
            tables.append(_table(kind, grid, mapping))
        except ReadError as error:
            refused = refused or error
    if not tables:
        raise refused or ReadError("no_sheet")
    best = max(tables, key=_worth)
    others = sum(_persons(table) for table in tables if table is not best and _is_list(table))
    passed = (("sheets_passed_over", len(filled) - 1), ("people_on_other_sheets", others))
    return replace(best, notes=(*notes, *(note for note in passed if note[1]), *best.notes))


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
    rows = grid.rows
    at, size = layout.header(rows)
    if size == 0 and mapping:
        at, size = _header_of_mapping(rows, mapping)
    named = layout.joined(rows[at : at + size]) if size else []
    if mapping is None:
        layout.check_shape(rows, named)
    under = rows[at + size :] if size else rows
    columns = layout.columns(named, under, mapping)
    first = grid.first + (at + size if size else 0)
    repeated = {_sign(row) for row in rows[at : at + size]} if size else set()
    used = [(c.index, c.field) for c in columns if c.field]
    read = [_row(first + i, cells, used, repeated, columns) for i, cells in enumerate(under)]
    out, heading, count = sections.carried(read, under, columns)
    if count and not any(column.field == "province" for column in columns):
        columns = (*columns, Column(len(columns), heading, "province", "section"))
    numbers = tuple(grid.first + i for i in range(at, at + size))
    notes = (("province_carried", count),) if count else ()
    return ParsedList(kind, grid.sheet, numbers, columns, tuple(out), notes)


def _header_of_mapping(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> tuple[int, int]:
    """Return where a row stands that holds every heading the mapping names."""
    wanted = {headings.key(v) for v in mapping.values()}
    for i, row in enumerate(rows[: layout.LOOKED_AT]):
        if wanted <= {headings.key(c) for c in row}:
            return i, 1
    return 0, 0


def _sign(row: Sequence[str]) -> str:
    return "|".join(bare(c) for c in row if c.strip())


def _row(
    number: int,
    cells: Sequence[str],
    used: Sequence[tuple[int, str]],
    repeated: set[str],
    columns: Sequence[Column],
) -> Row:
    fields: dict[str, str] = {}
    for i, field in used:
        value = plain(cells[i]) if i < len(cells) else ""
        if value and value not in (
            "-",
            "--",
            "—",
            "?",
            "؟",
            ".",
            "N/A",
            "n/a",
            "NA",
            "nil",
            "NULL",
            "null",
            "#N/A",
            "#REF!",
        ):
            said = cells[i].strip() if field == "id" else value
            fields[field] = f"{fields[field]} {said}" if field in fields else said
    if "name" in fields and (counted := _COUNTED.match(digits(fields["name"]))):
        fields["name"] = fields["name"][counted.end() :]
    _fathers_apart(fields)
    for kind in ("name", "father"):
        if kind in fields:
            _place_apart(fields, kind)
    for kind in ("province", "district"):
        if kind in fields and (beside := places.within(fields[kind])):
            fields.pop(kind)
            fields.setdefault("province", beside[0])
            if beside[1]:
                fields.setdefault("district", beside[1])
    surname = fields.pop("surname", "")
    if surname:
        given = fields.get("name", "")
        fields["name"] = given if surname in given.split() else f"{given} {surname}".strip()
    age = fields.pop("age", "")
    if age and "birth_year" not in fields:
        fields["birth_year"] = AGE + age
    return Row(number, fields, _problem(cells, fields, repeated, columns))


def _fathers_apart(fields: dict[str, str]) -> None:
    """Take "son of ..." off a name, and off the father's; what a column says of a father stands."""
    for kind, older in (("name", "father"), ("father", "grandfather")):
        said = fields.get(kind, "")
        if older not in fields and (found := _SON_OF.fullmatch(said) or _HIS_SON.fullmatch(said)):
            fields[kind], fields[older] = found[1].strip(), found[2].strip()


def _place_apart(fields: dict[str, str], kind: str) -> None:
    """Take "resident of ..." and a province behind a comma off a name; where no column says the province, it does."""
    said = fields[kind]
    if found := _OF.match(said):
        fields[kind] = found[1].strip()
        fields.setdefault("province", found[2].strip())
    elif (behind := _BEHIND.fullmatch(said)) and places.within(behind[2]):
        fields[kind] = behind[1].strip()
        fields.setdefault("province", behind[2].strip(" ()"))


def _is_remark(said: str, *, alone: bool) -> bool:
    """Return whether what stands where names stand is none: a note, a signature, "prepared by: ..."."""
    return ":" in said or (alone and len(said.split()) > 6) or headings.field_of(said) == ("other", 1.0)


def _problem(
    cells: Sequence[str], fields: Mapping[str, str], repeated: set[str], columns: Sequence[Column]
) -> str | None:
    filled = [plain(c) for c in cells if c.strip()]
    if not any(any(map(str.isalnum, c)) for c in filled):
        return "blank"
    if _sign(cells) in repeated:
        return "repeated_header"
    first = bare(filled[0]).strip(" :.،")
    if any(bare(c).strip(" :.،=") in _TOTAL for c in filled[:3]) or (
        len(filled) <= 3 and re.split(r"[\s:]", first)[0] in _TOTAL
    ):
        return "total"
    if _PAGE.match(digits(first)) and len(filled) <= 2:
        return "page_header"
    known = sum(1 for c in columns if c.field)
    if fields.keys() == {"name"} and len(columns) > 1 and _is_remark(fields["name"], alone=len(filled) == 1):
        return "page_header"
    if len(filled) == 1 and known >= 3 and len(columns) > 1:
        return None if "name" in fields else "no_name"
    if (
        known >= 2
        and len(filled) >= 2
        and not filled[0].isdigit()
        and all(headings.field_of(c)[1] >= 0.99 for c in filled)
    ):
        return "repeated_header"
    name = fields.get("name", "")
    if len(filled) == 1 and first.split()[:1] and first.split()[0] in _LIST:
        return "page_header"
    if bare(name).strip(" .()[]") in _NOBODY:
        return "no_name"
    if not any(c.isalpha() for c in name):
        return "no_name"
    return None


__all__ = ["letter", "read_table"]
