"""Every code of the matcher has its words in all four languages."""

import re
from pathlib import Path

from parley.cli.match_words import WORDS
from parley.lists import match
from parley.lists.match.weigh import MEASURES

SOURCE = "".join(path.read_text("utf-8") for path in Path(match.__file__).parent.glob("*.py"))


def test_the_four_languages_have_words_for_the_same_codes() -> None:
    assert len({frozenset(table) for table in WORDS.values()}) == 1


def test_every_remark_and_every_part_beside_the_names_has_words() -> None:
    remarks = set(re.findall(r'Remark\(\s*"([a-z_]+)"', SOURCE)) | {"no_name"}
    fields = {"father", "grandfather", *re.findall(r'^        \("([a-z_]+)", ', SOURCE, re.MULTILINE)}
    names = {"differs", "missing_left", "missing_right", "same_title", "order"}
    assert {"title_dropped", "near_twin", "twin_left", "twin_right", "nobody"} <= remarks
    assert {"province", "birth_year"} <= fields
    assert "same_title" in MEASURES
    assert WORDS["en"].keys() >= remarks | names | fields
