"""Content, encrypted at rest under a key each; erasing destroys the key, the salt and the bytes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from parley.app.core.ports import BESIDES, NOBODYS, Origin, ReadOnly
from parley.store import tables
from parley.store.codes import CHANGED, Codes
from parley.store.database import Database
from parley.store.markers import READ_ONLY, mark
from parley.store.recent import Recent
from parley.store.sealing import SEALED, WRAPPED, Sealing
from parley.store.statements import insert_new

blobs, keys, origins = tables.blobs, tables.blob_keys, tables.origins

_NO_KEY = bytes(WRAPPED)
_GET = (  # made once: to make it costs more than to ask it
    select(keys.c.key, blobs.c.media, blobs.c.content)
    .join(keys, keys.c.number == blobs.c.number)
    .where(
        blobs.c.talks == bindparam("talks"), blobs.c.digest == bindparam("digest"), blobs.c.erased.is_(False)
    )
)


class SqlBlobs:
    """``app.ports.Blobs``. What was erased stays erased: putting it again keeps nothing."""

    def __init__(self, database: Database, sealing: Sealing, codes: Codes) -> None:
        self._database = database
        self._sealing = sealing
        self._codes = codes
        self._recent = Recent()

    def put(
        self, talks: str, digest: str, salt: bytes, media: str, data: bytes, origin: Origin = NOBODYS
    ) -> None:
        key, content = self._sealing.seal_content(salt, data, talks, digest, media)
        of = {"party": origin.party, "purpose": origin.purpose, "compartment": origin.compartment}
        row = self._codes.coded(origins, of | {"seat": origin.seat, "talks": talks, "digest": digest})
        with self._database.write() as connection:
            self._insert(connection, key, _row(talks, digest, media, content, erased=False))
            new = insert_new(connection.dialect, origins)
            connection.execute(new, row)

    def origin(self, talks: str, digest: str) -> Origin | None:
        statement = select(origins).where(origins.c.talks == talks, origins.c.digest == digest)
        with self._database.read() as connection:
            row = connection.execute(statement).mappings().one_or_none()
        if row is None:
            return None
        if not self._codes.hold(
            origins, row
        ):  # somebody else says whose it is: nobody has it, and nothing more is written
            with suppress(ReadOnly), self._database.write() as connection:
                mark(connection, READ_ONLY, CHANGED.encode())
            raise ReadOnly(CHANGED)
        return Origin(row["party"], row["purpose"], row["compartment"], row["seat"])

    def brought(self, talks: str) -> Mapping[tuple[str, str], int]:
        # The sum is ours: grouped, SQLite would carry each content to where it sorts. Neither database reads one for its length.
        counted = (origins.c.party != "") | (origins.c.seat != "")
        statement = (
            select(origins.c.party, origins.c.seat, func.length(blobs.c.content))
            .join(blobs, (blobs.c.talks == origins.c.talks) & (blobs.c.digest == origins.c.digest))
            .where(origins.c.talks == talks, counted, blobs.c.erased.is_(False))
        )
        sums = Counter[tuple[str, str]]()
        with self._database.read() as connection:
            for party, seat, length in connection.execute(statement):
                sums[party, seat] += length - SEALED + BESIDES
        return sums

    def _insert(self, connection: Connection, key: bytes, row: dict[str, object]) -> bool:
        """Insert key and content unless the digest is known; return whether they were inserted."""
        if self._row(connection, row["talks"], row["digest"]) is not None:
            return False
        number = connection.execute(keys.insert().values(key=key).returning(keys.c.number)).scalar_one()
        made = (
            connection.execute(insert_new(connection.dialect, blobs), row | {"number": number}).rowcount == 1
        )
        if not made:  # another transaction was first (PostgreSQL): its key stands, ours goes
            connection.execute(keys.delete().where(keys.c.number == number))
        return made

    def _row(self, connection: Connection, talks: object, digest: object) -> Row[Any, Any, Any] | None:
        """Return (number, erased, length of the sealed content)."""
        length = func.length(blobs.c.content).label("length")
        wanted = select(blobs.c.number, blobs.c.erased, length).where(
            blobs.c.talks == talks, blobs.c.digest == digest
        )
        return connection.execute(wanted).one_or_none()

    def get(self, talks: str, digest: str) -> tuple[bytes, str, bytes] | None:
        key = (talks, digest)
        known, since = self._recent.get(key)
        if known is not None:
            return known
        with self._database.read() as connection:
            row = connection.execute(_GET, {"talks": talks, "digest": digest}).one_or_none()
        if row is None:
            return None
        salt, data = self._sealing.open_content(row.key, row.content, talks, digest, row.media)
        opened = salt, row.media, data
        self._recent.keep(key, opened, since)
        return opened

    def erase(self, talks: str, digest: str) -> None:
        self.destroy_again(talks, [digest])

    def destroy_again(self, talks: str, digests: Iterable[str]) -> int:
        with (
            self._database.read() as connection
        ):  # a disk that takes no writes is no hindrance if none is due
            due = [digest for digest in digests if not self._is_erased(connection, talks, digest)]
        if not due:
            return 0
        with self._database.write() as connection:
            found = sum([self._destroy(connection, talks, digest) for digest in due])
        self._recent.drop((talks, digest) for digest in due)
        self._database.forget_log()
        return found

    def _destroy(self, connection: Connection, talks: str, digest: str) -> bool:
        """Overwrite key and content, each by zeros of the same length; return whether there were any.

        The same length, so that SQLite overwrites them where they lie: no page is split, merged or freed,
        and no copy of a neighbour is left behind by moving it.
        """
        if self._insert(connection, _NO_KEY, _row(talks, digest, "", b"", erased=True)):
            return False  # never kept, as after restoring an older backup: it must not come later either
        row = self._row(connection, talks, digest)
        if row is None or row.erased:
            return False
        connection.execute(update(keys).where(keys.c.number == row.number).values(key=_NO_KEY))
        here = update(blobs).where(blobs.c.number == row.number)
        connection.execute(here.values(content=bytes(row.length)))
        connection.execute(here.values(erased=True))
        return True

    def erased(self, talks: str, digest: str) -> bool:
        with self._database.read() as connection:
            return self._is_erased(connection, talks, digest)

    def _is_erased(self, connection: Connection, talks: str, digest: str) -> bool:
        row = self._row(connection, talks, digest)
        return row is not None and bool(row.erased)


def _row(talks: str, digest: str, media: str, content: bytes, *, erased: bool) -> dict[str, object]:
    return {"talks": talks, "digest": digest, "media": media, "content": content, "erased": erased}
