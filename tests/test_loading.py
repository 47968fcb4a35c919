"""Whoever writes to the database without the secrets file changes no record that is served: attacks by hand, on the file."""

import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from parley import settings as chosen
from parley import wiring
from parley.app.core import witness
from parley.app.core.model import HOUSE
from parley.app.core.ports import ReadOnly
from parley.app.talks import house
from parley.base import to_body
from parley.cli.host import invite
from parley.cli.main import main
from parley.record import b64u, device_id, procedural_entry
from parley.settings import Settings
from parley.store.database import Database
from parley.talks import Talks
from parley.talks.acts import DeviceEnrolled
from parley.wiring import StoreError

HERS = Ed25519PrivateKey.generate()  # of whoever writes to the database
PUBLIC = HERS.public_key().public_bytes_raw()
LAST = "(SELECT max(place) FROM leaves)"
DEVICE = device_id(PUBLIC, b"x" * 32)


class Killed(Exception):
    """Ends a server that keeps nothing more."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return chosen.load({"data": str(tmp_path / "data")}, environment={})


@pytest.fixture
def size(settings: Settings) -> int:
    """How many entries the table of the house has, once it was served and ended."""
    with wiring.opened(settings) as parley:
        house.begin(parley.app)
        invite(parley, "Somebody", "en")
        return parley.app.talks.get(HOUSE).size("table")


def by_hand(settings: Settings, statement: str, **values: object) -> None:
    with closing(Database(settings.database_url)) as database, database.write() as connection:
        connection.execute(text(statement), values)


def enrolled(seq: int) -> bytes:
    """Return the entry that would put her device into a facilitator's seat, signed by a key of hers."""
    act = DeviceEnrolled(DEVICE, b64u(PUBLIC), "host", "facilitator", "facilitator-1", b64u(b"x" * 32))
    return procedural_entry(
        talks=HOUSE, compartment="table", seq=seq, at="2026-11-29T07:30:00Z", kind=act.KIND, body=to_body(act),
        command="redeem-1", seat="", device="", sign=HERS.sign,
    )  # fmt: skip


def insert(settings: Settings, seq: int, entry: bytes) -> None:
    numbered = "SELECT number * 4294967296 + :seq FROM compartments WHERE compartment = 'table'"
    by_hand(
        settings, f"INSERT INTO leaves (place, entry) VALUES (({numbered}), :entry)", seq=seq, entry=entry
    )


def test_an_entry_dropped_after_a_kill_is_missed_though_the_server_never_ended_in_order(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "KEEP_SECONDS", 0.05)
    with suppress(Killed), wiring.opened(settings) as parley:
        house.begin(parley.app)
        invite(parley, "Somebody", "en")
        size = parley.app.talks.get(HOUSE).size("table")
        until = time.monotonic() + 10
        while parley.store.keeping.heads().get((HOUSE, "table"), (0,))[0] < size:
            assert time.monotonic() < until
            time.sleep(0.02)
        raise Killed
    by_hand(settings, f"DELETE FROM leaves WHERE place = {LAST}")
    with pytest.raises(StoreError, match=r"house/\w+ had \d+ entries and has \d+"), wiring.opened(settings):
        pass


def test_what_was_recorded_and_left_alone_is_served_again(settings: Settings, size: int) -> None:
    with wiring.opened(settings) as parley:
        assert parley.app.talks.get(HOUSE).size("table") == size
        assert parley.app.journal.read_only() is None


@pytest.mark.parametrize("entry", ["hers", "no entry", "of another place"])
def test_a_forged_entry_stops_the_start_and_no_head_is_signed_over_it(
    settings: Settings, size: int, entry: str
) -> None:
    forged = {"hers": enrolled(size), "no entry": b"{}", "of another place": enrolled(size + 1)}[entry]
    insert(settings, size, forged)
    for _ in range(2):
        with (
            pytest.raises(
                StoreError, match=f"entry {size} of house/table was signed by nobody of this record"
            ),
            wiring.opened(settings),
        ):
            pass


def test_an_entry_put_in_while_the_server_runs_is_not_folded_and_stops_the_store(
    settings: Settings, size: int
) -> None:
    with wiring.opened(settings) as parley:
        insert(settings, size, enrolled(size))
        state = parley.app.talks.get(HOUSE)
        with pytest.raises(ReadOnly, match="entries_changed"):
            witness.latest(parley.app, state, "table")
        assert DEVICE not in state.of(Talks).devices
        assert state.size("table") == size
        assert parley.app.journal.read_only() == "entries_changed"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (f"DELETE FROM leaves WHERE place = {LAST}", r"house/\w+ had \d+ entries and has \d+"),
        ("DELETE FROM leaves", "house/"),
        (
            "UPDATE leaves SET entry = CAST(replace(CAST(entry AS TEXT), 'facilitator-1', 'facilitator-9') AS BLOB)",
            "are not those",
        ),
        ("DELETE FROM leaves; DELETE FROM compartments", "house/"),
    ],
)
def test_what_stood_under_a_kept_head_can_be_neither_changed_nor_taken_away(
    settings: Settings, size: int, harm: str, said: str
) -> None:
    for statement in harm.split(";"):
        by_hand(settings, statement)
    with pytest.raises(StoreError, match=f"changed by somebody else: .*{said}"), wiring.opened(settings):
        pass
    by_hand(settings, "DELETE FROM markers WHERE name = 'heads'")  # the file outside still knows
    with pytest.raises(StoreError, match=f"changed by somebody else: .*{said}"), wiring.opened(settings):
        pass


def test_kept_heads_of_anybody_elses_making_are_refused(settings: Settings, size: int) -> None:
    by_hand(settings, "UPDATE markers SET value = :value WHERE name = 'heads'", value=b"0" * 64 + b" []")
    with pytest.raises(StoreError, match="not as this installation wrote them"), wiring.opened(settings):
        pass
    by_hand(settings, "DELETE FROM markers WHERE name = 'heads'")
    with wiring.opened(settings):
        pass
    (settings.data / "kept-heads").write_bytes(b"0" * 64 + b" []")
    with pytest.raises(StoreError, match="not as this installation wrote them"), wiring.opened(settings):
        pass


def test_a_restored_record_that_is_older_than_the_folder_remembers_takes_no_act(
    settings: Settings, size: int, tmp_path: Path
) -> None:
    folder = ("--data", str(settings.data))
    assert main(["backup", str(tmp_path / "backup"), *folder]) == 0
    with wiring.opened(settings) as parley:
        invite(parley, "Lost in the restore", "en")
    for file in settings.data.glob("parley.sqlite*"):
        file.unlink()
    assert main(["restore", str(tmp_path / "backup"), *folder]) == 0
    for _ in range(2):
        with wiring.opened(settings) as parley:
            assert parley.app.talks.get(HOUSE).size("table") == size
            with pytest.raises(ReadOnly, match="behind_kept_head"):
                invite(parley, "A fork", "en")


def test_a_restored_record_that_lacks_nothing_goes_on(settings: Settings, size: int, tmp_path: Path) -> None:
    folder = ("--data", str(settings.data))
    assert main(["backup", str(tmp_path / "backup"), *folder]) == 0
    for file in settings.data.glob("parley.sqlite*"):
        file.unlink()
    assert main(["restore", str(tmp_path / "backup"), *folder]) == 0
    with wiring.opened(settings) as parley:
        invite(parley, "The next", "en")
