"""What a list officer brings: columns about somebody else, people beside people, fathers in other places, lines that are nobody."""

import struct
import time
from contextlib import suppress

import pytest

from parley.lists.match import Rows, match
from parley.lists.model import RESTRICTED
from parley.lists.names.several import several
from parley.lists.read import ParsedList, ReadError, read_table, xls
from parley.lists.read.headings import field_of, guess_field
from parley.lists.read.others import ANOTHER, of_another
from tests.lists.read.test_read import workbook
from tests.lists.read.test_shown import _record, ods, row, sheet
from tests.lists.read.test_ugly import read
from tests.lists.read.test_workbooks_quadratic import zipped


@pytest.mark.parametrize("heading", [
    "Your name", "Your full name", "Name of guarantor", "guarantorName", "reporter/name", "Relative's name", "Detainee's lawyer name", "Lawyer of the detainee",
    "Name of person who is reporting", "Name (guarantor)", "Witness first name", "نام وکیل محبوس", "د بندي د وکیل نوم", "اسم قريب السجين", "اسمك", "Ваше имя", "Nom de l'avocat",
])  # fmt: skip
def test_a_name_of_somebody_else_is_not_the_prisoners(heading: str) -> None:
    assert field_of(heading)[0] in (ANOTHER, "other") or of_another(heading, "name")
    assert field_of(heading)[0] != "name"


@pytest.mark.parametrize("heading", [
    "Name", "Name of detainee", "Full name of the prisoner", "Name of your prisoner", "Name of your detained brother", "Name of missing son", "Name (to be filled in by relatives)",
    "Name of the person in your custody", "نام محبوس", "د بندي نوم", "اسم السجين", "Имя задержанного", "Name of accused", "person/name",
])  # fmt: skip
def test_the_prisoners_own_name_is_theirs(heading: str) -> None:
    assert field_of(heading)[0] == "name"


@pytest.mark.parametrize("heading", ["Your province", "Guarantor's province", "Your age", "Witness tazkira no", "Guarantor's father", "Your father's name"])  # fmt: skip
def test_nothing_else_of_somebody_else_is_the_prisoners(heading: str) -> None:
    assert field_of(heading)[0] in ("other", "")


@pytest.mark.parametrize("heading", ["Father/Guardian", "Father / Husband name", "Father or husband", "W/O - S/O", "S/o, D/o", "So/Do/Wo", "Walad", "Place of capture by commander"])  # fmt: skip
def test_who_may_stand_instead_of_the_father_takes_nothing_from_him(heading: str) -> None:
    assert field_of(heading)[0] in ("father", "captured_at")


def test_a_column_of_wives_is_no_fathers() -> None:
    assert field_of("W/O")[0] == field_of("W/O, H/O")[0] == "other"


def test_who_is_asked_is_told_the_column_and_its_heading() -> None:
    with pytest.raises(ReadError) as refused:
        read("No,Your name,Province\n1,Rahim Shah,Kunar\n2,Aslam Khan,Zabul\n")
    assert (refused.value.code, refused.value.numbers) == (
        "names_of_others",
        {"column": "B", "heading": "Your name"},
    )
    assert [row.fields["name"] for row in read_table(b"No,Your name\n1,Rahim Shah\n2,Aslam Khan\n", "", {"name": "B"}).rows] == ["Rahim Shah", "Aslam Khan"]  # fmt: skip


def test_people_beside_people_in_a_workbook_are_refused_with_the_place() -> None:
    beside: list[list[object]] = [["Name", "Father", "", ""], ["Zarghun Safi", "Mir Alam", "Toryal Hotak", "Sher Agha"], ["Gul Agha", "Nur Gul", "Samandar Noori", "Gul Ahmad"]]  # fmt: skip
    with pytest.raises(ReadError) as refused:
        read_table(workbook(beside))
    assert (refused.value.code, refused.value.numbers["column"]) == ("no_heading", "C")


def test_one_person_beside_another_is_said() -> None:
    one: list[list[object]] = [["Name", "Father", "", ""]]
    one += [["Zarghun Safi", "Mir Alam", "", ""] for _ in range(5)]
    one += [["Gul Agha", "Nur Gul", "Samandar Noori", "Gul Ahmad"]]
    assert dict(read_table(workbook(one)).notes)["cells_unread"] == 1


