"""The names of a list's persons as they are compared: each spelling, each other name, and each with the father's behind it.

Rows of a column of names: first each person's own name, then further spellings and other names (a spelled row is one of these),
then each of them with the father's and grandfather's names behind, for a counterpart whose list has them in the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Ints
from parley.lists.match.model import Rows
from parley.lists.names import kin
from parley.lists.names.cells import not_plain
from parley.lists.names.parse import Name, parse
from parley.lists.names.several import also_called, in_one_script, may_be_twice, several
from parley.lists.names.sexes import sex_of
from parley.lists.names.words import Token
from parley.lists.read.model import KIN_SEX

FATHERS = 3  # parts of a father's and grandfather's names that are looked for in another name
CHAINED = 3  # parts of a name from which one of them may be the father's, who has a column too


_Tokens = tuple[Token, ...]


@dataclass(slots=True)
class Spelled:
    """One list's names. ``owner``: whose each is; the first ``people`` are the persons' own, and ``spelled`` with other names.

    ``names``: (spelled,); the names behind them are these again, with the father's and grandfather's of ``elders`` behind: ``base`` and
    ``behind`` are their numbers. ``alias``: found by it, a person is not decided. ``with_father``: (spelled,) the row with the father's
    name, -1 if none. ``further``, ``many``: (people,) where a person's further names begin, and how many. ``silent``: whose father is
    not said. ``shared``: (people,) whose cell holds more persons than one.
    """

    names: list[Name]
    owner: Ints
    people: int
    spelled: int
    alias: NDArray[np.bool_]
    with_father: Ints
    further: Ints
    many: Ints
    silent: NDArray[np.bool_]
    shared: NDArray[np.bool_]
    base: Ints
    behind: Ints
    elders: list[_Tokens]

    def name(self, row: int) -> Name:
        """Return the name of a row; a father's parts behind it may be missing."""
        if row < self.spelled:
            return self.names[row]
        name = self.names[int(self.base[row - self.spelled])]
        own = {token.key for token in name.tokens}
        theirs = self.elders[int(self.behind[row - self.spelled])]
        parts = [Token(t.text, t.sound, t.affix, kin=True) for t in theirs if t.key not in own]
        return name._replace(tokens=(*name.tokens, *parts[:FATHERS]))


def plainly(texts: Sequence[str]) -> Spelled:
    """Return a column of names, each for itself."""
    size = len(texts)
    none, zero = np.full(size, -1, dtype=np.int32), np.zeros(size, dtype=np.int32)
    own = np.arange(size, dtype=np.int32)
    nobody = np.zeros(size, dtype=bool)
    names = [parse(t) for t in texts]
    return Spelled(names, own, size, size, nobody, none, zero, zero, ~nobody, nobody, own[:0], own[:0], [])


def of_people(rows: Rows, other: Rows) -> Spelled:
    """Return the names of ``rows`` as the persons of ``other`` call for: with fathers where ``other`` may have them in the name."""
    size = len(rows)
    fathers, texts = rows.column("father"), rows.column("name")
    nicknames, others = rows.column("nickname"), rows.column("others")
    first = {text: parse(text).tokens[:1] for text in set(fathers)}
    odd = set(not_plain(texts)).union(i for i, text in enumerate(texts) if may_be_twice(text))
    odd.update(i for column in (nicknames, others) if any(column) for i, text in enumerate(column) if text)
    names, alias = [], np.zeros(size, dtype=bool)
    further, many = np.zeros(size, np.int32), np.zeros(size, np.int32)
    more: list[tuple[int, Name, bool]] = []
    for i, (text, father) in enumerate(zip(texts, fathers, strict=True)):
        if i not in odd:
            names.append(_without(parse(text), first[father]))
            continue
        beside = nicknames[i] or others[i]
        found, beside = several(text), f"{nicknames[i]} {others[i] if text else ''}".strip()
        name = parse(f"{found.name} ({beside})" if beside else found.name)
        names.append(_without(name, first[father]))
        alias[i] = found.unlike
        extra = [(i, parse(one), found.unlike) for one in found.spellings]
        aliases = (*found.aliases, *also_called(nicknames[i]), kin.before_mistress(found.name))
        extra += [(i, parse(one), True) for one in aliases if one]
        further[i], many[i] = size + len(more), len(extra)
        more += extra
    names += [name for _, name, _ in more]
    shared = alias
    alias = np.append(alias, np.array([also for _, _, also in more], dtype=bool))
    owner = np.array([*range(size), *(i for i, _, _ in more)], np.int32)
    with_father, base, behind, elders = _with_fathers(rows, other, names, owner)
    alias, owner = np.append(alias, alias[base]), np.append(owner, owner[base])
    silent = np.array([not father for father in fathers], dtype=bool)
    spelled = len(names)
    return Spelled(
        names, owner, size, spelled, alias, with_father, further, many, silent, shared, base, behind, elders
    )  # fmt: skip


