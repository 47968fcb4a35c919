"""``parley record export``: a folder that verifies, whole or not there at all."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from parley import settings as chosen
from parley.cli.main import main
from parley.cli.record_export import written
from parley.record import b64u
from parley.settings.secret_file import NAME as SECRETS
from parley.store import open_store
from tests.sitting import SERVER_KEY, TALKS, created


@pytest.fixture
def data(tmp_path: Path) -> Path:
    settings = chosen.load({"data": str(tmp_path / "data")}, environment={})
    blob_key = chosen.secrets(settings).blob_key
    secrets = tmp_path / "data" / SECRETS
    secrets.write_text(json.dumps(json.loads(secrets.read_text()) | {"server_key": b64u(SERVER_KEY)}))
    with closing(open_store(settings.database_url, blob_key)) as store:
        created(store)
    return tmp_path / "data"


def test_what_is_exported_verifies_in_a_new_and_in_an_empty_folder(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "export", str(tmp_path / "new/record"), "--data", str(data)]) == 0
    assert main(["record", "verify", str(tmp_path / "new/record")]) == 0
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert main(["record", "export", ".", "--data", str(data), "--talks", TALKS]) == 0
    assert main(["record", "verify", "."]) == 0
    assert main(["record", "export", ".", "--data", str(data)]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_a_record_that_takes_no_more_is_exported_and_it_says_so(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = chosen.load({"data": str(data)}, environment={})
    with closing(open_store(settings.database_url, chosen.secrets(settings).blob_key)) as store:
        store.journal.set_read_only("behind_kept_head")
    assert main(["record", "export", str(tmp_path / "record"), "--data", str(data)]) == 0
    said = capsys.readouterr().err
    assert said.startswith("Nothing can be recorded here. This record was restored from before something")
    assert main(["host", "invite", "--name", "Somebody", "--data", str(data)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("parley host invite: This record was restored from before something")
    assert said.endswith("Nobody was invited.\n")


def test_what_was_exported_is_told_to_a_program(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "record"
    assert main(["record", "export", str(folder), "--data", str(data), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    files = sum(path.is_file() for path in folder.rglob("*"))
    assert printed == {"folder": str(folder), "talks": TALKS, "compartment": "table", "files": files}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--talks", "others"], "There are no talks 'others' here; there are house, prisoners-2020."),
        (["--compartment", "cellar"], "has no compartment 'cellar'; it has "),
        (["--with-content", "lists"], "--with-content takes text and plan, not lists."),
    ],
)
def test_what_is_not_there_is_said_and_leaves_no_folder(
    data: Path, tmp_path: Path, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "export", str(tmp_path / "record"), "--data", str(data), *asked]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "record").exists()


def test_a_disk_that_fills_up_leaves_nothing_that_could_pass_for_a_record(tmp_path: Path) -> None:
    def filling() -> Iterator[tuple[str, bytes]]:
        yield "talks.json", b"{}"
        raise OSError(28, "No space left on device")

    (tmp_path / "there").mkdir()
    for folder in (tmp_path / "there", tmp_path / "new"):
        with pytest.raises(OSError, match="No space"):
            written(folder, filling())
    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / "new").exists()
