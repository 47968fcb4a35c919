"""Reading: lists as they come, and files that mean harm."""

import contextlib
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis.strategies import binary, text

from parley.lists.read import ReadError, days, read_table, years
from parley.lists.read.headings import field_of
from parley.lists.read.places import province

FIXTURES = Path(__file__).parent / "fixtures"


def workbook(rows: list[list[object]], far: tuple[int, int] | None = None) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    sheet = workbook.add_worksheet()
    for k, row in enumerate(rows):
        sheet.write_row(k, 0, row)
    if far:
        sheet.write_string(*far, "far")
    workbook.close()
    return out.getvalue()


@pytest.mark.parametrize("name", ["two_line.xlsx", "libreoffice.xlsx", "libreoffice.xls", "libreoffice.ods"])
def test_one_list_reads_alike_from_every_writer(name: str) -> None:
    table = read_table((FIXTURES / name).read_bytes(), name)
    assert (table.sheet, table.header_rows) == ("لست", (3, 4))
    assert [c.field for c in table.columns] == [
        None,
        "name",
        "father",
        "birth_year",
        "province",
        "captured_on",
        "register_number",
    ]
    assert [(row.number, row.problem) for row in table.rows] == [
        (5, None),
        (6, None),
        (7, None),
        (8, None),
        (9, "blank"),
        (10, "total"),
    ]
    assert table.rows[0].fields["name"] == "حاجی محمد نذیر احمدزی"
    assert table.rows[2].fields["province"] == "Kabul"


@pytest.mark.parametrize("name", ["ministry.xlsx", "ministry.xls", "ministry.ods", "ministry.html"])
def test_a_ministrys_sheet_is_read_with_its_habits(name: str) -> None:
    """Titles over all columns, "ولد" and "ولدیت" for fathers, a father in the column of names, sums, pages, a signature."""
    table = read_table((FIXTURES / name).read_bytes(), name)
    assert [c.field for c in table.columns][1:8] == ["name", "father", "grandfather", "age", "province", "district", "captured_on"]  # fmt: skip
    kinds = [(row.number, row.problem) for row in table.rows if row.problem]
    assert kinds == [(10, "total"), (11, "page_header"), (12, "repeated_header"), (14, "blank"), (15, "total"), (16, "no_name")]  # fmt: skip
    said = {row.number: row.fields for row in table.rows if not row.problem}
    assert (said[6]["grandfather"], said[6]["birth_year"]) == ("عبدالله", "age 35")
    assert (said[8]["name"], said[8]["father"], said[8]["captured_on"]) == ("عبدالرحمن", "رحیم", "2018-09-03")
    assert years(said[13]["birth_year"], days(said[13]["captured_on"])) == (1964, 1972)  # 50 in Ramadan 1439


def test_a_heading_may_say_it_in_two_scripts_and_numbers_of_rows_are_no_ages() -> None:
    table = read_table("Ser\tFull Name نام مکمل\tF/Name\tGrand F/Name\tD.O.B\n1\tGul Agha Safi\tAli\tOmar\t1984\n2\tMirwais Zadran\tWali\tNabi\t1990\n".encode())  # fmt: skip
    assert [c.field for c in table.columns] == [None, "name", "father", "grandfather", "birth_year"]
    bare = read_table(b"1;Gul Agha Safi;Kabul\n2;Abdul Karim Noori;Khost\n3;Mirwais Zadran;Kunar\n")
    assert [c.field for c in bare.columns] == [None, "name", "province"]


