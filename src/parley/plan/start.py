"""The start of the search: two dives, in two orders of the batches; persons they leave out are filled in."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parley.plan.bound import (
    FEW,
    MIDDLING,
    ROUNDS,
    Tight,
    learn_who_stays,
    relaxation,
    tight,
    tightened,
    tightening,
)
from parley.plan.cuts import with_cuts
from parley.plan.dive import Dive, Fleet, Part
from parley.plan.formulate import Model, Scope, build
from parley.plan.highs import Answer, Task
from parley.plan.hull import Cut, parts_of
from parley.plan.model import NOBODY, Problem
from parley.plan.port import NOTHING
from parley.plan.schedule import Route, Schedule, from_routes
from parley.plan.search import SearchContext, filled, routed, with_spare

# Chosen by hand on the shapes of bench/plan_shapes.py; `make bench ARGS=plan` shows what they are worth.
PROBE = 2  # rounds of cuts that show whether more are worth a dive
LARGE = 60_000  # columns of the relaxation beyond which the plan is made stretch by stretch
STRETCH, LOOK_AHEAD = 4, 3  # batches of a stretch, and after it, in which teams and vehicles stand
STRETCHES, AFTER = 0.3, 0.93  # shares of the time left: for the stretches, and then for the whole
MOST = 300  # solves of one decision
CARE = 6_000_000  # columns of the relaxation times solves of one decision: larger problems get fewer
SPAN = 0.75  # share of the time left that the dives may take; they mostly take less
FAR = 6  # batches; a count dearer than so much delay of the least urgent is fixed as the relaxation has it
FINE = 5e-7  # share of the relaxation's cost; decisions that differ by less are alike

Report = Callable[[float, Schedule], None]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Schedules to start the search from, the best first, and the bound that the relaxation proves."""

    schedules: tuple[Schedule, ...]
    bound: float


def start_by_diving(
    context: SearchContext,
    frozen: tuple[Route, ...],
    floor: float,
    ways: int,
    large: int = LARGE,
    cuts: Sequence[Cut] | None = None,
    report: Report = lambda _bound, _schedule: None,
) -> Start:
    """Return the schedules of one or two ``ways`` of diving, and what the relaxation proves of the table's prices.

    ``large``: columns of the relaxation beyond which the plan is made stretch by stretch. ``cuts``: if they are known already.
    ``report`` hears of the bound and of a first schedule while a better one is sought.
    """
    problem, units = context.problem, context.units
    fixed = from_routes(units, [*frozen, *[()] * (problem.batches - len(frozen))]).x
    model = build(problem, units, context.prices, Scope(np.arange(len(frozen), problem.batches), fixed))
    if model.program.size > large:
        return _by_stretches(context, model, frozen, floor, ways, cuts is None, report)
    found, few = Tight(with_cuts(model, cuts or ()), NOTHING, ()), model.program.size <= FEW
    if cuts is None and model.program.size <= MIDDLING:
        found = tightened(context, model, ROUNDS if few else PROBE)
    learn_who_stays(context, found.model, found.answer, fixed)
    bound, wanted = relaxation(context, found.model, found.answer), cuts is None and not few
    if few:
        model = found.model
    elif found.answer is not NOTHING and not found.cuts:
        wanted = False  # two rounds gained nothing
    dives = _dives(context, model, len(model.free), floor, SPAN * context.left(), ways)
    answers, proved = _with_bound(context, model, dives, wanted=wanted)
    for answer in answers:
        learn_who_stays(context, model, answer, fixed)
    bound = max(bound, proved, *(relaxation(context, model, answer) for answer in answers))
    blank = [*frozen, *[()] * len(model.free)]
    schedules = [_schedule(context, model, answer, blank) for answer in answers if answer.nodes]
    schedules.sort(key=lambda one: context.objective(one.x))
    return Start(tuple(schedules), bound)


def _with_bound(
    context: SearchContext, model: Model, dives: Sequence[Dive], *, wanted: bool
) -> tuple[list[Answer], float]:
    """The answers to the dives, and a bound; if ``wanted``, cuts are looked for in place of the second dive.

    These cuts are for the bound alone: the dive does not use them.
    """
    task = tightening(context, model, ROUNDS, dives[0].seconds) if wanted and len(dives) > 1 else None
    if task is None:
        return context.solver.solve(dives), -math.inf
    answer, other = context.solver.solve([dives[0], task])
    found = tight(task, other)
    return [answer], relaxation(context, found.model, found.answer)


