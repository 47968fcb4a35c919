"""Where the header is, and what its lines say together."""

import re
from collections.abc import Sequence

from parley.letters import digits, plain
from parley.lists.read import headings
from parley.lists.read.errors import ReadError
from parley.lists.read.model import FIELDS, letter
from parley.lists.read.others import ANOTHER, is_by, of_another

LOOKED_AT = 20  # rows in which a header may stand
SAMPLE = 300  # rows whose contents are looked at
CERTAIN = 0.95  # of a heading that is known as a whole
_COUNTED = 3  # rows that a column must count for the word over it to be a heading
SURE = 1.9  # a header with two headings or more
_PEOPLE = frozenset(
    ("person", "prisoner", "detainee", "accused", "suspect", "inmate", "captive", "متهم", "شهرت")
)  # headings that a title too may consist of

Cells = Sequence[str]


def header(rows: Sequence[Cells]) -> tuple[int, int]:
    """Return (first row, rows) of the header in ``rows``; (0, 0) if none of the first twenty looks like one."""
    best, found = 0.0, (0, 0)
    for at in range(min(LOOKED_AT, len(rows))):
        value, size = header_at(rows, at)
        if value > best and not (best >= SURE and found[0] + found[1] < at and _people(rows, sum(found), at)):
            best, found = value, (at, size)
    return found if best >= 1.0 else (0, int(_counts_under(rows)))


def _counts_under(rows: Sequence[Cells]) -> bool:
    """Return whether the first row is words over a column that counts the others 1, 2, 3: a header in a language that no table has."""
    first = [cell.strip() for cell in rows[0]] if rows else []
    if len(first) < 2 or not _is_words(first) or any(any(map(str.isdigit, cell)) for cell in first):
        return False
    for i, cell in enumerate(first):
        under = [digits(row[i]).strip(" .)-") for row in rows[1:LOOKED_AT] if i < len(row) and row[i].strip()]
        if cell and len(under) >= _COUNTED and under == [str(n) for n in range(1, len(under) + 1)]:
            return True
    return False


def header_at(rows: Sequence[Cells], at: int) -> tuple[float, int]:
    """Return how much the row at ``at``, and one or two under it, look like a header, and how many rows it has."""
    best, found = 0.0, 0
    for size in (1, 2, 3):
        if at + size > len(rows) or (size > 1 and sum(1 for c in rows[at] if c.strip()) < 2):
            break  # one cell over others is a title
        value = _header_value(joined(rows[at : at + size]), rows[at : at + size])
        says_names = size > 1 and value >= 1.0 and any(map(_is_name_heading, rows[at + size - 1]))
        if value > best + 0.6 * (size - 1) or (says_names and not any(map(_is_name_heading, rows[at]))):
            best, found = value, size
    return best, found


def _is_name_heading(cell: str) -> bool:
    return bool(cell.strip()) and headings.is_names(cell) and headings.key(cell) not in _PEOPLE


def _people(rows: Sequence[Cells], start: int, end: int) -> bool:
    """Return whether people stand between two headers: the second is that of another table then."""
    return any(_looks_like_data(row) and sum(1 for c in row if c.strip()) > 1 for row in rows[start:end])


def _header_value(headings_: Sequence[str], rows: Sequence[Cells]) -> float:
    known: dict[str, float] = {}
    strangers, names = 0.0, int(_numbered_people(headings_))
    for text in headings_:
        if not text.strip():
            continue
        field, sure = headings.guess_field(text)
        if headings.is_names(text) and field not in headings.NAMES:
            field = "name"  # "Name (father)"
        if field == ANOTHER:  # nobody is called "Your name" either
            names, field = names + 1, "name"
        names += is_by(text)
        names += field == "father" and headings.is_fathers(text)
        names += field in headings.NAMES and sure >= CERTAIN and headings.key(text) not in _PEOPLE
        if field:
            known[field] = max(known.get(field, 0), sure)
        else:
            strangers += 1.0 if re.search(r"\d{2}", digits(text)) else 0.35
    if any(
        _looks_like_data(row) and not (any(map(_is_name_heading, row)) and _is_words(row)) for row in rows[1:]
    ):
        return 0.0
    if not names and not headings.NAMES & known.keys() and len(known) < 3:
        return 0.0
    value = sum(known.values()) - 0.5 * strangers
    # Nobody is called "Name": beside any number of other headings it is one, in a row of words.
    if names and _is_words(rows[-1]):
        return max(value, 1.0 + 0.1 * sum(sure >= CERTAIN for sure in known.values()))
    return value


