"""The matcher's figures beside its peers': ``PARLEY_OPEN_DATA=FOLDER python -m bench.lists [accuracy] [romanised] [strangers] [small] [attested] [troubles] [speed] [reading] [scale] [beside] [--task=...] [--method=...]``.

Accuracy: names only unless said, 30 % of the true counterparts removed, five seeds, mean and spread, on the reporting
half of the open data (by person); nothing here was tuned on it. Writes docs/figures/matching.svg beside the table.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.chart import Axis, svg
from bench.lists import attested, data, linkers, peers, people, roman, tasks, troubles
from bench.lists.measure import Line, Measures, measured
from parley.apart import Bounds, ReaderApart
from parley.app.lists.threads import threads
from parley.lists.match import Rows, match, run
from parley.lists.read import read_table

SEEDS = (101, 102, 103, 104, 105)
COMPARED = (
    "Latin to Dari",
    "UN, Latin to Arabic script",
    "Latin to Latin, respelled",
)  # names only: peers too
DOCS = Path(__file__).parents[2] / "docs"
APART = Bounds(memory=400_000_000)  # less than the server gives: it is told when this is no longer enough


def ours(task: tasks.Task) -> list[Line]:
    """Return rank 1 of each left row."""
    found = match(Rows.of(task.left), Rows.of(task.right), candidates=1)
    return [Line(c.left_id, c.right_id, c.probability, c.decision) for c in found.candidates if c.rank == 1]


def spread(values: list[float]) -> str:
    return f"{100 * np.mean(values):5.1f} ± {100 * np.std(values):3.1f}"


def accuracy(seeds: tuple[int, ...] = SEEDS) -> None:
    folder = data.folder()
    methods: dict[str, Callable[[tasks.Task], list[Line]]] = {"parley": ours}
    for name in (*peers.PEERS, peers.LINKER):
        if not peers.present(name):
            print(f"{name}: not installed (uv sync --group bench)", file=sys.stderr)
        else:
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
        for method, peer in methods.items() if kind in COMPARED else (("parley", ours),):
            found: list[Measures] = []
            for seed in seeds if method not in peers.SLOW else seeds[:1]:
                task = tasks.all_tasks(folder, seed)[at]
                found.append(measured(peer(task), task.truth))
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
    title = "Latin to Dari, names only: precision against recall on the reporting half, one draw"
    recall = Axis("recall", (0, 0.2, 0.4, 0.6, 0.8, 1), ".1f")
    precision = Axis("precision", (0.5, 0.6, 0.7, 0.8, 0.9, 1), ".1f")
    shown = {name: [(r, p) for r, p in curve if p >= precision.marks[0]] for name, curve in curves.items()}
    DOCS.joinpath("figures/matching.svg").write_text(svg(title, recall, precision, shown), encoding="utf-8")


def romanised(seeds: tuple[int, ...] = SEEDS) -> None:
    """Latin against Latin, romanised from Dari by two public rules: nothing is fitted on any of them."""
    kinds = (tasks.TYPISTS, *roman.RULES)
    for one, other in combinations(kinds, 2):
        found, wrong, letters = [], 0, 0
        for seed in seeds:
            task = tasks.romanised(data.folder(), seed, False, one, other)
            answer = match(Rows.of(task.left), Rows.of(task.right), candidates=1, explain=False)
            lines = [Line(c.left_id, c.right_id, c.probability, c.decision) for c in answer.candidates]
            found.append(measured(lines, task.truth))
            wrong += sum(x.decision == "match" and task.truth.get(x.left) != x.right for x in lines)
            letters += len(answer.learned)
        rest = [spread([getattr(m, f) for m in found]) for f in ("best", "own", "review", "calibration")]
        print(f"{f'{one} to {other}':32} {' '.join(f'{r:>13}' for r in rest)}  wrong {wrong}, letters learned {letters / len(seeds):.0f}", flush=True)  # fmt: skip


def strangers(seeds: tuple[int, ...] = SEEDS) -> None:
    """Lists half of strangers, of which none or three in ten are held: how often a wrong pair is matched."""
    folder = data.folder()
    for held in (0.0, 0.3):
        total: dict[str, list[Measures]] = {}
        wrong: dict[str, list[int]] = {}
        for seed in seeds:
            for whole in tasks.all_tasks(folder, seed):
                task = tasks.among_strangers(whole, held, seed)
                lines = ours(task)
                decided = [x for x in lines if x.decision == "match" and task.truth.get(x.left) != x.right]
                total.setdefault(task.name, []).append(measured(lines, task.truth))
                wrong.setdefault(task.name, [0, 0])
                wrong[task.name][0] += len(decided)
                wrong[task.name][1] += len(task.left)
        for name, found in total.items():
            rest = [spread([getattr(m, f) for m in found]) for f in ("best", "own", "review", "calibration")]
            print(f"{100 * held:3.0f} % held {name:42} wrong {wrong[name][0]:3} of {wrong[name][1]:5} " + " ".join(rest), flush=True)  # fmt: skip


def small() -> None:
    """Short lists of the tuning half of which nobody is held: how often a wrong pair is matched."""
    wrong: dict[str, list[int]] = {}
    for seed in range(1, 7):
        for whole in tasks.all_tasks(data.folder(), seed, tuning=True):
            for size in (50, 90, 500) if seed < 3 else (50, 90):
                task = tasks.cut(whole, size, seed)
                counts = wrong.setdefault(task.name, [0, 0])
                counts[0] += sum(line.decision == "match" for line in ours(task))
                counts[1] += len(task.left)
    for name, (decided, rows) in wrong.items():
        print(f"nobody held, short lists {name:42} wrong {decided} of {rows}")


def speed() -> None:
    """5,000 × 5,000 on one core, names only, after reading; jaro_winkler of all pairs before and after, in the same run.

    Then names of both scripts, their parts as frequent as in the open list.
    """
    left, right = people.people(5_000)
    persons = [(p.latin, p.dari) for p in data.candidates(data.folder())]
    for what, names in (
        ("two scripts", ([r["name"] for r in left], [r["name"] for r in right])),
        ("mixed scripts", people.of_two_scripts(persons, 5_000)),
    ):
        one, other = (Rows.of([{"name": name} for name in side]) for side in names)
        for name, work in (
            ("jaro_winkler, all pairs", lambda names=names: peers.jaro_winkler(*names).argmax(1)),
            ("parley", lambda one=one, other=other: match(one, other, explain=False)),
            ("jaro_winkler, all pairs", lambda names=names: peers.jaro_winkler(*names).argmax(1)),
            ("parley, once more", lambda one=one, other=other: match(one, other, explain=False)),
            ("parley, with its reasons", lambda one=one, other=other: match(one, other)),
        ):
            start, wall = time.process_time(), time.perf_counter()
            work()
            print(f"{what}: {name:24} {time.process_time() - start:5.2f} s of processor {time.perf_counter() - wall:5.2f} s on the clock", flush=True)  # fmt: skip


def reading() -> None:
    """100,000 rows of a workbook, a CSV file and a page, to rows of fields: here, and in a process apart as the server does it."""
    rows = people.people(100_000)[0]
    for kind, file in (
        ("xlsx", people.workbook(rows)),
        ("csv", people.text(rows)),
        ("html", people.page(rows)),
    ):
        for where, read in (("here", read_table), ("apart", ReaderApart(APART))):
            before, wall = _spent(), time.perf_counter()
            held = sum(row.problem is None for row in read(file, f"list.{kind}").rows)
            here, child = (now - then for now, then in zip(_spent(), before, strict=True))
            room = (
                f"{memory():.2f} GB"
                if where == "here"
                else f"within {APART.memory / 1e9:.2f} GB of addresses"
            )
            print(f"reading {kind} {where}: {held} rows, {here + child:.1f} s of processor (here {here:.1f}), {time.perf_counter() - wall:.1f} s on the clock, {room}", flush=True)  # fmt: skip


def _spent() -> tuple[float, float]:
    """Return the processor time of this process and of its ended children, seconds."""
    spent = os.times()
    return spent.user + spent.system, spent.children_user + spent.children_system


def memory() -> float:
    """Return the most memory that this process has held, GB. Linux; not getrusage, which counts the parent's too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e6


