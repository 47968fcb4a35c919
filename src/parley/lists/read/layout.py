"""Where the header is, and which field each column holds, by its heading and its contents."""

import re
from collections.abc import Mapping, Sequence

from parley.lists.names.script import bare, digits, is_arabic, plain
from parley.lists.read import dates, headings, places
from parley.lists.read.errors import ReadError
from parley.lists.read.model import FIELDS, Column, letter

LOOKED_AT = 20  # rows in which a header may stand
SAMPLE = 300  # rows whose contents are looked at
_BORN = (1915, 2012)
_SEX = {
    "m",
    "f",
    "male",
    "female",
    "مرد",
    "زن",
    "ذکر",
    "انثی",
    "مذکر",
    "مونث",
    "نارینه",
    "ښځینه",
    "ښځه",
    "man",
    "woman",
}
_SEX = {bare(word) for word in _SEX}

Cells = Sequence[str]


def header(rows: Sequence[Cells]) -> tuple[int, int]:
    """Return (first row, rows) of the header in ``rows``; (0, 0) if none of the first twenty looks like one."""
    best, found = 0.0, (0, 0)
    for at in range(min(LOOKED_AT, len(rows))):
        for size in (1, 2, 3):
            if at + size > len(rows) or (size > 1 and sum(1 for c in rows[at] if c.strip()) < 2):
                break  # one cell over others is a title
            value = _header_value(joined(rows[at : at + size]), rows[at : at + size])
            if value > best + 0.6 * (size - 1):
                best, found = value, (at, size)
    return found if best >= 1.0 else (0, 0)


def _header_value(headings_: Sequence[str], rows: Sequence[Cells]) -> float:
    known: dict[str, float] = {}
    strangers = 0.0
    for text in headings_:
        if not text.strip():
            continue
        field, sure = headings.guess_field(text)
        if field:
            known[field] = max(known.get(field, 0), sure)
        else:
            strangers += 1.0 if re.search(r"\d{2}", digits(text)) else 0.35
    if any(map(_looks_like_data, rows[1:])):
        return 0.0
    if "name" not in known and "surname" not in known and len(known) < 3:
        return 0.0
    return sum(known.values()) - 0.5 * strangers


def _looks_like_data(row: Cells) -> bool:
    filled = [c for c in row if c.strip()]
    known = sum(1 for c in filled if headings.field_of(c)[0])
    return any(re.search(r"\d{2}", digits(c)) for c in filled) or known * 2 < len(filled)


def check_shape(rows: Sequence[Cells], named: Sequence[str]) -> None:
    """Refuse two lists side by side, and headings one under the other: read as one list, they would lose people.

    Raises: ReadError(side_by_side, headings_in_column).
    """
    keys = [(headings.key(name), headings.field_of(name)[0]) for name in named]
    twice = {one for one in keys if one[1] and keys.count(one) > 1}
    if len(twice) > 1 and {"name", "surname"} & {field for _, field in twice}:
        raise ReadError("side_by_side", column=letter(_second_start(keys)))
    if named:
        return
    width = max((len(row) for row in rows[:SAMPLE]), default=0)
    for i in range(min(width, LOOKED_AT)):
        cells = [row[i] for row in rows[:SAMPLE] if i < len(row) and row[i].strip()]
        sure = [field for field, share in map(headings.field_of, cells) if share >= 0.95 and field in FIELDS]
        if len(sure) * 2 > len(cells) and {"name"} < set(sure):
            raise ReadError("headings_in_column", column=letter(i))


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
    if upper[0] in ("captured_on", "captured_at") and lower[0] in ("", "other"):
        return over
    if upper[0] in ("father", "grandfather") and lower[0] == "name":
        return over
    return (
        under if lower[1] >= 0.9 else f"{over} {under}" if headings.field_of(f"{over} {under}")[0] else under
    )


def columns(
    headings_: Sequence[str], rows: Sequence[Cells], mapping: Mapping[str, str] | None
) -> tuple[Column, ...]:
    """Return what each column holds. Raises: ReadError(no_name_column, map_unknown_field, map_unknown_column)."""
    width = max([len(headings_), *(len(r) for r in rows[:SAMPLE])], default=0)
    names = [*headings_, *[""] * (width - len(headings_))]
    looks = [_looks([r[i] for r in rows[:SAMPLE] if i < len(r) and r[i].strip()]) for i in range(width)]
    if mapping:
        given = _chosen(names, mapping)
    else:
        given = _recognised(names, looks)
    out = []
    for i in range(width):
        field, why = given.get(i, (None, ""))
        out.append(Column(i, names[i], field, why, looks[i].get(field, -1.0) if field else -1.0))
    if not any(c.field in ("name", "surname") for c in out):
        raise ReadError("no_name_column", columns=width)
    return tuple(out)


