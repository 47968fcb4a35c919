"""Whoever writes to the database without the secrets file puts nobody in: such a row opens nothing and stops the store."""

import dataclasses
import logging
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import text

from parley.app.core import signins
from parley.app.core.model import Command, Recorded
from parley.app.core.ports import Invitation, Origin, ReadOnly, SignIn
from parley.app.talks import house, people
from parley.base import Refused
from parley.record import b64u, device_id, enrolment_statement
from parley.store import StoreError, open_store
from parley.store.database import Database
from parley.store.migrations import CODES, ORIGIN_CODES, STEPS, make
from tests.sitting import TALKS, accepted, app_over, revoked
from tests.store.conftest import KEY, Kept

WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
INVITED = Invitation("17", "t", "gov-head", b"hash", b"code", b"salt", "ps", WHEN, False, 0, None, 1)
SIGNED_IN = SignIn(b"token", "t", "gov-head", "dev-1", WHEN)


@pytest.fixture
def outside(kept: Kept) -> Iterator[Database]:
    """Whoever writes to the database by hand."""
    with closing(Database(kept.url)) as database:
        yield database


def do(outside: Database, statement: str, **values: object) -> None:
    with outside.write() as connection:
        connection.execute(text(statement), values)


def row_of(outside: Database, table: str) -> Mapping[str, Any]:
    with outside.read() as connection:
        return dict(connection.execute(text(f"SELECT * FROM {table}")).mappings().one())


def put_back(outside: Database, table: str, row: Mapping[str, Any]) -> None:
    do(outside, f"DELETE FROM {table}")
    do(
        outside,
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})",
        **row,
    )


def test_an_inserted_sign_in_is_no_seat_and_stops_the_store(kept: Kept, outside: Database) -> None:
    store = kept.open()
    do(
        outside,
        "INSERT INTO sign_ins (token_hash, talks, seat, device, expires) VALUES (:token, 't', 's', 'd', 1)",
        token=b"forged",
    )
    assert store.journal.read_only() is None
    with pytest.raises(ReadOnly, match="access_changed"):
        store.people.sign_in(b"forged")
    assert store.journal.read_only() == "access_changed"


@pytest.mark.parametrize(
    "change",
    ["talks = 'other'", "seat = 'chair'", "device = 'dev-2'", "expires = expires + 1", "token_hash = :other", "code = NULL"],
)  # fmt: skip
def test_a_sign_in_that_was_changed_in_any_column_opens_nothing(
    kept: Kept, outside: Database, change: str
) -> None:
    store = kept.open()
    store.people.add_sign_in(SIGNED_IN)
    assert store.people.sign_in(b"token") == SIGNED_IN
    do(outside, f"UPDATE sign_ins SET {change}", **({"other": b"other"} if ":other" in change else {}))
    with pytest.raises(ReadOnly, match="access_changed"):
        store.people.sign_in(b"other" if ":other" in change else b"token")


@pytest.mark.parametrize(
    "change",
    ["talks = 'other'", "seat = 'chair'", "secret_hash = :other", "code_hash = :other", "salt = :other",
     "language = 'en'", "expires = expires + 1", "used = (1 = 0)", "failures = 0", "locked_until = NULL", "generation = 2"],
)  # fmt: skip
def test_an_invitation_that_was_changed_in_any_column_opens_nothing(
    kept: Kept, outside: Database, change: str
) -> None:
    store = kept.open()
    store.people.add_invitation(INVITED, WHEN - timedelta(days=7))
    store.people.guess_failed("17", WHEN)
    assert store.people.use_invitation("17")
    do(outside, f"UPDATE invitations SET {change}", **({"other": b"x"} if ":other" in change else {}))
    kept.close()
    again = kept.open()
    with pytest.raises(ReadOnly, match="access_changed"):
        again.people.invitation("17")


