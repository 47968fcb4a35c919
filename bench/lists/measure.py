"""Measures of an answer: best F1 over all thresholds, F1 at its own decision, calibration, what is left to people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Line:
    """Rank 1 of one left row."""

    left: str
    right: str
    score: float
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    best: float
    own: float
    review: float
    calibration: float
    curve: tuple[tuple[float, float], ...]  # (recall, precision)


def measured(lines: Sequence[Line], truth: dict[str, str]) -> Measures:
    """Return all measures; F1 counts a pair right if it is the true one, and misses every true one not given."""
    given = [x for x in lines if x.right]
    order = sorted(given, key=lambda x: -x.score)
    hits = np.cumsum([truth.get(x.left) == x.right for x in order])
    counts = np.arange(1, len(order) + 1)
    last = np.array([k + 1 == len(order) or order[k].score > order[k + 1].score for k in range(len(order))])
    f1 = 2 * hits / (counts + len(truth))
    best = float(f1[last].max()) if len(order) else 0.0
    decided = [x for x in given if x.decision == "match"]
    right = sum(truth.get(x.left) == x.right for x in decided)
    own = 2 * right / (len(decided) + len(truth)) if decided else 0.0
    review = sum(x.decision == "review" for x in lines) / max(len(lines), 1)
    curve = (
        tuple(zip((hits[last] / len(truth)).tolist(), (hits[last] / counts[last]).tolist(), strict=True))
        if len(order) and truth
        else ()
    )
    return Measures(best, own, review, calibration(given, truth), curve)


def calibration(lines: Sequence[Line], truth: dict[str, str]) -> float:
    """Return the expected calibration error over ten bins of equal width, weighed by how many lines a bin holds."""
    if not lines:
        return 0.0
    p = np.array([x.score for x in lines])
    hit = np.array([truth.get(x.left) == x.right for x in lines], dtype=float)
    bins = np.minimum((p * 10).astype(int), 9)
    error = 0.0
    for b in range(10):
        at = bins == b
        if at.any():
            error += at.mean() * abs(p[at].mean() - hit[at].mean())
    return float(error)
