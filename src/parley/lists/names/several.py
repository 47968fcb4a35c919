"""Several names of one person in one cell: spellings ("A / B", "A or B", «الف یا ب») and names that a person goes by beside.

Each is compared for itself; what is found by a spelling counts as found by the name, what is found by another name is for people.
"""

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from parley.letters import is_arabic
from parley.lists.names.cells import in_two_scripts, is_plain
from parley.lists.names.company import company
from parley.lists.names.parse import also_in, parse, says_known_as
from parley.lists.names.sound import skeleton, unmarked

LONG = 600  # letters of a cell from which it is no name
MOST = 6  # names of a person that are compared; a limit of time


class Several(NamedTuple):
    """The name that is compared first; further spellings of it; other names that the person goes by.

    ``unlike``: two people may share the cell: names that are no spellings of one, "and two sons", «الف و ب».
    """

    name: str
    spellings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    unlike: bool = False


_SIGNS = re.compile(
    r"\s*[|\n\r]+\s*|\s*(?<!\b[a-zA-Z])[/\\](?![a-zA-Z]\b)\s*|\s+=\s+"
)  # not in s/o, w/o and a/k/a
_SEMICOLONS, _COMMAS = re.compile(r"\s*[;؛]+\s*"), re.compile(r"\s*[,،]\s*")
_OR = re.compile(r"(?<=\w)\s+(?:or|یا|أو|или|либо)\s+(?=\w)")  # not Pashto او, which is "and"
_L, _A = r"A-Za-z\u00c0-\u024f'’", r"\u0610-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_RUN = re.compile(rf"[{_L}][^{_A}]*|[{_A}][^{_L}]*")  # of one script, and of signs
_AROUND = " \t\r\n/|\\=,،;؛()[]{}-–—:"
_BRACKET = re.compile(r"[(\[{]")
_SLIP = 1  # consonants by which a name said in two scripts may differ from itself
_NUMBERED = re.compile(r"\s*(?:\d+\s*[-.):]|[a-z]\)|[-•*·])\s*")  # "1) Zarghun 2) Zarghoon"


def several(text: str) -> Several:
    """Return the names in a cell. Never raises; a cell of one name comes back as it is."""
    if len(text) > LONG:
        return Several(text)
    if is_plain(text):
        return _twice(text)
    if in_two_scripts(text) and not _BRACKET.search(text) and (both := _scripts(text)):
        return _of_both(*both)
    beside = company(text)
    if beside.unnamed or len(beside.names) > 1:
        first, *rest = _whole(list(beside.names))
        one = several(first) if first != text else Several(first)
        return one._replace(aliases=tuple(dict.fromkeys([*one.aliases, *rest]))[:MOST], unlike=True)
    names = _divided(text)
    names = [name for one in names for name in _whole(_OR.split(one))]
    aliases = [alias for one in names for alias in also_in(one) if _stands_alone(alias)]
    alike = [one for one in names[1:MOST] if _alike(names[0], one)]
    others = [one for one in names[1:MOST] if one not in alike]
    alike += [one for one in aliases if _alike(names[0], one)]
    aliases = [one for one in aliases if one not in alike]
    return Several(
        names[0], tuple(dict.fromkeys(alike)), tuple(dict.fromkeys([*others, *aliases[:MOST]])), bool(others)
    )


def _divided(text: str) -> list[str]:
    """Return the names between signs: each between semicolons, and else those that are all of two parts or more."""
    for signs, least, parts in ((_SEMICOLONS, 2, 1), (_SIGNS, 2, 2), (_COMMAS, 3, 2)):
        names = [_NUMBERED.sub("", one, count=1) for one in signs.split(text)]
        names = [one for one in names if any(map(str.isalpha, one))]
        if len(names) >= least and min(map(_parts, names)) >= parts:
            return names
    return [text]


def in_one_script(text: str) -> str:
    """Return a name that a cell says in two scripts in the one it begins with; any other text as it is."""
    both = _scripts(text) if len(text) < LONG and in_two_scripts(text) else None
    return both[0] if both else text


