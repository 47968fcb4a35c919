"""The planner as one function: first plan, bound, start, windows. It returns the best plan that passed the verifier."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parley.base import reason
from parley.plan import bound as bounds
from parley.plan import fair, windows
from parley.plan.check import check, check_frozen, cost_of
from parley.plan.children import Children
from parley.plan.formulate import true_prices, worth_leaving
from parley.plan.greedy import greedy
from parley.plan.hull import Cut
from parley.plan.model import NOBODY, Fault, Ints, NoPlan, Plan, Problem
from parley.plan.port import Solver
from parley.plan.replan import (
    frozen_routes,
    gather_by_old_batch,
    previous_plan,
    stability_cost,
    steer,
)
from parley.plan.schedule import Route, Schedule, from_routes, of_persons
from parley.plan.search import SearchContext, without_regions
from parley.plan.start import start_by_diving
from parley.plan.units import Units, gather

# Chosen by hand on the shapes of bench/plan_shapes.py; `make bench ARGS=plan` shows what they are worth.
DIVE_FIRST = 0.6  # share of the time left for a dive before branch and cut
# Relative gaps asked of branch and cut, and the share of the time left for each:
WHOLE_GAPS = ((7e-4, 0.9), (2e-4, 0.5))
SLACK = 1e-9  # share of a cost by which a bound may lie above it: arithmetic, no contradiction
KEPT_BACK = 0.2  # share of the time, at most, that is kept back for the last check


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a solve: the step, the cost of the best plan, the proven bound, persons left behind, seconds since the start."""

    step: str
    cost: float
    bound: float
    left_behind: int
    seconds: float


Watcher = Callable[[Progress], None]


def solve(
    problem: Problem,
    *,
    now: Callable[[], float],
    seconds: float = 60.0,
    iterations: int | None = None,
    threads: int = 2,
    seed: int = 0,
    previous: Plan | None = None,
    freeze: int = 0,
    stability: int = 0,
    progress: Watcher | None = None,
    solver: Solver | None = None,
) -> Plan:
    """Return the best plan found in ``seconds``, checked; on KeyboardInterrupt the best so far.

    ``now`` is a clock in seconds. ``iterations`` counts windows solved anew after the start; with it and ``seed``,
    and time to spare, the plan is the same every time. ``previous``, ``freeze``, ``stability``: FORMATS, replanning.
    Raises: NoPlan if not even releasing nobody keeps the rules, or frozen batches break one.
    """
    if abs(problem.exposure_start) > problem.exposure_bound:
        start, bound = problem.exposure_start, problem.exposure_bound
        raise NoPlan((reason("start_beyond_bound", start=start, bound=bound, rise=abs(start) - bound),))
    run = _Run(problem, now, seconds, progress, previous, freeze, stability)
    children = None if solver is not None else Children(threads)
    try:
        run.search(solver or children, iterations, seed, threads)  # type: ignore[arg-type]
    except KeyboardInterrupt:
        if run.best is None:
            raise
    finally:
        if children is not None:
            children.close()
    return run.plan()


