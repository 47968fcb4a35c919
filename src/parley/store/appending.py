"""The statements of every act, compiled once a database: its append, and what is asked before and after it."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import (
    BigInteger,
    Connection,
    Dialect,
    LargeBinary,
    Select,
    String,
    bindparam,
    exists,
    or_,
    select,
)

from parley.app.core.ports import Conflict, Message, Pending, ReadOnly, Reused
from parley.store import tables
from parley.store.hold import HELD_ELSEWHERE
from parley.store.markers import HOLDER, READ_ONLY, marker
from parley.store.outbox import spelt
from parley.store.places import EACH
from parley.store.statements import Quick, insert_new

leaves, outbox = tables.leaves, tables.outbox
compartments, markers = tables.compartments, tables.markers

Said = dict[str, object]  # a command's key, the digest of what was said under it, and the answer
NOTHING_SAID: Said = {"command_": None, "digest_": None, "answer_": None}


def keeping(key: bytes, digest: str, answer: bytes) -> Said:
    """Return what is stored of a command with its first entry."""
    return {"command_": key, "digest_": digest, "answer_": answer}


class Appending:
    """Writes the parts of an append through the driver's connection it is given, in its transaction, or raises."""

    def __init__(self, dialect: Dialect) -> None:
        self._message = Quick(dialect, outbox.insert(), "talks", "topic", "body")
        self._compartment = Quick(dialect, insert_new(dialect, compartments), "talks", "compartment")
        self._number = Quick(dialect, _number())
        self._leaf = Quick(dialect, insert_new(dialect, leaves).from_select(*_next_leaf()))
        self._marker = Quick(
            dialect, select(markers.c.value).where(markers.c.name == bindparam("name_", type_=String))
        )
        asked = leaves.c.command == bindparam("command_", type_=LargeBinary)
        self._answered = Quick(dialect, select(leaves.c.digest, leaves.c.answer).where(asked))
        self._numbers: dict[tuple[str, str], int] = {}  # of compartments that were there before an append

    def answered(self, driver: Any, key: bytes) -> tuple[str, bytes] | None:
        """Return the digest of what was first sent under a command's key, and its answer."""
        found = self._answered.all(driver, {"command_": key})
        return (str(found[0][0]), bytes(found[0][1])) if found else None

    def append(
        self,
        talks: str,
        pending: Sequence[Pending],
        said: Said | None,
        messages: Sequence[Message],
        holder: bytes | None,
        driver: Any,
    ) -> None:
        """Write all of an append. ``holder``: what must stand in the database, for us to hold it.

        Raises: Reused if the key of ``said`` is taken; Conflict; ReadOnly.
        """
        parts = [part for part in pending if part.entries]
        for part in parts:
            if part.seq == 0:  # a compartment gets its first entry
                self._compartment.rows(driver, {"talks": talks, "compartment": part.compartment})
        for part in sorted(parts, key=_in_one_order):
            self._extend(driver, talks, part, said, holder)
            said = None
        for message in messages:
            self._message.rows(driver, {"talks": talks, "topic": message.topic, "body": spelt(message)})

    def _extend(
        self, driver: Any, talks: str, part: Pending, said: Said | None, holder: bytes | None
    ) -> None:
        first = self._number_of(driver, talks, part) * EACH
        for place, entry in enumerate(part.entries, first + part.seq):
            row = {"place_": place, "before_": place - 1, "first_": first, "entry_": entry, "holder_": holder}
            if self._leaf.rows(driver, row | (said or NOTHING_SAID)) != 1:
                self._refuse(driver, said, holder)
            said = None

    def _refuse(self, driver: Any, said: Said | None, holder: bytes | None) -> NoReturn:
        if self._marker.first(driver, {"name_": HOLDER}) != holder:
            raise ReadOnly(HELD_ELSEWHERE)
        if said and self._answered.all(driver, {"command_": said["command_"]}):
            raise Reused
        if code := self._marker.first(driver, {"name_": READ_ONLY}):
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


def _in_one_order(part: Pending) -> tuple[str, int]:
    """The order in which several compartments are written, so that no two writers wait for each other."""
    return part.compartment, part.seq


def refuse_if_marked(connection: Connection) -> None:
    """Raises: ReadOnly if the store is marked so."""
    if code := marker(connection, READ_ONLY):
        raise ReadOnly(code.decode())


def _number() -> Select[Any]:
    return select(compartments.c.number).where(
        compartments.c.talks == bindparam("talks_"), compartments.c.compartment == bindparam("compartment_")
    )


def _next_leaf() -> tuple[list[str], Select[int, bytes, bytes, str, bytes]]:
    """Return the columns of a leaf and the row to insert.

    None unless a leaf is there before it, writing is allowed, and we are those who hold the store.
    """
    place, before, first = (bindparam(name, type_=BigInteger) for name in ("place_", "before_", "first_"))
    entry, command, answer = (
        bindparam(name, type_=LargeBinary) for name in ("entry_", "command_", "answer_")
    )
    holder = bindparam("holder_", type_=LargeBinary)
    row = select(place, entry, command, bindparam("digest_", type_=String), answer).where(
        or_(place == first, exists().where(leaves.c.place == before)),
        ~exists().where(markers.c.name == READ_ONLY),
        exists().where(markers.c.name == HOLDER, markers.c.value == holder),
    )
    return ["place", "entry", "command", "digest", "answer"], row
