"""The planner's figures, peers in the same run: ``python -m bench.plan [--shapes small,easy] [--seeds 5] [--peers]``.

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
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from bench.plan_shapes import SHAPES, problem
from parley import plan as planner
from parley.plan import fair
from parley.plan.children import Children
from parley.plan.formulate import true_prices
from parley.plan.greedy import greedy
from parley.plan.highs import Answer
from parley.plan.model import NOBODY, Plan, Problem
from parley.plan.schedule import Schedule
from parley.plan.search import Table, routed, window_task, without_regions
from parley.plan.units import gather

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


def as_plan(found: Problem, units: object, schedule: Schedule | None) -> Plan | None:
    if schedule is None:
        return None
    batch, place = fair.persons(found, units, schedule)  # type: ignore[arg-type]
    names = tuple(None if h == NOBODY else found.places[h] for h in place.tolist())
    left = int((batch == NOBODY).sum())
    return Plan(found.sha256, planner.cost_of(found, batch), 0.0, left, 0.0, found.ids, batch, names)


def alone(found: Problem, peer: str, seconds: float) -> Plan | None:
    """The plan of one peer, in the same time and two cores: the whole problem, begun from the greedy plan."""
    blind = without_regions(found)
    units = gather(blind)
    first = greedy(blind, units)
    if peer == "greedy":
        return as_plan(found, units, first)
    with Children(1) as solver:
        table = Table(
            blind, units, true_prices(blind, units), solver, time.monotonic, time.monotonic() + seconds
        )
        model, task = window_task(table, first, np.arange(blind.batches), seconds, 10**6)
        if peer == "HiGHS":
            (answer,) = solver.solve([replace(task, options={"threads": 2})])
        else:
            answer = _cpsat(pickle.dumps((model.program, task.start, seconds, 2)), seconds)
        return as_plan(found, units, routed(table, model, answer, first.routes))


def _cpsat(data: bytes, seconds: float) -> Answer:
    here = Path(__file__).with_name("plan_cpsat.py")
    try:
        done = subprocess.run(
            [sys.executable, here], input=data, capture_output=True, timeout=3 * seconds + 60, check=True
        )
        return Answer("feasible", pickle.loads(done.stdout))
    except (subprocess.SubprocessError, EOFError, pickle.PickleError):
        return Answer("nothing")


def ours(found: Problem, seconds: float, seed: int) -> Plan | None:
    return planner.solve(found, now=time.monotonic, seconds=seconds, seed=seed)


def _cpu() -> float:
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))


def measured(
    make: Callable[[], Plan | None], found: Problem, bound: float | None
) -> tuple[float, int, float, float, float]:
    """Gap in per cent, left behind who could leave, seconds, CPU seconds, bound."""
    began, spent = time.monotonic(), _cpu()
    plan = make()
    took, used = time.monotonic() - began, _cpu() - spent
    stays = int(planner.cannot_leave(found).sum())
    if plan is None or planner.check(found, plan):
        return float("inf"), -1, took, used, -np.inf
    held = replace(plan, bound=bound) if bound is not None else plan
    return 100 * planner.gap(found, held, stays), plan.left_behind - stays, took, used, held.bound


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shapes", default=",".join(SHAPES))
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--seconds", type=float, help="instead of the goal's")
    options.add_argument("--peers", action="store_true")
    options.add_argument("--file", type=Path, help="one problem file instead of made ones")
    chosen = options.parse_args()
    print(
        "| problem | method | gap % mean | worst | left behind, most | s mean | CPU s mean |\n|---|---|---|---|---|---|---|"
    )
    for shape in [chosen.file.stem] if chosen.file else chosen.shapes.split(","):
        seconds = chosen.seconds or SECONDS[shape]
        rows: dict[str, list[tuple[float, int, float, float, float]]] = {}
        for seed in range(1, chosen.seeds + 1):
            found = planner.read_problem(chosen.file.read_bytes() if chosen.file else problem(shape, seed))
            row = measured(partial(ours, found, seconds, seed), found, None)
            rows.setdefault("Parley", []).append(row)
            for peer in ("greedy", "HiGHS", "CP-SAT") if chosen.peers else ():
                one = measured(partial(alone, found, peer, seconds), found, row[4])
                rows.setdefault(peer, []).append(one)
        for name, each in rows.items():
            gaps, left, took, used, _ = zip(*each, strict=True)
            print(
                f"| {shape} | {name} | {np.mean(gaps):.4f} | {max(gaps):.4f} | {max(left)} | {np.mean(took):.1f} | {np.mean(used):.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
