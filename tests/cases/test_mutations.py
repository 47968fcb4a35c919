"""Lists changed as hands and programs change them: rows in are rows out, always; or the list is refused."""

import csv
import io
import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers, sampled_from

from parley.lists.read import ParsedList, ReadError, read_table
from tests.cases.model import cases, content
from tests.lists.read.test_read import workbook

Rows = list[list[str]]
HEADINGS = {
    "id": ("ID", "شناسه", "Person ID", "Ref no"),
    "name": ("Name", "نام", "الاسم", "full_name", "Name of prisoner"),
    "father": ("Father", "نام پدر", "اسم الأب", "father_name", "Father's name"),
    "province": ("Province", "ولایت", "المحافظة", "home_province"),
    "birth_year": ("Birth year", "سال تولد", "سنة الميلاد", "year_of_birth"),
}
OTHERS = ("Blood group", "Ward", "قد", "Q7", "Height", "محکمه")
GIVEN = (
    "Zarghun",
    "Toryal",
    "Samandar",
    "Nangyal",
    "Wafadar",
    "Hikmat",
    "Gulab",
    "سمندر",
    "ننگیال",
    "زرغون",
    "توریال",
    "وفادار",
)
FAMILY = (
    "Safi",
    "Hotak",
    "Noori",
    "Zadran",
    "Popal",
    "Tanai",
    "صافی",
    "هوتک",
    "نوری",
    "ځدران",
    "پوپل",
    "مومند",
)
FATHERS = ("Mir Alam", "Sher Agha", "Gul Ahmad", "Nur Gul", "میر عالم", "شیر آغا", "گل احمد", "کرم خان")
PROVINCES = ("Kunar", "Zabul", "Parwan", "Khost", "کنر", "زابل", "پروان", "خوست")


def a_list(lot: random.Random) -> tuple[list[str], Rows]:
    """Return the fields of the columns in their order ("" for one that nobody asked for), and header and rows."""
    fields = [*HEADINGS, *[""] * lot.randrange(4)]
    lot.shuffle(fields)
    others = lot.sample(OTHERS, len(OTHERS))
    header = [lot.choice(HEADINGS[one]) if one else others.pop() for one in fields]
    rows = [header]
    for n in range(lot.randrange(4, 12)):
        said = {
            "id": f"P-{n + 11}",
            "name": f"{lot.choice(GIVEN)} {lot.choice(FAMILY)}",
            "father": lot.choice(FATHERS),
            "province": lot.choice(PROVINCES),
            "birth_year": str(lot.randrange(1950, 2000)),
            "": lot.choice(("x", "yes", "", "ab")),
        }
        rows.append([said[one] for one in fields])
    return fields, rows