def test_formulas_read_as_saved_and_a_header_on_page_two_is_known() -> None:
    table = read_table((FIXTURES / "formulas.xlsx").read_bytes())
    kinds = Counter(row.problem for row in table.rows)
    assert kinds == {None: 30, "repeated_header": 1}
    assert {row.fields["province"] for row in table.rows if row.problem is None} == {"Kabul"}
    assert table.rows[0].fields["birth_year"] == "age 20"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("google.csv", "utf-8"), ("excel_utf16.txt", "utf-16"), ("windows_1256.csv", "cp1256")],
)
def test_text_is_read_in_any_encoding(name: str, encoding: str) -> None:
    table = read_table((FIXTURES / name).read_bytes())
    assert table.notes == ((f"encoding_{encoding}", 1),)
    assert [row.fields["name"] for row in table.rows] == [
        "حاجي محمد نذير احمدزي",
        "عبدالرحمن",
        "فقير زاده شينواري",
    ]


@pytest.mark.parametrize(("head", "field"), [
    ("Name", "name"), ("نام", "name"), ("نوم", "name"), ("الاسم الكامل", "name"), ("د پلار نوم", "father"), ("نام پدر", "father"), ("اسم الأب", "father"),
    ("Father's Name", "father"), ("د نیکه نوم", "grandfather"), ("ولایت", "province"), ("المحافظة", "province"), ("ولسوالۍ", "district"), ("د زېږېدو کال", "birth_year"),
    ("Date of birth", "birth_year"), ("سنة الميلاد", "birth_year"), ("Name / نام", "name"), ("تاریخ گرفتاری", "captured_on"), ("د نیولو ځای", "captured_at"), ("جنس", "sex"), ("Place held", "place_held"),
])  # fmt: skip
def test_headings_are_known_in_four_languages(head: str, field: str) -> None:
    assert field_of(head)[0] == field


def test_columns_without_headings_are_known_by_what_they_hold() -> None:
    table = read_table(
        "Gul Agha Safi;Kabul;1984\nAbdul Karim Noori;خوست;1360\nMirwais Zadran;Kunar;1370\n".encode()
    )
    assert [(c.field, c.why) for c in table.columns] == [
        ("name", "content"),
        ("province", "content"),
        ("birth_year", "content"),
    ]
    assert len(table.rows) == 3


def test_a_map_overrides_and_a_wrong_one_is_refused() -> None:
    data = b"a,b\nGul Agha Safi,Kabul\n"
    assert read_table(data, "", {"name": "a", "captured_at": "B"}).rows[0].fields == {
        "name": "Gul Agha Safi",
        "captured_at": "Kabul",
    }
    for bad, code in (
        ({"name": "zz"}, "map_unknown_column"),
        ({"nom": "a"}, "map_unknown_field"),
        ({"father": "a"}, "no_name_column"),
    ):
        with pytest.raises(ReadError, match=code):
            read_table(data, "", bad)


@pytest.mark.parametrize(("written", "first", "last"), [
    ("1360", "1981-03-21", "1982-03-20"), ("۱۳۶۰", "1981-03-21", "1982-03-20"), ("15 سنبله 1397", "2018-09-06", "2018-09-06"), ("1399/1/3", "2020-03-22", "2020-03-22"),
    ("25 May 2018", "2018-05-25", "2018-05-25"), ("2018-05-25", "2018-05-25", "2018-05-25"), ("1938; 1939", "1938-01-01", "1939-12-31"), ("1981-85", "1981-01-01", "1985-12-31"),
])  # fmt: skip
def test_dates_are_intervals_in_three_calendars(written: str, first: str, last: str) -> None:
    from datetime import date

    found = days(written)
    assert found is not None
    for got, want in zip(found, (first, last), strict=True):
        assert abs(got - date.fromisoformat(want).toordinal()) <= 1


def test_about_widens_and_an_age_counts_from_capture() -> None:
    assert years("حدود 1360") == (1979, 1984)
    assert years("35 ساله") is None
    assert years("35 ساله", days("1 حمل 1397")) == (1979, 1987)
    assert years("nothing") is None


