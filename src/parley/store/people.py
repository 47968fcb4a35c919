"""Plain rows about people: invitations, sign-ins, drafts. Nothing here binds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, select, update

from parley.app.core.ports import Invitation, ReadOnly, SignIn
from parley.store import tables
from parley.store.codes import CHANGED, Codes, Seen
from parley.store.database import Database
from parley.store.markers import READ_ONLY, mark
from parley.store.sealing import Sealing
from parley.store.statements import insert_new, insert_or_replace

invitations, sign_ins, seat_values = tables.invitations, tables.sign_ins, tables.seat_values

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Changed(Exception):
    """A row is not as we left it."""


class SqlPeople:
    """``app.ports.People``."""

    def __init__(self, database: Database, sealing: Sealing, codes: Codes) -> None:
        self._database = database
        self._sealing = sealing
        self._codes = codes
        self._seen = Seen()

    def add_invitation(self, invitation: Invitation, now: datetime) -> None:
        columns = [column.name for column in invitations.columns if column.name != "code"]
        row = {name: getattr(invitation, name) for name in columns}
        locked = invitation.locked_until
        row["expires"] = micros(invitation.expires)
        row["locked_until"] = None if locked is None else micros(locked)
        earlier = (
            invitations.c.talks == invitation.talks,
            invitations.c.seat == invitation.seat,
            invitations.c.used.is_(False),
            invitations.c.expires > micros(now),
        )
        with self._writing() as connection:
            for one in self._rows(connection, *earlier):
                self._put(connection, {**one, "expires": micros(now)})
            connection.execute(invitations.insert(), self._codes.coded(invitations, row))

    def invitation(self, number: str) -> Invitation | None:
        return next(iter(self._invitations(invitations.c.number == number)), None)

    def invitations(self, talks: str) -> list[Invitation]:
        return self._invitations(invitations.c.talks == talks)

    def _invitations(self, wanted: ColumnElement[bool]) -> list[Invitation]:
        with self._reading() as connection:
            return [_invitation(row) for row in self._rows(connection, wanted, locked=False)]

    def _rows(
        self, connection: Connection, *wanted: ColumnElement[bool], locked: bool = True
    ) -> list[RowMapping]:
        """Return invitations, to be written to if ``locked``. Raises: _Changed if one is not as we left it."""
        statement = select(invitations).where(*wanted).order_by(invitations.c.number)
        if locked:
            statement = statement.with_for_update()  # SQLite has one writer as it is
        rows = list(connection.execute(statement).mappings())
        for row in rows:
            on = self._seen.goes_on(row["number"], used=row["used"], failures=row["failures"])
            if not on or not self._codes.hold(invitations, row):
                raise _Changed
        return rows

    def _put(self, connection: Connection, row: Mapping[str, Any]) -> None:
        """Write an invitation's row anew, with its code."""
        which = update(invitations).where(invitations.c.number == row["number"])
        connection.execute(which.values(self._codes.coded(invitations, row)))

    def guess_failed(self, number: str, locked_until: datetime | None) -> int:
        locked = None if locked_until is None else micros(locked_until)
        with self._writing() as connection:
            for row in self._rows(connection, invitations.c.number == number):
                failures = int(row["failures"]) + 1
                self._put(connection, {**row, "failures": failures, "locked_until": locked})
                return failures
        return 0

    def use_invitation(self, number: str) -> bool:
        with self._writing() as connection:
            for row in self._rows(connection, invitations.c.number == number):
                self._put(connection, {**row, "used": True})
                return not row["used"]
        return False

    def add_sign_in(self, sign_in: SignIn) -> None:
        with self._writing() as connection:
            connection.execute(sign_ins.insert(), self._codes.coded(sign_ins, _sign_in_row(sign_in)))

    def sign_in(self, token_hash: bytes) -> SignIn | None:
        statement = select(sign_ins).where(sign_ins.c.token_hash == token_hash)
        with self._reading() as connection:
            row = connection.execute(statement).mappings().one_or_none()
            if row is not None and (self._seen.ended(token_hash) or not self._codes.hold(sign_ins, row)):
                raise _Changed
        if row is None:
            return None
        return SignIn(
            bytes(row["token_hash"]), row["talks"], row["seat"], row["device"], moment(row["expires"])
        )

    def rotate_sign_in(self, old: bytes, new: SignIn, now: datetime, until: datetime) -> bool:
        # The old row is locked, and cannot be ended while the new one is made.
        fresh = self._codes.coded(sign_ins, _sign_in_row(new))
        run_out = (
            sign_ins.c.talks == new.talks,
            sign_ins.c.seat == new.seat,
            sign_ins.c.expires <= micros(now),
        )
        locked = select(sign_ins).where(sign_ins.c.token_hash == old).with_for_update()
        with self._writing() as connection:
            row = connection.execute(locked).mappings().one_or_none()
            if row is None:
                return False
            if self._seen.ended(old) or not self._codes.hold(sign_ins, row):
                raise _Changed
            shortened = self._codes.coded(sign_ins, {**row, "expires": min(row["expires"], micros(until))})
            connection.execute(update(sign_ins).where(sign_ins.c.token_hash == old).values(shortened))
            connection.execute(insert_new(connection.dialect, sign_ins), fresh)
            connection.execute(delete(sign_ins).where(*run_out))
        return True

    def end_sign_ins(self, talks: str, seat: str, device: str | None = None) -> None:
        wanted = [sign_ins.c.talks == talks, sign_ins.c.seat == seat]
        if device is not None:
            wanted.append(sign_ins.c.device == device)
        found = select(sign_ins.c.token_hash).where(*wanted).with_for_update()
        ended: list[bytes] = []
        with self._writing() as connection:
            # Twice: the first may have waited for a rotation, whose new row PostgreSQL shows to the second alone.
            for _ in range(2):
                ended += [bytes(one) for one in connection.execute(found).scalars()]
                connection.execute(delete(sign_ins).where(*wanted))
        for token_hash in ended:
            self._seen.end(token_hash)

    def signed_in(self, talks: str, seat: str, device: str, now: datetime) -> bool:
        statement = select(sign_ins).where(
            sign_ins.c.talks == talks,
            sign_ins.c.seat == seat,
            sign_ins.c.device == device,
            sign_ins.c.expires > micros(now),
        )
        with self._reading() as connection:
            rows = list(connection.execute(statement).mappings())
        return any(
            self._codes.hold(sign_ins, row) and not self._seen.ended(bytes(row["token_hash"])) for row in rows
        )

    def use_once(self, talks: str, seat: str, name: str, stale: str) -> bool:
        row = {"talks": talks, "seat": seat, "name": name, "sealed": b""}
        column = seat_values.c.name
        alike = column.startswith(name.partition(" ")[0] + " ", autoescape=True)
        of_seat = seat_values.c.talks == talks, seat_values.c.seat == seat
        with self._database.write() as connection:
            first = connection.execute(insert_new(connection.dialect, seat_values), row).rowcount == 1
            connection.execute(delete(seat_values).where(*of_seat, alike, column < stale))
        return first

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._stopping(), self._database.read() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._stopping(), self._database.write() as connection:
            yield connection

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Where a row is not as we left it: take no more writes from now on, and open nothing. Raises: ReadOnly."""
        try:
            yield
        except _Changed:
            with suppress(ReadOnly), self._database.write() as connection:
                mark(connection, READ_ONLY, CHANGED.encode())
            raise ReadOnly(CHANGED) from None

    def put_value(self, talks: str, seat: str, name: str, value: bytes) -> None:
        sealed = self._sealing.seal_value(value, talks, seat, name)
        row = {"talks": talks, "seat": seat, "name": name, "sealed": sealed}
        with self._database.write() as connection:
            connection.execute(insert_or_replace(connection, seat_values, "sealed"), row)

    def value(self, talks: str, seat: str, name: str) -> bytes | None:
        statement = select(seat_values.c.sealed).where(
            seat_values.c.talks == talks, seat_values.c.seat == seat, seat_values.c.name == name
        )
        with self._database.read() as connection:
            sealed = connection.execute(statement).scalar_one_or_none()
        return None if sealed is None else self._sealing.open_value(sealed, talks, seat, name)


def micros(at: datetime) -> int:
    """Microseconds since 1970 UTC; ``at`` must be aware."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def _invitation(row: RowMapping) -> Invitation:
    fields = dict(row)
    del fields["code"]
    locked = fields["locked_until"]
    fields["expires"] = moment(fields["expires"])
    fields["locked_until"] = None if locked is None else moment(locked)
    for name in ("secret_hash", "code_hash", "salt"):
        fields[name] = bytes(fields[name])
    return Invitation(**{str(name): value for name, value in fields.items()})


def _sign_in_row(sign_in: SignIn) -> dict[str, object]:
    return {
        "token_hash": sign_in.token_hash,
        "talks": sign_in.talks,
        "seat": sign_in.seat,
        "device": sign_in.device,
        "expires": micros(sign_in.expires),
    }
