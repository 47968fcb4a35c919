"""The lines of the result: ranks, calibrated chances, decisions, twins."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import weights
from parley.lists.match.assign import assign
from parley.lists.match.common_names import LEADING
from parley.lists.match.contradict import contradictions, remarks
from parley.lists.match.doubt import doubtful
from parley.lists.match.evidence import Evidence
from parley.lists.match.explain import BIT, Explainer, nobody
from parley.lists.match.letters import same_letters
from parley.lists.match.model import Candidate, Progress, Remark, Rows
from parley.lists.match.name_column import NameColumn
from parley.lists.match.people import LETTERS, SAID, Told

# Policy, not fitted: `python -m bench.lists accuracy` prints what is matched and what is left to review at these chances.
MATCH = 0.9  # from which a pair is decided: one wrong match is taken to cost as much as ten pairs that people review
REVIEW = 0.10  # from which a person should look
SHOWN = 0.002  # below which a candidate gets no line
NONE: tuple[list[str], list[str]] = ([], [])  # ids of rows that fit as well: on the right, on the left
PROGRESS_EVERY = 8_192  # lines
TWINS = 5  # rows that fit as well and are named, at most
DOUBLED = 2  # policy: a pair must be so many times likelier than any other of its rows to be decided


def calibrated(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return calibrated chances (Platt scaling in log odds, fitted on the tuning half: ``weights``)."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    out: NDArray[np.float64] = 1 / (1 + np.exp(-(weights.SLOPE * np.log(p / (1 - p)) + weights.OFFSET)))
    return out


def decide(
    left: Rows,
    right: Rows,
    column: NameColumn,
    evidence: Evidence,
    odds: NDArray[np.float64],
    raw: NDArray[np.float64],
    most: int,
    explain: bool,
    report: Progress,
) -> list[Candidate]:
    """Return the lines, left rows in order, then rank."""
    i, j = evidence.i, evidence.j
    p = calibrated(raw)
    paired = assign(i, j, odds, len(left), len(right))
    first = paired[i] == j
    bits = evidence.total() / BIT
    order, rank, chance = _shown(column, evidence, bits, first, p, most)
    rivals = _rivals(i, j, raw)
    found = contradictions(left, right, column, evidence, order, first[order] & (p[order] >= MATCH))
    decisions = _decisions(column, evidence, order, rank, first, p, rivals, found)
    alone = np.bincount(i[order], minlength=len(left)) == 0
    anybody = np.minimum(calibrated(np.bincount(i, raw, len(left)).clip(0, 1)), SHOWN * 5).tolist()
    cut_otherwise = same_letters(column, np.nonzero(alone)[0])
    out = [
        _alone(left, right, column, row, anybody[row], cut_otherwise.get(row, []), explain)
        for row in np.nonzero(alone)[0].tolist()
    ]
    explainer = Explainer(left, right, column, evidence, order) if explain else None
    against = remarks(found, len(order)) if explain else []
    told = Told(left, right)
    lines: list[Candidate] = []
    columns = order, i[order], j[order], rank, chance, bits[order]
    for at, (k, one, other, place, share, own) in enumerate(zip(*(x.tolist() for x in columns), strict=True)):
        if at % PROGRESS_EVERY == 0:
            report(0.85 + 0.15 * at / len(order))
        twins = NONE
        if k in rivals:
            twins = [right.ids[x] for x in rivals[k][0]], [left.ids[x] for x in rivals[k][1]]
        parts = explainer.parts(at) if explainer else ()
        said = (*against[at], *explainer.remarks(at, *twins)) if explainer else ()
        if explainer and decisions[at] == "review":
            how = {"paired": bool(first[k]), "sure": bool(p[k] >= MATCH), "beside": explainer.is_weighed(at)}
            said = (*said, told.why(one, other, said, **how))
        total = sum([part.bits for part in parts]) if explainer else own
        lines.append(Candidate(one, other, left.ids[one], right.ids[other], place, share, decisions[at], total, parts, (*twins[0], *twins[1]), said))  # fmt: skip
    return sorted([*out, *lines], key=_place) if out else lines


def _alone(
    left: Rows, right: Rows, column: NameColumn, row: int, chance: float, others: list[int], explain: bool
) -> Candidate:
    """Return the line of a left row that nobody on the right may be; for people if ``others`` have the letters of its name."""
    if not others:
        said = (nobody(column, row),) if explain else ()
        return Candidate(row, None, left.ids[row], "", 1, chance, "none", remarks=said)
    first, *more = others
    why = Remark("same_letters", tuple(right.ids[k] for k in more)), Remark(SAID, (LETTERS,))
    found = left.ids[row], right.ids[first], 1, chance, "review"
    return Candidate(row, first, *found, remarks=why if explain else ())


def _place(one: Candidate) -> tuple[int, int]:
    return one.left, one.rank


def _shown(
    column: NameColumn,
    evidence: Evidence,
    bits: NDArray[np.float64],
    first: NDArray[np.bool_],
    p: NDArray[np.float64],
    most: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the pairs that get a line, in order of left row and rank, their ranks and chances.

    Rank 1 is who the row is paired with, if anybody; then the likeliest. A chance is never above that of the rank before.
    """
    shown = (p >= SHOWN) | (first & (p >= SHOWN / 2))
    shown[_namesakes(column, evidence, shown)] = True
    some = np.nonzero(shown)[0]
    order = some[
        np.lexsort((evidence.j[some], -bits[some], -p[some].round(9), ~first[some], evidence.i[some]))
    ]
    rank = _ranks(evidence.i[order])
    order, rank = order[rank <= most], rank[rank <= most]
    chance = p[order]
    for place in range(2, int(rank.max(initial=0)) + 1):
        at = np.nonzero(rank == place)[0]
        chance[at] = np.minimum(chance[at], chance[at - 1])
    return order, rank, chance


