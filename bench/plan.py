"""The planner's figures, peers in the same run: ``python -m bench.plan [--shapes small,easy] [--seeds 5] [--peers 1]``.

A line for each shape: mean and worst gap over the seeds, net of those who cannot leave, to each plan's own proven bound
(for the peers: to the planner's bound), people left behind who could leave, seconds, and CPU seconds of all processes,
which is what to look at when the machine was not idle. Every plan passes the verifier or is shown as "none".
"""

import argparse
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, zip_longest
from pathlib import Path

import numpy as np

from bench.chart import Axis, svg
from bench.plan_alone import Found
from bench.plan_shapes import SHAPES, problem
from parley.plan import fair
from parley.plan import solver as planner
from parley.plan.children import Children
from parley.plan.formulate import constant, true_prices
from parley.plan.greedy import greedy
from parley.plan.highs import Answer, Task
from parley.plan.model import NOBODY, Plan, Problem
from parley.plan.schedule import Schedule
from parley.plan.search import SearchContext, routed, window_task, without_regions
from parley.plan.units import Units, gather

SECONDS = {
    "small": 10,
    "easy": 30,
    "hard": 60,
    "families": 60,
    "gates": 60,
    "outages": 60,
    "large": 120,
    "large-hard": 300,
}


Trail = list[tuple[float, float]]  # seconds, and the cost of the best plan known then


@dataclass(frozen=True, slots=True)
class Row:
    """One run: gap in per cent, left behind who could leave, seconds, CPU seconds, and what was drawn."""

    gap: float
    left: int
    took: float
    used: float
    bound: float
    trail: Trail


def as_plan(found: Problem, units: Units, schedule: Schedule | None) -> Plan | None:
    if schedule is None:
        return None
    batch, place = fair.persons(found, units, schedule)
    names = tuple(None if h == NOBODY else found.places[h] for h in place.tolist())
    left = int((batch == NOBODY).sum())
    return Plan(found.sha256, planner.cost_of(found, batch), 0.0, left, 0.0, found.ids, batch, names)


def ours(found: Problem, seconds: float, seed: int) -> tuple[Plan | None, Trail]:
    trail: Trail = []
    plan = planner.solve(
        found,
        now=time.monotonic,
        seconds=seconds,
        seed=seed,
        progress=lambda at: trail.append((at.seconds, at.cost)),
    )
    return plan, trail


def alone(found: Problem, peer: str, seconds: float) -> tuple[Plan | None, Trail]:
    """The plan of one peer, in the same time and two cores: the whole problem, begun from the greedy plan."""
    began = time.monotonic()
    blind = without_regions(found)
    units = gather(blind)
    first = greedy(blind, units)
    if peer == "greedy":
        plan = as_plan(found, units, first)
        return plan, [(time.monotonic() - began, plan.cost)] if plan else []
    with Children(1) as solver:
        context = SearchContext(
            blind, units, true_prices(blind, units), solver, time.monotonic, began + 3 * seconds + 60
        )
        model, task = window_task(context, first, np.arange(blind.batches), seconds, 10**6)
        program, (columns, counts) = model.program, task.start or (np.zeros(0), np.zeros(0))
        low, high = program.low.copy(), program.high.copy()
        low[columns] = high[columns] = counts
        (begin,) = solver.solve([Task(replace(program, low=low, high=high), False, 60.0)])
        if begin.values is None:
            return None, []
        whole = np.rint(begin.values).astype(np.int64)
        values, steps = _apart((peer, program, whole, seconds, 2), seconds)
        rest = constant(blind, units)
        trail = [(at, cost + rest) for at, cost in ((0.0, float(program.cost @ whole)), *steps)]
        answer = Answer("nothing") if values is None else Answer("feasible", values)
        return as_plan(found, units, routed(context, model, answer, first.routes)), trail


