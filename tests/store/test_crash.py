"""The store is killed: ten times a database here, a hundred in ``bench/crash``."""

import random
from pathlib import Path

import pytest

from tests.postgres import Server, running
from tests.store.crashing import LEAST, Appenders, kill_again_and_again

KILLS = 10


@pytest.mark.soak
def test_sqlite_keeps_every_acknowledged_append_through_kills(tmp_path: Path) -> None:
    target = Appenders(f"sqlite:///{tmp_path}/parley.db")
    outcome = kill_again_and_again(target, KILLS, random.Random())
    assert outcome.kills == KILLS
    assert outcome.prompt(), (outcome.first, outcome.serving)
    assert outcome.acknowledged >= LEAST * KILLS // 2, "hardly any load"


@pytest.mark.soak
def test_postgresql_keeps_every_acknowledged_append_through_kills_also_of_itself() -> None:
    with running() as server:
        target = Appenders(server.database())
        outcome = kill_again_and_again(target, KILLS, random.Random(), lambda: kill_and_start(server))
    assert (outcome.kills, outcome.group_kills) == (KILLS, KILLS // 10)
    assert outcome.prompt(), (outcome.first, outcome.serving)
    assert outcome.acknowledged >= LEAST * KILLS // 2, "hardly any load"


def kill_and_start(server: Server) -> None:
    server.kill()
    server.start()
