"""Every CSV that leaves: no cell of it is a formula, but for the ids of a match, which are never altered and are told of."""

import csv
import io
import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

import parley
from parley.cli import lists_aside, lists_write
from parley.lists import spreadsheet
from parley.lists.spreadsheet import is_formula, no_formula

SOURCE = Path(parley.__file__).parent
OURS = re.compile(r"(?:\A|(?<=[;\t|]))'(?=['\u0020\u00a0\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


@given(st.text(alphabet="=+-@'\t\r\n;| ＝Ahmad1") | st.text())
@example("Ahmad;=HYPERLINK(1)")
def test_no_cell_is_a_formula_and_each_can_be_had_back(cell: str) -> None:
    written = no_formula(cell)
    for piece in (written, *re.split(r"[;|]", written)):
        assert not piece.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert OURS.sub("", written) == cell  # an apostrophe of its own is told from one of ours
    assert is_formula(cell) == (written != cell)


def test_csv_is_written_in_one_place() -> None:
    """A second writer would be a second guard, or none: so the two came to differ over full width signs and semicolons."""
    wanted = re.compile(r"\bcsv\.(?:writer|DictWriter)\b|\bfrom csv import\b")
    writes = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if wanted.search(file.read_text("utf-8"))
    }
    assert writes == {"lists/spreadsheet.py"}


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode())))


def test_a_row_that_stands_aside_is_named_by_a_sheet_whose_name_is_no_formula() -> None:
    (_, row) = cells(lists_aside.written([("＝cmd.csv", "=SUM!7", "blank")]))
    assert row == ["'＝cmd.csv", "'=SUM!7", "blank"]


def test_an_answer_gives_ids_as_they_are_and_nothing_else() -> None:
    """An id is data for programs; what is said of it quotes the other side's words."""
    (_, row) = cells(lists_write.write([("=1", "-2", 1, 0.5, "match", "name: x;=1+1")], ".csv", "en"))
    assert row == ["=1", "-2", "1", "0.5000", "match", "name: x;'=1+1"]


def test_a_column_that_is_not_called_exact_is_guarded() -> None:
    assert spreadsheet.written(("a", "b"), [("=1", "=2")], exact=("a",)) == "a,b\n=1,'=2\n"
