"""The start: the relaxation of the whole plan made whole batch by batch, in two ways side by side; what is left is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.plan.bound import relaxation
from parley.plan.dive import Dive, Fleet, Part
from parley.plan.formulate import Model, Scope, build
from parley.plan.greedy import fill
from parley.plan.highs import Answer
from parley.plan.model import NOBODY, Problem
from parley.plan.schedule import Route, Schedule, from_routes
from parley.plan.search import Table, routed

MOST = 300  # solves of one decision
CARE = 6_000_000  # columns of the relaxation times solves of one decision: larger problems get fewer
SPAN = 0.75  # of the time that is left the dives may take; they mostly take less
FINE = 5e-7  # of the relaxation's cost: decisions that differ by less are alike


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Schedules to go on from, the best first, and the bound that the relaxation proves."""

    schedules: tuple[Schedule, ...]
    bound: float


def dived(table: Table, frozen: tuple[Route, ...], floor: float, ways: int) -> Start:
    """Return the schedules of one or two ``ways`` of diving, and what the relaxation proves of the table's prices."""
    problem, units = table.problem, table.units
    fixed = from_routes(units, [*frozen, *[()] * (problem.batches - len(frozen))]).x
    free = np.arange(len(frozen), problem.batches)
    model = build(problem, units, table.prices, Scope(free, fixed))
    parts = tuple(_part(problem, model, j) for j in range(len(free)))
    care = max(4, min(MOST, CARE // max(1, model.program.size)))
    care_of_each, tried = (care, care, max(2, care // 8)), 4 if care == MOST else 2
    step = max(0.5, FINE * abs(floor))
    seconds = max(0.1, SPAN * table.left())
    dives = [
        Dive(model.program, parts, seconds, ahead, care_of_each, tried, step)
        for ahead in (False, True)[:ways]
    ]
    answers = table.solver.solve(dives)
    bound = max(relaxation(table, model, answer) for answer in answers)
    found = [
        _schedule(table, model, answer, frozen)
        for answer in answers
        if answer.values is not None and answer.nodes
    ]
    found.sort(key=lambda one: table.price(one.x))
    return Start(tuple(found), bound)


def _part(problem: Problem, model: Model, j: int) -> Part:
    """The columns of free batch ``j``."""
    t = int(model.free[j])
    opens = np.flatnonzero(model.place_open[:, j] != NOBODY)
    flows = tuple(model.flow[model.flow_place == h, j] for h in opens)
    fleets = []
    for s in (0, 1):
        mine = np.flatnonzero((problem.site_side == s) & (model.cars[:, j] != NOBODY))
        if len(mine):
            cars, persons = model.cars[mine, j], model.leaving[mine, j]
            fleets.append(Fleet(cars, persons, int(problem.seats[s]), int(problem.vehicles[s, t])))
    counts = model.column[model.batch == t]
    return Part(counts, model.place_open[opens, j], flows, int(problem.teams[t]), tuple(fleets))


def _schedule(table: Table, model: Model, answer: Answer, frozen: Sequence[Route]) -> Schedule:
    """The whole batches of a dive, routed; people it did not reach are filled in where there is room."""
    routes = [*frozen, *[()] * len(model.free)]
    found = routed(table, model, answer, routes, answer.nodes)
    assert found is not None
    return fill(table.problem, table.units, found.routes, table.frozen)