def scale(sizes: tuple[int, ...] = (1_000, 10_000, 100_000)) -> None:
    """Made-up people with father, year and province; then splink on the largest, two threads; each size in a process of its own."""
    for size in sizes:
        subprocess.run([sys.executable, "-m", "bench.lists", "one", f"--size={size}"], check=True)
    if peers.present(peers.LINKER):
        subprocess.run([sys.executable, "-m", "bench.lists", "splink", f"--size={sizes[-1]}"], check=True)
    else:
        print("splink: not installed (uv sync --group bench)", file=sys.stderr)


def beside() -> None:
    """Names of both scripts, with father, year and province, and splink on the same, in turn; two threads, each in a process of its own.

    Without reasons, as splink's answer has none, and then with them.
    """
    size = f"--size={_size(100_000)}"
    print("splink compares rows that agree in " + ", or in ".join(" and ".join(rule) for rule in linkers.SPARING), flush=True)  # fmt: skip
    for what in (["one", "--plain"], ["splink", "--sparing"], ["one"], ["splink", "--sparing"]):
        subprocess.run([sys.executable, "-m", "bench.lists", *what, "--mixed", size], check=True)


def _size(usual: int = 0) -> int:
    return next((int(a.partition("=")[2]) for a in sys.argv if a.startswith("--size=")), usual)