class _Run:
    """One solve: the best checked plan so far and the bound so far."""

    def __init__(
        self, problem: Problem, now: Callable[[], float], seconds: float, progress: Watcher | None,
        previous: Plan | None, freeze: int, stability: int,
    ) -> None:  # fmt: skip
        self.problem, self.now, self.progress = problem, now, progress
        self.began = now()
        self.until = self.began + seconds
        self.previous, self.freeze, self.stability = previous, freeze, stability
        self.old = previous_plan(problem, previous, freeze) if previous is not None else None
        self.best: tuple[float, Ints, Ints] | None = None
        self.worth = math.inf
        self.bounds = [bounds.nobody_leaves_for_less(problem)]
        self.faults: tuple[Fault, ...] = ()

    def search(self, solver: Solver, iterations: int | None, seed: int, threads: int) -> None:
        blind = without_regions(self.problem)
        units = gather(blind) if self.old is None else gather_by_old_batch(blind, self.old, self.freeze)
        prices = true_prices(blind, units)
        if self.old is not None and self.stability:
            prices = steer(blind, units, prices, self.old, self.freeze, self.stability)
        context = SearchContext(blind, units, prices, solver, self.now, self.until, timed=iterations is None)
        frozen = frozen_routes(blind, units, self.old, self.freeze) if self.old is not None else ()
        context.frozen = len(frozen)
        first, before = self._first(context, frozen), self.now()
        self.offer(units, first, "first plan")
        context.until -= min(KEPT_BACK * (self.until - self.began), 2 * (self.now() - before))
        if not units.kinds or context.left() <= 0:
            self.bounds.append(bounds.nobody(self.problem) if not units.kinds else -math.inf)
            return
        if frozen or self.stability or not bounds.small(context):
            best = self._dive(context, first, frozen, min(2, threads))
        else:
            best = self._entire(context, first, min(2, threads))
            if self.best is not None and not self.closed():
                context, best = self._with_regions(context)
        for step in windows.search(context, best, iterations, np.random.default_rng(seed), threads):
            if step is not None:
                self.offer(context.units, step, "windows")
            self.report("windows")
            if self.closed():
                break

    def _dive(
        self, context: SearchContext, first: Schedule, frozen: tuple[Route, ...], ways: int,
        cuts: Sequence[Cut] | None = None,
    ) -> Schedule:  # fmt: skip
        """The bound of the relaxation, without frozen batches and stability prices, and the best schedule of the dives."""
        plain = not frozen and not self.stability
        if not plain:
            bound, cuts = bounds.relaxed(
                replace(context, prices=true_prices(context.problem, context.units), frozen=0)
            )
            self.bounds.append(bound)
            self.report("bound")
        if context.frozen >= context.problem.batches:
            return first
        floor = bounds.nobody_leaves_for_less(context.problem)

        def take(bound: float, *schedules: Schedule) -> None:
            if plain:
                self.bounds.append(bound)
            for schedule in schedules:
                self.offer(context.units, schedule, "dive")

        start = start_by_diving(context, frozen, floor, ways, cuts=cuts, report=take)
        take(start.bound, *start.schedules)
        return min((first, *start.schedules), key=lambda s: context.objective(s.x))

    def _entire(self, context: SearchContext, best: Schedule, ways: int) -> Schedule:
        """Give a small problem as a whole to branch and cut, at two relative gaps.

        Where places are scarce branch and cut is slow: a dive goes first, and again if no bound came in time.
        """
        bound, cuts = bounds.relaxed(context)
        self.bounds.append(bound)
        if cuts:
            soon = replace(context, until=context.now() + DIVE_FIRST * context.left())
            best = self._dive(soon, best, (), ways, cuts)
        for gap, part in WHOLE_GAPS:
            bound, best = bounds.entire(context, best, cuts, gap, max(0.1, part * context.left()))
            self.bounds.append(bound)
            self.offer(context.units, best, "whole")
            self.report("whole")
            if bound == -math.inf and gap == WHOLE_GAPS[0][0] and context.left() > 0:
                return self._dive(context, best, (), 1, cuts)
            if bound == -math.inf or context.left() < 1 or self.closed():
                break
        return best

    def _with_regions(self, context: SearchContext) -> tuple[SearchContext, Schedule]:
        """Search a small problem on with its regions: what is left to gain is fairness."""
        assert self.best is not None
        units = gather(self.problem)
        own = replace(context, problem=self.problem, units=units, prices=true_prices(self.problem, units))
        return own, of_persons(units, self.problem.batches, self.best[1], self.best[2])

    def _first(self, context: SearchContext, frozen: tuple[Route, ...]) -> Schedule:
        """The greedy plan, or the one that releases nobody but the frozen if that costs less."""
        problem, units = context.problem, context.units
        released = greedy(problem, units, frozen=frozen, worth=worth_leaving(problem, units, context.prices))
        nobody = from_routes(units, [*frozen, *[()] * (problem.batches - len(frozen))])
        return min((released, nobody), key=lambda one: context.objective(one.x))

    @property
    def bound(self) -> float:
        """The best proven bound. One above a plan that passed the verifier is false, whatever proved it, and is not used."""
        most = self.best[0] if self.best is not None else math.inf
        return max(bound for bound in self.bounds if bound <= most + SLACK * (1 + abs(most)))

    def closed(self) -> bool:
        """Whether no plan can cost less than the best."""
        return self.best is not None and not self.stability and self.best[0] <= self.bound + 1e-6

    def offer(self, units: Units, schedule: Schedule, step: str) -> None:
        """Take the schedule if it is the best so far and passes the verifier."""
        keep = (self.old.batch, self.old.place) if self.old is not None else None
        batch, place = fair.persons(self.problem, units, schedule, keep)
        cost = cost_of(self.problem, batch)
        worth = cost + self.moved(batch)
        if worth >= self.worth:
            return
        plan = self._plan(cost, batch, place, -1e300)
        faults = check(self.problem, plan)
        if self.previous is not None:
            faults += check_frozen(self.problem, plan, self.previous, self.freeze)
        if faults:
            self.faults = self.faults or tuple(faults[:100])
        else:
            self.best, self.worth = (cost, batch, place), worth
            self.report(step)

    def moved(self, batch: Ints) -> float:
        return (
            stability_cost(self.problem, self.old, batch, self.freeze, self.stability)
            if self.old is not None
            else 0.0
        )

    def report(self, step: str) -> None:
        if self.progress is not None and self.best is not None:
            cost, batch, _ = self.best
            self.progress(
                Progress(step, cost, self.bound, int((batch == NOBODY).sum()), self.now() - self.began)
            )

    def _plan(self, cost: float, batch: Ints, place: Ints, bound: float) -> Plan:
        names = tuple(None if h == NOBODY else self.problem.places[h] for h in place.tolist())
        left = int((batch == NOBODY).sum())
        stability = self.moved(batch) if self.old is not None else None
        return Plan(
            self.problem.sha256,
            cost,
            bound,
            left,
            self.now() - self.began,
            self.problem.ids,
            batch,
            names,
            stability,
        )

    def plan(self) -> Plan:
        """The best plan with its bound. Raises: NoPlan if none passed the verifier."""
        if self.best is None:
            raise NoPlan(self.faults or (reason("no_plan_in_time"),))
        cost, batch, place = self.best
        return self._plan(cost, batch, place, min(self.bound, cost))


def gap(problem: Problem, plan: Plan, cannot: int) -> float:
    """Return the gap as the format defines it, net of ``cannot``, the persons who cannot leave."""
    net = plan.bound - problem.left_behind * cannot
    return (plan.cost - plan.bound) / net if net > 0 else 0.0 if plan.cost <= plan.bound else math.inf
