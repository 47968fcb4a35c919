"""Acts grouped for reading: what both sides did as one line, and a long run of one kind as its number."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from parley.app.core.views import Happened

LONG = 4  # acts of one kind in a row, from which they are folded
OWN = frozenset({"party", "device", "devices", "by", "digest"})  # what differs when two parties do the same


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of acts; ``folded`` are the acts behind it, newest first, if it stands for a run."""

    act: Happened  # its ``party`` number names every party that did it
    seats: Sequence[str]
    first: int  # number of the earliest act it tells of
    folded: Sequence[Happened] = ()


def lines(acts: Sequence[Happened], runs: Container[str]) -> list[Line]:
    """Return the lines for ``acts``, newest first; a long run of a kind among ``runs`` is one line."""
    found: list[Line] = []
    for kind, run in groupby(acts, key=lambda act: act.kind):
        same = list(run)
        if kind in runs and len(same) >= LONG:
            found.append(_folded(same))
        else:
            found += _joined(same)
    return found


def _folded(same: Sequence[Happened]) -> Line:
    parties = tuple(dict.fromkeys(party for act in reversed(same) for party in act.parties))
    first = replace(same[0], parties=parties, numbers={"count": len(same)}, new=any(act.new for act in same))
    return Line(first, list(dict.fromkeys(act.seat for act in same)), same[-1].seq, same)


def _joined(same: Sequence[Happened]) -> Iterator[Line]:
    """Yield the acts of one kind, those that several parties did alike as one."""
    waiting = list(same)
    while waiting:
        act = waiting.pop(0)
        alike = [act]
        while (
            waiting and _alike(act, waiting[0]) and waiting[0].parties not in {one.parties for one in alike}
        ):
            alike.append(waiting.pop(0))
        alike.reverse()  # whoever did it first is named first
        parties = tuple(party for one in alike for party in one.parties)
        numbers = dict(act.numbers)
        if "party" in numbers:
            numbers["party"] = ",".join(str(one.numbers["party"]) for one in alike)
        joined = replace(act, parties=parties, numbers=numbers, new=any(one.new for one in alike))
        yield Line(joined, [one.seat for one in alike], alike[0].seq)


def _alike(one: Happened, other: Happened) -> bool:
    def said(act: Happened) -> dict[str, object]:
        return {name: value for name, value in act.numbers.items() if name not in OWN}

    return "party" in one.numbers and said(one) == said(other)
