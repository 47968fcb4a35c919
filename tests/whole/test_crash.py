"""The whole server, killed -9 at random instants while it writes: nothing acknowledged is lost, and it serves again soon."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import running
from tests.store.crashing import kill_again_and_again
from tests.store.test_crash import kill_and_start
from tests.whole.serving import Serving

KILLS = 10


@pytest.fixture
def chance() -> random.Random:
    return random.Random(22)


def close_after(serving: Serving) -> Iterator[Serving]:
    try:
        yield serving
    finally:
        serving.close()


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Serving]:
    yield from close_after(Serving(tmp_path))


@pytest.mark.soak
def test_a_server_on_sqlite_killed_ten_times_loses_nothing(on_sqlite: Serving, chance: random.Random) -> None:
    outcome = kill_again_and_again(on_sqlite, KILLS, chance)
    assert outcome.kills == KILLS
    assert outcome.prompt(), outcome.serving
    assert outcome.acknowledged > KILLS
    assert len(set(on_sqlite.engine_starts)) == KILLS + 1  # a new engine each time


@pytest.mark.soak
def test_a_server_on_postgresql_killed_ten_times_loses_nothing(tmp_path: Path, chance: random.Random) -> None:
    with running() as database:
        for serving in close_after(Serving(tmp_path, database.database())):
            outcome = kill_again_and_again(serving, KILLS, chance, lambda: kill_and_start(database))
            assert (outcome.kills, outcome.group_kills) == (KILLS, 1)
            assert outcome.prompt(), outcome.serving
            assert outcome.acknowledged > KILLS
