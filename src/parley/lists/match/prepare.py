"""Rows as they are compared: what means nothing is blank."""

from collections.abc import Callable

from parley.lists.match.model import Rows
from parley.lists.names.blank import said, said_date


def _said_day(text: str) -> str:
    return said_date(text, birth=False)


_DATES: dict[str, Callable[[str], str]] = {"birth_year": said_date, "captured_on": _said_day}


def prepared(rows: Rows) -> Rows:
    """Return rows without values that mean nothing (``names.blank``)."""
    fields = {}
    for name, column in rows.fields.items():
        meaning = _DATES.get(name, said)
        fields[name] = tuple([text and meaning(text) for text in column])
    return Rows(rows.ids, fields)
