"""The four lists of the example: made the same each time, as ugly as real ones, with a truth that fits them."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from examples.make_lists import FOLDER, TRUTH, make

LISTS = ("claims-taliban.xlsx", "holdings-government.ods", "claims-government.csv", "holdings-taliban.xlsx")
ROWS = {"claims-taliban.xlsx": 5_000, "holdings-government.ods": 6_500, "claims-government.csv": 1_000, "holdings-taliban.xlsx": 900}  # fmt: skip
Grid = list[list[str]]


def grid(path: Path) -> Grid:
    if path.suffix == ".csv":
        text = path.read_bytes().decode("windows-1256")
        return list(csv.reader(io.StringIO(text), delimiter=";"))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


@pytest.fixture(scope="module", params=LISTS)
def rows(request: pytest.FixtureRequest) -> tuple[str, Grid]:
    return request.param, grid(FOLDER / request.param)


def truth(side: str) -> dict[str, list[str]]:
    with (TRUTH / f"{side}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["claim"]: row["holdings"].split() for row in csv.DictReader(lines)}


def numbers(name: str) -> list[str]:
    """Return the number of every row that holds somebody: what stands before a name."""
    return [row[0] for row in grid(FOLDER / name) if any(letter.isdigit() for letter in row[0])]


def test_the_seed_makes_the_very_bytes_that_are_kept() -> None:
    lists, truths = make(1399)
    assert {name: (FOLDER / name).read_bytes() for name in lists} == lists
    assert {name: (TRUTH / name).read_bytes() for name in truths} == truths


def test_another_seed_makes_other_lists() -> None:
    assert make(1)[0]["claims-government.csv"] != make(2)[0]["claims-government.csv"]


def test_they_weigh_little() -> None:
    assert sum((FOLDER / name).stat().st_size for name in LISTS) < 2_000_000


def test_each_has_as_many_rows_as_it_says(rows: tuple[str, Grid]) -> None:
    name, _ = rows
    assert len(numbers(name)) == ROWS[name]


@pytest.mark.parametrize(
    ("side", "claims", "holdings", "held"),
    [
        ("taliban", "claims-taliban.xlsx", "holdings-government.ods", 4_000),
        ("government", "claims-government.csv", "holdings-taliban.xlsx", 750),
    ],
)
def test_the_truth_names_rows_that_there_are(side: str, claims: str, holdings: str, held: int) -> None:
    known = truth(side)
    assert set(known) == set(numbers(claims))
    assert {row for found in known.values() for row in found} <= set(numbers(holdings))
    assert sum(bool(found) for found in known.values()) > held
    assert sum(not found for found in known.values()) > len(known) // 20  # some are not held at all
    assert any(len(found) > 1 for found in known.values())  # and some stand there twice


def test_what_is_restricted_stands_in_holdings_alone() -> None:
    for name in LISTS:
        text = "\n".join("\t".join(row) for row in grid(FOLDER / name))
        restricted = ("محبس " in text or "نقطه" in text) and "R-" in text
        assert restricted == name.startswith("holdings"), name


def test_they_are_as_untidy_as_real_ones(rows: tuple[str, Grid]) -> None:
    name, found = rows
    text = "\n".join("\t".join(row) for row in found)
    assert any(not any(row) for row in found[5:]), "no blank row"
    assert any("ټول" in row[1] or "مجموع" in row[0] for row in found[-2:]), "no total"
    assert sum(letter in "یي" for letter in text) > 500
    assert any(word in text for word in ("Mohammad", "MOHAMMAD")), "no Latin script"
    if not name.endswith(".csv"):  # windows-1256 has no Persian digits
        assert {"۱", "1"} <= set(text)
        assert "١" in text or name == "holdings-taliban.xlsx"
    assert sum("ق" in cell for row in found for cell in row if any(c.isdigit() for c in cell)) > 10


def test_headers_come_in_two_lines_with_merged_cells() -> None:
    for name in ("claims-taliban.xlsx", "holdings-taliban.xlsx"):
        merged = [str(area) for area in load_workbook(FOLDER / name).active.merged_cells.ranges]
        assert any(area.endswith("1") for area in merged)  # the title
        assert sum(area.endswith(("3", "4")) for area in merged) > 5


def test_near_twins_share_father_and_home() -> None:
    found = grid(FOLDER / "holdings-government.ods")
    same = Counter((row[3], row[7], row[4]) for row in found if row[3] and row[4] and row[7])
    assert sum(count > 1 for count in same.values()) > 5
