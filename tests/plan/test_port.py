"""Whatever the solver does, only plans that passed the check come out, and only bounds that were proven."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from parley.plan.children import Child, Children
from parley.plan.formulate import Scope, build, true_prices
from parley.plan.highs import Answer, Task
from parley.plan.port import SolverTask, verified
from parley.plan.program import proven
from parley.plan.solver import Problem, check, solve
from parley.plan.units import gather
from tests.living import ended, until_gone
from tests.plan.problems import Here, crossed, optimum, read, still, tiny


class Broken:
    """Answers through a fault, but as the real port does: only what is believed comes through."""

    def __init__(self, fault: Callable[[SolverTask, Answer], object]) -> None:
        self.fault = fault

    def solve(self, tasks: Sequence[SolverTask]) -> list[Answer]:
        return [
            verified(task, self.fault(task, one))
            for task, one in zip(tasks, Here().solve(tasks), strict=True)
        ]

    def race(self, tasks: Sequence[Task]) -> list[Answer]:
        return self.solve(tasks[:1])


FAULTS: dict[str, Callable[[SolverTask, Answer], object]] = {
    "crash": lambda task, answer: None,
    "garbage": lambda task, answer: "optimal",
    "optimal without a solution": lambda task, answer: Answer("optimal", None, None, 1e12),
    "optimal, all zero": lambda task, answer: Answer("optimal", np.zeros(task.program.size), None, 0.0),
    "NaN values": lambda task, answer: replace(answer, values=np.full(task.program.size, np.nan)),
    "NaN duals": lambda task, answer: replace(answer, duals=np.full(len(task.program.row_low), np.nan)),
    "wild duals": lambda task, answer: replace(answer, duals=np.full(len(task.program.row_low), 1e300)),
    "wrong duals": lambda task, answer: replace(answer, duals=np.full(len(task.program.row_low), -7.5)),
    "a bound above everything, not optimal": lambda task, answer: replace(
        answer, status="feasible", bound=1e12
    ),
    "values of another program": lambda task, answer: replace(answer, values=np.ones(3)),
    "values that break rows": lambda task, answer: replace(
        answer, values=task.program.high.astype(np.float64)
    ),
    "infeasible, always": lambda task, answer: Answer("infeasible"),
    "an unknown status": lambda task, answer: replace(answer, status="NotSet"),
    "cuts that are none": lambda task, answer: replace(answer, cuts=cast("Any", (("x", 0), (None, 10**6)))),
    "cuts of wild prices": lambda task, answer: replace(
        answer, cuts=tuple((replace(prices, limits=prices.limits * 0), t) for prices, t in answer.cuts)
    ),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("seed", [0, 4])
def test_no_fault_of_the_solver_reaches_a_person(name: str, seed: int) -> None:
    problem = read(tiny(seed, persons=5))
    plan = solve(problem, now=still, iterations=3, solver=Broken(FAULTS[name]))
    assert check(problem, plan) == []
    assert plan.bound <= optimum(problem) + 1e-6


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_of_the_solver_makes_a_false_bound_where_there_are_cuts(name: str) -> None:
    problem = crossed()
    best = solve(problem, now=still, iterations=3, solver=Here())
    plan = solve(problem, now=still, iterations=3, solver=Broken(FAULTS[name]))
    assert check(problem, plan) == []
    assert plan.bound <= best.cost == best.bound


@pytest.mark.parametrize("seconds", [0.5, 3, 6, 9, 12, 15, 20, 30, 60])
def test_time_that_runs_out_at_any_step_still_gives_a_checked_plan(seconds: float) -> None:
    ticks = iter(range(10**6))
    problem = read(tiny(9, persons=12, batches=5))
    with Children(1) as children:
        plan = solve(problem, now=lambda: float(next(ticks)), seconds=seconds, solver=children)
    assert check(problem, plan) == []


def small_task(seconds: float) -> tuple[Problem, Task]:
    problem = read(tiny(5, persons=12, batches=4))
    units = gather(problem)
    fixed = np.zeros((units.kinds, 4), dtype=np.int64)
    program = build(problem, units, true_prices(problem, units), Scope(np.arange(4), fixed)).program
    return problem, Task(program, True, seconds)


def test_a_child_that_overruns_is_ended_and_the_next_task_is_answered() -> None:
    _, task = small_task(300.0)
    child = Child()
    try:
        child.ask(
            replace(task, options={"no such option": 1})
        )  # answered all the same: HiGHS refuses the option
        assert child.answer(task).status in ("optimal", "nothing")
        assert child.process is not None
        child.process.kill()
        began = time.perf_counter()
        child.ask(task)
        assert child.answer(task).status in ("optimal", "nothing")
        child.ask(task)
        assert child.answer(task).status == "optimal"
        assert time.perf_counter() - began < 300  # not even one of them took the time that it had
    finally:
        child.end()


def test_a_child_that_never_answers_is_given_up_after_its_time() -> None:
    _, task = small_task(0.2)
    with Children(1) as children:
        assert children.solve([replace(task, seconds=60.0)])[0].status == "optimal"
        child = children.children[0]
        assert child.process is not None
        began = time.perf_counter()
        assert child.answer(task).status == "nothing"  # nothing was asked, so nothing comes
        assert time.perf_counter() - began < 60  # after its own time, not the one's before it
        assert child.process is None


BUSY = """
import sys, time
from parley.plan.child import send
from parley.plan.children import Child

class Long:
    def __reduce__(self):
        told = f"open({sys.argv[1]!r}, 'w').write(str(os.getpid()) + chr(10))"
        return exec, (f"import os, time; {told}; time.sleep(600)",)

child = Child()
send(child.process.stdin, Long())
time.sleep(600)
"""


def test_a_child_at_work_dies_with_a_killed_planner(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", BUSY, str(told)]) as planner:
        try:
            until = time.monotonic() + 60
            while not (told.exists() and told.read_text().endswith("\n")):
                assert time.monotonic() < until, "the child has not read its task"
                time.sleep(0.05)
            assert not ended(int(told.read_text()))
        finally:
            planner.kill()
    until_gone(int(told.read_text()))


@pytest.mark.parametrize("seed", range(10))
def test_any_multipliers_prove_a_bound_that_holds(seed: int) -> None:
    problem = read(tiny(seed, persons=5))
    units = gather(problem)
    fixed = np.zeros((units.kinds, problem.batches), dtype=np.int64)
    program = build(
        problem, units, true_prices(problem, units), Scope(np.arange(problem.batches), fixed)
    ).program
    best = Here().solve([Task(program, False, 60.0)])[0]
    assert best.values is not None
    draw = np.random.default_rng(seed)
    for size in (0.0, 1.0, 1e3, 1e12, 1e40):
        duals = draw.normal(size=len(program.row_low)) * size
        assert proven(program, duals) <= float(program.cost @ np.rint(best.values)) + 1e-6