def _namesakes(column: NameColumn, evidence: Evidence, shown: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return of each left row without a line the pair whose names fit best, if it must not be called unknown.

    One of the two names holds all parts of the other, or they share two.
    """
    i = evidence.i
    alone = np.nonzero(np.bincount(i[shown], minlength=int(i.max(initial=-1)) + 1)[i] == 0)[0]
    alone = alone[np.lexsort((evidence.total()[alone], evidence.name[alone], i[alone]))]
    best = alone[np.append(np.diff(i[alone]) > 0, True)] if len(alone) else alone
    a, b = evidence.a[best], evidence.b[best]
    _, found, over = column.compare(a, b)
    own = (found.edge >= 0) & ~column.edges.common_names.among(LEADING)[column.left.parts[a]]
    within = own.any(1) & ~(over.left.any(1) & over.right.any(1))
    kept: NDArray[np.int64] = best[within | (own.sum(1) > 1)]
    return kept


def _decisions(
    column: NameColumn,
    evidence: Evidence,
    order: NDArray[np.int64],
    rank: NDArray[np.int64],
    first: NDArray[np.bool_],
    p: NDArray[np.float64],
    rivals: Container[int],
    found: dict[str, NDArray[np.bool_]],
) -> list[str]:
    """Return what becomes of each line: a pair of the best pairing that is likely enough and beyond doubt is a match."""
    best = rank == 1
    out: list[str] = np.where(best & (p[order] >= REVIEW), "review", "none").tolist()
    likely = np.nonzero(best & first[order] & (p[order] >= MATCH))[0]
    pairs = order[likely]
    a, b = evidence.a[pairs], evidence.b[pairs]
    compared = column.compare(a, b)
    doubt = doubtful(column, compared, a, b, evidence.field_evidence[pairs])
    for against in found.values():
        doubt |= against[likely]
    doubt |= column.left.spelled.alias[a] | column.right.spelled.alias[b]
    for at, k in zip(likely[~doubt].tolist(), pairs[~doubt].tolist(), strict=True):
        if k not in rivals:
            out[at] = "match"
    return out


def _ranks(rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return 1, 2, 3 ... within each run of equal values."""
    starts = np.searchsorted(rows, rows, side="left")
    out: NDArray[np.int64] = np.arange(len(rows)) - starts + 1
    return out


def _rivals(
    i: NDArray[np.int32], j: NDArray[np.int32], chance: NDArray[np.float64]
) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return for a pair the right rows nearly as likely for its left row, and the left rows nearly as likely for its right row."""
    none: tuple[int, ...] = ()
    found: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    some = np.nonzero(chance > REVIEW / DOUBLED)[0]
    for side, (key, other) in enumerate(((i[some], j[some]), (j[some], i[some]))):
        order = np.lexsort((-chance[some], key))
        keys, values = key[order], chance[some][order]
        best = values[np.searchsorted(keys, keys, side="left")]
        close = values * DOUBLED >= best
        counts = np.bincount(keys[close], minlength=int(keys.max(initial=-1)) + 1)
        crowd = np.nonzero(close & (counts[keys] > 1))[0] if len(keys) else np.zeros(0, np.int64)
        starts = np.append(np.nonzero(np.diff(keys[crowd], prepend=-1))[0], len(crowd)).tolist()
        pairs, rows = some[order[crowd]].tolist(), other[order[crowd]].tolist()
        for begin, end in pairwise(starts):
            first = rows[begin : min(end, begin + TWINS + 1)]
            for at in range(begin, end):
                rest = (*first[: at - begin], *first[at - begin + 1 :])[:TWINS]
                before = found.get(pairs[at], (none, none))
                found[pairs[at]] = (rest, none) if side == 0 else (before[0], rest)
    return found
