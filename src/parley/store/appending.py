"""The statements of every act, compiled once a database: its append, and what is asked before and after it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    LargeBinary,
    Select,
    bindparam,
    exists,
    or_,
    select,
)

from parley.app.ports import CommandKey, Conflict, Message, Pending, ReadOnly, Reused
from parley.store import tables
from parley.store.markers import READ_ONLY, marker
from parley.store.outbox import read, spelt, waiting
from parley.store.places import EACH
from parley.store.statements import Quick, insert_new

leaves, commands, outbox = tables.leaves, tables.commands, tables.outbox
compartments, markers = tables.compartments, tables.markers


class Appending:
    """Writes the parts of an append through the driver's connection it is given, in its transaction, or raises."""

    def __init__(self, dialect: Dialect) -> None:
        self._command = Quick(
            dialect, insert_new(dialect, commands), "talks", "seat", "command", "digest", "answer"
        )
        self._message = Quick(dialect, outbox.insert(), "talks", "topic", "body")
        self._gone = Quick(dialect, outbox.delete().where(outbox.c.number == bindparam("gone_")))
        self._compartment = Quick(dialect, insert_new(dialect, compartments), "talks", "compartment")
        self._number = Quick(dialect, _number())
        self._leaf = Quick(dialect, insert_new(dialect, leaves).from_select(*_next_leaf()))
        self._marker = Quick(dialect, select(markers.c.value).where(markers.c.name == READ_ONLY))
        asked = [commands.c[name] == bindparam(f"{name}_") for name in ("talks", "seat", "command")]
        self._answered = Quick(dialect, select(commands.c.digest, commands.c.answer).where(*asked))
        self._waiting = Quick(dialect, waiting())
        self._numbers: dict[tuple[str, str], int] = {}  # of compartments that were there before an append

    def answer(self, driver: Any, talks: str, command: CommandKey, answer: bytes) -> None:
        """Raises: Reused if the command's id is taken."""
        row: dict[str, object] = {"talks": talks, "seat": command.seat, "command": command.command}
        if self._command.rows(driver, row | {"digest": command.digest, "answer": answer}) != 1:
            raise Reused

    def answered(self, driver: Any, talks: str, command: CommandKey) -> tuple[str, bytes] | None:
        """Return the digest of what was first sent under the command's id, and its answer."""
        row: dict[str, object] = {"talks_": talks, "seat_": command.seat, "command_": command.command}
        found = self._answered.all(driver, row)
        return (str(found[0][0]), bytes(found[0][1])) if found else None

    def waiting(self, driver: Any) -> list[tuple[int, str, Message]]:
        """Return (number, talks, message) of those not told, oldest first."""
        rows = self._waiting.all(driver, {})
        return [(number, talks, read(topic, body)) for number, talks, topic, body in rows]

    def begin(self, driver: Any, talks: str, part: Pending) -> None:
        """Note a compartment that gets its first entry."""
        self._compartment.rows(driver, {"talks": talks, "compartment": part.compartment})

    def extend(self, driver: Any, talks: str, part: Pending) -> None:
        """Raises: Conflict if ``part.seq`` is not next; ReadOnly if the store is marked so."""
        if not part.entries:
            return
        number = self._number_of(driver, talks, part)
        last = len(part.entries) - 1
        for index, entry in enumerate(part.entries):
            place = number * EACH + part.seq + index
            row: dict[str, object] = {"place_": place, "before_": place - 1, "first_": number * EACH}
            row |= {"entry_": entry, "note_": part.note if index == last else None}
            if self._leaf.rows(driver, row) != 1:
                if code := self._marker.first(driver, {}):
                    raise ReadOnly(bytes(code).decode())
                raise Conflict

    def _number_of(self, driver: Any, talks: str, part: Pending) -> int:
        where = talks, part.compartment
        if where not in self._numbers:
            number = self._number.first(driver, {"talks_": talks, "compartment_": part.compartment})
            if number is None:
                raise Conflict
            if part.seq == 0:  # perhaps of this very transaction, which may yet fail
                return int(number)
            self._numbers[where] = int(number)
        return self._numbers[where]

    def tell(self, driver: Any, talks: str, message: Message) -> None:
        row: dict[str, object] = {"talks": talks, "topic": message.topic, "body": spelt(message)}
        self._message.rows(driver, row)

    def forget(self, driver: Any, numbers: Collection[int]) -> None:
        """Delete messages that were told. One with a higher number must stand in the outbox."""
        for number in numbers:
            self._gone.rows(driver, {"gone_": number})


def refuse_if_marked(connection: Connection) -> None:
    """Raises: ReadOnly if the store is marked so."""
    if code := marker(connection, READ_ONLY):
        raise ReadOnly(code.decode())


def _number() -> Select[Any]:
    return select(compartments.c.number).where(
        compartments.c.talks == bindparam("talks_"), compartments.c.compartment == bindparam("compartment_")
    )


def _next_leaf() -> tuple[list[str], Select[int, bytes, bytes]]:
    """Return the columns of a leaf and the row to insert: none unless one is there before it and writing is allowed."""
    place, before, first = (bindparam(name, type_=BigInteger) for name in ("place_", "before_", "first_"))
    entry, note = bindparam("entry_", type_=LargeBinary), bindparam("note_", type_=LargeBinary)
    row = select(place, entry, note).where(
        or_(place == first, exists().where(leaves.c.place == before)),
        ~exists().where(markers.c.name == READ_ONLY),
    )
    return ["place", "entry", "note"], row
