"""Long work belongs to the party that began it: another neither joins it nor looks at it."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from parley.app.core.jobs import Jobs
from parley.app.core.model import Work
from parley.base import Refused, reason
from tests.sitting import opened


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch, go_on: threading.Event) -> None:
    def work(*_: Any) -> Refused:
        go_on.wait(30)
        return Refused((reason("nothing_to_match"),))

    def of_any_kind(self: Jobs, kind: str) -> Callable[[], Work]:
        return lambda: work

    monkeypatch.setattr(Jobs, "_work", of_any_kind)


@pytest.mark.usefixtures("waiting")
def test_another_party_neither_joins_running_work_nor_sees_it(go_on: threading.Event) -> None:
    room = opened()
    jobs, chair, head = Jobs(room.app), room["chair"].viewer, room["north-head"].viewer
    hers, his = jobs.start(chair, "match"), jobs.start(head, "match")
    assert hers is not his
    assert jobs.start(chair, "match") is hers  # the same party asked again
    assert jobs.get(head, hers.id) is None
    assert jobs.get(chair, his.id) is None
    assert jobs.get(chair, hers.id) is hers
    go_on.set()
    for job in (hers, his):
        assert job.ended.wait(30)
        assert job.state == "refused"
