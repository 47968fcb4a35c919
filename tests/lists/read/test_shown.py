"""What a sheet shows is what is read: zeros that a format adds, merged cells, hidden rows and sheets, in each kind of workbook."""

import io
import struct
import zipfile

import pytest

from parley.lists.read import ParsedList, ReadError, read_table, xls
from parley.lists.read.model import Shape
from parley.lists.read.numbers import is_rounded, number_text, pads, shown

_OFFICE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
)


def ods(*tables: str, styles: str = "", manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
        body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}"
        book.writestr(
            "content.xml", f"{_OFFICE}{body}</office:spreadsheet></office:body></office:document-content>"
        )
    return out.getvalue()


def row(*cells: str, more: str = "") -> str:
    said = "".join(
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {more}>{said}</table:table-row>"


def number(value: str, seen: str) -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{seen}</text:p></table:table-cell>'


def sheet(*rows: str, name: str = "List", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


HEAD = row("ID", "Name", "Father")


def people(table: ParsedList) -> list[tuple[str, ...]]:
    return [tuple(one.get(field, "") for field in ("id", "name", "father")) for one in table.people()]


@pytest.mark.parametrize(("value", "code", "seen"), [
    (12, "0000000", "0000012"), (12, "000-0000", "000-0012"), (12, '"K-"0000', "K-0012"), (7, r"\A00", "A07"),
    (1234567, "000-0000", "123-4567"), (12345678, "000-0000", "1234-5678"), (5, "[Red]000;[Blue]-000", "005"),
])  # fmt: skip
def test_a_number_shows_what_its_format_adds(value: int, code: str, seen: str) -> None:
    assert shown(value, code) == seen


@pytest.mark.parametrize(
    "code", ["General", "0", "0.00", "#,##0", "yyyy-mm-dd", "0%", "@", "", "0.00E+00", "#", '"x']
)
def test_other_formats_leave_a_number_as_it_is(code: str) -> None:
    assert not pads(code)


def test_a_long_number_keeps_all_figures_that_are_written() -> None:
    assert number_text("1.001400020300405E+18") == "1001400020300405000"
    assert (number_text("12.0"), number_text("3.50"), number_text("1e400"), number_text("x")) == ("12", "3.5", "1e400", "x")  # fmt: skip
    assert is_rounded("1.001400020300405E+18")
    assert not is_rounded("140001234567890")


def test_cells_of_ods_keep_their_lines_zeros_and_merged_values() -> None:
    father = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Mir<text:line-break/>Alam</text:p></table:table-cell>'
    table = read_table(
        ods(sheet(
            HEAD, row(number("12", "0000012"), "Zarghun</text:p><text:p>Safi", father),
            row(number("24", "0000024"), "Toryal<text:tab/>Safi", "<table:covered-table-cell/>"),
            row(number("1.5E+18", "1.5E+18"), "Samandar<text:s text:c='2'/>Noori", "Gul"),
        ))
    )  # fmt: skip
    assert people(table) == [
        ("0000012", "Zarghun Safi", "Mir Alam"),
        ("0000024", "Toryal Safi", "Mir Alam"),
        ("1500000000000000000", "Samandar Noori", "Gul"),
    ]
    assert dict(table.notes)["ids_rounded"] == 1


def test_hidden_rows_and_sheets_of_ods_are_said() -> None:
    hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    first = sheet(
        HEAD,
        row("1", "Zarghun Safi", "Mir"),
        row("2", "Toryal Hotak", "Sher", more='table:visibility="filter"'),
    )
    second = sheet(HEAD, row("3", "Gulab Popal", "Omar"), name="More", more='table:style-name="ta2"')
    table = read_table(ods(first, second, styles=hidden))
    assert people(table) == [("1", "Zarghun Safi", "Mir"), ("2", "Toryal Hotak", "Sher")]
    assert {"rows_hidden": 1, "people_on_hidden_sheets": 1}.items() <= dict(table.notes).items()
    assert [(one.sheet, one.number, one.code) for one in table.aside] == [("List", 1, "header"), ("More", 1, "hidden_sheet"), ("More", 2, "hidden_sheet")]  # fmt: skip
    with pytest.raises(ReadError) as refused:
        read_table(ods(second, styles=hidden))
    assert (refused.value.code, refused.value.numbers) == ("hidden_sheet", {"sheet": "More", "people": 1})


def test_a_row_of_ods_that_repeats_counts_as_often_and_empty_ones_only_between_others() -> None:
    table = read_table(
        ods(sheet(
            HEAD, row("", more='table:number-rows-repeated="2"'), row("7", "Zarghun Safi", "Mir", more='table:number-rows-repeated="2"'),
            row("", more='table:number-rows-repeated="1048000"'),
        ))
    )  # fmt: skip
    assert [(one.number, one.problem) for one in table.rows] == [
        (2, "blank"),
        (3, "blank"),
        (4, None),
        (5, None),
    ]
    assert dict(table.notes)["ids_not_unique"] == 2


@pytest.mark.parametrize(("data", "code"), [
    (ods(sheet(HEAD), manifest="<manifest:encryption-data/>"), "encrypted"),
    (ods(sheet(HEAD) + "<broken"), "broken_file"),
    (ods(sheet(HEAD, row("1", "Zarghun Safi", "Mir", more='table:number-rows-repeated="99999999"'))), "too_many_rows"),
])  # fmt: skip
def test_an_ods_that_means_harm_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_table(data)
    assert refused.value.code == code


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def test_an_old_workbook_says_hidden_rows_and_formats() -> None:
    globals_ = _record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12))
    formats = _record(0x41E, struct.pack("<HHB", 164, 7, 0) + b"0000000")
    styles = _record(0xE0, struct.pack("<HH", 0, 0) + bytes(16)) + _record(
        0xE0, struct.pack("<HH", 0, 164) + bytes(16)
    )
    name = _record(0x85, struct.pack("<IHBB", 0, 0, 4, 0) + b"List")
    end = _record(0x0A, b"")
    at = len(globals_ + formats + styles + name + end)
    name = _record(0x85, struct.pack("<IHBB", at, 0, 4, 0) + b"List")
    rows = _record(0x208, struct.pack("<HHHHHHHH", 3, 0, 4, 255, 0, 0, 0x20, 15))
    rows += _record(0x7D, struct.pack("<6H", 1, 2, 2560, 15, 1, 0))  # hidden
    rows += _record(0x7D, struct.pack("<6H", 4, 4, 0, 15, 0, 0))  # of no width
    rows += _record(0x7D, struct.pack("<6H", 5, 5, 2560, 15, 0, 0))  # shown
    cells = (
        _record(0x27E, struct.pack("<HHHI", 1, 0, 1, 50))
        + _record(0xBD, struct.pack("<HHHIHIH", 2, 0, 1, 50, 0, 54, 1))
        + _record(0x203, struct.pack("<HHHd", 4, 0, 0, 7.0))
    )
    sheet_ = _record(0x809, struct.pack("<HH", 0x600, 16) + bytes(12)) + rows + cells + end
    found = xls._shapes(globals_ + formats + styles + name + end + sheet_)
    assert found == {
        "List": Shape(
            frozenset({3}), {(1, 0): "0000000", (2, 0): "0000000"}, hidden_columns=frozenset({1, 2, 4})
        )
    }


def test_hidden_columns_of_ods_are_counted_and_named_and_give_way() -> None:
    """A column that is repeated stands for several; one that is hidden and empty is not said."""
    described = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/><table:table-column/>'
        '<table:table-column table:visibility="filter" table:number-columns-repeated="3"/>'
    )
    rows = (row("ID", "Name", "Father", "Father"), row("A1", "Zarghun Safi", "Sher Agha", "Mir Alam"), row("A2", "Toryal Hotak", "Gul Ahmad", "Sher Agha"))  # fmt: skip
    table = read_table(ods(sheet(described, *rows)))
    assert people(table) == [("A1", "Zarghun Safi", "Mir Alam"), ("A2", "Toryal Hotak", "Sher Agha")]
    assert dict(table.notes)["columns_hidden"] == 1
    assert [column.hidden for column in table.columns] == [False, False, True, False]


def test_columns_that_are_shown_are_not_called_hidden() -> None:
    table = read_table(ods(sheet("<table:table-column/>", HEAD, row("A1", "Zarghun Safi", "Mir Alam"))))
    assert "columns_hidden" not in dict(table.notes)