def test_a_code_of_one_table_or_row_is_none_of_another(kept: Kept, outside: Database) -> None:
    store = kept.open()
    store.people.add_sign_in(SIGNED_IN)
    store.people.add_sign_in(replace(SIGNED_IN, token_hash=b"2", seat="chair"))
    with outside.write() as connection:
        codes = connection.execute(text("SELECT code FROM sign_ins ORDER BY seat")).scalars().all()
        connection.execute(
            text("UPDATE sign_ins SET code = :code WHERE seat = 'gov-head'"), {"code": codes[0]}
        )
    assert store.people.sign_in(b"2") is not None
    with pytest.raises(ReadOnly):
        store.people.sign_in(b"token")


def test_wrong_guesses_are_not_forgotten_by_putting_the_row_back(kept: Kept, outside: Database) -> None:
    store = kept.open()
    store.people.add_invitation(INVITED, WHEN - timedelta(days=7))
    fresh = row_of(outside, "invitations")
    for _ in range(3):
        store.people.guess_failed("17", None)
    assert store.people.invitation("17") == replace(INVITED, failures=3)
    put_back(outside, "invitations", fresh)
    with pytest.raises(ReadOnly, match="access_changed"):
        store.people.invitation("17")


def test_a_sign_in_that_has_ended_stays_ended_when_its_row_is_put_back(kept: Kept, outside: Database) -> None:
    store = kept.open()
    store.people.add_sign_in(SIGNED_IN)
    row = row_of(outside, "sign_ins")
    store.people.end_sign_ins("t", "gov-head")
    put_back(outside, "sign_ins", row)
    with pytest.raises(ReadOnly, match="access_changed"):
        store.people.sign_in(b"token")


def test_what_the_record_has_ended_stays_ended_at_the_next_start_too(
    kept_sqlite: Kept, tmp_path: Path
) -> None:
    """A used invitation and a revoked device's sign-in, put back as they were, with good codes, into a store opened anew."""
    room = accepted(kept_sqlite.open())
    asked = Command("seat.invite", {"seat": "north-lists", "language": "en"}, "invite-once-more")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded)
    token, _ = signins.new_sign_in(room.app, TALKS, "north-lists", room["north-lists"].device)
    number, _, secret = str(invited.extra["link"]).removeprefix("/i/").partition("#")
    with closing(Database(kept_sqlite.url)) as outside, outside.read() as connection:
        known = text("SELECT * FROM invitations WHERE number = :number")
        row = dict(connection.execute(known, {"number": number}).mappings().one())
        sign_in = dict(connection.execute(text("SELECT * FROM sign_ins")).mappings().one())
    first = keys(room["south-lists"], number)
    assert not isinstance(people.redeem(room.app, number, secret, str(invited.extra["code"]), first), Refused)
    revoked(room, "north-lists")
    kept_sqlite.close()
    with closing(Database(kept_sqlite.url)) as outside, outside.write() as connection:
        connection.execute(text("DELETE FROM invitations WHERE number = :number"), {"number": number})
        connection.execute(text("DELETE FROM sign_ins"))
        for table, old in (("invitations", row), ("sign_ins", sign_in)):
            names = ", ".join(old), ", ".join(":" + name for name in old)
            connection.execute(text(f"INSERT INTO {table} ({names[0]}) VALUES ({names[1]})"), old)
        connection.execute(text("UPDATE leaves SET command = NULL, answer = NULL"))  # as if never answered
    app = app_over(kept_sqlite.open(), room.clock)
    assert app.people.invitation(number) is not None  # its code is good
    refused = people.redeem(app, number, secret, str(invited.extra["code"]), keys(room["chair"], number))
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.reasons] == ["invitation_used"]
    assert app.people.sign_in(signins.token_hash(token)) is not None  # and so is this one's
    assert signins.viewer(app, TALKS, "north-lists", token, "en") is None


def keys(seat: Any, number: str) -> people.Keys:
    """Return what a browser with this seat's keys brings for the seat ``north-lists``."""
    x = X25519PrivateKey.generate().public_key().public_bytes_raw()
    proof = seat.key.sign(enrolment_statement(device_id(seat.public, x), number, "north-lists", TALKS))
    return people.Keys(b64u(seat.public), b64u(x), b64u(proof))


