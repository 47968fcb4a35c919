"""The same contract on memory, SQLite and PostgreSQL: ``store`` is each in turn, ``kept`` the two that last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from parley.store import Store, open_store
from parley.store.memory import memory_store

KEY = bytes(range(32))


@dataclass
class Kept:
    """A database that lasts: ``open`` as often as you like, closed at the end."""

    url: str
    key: bytes = KEY
    opened: list[Store] = field(default_factory=list)

    def open(self) -> Store:
        self.opened.append(open_store(self.url, self.key))
        return self.opened[-1]

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()


@pytest.fixture
def kept_sqlite(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(f"sqlite:///{tmp_path}/parley.db")
    yield kept
    kept.close()


@pytest.fixture
def kept_postgres(postgres_url: str) -> Iterator[Kept]:
    kept = Kept(postgres_url)
    yield kept
    kept.close()


@pytest.fixture(params=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest) -> Kept:
    found: Kept = request.getfixturevalue(f"kept_{request.param}")
    return found


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return memory_store()
    opener: Callable[[], Store] = request.getfixturevalue(f"kept_{request.param}").open
    return opener()
