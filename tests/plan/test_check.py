"""Each rule broken on purpose is found, by its name, in its batch."""

from typing import Any

import numpy as np
import pytest

from parley.plan.model import NOBODY
from parley.plan.solver import Plan, Problem, check
from tests.plan.problems import plan_of, read


def problem(**changes: Any) -> Problem:
    persons = {
        "id": ["a0", "a1", "a2", "a3", "b0", "b1"],
        "site": ["D1", "D1", "D2", "D2", "D3", "D3"],
        "region": ["R1", "R1", None, "R2", "R1", "R1"],
        "weight": [1, 1, 1, 1, 1, 1],
        "value": [2, 2, 2, 2, 2, 2],
        "earliest": [0, 0, 0, 0, 0, 1],
        "special": [True, True, False, False, False, False],
        "family": [None, "F", "F", None, None, None],
    }
    return read(
        {
            "format": "parley-plan-problem/1",
            "batches": 3,
            "sides": {
                "A": {"batch_limit": 3, "special_limit": 2, "vehicles": 2, "seats": 2},
                "B": {"batch_limit": 2, "special_limit": 0, "vehicles": 1, "seats": 2},
            },
            "exposure": {"bound": 6, "start": 0},
            "teams": 2,
            "places": [{"id": "H1", "capacity": 3}, {"id": "H2", "capacity": 3}],
            "sites": [
                {"id": "D1", "side": "A", "capacity": 2, "places": ["H1", "H2"]},
                {"id": "D2", "side": "A", "capacity": 2, "places": ["H1"]},
                {"id": "D3", "side": "B", "capacity": 2, "places": ["H2"]},
            ],
            "persons": persons,
            "left_behind": 100,
        }
        | changes
    )


BATCH, PLACE = [0, 1, 1, 2, 1, 2], ["H1", "H1", "H1", "H1", "H2", "H2"]


def names(found: list[Any]) -> set[str]:
    return {fault.rule for fault in found}


def test_a_plan_that_keeps_every_rule_has_no_fault() -> None:
    assert check(problem(), plan_of(problem(), BATCH, PLACE)) == []


def test_leaving_before_the_earliest_batch_is_found() -> None:
    found = check(problem(), plan_of(problem(), [0, 1, 1, 2, 1, 0], PLACE))
    assert [(f.rule, f.batch, f.ids) for f in found] == [("leaves once", 0, ("b1",))]


def test_a_family_in_two_batches_or_through_two_places_is_found() -> None:
    assert "family" in names(check(problem(), plan_of(problem(), [0, 0, 1, 2, 1, 2], PLACE)))
    assert "family" in names(
        check(problem(), plan_of(problem(), BATCH, ["H1", "H2", "H1", "H1", "H2", "H2"]))
    )
    assert "family" in names(
        check(problem(), plan_of(problem(), [0, 1, NOBODY, 2, 1, 2], ["H1", "H1", None, "H1", "H2", "H2"]))
    )


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("site", {"sites": [{"id": "D1", "side": "A", "capacity": 0, "places": ["H1", "H2"]},
                            {"id": "D2", "side": "A", "capacity": 2, "places": ["H1"]},
                            {"id": "D3", "side": "B", "capacity": 2, "places": ["H2"]}]}),
        ("place", {"places": [{"id": "H1", "capacity": [1, 1, 1]}, {"id": "H2", "capacity": 3}]}),
        ("teams", {"teams": [1, 1, 1]}),
        ("exposure", {"exposure": {"bound": 3, "start": 0}}),
    ],
)  # fmt: skip
def test_a_limit_one_short_is_found_by_name(rule: str, changes: dict[str, Any]) -> None:
    short = problem(**changes)
    assert names(check(short, plan_of(short, BATCH, PLACE))) == {rule}


@pytest.mark.parametrize("limit", ["batch_limit", "special_limit", "vehicles"])
def test_each_limit_of_a_side_is_found_in_its_batch(limit: str) -> None:
    side = {"batch_limit": 3, "special_limit": 2, "vehicles": 2, "seats": 2}
    other = {"batch_limit": 2, "special_limit": 0, "vehicles": 1, "seats": 2}
    short = problem(sides={"A": side | {limit: [3, 0, 3]}, "B": other})
    found = check(short, plan_of(short, BATCH, PLACE))
    assert [(f.rule, f.batch) for f in found] == [("side", 1)]


def test_half_empty_vehicles_count_site_by_site() -> None:
    one = problem(sides={"A": {"batch_limit": 4, "special_limit": 2, "vehicles": 1, "seats": 4},
                         "B": {"batch_limit": 2, "special_limit": 0, "vehicles": 1, "seats": 2}})  # fmt: skip
    assert names(check(one, plan_of(one, BATCH, PLACE))) == {
        "side"
    }  # the family is held at two sites: two vehicles


def test_a_place_that_does_not_serve_the_site_is_found() -> None:
    assert names(check(problem(), plan_of(problem(), BATCH, ["H1", "H1", "H1", "H2", "H2", "H2"]))) == {
        "route"
    }
    assert names(check(problem(), plan_of(problem(), BATCH, ["H1", "H2", "H2", "H1", "H2", "H2"]))) == {
        "route"
    }
    assert "route" in names(check(problem(), plan_of(problem(), BATCH, ["H1", "H1", "H1", "H1", "H2", "H9"])))


def test_a_family_with_no_place_in_common_may_use_any_of_them() -> None:
    apart = problem(sites=[{"id": "D1", "side": "A", "capacity": 2, "places": ["H2"]},
                           {"id": "D2", "side": "A", "capacity": 2, "places": ["H1"]},
                           {"id": "D3", "side": "B", "capacity": 2, "places": ["H2"]}])  # fmt: skip
    for way in ("H1", "H2"):
        assert check(apart, plan_of(apart, BATCH, ["H2", way, way, "H1", "H2", "H2"])) == []


def changed(plan: Plan, **values: Any) -> Plan:
    fields = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    return Plan(**(fields | values))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("digest", {"problem_sha256": "0" * 64}),
        ("cost", {"cost": 11.5}),
        ("left behind", {"left_behind": 1}),
        ("bound", {"bound": 1e9}),
        ("order", {"ids": ("a1", "a0", "a2", "a3", "b0", "b1")}),
        ("order", {"ids": ("a0",)}),
        ("leaves once", {"batch": np.array([7, 1, 1, 2, 1, 2])}),
        ("leaves once", {"place": (None, "H1", "H1", "H1", "H2", "H2")}),
    ],
)
def test_what_a_plan_says_of_itself_is_held_against_it(rule: str, values: dict[str, Any]) -> None:
    assert rule in names(check(problem(), changed(plan_of(problem(), BATCH, PLACE), **values)))


def test_fairness_counts_everybody_and_persons_without_region_in_the_side_only() -> None:
    fair = problem(fairness={"band": 0.0, "checkpoints": [1], "weight": 8})
    plan = plan_of(fair, BATCH, PLACE)
    # A: one of four left, R1 has two (one gone): |1 - 2/4| = 0.5; R2 has one: |0 - 1/4|. B: nobody left.
    assert plan.cost - plan_of(problem(), BATCH, PLACE).cost == pytest.approx(8 * 0.75)
