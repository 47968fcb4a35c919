"""``parley record return``: after a restore, what is missing comes back from a side's export, and nothing else does."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from parley import settings as chosen
from parley.cli.main import main
from parley.record import b64u
from parley.settings.secret_file import NAME as SECRETS
from parley.store import Store, open_store
from tests.sitting import SERVER_KEY, TALKS, Room, app_over, created, vouch


def opened_store(data: Path) -> Store:
    settings = chosen.load({"data": str(data)}, environment={})
    return open_store(settings.database_url, chosen.secrets(settings).blob_key)


def entries(data: Path) -> list[bytes]:
    store = opened_store(data)
    found = store.journal.entries(TALKS, "table")
    store.close()
    return found


def again(room: Room, store: Store) -> Room:
    """Return the same seats over a store that was opened anew."""
    app = app_over(store, room.clock)
    return Room(app, store, room.clock, {name: replace(seat, app=app) for name, seat in room.seats.items()})


@pytest.fixture
def restored(tmp_path: Path) -> tuple[Path, Path, Room]:
    """A data folder of before, a side's export of after, and the seats."""
    data, before = tmp_path / "data", tmp_path / "before"
    settings = chosen.load({"data": str(data)}, environment={})
    chosen.secrets(settings)
    secrets = data / SECRETS
    secrets.write_text(json.dumps(json.loads(secrets.read_text()) | {"server_key": b64u(SERVER_KEY)}))
    store = opened_store(data)
    room = created(store)
    store.close()
    shutil.copytree(data, before)
    store = opened_store(data)
    vouch(again(room, store), "north-head", ["north-head", "north-lists"])
    store.close()
    export = tmp_path / "export"
    assert main(["record", "export", str(export), "--data", str(data)]) == 0
    return before, export, room


def test_what_is_missing_is_taken_back_to_the_byte_and_the_stop_is_lifted(
    restored: tuple[Path, Path, Room], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, export, _ = restored
    store = opened_store(before)
    store.journal.set_read_only("behind_kept_head")
    store.close()
    asked = ["record", "return", str(export), "--data", str(before)]
    assert main(asked) == 0
    assert "table: 2 entries were missing here and are back." in capsys.readouterr().out
    assert entries(before) == entries(tmp_path / "data")
    store = opened_store(before)
    assert store.journal.read_only() is None
    store.close()
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"returned": {"table": 0}, "missing": []}


def test_a_folder_that_does_not_verify_returns_nothing(
    restored: tuple[Path, Path, Room], capsys: pytest.CaptureFixture[str]
) -> None:
    before, export, _ = restored
    size = len(entries(before))
    bundle = next(export.glob("tile/entries/*"))
    file = bundle if bundle.is_file() else next(bundle.iterdir())
    file.write_bytes(file.read_bytes().replace(b"north-lists", b"north-lasts"))
    assert main(["record", "return", str(export), "--data", str(before)]) == 2
    assert "does not verify" in capsys.readouterr().err
    assert len(entries(before)) == size


def test_a_record_that_went_on_otherwise_and_one_of_another_server_return_nothing(
    restored: tuple[Path, Path, Room], capsys: pytest.CaptureFixture[str]
) -> None:
    before, export, room = restored
    store = opened_store(before)
    vouch(again(room, store), "south-head", ["south-head"])
    store.close()
    mine = entries(before)
    assert main(["record", "return", str(export), "--data", str(before)]) == 2
    assert "went on without what is missing" in capsys.readouterr().err
    secrets = before / SECRETS
    secrets.write_text(json.dumps(json.loads(secrets.read_text()) | {"server_key": b64u(b"z" * 32)}))
    assert main(["record", "return", str(export), "--data", str(before)]) == 2
    assert "another server's key" in capsys.readouterr().err
    assert entries(before) == mine