def as_csv(rows: Rows, mark: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue()


def accounted(table: ParsedList) -> list[int]:
    """Return the number of each row that the answer or its neighbour has a line for."""
    return sorted([*(row.number for row in table.rows), *(one.number for one in table.aside)])


def filled(rows: Sequence[Sequence[str]]) -> list[int]:
    return [n for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]


def missing(table: ParsedList, rows: Sequence[Sequence[str]]) -> set[int]:
    found = accounted(table)
    assert len(found) == len(set(found)), "a row stands in two places"
    return set(filled(rows)) - set(found)


@settings(max_examples=150, deadline=None)
@given(integers(0, 10**9), sampled_from(("csv", "tsv", "semicolon", "xlsx", "utf-16", "cp1256")))
def test_columns_in_any_order_and_any_file_say_the_same(seed: int, way: str) -> None:
    lot = random.Random(seed)
    fields, rows = a_list(lot)
    if way == "xlsx":
        data = workbook([list(row) for row in rows])
    else:
        mark = {"tsv": "\t", "semicolon": ";"}.get(way, ",")
        data = as_csv(rows, mark).encode(way if way in ("utf-16", "cp1256") else "utf-8", "replace")
    table = read_table(data)
    people = list(table.people())
    assert not missing(table, rows)
    assert len(people) == len(rows) - 1
    for person, row in zip(people, rows[1:], strict=True):
        for field, cell in zip(fields, row, strict=True):
            if field and "?" not in cell.encode("cp1256", "replace").decode("cp1256"):
                assert person[field] == cell, (field, person, row)


def _swapped(lot: random.Random, rows: Rows) -> Rows:
    """Put a second table below, its columns in another order under a header of their own."""
    width = max(map(len, rows))
    order = lot.sample(range(width), width)
    half = max(2, len(rows) // 2)
    below = ([*row, *[""] * (width - len(row))] for row in (rows[0], *rows[half:]))
    return [*rows[:half], *[[row[i] for i in order] for row in below]]


def _shifted(lot: random.Random, rows: Rows) -> Rows:
    """Take a cell out of a row, or put one in, so that all behind it move."""
    at = lot.randrange(1, len(rows))
    cell = lot.randrange(len(rows[at]))
    row = [
        *rows[at][:cell],
        *([] if lot.random() < 0.5 else ["stray", rows[at][cell]]),
        *rows[at][cell + 1 :],
    ]
    return [*rows[:at], row, *rows[at + 1 :]]


def _merged(lot: random.Random, rows: Rows) -> Rows:
    """Put two neighbouring cells of a row into one."""
    at = lot.randrange(1, len(rows))
    cell = lot.randrange(max(1, len(rows[at]) - 1))
    if len(rows[at]) < 2:
        return rows
    row = [*rows[at][:cell], f"{rows[at][cell]} {rows[at][cell + 1]}", *rows[at][cell + 2 :]]
    return [*rows[:at], row, *rows[at + 1 :]]


def _broken(lot: random.Random, rows: Rows) -> Rows:
    """Break a row over two lines."""
    at = lot.randrange(1, len(rows))
    cell = lot.randrange(1, max(2, len(rows[at])))
    return [*rows[:at], rows[at][:cell], rows[at][cell:], *rows[at + 1 :]]


def _titled(lot: random.Random, rows: Rows) -> Rows:
    """Put a title above, a blank row, a total and a note among the rows."""
    extra = [
        ["List of the north", *[""] * (len(rows[0]) - 1)],
        [""] * len(rows[0]),
        ["Total", str(len(rows) - 1)],
        ["Note: checked"],
    ]
    out = [extra[0], *rows]
    for row in extra[1:]:
        out.insert(lot.randrange(2, len(out) + 1), row)
    return out


def _headless(_lot: random.Random, rows: Rows) -> Rows:
    """Take the header away."""
    return rows[1:] if len(rows) > 3 else rows


MUTATIONS: tuple[Callable[[random.Random, Rows], Rows], ...] = (_swapped, _shifted, _merged, _broken, _titled, _headless)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(integers(0, 10**9), integers(1, 3), sampled_from(("csv", "xlsx", "utf-16", "cp1256", "misread")))
def test_rows_in_are_rows_out_whatever_is_done_to_the_file(seed: int, times: int, way: str) -> None:
    lot = random.Random(seed)
    _, rows = a_list(lot)
    for _ in range(times):
        rows = lot.choice(MUTATIONS)(lot, rows)
    if way == "xlsx":
        data = workbook([list(row) for row in rows])
    elif way == "misread":
        data = (
            as_csv(rows).encode().decode(lot.choice(("latin-1", "cp1256", "mac_roman")), "replace").encode()
        )
    else:
        data = as_csv(rows).encode("utf-8" if way == "csv" else way, "replace")
    try:
        table = read_table(data)
    except ReadError:
        return  # in words, and nothing is written
    assert not missing(table, rows), (rows, table)


@pytest.mark.parametrize(
    "case", [pytest.param(one, id=one.name) for one in cases("read") if "text" in one.said]
)
def test_no_case_loses_a_row(case: object) -> None:
    said = case.said  # type: ignore[attr-defined]
    data = content(said)
    try:
        table = read_table(data)
    except ReadError:
        return
    if table.kind == "csv":
        numbers = accounted(table)
        assert numbers == list(range(1, len(numbers) + 1)), "a row is missing between"
