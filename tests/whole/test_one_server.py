"""Two servers on one database: the second is refused in words; commands ask the one that serves, or only read."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import parley


@contextmanager
def served(data: Path, **variables: str) -> Iterator[tuple[dict[str, Any], int]]:
    """Run ``parley serve``; yield what it announced, and its process id."""
    environment = {**os.environ, "PARLEY_DATA": str(data), "PARLEY_PORT": "0", **variables}
    command = [sys.executable, "-m", "parley.cli.main", "serve", "--json"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline()), process.pid
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.mark.parametrize("where", ["the same folder", "another folder"])
def test_a_second_server_is_refused_with_who_serves(tmp_path: Path, where: str) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    with served(data) as (_, process):
        other.mkdir()
        shutil.copy(data / "secrets.json", other)
        folder = data if where == "the same folder" else other
        url = f"sqlite:///{data}/parley.sqlite"
        second = parley("serve", "--data", folder, "--port", "0", PARLEY_DATABASE_URL=url)
        assert second.returncode == 2
        assert f"it is held by process {process} on " in second.stderr
        assert not (other / "serving-at").exists()


def test_beside_a_server_a_facilitator_is_invited_a_backup_made_and_the_record_exported(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with served(data) as (announced, _):
        asked = parley("host", "invite", "--data", data, "--name", "Somebody", "--json")
        assert asked.returncode == 0, asked.stderr
        invited = json.loads(asked.stdout)
        assert invited["seat"] == "facilitator-2"
        assert invited["link"].startswith(announced["url"] + "/i/")
        backup = parley("backup", tmp_path / "backup", "--data", data)
        assert backup.returncode == 0, backup.stderr
        for compartment in ("table", "host"):
            folder = tmp_path / compartment
            done = parley(
                "record", "export", folder, "--data", data, "--talks", "house", "--compartment", compartment
            )
            assert done.returncode == 0, done.stderr
            assert parley("record", "verify", folder).returncode == 0
        kinds = b"".join(file.read_bytes() for file in (tmp_path / "host").rglob("*") if file.is_file())
        assert invited["number"].encode() in kinds  # what the server recorded when it was asked
    again = parley("host", "invite", "--data", data, "--json")  # and with nobody serving
    assert json.loads(again.stdout)["seat"] == "facilitator-3", again.stderr
