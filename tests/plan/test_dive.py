"""The dive, stretches, strands and filling in: whatever they give keeps the rules, and the bound stays below the optimum."""

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest

from parley.plan.bound import nobody_leaves_for_less
from parley.plan.children import Children
from parley.plan.fair import persons
from parley.plan.formulate import Scope, build, true_prices
from parley.plan.greedy import fill, greedy
from parley.plan.lp import WarmLP
from parley.plan.model import NOBODY, Plan
from parley.plan.schedule import Schedule, of_persons, unfairness
from parley.plan.search import SearchContext, improve, strand_task, without_regions
from parley.plan.solver import Problem, cannot_leave, check, cost_of, solve
from parley.plan.start import _dives, start_by_diving
from parley.plan.trade import Move, OpenPlaces, halves, others, trade, trades
from parley.plan.units import gather
from tests.plan.problems import Here, crossed, optimum, read, still, tiny
from tests.plan.test_port import small_task


def context_of(problem: Problem, solver: Here | Children) -> SearchContext:
    blind = without_regions(problem)
    units = gather(blind)
    return SearchContext(blind, units, true_prices(blind, units), solver, still, 100.0)


def faults(problem: Problem, context: SearchContext, schedule: Schedule) -> list[str]:
    batch, place = persons(problem, context.units, schedule)
    names = tuple(None if h == NOBODY else problem.places[h] for h in place.tolist())
    left = int((batch == NOBODY).sum())
    plan = Plan(problem.sha256, cost_of(problem, batch), 0.0, left, 0.0, problem.ids, batch, names)
    return [str(fault) for fault in check(problem, plan)]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("large", [60_000, 0], ids=["at once", "by stretches"])
def test_both_ways_of_diving_keep_every_rule_and_prove_no_more_than_the_optimum(
    seed: int, large: int
) -> None:
    problem = read(tiny(seed, persons=5))
    context = context_of(problem, Here())
    start = start_by_diving(context, (), nobody_leaves_for_less(context.problem), 2, large)
    assert start.schedules or not context.units.kinds
    for schedule in start.schedules:
        assert faults(problem, context, schedule) == []
    assert start.bound <= optimum(problem) + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_filling_in_adds_people_and_breaks_nothing(seed: int) -> None:
    problem = read(tiny(seed, persons=12, batches=5))
    context = context_of(problem, Here())
    full = greedy(context.problem, context.units)
    emptied = [() if t == 2 else route for t, route in enumerate(full.routes)]
    again = fill(context.problem, context.units, emptied, 0)
    assert faults(problem, context, again) == []
    assert np.all(again.x[:, [0, 1]] >= full.x[:, [0, 1]])
    assert fill(context.problem, context.units, emptied, problem.batches).routes == tuple(emptied)


@pytest.mark.parametrize("seed", range(6))
def test_a_strand_moves_only_the_classes_it_names(seed: int) -> None:
    problem = read(tiny(seed, persons=14, batches=5, exposure={"bound": 50, "start": 0}))
    context = context_of(problem, Here())
    before = greedy(context.problem, context.units)
    chosen = np.arange(context.units.kinds) % 2 == 0
    after, _ = improve(context, before, [strand_task(context, before, chosen, 10.0, 100)])
    assert np.array_equal(before.x[~chosen], after.x[~chosen])
    assert context.objective(after.x) <= context.objective(before.x)
    assert faults(problem, context, after) == []


def test_regions_in_sight_cost_what_the_checker_counts() -> None:
    problem = read(tiny(9, persons=14, batches=5))
    blind = context_of(problem, Here())
    batch, place = persons(problem, blind.units, greedy(blind.problem, blind.units))
    own = gather(problem)
    schedule = of_persons(own, problem.batches, batch, place)
    without = cost_of(replace(problem, fairness=None), batch)
    assert unfairness(problem, own, schedule.x) == pytest.approx(cost_of(problem, batch) - without)


def test_in_a_race_the_first_that_is_done_counts_and_the_children_go_on_answering() -> None:
    _, task = small_task(20.0)
    endless = replace(task, relaxed=False, seconds=600.0, options={"mip_rel_gap": -1.0, "mip_abs_gap": -1.0})
    began = time.perf_counter()
    with Children(2) as children:
        answers = children.race([endless, replace(task, relaxed=False)])
        assert "optimal" in {answer.status for answer in answers}
        assert children.solve([task, task])[1].status == "optimal"
    assert time.perf_counter() - began < 300  # nobody waited for the other