def _apart(given: tuple[object, ...], seconds: float) -> Found:
    here = Path(__file__).with_name("plan_alone.py")
    try:
        done = subprocess.run(
            [sys.executable, here],
            input=pickle.dumps(given),
            capture_output=True,
            timeout=3 * seconds + 60,
            check=True,
        )
        answer: Found = pickle.loads(done.stdout)
    except (subprocess.SubprocessError, EOFError, pickle.PickleError):
        return None, []
    return answer


def _cpu() -> float:
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))


def measured(make: Callable[[], tuple[Plan | None, Trail]], found: Problem, bound: float | None) -> Row:
    began, spent = time.monotonic(), _cpu()
    plan, trail = make()
    took, used = time.monotonic() - began, _cpu() - spent
    stays = int(planner.cannot_leave(found).sum())
    if plan is None or planner.check(found, plan):
        return Row(float("inf"), -1, took, used, -np.inf, trail)
    held = replace(plan, bound=bound) if bound is not None else plan
    gap = 100 * planner.gap(found, held, stays)
    return Row(gap, plan.left_behind - stays, took, used, held.bound, [*trail, (took, plan.cost)])


def picture(rows: dict[str, list[Row]], seconds: float, fixed: float) -> str:
    """Gap to the planner's bound against time, of the first seed; ``fixed``: the cost of those who cannot leave."""
    bound = rows["Parley"][0].bound
    curves = {}
    for name, each in rows.items():
        steps = [(at, 100 * (cost - bound) / (bound - fixed)) for at, cost in each[0].trail]
        best = [(min(at, seconds), min(gap for _, gap in steps[: i + 1])) for i, (at, _) in enumerate(steps)]
        level = [(b[0], a[1]) for a, b in pairwise(best)]
        curves[name] = (
            [p for pair in zip_longest(best, level) for p in pair if p] + [(seconds, best[-1][1])]
            if best
            else []
        )
    x = Axis("seconds", [seconds * k / 6 for k in range(7)])
    y = Axis("gap to the proven bound, %", (0.01, 0.1, 1, 10, 100, 1000), log=True)
    return svg("Gap to the proven bound against time", x, y, curves)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shapes", default=",".join(SHAPES))
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--seconds", type=float, help="instead of the goal's")
    options.add_argument(
        "--peers", type=int, default=1, help="beside so many first seeds (default: %(default)s)"
    )
    options.add_argument("--picture", type=Path, help="where the first seed's gap against time is drawn")
    options.add_argument("--file", type=Path, help="one problem file instead of made ones")
    chosen = options.parse_args()
    print(
        "| problem | method | gap % mean | worst | left behind, most | s mean | CPU s mean |\n|---|---|---|---|---|---|---|"
    )
    for shape in [chosen.file.stem] if chosen.file else chosen.shapes.split(","):
        seconds = chosen.seconds or SECONDS[shape]
        rows: dict[str, list[Row]] = {}
        fixed = 0.0
        for seed in range(1, chosen.seeds + 1):
            found = planner.read_problem(chosen.file.read_bytes() if chosen.file else problem(shape, seed))
            fixed = fixed or found.left_behind * int(planner.cannot_leave(found).sum())
            row = measured(partial(ours, found, seconds, seed), found, None)
            rows.setdefault("Parley", []).append(row)
            for peer in ("greedy", "HiGHS", "CP-SAT") if seed <= chosen.peers else ():
                one = measured(partial(alone, found, peer, seconds), found, row.bound)
                rows.setdefault(peer, []).append(one)
        for name, each in rows.items():
            gaps = [row.gap for row in each]
            took, used = (np.mean([getattr(row, what) for row in each]) for what in ("took", "used"))
            left = max(row.left for row in each)
            print(
                f"| {shape} | {name} | {np.mean(gaps):.4f} | {max(gaps):.4f} | {left} | {took:.1f} | {used:.1f} |",
                flush=True,
            )
        if chosen.picture:
            chosen.picture.write_text(picture(rows, seconds, fixed), encoding="utf-8")


if __name__ == "__main__":
    main()
