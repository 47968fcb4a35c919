"""Further keys to block by: a common name with a father, a province or a year beside it finds its like among thousands."""

import numpy as np

from parley.lists.match.edit import Ints
from parley.lists.match.fields import place_key
from parley.lists.match.model import Rows
from parley.lists.names.parse import parse
from parley.lists.names.sound import skeleton, unmarked
from parley.lists.read import dates


def keys(left: Rows, right: Rows) -> list[tuple[Ints, Ints]]:
    """Return pairs of (left, right) key numbers, one a row, -1 where a row has no such key."""
    if not any(any(left.column(f)) and any(right.column(f)) for f in ("father", "province", "birth_year")):
        return []
    one, other = [_of(rows) for rows in (left, right)]
    out = []
    for a, b in zip(one, other, strict=True):
        numbers: dict[str, int] = {}
        made = [
            np.array([numbers.setdefault(k, len(numbers)) if k else -1 for k in side], dtype=np.int32)
            for side in (a, b)
        ]
        out.append((made[0], made[1]))
    return out


def _of(rows: Rows) -> list[list[str]]:
    """Return five columns of keys: first part and father, last part and father, first and province, father and province, first and year."""
    names = [_ends(text) for text in rows.column("name")]
    fathers = [_ends(text)[0] for text in rows.column("father")]
    places = [place_key(text) if text else "" for text in rows.column("province")]
    years = [_year(text) for text in rows.column("birth_year")]

    def both(a: str, b: str) -> str:
        return f"{a}|{b}" if a and b else ""

    return [
        [both(n[0], f) for n, f in zip(names, fathers, strict=True)],
        [both(n[1], f) for n, f in zip(names, fathers, strict=True)],
        [both(n[0], p) for n, p in zip(names, places, strict=True)],
        [both(f, p) for f, p in zip(fathers, places, strict=True)],
        [both(n[0], y) for n, y in zip(names, years, strict=True)],
    ]


def _ends(text: str) -> tuple[str, str]:
    """Return the sounds' skeletons of the first and the last part of a name."""
    tokens = parse(text).tokens if text else ()
    if not tokens:
        return "", ""
    first, last = tokens[0], tokens[-1]
    return f"{first.affix}{skeleton(unmarked(first.sound))}", f"{last.affix}{skeleton(unmarked(last.sound))}"


def _year(text: str) -> str:
    found = dates.years(text) if text else None
    return str(found[0]) if found and found[1] - found[0] <= 1 else ""