def test_a_middling_problem_is_solved_by_the_dive_within_its_bound() -> None:
    shape = tiny(3, persons=400, batches=12, left_behind=4000)
    shape["sides"]["A"] |= {"batch_limit": 40, "vehicles": 20, "special_limit": 20}
    shape["sides"]["B"] |= {"batch_limit": 40, "vehicles": 20, "special_limit": 20}
    shape |= {"teams": 2, "exposure": {"bound": 80, "start": 0}}
    for place in shape["places"]:
        place["capacity"] = 40
    for site in shape["sites"]:
        site["capacity"] = 30
    shape["persons"]["weight"] = list(
        range(1, 401)
    )  # every person a class of their own: too many to solve whole
    problem = read(shape)
    with Children(2) as children:
        plan = solve(problem, now=time.monotonic, seconds=20, iterations=2, solver=children)
    assert check(problem, plan) == []
    assert plan.bound <= plan.cost
    assert plan.left_behind >= int(cannot_leave(problem).sum())


def placed(seed: int) -> tuple[WarmLP, OpenPlaces]:
    """A relaxation in which each batch has as many places open as it has teams, drawn at random; seed by seed another problem."""
    problem = crossed(4, seed, both=True)
    context = context_of(problem, Here())
    model = build(
        context.problem,
        context.units,
        context.prices,
        Scope(np.arange(problem.batches), np.zeros((context.units.kinds, problem.batches), dtype=np.int64)),
    )
    (dive,) = _dives(context, model, problem.batches, 0.0, 100.0, 1)
    lp = WarmLP(dive.program, still, 100.0)
    draw = np.random.default_rng(seed)
    for part in dive.parts:
        assert lp.fix(part.open, 0, draw.permutation(np.arange(len(part.open)) < part.teams).astype(int))
    columns, teams = (
        np.array([part.open for part in dive.parts]),
        np.array([part.teams for part in dive.parts]),
    )
    return lp, OpenPlaces(columns, teams, dive.joined, dive.tolerance, 10**6)


def cheaper(lp: WarmLP, places_open: OpenPlaces, move: Move) -> bool:
    """Whether the plan costs less after a move, which is not made."""
    columns = places_open.columns[list(move)].ravel().tolist()
    most = [(0.0, float(m)) for opens in move.values() for m in opens]
    return lp.probe(dict(zip(columns, most, strict=True)), lp.cost - places_open.tolerance) is not None


def every_move(lp: WarmLP, places_open: OpenPlaces) -> list[Move]:
    """Each two batches with all their places traded, or those of one part; each batch with the places of each other."""
    opens = list(lp.high[places_open.columns])
    moves: list[Move] = []
    for a, b in itertools.permutations(range(len(opens)), 2):
        moves.append({a: opens[b]})
        for places in ([*range(8)], *map(list, places_open.joined)) if a < b else ():
            one, other = opens[a].copy(), opens[b].copy()
            one[places], other[places] = opens[b][places], opens[a][places]
            moves.append({a: one, b: other})
    return [move for move in moves if all(most.sum() <= places_open.teams[i] for i, most in move.items())]


def key(move: Move) -> tuple[object, ...]:
    return tuple((i, *most.tolist()) for i, most in sorted(move.items()))


@pytest.mark.parametrize("seed", range(4))
def test_a_move_of_places_that_is_not_tried_could_gain_nothing(seed: int) -> None:
    lp, places_open = placed(seed)
    assert len(places_open.joined) == 2
    tried = {key(move) for kind in (trades, halves, others) for move in kind(lp, places_open)}
    moves = every_move(lp, places_open)
    assert tried <= {key(move) for move in moves}
    for move in moves:
        assert key(move) in tried or not cheaper(lp, places_open, move)


def test_batches_move_their_places_until_no_move_gains_and_no_batch_opens_more_than_it_has_teams() -> None:
    gained = []
    for seed in range(4):
        lp, places_open = placed(seed)
        before = lp.cost
        trade(lp, places_open, 10**6)
        assert np.all(lp.high[places_open.columns].sum(axis=1) <= places_open.teams)
        gained.append(before - lp.cost)
        assert lp.solve()
        assert not any(cheaper(lp, places_open, move) for move in every_move(lp, places_open))
    assert min(gained) >= 0
    assert max(gained) > 0


def test_of_a_large_problem_the_first_whole_plan_is_told_before_its_places_are_traded() -> None:
    problem = crossed(2, 1)
    context = context_of(problem, Here())
    reported: list[tuple[float, Schedule]] = []
    start = start_by_diving(
        context,
        (),
        nobody_leaves_for_less(context.problem),
        2,
        0,
        report=lambda bound, schedule: reported.append((bound, schedule)),
    )
    ((bound, first),) = reported
    assert faults(problem, context, first) == []
    assert bound < start.bound <= context.objective(start.schedules[0].x)  # cuts beside the trades
    assert context.objective(start.schedules[0].x) <= context.objective(first.x)


def test_beside_the_dive_into_a_large_problem_cuts_raise_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_of(crossed(2, 1), Here())
    floor = nobody_leaves_for_less(context.problem)
    plain = start_by_diving(context, (), floor, 2, cuts=())
    monkeypatch.setattr("parley.plan.start.MIDDLING", 0)
    monkeypatch.setattr("parley.plan.start.FEW", 0)
    beside = start_by_diving(context, (), floor, 2)
    assert plain.bound < beside.bound <= context.objective(beside.schedules[0].x)
