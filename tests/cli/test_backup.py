"""``parley backup`` and ``parley restore`` as an operator meets them."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from parley import settings as chosen
from parley.app.core.ports import Pending
from parley.store import Store, open_store
from tests.cli.running import parley


def store_in(folder: Path) -> Store:
    settings = chosen.load({"data": str(folder)}, environment={})
    return open_store(settings.database_url, chosen.secrets(settings).blob_key)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with closing(store_in(tmp_path / "data")) as store:
        store.journal.append("t", [Pending("table", 0, (b"a", b"b"))], None, b"")
        store.blobs.put("t", "d", b"s" * 32, "text/plain", b"words")
    return tmp_path / "data"


def test_a_backup_without_secrets_says_so_and_restores_beside_the_right_ones(
    filled: Path, tmp_path: Path
) -> None:
    written = parley("backup", tmp_path / "b", "--data", filled)
    assert written.returncode == 0, written.stderr
    assert "2 entries of the record in 1 compartment, 1 content," in written.stdout
    assert "The secrets are not in it." in written.stdout
    restored = parley("restore", tmp_path / "b", "--data", tmp_path / "new")
    assert restored.returncode == 0, restored.stderr
    assert "Put the secrets.json that belongs to this backup into" in restored.stdout
    (tmp_path / "new/secrets.json").write_bytes((filled / "secrets.json").read_bytes())
    (tmp_path / "new/secrets.json").chmod(0o600)
    with closing(store_in(tmp_path / "new")) as store:
        assert store.journal.entries("t", "table") == [b"a", b"b"]
        assert store.blobs.get("t", "d") == (b"s" * 32, "text/plain", b"words")


def test_a_backup_with_secrets_restores_to_a_store_that_opens(filled: Path, tmp_path: Path) -> None:
    written = parley("backup", tmp_path / "b", "--data", filled, "--with-secrets", "--json")
    assert json.loads(written.stdout)["secrets"] is True
    restored = parley("restore", tmp_path / "b", "--data", tmp_path / "new", "--with-secrets")
    assert restored.returncode == 0, restored.stderr
    assert stat.S_IMODE((tmp_path / "new/secrets.json").stat().st_mode) == 0o600
    with closing(store_in(tmp_path / "new")) as store:
        assert store.blobs.get("t", "d") == (b"s" * 32, "text/plain", b"words")


def test_no_new_secrets_are_made_beside_contents_that_others_wrap(filled: Path, tmp_path: Path) -> None:
    parley("backup", tmp_path / "b", "--data", filled)
    parley("restore", tmp_path / "b", "--data", tmp_path / "new")
    early = parley("host", "invite", "--data", tmp_path / "new")
    assert (early.returncode, early.stdout) == (2, "")
    assert "Put back the secrets file that belongs to this database." in early.stderr
    useless = parley("backup", tmp_path / "b2", "--data", tmp_path / "new", "--with-secrets")
    assert (useless.returncode, useless.stdout) == (2, "")
    assert "there is no such file; nothing was written" in useless.stderr
    assert not (tmp_path / "b2").exists()
    assert not (tmp_path / "new/secrets.json").exists()


def test_a_damaged_backup_makes_nothing(filled: Path, tmp_path: Path) -> None:
    parley("backup", tmp_path / "b", "--data", filled)
    with closing(sqlite3.connect(tmp_path / "b")) as changed, changed:
        changed.execute("UPDATE leaves SET entry = 'c' WHERE place = (SELECT max(place) FROM leaves)")
    done = parley("restore", tmp_path / "b", "--data", tmp_path / "new")
    assert done.returncode == 2
    assert "it is damaged" in done.stderr
    assert not (tmp_path / "new").exists()


def test_secrets_that_do_not_belong_to_the_backup_are_noticed(filled: Path, tmp_path: Path) -> None:
    parley("backup", tmp_path / "b", "--data", filled)
    chosen.secrets(chosen.load({"data": str(tmp_path / "new")}, environment={}))
    restored = parley("restore", tmp_path / "b", "--data", tmp_path / "new")
    assert restored.returncode == 0
    assert "does not belong to this backup" in restored.stdout


def test_what_cannot_be_done_is_said_in_one_line_with_exit_2(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"")
    for arguments, said in (
        (
            ("backup", tmp_path / "there", "--data", filled),
            "there is such a file already; nothing was written",
        ),
        (
            ("backup", tmp_path / "no/folder", "--data", filled),
            "No such file or directory; nothing was written",
        ),
        (
            ("restore", tmp_path / "missing", "--data", tmp_path / "new"),
            "there is no such file; nothing was restored",
        ),
        (("restore", filled / "parley.sqlite", "--data", tmp_path / "new"), "no backup of Parley's"),
    ):
        done = parley(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
