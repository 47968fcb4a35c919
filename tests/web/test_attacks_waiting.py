"""An attack by a device that waits to be admitted: what it is refused keeps nobody else waiting."""

import threading
from typing import Any

import pytest

from parley.app.talks.roster import TalksRoster
from tests.sitting import created
from tests.web.serving import Served


def test_no_refusal_waits_for_a_table_on_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that waits had its refusal put into words on the event loop, under its table's lock: one busy table stopped all."""
    served, on_the_loop, whole = Served(created()), list[bool](), TalksRoster.shell
    waits = served.as_seat("north-lists")

    def counted(*given: Any) -> Any:
        on_the_loop.append(threading.current_thread() is threading.main_thread())
        return whole(*given)

    monkeypatch.setattr(TalksRoster, "shell", counted)
    assert waits.get("today", headers={"accept": "application/json"}).status_code == 403
    assert waits.post("note", data={"words": "a"}).status_code == 403
    assert len(on_the_loop) == 2
    assert not any(on_the_loop)