def _people() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the people of ``one`` and ``splink``: Latin and Dari; with --mixed left nine tenths Latin, right eight tenths Dari."""
    return people.people(_size(), other=(0.1, 0.2) if "--mixed" in sys.argv else (0, 0))


def one() -> None:
    left, right = _people()
    size, a, b = len(left), Rows.of(left), Rows.of(right)
    start, wall = time.process_time(), time.perf_counter()
    found = match(a, b, spread=threads(2), explain="--plain" not in sys.argv)
    cpu, clock = time.process_time() - start, time.perf_counter() - wall
    first = [c for c in found.candidates if c.rank == 1]
    top = sum(c.right_id == f"B{c.left_id[1:]}" for c in first) / size
    decided = [c.right_id == f"B{c.left_id[1:]}" for c in first if c.decision == "match"]
    review = sum(c.decision == "review" for c in first) / size
    peak = memory()
    print(
        f"parley {size:>7} top-1 {100 * top:.1f} % decided {100 * len(decided) / size:.1f} % of which wrong {decided.count(False)} review {100 * review:.1f} % lost by blocking {100 * lost(a, b):.2f} % pairs {found.pairs} "
        f"{cpu:.1f} s of processor {clock:.1f} s on the clock {peak:.2f} GB", flush=True,
    )  # fmt: skip


def lost(left: Rows, right: Rows) -> float:
    """Return the share of people whose true pair is never compared; ids agree after their first letter."""
    left, right, column = run.compared(left, right)
    (i, j), _, _ = run.blocked(column, left, right)
    person = [np.array([int(number[1:]) for number in side.ids]) for side in (left, right)]
    return 1 - len(np.unique(i[person[0][i] == person[1][j]])) / len(left)


def splink() -> None:
    left, right = _people()
    before = time.perf_counter()
    tables = linkers.table(left), linkers.table(right)
    start, wall = time.process_time(), time.perf_counter()
    blocking = linkers.SPARING if "--sparing" in sys.argv else None
    found = linkers.predicted(*tables, threads=2, least=0, blocking=blocking)
    cpu, clock = time.process_time() - start, time.perf_counter() - wall
    top = sum(a[1:] == b[1:] for a, b, _ in found) / len(left)
    print(f"splink {len(left):>7} top-1 {100 * top:.1f} % {cpu:.1f} s of processor {clock:.1f} s on the clock {memory():.2f} GB (romanising not counted: {wall - before:.1f} s)", flush=True)  # fmt: skip


def main() -> int:
    which = [a for a in sys.argv[1:] if not a.startswith("-")] or [
        "accuracy",
        "romanised",
        "strangers",
        "small",
        "attested",
        "troubles",
        "speed",
        "reading",
        "scale",
        "beside",
    ]
    for name in which:
        {
            "accuracy": accuracy,
            "romanised": romanised,
            "strangers": strangers,
            "small": small,
            "attested": attested.main,
            "troubles": troubles.main,
            "speed": speed,
            "reading": reading,
            "scale": scale,
            "beside": beside,
            "one": one,
            "splink": splink,
        }[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
