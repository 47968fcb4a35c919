"""A real engine for each test that asks for one."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parley.media import BUILT, Engine, EnginePlan, LiveKit


@pytest.fixture
def plan(tmp_path: Path) -> EnginePlan:
    assert BUILT.exists(), "the engine is not built: run engine/build.sh"
    return EnginePlan(BUILT, tmp_path / "engine", "test", secrets.token_hex(24))


@pytest.fixture
def engine(plan: EnginePlan) -> Iterator[Engine]:
    with started(plan) as running:
        yield running


@contextmanager
def started(plan: EnginePlan) -> Iterator[Engine]:
    """An engine that answers; however the block ends, it is stopped then."""
    running = Engine(plan)
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def livekit(engine: Engine) -> LiveKit:
    return LiveKit(engine.address, engine.plan.key, engine.plan.secret)
