"""The matcher's figures beside its peers': ``PARLEY_OPEN_DATA=FOLDER python -m bench.lists [accuracy|speed|scale] [--task=...] [--method=...]``.

Accuracy: names only unless said, 30 % of the true counterparts removed, five seeds, mean and spread, on the reporting
half of the open data (by person); nothing here was tuned on it. Writes docs/figures/matching.svg beside the table.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.lists import data, peers, people, picture, tasks
from bench.lists.measure import Line, Measures, measured
from parley.lists.match import Rows, match

SEEDS = (101, 102, 103, 104, 105)
DOCS = Path(__file__).parents[2] / "docs"


def ours(task: tasks.Task) -> list[Line]:
    """Return rank 1 of each left row."""
    found = match(Rows.of(task.left), Rows.of(task.right), candidates=1)
    return [Line(c.left_id, c.right_id, c.probability, c.decision) for c in found.candidates if c.rank == 1]


def spread(values: list[float]) -> str:
    return f"{100 * np.mean(values):5.1f} ± {100 * np.std(values):3.1f}"


def accuracy(seeds: tuple[int, ...] = SEEDS) -> None:
    folder = data.folder()
    methods: dict[str, Callable[[tasks.Task], list[Line]]] = {"parley": ours}
    for name in peers.PEERS:
        if not peers.present(name):
            print(f"{name}: not installed (uv sync --group bench)", file=sys.stderr)
        elif name != "nomenklatura logic-v2" or "--slow" in sys.argv:
            methods[name] = lambda task, name=name: peers.lines(name, task)  # type: ignore[misc]
    kinds = [t.name for t in tasks.all_tasks(folder, seeds[0])]
    curves = {}
    print(f"{'task':42} {'method':24} {'best F1':>11} {'own F1':>11} {'review':>11} {'calibration':>11}")
    wanted = [a.partition("=")[2] for a in sys.argv if a.startswith("--task=")]
    only = [a.partition("=")[2] for a in sys.argv if a.startswith("--method=")]
    methods = {name: run for name, run in methods.items() if not only or name in only}
    for at, kind in enumerate(kinds):
        if wanted and not any(kind.startswith(w) for w in wanted):
            continue
        for method, run in methods.items():
            found: list[Measures] = []
            for seed in seeds if method != "nomenklatura logic-v2" else seeds[:1]:
                task = tasks.all_tasks(folder, seed)[at]
                found.append(measured(run(task), task.truth))
            best = spread([m.best for m in found])
            rest = (
                [spread([getattr(m, f) for m in found]) for f in ("own", "review", "calibration")]
                if method == "parley"
                else []
            )
            print(f"{kind:42} {method:24} {best:>11} " + " ".join(f"{r:>11}" for r in rest), flush=True)
            if at == 0:
                curves[method] = found[0].curve
    if not curves or only:
        return
    DOCS.joinpath("figures").mkdir(parents=True, exist_ok=True)
    DOCS.joinpath("figures/matching.svg").write_text(picture.svg(curves), encoding="utf-8")


def _name_only(rows: list[dict[str, str]]) -> Rows:
    return Rows.of([{"id": r["id"], "name": r["name"]} for r in rows])


def speed() -> None:
    """5,000 × 5,000 on one core, names only, after reading; jaro_winkler of all pairs in the same run."""
    left, right = people.people(5_000)
    start, wall = time.process_time(), time.perf_counter()
    peers.jaro_winkler([r["name"] for r in left], [r["name"] for r in right]).argmax(1)
    print(
        f"jaro_winkler cdist {time.process_time() - start:.2f} s of processor, {time.perf_counter() - wall:.2f} s on the clock"
    )
    one, other = _name_only(left), _name_only(right)
    start, wall = time.process_time(), time.perf_counter()
    match(one, other)
    print(
        f"parley             {time.process_time() - start:.2f} s of processor, {time.perf_counter() - wall:.2f} s on the clock"
    )


def scale(sizes: tuple[int, ...] = (1_000, 10_000, 100_000)) -> None:
    """Made-up people with father, year and province, two threads."""
    for size in sizes:
        left, right = people.people(size)
        one, other = Rows.of(left), Rows.of(right)
        start, wall = time.process_time(), time.perf_counter()
        found = match(one, other, threads=2)
        cpu, clock = time.process_time() - start, time.perf_counter() - wall
        first = {c.left_id: c.right_id for c in found.candidates if c.rank == 1}
        top = sum(b == f"B{a[1:]}" for a, b in first.items()) / size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{size:>7} top-1 {top:.3f} pairs {found.pairs} {cpu:.1f} s of processor {clock:.1f} s on the clock {memory:.2f} GB",
            flush=True,
        )


def main() -> int:
    which = next((a for a in sys.argv[1:] if not a.startswith("-")), "accuracy")
    {"accuracy": accuracy, "speed": speed, "scale": scale}[which]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