def test_names_that_are_not_understood_stay_with_who_has_them() -> None:
    """The matcher sees them, and what never leaves its holder holds them."""
    table = read("Name,Blood ties\nZarghun Safi,Mir Alam\nToryal Hotak,Sher Agha\nSamandar Noori,Gul Ahmad\n")
    assert [c.why for c in table.columns] == ["header_and_content", "not_understood"]
    assert [one["other"] for one in table.people()] == ["Mir Alam", "Sher Agha", "Gul Ahmad"]
    assert "other" in RESTRICTED


def test_a_tribe_that_many_share_is_not_taken_for_a_father() -> None:
    rows = "".join(
        f"{name},Kharoti\n"
        for name in ("Zarghun Safi", "Toryal Hotak", "Samandar Noori", "Gul Agha", "Nur Gul", "Mir Jan")
    )
    table = read("Name,Clan\n" + rows)
    assert all("other" not in one for one in table.people())


def test_where_the_father_is_known_a_strange_column_is_said_and_holds_nobody_back() -> None:
    left = read("id,name,father,Blood ties\nL1,Zarghun Safi,Mir Alam,Rahim Shah\nL2,Toryal Hotak,Sher Agha,Aslam Khan\n")  # fmt: skip
    right = read("id,name,father\nR1,زرغون صافی,میر عالم\nR2,توریال هوتک,شیر آغا\n")
    assert dict(left.notes)["columns_not_understood"] == 1
    found = match(Rows.of(left.people()), Rows.of(right.people())).candidates
    assert [one.decision for one in found if one.rank == 1] == ["match", "match"]


def struck_ods(style: str, cell: str) -> ParsedList:
    styles = f'<style:style style:name="ce1" style:family="table-cell">{style}</style:style>'
    return read_table(ods(sheet(row("No", "Name"), row("1", cell), row("2", "Toryal Hotak")), styles=styles))


LINE = '<style:text-properties style:text-line-through-style="solid"/>'


@pytest.mark.parametrize(("style", "cell", "people"), [
    (LINE, '<table:table-cell table:style-name="ce1"><text:p>Zarghun Safi</text:p></table:table-cell>', 1),
    (LINE, '<table:table-cell><text:p><text:span text:style-name="ce1">Zarghun Safi</text:span></text:p></table:table-cell>', 1),
    (LINE, '<table:table-cell><text:p>Zarghun <text:span text:style-name="ce1">Sapi</text:span> Safi</text:p></table:table-cell>', 2),
    (LINE.replace("solid", "none"), '<table:table-cell table:style-name="ce1"><text:p>Zarghun Safi</text:p></table:table-cell>', 2),
])  # fmt: skip
def test_a_line_through_a_name_in_ods_takes_the_row_off(style: str, cell: str, people: int) -> None:
    table = struck_ods(style, cell)
    assert sum(row.problem is None for row in table.rows) == people
    assert [row.problem for row in table.rows if row.problem] == ["struck"] * (2 - people)


def test_a_line_through_a_cell_of_an_old_workbook_is_seen() -> None:
    begin = _record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12))
    fonts = b"".join(_record(0x31, struct.pack("<HH", 200, 0x08 * (n == 4)) + bytes(12)) for n in range(5))
    styles = b"".join(_record(0xE0, struct.pack("<HH", font, 0) + bytes(16)) for font in (0, 5))
    end, size = _record(0x0A, b""), len(_record(0x85, struct.pack("<IHBB", 0, 0, 4, 0) + b"List"))
    at = len(begin + fonts + styles + end) + size
    name = _record(0x85, struct.pack("<IHBB", at, 0, 4, 0) + b"List")
    cells = _record(0xFD, struct.pack("<HHHI", 1, 1, 1, 0)) + _record(0xFD, struct.pack("<HHHI", 2, 1, 0, 0))
    found = xls._shapes(
        begin + fonts + styles + name + end + _record(0x809, struct.pack("<HH", 0x600, 16) + bytes(12)) + cells + end
    )  # fmt: skip
    assert found["List"].struck == {(1, 1)}


