"""A linear program with integer data, a builder for it, and the bound that any duals of it prove."""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from parley.plan.model import Bools, Floats, Ints

FREE = 2**60  # a row without this end


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """min cost·x, low <= x <= high, row_low <= A x <= row_high, some x whole.

    All numbers are integers, and every variable has two finite ends: so that a bound can be proven exactly.
    Row i is handed to a solver divided by ``scale[i]``, which changes nothing but its arithmetic.
    """

    cost: Ints
    low: Ints
    high: Ints
    whole: Bools
    rows: sparse.csr_array
    row_low: Ints
    row_high: Ints
    scale: Ints

    @property
    def size(self) -> int:
        return len(self.cost)


@dataclass(slots=True)
class Draft:
    """A builder of programs: blocks of variables and of rows are added as arrays."""

    cost: list[Ints] = field(default_factory=list)
    high: list[Ints] = field(default_factory=list)
    low: list[Ints] = field(default_factory=list)
    whole: list[Bools] = field(default_factory=list)
    size: int = 0
    ends: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    height: int = 0
    entries: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)

    def variables(
        self, cost: Ints | np.int64 | int, high: Ints, *, low: Ints | None = None, whole: bool = False
    ) -> Ints:
        """Add variables and return their numbers, in the shape of ``high``."""
        n = high.size
        self.cost.append(np.broadcast_to(np.asarray(cost, dtype=np.int64), high.shape).ravel())
        self.high.append(high.ravel())
        self.low.append(np.zeros(n, dtype=np.int64) if low is None else low.ravel())
        self.whole.append(np.full(n, whole))
        self.size += n
        return np.arange(self.size - n, self.size, dtype=np.int64).reshape(high.shape)

    def rows(self, low: Ints | int, high: Ints | int, shape: tuple[int, ...], scale: Ints | int = 1) -> Ints:
        """Add rows and return their numbers, in ``shape``."""
        n = int(np.prod(shape))
        lows, highs, scales = (np.broadcast_to(a, shape).ravel().astype(np.int64) for a in (low, high, scale))
        self.ends.append((lows, highs, scales))
        self.height += n
        return np.arange(self.height - n, self.height, dtype=np.int64).reshape(shape)

    def put(self, row: Ints, column: Ints, value: Ints | int) -> None:
        """Write ``value`` at each (row, column); shapes broadcast."""
        r, c, v = np.broadcast_arrays(row, column, np.asarray(value, dtype=np.int64))
        self.entries.append((r.ravel(), c.ravel(), v.ravel()))

    def program(self) -> Program:
        none = np.zeros(0, dtype=np.int64)
        r, c, v = (np.concatenate([e[i] for e in self.entries] or [none]) for i in range(3))
        low, high, scale = (np.concatenate([e[i] for e in self.ends] or [none]) for i in range(3))
        rows = sparse.csr_array((v, (r, c)), shape=(self.height, self.size), dtype=np.int64)
        rows.sum_duplicates()
        cost, floor, ceiling = (np.concatenate(a or [none]) for a in (self.cost, self.low, self.high))
        whole = np.concatenate(self.whole or [none.astype(np.bool_)])
        return Program(cost, floor, ceiling, whole, rows, low, high, scale)


def proven(program: Program, duals: Floats) -> float:
    """Return a lower bound on the cost of any feasible point of ``program``; it is valid for any ``duals``.

    Weak duality in exact integers: for any multipliers y of the rows,
        cost·x >= Σ y_i · (the end of row i that y_i presses on) + Σ min over the box of (cost - A'y)_j x_j.
    The multipliers are rounded to multiples of 2^-50 first, coarser where sums would leave 64 bits; everything after that is exact, and the result is
    rounded down. Poor duals give a poor bound, never a false one.
    """
    return proven_above(program, duals, np.zeros(0, dtype=np.int64))


def proven_above(program: Program, duals: Floats, columns: Ints) -> float:
    """Return what ``proven`` does, of the points in which some of ``columns`` is one or more above its lower end.

    Such a point costs more by what that one is priced at, (cost - A'y)_j, where that is above nothing.
    """
    scaled = np.asarray(duals, dtype=np.float64) / program.scale
    if scaled.shape != program.row_low.shape or not np.all(np.isfinite(scaled)):
        return -np.inf
    bits = 50  # finer than doubles of usual sizes: beside values of 10^8 an exposure's multiplier is 10^-8
    most = float(np.abs(program.cost).max(initial=1)) + float(
        (abs(program.rows).T @ np.abs(scaled)).max(initial=0)
    )
    while bits > 0 and most * 2.0**bits >= 2.0**61:
        bits -= 1
    if most >= 2.0**61:
        return -np.inf
    y = np.rint(scaled * 2.0**bits).astype(np.int64)
    y[(y > 0) & (program.row_low <= -FREE)] = 0
    y[(y < 0) & (program.row_high >= FREE)] = 0
    rest = (program.cost << bits) - program.rows.T @ y
    ends = np.where(y > 0, program.row_low, program.row_high)
    corner = np.where(rest > 0, program.low, program.high)
    total = _dot(y, ends) + _dot(rest, corner)
    total += max(0, int(rest[columns].min())) if len(columns) else 0
    return float(np.nextafter(total / 2**bits, -np.inf))


def _dot(a: Ints, b: Ints) -> int:
    """The exact sum of products, beyond 64 bits where needed."""
    used = np.flatnonzero((a != 0) & (b != 0))
    return sum(x * y for x, y in zip(a[used].tolist(), b[used].tolist(), strict=True))