@pytest.mark.parametrize(("a", "b"), [("Hilmand", "هلمند"), ("Helmand", "هيلمند"), ("Kandahar", "قندهار"), ("Sar-e-Pul", "سرپل"), ("Paktya", "ولایت پکتیا"), ("Maidan Wardak", "وردګ".replace("ګ", "ک"))])  # fmt: skip
def test_provinces_are_one_in_any_spelling(a: str, b: str) -> None:
    assert province(a) == province(b) is not None


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as workbook:
        workbook.writestr("xl/workbook.xml", "<workbook/>")
        workbook.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * 40_000_000)
    return out.getvalue()


def _ods_bomb() -> bytes:
    out = io.BytesIO()
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    with zipfile.ZipFile(out, "w") as workbook:
        workbook.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        workbook.writestr("content.xml", f'<office:document-content><table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table></office:document-content>')  # fmt: skip
    return out.getvalue()


def _far_xls() -> bytes:
    """A workbook of LibreOffice, its last record of a cell moved to the far corner."""
    data = bytearray((FIXTURES / "libreoffice.xls").read_bytes())
    at = data.rindex(b"\xfd\x00\x0a\x00")  # LABELSST
    data[at + 4 : at + 8] = (65_535).to_bytes(2, "little") + (255).to_bytes(2, "little")
    return bytes(data)


HARM = {
    "empty": (b"", "empty_file"),
    "blanks": (b" \r\n ", "empty_file"),
    "nul": (b"name,father\nGul\0 Agha,x\n", "nul_bytes"),
    "zip bomb": (_bomb(), "zip_bomb"),
    "a million by a million": (workbook([["name"]], (1_048_575, 16_383)), "too_many_columns"),
    "old workbook, far corner": (_far_xls(), "too_many_cells"),
    "ods that repeats": (_ods_bomb(), "too_many_columns"),
    "csv of a million columns": (b"name" + b",x" * 1_000_000, "too_many_columns"),
    "torn zip": (workbook([["name"], ["Gul Agha"]])[:900], "broken_file"),
    "a zip of something else": (b"", ""),
    "pdf": (b"%PDF-1.7 and so on", "wrong_kind"),
    "a page without a table": (b"<html><body><p>name</p></body></html>", "no_table"),
    "a page of frames": (b"<html><frameset><frame src='sheet001.htm'></frameset></html>", "no_table"),
    "a page in one file": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "wrong_kind"),
    "rtf": (b"{\\rtf1 name}", "wrong_kind"),
    "old office, torn": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken_file"),
    "numbers only": (b"1,2\n3,4\n", "no_name_column"),
}
with zipfile.ZipFile(_other := io.BytesIO(), "w") as _zip:
    _zip.writestr("hello.txt", "hello")
HARM["a zip of something else"] = (_other.getvalue(), "wrong_kind")


@pytest.mark.parametrize("name", HARM)
def test_files_that_cannot_be_read_are_refused_by_code(name: str) -> None:
    data, code = HARM[name]
    with pytest.raises(ReadError) as refused:
        read_table(data, "list.xlsx")
    assert refused.value.code == code


def test_the_extension_is_never_trusted() -> None:
    assert read_table(workbook([["name", "father"], ["Gul Agha", "Mir"]]), "list.csv").kind == "xlsx"


