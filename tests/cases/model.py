"""One case, and how it comes out."""

import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
FILES = HERE / "files"


@dataclass(frozen=True, slots=True)
class Case:
    """What one table of a TOML file says."""

    name: str
    kind: str
    said: Mapping[str, Any]

    @property
    def open(self) -> str:
        return str(self.said.get("open", ""))


@dataclass(frozen=True, slots=True)
class Outcome:
    """``word``: right, refused (in words, where that is right as well) or wrong; ``why``: what was found instead."""

    word: str
    why: str = ""


def cases(folder: str) -> Iterator[Case]:
    """Yield the cases of all tables in ``folder`` (read, match), in order of their files."""
    for path in sorted((HERE / folder).glob("*.toml")):
        for said in tomllib.loads(path.read_text("utf-8")).get("case", ()):
            yield Case(said["name"], said["kind"], said)


def outcome(found: list[str]) -> Outcome:
    """Return right, or wrong with all that was found."""
    return Outcome("wrong", " · ".join(found)) if found else Outcome("right")


def content(said: Mapping[str, Any]) -> bytes:
    """Return the bytes of the list that a case names."""
    if "file" in said:
        return (FILES / str(said["file"])).read_bytes()
    if "sheets" in said:
        return _xlsx(said["sheets"], said)
    if "repeat" in said:  # a text with one part many times: too large to stand in a table
        part, times = said["repeat"]
        return str(said["text"]).replace("…", part * times).encode()
    return misread(str(said["text"]), said).encode(str(said.get("encoding", "utf-8")))


def misread(text: str, said: Mapping[str, Any]) -> str:
    """Return a text as a program gave it that read it in a wrong code page, or from its end, line by line and cell by cell."""
    if "misread" in said:
        written, read = said["misread"]
        text = text.encode(written).decode(read, "replace")
    if said.get("mirrored"):
        text = "\n".join(
            ",".join(cell if cell.isascii() else cell[::-1] for cell in line.split(","))
            for line in text.split("\n")
        )
    return text


def _xlsx(sheets: Mapping[str, Any], case: Mapping[str, Any]) -> bytes:
    """Make a workbook: a sheet is its rows, or a table with ``rows``, ``hidden``, ``hidden_rows``, ``hidden_columns``, ``struck`` and ``merged`` ("A1:B2")."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, said in sheets.items():
        sheet = book.add_worksheet(name)
        about = said if isinstance(said, dict) else {"rows": said}
        formats = {
            column: book.add_format({"num_format": code}) for column, code in about.get("formats", {}).items()
        }
        for column, form in formats.items():
            sheet.set_column(f"{column}:{column}", 12, form)
        for at, row in enumerate(about["rows"]):
            sheet.write_row(at, 0, [misread(cell, case) if isinstance(cell, str) else cell for cell in row])
        for at in about.get("struck", ()):
            sheet.write_row(at - 1, 0, about["rows"][at - 1], book.add_format({"font_strikeout": True}))
        for at in about.get("hidden_rows", ()):
            sheet.set_row(at - 1, None, None, {"hidden": True})
        for column in about.get("hidden_columns", ()):
            sheet.set_column(f"{column}:{column}", None, None, {"hidden": True})
        for column, width in about.get("widths", {}).items():
            sheet.set_column(f"{column}:{column}", width)
        for area in about.get("merged", ()):
            first = area.partition(":")[0]
            column, line = ord(first[0]) - 65, int(first[1:]) - 1
            sheet.merge_range(area, about["rows"][line][column])
        if about.get("hidden"):
            sheet.hide()
        if about.get("shown"):
            sheet.activate()
            sheet.set_first_sheet()
    book.close()
    return out.getvalue()
