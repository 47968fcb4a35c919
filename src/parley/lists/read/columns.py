"""Which field each column holds: by its heading first, by what it holds where that says nothing or two say the same."""

from collections.abc import Callable, Collection, Mapping, Sequence

from rapidfuzz.fuzz import token_sort_ratio

from parley.letters import bare, digits, is_arabic, plain
from parley.lists.names.known import hold_people
from parley.lists.names.sexes import is_sex
from parley.lists.read import beside, dates, headings, others, places
from parley.lists.read.blanks import says_nothing
from parley.lists.read.errors import ReadError
from parley.lists.read.fathers import FATHER
from parley.lists.read.layout import CERTAIN, SAMPLE, Cells
from parley.lists.read.model import FIELDS, Column, letter

RIVALS = (
    "name",
    "father",
    "birth_year",
    "province",
    "captured_on",
)  # fields of which people are told that two columns say them
RIVAL = "rival"  # why a column was not taken: another says the same
STRANGE = "not_understood"  # nor this one: it holds names, and its heading tells nothing
_SO_SURE = 0.6  # of a heading of the prisoner's name
_SO_PLAINLY = 0.85  # and of a second father's, who is the grandfather
_LIKE = 55  # of a hundred: one name spelt twice is more alike than two people's
_UNSEEN = 0.5  # by which a hidden column claims less
_BORN = (1915, 2012)
Meant = list[tuple[str, float]]


def columns(
    headings_: Sequence[str],
    rows: Sequence[Cells],
    mapping: Mapping[str, str] | None,
    hidden: Collection[int] = (),
) -> tuple[Column, ...]:
    """Return what each column holds; ``hidden``: the places of those that are not shown. Raises: ReadError(no_name_column, names_of_others, side_by_side, no_heading, two_columns, map_unknown_field, map_unknown_column)."""
    width = max([len(headings_), *(len(r) for r in rows[:SAMPLE])], default=0)
    names = [*headings_, *[""] * (width - len(headings_))]
    looks = [
        _looks([r[i] for r in rows[:SAMPLE] if i < len(r) and not says_nothing(r[i])]) for i in range(width)
    ]
    if mapping:
        given = _chosen(names, mapping)
    else:
        beside.check(names, rows[:SAMPLE], looks)
        given = _recognised(names, rows[:SAMPLE], looks, hidden)
        given |= _strange(names, given, looks)
    out = []
    for i in range(width):
        field, why = given.get(i, ("", ""))
        unseen = i in hidden and any(i < len(row) and row[i].strip() for row in rows)
        if field in (RIVAL, STRANGE) or not field:
            out.append(Column(i, names[i], None, field, hidden=unseen))
        else:
            out.append(Column(i, names[i], field, why, looks[i].get(field, -1.0), unseen))
    if not any(c.field in ("name", "surname") for c in out):
        for i, name in enumerate(names):
            whose = headings.field_of(name)[0] == others.ANOTHER or others.of_another(name, "name")
            if whose and looks[i].get("name", 0.0) >= beside.NAMED:
                raise ReadError("names_of_others", column=letter(i), heading=_printed(name))
        raise ReadError("no_name_column", columns=width)
    return tuple(out)


def _printed(heading: str) -> str:
    """Return a heading as it may stand in a sentence."""
    return "".join(c for c in plain(heading) if c.isprintable())[:60]


def _strange(
    names: Sequence[str], given: Mapping[int, tuple[str, str]], looks: Sequence[Mapping[str, float]]
) -> dict[int, tuple[str, str]]:
    """Return the columns that hold names and were taken for nothing, though nothing says that they are no matter."""
    found = {}
    for i, look in enumerate(looks):
        if i in given or look.get("name", 0.0) < beside.NAMED or (any(names) and not names[i]):
            continue
        said, sure = headings.guess_field(names[i])
        fathers = said == "other" and sure < CERTAIN and headings.has_father(names[i])  # "Father Mother"
        whose = others.of_another(names[i], "name") or others.perhaps_of_another(names[i])
        if (said in ("", "father", *headings.NAMES) and not whose) or fathers:
            found[i] = (STRANGE, "")
    return found


