"""A line of cells to a row: what each field says, or why it holds nobody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parley.letters import bare, digits, plain
from parley.lists.read import calendars, fathers, headings, places, sex_codes
from parley.lists.read.blanks import says_nothing
from parley.lists.read.columns import unread_people
from parley.lists.read.layout import SAMPLE
from parley.lists.read.model import AGE, MOTHER, NOT_UNDERSTOOD, Column, Row

_TOTAL = {bare(w) for w in ("total", "totals", "grand total", "sub total", "subtotal", "sum", "اجمالی", "مجموع", "مجموعه", "جمله", "جمع", "جمع کل", "ټول", "ټولټال", "المجموع", "الاجمالی", "الاجمالي", "مجموعی", "مجموعی کل", "مجموع کل", "تعداد", "تعداد مجموعی", "تعداد کل", "العدد", "count")}  # fmt: skip
# "Nur, Panjwayi, Kandahar", «گل محمد - ولایت کابل», "Nur (Kabul)": what may be a place, if it names a province.
_BEHIND = re.compile(r"([^,،؛;()|]*?\w)\s*(?:[,،؛;(|)]|\s[-–—]\s)\s*(.*\w.*)")
# "... مسکونه لوگر": so does the place they come from.
_OF = re.compile(
    r"(?i)(.*\w)[\s,،]+(?:مسکونه|مسکون|ساکن|باشنده|اوسېدونکی|اوسیدونکی|من سکان|resident of|r/o)\s+(\w.*)"
)
_COUNTED = re.compile(r"^\s*\d{1,5}\s*[-–.):ـ]\s*(?=\w)")  # "12- Abdul Wali"
_PARTS = re.compile(r"(?:^|(?<=[\s,;،؛]))[(\[]?(\d{1,2})\s*([:.)\]\-–]+)\s*")  # "1: ABDUL 2: BASIR 3: na"
# That the cell above holds here as well.
_DITTO = frozenset(("〃", '"', "''", "''", "″", "،،", "„", "do", "ditto", "idem", "same", "same as above", "as above", "ایضا", "ایضاً", "ايضا", "ايضاً", "أيضا", "أيضاً", "مثل بالا", "قرار بالا", "همان", "کذا", "كذا", "كذلك", "نفسه", "لکه پورته", "همدغه", "то же", "так же", "dito"))  # fmt: skip
_DITTO_MOST = 16  # letters of them
_TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+\s*\w+)*(?:\s*#.*)?")
_LIST = {bare(w) for w in ("list", "لیست", "فهرست", "کشف", "قائمة", "جدول", "نوملړ")}
_PAGE = re.compile(r"^(page|صفحه|مخ|پاڼه|صفحة|الصفحه|sheet)\b\s*[\d/]*( (of|از|د|من) \d+)?$")
# Headings that are names of people too: alone in a row they may be somebody of whom no more is known.
_NAMES_TOO = {bare(w) for w in "وکیل wakil vakil guardian معروف مشهور فرزند والد بن other capacity home grade quality".split()}  # fmt: skip
BETWEEN = " ; "  # between the people of one cell
_LINES = 3  # of a cell, from which each is a person's, not one name's
_SENTENCE = 6  # words: more than names have
_SAID = 200  # letters of a row that is put aside, as shown
_SHARE = 0.6  # of rows with a name that have a number, where people are numbered


@dataclass(frozen=True, slots=True)
class Layout:
    """What one table's columns hold. ``numbered``: the column that counts the rows or tells them apart, -1 if none does."""

    columns: Sequence[Column]
    repeated: frozenset[str]  # its header's lines, as ``sign`` writes them
    numbered: int = -1
    counts: bool = False  # nearly everybody has a number
    calendars: Mapping[int, tuple[str, bool]] = field(default_factory=dict)  # of columns with dates
    unread: frozenset[int] = frozenset()  # columns that may hold the fathers
    mother: int = -1  # the column of the mothers
    sexes: Mapping[str, str] = field(default_factory=dict)  # what the heading says that codes for them mean

    @classmethod
    def of(
        cls, columns: Sequence[Column], header: Sequence[Sequence[str]], under: Sequence[Sequence[str]]
    ) -> "Layout":
        """Make it from a table's header and the rows below."""
        at = _numbering(columns, under)
        name = next((c.index for c in columns if c.field == "name"), -1)
        named = [row for row in under if name < len(row) and any(map(str.isalpha, row[name]))]
        numbered = sum(_has_number(row, at) for row in named)
        dated = {
            c.index: calendars.of_column(
                c.header, [row[c.index] for row in under[:SAMPLE] if c.index < len(row)]
            )
            for c in columns
            if c.field in calendars.FIELDS and c.why != "section"
        }
        return cls(
            columns, frozenset(map(sign, header)), at, numbered > _SHARE * len(named), dated, unread_people(columns, under),
            next((c.index for c in columns if c.field is None and headings.is_mothers(c.header)), -1),
            sex_codes.legends(columns),
        )  # fmt: skip

    def is_person(self, cells: Sequence[str], fields: Mapping[str, str]) -> bool:
        """Return whether this row has a number of its own and letters where names stand: nothing makes it a heading then."""
        return _has_number(cells, self.numbered) and any(map(str.isalpha, fields.get("name", "")))


