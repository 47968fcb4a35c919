"""A frozen batch leaves as it was announced, or there is no plan: nobody is dropped from it, moved or added without a word."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from parley.cli import plan_words
from parley.cli.main import main
from parley.plan.model import NOBODY
from parley.plan.solver import NoPlan, Plan, Problem, Unreadable, check, check_frozen, read_previous, solve
from tests.plan.problems import Here, plan_of, read, still, tiny

Change = Callable[[dict[str, Any]], object]
OLD = [3, 3, 2, 2, 1, 1, 0, 0]  # one of each side in every batch


def problem(change: Change = lambda _: None) -> dict[str, Any]:
    """Eight persons, one of each side in a batch, all through one place; as it was, or after a change."""
    side = {"batch_limit": 1, "special_limit": 4, "vehicles": 4, "seats": 4}
    made: dict[str, Any] = {
        "format": "parley-plan-problem/1", "batches": 4, "sides": {"A": dict(side), "B": dict(side)},
        "exposure": {"bound": 100, "start": 0}, "teams": 2,
        "places": [{"id": "H1", "capacity": 8}, {"id": "H2", "capacity": 8}],
        "sites": [{"id": "D1", "side": "A", "capacity": 4, "places": ["H1", "H2"]},
                  {"id": "D2", "side": "B", "capacity": 4, "places": ["H1"]}],
        "persons": {
            "id": [f"p{i}" for i in range(8)], "site": ["D1", "D2"] * 4, "weight": list(range(1, 9)),
            "region": [None] * 8, "value": [1] * 8, "earliest": [0] * 8, "special": [False] * 8, "family": [None] * 8,
        },
        "left_behind": 1000,
    }  # fmt: skip
    change(made)
    return made


def in_force() -> Plan:
    return plan_of(read(problem()), OLD, ["H1"] * 8)


def put(column: str, *pairs: tuple[int, Any]) -> Change:
    """Write values into a column of persons."""

    def change(made: dict[str, Any]) -> None:
        for i, value in pairs:
            made["persons"][column][i] = value

    return change


def without(who: int) -> Change:
    def change(made: dict[str, Any]) -> None:
        for column in made["persons"].values():
            del column[who]

    return change


BROKEN: dict[str, tuple[int, Change, str]] = {
    "a veto": (1, put("earliest", (7, 4)), "p7 is frozen in batch 0 and may not leave in any batch now"),
    "a veto of one in a later frozen batch": (2, put("earliest", (5, 4)), "p5 is frozen in batch 1"),
    "a gate that opens later": (1, put("earliest", (7, 2)), "p7 is frozen in batch 0 and may not leave before batch 2 now"),
    "a veto of the kin of one frozen": (1, put("family", (7, "F"), (1, "F")), "family F does not leave in one batch (p1, p7)"),
    "a family across a frozen batch and a later one": (1, put("family", (0, "F"), (6, "F")), "family F does not leave in one batch (p0, p6)"),
    "a family across two frozen batches": (2, put("family", (4, "F"), (6, "F")), "family F does not leave in one batch (p4, p6)"),
    "one taken out": (1, without(7), "p7 is frozen in batch 0 and is not in the problem any more"),
    "one moved to a side that is full": (1, put("site", (7, "D1")), "2 persons of side A, at most 1 (p6, p7)"),
    "one moved to a site the place does not serve": (
        1, lambda made: made["sites"][1].update(places=["H2"]), "the place H1 does not serve the site D2 (p7)"
    ),
    "the place is gone": (
        1,
        lambda made: (made["places"].pop(0), [site.update(places=["H2"]) for site in made["sites"]]),
        "p6 is frozen in batch 0 at a place that is not there any more",
    ),
    "the place is shut": (1, lambda made: made["places"][0].update(capacity=0), "2 through the place H1, which holds 0 (p6, p7)"),
    "the site is shut": (1, lambda made: made["sites"][0].update(capacity=0), "1 from the site D1, which can let 0 go (p6)"),
    "no vehicles": (1, lambda made: made["sides"]["B"].update(vehicles=0), "1 vehicles of side B, at most 0 (p7)"),
    "no team": (1, lambda made: made.update(teams=[0, 2, 2, 2]), "1 places open (H1) with 0 teams"),
    "no special persons": (
        1, lambda made: (put("special", (7, True))(made), made["sides"]["B"].update(special_limit=0)),
        "1 special persons of side B, at most 0 (p7)",
    ),
    "an exposure beyond the bound": (
        1, lambda made: (put("value", (6, 9))(made), made["exposure"].update(bound=2)), "stands at 8 after the batch"
    ),
    "fewer batches than are frozen": (3, lambda made: made.update(batches=2), "p2 is frozen in batch 2, and the last batch is now 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_where_the_problem_does_not_allow_a_frozen_batch_there_is_no_plan_and_the_people_are_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    freeze, change, said = BROKEN[name]
    files = {"problem.json": json.dumps(problem(change)), "old.json": plan_file(in_force())}
    for file, text in files.items():
        (tmp_path / file).write_text(text)
    out = tmp_path / "new.json"
    options = ["--previous", str(tmp_path / "old.json"), "--freeze", str(freeze), "--seconds", "5"]
    assert main(["plan", "solve", str(tmp_path / "problem.json"), "--out", str(out), *options]) == 3
    assert said in capsys.readouterr().err
    assert not out.exists()


def plan_file(plan: Plan, **changes: Any) -> str:
    table: dict[str, Any] = {
        "format": "parley-plan/1", "problem_sha256": plan.problem_sha256, "cost": plan.cost, "bound": 0, "seconds": 1,
        "left_behind": plan.left_behind,
        "persons": {
            "id": list(plan.ids), "place": list(plan.place),
            "batch": [None if t == NOBODY else t for t in plan.batch.tolist()],
        },
    }  # fmt: skip
    table["persons"] |= changes
    return json.dumps(table)


def test_every_person_concerned_is_named_not_the_first() -> None:
    shut = read(problem(put("earliest", (7, 4), (6, 4), (5, 3))))
    with pytest.raises(NoPlan) as caught:
        solve(shut, now=still, previous=in_force(), freeze=2, solver=Here())
    assert [(one.code, one.numbers["id"]) for one in caught.value.reasons] == [
        ("frozen_too_early", "p5"),
        ("frozen_person_shut", "p6"),
        ("frozen_person_shut", "p7"),
    ]


def test_a_member_whose_kin_may_not_leave_at_all_is_said_to_stay_for_that() -> None:
    veto = problem(put("family", (7, "F"), (1, "F")))
    veto["persons"]["earliest"][1] = 4
    with pytest.raises(NoPlan) as caught:
        solve(read(veto), now=still, previous=in_force(), freeze=1, solver=Here())
    assert "somebody else of the family F" in plan_words.reason_words(caught.value.reasons[0])


@pytest.mark.parametrize("name", [name for name, (freeze, *_) in BROKEN.items() if freeze == 1])
def test_without_the_freeze_the_same_changes_have_a_plan(name: str) -> None:
    _, change, _ = BROKEN[name]
    plan = solve(read(problem(change)), now=still, previous=in_force(), freeze=0, iterations=1, solver=Here())
    assert check(read(problem(change)), plan) == []


@st.composite
def changed(draw: st.DrawFn) -> tuple[Problem, Problem]:
    """A random problem, and the same people after gates, sites, families and limits changed."""
    seed = draw(st.integers(0, 10**6))
    loose: dict[str, Any] = {"exposure": {"bound": 50, "start": 0}, "teams": 2}
    before = tiny(seed, persons=8, batches=4, left_behind=draw(st.sampled_from([1, 40, 1000])), **loose)
    after = json.loads(json.dumps(before))
    column = after["persons"]
    for i in draw(st.lists(st.integers(0, 7), max_size=2)):
        what = draw(st.sampled_from(["earliest", "site", "family", "special", "value"]))
        if what == "earliest":
            column[what][i] = draw(st.integers(0, 4))
        elif what == "site" and column["family"][i] is None:
            column[what][i] = draw(st.sampled_from(["D1", "D2", "D3"]))
        elif what == "family" and column["site"][i] != "D3":
            column[what][i] = draw(st.sampled_from([None, "F", "G"]))
        elif what in {"special", "value"}:
            column[what][i] = True if what == "special" else 4
    if draw(st.booleans()):
        after["teams"] = [draw(st.integers(0, 2)) for _ in range(4)]
    return read(before), read(after)


@settings(max_examples=80, deadline=None)
@given(problems=changed(), freeze=st.integers(0, 5), stability=st.sampled_from([0, 3]))
def test_either_the_frozen_leave_exactly_as_announced_or_there_is_no_plan(
    problems: tuple[Problem, Problem], freeze: int, stability: int
) -> None:
    before, after = problems
    old = solve(before, now=still, iterations=1, solver=Here())
    frozen = np.flatnonzero((old.batch != NOBODY) & (old.batch < freeze))
    alone = plan_of(
        after,
        [int(old.batch[i]) if i in frozen else NOBODY for i in range(8)],
        [old.place[i] if i in frozen else None for i in range(8)],
    )
    how: dict[str, Any] = {"previous": old, "freeze": freeze, "stability": stability, "iterations": 1}
    if check(after, alone):
        with pytest.raises(NoPlan) as caught:
            solve(after, now=still, solver=Here(), **how)
        assert all(map(plan_words.reason_words, caught.value.reasons))
        return
    new = solve(after, now=still, solver=Here(), **how)
    assert check(after, new) == []
    assert check_frozen(after, new, old, freeze) == []
    assert [(new.batch[i], new.place[i]) for i in frozen] == [(old.batch[i], old.place[i]) for i in frozen]
    assert np.flatnonzero((new.batch != NOBODY) & (new.batch < freeze)).tolist() == frozen.tolist()


@settings(max_examples=40, deadline=None)
@given(who=st.integers(0, 7), batch=st.integers(NOBODY, 3), place=st.sampled_from(["H1", "H2"]))
def test_the_checker_finds_whoever_leaves_a_frozen_batch_or_joins_it(
    who: int, batch: int, place: str
) -> None:
    old = in_force()
    assume((batch, place) != (OLD[who], "H1"))
    now = [batch if i == who else t for i, t in enumerate(OLD)]
    new = plan_of(
        read(problem()),
        now,
        [None if t == NOBODY else place if i == who else "H1" for i, t in enumerate(now)],
    )
    found = check_frozen(read(problem()), new, old, 2)
    frozen, joins = OLD[who] < 2, NOBODY < batch < 2
    assert bool(found) == (frozen or joins)
    assert all(fault.ids == (f"p{who}",) and plan_words.fault_line(fault) for fault in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": ["p0", "p1", "p2", "p3", "p4", "p5", "p7", "p7"]}, 'persons.id[7]: "p7" stands twice, first as number 6'),
        ({"place": [*["H1"] * 7, None]}, "persons.place[7]: batch and place must both stand, or neither"),
        ({"batch": [*OLD[:7], None]}, "persons.place[7]: batch and place must both stand, or neither"),
    ],
)  # fmt: skip
def test_a_plan_in_force_that_leaves_it_open_who_was_announced_is_refused(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read_previous(plan_file(in_force(), **changes).encode())
    assert [plan_words.file_fault(fault) for fault in caught.value.faults] == [said]