def _with_fathers(
    rows: Rows, other: Rows, names: list[Name], owner: Ints
) -> tuple[Ints, Ints, Ints, list[_Tokens]]:
    """Return of each name the row with the father's behind it, and of each such row the name, the father, and who the fathers are."""
    fathers, grandfathers = rows.column("father"), rows.column("grandfather")
    with_father = np.full(len(names), -1, dtype=np.int32)
    if not any(fathers) or all(other.column("father")):
        return with_father, with_father[:0], with_father[:0], []
    numbers: dict[tuple[str, str], int] = {}
    of_row = [
        numbers.setdefault(both, len(numbers)) if both[0] else -1
        for both in zip(fathers, grandfathers, strict=True)
    ]
    named = np.array([bool(name.tokens) for name in names], dtype=bool)
    behind = np.array(of_row, dtype=np.int32)[owner]
    base = np.nonzero(named & (behind >= 0))[0].astype(np.int32)
    with_father[base] = np.arange(len(base)) + len(names)
    elders = [parse(one).tokens + (parse(two).tokens if two else ()) for one, two in numbers]
    return with_father, base, behind[base], elders


def _without(name: Name, father: _Tokens) -> Name:
    """Return a name in which the father's, that a column says as well, may be missing: Samir Fathi Qaddura, father Fathi."""
    if not father or len(name.tokens) < CHAINED:
        return name
    _, sound, affix, *_ = father[0]
    if not any(t.sound == sound and t.affix == affix for t in name.tokens[1:]):
        return name
    tokens = [
        t._replace(known_as=True) if k and t.sound == sound and t.affix == affix else t
        for k, t in enumerate(name.tokens)
    ]
    return name._replace(tokens=tuple(tokens))


def combinations(left: Spelled, right: Spelled, i: Ints, j: Ints) -> tuple[Ints, Ints, NDArray[np.int64]]:
    """Return for pairs of persons the rows of names that are compared, and which pair each two belong to."""
    pair = np.arange(len(i))
    a, b = i, j
    ways = (1 + left.many[i].astype(np.int64)) * (1 + right.many[j])
    if len(ways) and ways.max() > 1:
        pair = np.repeat(pair, ways)
        k = np.arange(len(pair)) - np.repeat(np.cumsum(ways) - ways, ways)
        one, other = i[pair], j[pair]
        x, y = k % (1 + left.many[one]), k // (1 + left.many[one])
        a = np.where(x == 0, one, left.further[one] + x - 1).astype(np.int32)
        b = np.where(y == 0, other, right.further[other] + y - 1).astype(np.int32)
    fathers_left, fathers_right = left.with_father[a], right.with_father[b]
    a = np.where((fathers_left >= 0) & right.silent[j[pair]], fathers_left, a)
    b = np.where((fathers_right >= 0) & left.silent[i[pair]], fathers_right, b)
    return a, b, pair


def kin_apart(rows: Rows) -> Rows:
    """Return rows whose kinsmen stand in columns of their own: "wife of", بنت; what a column says of a father stands."""
    columns = {name: list(rows.column(name)) for name in ("name", "father", "grandfather", "sex")}
    columns["sex"] = [
        sex if sex_of(sex) else said or sex
        for sex, said in zip(columns["sex"], rows.column(KIN_SEX), strict=True)
    ]
    others: dict[int, str] = {}
    for name, older in (("name", ("father", "grandfather")), ("father", ("grandfather", ""))):
        odd = not_plain(columns[name])
        for i, found in ((i, kin.apart(columns[name][i])) for i in odd):
            columns[name][i] = in_one_script(found.name) if name == "father" else found.name
            for column, said in zip(older, (found.father, found.grandfather), strict=True):
                if column and not columns[column][i]:
                    columns[column][i] = said
            if name == "name":
                columns["sex"][i] = columns["sex"][i] or found.sex
                if found.others:
                    others[i] = found.others
    kept = {name: tuple(column) for name, column in columns.items() if name in rows.fields or any(column)}
    beside = {"others": tuple(others.get(i, "") for i in range(len(rows)))} if others else {}
    return Rows(rows.ids, {**rows.fields, **kept, **beside})