def _by_stretches(
    context: SearchContext,
    whole: Model,
    frozen: tuple[Route, ...],
    floor: float,
    ways: int,
    wanted: bool,
    report: Report,
) -> Start:
    """Plan a large problem a stretch of batches at a time, with teams and vehicles only there and just after; then the whole."""
    problem = context.problem
    until = context.now() + STRETCHES * context.left()
    (answer,) = context.solver.solve([Task(whole.program, True, max(1.0, context.left()))])
    routes: list[Route] = [*frozen, *[()] * len(whole.free)]
    learn_who_stays(context, whole, answer, from_routes(context.units, routes).x)
    t = len(frozen)
    while t < problem.batches and context.now() < until:
        x = from_routes(context.units, routes).x
        scope = Scope(np.arange(t, problem.batches), x, detail=STRETCH + LOOK_AHEAD)
        model = build(problem, context.units, context.prices, scope)
        seconds = (until - context.now()) * min(1.0, 1.8 * STRETCH / (problem.batches - t))
        dives = _dives(context, model, min(STRETCH, problem.batches - t), floor, seconds, ways)
        costs = {  # by how far they came, then by cost
            (-one.nodes, float(model.program.cost @ one.values)): one
            for one in context.solver.solve(dives)
            if one.nodes and one.values is not None
        }
        if not costs:
            break
        best = costs[min(costs)]
        found = routed(context, model, best, routes, best.nodes)
        assert found is not None
        routes = list(found.routes)
        t += best.nodes
    first, bound = filled(context, routes), relaxation(context, whole, answer)
    report(bound, first)
    traded, better = _traded(context, whole, frozen, first, floor, ways if wanted else 1)
    plans = sorted([first, *traded], key=lambda one: context.objective(one.x))
    return Start(tuple(plans), max(bound, better))


def _traded(
    context: SearchContext, whole: Model, frozen: tuple[Route, ...], first: Schedule, floor: float, ways: int
) -> tuple[list[Schedule], float]:
    """Dive once more into all batches together, from the places that the plan opens; batches may trade them."""
    shut: list[int] = []
    for j, t in enumerate(whole.free.tolist()):
        y = whole.place_open[:, j]
        if np.all(y != NOBODY):
            used = sorted({h for _, h, _ in first.routes[t]})
            shut += np.delete(y, with_spare(context.problem, t, used)).tolist()
    dives = _dives(context, whole, len(whole.free), floor, AFTER * context.left(), ways)
    dives = [replace(dive, shut=tuple(shut)) for dive in dives]
    answers, bound = _with_bound(context, whole, dives, wanted=True)
    blank = [*frozen, *[()] * len(whole.free)]
    whole_ones = [answer for answer in answers if answer.nodes == len(whole.free)]
    return [_schedule(context, whole, answer, blank) for answer in whole_ones], bound


def _dives(
    context: SearchContext, model: Model, many: int, floor: float, seconds: float, ways: int
) -> list[Dive]:
    """Dives into the first ``many`` batches of the model."""
    parts = tuple(_part(context.problem, model, j) for j in range(many))
    care = max(4, min(MOST, CARE // max(1, model.program.size)))
    care_of_each, tried = (care, care, max(2, care // 8)), 4 if care == MOST else 2
    step = max(0.5, FINE * abs(floor))
    straight = tuple(range(many))
    jointly = many == len(model.free)
    orders = (straight, straight[::2] + straight[1::2]) if jointly else (straight, ())
    joined = tuple(tuple(sorted(part)) for part in parts_of(model.ways))
    far = FAR * max(1, min(set(context.units.weight.tolist()) - {0}, default=1))
    return [
        Dive(
            model.program,
            parts,
            max(0.1, seconds),
            order,
            care_of_each,
            tried,
            step,
            context.timed,
            far,
            jointly,
            joined=joined,
        )
        for order in orders[:ways]
    ]


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


def _schedule(context: SearchContext, model: Model, answer: Answer, blank: Sequence[Route]) -> Schedule:
    """The batches that a dive finished, routed; persons it left out are filled in where there is room."""
    found = routed(context, model, answer, blank, answer.nodes)
    assert found is not None
    return filled(context, found.routes)
