"""What each idea is worth: weights fitted again on the tuning half without it, best F1 on the reporting half, two tasks.

PARLEY_OPEN_DATA=FOLDER python -m bench.lists.ablation
"""

import sys

import numpy as np

from bench.lists import data, tasks
from bench.lists.__main__ import ours
from bench.lists.measure import measured
from bench.lists.train_weights import Draw, fit
from parley.lists.match import weights
from parley.lists.match.named import WEIGHTS

WITHOUT: dict[str, frozenset[str]] = {
    "everything": frozenset(),
    "titles": frozenset({"same_title"}),
    "spelling": frozenset({"spelling", "far_spelling"}),
    "spelling beyond everyday slips": frozenset({"far_spelling"}),
    "order": frozenset({"order"}),
    "near-twins": frozenset({"twins"}),
    "missing parts": frozenset({"missing"}),
    "differing parts": frozenset({"differs"}),
}


def main() -> int:
    folder = data.folder()
    draws = [Draw(tasks.dari(folder, 1, True), 1.0), Draw(tasks.respelled(folder, 1, True), 0.8)]
    for name, drop in WITHOUT.items():
        theta = fit(draws, drop)
        WEIGHTS[:] = theta[:-1]
        weights.NULL = float(theta[-1])
        found = []
        for make in (tasks.dari, tasks.respelled):
            task = make(folder, 101, False)
            found.append(measured(ours(task), task.truth).best)
        print(
            f"{'all' if not drop else 'without ' + name:26} "
            + " ".join(f"{100 * np.round(f, 4):6.2f}" for f in found),
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
