"""The record's entries on a database: append-only, one transaction an append."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from parley.app.ports import CommandKey, Head, Message, Pending, ReadOnly, Reused
from parley.store import outbox, tables
from parley.store.appending import Appending, refuse_if_marked
from parley.store.database import Database
from parley.store.markers import PROBE, READ_ONLY, mark, marker
from parley.store.places import EACH, between, last_of, start, start_of
from parley.store.statements import insert_new

leaves, compartments, cosignatures = tables.leaves, tables.compartments, tables.cosignatures


MOST_SENT = 256  # messages told and not yet deleted: so many may be told again after a crash


class SqlJournal:
    """``app.ports.Journal``; who races whom is settled by the unique keys, on both databases alike."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._quick = Appending(database.engine.dialect)
        self._sent: set[int] = set()  # messages told already, to be deleted with the next append

    def append(
        self,
        talks: str,
        pending: Sequence[Pending],
        command: CommandKey | None,
        answer: bytes,
        messages: Sequence[Message] = (),
    ) -> None:
        gone = frozenset(self._sent if messages else ())
        quick = self._quick
        with self._database.write_quick() as driver:
            if command is not None:
                quick.answer(driver, talks, command, answer)
            for part in pending:
                if part.seq == 0 and part.entries:
                    quick.begin(driver, talks, part)
            for part in sorted(pending, key=lambda one: (one.compartment, one.seq)):  # one order: no deadlock
                quick.extend(driver, talks, part)
            for message in messages:
                quick.tell(driver, talks, message)
            if messages:
                quick.forget(driver, gone)  # after a new one: the highest number stays taken
        self._sent -= gone

    def answered(self, talks: str, command: CommandKey) -> bytes | None:
        with self._database.read_quick() as driver:
            found = self._quick.answered(driver, talks, command)
        if found is None:
            return None
        digest, answer = found
        if digest != command.digest:
            raise Reused
        return answer

    def talks(self) -> list[str]:
        statement = (
            select(compartments.c.talks)
            .group_by(compartments.c.talks)
            .order_by(func.min(compartments.c.number))
        )
        with self._database.read() as connection:
            return [str(name) for name in connection.execute(statement).scalars()]

    def entries(self, talks: str, compartment: str, start: int = 0, stop: int | None = None) -> list[bytes]:
        wanted = between(start_of(talks, compartment), start, EACH if stop is None else stop)
        statement = select(leaves.c.entry).where(*wanted).order_by(leaves.c.place)
        with self._database.read() as connection:
            return [bytes(entry) for entry in connection.execute(statement).scalars()]

    def head(self, talks: str, compartment: str) -> Head | None:
        first = start_of(talks, compartment)
        statement = (
            select((leaves.c.place - first + 1).label("size"), leaves.c.note)
            .where(*between(first))
            .order_by(leaves.c.place.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else Head(row.size, bytes(row.note))

    def compartments(self, talks: str) -> list[str]:
        statement = (
            select(compartments.c.compartment)
            .where(compartments.c.talks == talks)
            .order_by(compartments.c.number)
        )
        with self._database.read() as connection:
            return [str(name) for name in connection.execute(statement).scalars()]

    def sizes(self, talks: str) -> dict[str, int]:
        number = compartments.c.number
        statement = select(compartments.c.compartment, last_of(number) - start(number) + 1).where(
            compartments.c.talks == talks
        )
        with self._database.read() as connection:
            return {str(name): int(size) for name, size in connection.execute(statement)}

    def cosign(self, talks: str, compartment: str, size: int, name: str, line: bytes) -> None:
        row = {"talks": talks, "compartment": compartment, "size": size, "name": name, "line": line}
        with self._database.write() as connection:
            refuse_if_marked(connection)
            connection.execute(insert_new(connection.dialect, cosignatures), row)

    def cosignatures(self, talks: str, compartment: str, size: int) -> list[bytes]:
        statement = (
            select(cosignatures.c.line)
            .where(
                cosignatures.c.talks == talks,
                cosignatures.c.compartment == compartment,
                cosignatures.c.size == size,
            )
            .order_by(cosignatures.c.name)
        )
        with self._database.read() as connection:
            return [bytes(line) for line in connection.execute(statement).scalars()]

    def cosigned_head(self, talks: str, compartment: str) -> Head | None:
        first = start_of(talks, compartment)
        statement = (
            select(cosignatures.c.size, leaves.c.note)
            .join_from(cosignatures, leaves, leaves.c.place == first + cosignatures.c.size - 1)
            .where(
                and_(cosignatures.c.talks == talks, cosignatures.c.compartment == compartment),
                leaves.c.note.is_not(None),
            )
            .order_by(cosignatures.c.size.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else Head(row.size, bytes(row.note))

    def unsent(self) -> list[tuple[int, str, Message]]:
        with self._database.read_quick() as driver:
            rows = self._quick.waiting(driver)
        return [row for row in rows if row[0] not in self._sent]

    def sent(self, numbers: Sequence[int], *, at_once: bool = True) -> None:
        if not numbers:
            return
        if at_once or len(self._sent) > MOST_SENT:
            with self._database.write() as connection:
                outbox.forget(connection, {*self._sent, *numbers})
        self._sent.update(numbers)

    def read_only(self) -> str | None:
        with self._database.read() as connection:
            code = marker(connection, READ_ONLY)
        if code is not None:
            return code.decode()
        return self._disk_trouble()

    def _disk_trouble(self) -> str | None:
        """Return what the disk refused last time, if it still does: a small write is tried."""
        if self._database.trouble is not None:
            try:
                with self._database.write() as connection:
                    mark(connection, PROBE, b"")
            except ReadOnly as refused:
                return refused.code
        return None

    def set_read_only(self, code: str | None) -> None:
        with self._database.write() as connection:
            mark(connection, READ_ONLY, None if code is None else code.encode())
