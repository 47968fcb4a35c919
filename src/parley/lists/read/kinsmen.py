"""Fathers who stand elsewhere than in a column of their own: in the row below, or in brackets behind the name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.fuzz import token_sort_ratio

from parley.letters import bare, is_arabic, plain
from parley.lists.names.known import common
from parley.lists.read.fathers import FATHER, HUSBAND
from parley.lists.read.model import Row
from parley.lists.read.rows import Layout, shown

_IN_BRACKETS = re.compile(r"([^()\[\]]{1,150})[(\[]([^()\[\]]{1,150})[)\]]\s*")
_TITLES = {
    bare(word) for word in "mullah mulla abu qari mawlawi alias aka ملا ابو قاری مولوی معروف مشهور".split()
}  # a nickname begins so, too
_MORE = 2  # fields, at most, of a row that says of whom the one above is the son
_FEW = 3  # people, at least, of whom as many have one under them, or in brackets
_MOST = 0.8  # of all people, whose brackets hold a common name
_UNLIKE = 60  # of a hundred: a name spelled again is more like it


def below(read: Sequence[Row], cells: Sequence[Sequence[str]], layout: Layout) -> tuple[list[Row], int]:
    """Return the rows with a father who stands in the row below given to the person above, and how many had no word before them.

    A row that says of whom somebody is the son goes on with the one above, and so does each row of a name alone where such rows
    and people of whom more is said take turns.
    """
    out, guessed = list(read), 0
    turns = _take_turns(read, cells, layout)
    for i in range(1, len(out)):
        row, above = out[i], out[i - 1]
        if above.problem is not None or "father" in above.fields or len(row.fields) > _MORE:
            continue
        if row.problem not in (None, "no_name", "page_header") or layout.is_person(cells[i], row.fields):
            continue
        filled = [plain(cell) for cell in cells[i] if cell.strip()]
        said = " ".join(filled)
        father, husband = FATHER.fullmatch(said), HUSBAND.fullmatch(said)
        if len(filled) > 2 or not (father or husband or i in turns):
            continue
        if husband and not father:
            fields = {**above.fields, "name": f"{above.fields['name']} {said}"}
        else:
            fields = {**above.fields, "father": father["who"].strip(" )]") if father else said}
            guessed += father is None
        out[i - 1] = replace(above, fields=fields)
        out[i] = Row(row.number, {}, "continued", shown(cells[i]))
    return out, guessed


def _take_turns(read: Sequence[Row], cells: Sequence[Sequence[str]], layout: Layout) -> frozenset[int]:
    """Return the rows of a name alone, if each stands under a person of whom more is said, and each such person over one."""
    below: list[int] = []
    above = -1  # a person of whom more is said, who has no name under them yet
    for i, row in enumerate(read):
        if row.problem in ("blank", "total", "page_header", "repeated_header"):
            continue
        alone = row.fields.keys() == {"name"} and sum(bool(cell.strip()) for cell in cells[i]) == 1
        if row.problem is not None or alone != (above >= 0) or (alone and above != i - 1):
            return frozenset()
        if alone:
            below.append(i)
        above = -1 if alone else i
    enough = _FEW if layout.numbered >= 0 else _FEW + 1
    return frozenset(below) if above < 0 and len(below) >= enough else frozenset()


def in_brackets(read: Sequence[Row], *, said: bool) -> tuple[list[Row], int]:
    """Return the rows with fathers who stand in brackets behind the name, and how many.

    ``said``: the heading says that they do. Else nearly all people have a common name there that is not theirs spelled again, and nobody has a
    father; then it stays in the name as well, for it may be another of theirs.
    """
    people = [i for i, row in enumerate(read) if row.problem is None]
    if not said and any("father" in read[i].fields for i in people):
        return list(read), 0
    found = {
        i: (match[1].strip(), match[2].strip())
        for i in people
        if (match := _IN_BRACKETS.fullmatch(read[i].fields.get("name", "")))
    }
    found = {i: pair for i, pair in found.items() if all(any(map(str.isalpha, one)) for one in pair)}
    if not said:
        found = {i: pair for i, pair in found.items() if _is_father(*pair)}
        if len(found) < _FEW or len(found) < _MOST * len(people):
            return list(read), 0
    out = list(read)
    for i, (name, who) in found.items():
        fields = {"father": who, **out[i].fields}
        if said:
            fields["name"] = name
        out[i] = replace(out[i], fields=fields)
    return out, len(found)


def _is_father(name: str, who: str) -> bool:
    words = [bare(word) for word in who.split()]
    known = any(word in common() for word in words) and words[0] not in _TITLES
    return known and is_arabic(name) == is_arabic(who) and token_sort_ratio(bare(name), bare(who)) < _UNLIKE