def unread_people(columns_: Sequence[Column], rows: Sequence[Cells]) -> frozenset[int]:
    """Return the columns that were not understood and hold people's names, where no other says the fathers: it may be theirs."""
    if any(column.field in ("father", "grandfather") for column in columns_):
        return frozenset()
    found = set()
    for column in columns_:
        if column.why == STRANGE:
            cells = [row[column.index] for row in rows[:SAMPLE] if column.index < len(row)]
            if hold_people([cell for cell in cells if not says_nothing(cell)]):
                found.add(column.index)
    return frozenset(found)


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


def _recognised(
    names: Sequence[str],
    rows: Sequence[Cells],
    looks: Sequence[Mapping[str, float]],
    hidden: Collection[int],
) -> dict[int, tuple[str, str]]:
    """Give each field the column that claims it best: heading first, contents to confirm or to contradict; one that is shown before a hidden one."""
    meant = _meant(names, rows)
    claims: list[tuple[float, int, str, str]] = []
    for i, (field, sure) in enumerate(meant):
        look = looks[i]
        if field in FIELDS:
            share = look.get(field)
            weight = sure if share is None else sure * (0.25 + 0.75 * share)
            why = "header" if share is None or share < 0.5 else "header_and_content"
            claims.append((-(1 + weight) + _UNSEEN * (i in hidden), i, field, why))
        elif not field:
            whose = others.of_another(names[i], "name")
            claims += [
                claim for claim in _by_content(i, names[i], look) if not (whose and claim[2] == "name")
            ]
    if not any(names):  # the person stands before the father
        first = min((i for _, i, field, _ in claims if field == "name"), default=-1)
        claims = [claim for claim in claims if claim[2] != "name" or claim[1] == first]
    taken: dict[int, tuple[str, str]] = {}
    fields: set[str] = set()
    scripts: dict[str, str] = {}  # of the headings of fathers: "Father, نام پدر" is one man in two scripts
    for _, i, claimed, why in sorted(claims):
        second = claimed == "father" in fields and "grandfather" not in fields and why != "content"
        script = script_of([names[i]])
        if second and meant[i][1] < _SO_PLAINLY:
            continue  # "Cellmate's father"
        if second and scripts.get(script, headings.key(names[i])) == headings.key(names[i]):
            continue
        if claimed == "father":
            scripts.setdefault(script, headings.key(names[i]))
        field = "grandfather" if second else claimed  # the second of two fathers: ولد, ولدیت
        more = field == "surname" and meant[i][1] >= 0.8  # "Middle name", "Last name"
        if i not in taken and (field not in fields or more):
            taken[i] = (field, why)
            fields.add(field)
    return taken | _rivals(meant, taken, rows)


def _by_content(i: int, name: str, look: Mapping[str, float]) -> list[tuple[float, int, str, str]]:
    """Return what a column claims to be whose heading says nothing."""
    claims = []
    for seen in ("name", "father", "province", "sex", "birth_year"):
        if seen == "birth_year" and name:
            continue  # "Date", "Handed over": a birth would be called one
        # Small numbers without a heading are no ages: they count the rows.
        share = look.get({"birth_year": "born", "father": "son_of"}.get(seen, seen), 0.0)
        if share >= 0.6:
            claims.append((-share * (1.0 if seen == "name" else 0.9), i, seen, "content"))
    return claims


