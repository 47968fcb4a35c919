"""Rows as they are compared: what means nothing is blank, and kinsmen stand in columns of their own."""

from parley.lists.match.model import Rows
from parley.lists.match.spelled import kin_apart
from parley.lists.read.blanks import says_nothing


def prepared(rows: Rows) -> Rows:
    """Return rows without values that mean nothing (``read.blanks``: for rows that no reader made), their kinsmen apart."""
    fields = {}
    for name, column in rows.fields.items():
        fields[name] = tuple(["" if text and says_nothing(text, name) else text for text in column])
    return kin_apart(Rows(rows.ids, fields))
