"""Rows as they are compared: what means nothing is blank, and kinsmen stand in columns of their own."""

from parley.lists.match.model import Rows
from parley.lists.match.spelled import kin_apart
from parley.lists.read.blanks import says_nothing

MOST = 2  # words of a name that may mean nothing: a longer one is somebody's


def prepared(rows: Rows) -> Rows:
    """Return rows without values that mean nothing (``read.blanks``: for rows that no reader made), their kinsmen apart."""
    fields = {}
    for name, column in rows.fields.items():
        spaces = MOST if name == "name" else 99
        silent = {
            text: "" for text in set(column) if text and text.count(" ") < spaces and says_nothing(text, name)
        }
        fields[name] = tuple([silent.get(text, text) for text in column]) if silent else column
    return kin_apart(Rows(rows.ids, fields))