def _meant(names: Sequence[str], rows: Sequence[Cells]) -> Meant:
    """Return what the headings mean beside each other: "Name" is the family's where another column has the given name."""
    meant = [headings.guess_field(name) for name in names]
    keys = [headings.key(name) for name in names]
    meant = [
        (field, 0.5 * sure) if field in headings.NAMES and others.perhaps_of_another(name) else (field, sure)
        for name, (field, sure) in zip(names, meant, strict=True)
    ]
    # Beside the prisoner's name another one is asked about: a form's "Full name" may be whoever fills it in.
    meant = [
        ("name", 1.0) if field == "name" and sure >= _SO_SURE and others.of_held(name) else (field, sure)
        for name, (field, sure) in zip(names, meant, strict=True)
    ]
    if not any(field in headings.NAMES for field, _ in meant):  # "Name (father)": both stand in it
        meant = [
            ("name", sure) if field == "father" and headings.holds_both(name) else (field, sure)
            for name, (field, sure) in zip(names, meant, strict=True)
        ]
    if "lname" in keys or "l name" in keys:  # then fname is no father
        meant = [
            ("given", 1.0) if key in ("fname", "f name") else one
            for key, one in zip(keys, meant, strict=True)
        ]
    at = {field: [i for i, one in enumerate(meant) if one[0] == field] for field in headings.NAMES}
    given, whole = at["given"][:1], [i for i in at["name"] if meant[i][1] >= 0.9][:1]
    if given and whole:
        contains = _share(rows, whole[0], given[0], lambda a, b: set(b.split()) <= set(a.split()))
        if contains < 0.5 and not at["surname"]:
            meant[whole[0]] = ("surname", meant[whole[0]][1])
        else:  # the whole name is there: its halves say nothing new
            for i in (*at["given"], *(at["surname"] if contains >= 0.5 else ())):
                meant[i] = ("other", 1.0)
    meant = [("name", sure) if field == "given" else (field, sure) for field, sure in meant]
    said = {field for field, _ in meant}
    for i, (field, sure) in enumerate(meant):
        stands_for = headings.FALLBACK.get(field)
        if stands_for and stands_for not in said:
            meant[i] = (stands_for, 0.8 * sure)
            if (
                field == "year"
                and _born_share([row[i] for row in rows if i < len(row) and row[i].strip()]) < 0.6
            ):
                meant[i] = ("other", sure)
    return meant


def _share(rows: Sequence[Cells], i: int, j: int, holds: Callable[[str, str], bool]) -> float:
    """Return the share of rows in which ``holds`` of the cells in two columns, of those where both say something."""
    both = [(bare(row[i]), bare(row[j])) for row in rows[:SAMPLE] if max(i, j) < len(row)]
    both = [(a, b) for a, b in both if not says_nothing(a) and not says_nothing(b)]
    return sum(holds(a, b) for a, b in both) / len(both) if both else 0.0


def _rivals(
    meant: Meant, taken: Mapping[int, tuple[str, str]], rows: Sequence[Cells]
) -> dict[int, tuple[str, str]]:
    """Return the columns that say by their headings what another was taken for, as ("rival", its field).

    Raises: ReadError(two_columns) where two of one script hold other people's names: which is meant, nobody can know.
    """
    found = {}
    holder = {field: i for i, (field, _) in sorted(taken.items(), reverse=True)}
    for i, (field, sure) in enumerate(meant):
        if i in taken or sure < CERTAIN or field not in RIVALS or field not in holder:
            continue
        other = holder[field]
        if meant[other] != (field, sure):
            continue
        found[i] = (RIVAL, field)
        cells = [
            [row[k] for row in rows[:SAMPLE] if k < len(row) and not says_nothing(row[k], field)]
            for k in (other, i)
        ]
        if field != "name" or not all(cells) or script_of(cells[0]) != script_of(cells[1]):
            continue
        alike = _share(rows, other, i, lambda a, b: token_sort_ratio(a, b) >= _LIKE)
        if alike < 0.5 and sum(map(_looks_like_name, cells[1])) * 2 > len(cells[1]):
            raise ReadError("two_columns", field=field, column=letter(other), other=letter(i))
    return found


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
        "son_of": sum(FATHER.fullmatch(c) is not None for c in cells) / count,
        "province": provinces,
        "sex": sum(map(is_sex, cells)) / count,
        "birth_year": max(dated, aged),
        "age": aged,
        "captured_on": dated,
        "born": _born_share(cells),
    }


def _born_share(cells: Sequence[str]) -> float:
    return sum(map(_looks_like_birth, cells)) / max(len(cells), 1)


def _looks_like_birth(cell: str) -> bool:
    """Return whether a cell under no heading holds a year or day that somebody on a list may be born in."""
    found = None if digits(cell).strip().isdigit() and len(cell.strip()) != 4 else dates.years_within(cell)
    return found is not None and _BORN[0] <= found[0] and found[1] <= _BORN[1]


def _looks_like_name(cell: str) -> bool:
    text = plain(cell)
    letters = sum(c.isalpha() for c in text)
    return letters >= 3 and letters + text.count(" ") >= 0.85 * len(text) and len(text.split()) <= 12


def script_of(cells: Sequence[str]) -> str:
    """Return "arabic" or "latin": the script most of ``cells`` are in."""
    return "arabic" if sum(map(is_arabic, cells)) * 2 > len(cells) else "latin"
