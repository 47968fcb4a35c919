"""The port to the solver: tasks go out, answers come back, and every answer is verified before it is used."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from parley.plan.cuts import Tighten, with_cuts
from parley.plan.dive import Dive
from parley.plan.highs import Answer, Task
from parley.plan.model import Ints
from parley.plan.program import Program

SolverTask = Task | Dive | Tighten

NOTHING = Answer("nothing")
_STATUS = ("optimal", "feasible", "infeasible", "nothing")


class Solver(Protocol):
    """Solves tasks side by side; an answer for each, ``nothing`` where the solver crashed or overran its time."""

    def solve(self, tasks: Sequence[SolverTask]) -> list[Answer]: ...

    def race(self, tasks: Sequence[Task]) -> list[Answer]:
        """As many of the tasks as fit side by side; once one is optimal the others may end with ``nothing``."""


def verified(task: SolverTask, answer: object) -> Answer:
    """Return the part of ``answer`` that is valid: values that keep every row, duals that are numbers; else ``NOTHING``."""
    if not isinstance(answer, Answer) or answer.status not in _STATUS:
        return NOTHING
    cuts = answer.cuts if isinstance(task, Tighten) else ()
    program = with_cuts(task.model, task.made(cuts)).program if isinstance(task, Tighten) else task.program
    values = answer.values if _keeps(program, answer.values) else None
    duals = answer.duals
    if duals is not None and (duals.shape != program.row_low.shape or not np.all(np.isfinite(duals))):
        duals = None
    if answer.status == "infeasible":
        return Answer("infeasible")
    if values is None and duals is None:
        return NOTHING
    nodes = answer.nodes if values is not None and isinstance(answer.nodes, int) else 0
    bound = answer.bound if answer.status == "optimal" and values is not None else -np.inf
    return Answer(answer.status, values, duals, bound if np.isfinite(bound) else -np.inf, nodes, cuts)


def _keeps(program: Program, values: object) -> bool:
    """Whether ``values`` are a solution of the program, to one millionth of each row's size."""
    if (
        not isinstance(values, np.ndarray)
        or values.shape != program.cost.shape
        or not np.all(np.isfinite(values))
    ):
        return False
    slack = 1e-5 * (1 + np.abs(values))
    if np.any(values < program.low - slack) or np.any(values > program.high + slack):
        return False
    found = program.rows @ values
    room = 1e-5 * (program.scale + abs(program.rows) @ np.abs(values))
    return not (np.any(found < program.row_low - room) or np.any(found > program.row_high + room))


def whole(answer: Answer) -> Ints | None:
    """Return the values as whole numbers, or None if there are none."""
    return None if answer.values is None else np.rint(answer.values).astype(np.int64)