@given(binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        read_table(data)


@settings(deadline=None)
@given(binary(max_size=60))
def test_no_damage_to_a_workbook_breaks_the_reader(patch: bytes) -> None:
    _damaged("two_line.xlsx", patch)


@pytest.mark.parametrize("said", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x09"])
@pytest.mark.parametrize("at", [0, 4])
def test_an_old_workbook_that_says_it_is_huge_is_refused_before_room_is_made_for_it(
    at: int, said: bytes
) -> None:
    data = bytearray((FIXTURES / "libreoffice.xls").read_bytes())
    span = data.index(b"\x00\x02\x0e\x00") + 4  # the record of the first sheet that says what it spans
    data[span + at : span + at + 4] = said
    data[span + 8 : span + 12] = b"\x00\x00\x02\x00"  # columns 0 and 1
    with pytest.raises(ReadError):
        read_table(bytes(data))


@settings(deadline=None)
@given(binary(max_size=60))
def test_no_damage_to_an_old_workbook_breaks_the_reader(patch: bytes) -> None:
    _damaged("libreoffice.xls", patch)


@settings(deadline=None)
@given(binary(max_size=60))
def test_no_damage_to_an_open_document_breaks_the_reader(patch: bytes) -> None:
    _damaged("libreoffice.ods", patch)


def _damaged(name: str, patch: bytes) -> None:
    data = bytearray((FIXTURES / name).read_bytes())
    at = (len(patch) * 97 + sum(patch) * 31) % (len(data) - 60)
    data[at : at + len(patch)] = patch
    with contextlib.suppress(ReadError):
        read_table(bytes(data))


@given(text(max_size=300))
def test_no_text_breaks_the_reader_and_rows_in_are_rows_out(written: str) -> None:
    try:
        table = read_table(
            ("name,father\nGul Agha,Mir\n" + written.replace("\0", "")).encode("utf-8", "ignore")
        )
    except ReadError:
        return
    assert [row.number for row in table.rows] == sorted(row.number for row in table.rows)


def said(text: str) -> list[dict[str, str]]:
    return [dict(row.fields) for row in read_table(text.encode()).rows if row.problem is None]


def test_a_date_under_a_heading_of_capture_is_no_birth() -> None:
    text = "Detainee,,Capture,\nName,Father,Date,Remarks\nAbdul Wali,Gul Mir,1397/5/12,\nZmaray Khan,Lal Gul,12 Asad 1396,\n"
    assert [row.get("captured_on") for row in said(text)] == ["1397/5/12", "12 Asad 1396"]
    assert not any(
        "birth_year" in row for row in said("Name,Date\nAbdul Wali,2018-03-02\nKarim Shah,2017-01-05\n")
    )


def test_one_father_in_two_scripts_is_no_grandfather() -> None:
    row = said("Name,Father,نام پدر\nWahid Ahmad,Nabi,نبی\nKarim Shah,Omar,عمر\n")[0]
    assert row == {"name": "Wahid Ahmad", "father": "Nabi"}


def test_without_headings_the_first_names_are_the_persons() -> None:
    text = "B-101,Rahmatullah,Hamidullah Khan,Kunar\nB-102,Esmatullah,Abdul Ghani,Khost\nB-103,Naqibullah,Fazal Karim,Logar\n"
    assert [row["name"] for row in said(text)] == ["Rahmatullah", "Esmatullah", "Naqibullah"]


@pytest.mark.parametrize(
    ("cell", "name", "father"),
    [
        ("نرگس پوپل بنت غلام نبی", "نرگس پوپل", "غلام نبی"),
        ("نرگس دختر غلام نبی", "نرگس", "غلام نبی"),
        ("Nargis bint Ghulam Nabi", "Nargis", "Ghulam Nabi"),
        ("محمد نذیر د ګل میر زوی", "محمد نذیر", "ګل میر"),
        ("نرګس د غلام نبي لور", "نرګس", "غلام نبي"),
        ("نذیر خوږزوی", "نذیر خوږزوی", None),
        ("د ګل میر زوی", "د ګل میر زوی", None),
    ],
)
def test_a_father_stands_in_the_column_of_names(cell: str, name: str, father: str | None) -> None:
    (row,) = said(f"نام,ولایت\n{cell},خوست\n")
    assert (row["name"], row.get("father")) == (name, father)


def test_a_column_of_sentences_is_taken_apart() -> None:
    text = "لیست محبوسین پلچرخی\n۱- عبدالرحیم ولد محمد عمر مسکونه لوگر\n۲- گل آغا ولد نیک محمد مسکونه پکتیا\n۳- نامعلوم\n"
    table = read_table(text.encode())
    assert [row.problem for row in table.rows] == ["page_header", None, None, "no_name"]
    assert dict(table.rows[1].fields) == {"name": "عبدالرحیم", "father": "محمد عمر", "province": "لوگر"}
