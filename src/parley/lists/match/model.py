"""Nouns of matching."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

Progress = Callable[[float], None]
_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")


class Spread(Protocol):
    """Does a piece of work for each of many and gives the results in order, as ``map`` does; perhaps several at once."""

    def __call__(self, work: Callable[[_Piece], _Done], pieces: Sequence[_Piece], /) -> Iterator[_Done]: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """One list: ids and columns of the same length; "" where a row says nothing."""

    ids: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, people: Iterable[Mapping[str, str]]) -> "Rows":
        """Make rows from plain mappings; an ``id`` is the row's place, from 1, where none is given."""
        rows = list(people)
        names = sorted({key for row in rows for key in row} - {"id"} | {"name"})
        ids = tuple(row.get("id") or str(i) for i, row in enumerate(rows, 1))
        return cls(ids, {key: tuple(row.get(key, "") for row in rows) for key in names})

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> Sequence[str]:
        """Return a column, all "" if the list does not have it."""
        return self.fields.get(name) or ("",) * len(self.ids)


class Part(NamedTuple):
    """One piece of evidence. ``kind``: same, differs, missing_left, missing_right, title, father, birth_year, ..."""

    kind: str
    left: str
    right: str
    bits: float


class Remark(NamedTuple):
    """Something a reader should know of a candidate beside the evidence.

    ``code``: not_understood (``values``: what a column says that may be the father's), contradicts (the fields that do), alias (found by another name), several (more persons than one in a cell), title_dropped (the titles), near_twin, twin_right, twin_left (ids
    of rows that fit as well); same_letters (found by nothing else; ids of further right rows); people (why it is left to people, ``match.people``);
    with no candidate: nobody, no_name.
    """

    code: str
    values: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """One line of the answer; without ``parts`` and ``remarks`` if no explanation was asked for."""

    left: int
    right: int | None
    left_id: str
    right_id: str
    rank: int
    probability: float
    decision: str  # match, review, none
    bits: float = 0.0  # the evidence: the sum of the parts
    parts: tuple[Part, ...] = ()
    twins: tuple[str, ...] = ()  # ids of rows that fit as well, right ones first
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """The whole answer; candidates of one left row stand together, best first."""

    candidates: tuple[Candidate, ...]
    held: float  # estimated share of left rows that somebody on the right is
    pairs: int = 0  # pairs compared
    learned: tuple[
        tuple[str, str], ...
    ] = ()  # letters, left and right, that two Latin lists write for each other; "" for none
    learned_from: int = 0  # names
