"""`parley host invite` prints a link that opens, wherever the server listens."""

import os
from pathlib import Path

from parley import settings as chosen
from parley.cli import address


def at(folder: Path) -> chosen.Settings:
    return chosen.load({"data": str(folder)}, environment={})


def test_while_a_server_runs_its_own_address_counts_and_afterwards_that_of_the_settings(
    tmp_path: Path,
) -> None:
    with address.published(tmp_path, "https://localhost:41187", 41188) as reached:
        assert reached == "https://localhost:41187"
        assert address.of(at(tmp_path)) == "https://localhost:41187"
        assert address.door_of(at(tmp_path)) == 41188
    assert address.of(at(tmp_path)) == "http://localhost:8080"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_behind_is_not_believed(tmp_path: Path) -> None:
    ended = os.fork()
    if ended == 0:
        os._exit(0)
    os.waitpid(ended, 0)
    (tmp_path / address.FILE).write_text(f"{ended} http://localhost:1 2\n", "utf-8")
    assert address.of(at(tmp_path)) == "http://localhost:8080"
    assert address.door_of(at(tmp_path)) is None
    (tmp_path / address.FILE).write_text("nonsense", "utf-8")
    assert address.of(at(tmp_path)) == "http://localhost:8080"
