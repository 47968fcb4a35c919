"""Which words of a clause stand in brackets: those that a side's own wording does not have, and what it says instead.

Only the look of a page hangs on this; a bracket is on a version as a whole, and what is signed is the exact text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby

# White space, a mark of punctuation, or a word: whatever else stands together. Letters that join are never cut apart.
_WORDS = re.compile(r"\s+|[.,;:!?()\[\]«»\"“”،؛؟۔]|[^\s.,;:!?()\[\]«»\"“”،؛؟۔]+")
LONGEST = 1_500  # words compared one by one; of longer wordings all is in brackets
_TITLE_ENDS = "\n\n"  # as in the macro that sets a wording


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a wording. ``parties``: who has it in brackets; an empty ``text`` is where they would put words in."""

    text: str
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """A wording in pieces, its title apart; together they are the exact text."""

    title: Sequence[Piece]
    rest: Sequence[Piece]


def in_brackets(text: str, proposed: Mapping[str, str]) -> Pieces:
    """Return a clause's wording with the words marked that a side would have otherwise.

    ``proposed``: by party what it would have instead, in the same language.
    """
    words = _words(text)
    marked: list[list[str]] = [[] for _ in words]
    gaps: dict[int, list[str]] = {}
    for party, other in proposed.items():
        for start, end, first, last in _apart(text, other):
            for at in range(start, end):
                marked[at].append(party)
            if start == end and first < last:
                gaps.setdefault(start, []).append(party)
    return _titled(text, _joined(words, marked, gaps))


def instead(text: str, proposed: str) -> Pieces:
    """Return a side's wording with the words marked that the clause does not have; who proposes them is not said again."""
    words = _words(proposed)
    marked: list[list[str]] = [[] for _ in words]
    for _, _, first, last in _apart(text, proposed):
        for at in range(first, last):
            marked[at].append("new")
    return _titled(proposed, _joined(words, marked, {}))


@lru_cache(maxsize=2_048)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text))


@lru_cache(maxsize=2_048)
def _apart(text: str, other: str) -> tuple[tuple[int, int, int, int], ...]:
    """Return the runs of words in which two wordings differ: from and to in the one, from and to in the other."""
    one, two = _words(text), _words(other)
    if max(len(one), len(two)) > LONGEST:
        return ((0, len(one), 0, len(two)),)
    runs: list[tuple[int, int, int, int]] = []
    for what, start, end, first, last in SequenceMatcher(None, one, two).get_opcodes():
        if what == "equal":
            continue
        beside = bool(runs) and not "".join(one[runs[-1][1] : start]).strip()  # only a space between: one run
        before = runs.pop() if beside else (start, start, first, first)
        runs.append((before[0], end, before[2], last))
    return tuple((*_bare(one, run[0], run[1]), *_bare(two, run[2], run[3])) for run in runs)


def _bare(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return a run without the white space at its ends."""
    said = [at for at in range(start, end) if words[at].strip()]
    return (said[0], said[-1] + 1) if said else (end, end)


def _joined(
    words: Sequence[str], marked: Sequence[Sequence[str]], gaps: Mapping[int, Sequence[str]]
) -> list[Piece]:
    found, at = list[Piece](), 0
    for parties, run in groupby(zip(words, marked, strict=True), lambda each: tuple(each[1])):
        text = ""
        for word, _ in run:
            if at in gaps:
                found += [Piece(text, parties)] if text else []
                found.append(Piece("", tuple(gaps[at])))
                text = ""
            text, at = text + word, at + 1
        found.append(Piece(text, parties))
    return [*found, Piece("", tuple(gaps[at]))] if at in gaps else found


def _titled(text: str, pieces: Sequence[Piece]) -> Pieces:
    """Take the title and the empty line under it apart, as where a wording is set without brackets."""
    title, gap, _ = text.partition(_TITLE_ENDS)
    end = len(title + gap) if gap and "\n" not in title else 0
    halves = tuple(_cut(pieces, end))
    return Pieces([one for one, above in halves if above], [one for one, above in halves if not above])


def _cut(pieces: Sequence[Piece], end: int) -> Iterator[tuple[Piece, bool]]:
    """Yield each piece, and whether it stands before ``end`` letters of the whole; one that does not stop there is cut."""
    at = 0
    for piece in pieces:
        above = piece.text[: max(0, end - at)]
        below = piece.text[len(above) :]
        if above or (not piece.text and at < end):
            yield Piece(above, piece.parties), True
        if below or (not piece.text and at >= end):
            yield Piece(below, piece.parties), False
        at += len(piece.text)