def _numbering(columns: Sequence[Column], under: Sequence[Sequence[str]]) -> int:
    """Return the column that a heading calls numbers or ids; else the first, where most of its cells are numbers."""
    for wanted in ("row", "id"):
        for column in columns:
            if column.header and headings.guess_field(column.header) == (wanted, 1.0):
                return column.index
    if not columns or columns[0].field not in (None, "id"):
        return -1
    cells = [row[0].strip() for row in under if row and any(c.strip() for c in row)]
    return 0 if sum(digits(cell).strip(".)-").isdigit() for cell in cells) * 10 > 7 * len(cells) else -1


def _has_number(cells: Sequence[str], at: int) -> bool:
    return 0 <= at < len(cells) and any(map(str.isdigit, cells[at]))


def sign(row: Sequence[str]) -> str:
    """Return a line as it is compared with a header's."""
    return "|".join(bare(c).strip(" :") for c in row if c.strip())


def shown(cells: Sequence[str]) -> str:
    """Return what a row says that is put aside, for people to look at."""
    return " · ".join(plain(c) for c in cells if c.strip())[:_SAID]


def read_row(number: int, cells: Sequence[str], layout: Layout, *, continues: bool = False) -> Row:
    """Return what a row says. ``continues``: its name is the one above, merged with it."""
    fields: dict[str, str] = {}
    for column in layout.columns:
        name, i = column.field, column.index
        if name is None or i >= len(cells) or not cells[i]:
            continue
        said = cells[i].strip() if name == "id" else plain(cells[i])
        if name in calendars.COUNTED:
            said = calendars.counted(said, name)
        if says_nothing(plain(said), name):
            continue
        if name == "name" and "\n" in cells[i]:
            said = _of_lines(cells[i]) or said
        if name == "sex":
            said = sex_codes.meant(said, layout.sexes)
        if i in layout.calendars:
            word, by_heading = layout.calendars[i]
            said = calendars.told(said, word, by_heading=by_heading)
        fields[name] = f"{fields[name]} {said}" if name in fields else said
    if "name" in fields:
        fields["name"] = unnumbered(fields["name"])
        if says_nothing(fields["name"], "name"):
            del fields["name"]
    surname = fields.pop("surname", "")
    fathers.settled(fields)
    for kind in ("name", "father"):
        if kind in fields and BETWEEN not in fields[kind]:
            _place_apart(fields, kind)
    _district_apart(fields)
    if surname:
        given = fields.get("name", "")
        fields["name"] = given if surname in given.split() else f"{given} {surname}".strip()
    age = fields.pop("age", "")
    if age and "birth_year" not in fields:
        fields["birth_year"] = AGE + age
    problem = "continued" if continues else _problem(cells, fields, layout)
    if 0 <= layout.mother < len(cells) and not says_nothing(plain(cells[layout.mother]), "name"):
        fields[MOTHER] = plain(cells[layout.mother])
    if layout.unread and "father" not in fields:
        _unread(cells, fields, layout)
    return Row(number, fields, problem, shown(cells) if problem else "")


def _unread(cells: Sequence[str], fields: dict[str, str], layout: Layout) -> None:
    """Keep what columns say that were not understood and may hold the father: whoever has it is not told from namesakes."""
    said = shown([cells[i] for i in sorted(layout.unread) if i < len(cells) and not says_nothing(cells[i])])
    if said:
        fields[NOT_UNDERSTOOD] = said


