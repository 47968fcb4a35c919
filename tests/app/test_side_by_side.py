"""Many entries are verified in processes of their own, and what these say is what one look after another says."""

import os

import pytest

from bench.fold import SERVER, entries
from parley.app.core import side_by_side
from parley.app.core.loading import Changed, Checking
from parley.app.core.states import TalksState
from parley.registry import REGISTRY
from parley.store.memory import memory_store

COUNT = 30
FORGED = 17


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "MANY", COUNT)
    monkeypatch.setattr(side_by_side, "SHARE", 7)


@pytest.fixture
def made() -> list[bytes]:
    return entries(COUNT)


def verdicts(made: list[bytes], first: int = 0, talks: str = "bench") -> list[bool]:
    found = side_by_side.by_server(SERVER.public, talks, "table", first, made)
    return [held for _, held in zip(made, found, strict=False)]


def dies(*_: object) -> None:
    os._exit(1)


def injured(raw: bytes) -> bytes:
    return raw.replace(b'"claim":', b'"claim":1', 1)


def test_each_of_many_holds_for_its_own_place_alone(made: list[bytes]) -> None:
    assert verdicts(made) == [True] * COUNT
    assert not any(verdicts(made, first=1))
    assert not any(verdicts(made, talks="other"))


def test_of_many_one_that_is_injured_and_one_that_is_no_entry_do_not_hold(made: list[bytes]) -> None:
    made[FORGED], made[3] = injured(made[FORGED]), b"{}"
    assert [seq for seq, held in enumerate(verdicts(made)) if not held] == [3, FORGED]


def test_an_injured_entry_among_many_stops_the_store_at_its_place(made: list[bytes]) -> None:
    made[FORGED] = injured(made[FORGED])
    state, journal = TalksState("bench", REGISTRY.folds), memory_store().journal
    with pytest.raises(Changed) as changed:
        state.take("table", made, Checking(SERVER.public, REGISTRY, journal))
    assert changed.value.where.startswith(f"entry {FORGED} of bench/table ")
    assert state.size("table") == FORGED  # nothing behind it was folded


def test_processes_that_die_leave_the_work_to_whoever_asked(
    made: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "end_with_parent", dies)
    assert verdicts(made) == [False] * COUNT
    state = TalksState("bench", REGISTRY.folds)
    state.take("table", made, Checking(SERVER.public, REGISTRY, memory_store().journal))
    assert state.size("table") == COUNT
