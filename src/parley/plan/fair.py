"""Fairness: which of the persons of a class, who differ only in region, leave first."""

import numpy as np

from parley.plan.model import NOBODY, Floats, Ints, Problem
from parley.plan.schedule import Schedule
from parley.plan.units import Units

ROUNDS = 200  # swaps tried at most after the first choice; by hand
PreviousPlan = tuple[Ints, Ints]  # batch and place of each person in an older plan


def persons(
    problem: Problem, units: Units, schedule: Schedule, keep: PreviousPlan | None = None
) -> tuple[Ints, Ints]:
    """Return batch and place of every person, (N,) each, of a schedule without regions.

    In each batch every class sends the units whose regions are furthest behind their share at the next checkpoint.
    ``keep``: a unit stays in its batch of an older plan wherever its class still has room there.
    """
    chooser = _Chooser(problem, units, schedule)
    if keep is not None:
        chooser.keep(keep)
    chooser.fill()
    if keep is None:
        _Swaps(problem, units, chooser.batch, chooser.place).run()
    return chooser.batch, chooser.place


class _Chooser:
    def __init__(self, problem: Problem, units: Units, schedule: Schedule) -> None:
        self.problem, self.units = problem, units
        self.batch = np.full(problem.persons, NOBODY, dtype=np.int64)
        self.place = np.full(problem.persons, NOBODY, dtype=np.int64)
        self.slots: list[dict[int, list[int]]] = [{} for _ in schedule.routes]  # batch → class → places
        for t, route in enumerate(schedule.routes):
            for k, h, n in route:
                self.slots[t].setdefault(k, []).extend([h] * n)
        self.waiting: list[list[tuple[int, ...]]] = [list(who) for who in units.members]
        many = max(1, len(problem.regions))
        self.group = np.where(problem.region == NOBODY, NOBODY, problem.side * many + problem.region)
        self.size = np.bincount(self.group[self.group >= 0], minlength=2 * many).astype(np.float64)
        self.gone = np.zeros(2 * many)
        self.goal = self._goals(schedule.x, many)

    def _goals(self, x: Ints, many: int) -> list[Floats]:
        """For each batch, the persons of each group that should be gone by the next checkpoint."""
        units, batches = self.units, self.problem.batches
        total = np.array([np.cumsum((units.size * (units.side == s)) @ x) for s in (0, 1)])
        points = [*(self.problem.fairness.checkpoints if self.problem.fairness else ()), batches]
        out = []
        for t in range(batches):
            point = next(c for c in points if c > t) - 1
            share = np.repeat(total[:, point] / np.maximum(units.side_size, 1), many)
            out.append(self.size * share)
        return out

    def keep(self, old: PreviousPlan) -> None:
        for k, waiting in enumerate(self.waiting):
            rest = []
            for unit in waiting:
                t = int(old[0][unit[0]])
                ways = self.slots[t].get(k) if t != NOBODY else None
                if ways and all(old[0][i] == t for i in unit):
                    before = int(old[1][unit[0]])
                    self._send(unit, t, ways.pop(ways.index(before) if before in ways else 0))
                else:
                    rest.append(unit)
            self.waiting[k] = rest

    def _send(self, unit: tuple[int, ...], t: int, h: int) -> None:
        self.batch[list(unit)], self.place[list(unit)] = t, h

    def fill(self) -> None:
        kept: list[list[int]] = [[] for _ in self.slots]
        for i in np.flatnonzero(self.batch != NOBODY).tolist():
            kept[self.batch[i]].append(i)
        for t, slots in enumerate(self.slots):
            for i in kept[t]:
                if self.group[i] >= 0:
                    self.gone[self.group[i]] += 1
            for k in sorted(slots, key=lambda k: (len({self.group[u[0]] for u in self.waiting[k]}), k)):
                self._choose(k, t, slots[k])

    def _choose(self, k: int, t: int, ways: list[int]) -> None:
        """Send ``len(ways)`` units of class ``k``, each time one from the region furthest behind."""
        pools: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for unit in self.waiting[k]:
            pools.setdefault(tuple(int(self.group[i]) for i in unit), []).append(unit)
        for pool in pools.values():
            pool.reverse()  # the first person in the file leaves first
        for h in ways:
            best = max(pools, key=lambda groups: (self._behind(groups, t), groups))
            unit = pools[best].pop()
            if not pools[best]:
                del pools[best]
            for g in best:
                if g >= 0:
                    self.gone[g] += 1
            self._send(unit, t, h)
        self.waiting[k] = [unit for pool in pools.values() for unit in reversed(pool)]

    def _behind(self, groups: tuple[int, ...], t: int) -> float:
        """How far behind its share a unit's regions are, on average, as a share of the region."""
        goal = self.goal[t]
        return float(sum((goal[g] - self.gone[g]) / self.size[g] for g in groups if g >= 0)) / len(groups)


