"""HTML and the XML of Excel 2003, called .xls by what wrote them: tables are read, nothing in them is run, fetched or expanded."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis.strategies import lists, sampled_from, text

from parley.lists.read import ParsedList, ReadError, read_table

ROWS = "<tr><th>Name</th><th>نام پدر</th><th>Province</th></tr><tr><td>Gul Agha</td><td>میر</td><td>Kunar</td></tr>"


def people(table: ParsedList) -> list[dict[str, str]]:
    return [dict(row.fields) for row in table.rows if row.problem is None]


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


GUL = {"name": "Gul Agha", "father": "میر", "province": "Kunar"}


@pytest.mark.parametrize(
    "data",
    [
        page(f"<table>{ROWS}</table>"),
        f"\ufeff\r\n  <TABLE border=1>{ROWS.upper().replace('GUL AGHA', 'Gul Agha').replace('KUNAR', 'Kunar')}</TABLE>".encode(),
        f"<table>{ROWS}</table>".encode("utf-16"),
        page("<table><tr><th>Name<th>نام پدر<th>Province<tr><td>Gul&nbsp;Agha<td>میر<td>Kunar"),
        page(f"<!-- <table><tr><td>name<td>x</table> --><script>document.write('<table>')</script><table>{ROWS}</table>"),
        page(f"<!--[if gte mso 9]><xml><x:Name>a</x:Name></xml><![endif]--><![if !x]><table>{ROWS}</table><![endif]>"),
        page(ROWS.join(("<table>", "</table>")).replace("<td>Gul Agha", "<td class=\"a>b\" style='x:y'>  <p>Gul<br>Agha</p>")),
        page(f"<table><tr><td>Menu</td><td><table>{ROWS}</table></td></tr></table>"),  # laid out by tables
        page("<table><tr><td>Total pages</td><td>3</td></tr></table>" + f"<table>{ROWS}</table>"),
    ],
)  # fmt: skip
def test_a_list_is_found_however_the_page_is_written(data: bytes) -> None:
    table = read_table(data, "list.xls")
    assert (table.kind, people(table)) == ("html", [GUL])


def test_what_a_page_says_of_its_encoding_is_taken_if_it_can_be() -> None:
    rows = ROWS.replace("میر", "حاجي کريم").translate(str.maketrans("یک", "يك"))
    arabic = f'<meta http-equiv=Content-Type content="text/html; charset=windows-1256"><table>{rows}</table>'
    table = read_table(arabic.encode("cp1256", "replace"))
    assert people(table)[0]["father"] == "حاجي كريم"
    assert table.notes == (("encoding_cp1256", 1),)
    for said in ("utf-7", "unicode_escape", "rot13", "idna", "windows-1256", "utf-8"):
        lies = f'<meta charset="{said}"><table>{ROWS}</table>'
        assert people(read_table(lies.encode())) == [GUL]


def test_cells_over_several_rows_hold_for_each_and_keep_the_others_in_their_place() -> None:
    body = (
        "<table><tr><td colspan=3>List of prisoners</td></tr><tr><th>Province</th><th>Name</th><th>Father</th></tr>"
        "<tr><td rowspan='2'>Kunar</td><td>Gul Agha</td><td>Mir</td></tr><tr><td>Karim Shah</td><td>Omar</td></tr>"
        "<tr><td>Khost</td><td>Wali Jan</td></tr><tr><td></td><td>Zmaray</td><td>Lal Gul</td></tr></table>"
    )
    assert people(read_table(page(body))) == [
        {"province": "Kunar", "name": "Gul Agha", "father": "Mir"},
        {"province": "Kunar", "name": "Karim Shah", "father": "Omar"},
        {"province": "Khost", "name": "Wali Jan"},
        {"name": "Zmaray", "father": "Lal Gul"},
    ]


EXCEL_2003 = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>Clerk</Author></DocumentProperties>
 <Styles><Style ss:ID="s21"><NumberFormat ss:Format="Short Date"/></Style></Styles>
 <Worksheet ss:Name="Notes"><Table><Row><Cell><Data ss:Type="String">Prepared by the office</Data></Cell></Row></Table></Worksheet>
 <Worksheet ss:Name="لست &amp; نور"><Table ss:ExpandedColumnCount="4" ss:ExpandedRowCount="6">
  <Column ss:Width="80"/>
  <Row ss:Index="2"><Cell ss:MergeAcross="3" ss:StyleID="s21"><Data ss:Type="String">List of prisoners</Data></Cell></Row>
  <Row><Cell><Data ss:Type="String">نام</Data></Cell><Cell><Data ss:Type="String">ولد</Data></Cell><Cell/><Cell><Data ss:Type="String">Date of birth</Data></Cell></Row>
  <Row ss:Index="5"><Cell><Data ss:Type="String">Gul Agha</Data><Comment ss:Author="x"><ss:Data>not his name</ss:Data></Comment></Cell>
   <Cell ss:Index="4" ss:StyleID="s21"><Data ss:Type="DateTime">1984-05-25T00:00:00.000</Data></Cell></Row>
  <Row><Cell ss:Formula="=CALL(&quot;x&quot;)"><Data ss:Type="String">Karim &lt;Shah&gt;</Data></Cell><Cell><ss:Data ss:Type="String"><B>Omar</B></ss:Data></Cell></Row>
 </Table></Worksheet>
</Workbook>"""


