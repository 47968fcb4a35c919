"""Rows as they are compared: what means nothing is blank, and kinsmen stand in columns of their own."""

from collections.abc import Callable

from parley.lists.match.model import Rows
from parley.lists.match.spelled import kin_apart
from parley.lists.names.blank import said, said_date


def _said_day(text: str) -> str:
    return said_date(text, birth=False)


_DATES: dict[str, Callable[[str], str]] = {"birth_year": said_date, "captured_on": _said_day}


def prepared(rows: Rows) -> Rows:
    """Return rows without values that mean nothing (``names.blank``), their kinsmen apart."""
    fields = {}
    for name, column in rows.fields.items():
        meaning = _DATES.get(name, said)
        fields[name] = tuple([text and meaning(text) for text in column])
    return kin_apart(Rows(rows.ids, fields))
