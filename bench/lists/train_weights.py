"""Fit what the measures weigh, on the tuning half alone: writes src/parley/lists/match/weights.py.

    PARLEY_OPEN_DATA=FOLDER python -m bench.lists.train_weights

Each left row chooses among its candidates and "nobody", each right row too: the mean of both log losses is made least
(conditional logistic regression), over draws of the tasks on the tuning half. Then Platt's line over the chances that
the whole matcher gives, on other draws of the same half.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.lists import data, tasks
from parley.lists.match import Rows, block, run, weights
from parley.lists.match.compare import SPELLING
from parley.lists.match.name_column import WEIGHTS, name_column
from parley.lists.match.weigh import MEASURES

TARGET = Path(__file__).parents[2] / "src/parley/lists/match/weights.py"
HELD = 0.7  # the draws' own share
SHARES = (0.0, 0.3, 0.7, 1.0)  # of the left list held: chances must come true whatever it is
# A title that both lists give is worth little where only one habit of lists is seen: bounded. Signs are as they must be.
BOUNDS = {
    "rarity": (0.5, 1.3), "spelling": (-3.0, 0.0), "differs": (-9.0, 0.0), "alike": (0.0, 10.0), "missing": (-4.0, 0.0),
    "same_title": (0.0, 1.5), "order": (-2.0, 0.0), "twins": (-6.0, 0.0),
}  # fmt: skip
Doubles = NDArray[np.float64]


class Draw:
    """One task's candidate pairs: measures, which is true, and the groups that choose."""

    def __init__(self, task: tasks.Task, weight: float) -> None:
        left, right = [r["name"] for r in task.left], [r["name"] for r in task.right]
        column = name_column(left, right)
        gain = np.maximum(column.rarity.of_edge - SPELLING * column.edges.cost, 0)
        self.i, self.j = block.pairs(column, gain, [], None)
        self.x = column.compare(self.i, self.j)[0].astype(np.float64)
        at = {row["id"]: k for k, row in enumerate(task.right)}
        self.truth = np.array([at.get(task.truth.get(row["id"], ""), -1) for row in task.left])
        self.size = len(left), len(right)
        self.weight = weight
        self.hit = self.truth[self.i] == self.j
        self.coarse = [
            ["".join(words[part] for part in parts if part >= 0) for parts in side.parts.tolist()]
            for words, side in ((column.words.coarse, column.left), (column.words.coarse, column.right))
        ]
        self.first = np.zeros(len(MEASURES))  # weights of an earlier fit, for what ranks again

    def loss(self, theta: Doubles) -> tuple[float, Doubles]:
        """Return the loss and its gradient; the last of ``theta`` is the null."""
        score = self.x @ theta[:-1] - np.log(self.size[1]) + np.log(HELD / (1 - HELD))
        total, slope, rows = 0.0, np.zeros_like(theta), 0
        alone_right = np.ones(self.size[1], bool)
        alone_right[self.truth[self.truth >= 0]] = False
        for key, count, alone in (
            (self.i, self.size[0], self.truth < 0),
            (self.j, self.size[1], alone_right),
        ):
            top = np.full(count, theta[-1])
            np.maximum.at(top, key, score)
            share = np.exp(score - top[key])
            whole = np.bincount(key, share, count) + np.exp(theta[-1] - top)
            p, nobody = share / whole[key], np.exp(theta[-1] - top) / whole
            found = np.zeros(count, bool)
            found[key[self.hit]] = True
            counted = found | alone
            total -= (
                np.log(np.maximum(p[self.hit], 1e-12)).sum() + np.log(np.maximum(nobody[alone], 1e-12)).sum()
            )
            rest = np.where(counted[key], p, 0) - self.hit
            slope[:-1] += self.x.T @ rest
            slope[-1] += nobody[counted].sum() - alone.sum()
            rows += int(counted.sum())
        return self.weight * total / rows, self.weight * slope / rows


