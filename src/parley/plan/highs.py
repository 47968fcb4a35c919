"""The solver HiGHS on one program. It may crash, overrun its time limit or be wrong, so it runs in a process of its own (``children``)."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parley.plan.hull import Prices
from parley.plan.model import Floats, Ints
from parley.plan.program import FREE, Program


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What to solve and when to stop. ``relaxed``: as a linear program; ``start``: columns and values of a warm start."""

    program: Program
    relaxed: bool
    seconds: float
    nodes: int = 100_000
    gap: float = 0.0
    start: tuple[Ints, Ints] | None = None
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the solver returned, not yet verified (``port``). ``bound`` is given only where the status is optimal."""

    status: str  # optimal | feasible | infeasible | nothing
    values: Floats | None = None
    duals: Floats | None = None
    bound: float = -np.inf
    nodes: int = 0
    cuts: tuple[
        tuple[Prices, int], ...
    ] = ()  # of what rows that were added are made; duals are of these too, last


def solve(task: Task) -> Answer:
    """Solve one task with HiGHS in this process, one thread."""
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", max(0.05, task.seconds))
    if not task.relaxed:
        solver.setOptionValue("mip_max_nodes", task.nodes)
        solver.setOptionValue("mip_rel_gap", task.gap)
        solver.setOptionValue("mip_abs_gap", 1e-6)
    for name, value in task.options.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp_of(highspy, task))
    if task.start is not None and not task.relaxed:
        columns, values = task.start
        solver.setSolution(len(columns), columns.astype(np.int32), values.astype(np.float64))
    solver.run()
    return _answer(highspy, solver, task)


def lp_of(highspy: Any, task: Task) -> Any:
    """The task's program as HiGHS takes it."""
    program = task.program
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.size, len(program.row_low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = (
        a.astype(np.float64) for a in (program.cost, program.low, program.high)
    )
    scale = program.scale.astype(np.float64)
    lp.row_lower_ = np.where(program.row_low <= -FREE, -highspy.kHighsInf, program.row_low / scale)
    lp.row_upper_ = np.where(program.row_high >= FREE, highspy.kHighsInf, program.row_high / scale)
    rows = program.rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.indptr.astype(np.int32)
    lp.a_matrix_.index_ = rows.indices.astype(np.int32)
    lp.a_matrix_.value_ = rows.data / np.repeat(scale, np.diff(rows.indptr))
    if not task.relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in program.whole]
    return lp


def _answer(highspy: Any, solver: Any, task: Task) -> Answer:
    status, info, solution = solver.getModelStatus(), solver.getInfo(), solver.getSolution()
    optimal = status == highspy.HighsModelStatus.kOptimal
    if status == highspy.HighsModelStatus.kInfeasible:
        return Answer("infeasible")
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solution.col_value) if feasible and len(solution.col_value) else None
    duals = np.array(solution.row_dual) if task.relaxed and len(solution.row_dual) else None
    bound = float(info.mip_dual_bound) if optimal and not task.relaxed else -np.inf
    word = "optimal" if optimal else "feasible" if values is not None else "nothing"
    return Answer(word, values, duals, bound, 0 if task.relaxed else int(info.mip_node_count))
