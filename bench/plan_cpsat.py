"""CP-SAT alone on one program, in a process of its own: pickled (program, hint, seconds, threads) in, values out."""

import pickle
import sys
from typing import Any

import numpy as np
from ortools.sat.python import cp_model


def main() -> None:
    program, hint, seconds, threads = pickle.load(sys.stdin.buffer)
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
    for column, value in zip(*hint, strict=True):
        model.add_hint(x[column], int(value))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    pickle.dump(
        np.array([solver.value(one) for one in x], dtype=np.float64) if found else None, sys.stdout.buffer
    )


if __name__ == "__main__":
    main()
