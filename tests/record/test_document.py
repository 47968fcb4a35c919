"""docs/record-format.md shows what the program makes: remake its examples with python -m tests.record.test_document."""

import json
import re
from pathlib import Path

from parley.cli.record_words import FAULTS, GAPS
from tests.record.vectors.make import FILE

PAGE = Path(__file__).parents[2] / "docs/record-format.md"
MADE = json.loads(FILE.read_text("utf-8"))


def entry() -> str:
    members = re.sub(r',"(?=[a-z]+":)', ',\n    "', MADE["entries"][0])
    return "    " + members


def note() -> str:
    return "\n".join("    " + line if line else "" for line in MADE["checkpoint"]["note"].splitlines())


def table(rows: dict[str, str]) -> str:
    return "\n".join(f"| `{code}` | {said.format('…')} |" for code, said in rows.items())


def words() -> str:
    rows = [f"| {lang} | {' '.join(said)} |" for lang, said in MADE["words"].items()]
    return "\n".join(["| `00017f80feff…` in | |", "|---|---|", *rows])


EXAMPLES = {
    "@@ENTRY@@": entry,
    "@@NOTE@@": note,
    "@@FAULTS@@": lambda: table(FAULTS),
    "@@GAPS@@": lambda: table(GAPS),
    "@@WORDS@@": words,
}


def test_the_page_shows_what_the_program_makes() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name, made in EXAMPLES.items() if made() not in page] == []


def test_the_example_without_its_line_breaks_is_the_entry() -> None:
    assert entry()[4:].replace("\n    ", "") == MADE["entries"][0]


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    for name, made in EXAMPLES.items():
        text = text.replace(name, made())
    PAGE.write_text(text, "utf-8")
