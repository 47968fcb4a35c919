"""The statements of one append, compiled once a database."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Connection, LargeBinary, Select, String, bindparam, exists, func, select

from parley.app.ports import CommandKey, Conflict, Message, Pending, ReadOnly, Reused
from parley.store import tables
from parley.store.markers import READ_ONLY, marker
from parley.store.outbox import spelt
from parley.store.places import last_of, start
from parley.store.statements import Quick, insert_new

leaves, commands, outbox = tables.leaves, tables.commands, tables.outbox
compartments, markers = tables.compartments, tables.markers


class Appending:
    """Writes the parts of an append inside the transaction it is given, or raises."""

    def __init__(self, connection: Connection) -> None:
        self._command = Quick(
            connection, insert_new(connection, commands), "talks", "seat", "command", "digest", "answer"
        )
        self._message = Quick(connection, outbox.insert(), "talks", "topic", "body")
        self._gone = Quick(connection, outbox.delete().where(outbox.c.number == bindparam("gone_")))
        self._entry = Quick(connection, insert_new(connection, leaves).from_select(*_next_leaf()))

    def answer(self, connection: Connection, talks: str, command: CommandKey, answer: bytes) -> None:
        """Raises: Reused if the command's id is taken."""
        row: dict[str, object] = {"talks": talks, "seat": command.seat, "command": command.command}
        if self._command.rows(connection, row | {"digest": command.digest, "answer": answer}) != 1:
            raise Reused

    def begin(self, connection: Connection, talks: str, part: Pending) -> None:
        """Note a compartment that gets its first entry."""
        row = {"talks": talks, "compartment": part.compartment}
        connection.execute(insert_new(connection, compartments), row)

    def extend(self, connection: Connection, talks: str, part: Pending) -> None:
        """Raises: Conflict if ``part.seq`` is not next; ReadOnly if the store is marked so."""
        last = len(part.entries) - 1
        for index, entry in enumerate(part.entries):
            row: dict[str, object] = {"talks_": talks, "compartment_": part.compartment}
            row |= {"seq_": part.seq + index, "entry_": entry, "note_": part.note if index == last else None}
            if self._entry.rows(connection, row) != 1:
                refuse_if_marked(connection)
                raise Conflict

    def tell(self, connection: Connection, talks: str, message: Message) -> None:
        row: dict[str, object] = {"talks": talks, "topic": message.topic, "body": spelt(message)}
        self._message.rows(connection, row)

    def forget(self, connection: Connection, numbers: Collection[int]) -> None:
        """Delete messages that were told. One with a higher number must stand in the outbox."""
        for number in numbers:
            self._gone.rows(connection, {"gone_": number})


def refuse_if_marked(connection: Connection) -> None:
    """Raises: ReadOnly if the store is marked so."""
    if code := marker(connection, READ_ONLY):
        raise ReadOnly(code.decode())


def _next_leaf() -> tuple[list[str], Select[Any, Any, Any]]:
    """Return the columns of a leaf and the row to insert: none unless its number is next and writing is allowed."""
    talks, compartment = bindparam("talks_", type_=String), bindparam("compartment_", type_=String)
    place = start(compartments.c.number) + bindparam("seq_", type_=BigInteger)
    next_place = func.coalesce(last_of(compartments.c.number) + 1, start(compartments.c.number))
    marked = exists().where(markers.c.name == READ_ONLY)
    entry, note = bindparam("entry_", type_=LargeBinary), bindparam("note_", type_=LargeBinary)
    row = select(place, entry, note).where(
        compartments.c.talks == talks,
        compartments.c.compartment == compartment,
        next_place == place,
        ~marked,
    )
    return ["place", "entry", "note"], row
