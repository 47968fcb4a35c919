"""What lists are like that nobody made for a program: heads of letters, misspelt headings, sentences in cells."""

from pathlib import Path

import pytest

from parley.lists.read import ParsedList, ReadError, days, read_table, years
from parley.lists.read.headings import field_of, guess_field
from parley.lists.read.places import within

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> ParsedList:
    return read_table((FIXTURES / name).read_bytes(), name)


def read(text: str, encoding: str = "utf-8") -> ParsedList:
    return read_table(text.encode(encoding))


def said(table: ParsedList) -> list[dict[str, str]]:
    return [dict(row.fields) for row in table.rows if row.problem is None]


@pytest.mark.parametrize("name", ["three_lines.xlsx", "three_lines.xls", "three_lines.ods"])
def test_a_header_of_three_lines_under_a_letters_head_is_found_and_notes_are_nobody(name: str) -> None:
    table = fixture(name)
    assert table.header_rows == (12, 13, 14)
    assert [c.field for c in table.columns] == [None, "name", "father", "age", "province", "district", "captured_on", None]  # fmt: skip
    assert [(row.number, row.problem) for row in table.rows] == [
        (15, None), (16, None), (17, "total"), (18, "page_header"), (19, "page_header"), (20, "page_header"), (21, "blank"),
    ]  # fmt: skip
    first = said(table)[0]
    assert years(first["birth_year"], days(first["captured_on"])) == (1986, 1995)  # 25-30 on 4 March 2018


def test_people_on_sheets_that_are_not_read_are_counted() -> None:
    table = fixture("provinces.xlsx")
    assert (table.sheet, len(said(table))) == ("Khost", 3)
    assert table.notes == (("sheets_passed_over", 3), ("people_on_other_sheets", 2))


def test_a_page_called_xls_in_an_arabic_encoding_is_read() -> None:
    table = fixture("page.xls")
    assert (table.kind, table.header_rows) == ("html", (1, 2))
    assert said(table)[0] == {"name": "عبد الله أحمد", "father": "أحمد", "province": "تعز", "captured_on": "12/3/2018"}  # fmt: skip


@pytest.mark.parametrize(("head", "field"), [
    ("Reg#", "register_number"), ("5- DOB (dd/mm/yyyy)", "birth_year"), ("Residence (District)", "district"), ("Arresting Date", "captured_on"), ("F.Name", "father"),
    ("اسم و تخلص", "name"), ("أسم الأب", "father"), ("د پلار نوم", "father"), ("S/O", "father"), ("Present Location", "place_held"), ("سکونت اصلی", "address"),
])  # fmt: skip
def test_headings_come_numbered_cut_short_and_in_brackets(head: str, field: str) -> None:
    assert field_of(head)[0] == field


@pytest.mark.parametrize(("head", "field"), [
    ("Nmae", "name"), ("Fathers Nmae", "father"), ("Provence", "province"), ("Distict", "district"), ("Date of Brith", "birth_year"), ("Date of Capure", "captured_on"),
    ("Nasim", ""), ("Father", "father"), ("ولايث", "province"),
])  # fmt: skip
def test_a_heading_may_be_one_slip_away(head: str, field: str) -> None:
    assert guess_field(head)[0] == field


def test_lists_side_by_side_and_turned_ones_are_refused() -> None:
    with pytest.raises(ReadError) as beside:
        read(
            "No,Name,Father,,No,Name,Father\n1,Abdul Karim,Gul,,3,Wali Jan,Sher\n2,Nazir,Nur,,4,Zmaray,Lal\n"
        )
    assert (beside.value.code, beside.value.numbers["column"]) == ("side_by_side", "E")
    for turned in (
        "Name,Abdul Karim,Nazir,Wali\nFather,Gul,Nur,Mir\nProvince,Kabul,Khost,Kunar\n",
        "Name:,Karim\nFather:,Gul\n,\nName:,Wali\nFather:,Nur\n",
    ):
        with pytest.raises(ReadError) as refused:
            read(turned)
        assert (refused.value.code, refused.value.numbers["column"]) == ("headings_in_column", "A")


def test_names_in_three_columns_are_one_and_the_map_says_so() -> None:
    text = "First Name,Middle Name,Last Name,Father First Name,Village,District\nAbdul,Karim,Safi,Gul,Shna,Paghman\n"
    table = read(text)
    assert said(table)[0] == {"name": "Abdul Karim Safi", "father": "Gul", "district": "Paghman"}
    assert table.mapping()["surname"] == "Middle Name + Last Name"
    assert said(read_table(text.encode(), "", table.mapping())) == said(table)


def test_register_numbers_that_look_like_years_are_no_births() -> None:
    table = read("1398,Abdul Karim,1360,Kabul\n1397,Nazir Ahmad,1362,Khost\n1401,Wali Jan,1371,Kunar\n")
    assert [row["birth_year"] for row in said(table)] == ["1360", "1362", "1371"]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Ahmad, son of Karim, from Panjwayi district of Kandahar province", ("Ahmad", "Karim", None, "Kandahar", "Panjwayi")),
        ("Gul Agha (son of Nur) Kabul", ("Gul Agha", "Nur", None, "Kabul", None)),
        ("گل آغا - ولد میر آغا - ولایت کنر", ("گل آغا", "میر آغا", None, "ولایت کنر", None)),
        ("احمد ولد کریم ولدیت جان", ("احمد", "کریم", "جان", None, None)),
        ("Karim, Abdul", ("Karim, Abdul", None, None, None, None)),
    ],
)  # fmt: skip
def test_a_sentence_in_a_cell_is_taken_apart(cell: str, found: tuple[str | None, ...]) -> None:
    (row,) = said(read(f'Name;Age\n"{cell}";30\n'))
    assert tuple(row.get(field) for field in ("name", "father", "grandfather", "province", "district")) == found  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Panjwayi, Kandahar", ("Kandahar", "Panjwayi")), ("ولسوالی پغمان ولایت کابل", ("کابل", "پغمان")), ("Paghman Kabul", ("Kabul", "Paghman")),
        ("Sar-e-Pul", ("Sar-e-Pul", "")), ("Kandahar province", ("Kandahar province", "")), ("Shna, Paghman", None),
    ],
)  # fmt: skip
def test_a_province_stands_beside_other_places(text: str, found: tuple[str, str] | None) -> None:
    assert within(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("early 1370s", (1991, 1996)), ("1360s", (1981, 1991)), ("دهه ۶۰", (1981, 1991)), ("late 1980s", (1985, 1989)), ("29646", (1981, 1981)),
        ("20180304", (2018, 2018)), ("1361؟", (1980, 1985)), ("123456", None),
    ],
)  # fmt: skip
def test_dates_come_as_decades_and_as_counted_days(text: str, found: tuple[int, int] | None) -> None:
    assert years(text) == found


def test_ages_come_as_ranges() -> None:
    on = days("2018-03-04")
    assert years("25-30", on) == years("از 25 تا 30 ساله".removeprefix("از "), on) == (1986, 1995)
    assert (
        years("35 سال", on) == years("35 کال", on) == years("35 y/o", on) == years("۳۵", on) == (1979, 1987)
    )


def test_a_governorate_that_no_table_has_may_stand_over_its_people() -> None:
    table = read("No,Name,Father,Age\nمحافظة صنعاء,,,\n1,احمد صالح,صالح,30\n")
    assert said(table)[0]["province"] == "صنعاء"
