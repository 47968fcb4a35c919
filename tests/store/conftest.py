"""The same contract on memory, SQLite and PostgreSQL: ``store`` is each in turn, ``kept`` the two that last."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from parley.store import Store, open_store
from parley.store.database import Database
from parley.store.memory import memory_store

KEY = bytes(range(32))


@dataclass
class Kept:
    """A database that lasts: ``open`` as often as you like; all is closed at the end, however that comes."""

    url: str
    key: bytes = KEY
    opened: list[Store | Database] = field(default_factory=list)

    def open(self) -> Store:
        store = open_store(self.url, self.key)
        self.opened.append(store)
        return store

    def database(self) -> Database:
        """Return what the store stands on, to look into."""
        database = Database(self.url)
        self.opened.append(database)
        return database

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()


@pytest.fixture
def keep() -> Iterator[Callable[[str], Kept]]:
    """Keep the database at a URL, as many as are asked for; each is closed at the end."""
    with ExitStack() as kept:
        yield lambda url: kept.enter_context(closing(Kept(url)))


@pytest.fixture
def kept_sqlite(tmp_path: Path, keep: Callable[[str], Kept]) -> Kept:
    return keep(f"sqlite:///{tmp_path}/parley.db")


@pytest.fixture
def kept_postgres(postgres_url: str, keep: Callable[[str], Kept]) -> Kept:
    return keep(postgres_url)


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