def test_every_line_outside_a_table_stands_aside() -> None:
    page = "<html><title>x</title><body><p>Nangyal <b>Wardak</b></p>a<table><caption>Of May</caption><tr><th>Name<th>Father<tr><td>Gul Agha<td>Mir</table><pre>Toryal\nSamandar</pre><script>no</script>"
    table = read_table(page.encode())
    assert [(one.sheet, one.number, one.said) for one in table.aside if one.code == "outside"] == [
        ("text", 1, "Nangyal Wardak"), ("text", 2, "a"), ("text", 3, "Of May"), ("text", 4, "Toryal"), ("text", 5, "Samandar"),
    ]  # fmt: skip


def test_a_list_within_a_table_for_layout_is_still_the_list() -> None:
    inner = "<table><tr><th>Name<th>Father<tr><td>Gul Agha<td>Mir<tr><td>Zmaray<td>Lal</table>"
    page = f"<html><body><table><tr><td>Menu<td>{inner}</table>"
    assert [one["name"] for one in read_table(page.encode()).people()] == ["Gul Agha", "Zmaray"]


@pytest.mark.parametrize("text", ["Ahmad Karimi احمد کریمی", "احمد کریمی / Ahmad Karimi", "Ahmad احمد Karimi کریمی", "Ahmad Karimi\nاحمد کریمی"])  # fmt: skip
def test_a_name_in_two_scripts_is_two_spellings(text: str) -> None:
    found = several(text)
    assert {found.name, *found.spellings} == {"Ahmad Karimi", "احمد کریمی"}
    assert (found.aliases, found.unlike) == ((), False)


def test_a_byname_in_the_other_script_is_no_spelling() -> None:
    assert several("Zarghun Safi (قوماندان)").spellings == ()
    assert several("Zarghun Safi مشهور په اشرف").unlike is False


@pytest.mark.parametrize(("name", "text"), [
    ("xl/styles.xml", b"<styleSheet><fonts>" + b"<font><strike" * 40_000),
    ("xl/styles.xml", b"<styleSheet>" + b"<fonts " * 40_000),
    ("xl/worksheets/sheet1.xml", b'<worksheet><c s="1"' + b' s="1"' * 40_000),
])  # fmt: skip
def test_styles_that_never_end_are_looked_through_once(name: str, text: bytes) -> None:
    began = time.process_time()
    with suppress(ReadError):
        read_table(zipped(name, text))
    assert time.process_time() - began < 3


@pytest.mark.parametrize("piece", ["Name (", "Gul)", "S/O ", "1 (", "Prepared by ", "(Gul ", "Your "])
def test_no_cell_makes_reading_slower_than_its_length(piece: str) -> None:
    def seconds(count: int) -> float:
        data = ("Name,Father\n" + f"{piece * count},{piece * count}\nGul Agha,Mir\n").encode()
        began = time.process_time()
        with suppress(ReadError):
            read_table(data)
        return time.process_time() - began

    few, many = max(seconds(1_000), 0.002), seconds(16_000)
    assert many < 80 * few, (few, many)


@pytest.mark.parametrize("heading", ["Ward", "Valid", "Radar", "Patent", "Cedar"])
def test_a_word_a_slip_away_from_a_short_one_is_no_father(heading: str) -> None:
    assert guess_field(heading)[0] == ""


def test_a_table_of_the_same_people_again_does_not_go_on_with_the_one_before() -> None:
    head, one, two = "<tr><th>Name<th>Father", "<tr><td>Gul Agha<td>Mir", "<tr><td>Zmaray<td>Lal"
    again = read_table(f"<html><table>{head}{one}{two}</table><table>{head}{one}</table>".encode())
    assert [len(again.rows), dict(again.notes)["people_on_other_sheets"]] == [2, 1]
    more = read_table(f"<html><table>{head}{one}</table><table>{head}{two}</table>".encode())
    assert [row.problem for row in more.rows] == [None, "repeated_header", None]


def test_whoever_comes_after_the_signers_of_a_page_is_a_person() -> None:
    rows = [f"{name},," for name in ("Gul Agha", "Nur Gul", "Mir Jan", "Zmaray Lal", "Karim Jan")]
    table = read("Name,Father,Province\nZarghun Safi,Mir Alam,Kunar\nPrepared by:,,\n" + "\n".join(rows) + "\nToryal Hotak,Sher Agha,Zabul\n")  # fmt: skip
    assert [row.problem for row in table.rows] == [None, "section", *["signature"] * 3, None, None, None]
