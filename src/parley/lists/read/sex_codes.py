"""Codes for somebody's sex: what a heading says that they mean, and those of which nothing tells it.

1 is a man on most lists and a woman on some: a code that nothing explains says nothing, and people are told so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from parley.letters import bare, digits
from parley.lists.names.sexes import sex_of
from parley.lists.read.model import Column, Row

_MOST = 5  # codes that are named
_LETTERS = 20  # of one
# "1=male, 2=female", "1- مرد 2- زن", "M: 1; F: 2": a code and a word with a sign between them, or a word alone behind its number.
_CODE_FIRST = re.compile(r"(?<!\w)(\d|[a-z])\s*(?:[=:\-–).>→]+\s*|\s+)([^\W\d_]+)")
_WORD_FIRST = re.compile(r"(?<!\w)([^\W\d_]+)\s*(?:[=:\-–(>→]+\s*|\s+)(\d|[a-z])(?!\w)")


def legend(heading: str) -> Mapping[str, str]:
    """Return what the codes of a column mean, as its heading says: code → m or f; nothing unless it tells of both."""
    said = digits(bare(heading))
    for pattern, code_at in ((_CODE_FIRST, 0), (_WORD_FIRST, 1)):
        pairs = [(found[code_at], sex_of(found[1 - code_at])) for found in pattern.findall(said)]
        told = {code: sex for code, sex in pairs if sex and not sex_of(code)}
        if set(told.values()) == {"m", "f"}:
            return told
    return {}


def legends(columns: Sequence[Column]) -> Mapping[str, str]:
    """Return what the codes in the column of sex mean."""
    return next((legend(column.header) for column in columns if column.field == "sex"), {})


def meant(said: str, told: Mapping[str, str]) -> str:
    """Return what a cell of the column of sex means: its word where the heading explains the code, else what it says."""
    return told.get(digits(bare(said)).strip(" .()[]").removesuffix(".0"), said) if told else said


def unknown(rows: Iterable[Row]) -> Mapping[str, int]:
    """Return what people's rows say for their sex that is no word for one: how many say each."""
    found: dict[str, int] = {}
    for row in rows:
        said = row.fields.get("sex", "")
        if said and row.problem is None and not sex_of(said):
            found[said] = found.get(said, 0) + 1
    return found


def codes_of_sex(rows: Iterable[Row]) -> list[str]:
    """Return the commonest of them, as they may stand in a sentence."""
    found = unknown(rows)
    first = sorted(found, key=lambda code: (-found[code], code))[:_MOST]
    return ["".join(c for c in code if c.isprintable())[:_LETTERS] for code in first]
