"""The record's entries on a database: append-only, one transaction an append."""

import secrets
from collections.abc import Sequence

from sqlalchemy import func, select

from parley.app.core.ports import CommandKey, Head, Message, Pending, ReadOnly, Reused
from parley.store import outbox, tables
from parley.store.appending import Appending, keeping, refuse_if_marked
from parley.store.database import Database
from parley.store.failures import FULL, of_disk
from parley.store.hold import HELD_ELSEWHERE
from parley.store.markers import HOLDER, PROBE, READ_ONLY, mark, marker
from parley.store.places import EACH, between, command_key, last_of, start, start_of
from parley.store.statements import insert_new

leaves, compartments, heads, cosignatures = (
    tables.leaves,
    tables.compartments,
    tables.heads,
    tables.cosignatures,
)

PROBED = 256 * 1024  # bytes: an entry's, its indexes' and the log's, several times


class SqlJournal:
    """``app.ports.Journal``; races are decided by unique keys, on both databases alike."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._quick = Appending(database.engine.dialect)

    def append(
        self,
        talks: str,
        pending: Sequence[Pending],
        command: CommandKey | None,
        answer: bytes,
        messages: Sequence[Message] = (),
    ) -> None:
        said = None if command is None else keeping(command_key(talks, command), command.digest, answer)
        self._database.write_quick(
            lambda driver: self._quick.append(talks, pending, said, messages, self._holder(), driver)
        )

    def _holder(self) -> bytes | None:
        return self._database.hold.value if self._database.hold else None

    def answered(self, talks: str, command: CommandKey) -> bytes | None:
        with self._database.read_quick() as driver:
            found = self._quick.answered(driver, command_key(talks, command))
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
            found = connection.execute(statement).all()
        return {str(name): int(size) for name, size in found if size is not None}

    def cosign(self, talks: str, compartment: str, head: Head, name: str, line: bytes) -> None:
        row = {"talks": talks, "compartment": compartment, "size": head.size}
        with self._database.write() as connection:
            refuse_if_marked(connection)
            connection.execute(insert_new(connection.dialect, heads), row | {"note": head.note})
            connection.execute(
                insert_new(connection.dialect, cosignatures), row | {"name": name, "line": line}
            )

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
        statement = (
            select(heads.c.size, heads.c.note)
            .where(heads.c.talks == talks, heads.c.compartment == compartment)
            .order_by(heads.c.size.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else Head(row.size, bytes(row.note))

    def unsent(self) -> list[tuple[int, str, Message]]:
        with self._database.read() as connection:
            rows = connection.execute(outbox.waiting()).all()
        return [(number, talks, outbox.read(topic, body)) for number, talks, topic, body in rows]

    def sent(self, numbers: Sequence[int]) -> None:
        if numbers:
            with self._database.write() as connection:
                outbox.forget(connection, numbers)

    def read_only(self) -> str | None:
        with self._database.read() as connection:
            code, holder = marker(connection, READ_ONLY), marker(connection, HOLDER)
        if code is not None:
            return code.decode()
        if self._holder() and holder != self._holder():
            return HELD_ELSEWHERE
        return self._disk_trouble()

    def _disk_trouble(self) -> str | None:
        """Return what the disk refused last time, if it still does; or that there is no room left.

        As much is tried as an act may take: a small write often fits where no act does.
        """
        file = self._database.file
        if file is not None and of_disk(file) == FULL:
            return FULL
        if self._database.trouble is not None:
            try:
                with self._database.write() as connection:
                    mark(connection, PROBE, secrets.token_bytes(PROBED))
                with self._database.write() as connection:
                    mark(connection, PROBE, b"")
            except ReadOnly as refused:
                return refused.code
            self._database.trouble = None
        return None

    def set_read_only(self, code: str | None) -> None:
        with self._database.write() as connection:
            mark(connection, READ_ONLY, None if code is None else code.encode())