def older(url: str) -> None:
    with closing(Database(url)) as database, database.write() as connection:
        make(connection, STEPS[: CODES - 1])
        connection.execute(
            text(
                "INSERT INTO sign_ins (token_hash, talks, seat, device, expires) VALUES (:t, 't', 's', 'd', 9)"
            ),
            {"t": b"token"},
        )


def test_a_database_of_before_is_trusted_once_and_that_is_said(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    older(kept.url)
    with caplog.at_level(logging.WARNING):
        store = kept.open()
    assert "trusted as they were found, this once" in caplog.text
    assert store.people.sign_in(b"token") is not None
    kept.close()
    caplog.clear()
    assert kept.open().people.sign_in(b"token") is not None
    assert caplog.text == ""


def test_a_newer_database_made_to_look_older_is_not_trusted_again(kept: Kept, tmp_path: Path) -> None:
    older(kept.url)
    mark = tmp_path / "kept-heads"
    mark.write_text("{}")
    with pytest.raises(StoreError, match="somebody put in an older one"):
        open_store(kept.url, KEY, mark)


OWNED = Origin("south", "holdings", "side-south", "south-lists")


@pytest.mark.parametrize(
    "change", ["party = 'north'", "compartment = 'table'", "purpose = 'person'", "code = NULL"]
)
def test_a_content_that_was_given_another_owner_by_hand_is_nobody_s_and_stops_the_store(
    kept: Kept, outside: Database, change: str
) -> None:
    """Who may read a sealed list rested on a row that anybody who writes to the database could change, without any secret."""
    store = kept.open()
    store.blobs.put("t", "d", b"s" * 32, "text/csv", b"a name", OWNED)
    assert store.blobs.origin("t", "d") == OWNED
    do(outside, f"UPDATE origins SET {change}")
    with pytest.raises(ReadOnly, match="access_changed"):
        store.blobs.origin("t", "d")
    assert store.journal.read_only() == "access_changed"


def test_an_owner_of_one_content_is_not_moved_to_another(kept: Kept, outside: Database) -> None:
    store = kept.open()
    store.blobs.put("t", "theirs", b"s" * 32, "text/csv", b"a name", OWNED)
    store.blobs.put("t", "ours", b"s" * 32, "text/csv", b"other", Origin("north", "note", "side-north", "n"))
    do(outside, "DELETE FROM origins WHERE digest = 'theirs'")
    do(outside, "UPDATE origins SET digest = 'theirs' WHERE digest = 'ours'")
    with pytest.raises(ReadOnly, match="access_changed"):
        store.blobs.origin("t", "theirs")


def before_origins_had_codes(url: str) -> None:
    with closing(Database(url)) as database, database.write() as connection:
        make(connection, STEPS[: ORIGIN_CODES - 1])
        said = "INSERT INTO origins (talks, digest, party, purpose, compartment, seat) VALUES ('t', 'd', :p, :u, :c, :s)"
        connection.execute(text(said), dict(zip("pucs", dataclasses.astuple(OWNED), strict=True)))


def test_owners_of_before_are_trusted_once_and_not_after_codes_were_there(
    kept: Kept, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    before_origins_had_codes(kept.url)
    file = tmp_path / "kept-heads"
    with caplog.at_level(logging.WARNING), closing(open_store(kept.url, KEY, file)) as store:
        assert store.blobs.origin("t", "d") == OWNED
        store.keeping.keep({})
    assert "trusted as they were found, this once" in caplog.text
    with closing(Database(kept.url)) as database:
        do(database, "ALTER TABLE origins DROP COLUMN code")
        do(database, "UPDATE origins SET party = 'north'")
        do(database, f"UPDATE parley_version SET version = {ORIGIN_CODES - 1}")
    with pytest.raises(StoreError, match="somebody put in an older one"):
        open_store(kept.url, KEY, file)
