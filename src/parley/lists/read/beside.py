"""A second person in a row: *Prisoner 1, Prisoner 2*, *Name 1, Father 1, Name 2, Father 2*, a block beside the list without headings.

Read as one person they would lose half of the people, and a second father would be taken for the first one's grandfather.
"""

import re
from collections.abc import Mapping, Sequence

from parley.letters import bare
from parley.lists.read import headings
from parley.lists.read.blanks import says_nothing
from parley.lists.read.errors import ReadError
from parley.lists.read.layout import Cells
from parley.lists.read.model import letter

NAMED = 0.6  # share of a column's cells that look like names, from which it holds them
_FEW = 2  # filled cells of a column that tell what it holds
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|[abcd]|i{1,3}|iv")
# Of a person, but not of a name: "First name" is a part of one, and الاسم الثاني the father's.
_ORDINALS = {
    bare(word)
    for word in """one two three four first second third fourth another other اول دوم سوم چهارم یک دو سه لومړی لمړی دوهم دویم دریم یو دوه الاول الثانی الثالث
    premier deuxieme second primero segundo первый второй birinci ikinci""".split()
}
_PERSON = frozenset(bare(word) for word in "name prisoner detainee inmate captive accused suspect person نام اسم نوم زندانی محبوس بندی الاسم السجین المعتقل".split())  # fmt: skip
_NAME = frozenset(bare(word) for word in "name names نام اسم نوم الاسم".split())


def check(names: Sequence[str], rows: Sequence[Cells], looks: Sequence[Mapping[str, float]]) -> None:
    """Refuse a table whose rows hold a second person, or names in a column that has no heading.

    ``looks``: of each column, the share of its cells that look like a field.
    Raises: ReadError(side_by_side, no_heading).
    """
    seen: dict[str, str] = {}
    for i, name in enumerate(names):
        base, number = _numbered(name)
        if base and seen.setdefault(base, number) != number and _people(i, rows, looks):
            raise ReadError("side_by_side", column=letter(i))
    if any(names):
        for i, name in enumerate(names):
            if not name and _people(i, rows, looks) and 2 * len(_filled(i, rows)) > len(rows):
                raise ReadError("no_heading", column=letter(i))
    elif (begins := _repeats(rows, looks)) is not None:
        raise ReadError("side_by_side", column=letter(begins))


def _numbered(heading: str) -> tuple[str, str]:
    """Return a heading of persons' names without its number, and the number; "" and "" if it is no such heading."""
    words = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", headings.key(heading)).split()
    if not words or len(words) > 6:
        return "", ""
    own = [word for word in words if not _NUMBER.fullmatch(word)]
    number = " ".join(word for word in words if _NUMBER.fullmatch(word))
    if not number and len(words) > 1 and not _NAME.intersection(words[-1:]):
        ordinals = [word for word in words if word in _ORDINALS]
        own, number = [word for word in words if word not in _ORDINALS], " ".join(ordinals)
    base = " ".join(word for word in own if word not in ("no", "number", "the", "of"))
    if headings.field_of(heading)[0] not in ("name", "") or not _PERSON.intersection(own):
        return "", ""
    return (base, number) if headings.field_of(base) == ("name", 1.0) or base in _PERSON else ("", "")


def _filled(i: int, rows: Sequence[Cells]) -> list[str]:
    return [row[i] for row in rows if i < len(row) and not says_nothing(row[i])]


def _people(i: int, rows: Sequence[Cells], looks: Sequence[Mapping[str, float]]) -> bool:
    return len(_filled(i, rows)) >= _FEW and looks[i].get("name", 0.0) >= NAMED


def _repeats(rows: Sequence[Cells], looks: Sequence[Mapping[str, float]]) -> int | None:
    """Return where the columns of a table without headings begin anew, each half holding names and something else; None if nowhere."""
    kinds = [(i, _kind(look)) for i, look in enumerate(looks) if len(_filled(i, rows)) >= _FEW]
    half = len(kinds) // 2
    first, second = [kind for _, kind in kinds[:half]], [kind for _, kind in kinds[half:]]
    if first != second or "name" not in first or len(set(first) - {""}) < 2:
        return None
    return kinds[half][0]


def _kind(look: Mapping[str, float]) -> str:
    for kind in ("province", "sex", "born", "name"):
        if look.get(kind, 0.0) >= NAMED:
            return kind
    return ""