def _numbered_people(headings_: Sequence[str]) -> bool:
    """Return whether headings call persons by numbers: Prisoner 1, Prisoner 2."""
    found = {headings.numbered(text) for text in headings_ if text.strip()} - {("", "")}
    return len(found) > len({base for base, _ in found})


def _is_words(row: Cells) -> bool:
    """Return whether a row has several cells, none twice, and none a number or a sentence."""
    filled = [plain(c) for c in row if c.strip()]
    return (
        len(filled) > 1
        and len(set(filled)) == len(filled)
        and all(any(map(str.isalpha, c)) or not any(map(str.isdigit, c)) for c in filled)
        and all(len(c.split()) <= 8 and not re.search(r"\d{3}", c) for c in filled)
    )


def _looks_like_data(row: Cells) -> bool:
    filled = [c for c in row if c.strip()]
    known = sum(1 for c in filled if headings.field_of(c)[0])
    return any(re.search(r"\d{2}", digits(c)) for c in filled) or known * 2 < len(filled)


def check_shape(rows: Sequence[Cells], named: Sequence[str]) -> None:
    """Refuse two lists side by side, and headings one under the other: read as one list, they would lose people.

    Raises: ReadError(side_by_side, headings_in_column; ``people``: how often the name is said).
    """
    keys = [(headings.key(name), headings.field_of(name)[0]) for name in named]
    twice = {one for one in keys if one[1] and keys.count(one) > 1}
    if len(twice) > 1 and headings.NAMES & {field for _, field in twice}:
        raise ReadError("side_by_side", column=letter(_second_start(keys)))
    if sum(1 for _, field in keys if field) > 1:
        return
    width = max((len(row) for row in rows[:SAMPLE]), default=0)
    for i in range(min(width, LOOKED_AT)):
        cells = [row[i] for row in rows[:SAMPLE] if i < len(row) and row[i].strip()]
        sure = [field for field, share in map(headings.field_of, cells) if share >= 0.95 and field in FIELDS]
        if len(sure) * 2 > len(cells) and {"name"} < set(sure):
            raise ReadError("headings_in_column", column=letter(i), people=sure.count("name"))


def _second_start(keys: Sequence[tuple[str, str]]) -> int:
    """Return the column at which headings repeat."""
    return next(i for i, one in enumerate(keys) if one[1] and one in keys[:i])


def joined(rows: Sequence[Cells]) -> list[str]:
    """Return one heading a column: lines put together; a heading over several columns counts for each of them."""
    if len(rows) == 1:
        return [plain(c) for c in rows[0]]
    if len(rows) > 2:
        rows = [joined(rows[:-1]), rows[-1]]
    width = max(len(r) for r in rows)
    over = [plain(c) for c in rows[0]] + [""] * (width - len(rows[0]))
    under = [plain(c) for c in rows[1]] + [""] * (width - len(rows[1]))
    carried, last = [], ""
    for i, text in enumerate(over):
        last = text or (last if under[i] else "")
        carried.append(last)
    return [_both(a, b) for a, b in zip(carried, under, strict=True)]


def _both(over: str, under: str) -> str:
    """Return the more specific of two heading lines, or both in order: "Prisoner / Name" is Name; "Father / Name" is Father Name."""
    if not over or not under:
        return over or under
    for whole in (f"{over} {under}", f"{under} {over}"):  # "Capture / Place", "گرفتاری / محل"
        if headings.field_of(whole)[1] >= 0.99:
            return whole
    upper, lower = headings.field_of(over), headings.guess_field(under)
    if lower[0] in (*FIELDS, *headings.NAMES) and of_another(over, "name"):
        return f"{over} {under}"  # "Guarantor / Name"
    if upper[0] in ("captured_on", "captured_at") and lower[0] in ("", "other"):
        return over
    if upper[0] in ("father", "grandfather") and lower[0] == "name":
        return over
    return (
        under if lower[1] >= 0.9 else f"{over} {under}" if headings.field_of(f"{over} {under}")[0] else under
    )
