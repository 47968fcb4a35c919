"""Text as it comes: torn quotes and letters, encodings taken for others, columns apart by blanks."""

from pathlib import Path

import pytest

from parley.lists.read import ParsedList, read_table

FIXTURES = Path(__file__).parent / "fixtures"


def read(text: str, encoding: str = "utf-8") -> ParsedList:
    return read_table(text.encode(encoding))


def said(table: ParsedList) -> list[dict[str, str]]:
    return [dict(row.fields) for row in table.rows if row.problem is None]


@pytest.mark.parametrize("name", ["utf16be_pipes.txt", "twice.csv"])
def test_text_is_read_that_was_written_twice_or_big_end_first(name: str) -> None:
    assert [row["name"] for row in said(read_table((FIXTURES / name).read_bytes()))] == ["حاجي محمد نذير احمدزي", "عبدالرحمن", "فقير زاده شينواري"]  # fmt: skip


def test_a_torn_letter_makes_no_other_encoding_and_french_is_no_arabic() -> None:
    torn = "نام,ولایت\nعبدالکریم,کابل\nنذیر احمد,خوست\nگل آغا,کنر".encode()[:-1]
    assert [row["name"] for row in said(read_table(torn))] == ["عبدالکریم", "نذیر احمد", "گل آغا"]
    french = read("No;Name;Province\n1;Mahméd Nazîr Ahmadzaï;Kaboul\n", "cp1252")
    assert said(french)[0]["name"] == "Mahméd Nazîr Ahmadzaï"


@pytest.mark.parametrize(
    ("row", "name"),
    [('2,"Zmaray,Lal', "Zmaray"), ('2,Zmaray "Gul,Lal', 'Zmaray "Gul'), ('2,"Zmaray" Gul,Lal', "Zmaray Gul")],
)
def test_a_quote_that_never_closes_swallows_nobody(row: str, name: str) -> None:
    table = read(f'No,Name,Father\n1,"Abdul\nKarim",Gul\n{row}\n3,Jan,Mir\n4,"Wali",Nur\n')
    assert [one["name"] for one in said(table)] == ["Abdul Karim", name, "Jan", "Wali"]


def test_a_quote_that_closes_a_line_later_swallows_nobody() -> None:
    table = read('No,Name,Father\n1,"Karim,Gul\n2,"Jan",Mir\n3,Wali,Nur\n')
    assert [one["name"] for one in said(table)] == ["Karim", "Jan", "Wali"]
    table = read('No,Name,Father\n1,"Karim,Gul\n2,"Jan,Mir\n3,Wali,Nur\n')
    assert [one["name"] for one in said(table)] == ["Karim", "Jan", "Wali"]


@pytest.mark.parametrize("between", ["   ", " - ", " – "])
def test_columns_may_lie_apart_by_blanks_or_dashes(between: str) -> None:
    rows = (("Name", "Father", "Province"), ("Abdul Karim", "Gul", "Kabul"), ("Nazir Ahmad", "Nur", "Khost"))
    assert said(read("\n".join(map(between.join, rows))))[1] == {"name": "Nazir Ahmad", "father": "Nur", "province": "Khost"}  # fmt: skip


def test_a_cell_of_brackets_alone_takes_no_longer_than_another() -> None:
    table = read("Name,Province\nKarim," + "(" * 100_000 + "a\n")
    assert said(table)[0]["name"] == "Karim"
