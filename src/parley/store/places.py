"""Where a leaf stands: its compartment's number times ``EACH`` and its own number; and under which key a command.

One number is SQLite's own key of a row, so that an entry is one page written, at the end of its compartment, and the
last one is found without looking through the others.
"""

import hashlib
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, cast, func, select

from parley.app.core.ports import CommandKey
from parley.store.tables import compartments, leaves

EACH = 2**32  # leaves a compartment may have


def start(number: Any) -> ColumnElement[int]:
    """Return the place of the first leaf of the compartment with this number."""
    return cast(number, BigInteger) * EACH


def start_of(talks: Any, compartment: Any) -> ScalarSelect[int]:
    """Return the place of a compartment's first leaf; NULL, which no place is equal to, if there is none."""
    its = compartments.c.talks == talks, compartments.c.compartment == compartment
    return select(start(compartments.c.number)).where(*its).scalar_subquery()


def last_of(number: Any) -> ScalarSelect[int]:
    """Return the place of the last leaf of the compartment with this number; NULL if it has none."""
    first = start(number)
    return select(func.max(leaves.c.place)).where(*between(first)).scalar_subquery()


def between(first: Any, low: int = 0, high: int = EACH) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return that a leaf is one of numbers ``low`` ≤ n < ``high`` of the compartment that starts at ``first``.

    Numbers beyond ``EACH`` are no leaf of it: they would be another compartment's, of other talks even.
    """
    return leaves.c.place >= first + min(low, EACH), leaves.c.place < first + min(high, EACH)


def command_key(talks: str, command: CommandKey) -> bytes:
    """Return sixteen bytes that no other talks, seat or id of a command shares."""
    named = f"{talks}\0{command.seat}\0{command.command}"  # no name holds a zero
    return hashlib.sha256(named.encode()).digest()[:16]
