"""``parley lists match``: the file's shape, exit codes, nothing written in vain."""

import csv
import json
from pathlib import Path

import pytest

from bench.lists.roman import romanised
from parley.cli.lists_aside import reason
from parley.cli.main import main
from parley.languages import LANGUAGES
from parley.lists.names.known import PARTS
from parley.lists.read import read_table

LEFT = "id,name\nA1,Haji Mohammad Nazir Ahmadzai\nA2,Gul Agha Shinwari\nA3,\n=A4,Sayed Nusratullah Hashemi\n"
RIGHT = "شماره ثبت,id,نام\n1,B1,محمد نذیر احمدزی\n2,B2,سیدنصرت الله هاشمی\n"


@pytest.fixture
def lists(tmp_path: Path) -> tuple[str, str, Path]:
    (tmp_path / "left.csv").write_text(LEFT, encoding="utf-8")
    (tmp_path / "right.csv").write_text(RIGHT, encoding="utf-8")
    return str(tmp_path / "left.csv"), str(tmp_path / "right.csv"), tmp_path


def test_the_answer_has_a_line_for_each_left_row_in_order(lists: tuple[str, str, Path]) -> None:
    left, right, folder = lists
    out = folder / "m.csv"
    assert main(["lists", "match", left, right, "--out", str(out), "--top-only"]) == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0]) == ["left_id", "right_id", "rank", "probability", "decision", "reasons"]
    assert [(r["left_id"], r["right_id"], r["rank"], r["decision"]) for r in rows] == [
        ("A1", "B1", "1", "match"), ("A2", "", "1", "none"), ("A3", "", "1", "review"), ("=A4", "B2", "1", "match"),
    ]  # fmt: skip
    assert "title dropped: Haji" in rows[0]["reasons"]
    assert all(len(r["probability"].split(".")[1]) == 4 for r in rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_same_input_is_the_same_bytes(lists: tuple[str, str, Path], kind: str) -> None:
    left, right, folder = lists
    for name in ("one", "two"):
        assert (
            main(["lists", "match", left, right, "--out", str(folder / f"{name}.{kind}"), "--lang", "ps"])
            == 0
        )
    assert (folder / f"one.{kind}").read_bytes() == (folder / f"two.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_id_that_looks_like_a_formula_stays_text(lists: tuple[str, str, Path], kind: str) -> None:
    left, right, folder = lists
    out = folder / f"m.{kind}"
    main(["lists", "match", left, right, "--out", str(out), "--top-only"])
    table = read_table(out.read_bytes(), out.name, {"name": "reasons", "id": "left_id"})
    assert table.rows[-1].fields["id"] == "=A4"


def test_a_map_is_saved_and_used(lists: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    left, right, folder = lists
    assert main(["lists", "match", left, right, "--save-map", str(folder / "map.json"), "--show-map"]) == 0
    assert "name = name  by its heading" in capsys.readouterr().out
    assert json.loads((folder / "map.json").read_text("utf-8"))["right"]["name"] == "نام"
    assert (
        main(
            [
                "lists",
                "match",
                left,
                right,
                "--use-map",
                str(folder / "map.json"),
                "--out",
                str(folder / "m.csv"),
            ]
        )
        == 0
    )
    assert (
        main(
            [
                "lists",
                "match",
                left,
                right,
                "--map",
                "name=B",
                "--map",
                "name=نام",
                "--out",
                str(folder / "m.csv"),
            ]
        )
        == 0
    )


@pytest.mark.parametrize("arguments", [["gone.csv", "right.csv", "--out", "m.csv"], ["left.csv", "right.csv"], ["left.csv", "right.csv", "--out", "m.pdf"], ["left.csv", "right.csv", "--out", "m.csv", "--map", "nom=B"], ["left.csv", "right.csv", "--out", "m.csv", "--use-map", "left.csv"]])  # fmt: skip
def test_what_cannot_be_read_exits_2_in_words_and_writes_nothing(lists: tuple[str, str, Path], arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    folder = lists[2]
    monkeypatch.chdir(folder)
    before = set(folder.iterdir())
    assert main(["lists", "match", *arguments]) == 2
    assert "Nothing was written." in capsys.readouterr().err
    assert set(folder.iterdir()) == before


def test_the_answer_never_replaces_a_list(
    lists: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    left, right, folder = lists
    before = Path(right).read_bytes()
    assert main(["lists", "match", left, right, "--out", right]) == 2
    assert main(["lists", "match", left, right, "--out", str(folder / "gone" / "m.csv")]) == 2
    assert Path(right).read_bytes() == before
    assert "is one of the files that are read" in capsys.readouterr().err


def test_a_map_shows_what_the_rows_over_others_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left, right = tmp_path / "left.csv", tmp_path / "right.csv"
    left.write_text("No,Name,Father,Age\nKandahar:,,,\n1,Gul Agha,Mir,30\n2,Karim Shah,Omar,41\n", "utf-8")
    right.write_text(RIGHT, "utf-8")
    out = tmp_path / "m.csv"
    assert main(["lists", "match", str(left), str(right), "--show-map", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "Kandahar: = province  from the rows that stand over others" in said.out
    assert "provinces taken from a row that stands over others: 2" in said.out
    assert "left.csv: rows that stand over others: 1 (2)" in said.err
    assert len(out.read_text("utf-8").splitlines()) >= 3  # a heading is no person to be looked for


def test_who_runs_it_is_told_what_came_of_it_and_what_was_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lists: tuple[str, str, Path]
) -> None:
    bare, right, out = tmp_path / "bare.csv", lists[1], tmp_path / "m.csv"
    bare.write_text(
        "1;Mohammad Nazir Ahmadzai;Kabul\n2;Abdul Karim Noori;Khost\n3;Mirwais Zadran;Kunar\n", "utf-8"
    )
    assert main(["lists", "match", str(bare), right, "--out", str(out)]) == 0
    said = capsys.readouterr().err
    assert "bare.csv: no header was found; column B was taken for the names by what it holds." in said
    assert "right.csv: no header" not in said
    rows = [row for row in csv.DictReader(out.read_text("utf-8").splitlines()) if row["rank"] == "1"]
    count = {word: sum(row["decision"] == word for row in rows) for word in ("match", "review", "none")}
    assert count["match"] >= 1
    assert f"of 3 people {count['match']} are matched, {count['review']} wait for review" in said


def test_who_runs_it_is_told_of_people_on_other_sheets_and_of_lists_side_by_side(
    lists: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    out = lists[2] / "m.csv"
    sheets = Path(__file__).parent / "read/fixtures/provinces.xlsx"
    assert main(["lists", "match", str(sheets), lists[1], "--out", str(out)]) == 0
    assert "other sheets hold 2 more people, and were not read: the list was taken from sheet “Khost”" in capsys.readouterr().err  # fmt: skip
    beside = lists[2] / "beside.csv"
    beside.write_text("Name,Father,,Name,Father\nAbdul Karim,Gul,,Wali Jan,Sher\n", "utf-8")
    assert main(["lists", "match", str(beside), lists[1], "--out", str(out)]) == 2
    assert "the headings begin anew in column D" in capsys.readouterr().err


def test_every_row_of_both_lists_has_a_line_or_stands_aside_with_the_reason(
    lists: tuple[str, str, Path],
) -> None:
    left, right, out = lists[2] / "l.csv", lists[2] / "r.csv", lists[2] / "m.csv"
    left.write_text("List of 2020,,\nid,name,father\n7,Wakil,\n8,,\n,,\nTotal,2,\n", "utf-8")
    right.write_text("id,name\nB,Wakil\nB,Zarghun Safi\nPage 2,\n", "utf-8")
    assert main(["lists", "match", str(left), str(right), "--out", str(out)]) == 0
    assert [row["left_id"] for row in csv.DictReader(out.read_text("utf-8").splitlines())] == ["7", "8"]
    aside = list(csv.DictReader((lists[2] / "m.aside.csv").read_text("utf-8").splitlines()))
    assert [(row["list"], row["row"], row["reason"]) for row in aside] == [
        ("left", "1", "stands above the header"), ("left", "2", "header"), ("left", "5", "blank"), ("left", "6", "a total"),
        ("right", "1", "header"), ("right", "3", "no candidate of anybody on the left"), ("right", "4", "a page heading or a note"),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reasons_why_rows_stand_aside_are_in_the_language_asked_for(lists: tuple[str, str, Path], lang: str) -> None:  # fmt: skip
    left, right, folder = lists
    out = folder / "m.csv"
    assert main(["lists", "match", left, right, "--out", str(out), "--lang", lang]) == 0
    aside = (folder / "m.aside.csv").read_text("utf-8").splitlines()
    assert aside[1] == f"left,1,{reason('header', lang)}"
    assert reason("no_name", lang) in out.read_text("utf-8")
    assert lang == "en" or reason("header", lang) != reason("header", "en")


def test_who_runs_it_is_told_what_was_mended_and_what_cannot_be_trusted(
    lists: tuple[str, str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    out, files = lists[2] / "m.csv", Path(__file__).parents[1] / "cases/files"
    for name, words in (
        ("06_ragged.csv", "more cells than columns, or broken over lines, that were put right: 1"),
        ("21_filtered.xlsx", "hidden or filtered rows: 2"),
        ("21_hidden_second.xlsx", "hidden sheets hold 2 more people"),
        ("25_sci.csv", "people who share their id with another: 3"),
        ("25_sci.csv", "whose last figures were lost before they came here: 3"),
        ("09_visual.csv", "stood mirrored, from their end, and were turned: 15"),
        ("10_macroman.csv", "in a wrong code page before they came here, and were set right: 8"),
    ):
        assert main(["lists", "match", str(files / name), lists[1], "--out", str(out)]) == 0
        assert words in capsys.readouterr().err


def test_what_two_latin_lists_show_of_their_spelling_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [f"{one} {other}" for (_, one), (_, other) in zip(PARTS[:150:2], PARTS[1:150:2], strict=False)]
    for name, rules in (("left", "BGN/PCGN"), ("right", "ALA-LC")):
        rows = [f"{k},{romanised(rules)(person)}" for k, person in enumerate(people)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["id,name", *rows]), encoding="utf-8")
    out = tmp_path / "m.csv"
    assert (
        main(["lists", "match", str(tmp_path / "left.csv"), str(tmp_path / "right.csv"), "--out", str(out)])
        == 0
    )
    said = capsys.readouterr().err
    assert "the two lists spell by different rules, learned from" in said
    assert "w~v" in said
