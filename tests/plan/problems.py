"""Problems for the tests, small enough to try every plan; and a solver in this process."""

import itertools
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from parley.plan.child import execute
from parley.plan.highs import Answer, Task
from parley.plan.model import NOBODY, Plan
from parley.plan.port import SolverTask, verified
from parley.plan.solver import Problem, check, cost_of, read_problem


class Here:
    """HiGHS in this process: quick, and good enough where nothing is to be broken."""

    def solve(self, tasks: Sequence[SolverTask]) -> list[Answer]:
        return [verified(task, execute(task)) for task in tasks]

    def race(self, tasks: Sequence[Task]) -> list[Answer]:
        return self.solve(tasks[:1])


def still() -> float:
    """A clock that stands: no time limit is ever reached."""
    return 0.0


def tiny(seed: int, persons: int = 6, batches: int = 3, **changes: Any) -> dict[str, Any]:
    """A random problem with every kind of limit, families, gates, special persons, quotas and fairness."""
    draw = np.random.default_rng(seed)
    site = [f"D{n}" for n in draw.integers(1, 4, persons)]  # D1, D2 of A, D3 of B
    family: list[str | None] = [None] * persons
    kin = [i for i in range(persons) if site[i] != "D3"][: 2 + int(draw.integers(0, 2))]
    if len(kin) > 1 and draw.random() < 0.7:
        for i in kin:
            family[i] = "F"
    problem: dict[str, Any] = {
        "format": "parley-plan-problem/1",
        "batches": batches,
        "sides": {
            "A": {"batch_limit": int(draw.integers(1, 5)), "special_limit": 1, "vehicles": int(draw.integers(1, 3)), "seats": 2},
            "B": {"batch_limit": 2, "special_limit": int(draw.integers(0, 2)), "vehicles": 1, "seats": 2},
        },
        "exposure": {"bound": int(draw.integers(2, 12)), "start": int(draw.integers(-2, 3))},
        "teams": [int(n) for n in draw.integers(1, 3, batches)],
        "places": [{"id": "H1", "capacity": int(draw.integers(1, 4))}, {"id": "H2", "capacity": 2}],
        "sites": [
            {"id": "D1", "side": "A", "capacity": int(draw.integers(1, 4)), "places": ["H1"]},
            {"id": "D2", "side": "A", "capacity": [int(n) for n in draw.integers(0, 4, batches)], "places": ["H1", "H2"]},
            {"id": "D3", "side": "B", "capacity": 2, "places": ["H2"] if draw.random() < 0.5 else ["H1", "H2"]},
        ],
        "persons": {
            "id": [f"p{i}" for i in range(persons)],
            "site": site,
            "region": [[None, "R1", "R2"][n] for n in draw.integers(0, 3, persons)],
            "weight": [int(n) for n in draw.choice([1, 3, 8], persons)],
            "value": [int(n) for n in draw.choice([0, 1, 4], persons)],
            "earliest": [int(n) for n in draw.choice([0, 0, 1, batches], persons, p=[0.4, 0.3, 0.2, 0.1])],
            "special": [bool(n) for n in draw.random(persons) < 0.3],
            "family": family,
        },
        "fairness": {"band": 0.2, "checkpoints": [1, batches], "weight": 2},
        "quotas": [{"side": "A", "by": 2, "persons": 3, "weight": 4}],
        "left_behind": 40,
    }  # fmt: skip
    return problem | changes


def read(problem: dict[str, Any]) -> Problem:
    return read_problem(json.dumps(problem).encode())


def crossed(teams: int = 2, seed: int | None = None, both: bool = False) -> Problem:
    """Four places and a site for each pair of them: two halves of each serve all six sites, two whole ones five.

    ``seed``: of how urgent the people are; without, all alike. ``both``: side B has four places and six sites of its own too.
    """
    pairs = [("A", *pair) for pair in itertools.combinations(("H1", "H2", "H3", "H4"), 2)]
    if both:
        pairs += [("B", *pair) for pair in itertools.combinations(("H5", "H6", "H7", "H8"), 2)]
    side = {"batch_limit": 99, "special_limit": 99, "vehicles": 99, "seats": 9}
    people = [f"D{n // 3}" for n in range(3 * len(pairs))]
    weight = (
        [1] * len(people)
        if seed is None
        else np.random.default_rng(seed).choice([1, 3, 8], len(people)).tolist()
    )
    return read({
        "format": "parley-plan-problem/1", "batches": 6, "sides": {"A": side, "B": side},
        "exposure": {"bound": 0, "start": 0}, "teams": teams,
        "places": [{"id": f"H{h}", "capacity": 9} for h in range(1, 9 if both else 5)],
        "sites": [{"id": f"D{d}", "side": s, "capacity": 1, "places": pair} for d, (s, *pair) in enumerate(pairs)],
        "persons": {
            "id": [f"p{i}" for i in range(len(people))], "site": people,
            "weight": weight,
            **{name: [value] * len(people) for name, value in (
                ("region", None), ("value", 0), ("earliest", 0), ("special", False), ("family", None))},
        },
        "left_behind": 50,
    })  # fmt: skip


def plan_of(problem: Problem, batch: Sequence[int], place: Sequence[str | None], bound: float = 0.0) -> Plan:
    at = np.array(batch, dtype=np.int64)
    left = int((at == NOBODY).sum())
    return Plan(problem.sha256, cost_of(problem, at), bound, left, 0.0, problem.ids, at, tuple(place))


def optimum(problem: Problem, counts: Callable[[Plan], bool] = lambda _: True) -> float:
    """The cost of the best plan that counts, by trying them all, as the verifier sees them; endless if there is none."""
    units: dict[Any, list[int]] = {}
    for i in range(problem.persons):
        units.setdefault(("f", problem.family[i]) if problem.family[i] != NOBODY else i, []).append(i)
    choices = []
    for who in units.values():
        first = max(int(problem.earliest[i]) for i in who)
        ways = sorted({h for i in who for h in problem.site_places[problem.site[i]]})
        choices.append([(NOBODY, None), *itertools.product(range(first, problem.batches), ways)])
    best = float("inf")
    for choice in itertools.product(*choices):
        batch, place = [NOBODY] * problem.persons, [None] * problem.persons
        for who, (t, h) in zip(units.values(), choice, strict=True):
            for i in who:
                batch[i], place[i] = t, None if h is None else problem.places[h]
        plan = plan_of(problem, batch, place)
        if plan.cost < best and counts(plan) and not check(problem, plan):
            best = plan.cost
    return best
