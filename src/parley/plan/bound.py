"""Lower bounds on what any plan can cost, each proven (docs/planning.md, "The bound")."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from parley.plan.cuts import Tighten, with_cuts
from parley.plan.formulate import Model, Scope, build, constant
from parley.plan.highs import Answer, Task
from parley.plan.hull import Cut, hulls_of
from parley.plan.model import NOBODY, Ints, Problem
from parley.plan.program import proven, proven_above
from parley.plan.schedule import Schedule
from parley.plan.search import SearchContext, routed, window_task

# Chosen by hand on the shapes of bench/plan_shapes.py; `make bench ARGS=plan` shows what they are worth.
ROUNDS = 60  # rounds of cuts, at most
FEW = 5_000  # columns of a model beyond which the search goes without cuts; at 8,000 a dive with cuts was no better
MIDDLING = 30_000  # columns of a model beyond which nothing waits for cuts; at 52,000 a solve took 1.4 s instead of 0.05
SPAN = 0.15  # share of the time left for cuts
SMALL = 2_500  # counts of a problem that goes whole to branch and cut
TOLERANCE = 1e-6  # share of a bound given away for the solver's tolerances


def nobody_leaves_for_less(problem: Problem) -> float:
    """Return a bound without a solver: each person leaves as early as their gate allows, or stays if that is cheaper."""
    early = np.where(
        problem.earliest < problem.batches, problem.weight * (problem.earliest + 1), problem.left_behind
    )
    return float(np.minimum(early, problem.left_behind).sum())


def nobody(problem: Problem) -> float:
    """Return the bound where nobody can leave at all."""
    short = sum(q.weight * q.persons for q in problem.quotas)
    return float(problem.left_behind * problem.persons + short)


def step_of(problem: Problem) -> int:
    """Return what all costs are multiples of, fairness aside: a bound may be rounded up to one."""
    numbers = [problem.left_behind, *(q.weight for q in problem.quotas), *np.unique(problem.weight).tolist()]
    return reduce(math.gcd, numbers, 0)


def rounded_up(problem: Problem, bound: float) -> float:
    """Return ``bound`` on a whole-number cost, rounded up to the next cost there can be.

    Fairness only adds, so a bound that leaves it out may be rounded as if it were not there.
    """
    step = step_of(problem)
    return float(step * math.ceil((bound - 1e-4) / step)) if step and math.isfinite(bound) else bound


@dataclass(frozen=True, slots=True, eq=False)
class Tight:
    """A model with its cuts, and the answer to its relaxation."""

    model: Model
    answer: Answer
    cuts: tuple[Cut, ...]


def tightening(context: SearchContext, model: Model, rounds: int, seconds: float) -> Tighten | None:
    """Return the task of looking for cuts; None where teams are enough for all places, or choices of places too many."""
    hulls = hulls_of(context.problem, context.units) if np.any(model.place_open != NOBODY) else None
    return Tighten(model, hulls, rounds, seconds) if hulls is not None else None


def tight(task: Tighten, answer: Answer) -> Tight:
    """Return the model with the cuts that were found."""
    cuts = task.made(answer.cuts)
    return Tight(with_cuts(task.model, cuts), answer, cuts)


def tightened(context: SearchContext, model: Model, rounds: int = ROUNDS) -> Tight:
    """Return the model with cuts, as many rounds of them as raise the bound; beyond ``MIDDLING`` none."""
    seconds = max(1.0, SPAN * context.left() if context.timed else context.left())
    task = tightening(context, model, rounds, seconds) if model.program.size <= MIDDLING else None
    if task is not None:
        (answer,) = context.solver.solve([task])
        if answer.duals is not None:
            return tight(task, answer)
    (answer,) = context.solver.solve([Task(model.program, True, max(1.0, context.left()))])
    return Tight(model, answer, ())


def relaxed(context: SearchContext) -> tuple[float, tuple[Cut, ...]]:
    """Return the bound of the linear relaxation, and the cuts that raised it if the search is to use them."""
    problem, units = context.problem, context.units
    empty = np.zeros((units.kinds, problem.batches), dtype=np.int64)
    model = build(problem, units, context.prices, Scope(np.arange(problem.batches), empty))
    found = tightened(context, model)
    learn_who_stays(context, found.model, found.answer)
    return relaxation(context, found.model, found.answer), found.cuts if model.program.size <= FEW else ()


def relaxation(context: SearchContext, model: Model, answer: Answer) -> float:
    """Return what the duals of an answer prove of the whole problem, rounded up; never less than needs no solver."""
    floor = nobody_leaves_for_less(context.problem)
    if answer.duals is None:
        return floor
    found = proven(model.program, answer.duals) + constant(context.problem, context.units)
    return max(floor, rounded_up(context.problem, found))


def learn_who_stays(context: SearchContext, model: Model, answer: Answer, fixed: Ints | None = None) -> None:
    """Take from the duals of an answer what it costs at least to leave anybody behind; ``fixed``: counts that are not in the model.

    Where the best schedule costs no more, the search need not look at schedules that leave anybody: that is a proof by
    cases, at whatever price, and what is then proven without them holds for none that costs less than ``context.dear``.
    """
    if answer.duals is not None and len(model.stay):
        before = 0 if fixed is None else int((context.prices.go * fixed).sum())
        context.dear = max(context.dear, proven_above(model.program, answer.duals, model.stay) + before)


def small(context: SearchContext) -> bool:
    """Whether the problem is small enough to go to the integer solver as a whole."""
    return context.units.kinds * context.problem.batches <= SMALL


def entire(
    context: SearchContext, best: Schedule, cuts: Sequence[Cut], gap: float, seconds: float
) -> tuple[float, Schedule]:
    """Return a bound by branch and cut over the whole problem, and the best schedule known then.

    The solver is asked to stop at the relative ``gap``, and its bound is used only if it then reports optimality, less
    ``TOLERANCE``. Two forms of the model race: with families flowing by their ways, and with each family by itself.
    """
    free = np.arange(context.problem.batches)
    pairs = [window_task(context, best, free, seconds, 100_000, explicit) for explicit in (False, True)]
    compete = context.solver.race if context.timed else context.solver.solve
    answers = compete(
        [replace(task, gap=gap, program=with_cuts(model, cuts).program) for model, task in pairs]
    )
    bound, most = -math.inf, math.inf
    if context.nobody_stays(
        best
    ):  # then nobody may stay in these models: what is proven holds for other schedules up to this
        most = context.dear + constant(context.problem, context.units)
    for (model, _), answer in zip(pairs, answers, strict=False):
        proved = answer.bound - TOLERANCE * abs(answer.bound) + constant(context.problem, context.units)
        bound = max(bound, min(proved, most) if math.isfinite(proved) else -math.inf)
        found = routed(context, model, answer, best.routes)
        if found is not None and context.objective(found.x) < context.objective(best.x):
            best = found
    return rounded_up(context.problem, bound), best
