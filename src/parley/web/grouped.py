"""Acts grouped for reading: what both sides did as one line, several alike as one, and a long run of one kind as its number."""

from collections.abc import Container, Iterator, Mapping, Sequence
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
    acts: Sequence[Happened] = ()  # all that it tells of, the earliest first


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
    return Line(first, list(dict.fromkeys(act.seat for act in same)), same[-1].seq, same, same[::-1])


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
        yield Line(_of_all(alike), [one.seat for one in alike], alike[0].seq, (), alike)


def _of_all(alike: Sequence[Happened]) -> Happened:
    """Return the newest of acts that differ in whose they are alone, as one of all their parties."""
    numbers = dict(alike[-1].numbers)
    if "party" in numbers:
        numbers["party"] = ",".join(dict.fromkeys(str(one.numbers["party"]) for one in alike))
    parties = tuple(dict.fromkeys(party for one in alike for party in one.parties))
    return replace(alike[-1], parties=parties, numbers=numbers, new=any(one.new for one in alike))


def _said(act: Happened) -> dict[str, object]:
    return {name: value for name, value in act.numbers.items() if name not in OWN}


def _alike(one: Happened, other: Happened) -> bool:
    return "party" in one.numbers and _said(one) == _said(other)


def together(found: Sequence[Line], several: Mapping[str, str]) -> list[Line]:
    """Return lines of which those that differ in one number alone, as which clause, are one.

    ``several``: kind → that number's name. What each party did is gathered first, and is one line of several parties where each
    of them did just the same; nothing that was done twice is gathered, nor anything across what was done between.
    """
    gathered: list[Line] = []
    for (kind, _), run in groupby(found, key=lambda line: (line.act.kind, frozenset(line.act.parties))):
        same = list(run)
        gathered += _gathered(same, several[kind]) if kind in several else same
    joined: list[Line] = []
    for line in gathered:
        before = joined[-1] if joined else None
        if before is not None and line.act.kind in several and _did_the_same(before, line):
            joined[-1] = _one(before, line, several[line.act.kind])
        else:
            joined.append(line)
    return joined


def _gathered(same: Sequence[Line], name: str) -> list[Line]:
    """Return lines of one kind and of the same parties as one, if each tells of another ``name``."""
    if len(same) < 2 or len({line.act.numbers.get(name) for line in same}) < len(same):
        return list(same)
    return [_told(same[0].act, [act for line in reversed(same) for act in line.acts], name)]


def _did_the_same(one: Line, other: Line) -> bool:
    """Return whether parties of which none is in both did alike, each as often as the other."""
    if one.act.kind != other.act.kind or set(one.act.parties) & set(other.act.parties):
        return False
    parts = [{repr(sorted(_said(act).items())) for act in line.acts} for line in (one, other)]
    return parts[0] == parts[1] and len(parts[0]) > 1


def _one(newer: Line, older: Line, name: str) -> Line:
    acts = [*older.acts, *newer.acts]
    return _told(_of_all([older.act, newer.act]), acts, name)


def _told(act: Happened, acts: Sequence[Happened], name: str) -> Line:
    """Return one line for acts that tell of several of what ``name`` says."""
    which = ",".join(dict.fromkeys(str(one.numbers[name]) for one in acts))
    shown = replace(act, numbers={**act.numbers, name: which}, new=any(one.new for one in acts))
    return Line(shown, list(dict.fromkeys(one.seat for one in acts)), acts[0].seq, (), acts)