def beyond(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """Return in how many rows words stand where no heading does, in columns that were taken for nothing."""
    headless = [c.index for c in columns if not (c.header or c.field or c.why)]
    width = len(columns)
    return sum(
        any(any(map(str.isalpha, row[i])) for i in headless if i < len(row))
        or (len(row) > width and any(any(map(str.isalpha, cell)) for cell in row[width:]))
        for row in rows
    )


def repeated_above(cells: Sequence[Sequence[str]], columns: Sequence[Column]) -> Sequence[Sequence[str]]:
    """Return the rows with what stands above in the place of signs that say so: 〃, ditto, ایضاً. Never a name, nor an id."""
    at = [c.index for c in columns if c.field not in (None, "id", "name", "surname", "register_number")]
    out: list[Sequence[str]] = []
    for row in cells:
        said = [
            i
            for i in at
            if i < len(row) and len(row[i]) <= _DITTO_MOST and row[i].strip(" .-_").lower() in _DITTO
        ]
        if said and out:
            filled = list(row)
            for i in said:
                filled[i] = out[-1][i] if i < len(out[-1]) else ""
            out.append(filled)
        else:
            out.append(row)
    return out


def broken_row(number: int, cells: Sequence[str], layout: Layout) -> Row:
    """Return a row whose cells stand in no column that can be told: somebody may be in it, and no more is said."""
    at = next((c.index for c in layout.columns if c.field == "id"), -1)
    fields = {"id": cells[at].strip()} if at == 0 and cells[0].strip() else {}
    return Row(number, fields, "ragged", shown(cells))


def is_tags(cells: Sequence[str]) -> bool:
    """Return whether a row under the header says in tags for programs what it said (HXL: #adm1+name)."""
    filled = [c.strip() for c in cells if c.strip()]
    return len(filled) > 1 and all(_TAG.fullmatch(c) for c in filled)


def unnumbered(name: str) -> str:
    """Return a name without numbers that count it, or its parts: "12- Abdul Wali", "1: ABDUL 2: BASIR 3: na"; or several people's: "1. Zarghun Safi 2. Toryal Hotak"."""
    written = digits(name)
    marks = list(_PARTS.finditer(written))
    if len(marks) > 1 and [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1)):
        ends = [mark.start() for mark in marks[1:]] + [len(name)]
        pieces = [name[: marks[0].start()]] + [
            name[mark.end() : end] for mark, end in zip(marks, ends, strict=True)
        ]
        pieces = [piece.strip(" ,;،؛") for piece in pieces]
        people = [piece for piece in pieces if len(piece.split()) > 1]
        if len(people) == len(marks) and not any(":" in mark[2] for mark in marks):
            return BETWEEN.join(people)
        return " ".join(piece for piece in pieces if piece and not says_nothing(piece, "name"))
    counted = _COUNTED.match(written)
    return name[counted.end() :] if counted else name


def _of_lines(cell: str) -> str:
    """Return the people of a cell that has one on each line; "" if it has not."""
    lines = [plain(line) for line in cell.split("\n") if line.strip()]
    if len(lines) < _LINES or any(len(line.split()) < 2 or not any(map(str.isalpha, line)) for line in lines):
        return ""
    return BETWEEN.join(map(unnumbered, lines))


def _district_apart(fields: dict[str, str]) -> None:
    for kind in ("province", "district"):
        if kind in fields and (beside := places.within(fields[kind])):
            fields.pop(kind)
            fields.setdefault("province", beside[0])
            if beside[1]:
                fields.setdefault("district", beside[1])


def _place_apart(fields: dict[str, str], kind: str) -> None:
    """Take "resident of ..." and a province behind a comma off a name; where no column says the province, it does."""
    said = fields[kind]
    if found := _OF.match(said):
        fields[kind] = found[1].strip()
        fields.setdefault("province", found[2].strip())
    elif (behind := _BEHIND.fullmatch(said)) and places.within(behind[2]):
        if _spelled_again(behind[1], behind[2]):
            return
        fields[kind] = behind[1].strip()
        fields.setdefault("province", behind[2].strip(" ()"))


def _spelled_again(name: str, behind: str) -> bool:
    """Return whether what follows is the name once more: "Nangyal Wardak (ننگیال وردک)" ends in a province both times."""
    last, again = (places.province((one.strip(" ()").split() or [""])[-1]) for one in (name, behind))
    return last is not None and last == again and len(behind.split()) > 1


def _is_remark(said: str, layout: Layout, *, alone: bool) -> bool:
    """Return whether what stands where names stand is none: a note, a signature, "prepared by: ..."."""
    if alone and len(said.split()) > _SENTENCE:
        return True
    if ":" in said:
        label = said.partition(":")[0]
        return layout.counts or not said.partition(":")[2].strip() or headings.field_of(label)[1] >= 0.9
    return headings.field_of(said) == ("other", 1.0) and (layout.counts or bare(said) not in _NAMES_TOO)


def _problem(cells: Sequence[str], fields: Mapping[str, str], layout: Layout) -> str | None:
    filled = [plain(c) for c in cells if c.strip()]
    if not any(any(map(str.isalnum, c)) for c in filled):
        return "blank"
    if sign(cells) in layout.repeated:
        return "repeated_header"
    name = fields.get("name", "")
    if layout.is_person(cells, fields) and bare(name).strip(" :.،=") not in _TOTAL:
        return None
    if _is_total(filled):
        return "total"
    first = bare(filled[0]).strip(" :.،")
    if _PAGE.match(digits(first)) and len(filled) <= 2:
        return "page_header"
    wide, alone = len(layout.columns) > 1, len(filled) == 1
    if wide and fields.keys() == {"name"} and _is_remark(name, layout, alone=alone):
        return "page_header"
    known = sum(1 for c in layout.columns if c.field)
    if alone and first.split()[:1] and first.split()[0] in _LIST:
        return "page_header"
    if alone and known >= 3 and wide:
        return None if name else "no_name"
    return None if any(c.isalpha() for c in name) else "no_name"


def _is_total(filled: Sequence[str]) -> bool:
    if any(bare(c).strip(" :.،=") in _TOTAL for c in filled[:3]):
        return True
    return len(filled) <= 3 and re.split(r"[\s:]", bare(filled[0]).strip(" :.،"))[0] in _TOTAL
