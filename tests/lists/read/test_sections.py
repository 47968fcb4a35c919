"""A province that stands alone in a row goes to the people under it, and to nobody else."""

import io

import pytest
import xlsxwriter

from parley.lists.read import ParsedList, read_table

HEAD = "No,Name,Father,Age,Province\n"


def provinces(table: ParsedList) -> list[tuple[str, str | None]]:
    return [(row.fields["name"], row.fields.get("province")) for row in table.rows if row.problem is None]


def read(text: str, **mapping: str) -> ParsedList:
    return read_table(text.encode(), "", mapping or None)


def ministry() -> bytes:
    """A title, a header of two lines, sections merged over all columns, a header on each page, sums."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    sheet = workbook.add_worksheet("محبوسین")
    wide = workbook.add_format({"align": "center"})
    sheet.merge_range(0, 0, 0, 4, "لست محبوسین ولایات جنوب", wide)
    head = ("شماره", "نام", "ولد", "سن", "تاریخ گرفتاری")
    people = iter([(1, "گل آغا", "میر", 30, "1397/5/12"), (2, "کریم شاه", "عمر", 41, ""), (1, "ولی جان", "نبی", 22, "1398/1/3"), (2, "زمری", "لعل گل", 35, "")])  # fmt: skip
    rows: list[tuple[object, ...] | str] = [head, "ولایت کندهار", next(people), "", next(people), ("", "جمله", "", 2, ""), "د هلمند ولایت:", head, next(people), next(people)]  # fmt: skip
    for at, row in enumerate(rows, 1):
        if isinstance(row, str) and row:
            sheet.merge_range(at, 0, at, 4, row, wide)
        elif row:
            sheet.write_row(at, 0, row)
    workbook.close()
    return out.getvalue()


def test_a_ministrys_sections_go_to_their_people() -> None:
    table = read_table(ministry())
    assert provinces(table) == [("گل آغا", "کندهار"), ("کریم شاه", "کندهار"), ("ولی جان", "هلمند"), ("زمری", "هلمند")]  # fmt: skip
    assert [row.number for row in table.rows] == list(range(3, 12))  # rows in are rows out
    kinds = [row.problem for row in table.rows]
    assert kinds == ["section", None, "blank", None, "total", "section", "repeated_header", None, None]
    (carried,) = [column for column in table.columns if column.field == "province"]
    assert (carried.why, carried.header) == ("section", "ولایت کندهار")
    assert ("province_carried", 4) in table.notes


def test_what_the_rows_over_others_say_is_no_column_to_be_saved() -> None:
    table = read_table(ministry())
    again = read_table(ministry(), "", table.mapping())
    assert "province" not in table.mapping()
    assert provinces(again) == provinces(table)


def test_a_filled_cell_overrides_the_section() -> None:
    table = read(
        f"{HEAD}Kandahar:,,,,\n1,Gul Agha,Mir,30,\n2,Karim Shah,Omar,41,Zabul\n3,Wali Jan,Nabi,22,-\n"
    )
    assert provinces(table) == [("Gul Agha", "Kandahar"), ("Karim Shah", "Zabul"), ("Wali Jan", "Kandahar")]
    assert ("province_carried", 2) in table.notes
    assert [c.why for c in table.columns if c.field == "province"] == ["header_and_content"]


@pytest.mark.parametrize(
    "row",
    [
        "Kandahar:,,,,", ",Kandahar :,,,", "Province: Kandahar,,,,", "Province,Kandahar,,,", "KANDAHAR PROVINCE,,,,", "*** Kandahar ***,,,,",
        "1. Province of Kandahar (12 persons),,,,", ",,,,Kandahar:", "ولایت کندهار,,,,", "ولایت: قندهار,,,,", "د کندهار ولایت بندیان,,,,", "محبوسین ولایت کندهار:,,,,",
        "محافظة قندهار,,,,", "كندهار,,,,", "List of prisoners from Kandahar:,,,,", "Qandahar Prov.,12,,,",
    ],
)  # fmt: skip
def test_a_province_is_known_however_it_stands_there(row: str) -> None:
    table = read(f"{HEAD}{row}\n1,Gul Agha,Mir,30,\n")
    assert [one.problem for one in table.rows] == ["section", None]
    (found,) = provinces(table)
    assert found[1] is not None
    from parley.lists.read import province

    assert province(found[1]) == "kandahar"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Escaped:,,,,", "section"),  # nobody knows from where they escaped
        ("Held by others,,,,", "no_name"),
        (",Total,,12,", "total"),
    ],
)
def test_what_stands_over_others_and_is_no_province_carries_nothing(row: str, problem: str) -> None:
    table = read(f"{HEAD}Kandahar:,,,,\n1,Gul Agha,Mir,30,\n{row}\n2,Karim Shah,Omar,41,\n")
    assert table.rows[2].problem == problem
    assert provinces(table) == [("Gul Agha", "Kandahar"), ("Karim Shah", None)]


def test_a_district_divides_its_province() -> None:
    table = read(f"{HEAD}ولایت کندهار,,,,\nولسوالی ارغنداب,,,,\n1,Gul Agha,Mir,30,\nPanjwayi District:,,,,\n2,Karim Shah,Omar,41,\n")  # fmt: skip
    assert [one for _, one in provinces(table)] == ["کندهار", "کندهار"]


@pytest.mark.parametrize(
    "row",
    [
        ",Farah,,,",  # a woman of whom no more is known
        ",Nimroz,,,",
        "7,,,,ولایت کندهار",  # somebody without a name, from Kandahar
        ",,,,Kandahar",
        "7,Kandahar Gul,,,",
        "7,Kandahari,,,",
        ",Khost Gul,,,",
    ],
)
def test_who_may_be_somebody_stands_over_nobody(row: str) -> None:
    table = read(f"{HEAD}{row}\n1,Gul Agha,Mir,30,\n")
    assert table.rows[0].problem in (None, "no_name")
    assert provinces(table)[-1] == ("Gul Agha", None)


def test_a_list_of_names_alone_takes_marked_sections_only() -> None:
    table = read("Name\nKandahar:\nGul Agha\nولایت خوست\nKarim Shah\nGhazni\nWali Jan\n")
    assert provinces(table) == [("Gul Agha", "Kandahar"), ("Karim Shah", "خوست"), ("Ghazni", "خوست"), ("Wali Jan", "خوست")]  # fmt: skip


def test_a_list_without_sections_is_as_it_was() -> None:
    table = read("Name,Father,Province\nGul Agha,Mir,Kandahar\nKarim Shah,Omar,\n")
    assert provinces(table) == [("Gul Agha", "Kandahar"), ("Karim Shah", None)]
    assert table.notes == (("encoding_utf-8", 1),)


def test_letters_as_pdf_files_have_them_are_read_as_the_letters_they_are() -> None:
    table = read("Name\nﻭﻻﻳﺖ ﻛﻨﺪﻫﺎﺭ\nGul Agha\nKarim Shah\n")
    assert provinces(table) == [("Gul Agha", "كندهار"), ("Karim Shah", "كندهار")]  # with the ك of the file
    assert table.rows[0].problem == "section"
