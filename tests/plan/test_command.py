"""``parley plan``: exit codes, files written whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from parley.cli.main import main
from tests.plan.problems import tiny


def write(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def test_solve_then_check_then_a_broken_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = write(tmp_path / "problem.json", tiny(3, persons=8))
    out = tmp_path / "plan.json"
    assert (
        main(
            [
                "plan",
                "solve",
                problem,
                "--out",
                str(out),
                "--iterations",
                "2",
                "--seconds",
                "30",
                "--threads",
                "1",
            ]
        )
        == 0
    )
    assert main(["plan", "check", problem, str(out), "--walk-away"]) == 0
    plan = json.loads(out.read_text())
    plan["cost"] += 1
    assert main(["plan", "check", problem, write(tmp_path / "broken.json", plan)]) == 1
    assert "cost: the plan says" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tiny(3) | {"teams": -1}
    broken["sites"][0]["places"] = ["H9"]
    out = tmp_path / "plan.json"
    assert main(["plan", "solve", write(tmp_path / "problem.json", broken), "--out", str(out)]) == 2
    assert main(["plan", "solve", str(tmp_path / "none.json"), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert 'sites[0].places[0]: no place "H9"' in said
    assert "teams: expected an integer" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["problem.json"]


def test_no_plan_is_exit_three_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = write(tmp_path / "problem.json", tiny(3, exposure={"bound": 1, "start": 4}))
    assert main(["plan", "solve", problem, "--out", str(tmp_path / "plan.json")]) == 3
    assert "widen the bound by 3" in capsys.readouterr().err


def test_people_who_could_leave_and_stay_are_explained_in_a_file(tmp_path: Path) -> None:
    problem = tiny(3, persons=8)
    problem["sides"]["A"]["batch_limit"] = 0
    path = write(tmp_path / "problem.json", problem)
    assert (
        main(
            [
                "plan",
                "solve",
                path,
                "--out",
                str(tmp_path / "plan.json"),
                "--iterations",
                "1",
                "--seconds",
                "20",
            ]
        )
        == 0
    )
    why = json.loads((tmp_path / "plan.why.json").read_text())
    assert why["limits"]
    assert why["words"]


def test_compare_writes_a_table(tmp_path: Path) -> None:
    problem = write(tmp_path / "problem.json", tiny(3, persons=6))
    changes = write(tmp_path / "changes.json", {"no teams": {"teams": 0}})
    out = tmp_path / "table.json"
    assert (
        main(["plan", "compare", problem, changes, "--out", str(out), "--iterations", "1", "--seconds", "10"])
        == 0
    )
    rows = json.loads(out.read_text())["rows"]
    assert [row["change"] for row in rows] == ["", "no teams"]
    assert rows[1]["left_behind"] == 6
