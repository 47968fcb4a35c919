"""A problem file is read whole or refused with every fault and its path."""

import hashlib
import json
from typing import Any

import pytest

from parley.cli import plan_words
from parley.plan.compare import changed as changed_by
from parley.plan.compare import read_changes
from parley.plan.solver import Unreadable, read_plan, read_previous, read_problem, solve, write_plan
from tests.plan.problems import Here, still, tiny


def faults(problem: Any) -> tuple[str, ...]:
    with pytest.raises(Unreadable) as caught:
        read_problem(problem if isinstance(problem, bytes) else json.dumps(problem).encode())
    return tuple(map(plan_words.file_fault, caught.value.faults))


def changed(path: str, value: Any) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads(json.dumps(tiny(2)))
    *way, last = path.split("/")
    at: Any = problem
    for key in way:
        at = at[int(key)] if isinstance(at, list) else at[key]
    if isinstance(at, list):
        at[int(last)] = value
    else:
        at[last] = value
    return problem


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("sites/1/places", ["H1", "H9"], 'sites[1].places[1]: no place "H9"'),
        ("sites/0/side", "C", 'sites[0].side: no side "C"'),
        ("sites/1/id", "D1", 'sites[1].id: "D1" stands twice, first as number 0'),
        ("persons/id/1", "p0", 'persons.id[1]: "p0" stands twice, first as number 0'),
        ("persons/site/0", "D9", 'persons.site[0]: no site "D9"'),
        ("persons/weight/2", -1, "persons.weight[2]: expected an integer from 0 to 1000000000, found -1"),
        ("persons/earliest/2", 4, "persons.earliest[2]: expected an integer from 0 to 3, found 4"),
        ("persons/special/0", 1, "persons.special[0]: expected true or false, found 1"),
        ("persons/value/0", True, "persons.value[0]: expected an integer, found true"),
        ("teams", [1, 2], "teams: expected one number for each of the 3 batches, found 2"),
        ("sides/A/seats", 0, "sides.A.seats: expected an integer from 1 to 1000000000000, found 0"),
        ("places/0/capacity", 1e9, "places[0].capacity: expected an integer, found 1000000000.0"),
        ("fairness/checkpoints", [2, 2], "fairness.checkpoints[1]: 2 does not rise above 2"),
        ("quotas/0/by", 0, "quotas[0].by: expected an integer from 1 to 3, found 0"),
        ("batches", 10**7, "batches: expected an integer from 1 to 400, found 10000000"),
        ("colour", "red", "colour: unknown key"),
    ],
)
def test_a_fault_is_named_with_its_path(path: str, value: Any, fault: str) -> None:
    assert fault in faults(changed(path, value))


def test_all_faults_come_at_once_up_to_a_hundred() -> None:
    problem = tiny(2, persons=150)
    problem["persons"]["weight"] = [-1] * 150
    problem["teams"] = -3
    found = faults(problem)
    assert len(found) == 100
    assert any(fault.startswith("persons.weight[") for fault in found)


def test_columns_of_unequal_length_are_refused_and_each_is_looked_at() -> None:
    problem = tiny(2)
    problem["persons"]["weight"].pop()
    problem["persons"]["site"][0], problem["persons"]["id"][1] = "D9", "p0"
    uneven, *others = faults(problem)
    assert "unequal length" in uneven
    assert "weight 5" in uneven
    assert others == [
        'persons.id[1]: "p0" stands twice, first as number 0',
        'persons.site[0]: no site "D9"',
    ]


def test_nothing_is_held_against_a_number_of_batches_that_is_wrong_itself() -> None:
    problem = tiny(2)
    problem["teams"], problem["batches"] = [1, 2, 1], -3
    problem["fairness"]["checkpoints"] = [2, 3]
    assert faults(problem) == ("batches: expected an integer from 1 to 400, found -3",)
    problem["fairness"]["checkpoints"] = ["x", 0, 3, 2]
    assert [fault.partition(":")[0] for fault in faults(problem)] == [
        "batches", "fairness.checkpoints[0]", "fairness.checkpoints[1]", "fairness.checkpoints[3]",
    ]  # fmt: skip


def test_more_persons_than_the_limit_are_refused_with_the_limit() -> None:
    many = 200_001
    problem = tiny(2)
    problem["persons"] = {key: [column[0]] * many for key, column in problem["persons"].items()}
    assert faults(problem) == ("persons: 200001 persons; at most 200000 can be planned",)


def test_a_family_on_both_sides_is_refused() -> None:
    problem = tiny(2)
    problem["persons"]["site"][:2] = ["D1", "D3"]
    problem["persons"]["family"] = ["F", "F", None, None, None, None]
    assert 'persons.family[1]: the family "F" is held on both sides' in faults(problem)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'{"format": "parley-plan-problem/2"}',
        b"[" * 100_000,
        b'{"batches": NaN}',
        b'{"a": 1, "a": 2}',
    ],
)
def test_what_is_no_problem_file_is_refused(data: bytes) -> None:
    assert faults(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"format": "parley-plan/1", "cost": Infinity}',
        b'{"format": "parley-plan/1", "persons": 3}',
    ],
)
def test_what_is_no_plan_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_plan(data)


BOM = b"\xef\xbb\xbf"


def test_a_byte_order_mark_is_read_and_counts_in_the_digest() -> None:
    data = json.dumps(tiny(2)).encode()
    marked = read_problem(BOM + data)
    assert marked.ids == read_problem(data).ids
    assert marked.sha256 == hashlib.sha256(BOM + data).hexdigest()


def test_a_byte_order_mark_is_read_in_every_file_of_the_planner() -> None:
    data = json.dumps(tiny(2, persons=2)).encode()
    problem = read_problem(BOM + data)
    plan = solve(problem, now=still, iterations=1, solver=Here())
    assert read_plan(BOM + write_plan(problem, plan)).ids == problem.ids
    assert read_previous(BOM + write_plan(problem, plan)).ids == problem.ids
    assert read_changes(BOM + b'{"no teams": {"teams": 0}}') == {"no teams": {"teams": 0}}
    assert changed_by(BOM + data, {"no teams": {"teams": 0}})["no teams"].teams.tolist() == [0, 0, 0]


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
def test_text_that_is_not_utf8_is_refused_in_plain_words(coding: str) -> None:
    problem = tiny(2) | {"places": [{"id": "محل", "capacity": 1}]}
    (said,) = faults(json.dumps(problem, ensure_ascii=False).encode(coding))
    assert "UTF-8" in said
    assert "codec" not in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"batches": ' + b"9" * 5000 + b"}", "more than 300 digits"),
        (b'{"batches": -' + b"9" * 301 + b"}", "more than 300 digits"),
        (b"[" * 100_000, "too deep"),
        (b'{"batches": NaN}', "NaN is no number"),
        (b'{"batches": -Infinity}', "-Infinity is no number"),
        (b'{"batches": 3,}', "line 1, column"),
        (b'{"a": 1} {"b": 2}', "line 1, column 10"),
        (BOM + BOM + b"{}", "not JSON"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place_and_in_plain_words(data: bytes, said: str) -> None:
    (found,) = faults(data)
    assert said in found
    assert "set_int_max_str_digits" not in found
