"""The best libraries, each as it is best used: a score for every pair, then the best right row for each left one."""

import importlib.util
from collections.abc import Callable, Sequence
from itertools import count

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bench.lists import linkers
from bench.lists.measure import Line
from bench.lists.tasks import Task

Scores = NDArray[np.float32]
_ids = count()


def _latin(names: Sequence[str]) -> list[str]:
    return [anyascii(n).lower() for n in names]


def _cdist(scorer: Callable[..., float], left: Sequence[str], right: Sequence[str]) -> Scores:
    found: Scores = process.cdist(left, right, scorer=scorer, dtype=np.float32)
    return found


def wratio(left: Sequence[str], right: Sequence[str]) -> Scores:
    return _cdist(fuzz.WRatio, _latin(left), _latin(right))


def token_sort(left: Sequence[str], right: Sequence[str]) -> Scores:
    return _cdist(fuzz.token_sort_ratio, _latin(left), _latin(right))


def jaro_winkler(left: Sequence[str], right: Sequence[str]) -> Scores:
    return _cdist(JaroWinkler.similarity, _latin(left), _latin(right))


def romanizer(left: Sequence[str], right: Sequence[str]) -> Scores:
    """arabic-name-romanizer, then token_sort."""
    from arabic_name_romanizer import transliterate

    def roman(names: Sequence[str]) -> list[str]:
        return [
            text_of(transliterate(n)).lower() if any("\u0600" <= c <= "\u06ff" for c in n) else n.lower()
            for n in names
        ]

    return _cdist(fuzz.token_sort_ratio, roman(left), roman(right))


def text_of(found: object) -> str:
    """Return the romanised text, whatever object the library wraps it in."""
    for field in ("text", "latin", "value", "best", "romanized", "output"):
        if isinstance(got := getattr(found, field, None), str):
            return got
    return str(found)


def metaphone(left: Sequence[str], right: Sequence[str]) -> Scores:
    """Double metaphone of each word, Jaccard of the sets."""
    from metaphone import doublemetaphone

    def codes(names: Sequence[str]) -> list[frozenset[str]]:
        return [frozenset(doublemetaphone(w)[0] for w in n.split()) - {""} for n in _latin(names)]

    a, b = codes(left), codes(right)
    words = {w: k for k, w in enumerate(sorted(frozenset().union(*a, *b)))}
    one, other = (np.zeros((len(x), len(words)), dtype=np.float32) for x in (a, b))
    for table, names in ((one, a), (other, b)):
        for k, name in enumerate(names):
            table[k, [words[w] for w in name]] = 1
    both = one @ other.T
    shares: Scores = both / np.maximum(one.sum(1)[:, None] + other.sum(1)[None, :] - both, 1)
    return shares


def logic(left: Sequence[str], right: Sequence[str]) -> Scores:
    """nomenklatura's logic-v2 over Person entities."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()

    def entity(number: str, name: str) -> object:
        made = model.make_entity("Person")
        made.id = number
        made.add("name", name)
        return made

    # It keeps what it made of an id: none comes twice.
    one = [entity(f"a{next(_ids)}", n) for n in left]
    other = [entity(f"b{next(_ids)}", n) for n in right]
    return np.array([[algorithm.compare(x, y, config).score for y in other] for x in one], dtype=np.float32)


SLOW = ("nomenklatura logic-v2",)  # ten thousand pairs a second: one draw each
LINKER = "splink 5, romanised"

PEERS: dict[str, tuple[str, Callable[[Sequence[str], Sequence[str]], Scores]]] = {
    "rapidfuzz WRatio": ("rapidfuzz", wratio),
    "rapidfuzz token_sort": ("rapidfuzz", token_sort),
    "rapidfuzz jaro_winkler": ("rapidfuzz", jaro_winkler),
    "arabic-name-romanizer": ("arabic_name_romanizer", romanizer),
    "double metaphone": ("metaphone", metaphone),
    "nomenklatura logic-v2": ("nomenklatura", logic),
}


def present(name: str) -> bool:
    """Return whether a peer is installed (``uv sync --group bench``)."""
    library = "splink" if name == LINKER else PEERS[name][0]
    return importlib.util.find_spec(library) is not None


def lines(name: str, task: Task) -> list[Line]:
    """Return each left row's best right row by one peer; the first of equals."""
    if name == LINKER:
        return linkers.lines(task.left, task.right)
    score = PEERS[name][1]([r["name"] for r in task.left], [r["name"] for r in task.right])
    best = score.argmax(1)
    return [
        Line(row["id"], task.right[int(b)]["id"], float(score[k, b]))
        for k, (row, b) in enumerate(zip(task.left, best, strict=True))
    ]
