"""What each idea is worth: weights fitted again on the tuning half without it or with it, best F1 on the reporting half.

PARLEY_OPEN_DATA=FOLDER python -m bench.lists.ablation      (names only; three draws to fit on, three to report on)
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from scipy import sparse

from bench.lists import data, tasks
from bench.lists.measure import Line, measured
from bench.lists.train_weights import Doubles, Draw, fit
from parley.lists.match.assign import assign, chances

WITHOUT: dict[str, tuple[str, ...]] = {
    "rarity: a part is a part": ("rarity",),
    "spelling": ("spelling",),
    "differing parts": ("differs", "alike"),
    "likeness of differing parts": ("alike",),
    "missing parts": ("missing",),
    "titles": ("same_title",),
    "order": ("order",),
    "near-twins": ("twins",),
}
KINDS = (tasks.dari, tasks.un, tasks.respelled)
Extra = Callable[[Draw], Doubles]


def trigrams(draw: Draw) -> Doubles:
    """A character model: cosine of the trigrams of both whole names, rare ones weighing more (tf-idf)."""
    one, other = draw.coarse
    numbers: dict[str, int] = {}
    tables: list[NDArray[np.int64]] = []
    for names in (one, other):
        cells = [
            (k, numbers.setdefault(f"^{n}$"[at : at + 3], len(numbers)))
            for k, n in enumerate(names)
            for at in range(len(n))
        ]
        tables.append(np.array(cells or [(0, 0)], dtype=np.int64))
    count = np.bincount(np.concatenate([t[:, 1] for t in tables]), minlength=len(numbers))
    idf = np.log((len(one) + len(other)) / np.maximum(count, 1)) + 1
    made = []
    for held, names in zip(tables, (one, other), strict=True):
        table = sparse.csr_matrix(
            (idf[held[:, 1]], (held[:, 0], held[:, 1])), shape=(len(names), len(numbers))
        )
        norm = np.sqrt(np.asarray(table.multiply(table).sum(1)).ravel())
        made.append(sparse.diags(1 / np.maximum(norm, 1e-9)) @ table)
    cosine: Doubles = np.asarray(made[0][draw.i].multiply(made[1][draw.j]).sum(1)).ravel()
    return cosine


def whole(draw: Draw) -> Doubles:
    """A hybrid: Jaro-Winkler of both whole names in coarse letters."""
    one, other = draw.coarse
    return np.asarray(
        process.cpdist([one[k] for k in draw.i], [other[k] for k in draw.j], scorer=JaroWinkler.similarity),
        dtype=np.float64,
    )


def rest(draw: Draw) -> Doubles:
    """Re-ranking: how far a candidate stands behind the best of its row, by the weights fitted without this."""
    score = draw.x @ draw.first
    best = np.full(draw.size[0], -np.inf)
    np.maximum.at(best, draw.i, score)
    return np.minimum(best[draw.i] - score, 10.0)


def best_f1(draw: Draw, theta: Doubles) -> float:
    """Return best F1 of a draw by given weights, through the same chances and assignment as the matcher's."""
    total = draw.x @ theta[:-1]
    odds, p, _ = chances(draw.i, draw.j, total, *draw.size, float(theta[-1]))
    paired = assign(draw.i, draw.j, odds, *draw.size)
    order = np.lexsort((-total, paired[draw.i] != draw.j, draw.i))
    first = order[np.append(True, np.diff(draw.i[order]) > 0)]
    lines = [Line(str(draw.i[k]), str(draw.j[k]), float(p[k])) for k in first]
    return measured(lines, {str(a): str(b) for a, b in enumerate(draw.truth) if b >= 0}).best


def draws(folder: Path, seeds: tuple[int, ...], tuning: bool) -> list[list[Draw]]:
    return [[Draw(make(folder, seed, tuning), 1.0) for seed in seeds] for make in KINDS]


def report(
    name: str, tune: list[list[Draw]], told: list[list[Draw]], drop: frozenset[str], extra: Extra | None
) -> Doubles:
    before = [(d, d.x) for kind in (*tune, *told) for d in kind]
    if extra is not None:
        for d, x in before:
            d.x = np.column_stack([x, extra(d)])
    theta = fit([d for kind in tune for d in kind], drop, further=int(extra is not None))
    found = [100 * np.mean([best_f1(d, theta) for d in kind]) for kind in told]
    print(f"{name:44} " + " ".join(f"{f:6.2f}" for f in found), flush=True)
    for d, x in before:
        d.x = x
    return theta


def main() -> int:
    folder = data.folder()
    tune, told = draws(folder, (1, 2, 3), True), draws(folder, (101, 102, 103), False)
    print(f"{'best F1':44} Latin to Dari, UN, Latin to Latin")
    theta = report("everything", tune, told, frozenset(), None)
    for d in (d for kind in (*tune, *told) for d in kind):
        d.first = theta[:-1]
    for name, drop in WITHOUT.items():
        report(f"without {name}", tune, told, frozenset(drop), None)
    for name, extra in (
        ("a character model (trigrams)", trigrams),
        ("a hybrid (jaro_winkler of the whole)", whole),
        ("re-ranking (distance to the row's best)", rest),
    ):
        report(f"with {name}", tune, told, frozenset(), extra)
    return 0


if __name__ == "__main__":
    sys.exit(main())
