"""What reading a list found: as English sentences, and as JSON values."""

from collections.abc import Mapping

from parley.lists.read import FIELDS, Column, ParsedList, ReadError, codes_of_sex, letter

_SENTENCES = {
    "empty_file": "the file is empty.",
    "too_large": "the file has {bytes} bytes; at most {most} are read.",
    "not_a_table": "row {row} is not delimited text.",
    "broken_file": "the workbook is damaged, or not what its name says. Open it in a spreadsheet program and save it again.",
    "zip_bomb": "unpacked, the workbook would take more than {most} bytes, or far more than a list does.",
    "too_many_parts": "the workbook has {parts} parts; at most {most} are read.",
    "too_many_columns": "the list has {columns} columns; at most {most} are read.",
    "too_many_cells": "its cells lie over a wider field than {most} cells.",
    "too_many_rows": "the list has more than {most} rows.",
    "encrypted": "the workbook is locked with a password. Save it without one.",
    "nul_bytes": "a zero byte stands at place {at}: this is not text. Save it as CSV (UTF-8) or XLSX.",
    "odd_encoding": "the text is in no encoding that is known here. Save it as UTF-8.",
    "no_sheet": "no visible sheet holds anything.",
    "no_header": "no header was found in the first twenty rows. Name the columns with --map name=A,father=B.",
    "no_name_column": "none of the {columns} columns looks like names. Say which it is with --map name=COLUMN.",
    "map_unknown_field": "the map names a field “{field}”; there are: " + ", ".join(FIELDS) + ".",
    "map_unknown_column": "the map wants column {column} for {field}; there is none.",
    "side_by_side": "two lists stand side by side, or two people in each row: the headings begin anew in column {column}. Put one under the other, or say the columns of one with --map name=COLUMN.",
    "headings_in_column": "the headings stand one under the other, in column {column}. Turn the list so that each person has a row: copy it, and paste it transposed.",
    "two_columns": "columns {column} and {other} are both headed as the {field}, and hold different people's. Say which it is with --map {field}={column}, or change the other's heading.",
    "stacked": "row {row} begins another table, and which of its columns holds the names cannot be told. Save each table as a file of its own, or give both the same headings.",
    "hidden_sheet": "no visible sheet holds a list; the hidden sheet “{sheet}” holds one of {people} people. Unhide it, or save the sheet that you mean as a file of its own.",
    "not_names": "{rows} names hold signs that no name has: the text was read in a wrong code page before it came here, and cannot be set right. Export the list again as XLSX or CSV in UTF-8.",
    "wrong_kind": "this is neither CSV, XLSX, XLS nor ODS.",
    "no_table": "this is a web page or XML, and no table in it holds anything; {lines} lines of text stand outside tables. Put the list into a table, or open it in a spreadsheet program and save it as XLSX.",
    "labels_in_cells": "column {column} holds the name and more in one cell, each behind a word for it ({people} rows: “Name: …, Father: …”). Divide it into a column for each.",
    "names_of_others": "the only names stand in column {column}, “{heading}”, which is about somebody else than the people of the list. If they are the people's, say so with --map name={column}, or change the heading to “Name”.",
    "no_heading": "column {column} has no heading and holds names: fathers, or a second person in each row. Give it a heading, or put the second people into rows of their own; --map name=COLUMN reads the columns that it names and no others.",
    "person_in_lines": "each person stands in several lines, the headings before them in column {column} (the name is said {people} times). Make it a table with one heading for each column and one row for each person.",
    "nobody": "nobody stands in this list: it has {rows} rows under its header, and no name in them.",
    "reader_died": "reading it broke the program that reads lists. Save it anew as XLSX or CSV and try again.",
    "reader_memory": "reading it took more than 4 GB of memory. Save the list alone, anew, as XLSX or CSV and try again.",
    "reader_time": "reading it took more than 10 minutes. Save it anew as XLSX or CSV and try again.",
    "reader_busy": "this machine has no room for a process that reads it. End other programs and try again.",
    "taken_by_contents": "no header was found; {column} was taken for the names by what it holds. See --show-map, or say it with --map.",
    "people_on_other_sheets": "other sheets hold {count} more people, and were not read: the list was taken from sheet “{sheet}”. Save each sheet that you mean as a file of its own.",
    "people_on_hidden_sheets": "hidden sheets hold {count} more people, and were not read: the list was taken from sheet “{sheet}”.",
    "columns_hidden": "hidden columns in which something stands: {count} ({unseen}); they were read like the others",
    "sex_not_known": "people whose sex is a code of which nothing tells the meaning: {count} ({codes}). It was compared with nothing. Write the words (m, f), or the meaning into the heading: Sex (1=m, 2=f).",
    "rows_hidden": "hidden or filtered rows: {count}; they were read like the others",
    "columns_rival": "columns that say by their headings what another was taken for, and were not read: {count}. See --show-map, or say it with --map.",
    "tables_stacked": "tables under one another: {count}; each was read by its own header",
    "rows_mended": "rows with more cells than columns, or broken over lines, that were put right: {count}. Look at them.",
    "ids_not_unique": "people who share their id with another: {count}; in the answer their rows cannot be told apart by it",
    "ids_rounded": "ids or register numbers whose last figures were lost before they came here: {count}. Export them as text.",
    "text_mended": "cells that were read in a wrong code page before they came here, and were set right: {count}. Look at them.",
    "text_mirrored": "cells that stood mirrored, from their end, and were turned: {count}. Look at them.",
    "letters_lost": "cells in which a program put a sign for a letter that it could not write: {count}. Export the list again as XLSX or CSV in UTF-8.",
    "columns_not_understood": "columns that hold names, and whose heading does not tell whose: {count} ({columns}). They were not read; where no other column says the father, nobody there is matched without people. Say what they are with --map, or change the heading.",
    "name_by_content": "the names were taken from column {column} by what it holds: its heading does not say so. See --show-map, or say it with --map.",
    "name_of_whom": "the names were taken from column {column}, whose heading may mean somebody else than the people of the list. See --show-map, or say it with --map.",
    "cells_unread": "people in whose rows something stands in a column without a heading, which was not read: {count}. Look whether it is another person.",
    "fathers_below": "people whose father was taken from the name in the row below theirs: {count}. Look at them.",
    "fathers_in_brackets": "people whose father was taken from the brackets behind the name: {count}. Look at them.",
    "numbers_for_fathers": "people with a number where the father should stand, which was left out: {count}",
    "tables_joined": "tables that go on with the one before, and were read as one list with it: {count}",
    "lines_outside": "lines of text that stand in no table and were not read: {count}. Look whether people are among them.",
    "rows_elsewhere": "filled rows on other sheets or in other tables that were not read: {count}",
    "ids_formulas": "ids in the answer that a spreadsheet would take for formulas: {count}. They are written as they are; open the file as text, or ask for .xlsx or .ods.",
    "same_file": "both lists say the same, row for row: everybody was compared with themselves. Was the same file given twice?",
    "aside": "{rows} rows of both lists have no line in the answer; each stands there with the reason",
    "learned": "the two lists spell by different rules, learned from {names} names that fit: {letters}",
    "answered": "of {people} people {match} are matched, {review} wait for review, {none} are not held as far as the names say",
    "why_header": "by its heading",
    "why_header_and_content": "by its heading, and {percent} % of its cells look like it",
    "why_content": "by its contents: {percent} % of its cells look like it",
    "why_chosen": "chosen",
    "why_section": "from the rows that stand over others",
    "note_province_carried": "provinces taken from a row that stands over others: {count}",
    "rows_blank": "blank rows: {count} ({rows})",
    "rows_total": "rows with totals: {count} ({rows})",
    "rows_page_header": "page headings: {count} ({rows})",
    "rows_section": "rows that stand over others: {count} ({rows})",
    "rows_repeated_header": "repeated headers: {count} ({rows})",
    "rows_second_header": "headers of other tables below: {count} ({rows})",
    "rows_tags": "tags under the header: {count} ({rows})",
    "rows_continued": "rows that go on with the one above: {count} ({rows})",
    "rows_ragged": "rows whose cells fit no columns: {count} ({rows}); they stand in the answer for review",
    "rows_signature": "rows that sign the list: {count} ({rows})",
    "rows_struck": "rows that are struck through: {count} ({rows}); they were not read",
    "why_not_understood": "it holds names, and its heading does not tell whose",
    "why_rival": "another column says the same",
    "rows_no_name": "rows without a name: {count} ({rows}); they stand in the answer for review",
}  # fmt: skip