def test_the_xml_of_excel_2003_is_read_with_its_gaps() -> None:
    table = read_table(EXCEL_2003.encode(), "list.xls")
    assert (table.kind, table.sheet, table.header_rows[-1]) == ("xml", "لست & نور", 3)
    assert [(row.number, row.problem) for row in table.rows] == [(4, "blank"), (5, None), (6, None)]
    assert people(table) == [{"name": "Gul Agha", "birth_year": "1984-05-25"}, {"name": "Karim <Shah>", "father": "Omar"}]  # fmt: skip


def test_nothing_declared_is_expanded_and_nothing_named_is_fetched() -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = "<table><tr><th>Name<th>Father</tr><tr><td>Gul &lol2; &f; Agha<img src='http://invalid.invalid/x'><td>=HYPERLINK(1)</table>"
    (found,) = people(read_table(f"{laughs}{body}".encode()))
    assert found == {"name": "Gul &lol2; &f; Agha", "father": "=HYPERLINK(1)"}


DEEP = "<table><tr><td>" * 30
HARM = {
    "tables in tables": (DEEP + ROWS, "broken_file"),
    "a cell over a million columns": ("<table><tr><td colspan=1000000>name", "too_many_columns"),
    "a million cells in a row": ("<table><tr>" + "<td>x" * 2_000, "too_many_columns"),
    "a row far down": ('<workbook><table><row ss:Index="99999999"><cell>', "too_many_rows"),
    "cells that reach a million rows down": ("<table><tr><td colspan=1000 rowspan=999999>name" + "<tr>" * 21_000, "too_many_cells"),
    "nul": ("<table><tr><td>na\0me", "nul_bytes"),
    "no names": ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "no_name_column"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARM)
def test_markup_that_means_harm_is_refused_by_code(name: str) -> None:
    body, code = HARM[name]
    with pytest.raises(ReadError) as refused:
        read_table(f"<html>{body}".encode())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<a '", '<a "', "<a \"' ", "<!--", "<!", "<script>", "&#", "&#x1", "</td", "<td", "<b>", "&", "<table>", "<a x='\"' "],
)  # fmt: skip
def test_no_piece_of_markup_makes_reading_slower_than_its_length(piece: str) -> None:
    """Twice as much takes about twice the time: four times would be a square, sixteen times as much shows it."""

    def seconds(count: int) -> float:
        data = ("<html><table><tr><th>name<th>father<tr><td>" + piece * count).encode()
        begun = time.process_time()
        with contextlib.suppress(ReadError):
            read_table(data)
        return time.process_time() - begun

    few, many = max(seconds(2_000), 0.002), seconds(32_000)
    assert many < 80 * few, (few, many)


def test_a_number_too_long_for_a_letter_is_left_out() -> None:
    body = f"<table><tr><th>Name<th>Father<tr><td>Gul&#{'9' * 6_000};Agha&#xD800;<td>Mir&#0;"
    (found,) = people(read_table(page(body)))
    assert found["name"].startswith("Gul Agha")
    assert found["father"].encode()


@settings(deadline=None)
@given(lists(sampled_from(["<table>", "</table>", "<tr>", "<td>", "<td rowspan=3 colspan=2>", "</td>", "<th>", "name", "Gul Agha", "<!--", "-->", "<", ">", "'", '"', "&amp;", "<Row ss:Index='4'>", "<Cell ss:Index='3'/>", "<script>", "</script>"]) | text(max_size=4)))  # fmt: skip
def test_no_markup_breaks_the_reader(pieces: list[str]) -> None:
    data = ("<html>" + "".join(pieces)).encode("utf-8", "ignore")
    try:
        table = read_table(data)
    except ReadError:
        return
    assert [row.number for row in table.rows] == list(
        range(table.rows[0].number, table.rows[0].number + len(table.rows)) if table.rows else []
    )