class _Swaps:
    """Single persons of one class change places, batch and all, as long as that brings a region nearer to its band."""

    def __init__(self, problem: Problem, units: Units, batch: Ints, place: Ints) -> None:
        fair = problem.fairness
        self.batch, self.place, self.done = batch, place, fair is None or not fair.checkpoints
        if fair is None or self.done:
            return
        many = max(1, len(problem.regions))
        self.points = np.array(fair.checkpoints)
        self.group = np.where(problem.region == NOBODY, NOBODY, problem.side * many + problem.region)
        gone = (batch != NOBODY)[:, None] & (batch[:, None] < self.points[None, :])
        self.gone = np.array([gone[self.group == g].sum(axis=0) for g in range(2 * many)], dtype=np.float64)
        size = np.bincount(self.group[self.group >= 0], minlength=2 * many)
        held = np.bincount(problem.side, minlength=2)
        all_gone = np.array([gone[problem.side == s].sum(axis=0) for s in (0, 1)])
        share = size / np.repeat(np.maximum(held, 1), many)
        self.goal, self.band = share[:, None] * np.repeat(all_gone, many, axis=0), fair.band * size
        single = [k for k in range(units.kinds) if units.size[k] == 1]
        self.classes = [np.array([who[0] for who in units.members[k]], dtype=np.int64) for k in single]

    def _out(self, g: int) -> Floats:
        """How far group ``g`` is outside its band at each checkpoint; more than none if above, less if below."""
        apart = self.gone[g] - self.goal[g]
        out: Floats = np.sign(apart) * np.maximum(np.abs(apart) - self.band[g], 0)
        return out

    def run(self) -> None:
        for _ in range(0 if self.done else ROUNDS):
            out = np.array([self._out(g) for g in range(len(self.gone))])
            if not np.any(out) or not any(
                self._better(int(g), int(c), up=bool(out[g, c] < 0)) for g, c in np.argwhere(out != 0)
            ):
                return

    def _better(self, g: int, c: int, *, up: bool) -> bool:
        """Swap one person of group ``g`` over checkpoint ``c``, earlier if ``up``; whether one could be found."""
        best: tuple[float, int, int] = (-1e-9, 0, 0)
        for who in self.classes:
            batch, group = self.batch[who], self.group[who]
            before = (batch != NOBODY) & (batch < self.points[c])
            after = (batch != NOBODY) & ~before
            mine = who[(group == g) & (after if up else before)]
            theirs = who[(group != g) & (group >= 0) & (before if up else after)]
            if not len(mine) or not len(theirs):
                continue
            _, first = np.unique(self.batch[mine], return_index=True)
            _, other = np.unique(
                np.stack([self.batch[theirs], self.group[theirs]]), axis=1, return_index=True
            )
            for i in mine[first].tolist():
                for j in theirs[other].tolist():
                    best = min(best, (self._gain(i, j), i, j))
        if best[0] >= -1e-9:
            return False
        self._swap(best[1], best[2])
        return True

    def _gain(self, i: int, j: int) -> float:
        """The change of what the two groups are outside their bands if ``i`` and ``j`` swap; less is better."""
        groups = (int(self.group[i]), int(self.group[j]))
        before = sum(float(np.abs(self._out(g)).sum()) for g in groups)
        self._move(i, j)
        after = sum(float(np.abs(self._out(g)).sum()) for g in groups)
        self._move(i, j, back=True)
        return after - before

    def _move(self, i: int, j: int, *, back: bool = False) -> None:
        """Count ``i`` at the batch of ``j`` and ``j`` at that of ``i``; ``back`` undoes it."""
        a, b = self.batch[i], self.batch[j]
        step = ((b < self.points).astype(np.float64) - (a < self.points)) * (-1 if back else 1)
        self.gone[self.group[i]] += step
        self.gone[self.group[j]] -= step

    def _swap(self, i: int, j: int) -> None:
        self._move(i, j)
        for column in (self.batch, self.place):
            column[i], column[j] = column[j], column[i]
