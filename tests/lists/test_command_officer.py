"""What ``parley lists match`` says to a list officer of a file that can be misread."""

import csv
from pathlib import Path

import pytest

from parley.cli.lists_words import notes, refusal
from parley.cli.main import main
from parley.lists.read import ReadError, read_table

RIGHT = "id,name,father\nR1,احمد کریمی,رحیم شاه\nR2,زرغون صافی,میر عالم\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "right.csv").write_text(RIGHT, "utf-8")
    return tmp_path


def run(folder: Path, left: str, name: str = "left.csv") -> int:
    (folder / name).write_text(left, "utf-8")
    return main(["lists", "match", str(folder / name), str(folder / "right.csv"), "--out", str(folder / "m.csv")])  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_columns_that_were_not_understood_are_named_and_decide_nobody(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = "Prison No,Name,Blood ties\n=7,Ahmad Karimi,Aslam Khan\nP-9,Zarghun Safi,Mir Alam\n"
    assert run(folder, left) == 0
    said = capsys.readouterr().err
    assert "heading does not tell whose: 1 (C, “Blood ties”)" in said
    assert "ids in the answer that a spreadsheet would take for formulas: 1" in said
    answer = rows(folder / "m.csv")
    assert [(one["left_id"], one["decision"]) for one in answer if one["rank"] == "1"] == [("=7", "review"), ("P-9", "review")]  # fmt: skip
    assert "a column that was not understood may hold the father: Mir Alam" in answer[-1]["reasons"]


def test_signers_struck_rows_and_lines_outside_stand_aside_with_the_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "<html><body><p>Toryal Hotak</p><table><tr><th>Name<th>Father<tr><td>Zarghun Safi<td>Mir Alam<tr><td><s>Gul Agha</s><td>Nur<tr><td>Prepared by Ahmad Karimi<td></table>"
    assert run(folder, page, "left.html") == 0
    said = capsys.readouterr().err
    for words in (
        "lines of text that stand in no table and were not read: 1",
        "rows that sign the list: 1 (4)",
        "rows that are struck through: 1 (3)",
    ):
        assert words in said
    aside = [tuple(one.values()) for one in rows(folder / "m.aside.csv") if one["list"] == "left"]
    assert aside == [("left", "1", "header"), ("left", "text!1", "stands in no table"), ("left", "3", "struck through"), ("left", "4", "signs the list")]  # fmt: skip


@pytest.mark.parametrize(("left", "words"), [
    ("Name,Father\n", "nobody stands in this list: it has 0 rows under its header"),
    ("No,Your name\n1,Rahim Shah\n2,Aslam Khan\n", "in column B, “Your name”, which is about somebody else"),
])  # fmt: skip
def test_a_list_of_nobody_and_one_of_somebody_else_are_refused(
    folder: Path, left: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, left) == 2
    assert words in capsys.readouterr().err
    assert not (folder / "m.csv").exists()


def test_who_gives_one_file_twice_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, RIGHT) == 0
    assert "both lists say the same, row for row" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "words"), [
    ("Prisoner 1,Prisoner 2\nZarghun Safi,Toryal Hotak\nGul Agha,Nur Gul\n", "two people in each row: the headings begin anew in column B"),
    ("Name,Father,,\nZarghun Safi,Mir Alam,Toryal Hotak,Sher\nGul Agha,Nur Gul,Aslam Khan,Karim\n", "column C has no heading and holds names"),
    ("Name: Zarghun Safi\nFather: Mir Alam\n\nName: Toryal Hotak\nFather: Sher Agha\n", "each person stands in several lines, the headings before them in column A"),
    ("\x01\x02\x03x" * 99, "this is neither CSV, XLSX, XLS nor ODS"),
    ("<html><p>1. Zarghun Safi<p>2. Toryal Hotak", "2 lines of text stand outside tables"),
])  # fmt: skip
def test_a_refusal_says_what_the_file_is_like(text: str, words: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_table(text.encode())
    assert words in refusal(refused.value)


@pytest.mark.parametrize(("text", "words"), [
    ("Victim's name,Father\nZarghun Safi,Mir Alam\n", "column A, “Victim's name”, whose heading may mean somebody else"),
    ("Who is gone,Father\nZarghun Safi,Mir Alam\nGul Agha,Nur Gul\n", "column A, “Who is gone” by what it holds"),
    ("No,Name\n1,Zarghun Safi\n,Mir Alam\n2,Gul Agha\n,Nur Gul\n3,Toryal Hotak\n,Sher Agha\n", "from the name in the row below theirs: 3"),
    ("Name,Father\nZarghun Safi,0799 123456\nGul Agha,Nur Gul\n", "a number where the father should stand, which was left out: 1"),
])  # fmt: skip
def test_what_was_guessed_is_said(text: str, words: str) -> None:
    assert any(words in said for said in notes(read_table(text.encode())))
