"""Plain rows about people: invitations, sign-ins, drafts. Nothing here binds."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, case, delete, select, update

from parley.app.core.ports import Invitation, SignIn
from parley.store import tables
from parley.store.database import Database
from parley.store.sealing import Sealing
from parley.store.statements import insert_new, insert_or_replace

invitations, sign_ins, seat_values = tables.invitations, tables.sign_ins, tables.seat_values

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SqlPeople:
    """``app.ports.People``."""

    def __init__(self, database: Database, sealing: Sealing) -> None:
        self._database = database
        self._sealing = sealing

    def add_invitation(self, invitation: Invitation, now: datetime) -> None:
        row = {column.name: getattr(invitation, column.name) for column in invitations.columns}
        locked = invitation.locked_until
        row["expires"] = micros(invitation.expires)
        row["locked_until"] = None if locked is None else micros(locked)
        of_seat = invitations.c.talks == invitation.talks, invitations.c.seat == invitation.seat
        earlier = update(invitations).where(
            *of_seat, invitations.c.used.is_(False), invitations.c.expires > micros(now)
        )
        with self._database.write() as connection:
            connection.execute(earlier.values(expires=micros(now)))
            connection.execute(invitations.insert(), row)

    def invitation(self, number: str) -> Invitation | None:
        return next(iter(self._invitations(invitations.c.number == number)), None)

    def invitations(self, talks: str) -> list[Invitation]:
        return self._invitations(invitations.c.talks == talks)

    def _invitations(self, wanted: ColumnElement[bool]) -> list[Invitation]:
        statement = select(invitations).where(wanted).order_by(invitations.c.number)
        with self._database.read() as connection:
            return [_invitation(row) for row in connection.execute(statement).mappings()]

    def guess_failed(self, number: str, locked_until: datetime | None) -> int:
        locked = None if locked_until is None else micros(locked_until)
        statement = (
            update(invitations)
            .where(invitations.c.number == number)
            .values(failures=invitations.c.failures + 1, locked_until=locked)
            .returning(invitations.c.failures)
        )
        with self._database.write() as connection:
            return int(connection.execute(statement).scalar_one_or_none() or 0)

    def use_invitation(self, number: str) -> bool:
        statement = (
            update(invitations)
            .where(invitations.c.number == number, invitations.c.used.is_(False))
            .values(used=True)
        )
        with self._database.write() as connection:
            return connection.execute(statement).rowcount == 1

    def add_sign_in(self, sign_in: SignIn) -> None:
        with self._database.write() as connection:
            connection.execute(sign_ins.insert(), _sign_in_row(sign_in))

    def sign_in(self, token_hash: bytes) -> SignIn | None:
        statement = select(sign_ins).where(sign_ins.c.token_hash == token_hash)
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            return None
        return SignIn(bytes(row.token_hash), row.talks, row.seat, row.device, moment(row.expires))

    def rotate_sign_in(self, old: bytes, new: SignIn, now: datetime, until: datetime) -> bool:
        expires, last = sign_ins.c.expires, micros(until)
        # The old row is written even where nothing changes: so it is locked, and cannot be ended while the new one is made.
        shortened = update(sign_ins).where(sign_ins.c.token_hash == old)
        run_out = sign_ins.c.talks == new.talks, sign_ins.c.seat == new.seat, expires <= micros(now)
        with self._database.write() as connection:
            found = connection.execute(shortened.values(expires=case((expires > last, last), else_=expires)))
            if found.rowcount != 1:
                return False
            connection.execute(insert_new(connection.dialect, sign_ins), _sign_in_row(new))
            connection.execute(delete(sign_ins).where(*run_out))
        return True

    def end_sign_ins(self, talks: str, seat: str, device: str | None = None) -> None:
        wanted = [sign_ins.c.talks == talks, sign_ins.c.seat == seat]
        if device is not None:
            wanted.append(sign_ins.c.device == device)
        with self._database.write() as connection:
            # Twice: the first may have waited for a rotation, whose new row PostgreSQL shows to the second alone.
            connection.execute(delete(sign_ins).where(*wanted))
            connection.execute(delete(sign_ins).where(*wanted))

    def signed_in(self, talks: str, seat: str, device: str, now: datetime) -> bool:
        statement = select(sign_ins.c.device).where(
            sign_ins.c.talks == talks,
            sign_ins.c.seat == seat,
            sign_ins.c.device == device,
            sign_ins.c.expires > micros(now),
        )
        with self._database.read() as connection:
            return connection.execute(statement.limit(1)).first() is not None

    def use_once(self, talks: str, seat: str, name: str, stale: str) -> bool:
        row = {"talks": talks, "seat": seat, "name": name, "sealed": b""}
        column = seat_values.c.name
        alike = column.startswith(name.partition(" ")[0] + " ", autoescape=True)
        of_seat = seat_values.c.talks == talks, seat_values.c.seat == seat
        with self._database.write() as connection:
            first = connection.execute(insert_new(connection.dialect, seat_values), row).rowcount == 1
            connection.execute(delete(seat_values).where(*of_seat, alike, column < stale))
        return first

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