def sentence(code: str, numbers: Mapping[str, str | int]) -> str:
    """Return the sentence for ``code``; the code itself where there is none, so that nothing is hidden."""
    return _SENTENCES.get(code, code).format_map(dict(numbers))


# Notes that people are told of, in this order.
_TOLD = ("columns_not_understood", "name_by_content", "name_of_whom", "cells_unread", "fathers_below", "fathers_in_brackets", "numbers_for_fathers", "tables_joined", "lines_outside", "text_mended", "text_mirrored", "letters_lost", "people_on_other_sheets", "people_on_hidden_sheets", "sex_not_known", "columns_hidden", "rows_hidden", "tables_stacked", "columns_rival", "rows_mended", "ids_not_unique", "ids_rounded")  # fmt: skip


def notes(table: ParsedList) -> list[str]:
    """Return what is to be said of how a list was read, as sentences."""
    found = dict(table.notes)
    elsewhere = sum(one.code in ("other_sheet", "hidden_sheet") for one in table.aside)
    name = next((column for column in table.columns if column.field in ("name", "surname")), None)
    numbers = {
        "sheet": table.sheet,
        "column": _named(name) if name else "",
        "columns": ", ".join(_named(column) for column in table.columns if column.why == "not_understood"),
        "unseen": ", ".join(_named(column) for column in table.columns if column.hidden),
        "codes": ", ".join(codes_of_sex(table.rows)),
    }
    said = [sentence(code, {**numbers, "count": found[code]}) for code in _TOLD if found.get(code)]
    return [*said, sentence("rows_elsewhere", {"count": elsewhere})] if elsewhere else said


