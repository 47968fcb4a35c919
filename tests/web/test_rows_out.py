"""Rows in are rows out on the pages too: whatever hands and programs did to a file, each of its rows is a person or shown as nobody."""

import csv
import io
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers, sampled_from

from parley.cli.main import main
from parley.lists.read import read_table
from tests.cases.test_mutations import MUTATIONS, Rows, a_list, as_csv, filled
from tests.lists.read.test_read import workbook
from tests.sitting import opened
from tests.web.serving import Browser, Served

JSON = {"accept": "application/json"}
WAYS = ("csv", "xlsx", "utf-16", "cp1256")


def changed(lot: random.Random, times: int) -> Rows:
    _, rows = a_list(lot)
    for _ in range(times):
        rows = lot.choice(MUTATIONS)(lot, rows)
    return rows


def as_file(rows: Rows, way: str) -> tuple[str, bytes]:
    if way == "xlsx":
        return "list.xlsx", workbook([list(row) for row in rows])
    return "list.csv", as_csv(rows).encode("utf-8" if way == "csv" else way, "replace")


@pytest.fixture(scope="module")
def officer() -> Browser:
    return Served(opened()).as_seat("north-lists")


@settings(max_examples=15, deadline=None)
@given(seed=integers(0, 10**9), times=integers(1, 3), way=sampled_from(WAYS))
def test_every_row_that_is_brought_is_a_person_a_header_or_shown_as_nobody(
    officer: Browser, seed: int, times: int, way: str
) -> None:
    rows = changed(random.Random(seed), times)
    name, data = as_file(rows, way)
    answer = officer.post("lists/deposit/claims", files={"file": (name, data)}, headers=JSON)
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 422:
        return  # refused in words, and nothing is kept
    said = answer.json()["reading"]
    nobody = [one for one in said["aside"] if one["row"].isdigit()]
    headers = len(read_table(data).header_rows)
    assert len(filled(rows)) == headers + said["rows"] + len(nobody) + said["more_aside"], (rows, said)
    assert len({one["row"] for one in nobody}) == len(nobody)


def answered(left: Rows, right: Rows, ways: tuple[str, str], folder: Path) -> tuple[set[str], set[str], set[str], set[str]] | None:  # fmt: skip
    """Return by their numbers the rows of left and right that have a line in the answer, and those that stand aside; None if refused."""
    paths = []
    for name, rows, way in (("left", left, ways[0]), ("right", right, ways[1])):
        suffix, data = as_file(rows, way)
        paths.append(folder / f"{name}.{suffix.partition('.')[2]}")
        paths[-1].write_bytes(data)
    out = folder / "out.csv"
    if main(["lists", "match", *map(str, paths), "--out", str(out)]) != 0:
        assert not out.exists()
        return None
    lines = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    aside = list(csv.DictReader(io.StringIO(out.with_suffix(".aside.csv").read_text("utf-8-sig"))))
    assert all(line["reason"] for line in aside)
    there = {line["right_id"] for line in lines} - {""}
    put = {name: {line["row"] for line in aside if line["list"] == name} for name in ("left", "right")}
    return {line["left_id"] for line in lines}, there, put["left"], put["right"]


def numbered(rows: Rows) -> Rows:
    """Return rows whose ids are the numbers of their lines, so that each line of an answer tells its row."""
    return [["Row", *rows[0]], *[[str(n), *row] for n, row in enumerate(rows[1:], 2)]]


@settings(max_examples=6, deadline=None)
@given(seed=integers(0, 10**9), ways=sampled_from((("csv", "csv"), ("xlsx", "utf-16"))))
def test_every_row_of_both_files_has_a_line_in_the_answer_or_beside_it(
    seed: int, ways: tuple[str, str]
) -> None:
    lot = random.Random(seed)
    left, right = (numbered(_without_ids(a_list(lot))) for _ in range(2))
    for rows in (left, right):
        for _ in range(lot.randrange(3)):
            _blot(lot, rows)
    with TemporaryDirectory() as folder:
        found = answered(left, right, ways, Path(folder))
    if found is None:
        return
    lines, there, aside_left, aside_right = found
    for rows, has, put in ((left, lines, aside_left), (right, there, aside_right)):
        for at in filled(rows):
            said = rows[at - 1][0]
            assert str(at) in put or said in has or str(at) in has, (at, rows, has, put)


def _without_ids(made: tuple[list[str], Rows]) -> Rows:
    fields, rows = made
    return [[cell for field, cell in zip(fields, row, strict=True) if field != "id"] for row in rows]


def _blot(lot: random.Random, rows: Rows) -> None:
    """Empty some cells of a row, or put one line of a remark in its place."""
    at = lot.randrange(1, len(rows))
    if lot.random() < 0.3:
        rows[at] = ["", "Note: checked twice", *[""] * (len(rows[0]) - 2)]
    else:
        rows[at] = [cell if lot.random() < 0.6 or i == 0 else "" for i, cell in enumerate(rows[at])]
