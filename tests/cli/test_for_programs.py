"""What a program reads of a command: JSON on standard output, whole and alone, and no line of help too long for a terminal."""

import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from parley.cli.main import COMMANDS, main
from parley.cli.record_progress import shown
from parley.record import verify
from tests.cli.running import one_person
from tests.record.attacked import honest
from tests.record.scene import GOV, TAL

LEFT = "No,Name,Father,Age\nKandahar:,,,\n1,Gul Agha Shinwari,Mir,30\n2,,Omar,41\n3,Haji Nazir Ahmadzai,Wali,50\n,,,\n"
RIGHT = "شماره ثبت,نام,ولد,سن\n1,نذیر احمدزی,ولی,۵۰\n2,سیدنصرت الله هاشمی,سید میر,۲۲\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "left.csv").write_text(LEFT, "utf-8")
    (tmp_path / "right.csv").write_text(RIGHT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main(arguments) == code
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def test_a_match_tells_how_both_lists_were_read_and_what_was_decided(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, "lists", "match", "left.csv", "right.csv", "--out", "m.csv", "--json")
    assert found["out"] == "m.csv"
    left = found["left"]
    assert (left["file"], left["kind"], left["header_rows"]) == ("left.csv", "csv", [1])
    assert (left["rows"], left["people"]) == (5, 2)
    assert left["left_out"] == {"blank": [6], "no_name": [4], "section": [2]}
    assert left["notes"] == {"encoding_utf-8": 1, "province_carried": 2}
    assert left["map"] == {"name": "Name", "father": "Father", "age": "Age"}
    assert [c["field"] for c in left["columns"]] == [None, "name", "father", "age", "province"]
    assert found["right"]["map"]["name"] == "نام"
    lines = (folder / "m.csv").read_text("utf-8").splitlines()[1:]
    first = [line.split(",") for line in lines if line.split(",")[2] == "1"]
    assert (
        sum(found["decisions"].values()) == len(first) == 3
    )  # two people, and a row without a name for review
    for decision, count in found["decisions"].items():
        assert count == sum(line[4] == decision for line in first)


def test_a_map_alone_is_told_before_anything_is_matched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, "lists", "match", "left.csv", "right.csv", "--show-map", "--json")
    assert found["out"] is None
    assert "decisions" not in found
    assert {path.name for path in folder.iterdir()} == {"left.csv", "right.csv"}


def test_a_check_tells_every_fault_and_every_moment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("problem.json").write_text(json.dumps(one_person(batches=2, value=4)), "utf-8")
    solve = ["plan", "solve", "problem.json", "--out", "plan.json", "--seconds", "20", "--iterations", "1"]
    assert main(solve) == 0
    capsys.readouterr()
    sound = said(capsys, "plan", "check", "problem.json", "plan.json", "--walk-away", "--json")
    assert (sound["keeps_every_rule"], sound["faults"], sound["left_behind"]) == (True, [], 0)
    assert sound["moments"] == [
        {"batch": 0, "persons": [1, 0], "value": [4, 0], "exposure": 4},
        {"batch": 1, "persons": [1, 0], "value": [4, 0], "exposure": 4},
    ]
    assert sound["worst"] == sound["moments"][0]
    plan = json.loads(Path("plan.json").read_text("utf-8"))
    plan["persons"]["place"] = ["H9"]
    plan["cost"] += 1
    Path("broken.json").write_text(json.dumps(plan), "utf-8")
    broken = said(capsys, "plan", "check", "problem.json", "broken.json", "--json", code=1)
    assert broken["keeps_every_rule"] is False
    faults = {one["rule"]: one for one in broken["faults"]}
    assert faults["cost"]["words"].startswith("the plan says")
    assert any(one["ids"] == ["p"] and one["batch"] == 0 for one in broken["faults"])


@pytest.mark.parametrize(
    "line", ["lists match left.csv none.csv --out m.csv --json", "plan check left.csv left.csv --json"]
)
def test_what_cannot_be_read_leaves_standard_output_empty(
    folder: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.search("Nothing was (written|checked).", printed.err)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def long_record() -> dict[str, bytes]:
    scene = honest()
    for number in range(600):
        scene.adopt(GOV, str(number))
    return scene.folder([GOV, TAL])


def test_verifying_a_long_record_tells_on_a_terminal_how_far_it_is() -> None:
    files, out, clock = long_record(), Terminal(), iter(range(10_000))
    with shown(files.get, out, lambda: next(clock)) as read:
        report = verify(read)
    assert report.ok, report.faults[:3]
    printed = [line.removesuffix("\x1b[K") for line in out.getvalue().split("\r") if line.strip("\x1b[K")]
    assert printed == [f"entry {at:,} of {report.size:,}" for at in range(0, report.size, 256)]
    assert len(printed) == 3
    assert out.getvalue().endswith("\r\x1b[K")  # and leaves the line clean


def test_verifying_is_silent_where_nobody_looks_on_and_survives_a_hostile_folder() -> None:
    out = io.StringIO()
    with shown({"checkpoint": b"x"}.get, out) as read:
        assert read("checkpoint") == b"x"
    assert out.getvalue() == ""
    with shown({"checkpoint": b"\xff" * 99}.get, Terminal(), lambda: 0.0) as read:
        assert not verify(read).ok


HELPS = [[name] for name in COMMANDS] + [
    ["host", "invite"], ["record", "verify"], ["record", "export"], ["lists", "match"],
    ["plan", "solve"], ["plan", "check"], ["plan", "compare"],
]  # fmt: skip


@pytest.mark.parametrize("command", [[], *HELPS], ids=" ".join)
def test_help_fits_a_terminal_of_80_columns_and_says_what_the_command_is_for(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    paragraphs = text.split("\n\n")
    assert not paragraphs[1].startswith(("positional arguments", "options")), "it says nothing of itself"
    assert os.linesep in text


def test_the_settings_fit_a_terminal_of_80_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["settings", "--data", "here"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [
        line for line in lines if len(line) > 80 and " = " not in line
    ] == []  # a value is as long as it is
    assert sum(line.startswith("    from ") for line in lines) == sum(
        not line.startswith(" ") for line in lines
    )


def test_reading_a_list_is_told_on_a_terminal_and_leaves_the_line_clean(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(["lists", "match", "left.csv", "right.csv", "--out", "m.csv"]) == 0
    printed = screen.getvalue()
    assert printed.startswith("\rreading left.csv …\x1b[K\r\x1b[K\rreading right.csv …\x1b[K\r\x1b[K")
    assert "100%" in printed
