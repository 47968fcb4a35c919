"""Rounds of cuts on the relaxation, as long as they raise the bound: they exclude what no choice of whole places can do.

All batches share what was found for one of them: a price on the limits of each choice makes a row in every batch. Only ``child``
runs the rounds; the rows are made anew from the prices wherever they are used (``hull``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from parley.plan.formulate import Model
from parley.plan.highs import Answer, Task, solve
from parley.plan.hull import FINE, GRAIN, Cut, Hull, Hulls, Prices, cut
from parley.plan.lp import WarmLP
from parley.plan.model import NOBODY, Floats, Ints
from parley.plan.program import FREE, Program

HALVES = (
    1e-6  # a place that is open by less than this away from 0 or 1 counts as whole: the solver's tolerance
)
# Chosen by hand; `make bench ARGS=plan` shows the gap that they leave (docs/planning.md, "The bound").
PROBE = 10  # batches that are looked at in a round
LEAST_GAIN = 1e-5  # share of the bound; a round that raises it by less has stalled
STALLED = 3  # stalled rounds in a row that end the search for cuts
OUTSIDE = 0.1  # persons outside the hull; fewer are not worth a row
HULL = 30.0  # seconds of one hull's linear program


@dataclass(frozen=True, slots=True, eq=False)
class Tighten:
    """A task for ``child``: at most ``rounds`` of cuts on the relaxation of ``model``, in at most ``seconds``."""

    model: Model
    hulls: Hulls
    rounds: int
    seconds: float

    @property
    def program(self) -> Program:
        return self.model.program

    def made(self, found: Sequence[tuple[Prices, int]]) -> tuple[Cut, ...]:
        """The cuts of prices and batches; invalid ones are left out."""
        return tuple(
            cut(self.hulls, prices, t) for prices, t in found if t in self.model.free and self._good(prices)
        )

    def _good(self, prices: object) -> bool:
        if not isinstance(prices, Prices):
            return False
        hulls, many = self.hulls, len(self.hulls.choices)
        shapes = (
            (many, len(hulls.sites) + 2 + len(hulls.places)),
            prices.kinds.shape,
            (many, *prices.kinds.shape),
        )
        tables = prices.limits, prices.kinds, prices.units
        return (
            all(table.shape == shape for table, shape in zip(tables, shapes, strict=True))
            and all(table.dtype == np.int64 for table in tables)
            and all(np.all((table >= 0) & (table < 2**32)) for table in tables)
            and np.array_equal(np.unique(prices.kinds), prices.kinds)
            and bool(np.all(prices.kinds < len(hulls.sort)))
        )


def with_cuts(model: Model, cuts: Sequence[Cut]) -> Model:
    """Return ``model`` with a row for each cut on one of its batches; the cuts may be those of another model of the same classes."""
    cuts = [one for one in cuts if one.batch in model.free]
    if not cuts:
        return model
    program, most = model.program, np.array([one.most for one in cuts], dtype=np.int64)
    program = replace(
        program,
        rows=sparse.csr_array(sparse.vstack([program.rows, _rows(model, cuts)])),
        row_low=np.append(program.row_low, np.full(len(most), -FREE)),
        row_high=np.append(program.row_high, most),
        scale=np.append(program.scale, np.full(len(most), FINE)),
    )
    return replace(model, program=program)


def _rows(model: Model, cuts: Sequence[Cut]) -> sparse.csr_array:
    columns, values = [], []
    spot = {int(t): j for j, t in enumerate(model.free)}
    mine = {t: np.flatnonzero(model.batch == t) for t in {one.batch for one in cuts}}
    for one in cuts:
        counts = mine[one.batch]
        counts = counts[one.rest[model.kind[counts]] != 0]
        held = np.flatnonzero(one.held)
        columns.append(np.concatenate([model.leaving[held, spot[one.batch]], model.column[counts]]))
        values.append(np.concatenate([one.held[held], one.rest[model.kind[counts]]]))
    starts = np.cumsum([0, *map(len, columns)])
    shape = (len(cuts), model.program.size)
    return sparse.csr_array((np.concatenate(values), np.concatenate(columns), starts), shape=shape)


class _Pool:
    """All prices found so far, and which of them are rows in which batch."""

    def __init__(self, task: Tighten) -> None:
        self.task, self.prices = task, list[Prices]()
        self.used: dict[tuple[int, int], None] = {}
        self.most: dict[tuple[int, int], int] = {}
        self.weights: dict[tuple[int, bytes], Ints] = {}

    def broken(self, gone: Floats) -> Iterator[tuple[int, int]]:
        """Where units gone, (K, free), break a row that is not there yet: prices and batch."""
        hulls = self.task.hulls
        for j, t in enumerate(self.task.model.free.tolist()):
            like = (hulls.places[:, t] > 0).tobytes() + hulls.teams[t].tobytes()  # same choices, same weights
            for i, prices in enumerate(self.prices):
                if (i, t) in self.used:
                    continue
                if (i, like) not in self.weights:
                    _, self.weights[i, like] = hulls.weights(prices, t)
                if (i, t) not in self.most:
                    self.most[i, t] = hulls.most(prices, t)
                if self.weights[i, like] @ gone[:, j] > self.most[i, t] + OUTSIDE * FINE:
                    yield i, t

    def cuts(self, used: Sequence[tuple[int, int]]) -> tuple[Cut, ...]:
        return self.task.made([(self.prices[i], t) for i, t in used])


def run(task: Tighten, now: Callable[[], float]) -> Answer:
    """Return the multipliers of the relaxation with the cuts that bind in it, and those cuts; none where they gain nothing."""
    model, pool = task.model, _Pool(task)
    lp = WarmLP(task.program, now, now() + task.seconds)
    if not lp.solved:
        return Answer("nothing")
    first = best = lp.cost, lp.values, lp.duals()
    count, stalled = 0, 0
    for turn in range(task.rounds):
        gone = _gone(task, lp.values)
        for j in _likely(model, lp.values, turn):
            for few in (False, True):
                hull = Hull(task.hulls, int(model.free[j]), gone[:, j], few=few)
                answer = solve(Task(hull.program, True, max(0.1, min(HULL, lp.left()))))
                if answer.values is None or answer.duals is None:
                    break
                if hull.program.cost @ answer.values > OUTSIDE * GRAIN:
                    pool.prices.append(hull.prices(answer.duals))
                    break
        more = list(pool.broken(gone))
        if not more or lp.left() <= 0:
            break
        pool.used |= dict.fromkeys(more)
        cuts = pool.cuts(more)
        if not lp.add(_rows(model, cuts), np.array([one.most for one in cuts]), FINE):
            break
        stalled = stalled + 1 if lp.cost - best[0] < LEAST_GAIN * abs(best[0]) else 0
        best, count = (lp.cost, lp.values, lp.duals()), len(pool.used)
        if stalled == STALLED:
            break
    if best[0] - first[0] < LEAST_GAIN * abs(first[0]):
        return Answer("optimal", first[1], first[2])
    heights = len(task.program.row_low)
    binding = np.flatnonzero(best[2][heights : heights + count])
    used = list(pool.used)
    found = tuple((pool.prices[used[i][0]], used[i][1]) for i in binding.tolist())
    return Answer("optimal", best[1], np.append(best[2][:heights], best[2][heights + binding]), cuts=found)


def _gone(task: Tighten, values: Floats) -> Floats:
    """Units of each class that leave, (K, free)."""
    model = task.model
    out = np.zeros((len(task.hulls.sort), len(model.free)))
    out[model.kind, np.searchsorted(model.free, model.batch)] = np.maximum(values[model.column], 0)
    return out


def _likely(model: Model, values: Floats, turn: int) -> list[int]:
    """Free batches in which places are open by halves: half of them those with most, half from all over, others each turn."""
    halves = np.array([
        0.0 if np.any(opens == NOBODY) else np.abs(values[opens] - np.rint(values[opens])).sum()
        for opens in model.place_open.T
    ])  # fmt: skip
    order = [j for j in np.argsort(-halves, kind="stable").tolist() if halves[j] > HALVES]
    rest = sorted(order[PROBE // 2 :])
    step = max(1, -(-len(rest) // (PROBE - PROBE // 2)))
    return order[: PROBE // 2] + rest[turn % step :: step]
