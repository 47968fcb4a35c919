"""A database and a record of the version before open, verify and fold to the states that they folded to then."""

import dataclasses
import enum
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from parley.app.core.states import AllTalks, TalksState
from parley.lists import Lists
from parley.plan import Plans
from parley.record import unb64u
from parley.record.export import entry_bundle
from parley.record.verify import verify
from parley.registry import REGISTRY
from parley.store import Store, open_store
from parley.talks import Talks
from parley.text import Text

EARLIER = Path(__file__).parent / "earlier"
WRAPPING_KEY = unb64u("13IJUr8QxhiATOMBmKNG-xsjTgKfy8hz09-18KaYEWg")  # made for this file alone
STATES = {"talks": Talks, "text": Text, "lists": Lists, "plan": Plans}
THEN: Mapping[str, Any] = json.loads((EARLIER / "states.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("earlier")
    with closing(sqlite3.connect(folder / "earlier.db")) as database:
        database.executescript((EARLIER / "22-march.sql").read_text("utf-8"))
    store = open_store(f"sqlite:///{folder}/earlier.db", WRAPPING_KEY)
    yield store
    store.close()


@pytest.fixture(scope="module")
def folded(store: Store) -> AllTalks:
    return AllTalks(store.journal, REGISTRY.folds)


def plain(value: Any) -> Any:
    """Return a state as JSON has it; keys that are no text as their JSON."""
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, enum.Enum | datetime):
        return value.value if isinstance(value, enum.Enum) else value.isoformat()
    if isinstance(value, Mapping):
        return {
            key if isinstance(key, str) else json.dumps(plain(key)): plain(one) for key, one in value.items()
        }
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


def differences(then: Any, now: Any, path: str) -> Iterator[str]:
    """Yield where what was known then is not so now; a state may have learned to keep more."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in then.items():
            if name in now:
                yield from differences(value, now[name], f"{path}.{name}")
            else:
                yield f"{path}.{name} is gone"
    elif then != now:
        yield f"{path}: {then!r} is now {now!r}"


def test_the_fixture_holds_a_whole_rehearsal() -> None:
    assert THEN["prisoner-release"]["log"] == {"table": 162, "host": 11}
    assert len(THEN["prisoner-release"]["text"]["clauses"]) == 8


@pytest.mark.parametrize("talks", sorted(THEN))
def test_a_database_of_the_version_before_folds_to_the_same_states(folded: AllTalks, talks: str) -> None:
    assert sorted(folded.ids()) == sorted(THEN)
    now: TalksState = folded.get(talks)
    assert {name: len(log) for name, log in now.log.items()} == THEN[talks]["log"]
    for name, state in STATES.items():
        found = list(differences(THEN[talks][name], plain(now.of(state)), name))
        assert not found, "\n".join(found)


def test_a_changed_state_is_seen(folded: AllTalks) -> None:
    then = json.loads(json.dumps(THEN["prisoner-release"]["text"]))
    then["clauses"]["1"]["version"] += 1
    assert list(differences(then, plain(folded.get("prisoner-release").of(Text)), "text"))


def test_a_record_of_the_version_before_verifies_and_is_what_the_database_holds(store: Store) -> None:
    def read(path: str) -> bytes | None:
        file = EARLIER / "record" / path
        return file.read_bytes() if file.is_file() else None

    report = verify(read)
    assert not report.faults
    bundle = entry_bundle(store.journal.entries("prisoner-release", "table"))
    assert (EARLIER / "record/tile/entries/000.p/162").read_bytes() == bundle
