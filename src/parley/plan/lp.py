"""A linear program that stays loaded in HiGHS while its bounds change: each solve starts from the last basis. Only ``child`` runs it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from parley.plan.highs import Answer, Task, lp_of, solve
from parley.plan.model import Floats, Ints
from parley.plan.program import Program

Ends = tuple[float, float]  # the least and the most of one column


class WarmLP:
    """``cost`` and ``values`` are those of the last ``solve``; bounds that ``probe`` sets are restored."""

    def __init__(self, program: Program, now: Callable[[], float], until: float) -> None:
        import highspy

        self.program, self.now, self.until, self.share_ends, self.solves = program, now, until, until, 0
        self.low, self.high = program.low.astype(np.float64), program.high.astype(np.float64)
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.optimal = highspy.HighsModelStatus.kOptimal
        self.beyond = highspy.HighsModelStatus.kObjectiveBound
        self.impossible = highspy.HighsModelStatus.kInfeasible
        for name, value in (("output_flag", False), ("threads", 1), ("solver", "simplex")):
            self.solver.setOptionValue(name, value)
        self.solver.passModel(lp_of(highspy, Task(program, True, 0.0)))
        self.cost, self.values = np.inf, np.zeros(0)
        self.solved = self.solve()

    def left(self) -> float:
        return self.until - self.now()

    def allot(self, part: float) -> None:
        """Give the next step this share of the time left."""
        self.share_ends = self.now() + part * self.left()

    def within_share(self) -> bool:
        return self.now() < self.share_ends

    def duals(self) -> Floats:
        """The multipliers of the rows at the last solve."""
        return np.array(self.solver.getSolution().row_dual)

    def prices(self) -> Floats:
        """The reduced costs of the columns at the last solve."""
        return np.array(self.solver.getSolution().col_dual)

    def solve(self) -> bool:
        """Solve with the present bounds and keep cost and values; False if there is no solution or no time."""
        found = self._solve(np.inf)
        if found is not None:
            self.cost, self.values = found
        return found is not None

    def fix(self, columns: Ints, low: Floats | Ints | int, high: Floats | Ints | int) -> bool:
        """Set the bounds of ``columns`` and solve; if there is no solution, restore them and return False."""
        before = self.low[columns], self.high[columns]
        self.low[columns], self.high[columns] = low, high
        self._bounds(columns)
        if self.solve():
            return True
        self.low[columns], self.high[columns] = before
        self._bounds(columns)
        return False

    def add(self, rows: sparse.csr_array, high: Ints, scale: int) -> bool:
        """Add rows, each at most ``high``, both divided by ``scale``, and solve."""
        none = np.full(len(high), -np.inf)
        start, column = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
        self.solver.addRows(len(high), none, high / scale, rows.nnz, start, column, rows.data / scale)
        return self.solve()

    def probe(self, ends: Mapping[int, Ends], limit: float) -> tuple[float, Floats] | None:
        """Cost and values with other bounds for some columns, or None if that is infeasible or costs ``limit`` or more."""
        columns = np.fromiter(ends, dtype=np.int64, count=len(ends))
        pair = np.array(list(ends.values()), dtype=np.float64).reshape(-1, 2)
        self.solver.changeColsBounds(
            len(columns), columns.astype(np.int32), pair[:, 0].copy(), pair[:, 1].copy()
        )
        found = self._solve(limit)
        self._bounds(columns)
        return found

    def branch_and_cut(
        self,
        columns: Ints,
        reduced_cost_limit: float,
        nodes: int,
        gap: float,
        start: tuple[Ints, Ints] | None = None,
    ) -> Answer:
        """Make ``columns`` integral by branch and cut; those at a bound with a reduced cost above ``reduced_cost_limit`` are fixed there."""
        if not self.solve():
            return Answer("nothing")
        low, high, at = self.low.copy(), self.high.copy(), self.values
        price = self.prices()
        still = ((at <= low + 1e-7) & (price > reduced_cost_limit)) | (
            (at >= high - 1e-7) & (price < -reduced_cost_limit)
        )
        whole = np.zeros(len(at), dtype=np.bool_)
        whole[columns] = True
        low[still & whole] = high[still & whole] = np.rint(at[still & whole])
        program = replace(self.program, low=low.astype(np.int64), high=high.astype(np.int64), whole=whole)
        return solve(Task(program, False, self.share_ends - self.now(), nodes, gap, start))

    def _bounds(self, columns: Ints) -> None:
        self.solver.changeColsBounds(
            len(columns), columns.astype(np.int32), self.low[columns], self.high[columns]
        )

    def _solve(self, limit: float) -> tuple[float, Floats] | None:
        self.solves += 1
        for again in (False, True):
            if self.left() <= 0:
                return None
            if again:
                self.solver.clearSolver()  # the last basis failed: once more, without it
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.left())
            self.solver.setOptionValue("objective_bound", limit if np.isfinite(limit) else 1e300)
            self.solver.run()
            status = self.solver.getModelStatus()
            if status == self.optimal:
                cost = float(self.solver.getObjectiveValue())
                return (cost, np.array(self.solver.getSolution().col_value)) if cost < limit else None
            if status in (self.beyond, self.impossible):
                return None
        return None