def _named(column: Column) -> str:
    """Return a column's heading as it may stand in a sentence, or its letter."""
    heading = "".join(c for c in column.header if c.isprintable())[:60]
    return f"{letter(column.index)}, “{heading}”" if heading else letter(column.index)


def refusal(error: ReadError) -> str:
    """Return why a list cannot be read, as a sentence."""
    in_lines = error.code == "headings_in_column" and int(error.numbers.get("people", 1)) > 1
    return sentence("person_in_lines" if in_lines else error.code, error.numbers)


def left_out(table: ParsedList) -> dict[str, list[int]]:
    """Return the numbers of the rows that hold nobody, by the code that says why."""
    kinds: dict[str, list[int]] = {}
    for row in table.rows:
        if row.problem:
            kinds.setdefault(row.problem, []).append(row.number)
    return dict(sorted(kinds.items()))


def as_json(name: str, table: ParsedList) -> dict[str, object]:
    """Return how a list was read, as JSON values."""
    return {
        "file": name,
        "kind": table.kind,
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "columns": [
            {
                "header": c.header,
                "field": c.field,
                "why": c.why,
                "share": round(c.share, 4) if c.share >= 0 else None,
                "hidden": c.hidden,
            }
            for c in table.columns
        ],
        "map": table.mapping(),
        "notes": dict(table.notes),
        "rows": len(table.rows),
        "people": sum(row.problem is None for row in table.rows),
        "left_out": left_out(table),
        "aside": [[one.sheet, one.number, one.code] for one in table.aside],
    }