def fit(draws: list[Draw], drop: frozenset[str] = frozenset(), further: int = 0) -> Doubles:
    """Return the weights, measures in order, then the null.

    For the ablation: ``drop``: measures held at 0; ``further``: how many measures stand behind the known ones, unbounded.
    """

    def whole(theta: Doubles) -> tuple[float, Doubles]:
        parts = [d.loss(theta) for d in draws]
        return sum(p[0] for p in parts) + 2e-4 * float(theta @ theta), np.sum(
            [p[1] for p in parts], axis=0
        ) + 4e-4 * theta

    bounds = [(0.0, 0.0) if name in drop else BOUNDS[name] for name in MEASURES]
    bounds += [(-20.0, 20.0)] * further + [(-6.0, 6.0)]
    start = np.array(
        [
            np.clip({"rarity": 1.0, "same_title": 0.5}.get(name, -0.7), *b)
            for name, b in zip(MEASURES, bounds, strict=False)
        ]
        + [0.0] * (further + 1)
    )
    found: Doubles = minimize(whole, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def platt(folder: Path, theta: Doubles) -> tuple[float, float]:
    """Return slope and offset of the line in log odds, over all candidates of rank 1."""
    weights.SLOPE, weights.OFFSET, weights.NULL = 1.0, 0.0, float(theta[-1])
    WEIGHTS[:] = theta[:-1]
    odds, hits = [], []
    for seed in (31, 32):
        drawn = tasks.all_tasks(folder, seed, tuning=True)
        drawn += [tasks.among_strangers(task, held, seed) for task in drawn for held in SHARES]
        for task in drawn:
            found = run.match(Rows.of(task.left), Rows.of(task.right))
            for one in found.candidates:
                if one.right_id and one.rank == 1:
                    p = min(max(one.probability, 1e-6), 1 - 1e-6)
                    odds.append(np.log(p / (1 - p)))
                    hits.append(task.truth.get(one.left_id) == one.right_id)
    x, y = np.array(odds), np.array(hits, dtype=float)

    def loss(line: Doubles) -> float:
        z = line[0] * x + line[1]
        return float((np.logaddexp(0, z) - y * z).mean())

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(found[0]), float(found[1])


def usual(draws: list[Draw]) -> dict[str, float]:
    """Return in how many pairs of one person, of all tasks alike, names differ in each way that lists are asked about."""
    shares = [np.mean([(d.x[d.hit, k] > 0).mean() for d in draws]) for k in run.SLIPS]
    return {MEASURES[k]: round(float(share), 3) for k, share in zip(run.SLIPS, shares, strict=True)}


def write(theta: Doubles, slips: dict[str, float], slope: float, offset: float) -> None:
    lines = [
        '"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""',
        "",
    ]
    lines += ["VERSION = 1", "WEIGHTS = {"]
    lines += [f'    "{name}": {value:.3f},' for name, value in zip(MEASURES, theta[:-1], strict=True)]
    lines += ["}", f"NULL = {theta[-1]:.3f}", f"SLOPE = {slope:.3f}", f"OFFSET = {offset:.3f}"]
    lines += [f"USUAL = {slips}  # share of pairs of one person whose names so differ".replace("'", '"'), ""]
    TARGET.write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    folder = data.folder()
    draws = []
    for seed in (1, 2, 3):
        draws += [
            Draw(tasks.dari(folder, seed, True), 1.0), Draw(tasks.un(folder, seed, True), 0.6),
            Draw(tasks.respelled(folder, seed, True), 0.8), Draw(tasks.pashto(folder, seed, True, True), 0.4),
        ]  # fmt: skip
    theta = fit(draws)
    print(dict(zip((*MEASURES, "null"), theta.round(3).tolist(), strict=True)), file=sys.stderr)
    if "--calibrate" in sys.argv:
        write(theta, usual(draws), *platt(folder, theta))
    else:
        write(theta, usual(draws), 1.0, 0.0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
