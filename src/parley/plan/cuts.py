"""Rows that hold whichever places a batch opens, and that the relaxation breaks by opening halves of places.

With two teams and four places the relaxation opens each place by half and serves in full every site that may use two of
them; two whole places never do. What a batch can do is one of few choices of places, so whether some persons, by the ways open to them,
lie in the convex hull of what the choices do is a small linear program, and its multipliers are a row that cuts
them off (disjunctive programming; docs/planning.md, "The bound"). The right side of each row is computed anew in exact integers:
a poor answer of the solver gives a weak row, not a false one.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from parley.plan.formulate import Model
from parley.plan.highs import Answer, Task
from parley.plan.model import NOBODY, Floats, Ints, Problem
from parley.plan.port import NOTHING
from parley.plan.program import FREE, Draft
from parley.plan.search import Table

ROUNDS = 12
MIDDLING = 30_000  # columns of a model beyond which the time is better spent on the dive
ENOUGH = 2e-5  # a round that raises the bound by less of it is the last
SPAN = 0.15  # of the time that is left
HALVES = 1e-6  # places open by less than this of a whole are whole
PROBE = 4  # batches that are looked at first, to see whether cuts are worth it
CHOICES = 400  # of places in a batch: beyond, there are no cuts
FINE = 64  # multipliers are rounded to this part of one, persons to this part of a person


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """Some places of one part, open together. ``through`` and ``sides``: rows of its places and of the two sides."""

    places: tuple[int, ...]
    ways: tuple[int, ...]
    through: Ints
    sides: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """What a batch may do: persons from a site, through a place, of a side; the ways of persons and where they are held."""

    sites: Ints
    places: Ints
    limits: Ints
    teams: int
    ways: tuple[tuple[int, ...], ...]
    held: tuple[tuple[int, ...], ...]
    side: Ints

    def parts(self) -> list[set[int]]:
        """The places that can be used, in parts that no way joins."""
        parts: list[set[int]] = []
        for way in self.ways:
            mine = {h for h in way if self.places[h]}
            near = [part for part in parts if part & mine]
            parts = [part for part in parts if not part & mine] + ([mine.union(*near)] if mine else [])
        return parts

    def choices(self, part: set[int]) -> Iterator[tuple[int, ...]]:
        for many in range(1, min(self.teams, len(part)) + 1):
            yield from itertools.combinations(sorted(part), many)

    def most(self, choice: _Choice, weight: Ints, toll: Ints, limit: Ints) -> int:
        """No more than this is the weight of those whom a choice lets go, whatever ``toll`` (by place) and ``limit`` (by side).

        Weak duality again: who passes pays the toll of the place and the toll of the side, and what is left the site.
        """
        left: dict[int, int] = {}
        fee = dict(zip(choice.places, toll.tolist(), strict=True))
        for w in choice.ways:
            rest = int(weight[w]) - min(fee[h] for h in self.ways[w] if h in fee)
            for d in self.held[w]:
                left[d] = max(left.get(d, 0), rest - int(limit[self.side[d]]))
        paid = [int(self.places[h]) * n for h, n in fee.items()]
        paid += [a * b for a, b in zip(self.limits.tolist(), limit.tolist(), strict=True)]
        total: int = sum(paid) + sum(int(self.sites[d]) * n for d, n in left.items())
        return total


class _Hull:
    """The linear program that asks how many of ``persons`` (by ways) are outside the hull of all choices in a batch."""

    def __init__(self, batch: _Batch, persons: Floats) -> None:
        self.batch, self.persons = batch, persons
        self.draft = draft = Draft()
        wanted = np.rint(persons * FINE).astype(np.int64)
        self.reach = draft.rows(wanted, FREE, wanted.shape)
        draft.put(self.reach, draft.variables(1, wanted), 1)
        parts = batch.parts()
        one = draft.rows(-FREE, 1, (len(parts),))
        teams = draft.rows(-FREE, batch.teams, (1,))
        self.choices = []
        for p, part in enumerate(parts):
            mine = []
            for places in batch.choices(part):
                share = draft.variables(0, np.ones(1, dtype=np.int64))
                draft.put(one[p], share, 1)
                draft.put(teams, share, len(places))
                mine.append(self._choice(places, share))
            self.choices.append(mine)
        self.program = draft.program()

    def _choice(self, places: tuple[int, ...], share: Ints) -> _Choice:
        batch, draft = self.batch, self.draft
        ways = tuple(w for w, way in enumerate(batch.ways) if set(way) & set(places))
        d, w = (
            np.array([(d, i) for i, w in enumerate(ways) for d in batch.held[w]], dtype=np.int64)
            .reshape(-1, 2)
            .T
        )
        go = draft.variables(0, batch.sites[d] * FINE)
        draft.put(self.reach[np.array(ways, dtype=np.int64)[w]], go, 1)
        sites, spot = np.unique(d, return_inverse=True)
        row = draft.rows(-FREE, 0, sites.shape)
        draft.put(row[spot], go, 1)
        draft.put(row, share, -batch.sites[sites] * FINE)
        sides = draft.rows(-FREE, 0, (2,))
        draft.put(sides[batch.side[d]], go, 1)
        draft.put(sides, share, -batch.limits * FINE)
        i, h = (
            np.array(
                [(i, k) for i, w in enumerate(ways) for k, h in enumerate(places) if h in batch.ways[w]],
                dtype=np.int64,
            )
            .reshape(-1, 2)
            .T
        )
        flow = draft.variables(0, batch.places[np.array(places)[h]] * FINE)
        row = draft.rows(-FREE, 0, (len(ways),))
        draft.put(row[w], go, 1)
        draft.put(row[i], flow, -1)
        through = draft.rows(-FREE, 0, (len(places),))
        draft.put(through[h], flow, 1)
        draft.put(through, share, -batch.places[np.array(places)] * FINE)
        return _Choice(places, ways, through, sides)

    def cut(self, answer: Answer) -> tuple[Ints, int] | None:
        """The weight of each set of ways, and the most that a batch can let go of it; None if ``persons`` keep that."""
        if answer.duals is None:
            return None
        duals = np.rint(np.clip(np.abs(answer.duals), 0, 1) * FINE).astype(np.int64)
        weight = duals[self.reach]
        best = np.zeros(self.batch.teams + 1, dtype=np.int64)  # by teams given to the parts so far
        for mine in self.choices:
            alone = np.zeros_like(best)
            for choice in mine:
                n = self.batch.most(choice, weight, duals[choice.through], duals[choice.sides])
                alone[len(choice.places) :] = np.maximum(alone[len(choice.places) :], n)
            best = np.array([max(best[k - n] + alone[n] for n in range(k + 1)) for k in range(len(best))])
        return (weight, int(best[-1])) if weight @ self.persons > best[-1] + FINE / 10 else None


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """In free batch ``batch`` the persons of each set of ways, times ``weight``, are ``most`` or fewer."""

    batch: int
    weight: Ints
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Tight:
    """A model with its cuts, and the answer to its relaxation."""

    model: Model
    answer: Answer
    cuts: tuple[Cut, ...]


def tightened(table: Table, model: Model) -> Tight:
    """Return the model with cuts, as many rounds of them as raise the bound; beyond ``MIDDLING`` none."""
    (answer,) = table.solver.solve([Task(model.program, True, max(1.0, table.left()))])
    tight = Tight(model, answer, ())
    until = table.now() + SPAN * table.left()
    for turn in range(ROUNDS if model.program.size <= MIDDLING else 0):
        if tight.answer.values is None or (table.hurried and table.now() > until):
            break
        before = float(tight.model.program.cost @ tight.answer.values)
        more = _broken(table, model, tight.answer.values, 10**6 if turn else PROBE)
        cut = with_cuts(tight.model, more)
        (answer,) = (
            table.solver.solve([Task(cut.program, True, max(1.0, table.left()))]) if more else (NOTHING,)
        )
        if answer.values is None:
            break
        gained = (float(cut.program.cost @ answer.values) - before) / max(1.0, abs(before))
        if not turn and gained < ENOUGH / 4:
            break  # rows that gain nothing only slow the dive
        tight = Tight(cut, answer, (*tight.cuts, *more))
        if turn and gained < ENOUGH:
            break
    return tight


def with_cuts(model: Model, cuts: Sequence[Cut]) -> Model:
    """Return ``model`` with a row for each cut; the cuts may be those of another model of the same classes and batches."""
    if not cuts:
        return model
    program, rows = model.program, np.zeros((len(cuts), model.program.size), dtype=np.int64)
    for row, cut in zip(rows, cuts, strict=True):
        row[model.flow[:, cut.batch]] = cut.weight[model.flow_ways]
    most = np.array([cut.most for cut in cuts], dtype=np.int64)
    program = replace(
        program,
        rows=sparse.csr_array(sparse.vstack([program.rows, sparse.csr_array(rows)])),
        row_low=np.append(program.row_low, np.full(len(most), -FREE)),
        row_high=np.append(program.row_high, most),
        scale=np.append(program.scale, np.full(len(most), FINE)),
    )
    return replace(model, program=program)


def _broken(table: Table, model: Model, values: Floats, most: int) -> tuple[Cut, ...]:
    """A cut for each batch in which ``values`` do what no choice of places can, of the ``most`` that are likeliest to."""
    opens = [values[model.place_open[:, j]] for j in range(len(model.free))]
    halves = np.array([np.abs(y - np.rint(y)).sum() for y in opens])
    likely = [j for j in np.argsort(-halves, kind="stable").tolist() if halves[j] > HALVES]
    parts = [(j, _batch(table.problem, model, j)) for j in likely[:most]]
    hulls = [
        (j, _Hull(batch, _persons(model, values[model.flow[:, j]])))
        for j, batch in parts
        if batch is not None
    ]
    answers = table.solver.solve([Task(hull.program, True, max(1.0, table.left())) for _, hull in hulls])
    found = [(j, hull.cut(answer)) for (j, hull), answer in zip(hulls, answers, strict=True)]
    return tuple(Cut(j, *cut) for j, cut in found if cut is not None)


def _persons(model: Model, flow: Floats) -> Floats:
    """How many persons of each set of ways leave."""
    out: Floats = np.bincount(model.flow_ways, weights=np.maximum(flow, 0), minlength=len(model.ways)).astype(
        np.float64
    )
    return out


def _batch(problem: Problem, model: Model, j: int) -> _Batch | None:
    """What free batch ``j`` may do; None where teams are enough for every place, or choices are too many."""
    if np.any(model.place_open[:, j] == NOBODY):
        return None
    t = int(model.free[j])
    held = tuple(tuple(np.flatnonzero(row).tolist()) for row in model.ways_held)
    sites = model.program.high[model.leaving[:, j]]
    batch = _Batch(
        sites,
        problem.place_capacity[:, t],
        problem.batch_limit[:, t],
        int(problem.teams[t]),
        model.ways,
        held,
        problem.site_side,
    )
    many = sum(sum(1 for _ in batch.choices(part)) for part in batch.parts())
    return batch if many <= CHOICES else None
