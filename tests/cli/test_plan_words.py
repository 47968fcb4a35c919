"""Every code of the planner has its sentence, and no sentence is without its code."""

import re
from pathlib import Path

import pytest

from parley import plan
from parley.cli import plan_words

PROCEDURE = {"acts.py", "rules.py", "state.py"}  # their sentences are web/words'
SOURCE = "".join(
    path.read_text("utf-8") for path in Path(plan.__file__).parent.glob("*.py") if path.name not in PROCEDURE
)
CODES = set(re.findall(r'"([a-z_0-9]+)"', SOURCE))


@pytest.mark.parametrize("table", ["FILE_FAULTS", "FAULTS", "REASONS", "LIMITS"])
def test_no_sentence_is_without_its_code(table: str) -> None:
    assert getattr(plan_words, table).keys() <= CODES


def test_every_code_has_its_sentence() -> None:
    said = set(re.findall(r'\.add\([^"]*(?:"[^"]*"|path[^,]*), "([a-z_0-9]+)"', SOURCE))
    said |= set(re.findall(r'FileFault\([^,]*, "([a-z_0-9]+)"', SOURCE))
    assert said
    assert said <= plan_words.FILE_FAULTS.keys()
    assert set(re.findall(r' Fault\("[a-z ]+", "([a-z_]+)"', SOURCE)) <= plan_words.FAULTS.keys()
    assert set(re.findall(r'[rR]eason\(\s*"([a-z_]+)"', SOURCE)) <= plan_words.REASONS.keys() | {
        "plan_file_wrong"
    }