def _scripts(text: str) -> tuple[str, str] | None:
    """Return what a cell says in the script that it begins with, and in the other; None if one of them says no name, or another name."""
    said: dict[bool, list[str]] = {}
    for found in _RUN.finditer(text):
        said.setdefault(is_arabic(found[0]), []).append(found[0].strip(_AROUND))
    if len(said) < 2 or says_known_as(text):
        return None
    first, second = (" ".join(runs) for runs in said.values())
    return (first, second) if parse(first).tokens and parse(second).tokens else None


def _of_both(first: str, second: str) -> Several:
    """Return one person's name in two scripts; two people's, where hardly a part of the one sounds like a part of the other."""
    one, other = several(first), several(second)
    sounds = [[skeleton(unmarked(t.sound)) for t in parse(name).tokens] for name in (one.name, other.name)]
    near = sum(min(Levenshtein.distance(a, b) for b in sounds[1]) <= _SLIP for a in sounds[0])
    alike = 2 * near >= min(map(len, sounds))
    spelled = (*one.spellings, *((other.name, *other.spellings) if alike else other.spellings))
    aliases = (*one.aliases, *other.aliases, *(() if alike else (other.name,)))
    return Several(one.name, spelled[: MOST - 1], aliases[:MOST], one.unlike or other.unlike or not alike)


def _twice(text: str) -> Several:
    """Return a name, or two where it stands twice one after the other, as a line break leaves it: Samandar Noori Samander Nuri."""
    words = text.split()
    half = len(words) // 2
    if may_be_twice(text):
        first, second = " ".join(words[:half]), " ".join(words[half:])
        if _apart(first, second) == 0 and _parts(first) == half:
            return Several(first, (second,))
    return Several(text)


def may_be_twice(text: str) -> bool:
    """Return whether a cell may hold a name twice: four or six words, the second half beginning as the first does."""
    if text.count(" ") not in (3, 5):
        return False
    words = text.split()
    half = len(words) // 2
    return len(words) in (4, 6) and all(a[0] == b[0] for a, b in zip(words[:half], words[half:], strict=True))


def also_called(text: str) -> tuple[str, ...]:
    """Return the names in a cell of nicknames that may stand for a person by themselves."""
    if not text:
        return ()
    return tuple(one.strip() for one in re.split(r"[;؛,،|\n\r/]", text) if _stands_alone(one))


def _whole(names: list[str]) -> list[str]:
    """Give "Matin or Mateen Shirzad" its family name on both sides of the word: Matin Shirzad, Mateen Shirzad."""
    first, last = names[0].split(), names[-1].split()
    if len(names) == 1:
        return names
    if len(first) == 1 < len(last):
        return [one if len(one.split()) > 1 else " ".join([one, *last[1:]]) for one in names]
    return [one if len(one.split()) > 1 or len(first) == 1 else " ".join([*first[:-1], one]) for one in names]


def _alike(one: str, other: str) -> bool:
    """Return whether two names may be spellings of one: as many parts, with the same consonants or nearly."""
    far = _apart(one, other)
    return far is not None and far <= len([t for t in parse(one).tokens if not t.known_as])


def _apart(one: str, other: str) -> int | None:
    """Return how many consonants tell two names apart, part by part; None if they have not as many parts."""
    first, second = (
        [skeleton(unmarked(t.sound)) for t in parse(name).tokens if not t.known_as] for name in (one, other)
    )
    if len(first) != len(second):
        return None
    return sum(Levenshtein.distance(a, b) for a, b in zip(first, second, strict=True))


def _stands_alone(text: str) -> bool:
    """Return whether a name may stand for a person: of two parts, or after a child's (Abu Rami)."""
    tokens = parse(text).tokens
    return len(tokens) > 1 or (len(tokens) == 1 and tokens[0].affix == "abu")


def _parts(text: str) -> int:
    return len(parse(text).tokens)