def _chosen(names: Sequence[str], mapping: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for field, wanted in mapping.items():
        if field not in FIELDS:
            raise ReadError("map_unknown_field", field=field)
        whole = _column_named(names, wanted)
        for part in [wanted] if whole is not None else wanted.split(" + "):
            at = _column_named(names, part.strip())
            if at is None:
                raise ReadError("map_unknown_column", field=field, column=part.strip())
            found[at] = (field, "chosen")
    return found


def _column_named(names: Sequence[str], wanted: str) -> int | None:
    for same in (
        lambda a: a == wanted,
        lambda a: plain(a) == plain(wanted),
        lambda a: headings.key(a) == headings.key(wanted),
    ):
        for i, name in enumerate(names):
            if name and same(name):
                return i
    letters = {letter(i): i for i in range(len(names))}
    if wanted.upper() in letters:
        return letters[wanted.upper()]
    number = digits(wanted)
    return int(number) - 1 if number.isdigit() and 1 <= int(number) <= len(names) else None


def _recognised(names: Sequence[str], looks: Sequence[Mapping[str, float]]) -> dict[int, tuple[str, str]]:
    """Give each field the column that claims it best: heading first, contents to confirm or to contradict."""
    claims: list[tuple[float, int, str, str]] = []
    said = {headings.guess_field(name)[0] for name in names}
    for i, name in enumerate(names):
        field, sure = headings.guess_field(name)
        look = looks[i]
        stands_for = headings.FALLBACK.get(field)
        if stands_for and stands_for not in said:
            field, sure = stands_for, 0.8 * sure
        if field in FIELDS:
            share = look.get(field)
            weight = sure if share is None else sure * (0.25 + 0.75 * share)
            why = "header" if share is None or share < 0.5 else "header_and_content"
            claims.append((-(1 + weight), i, field, why))
        elif not field:
            for seen in ("name", "province", "sex", "birth_year"):
                if seen == "birth_year" and name:
                    continue  # "Date", "Handed over": a birth would be called one
                # Small numbers without a heading are no ages: they count the rows.
                share = look.get("born" if seen == "birth_year" else seen, 0.0)
                if share >= 0.6:
                    claims.append((-share * (1.0 if seen == "name" else 0.9), i, seen, "content"))
    if not any(names):  # the person stands before the father
        first = min((i for _, i, field, _ in claims if field == "name"), default=-1)
        claims = [claim for claim in claims if claim[2] != "name" or claim[1] == first]
    taken: dict[int, tuple[str, str]] = {}
    fields: set[str] = set()
    scripts: dict[str, str] = {}  # of the headings of fathers: "Father, نام پدر" is one man in two scripts
    for _, i, claimed, why in sorted(claims):
        second = claimed == "father" in fields and "grandfather" not in fields and why != "content"
        script = script_of([names[i]])
        if second and scripts.get(script, headings.key(names[i])) == headings.key(names[i]):
            continue
        if claimed == "father":
            scripts.setdefault(script, headings.key(names[i]))
        field = "grandfather" if second else claimed  # the second of two fathers: ولد, ولدیت
        more = field == "surname" and headings.guess_field(names[i])[1] >= 0.8  # "Middle name", "Last name"
        if i not in taken and (field not in fields or more):
            taken[i] = (field, why)
            fields.add(field)
    return taken


def _looks(cells: Sequence[str]) -> dict[str, float]:
    """Return for each field that has a look the share of ``cells`` that have it."""
    if not cells:
        return {}
    count = len(cells)
    named = sum(_looks_like_name(c) for c in cells) / count
    spread = len(set(cells)) / count
    provinces = sum(places.province(c) is not None for c in cells) / count
    words = sum(len(plain(c).split()) for c in cells) / count
    name = (
        named
        * (1 if spread > 0.5 or count < 6 else 0.5)
        * (1 if provinces < 0.5 else 0.3)
        * min(1.0, 0.5 + words / 4)
    )
    dated = sum(dates.days(c) is not None for c in cells) / count
    aged = sum(dates.ages(c) is not None for c in cells) / count
    return {
        "name": name,
        "father": 0.5 * name,
        "province": provinces,
        "sex": sum(bare(c) in _SEX for c in cells) / count,
        "birth_year": max(dated, aged),
        "age": aged,
        "captured_on": dated,
        "born": sum(map(_looks_like_birth, cells)) / count,
    }


def _looks_like_birth(cell: str) -> bool:
    """Return whether a cell under no heading holds a year or day that somebody on a list may be born in."""
    found = None if digits(cell).strip().isdigit() and len(cell.strip()) != 4 else dates.years(cell)
    return found is not None and _BORN[0] <= found[0] and found[1] <= _BORN[1]


def _looks_like_name(cell: str) -> bool:
    text = plain(cell)
    letters = sum(c.isalpha() for c in text)
    return letters >= 3 and letters + text.count(" ") >= 0.85 * len(text) and len(text.split()) <= 12


def script_of(cells: Sequence[str]) -> str:
    """Return "arabic" or "latin": the script most of ``cells`` are in."""
    return "arabic" if sum(map(is_arabic, cells)) * 2 > len(cells) else "latin"
