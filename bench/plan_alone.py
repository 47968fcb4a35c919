"""HiGHS or CP-SAT alone on one program, in a process of its own: CP-SAT contains another HiGHS, and both cannot be loaded together.

Pickled in: solver, program, whole values to begin from, seconds, threads. Out: values or None, and [(seconds, cost)] of
each better solution as it was found.
"""

import pickle
import sys
import time
from typing import Any

import numpy as np

from parley.plan.highs import Task, lp_of
from parley.plan.model import Floats, Ints
from parley.plan.program import Program

Found = tuple[Floats | None, list[tuple[float, float]]]


def highs(program: Program, begin: Ints, seconds: float, threads: int) -> Found:
    import highspy

    solver, trail, began = highspy.Highs(), [], time.monotonic()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", threads), ("time_limit", seconds)):
        solver.setOptionValue(name, value)
    solver.passModel(lp_of(highspy, Task(program, False, seconds)))
    solver.setSolution(len(begin), np.arange(len(begin), dtype=np.int32), begin.astype(np.float64))
    solver.cbMipImprovingSolution += lambda event: trail.append(
        (
            time.monotonic() - began,
            float(event.data_out.objective_function_value),
        )
    )
    solver.run()
    feasible = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return np.array(solver.getSolution().col_value) if feasible else None, trail


def cpsat(program: Program, begin: Ints, seconds: float, threads: int) -> Found:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    x = [
        model.new_int_var(int(a), int(b), f"x{j}")
        for j, (a, b) in enumerate(zip(program.low, program.high, strict=True))
    ]
    rows = program.rows
    for i in range(rows.shape[0]):
        part = slice(rows.indptr[i], rows.indptr[i + 1])
        row: Any = cp_model.LinearExpr.weighted_sum(
            [x[j] for j in rows.indices[part]], rows.data[part].tolist()
        )
        model.add_linear_constraint(
            row, max(int(program.row_low[i]), -(2**60)), min(int(program.row_high[i]), 2**60)
        )
    model.minimize(cp_model.LinearExpr.weighted_sum(x, program.cost.tolist()))
    for column, value in zip(x, begin.tolist(), strict=True):
        model.add_hint(column, value)

    trail: list[tuple[float, float]] = []

    def seen(self: Any) -> None:
        trail.append((self.wall_time, self.objective_value))

    watch = type("Watch", (cp_model.CpSolverSolutionCallback,), {"on_solution_callback": seen})
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    found = solver.solve(model, watch()) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return np.array([solver.value(one) for one in x], dtype=np.float64) if found else None, trail


if __name__ == "__main__":
    name, *given = pickle.load(sys.stdin.buffer)
    pickle.dump({"HiGHS": highs, "CP-SAT": cpsat}[name](*given), sys.stdout.buffer)
