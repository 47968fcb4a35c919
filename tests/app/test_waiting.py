"""Nobody waits for another's file: contents are read before the table is locked."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from parley.app.core.model import Recorded
from tests import queries
from tests.sim.outside import deposited
from tests.sitting import opened

SECONDS = 60


class SlowBlobs:
    """Blobs of which one content takes until ``arrived`` is set."""

    def __init__(self, blobs: Any, slow: str) -> None:
        self._blobs, self._slow = blobs, slow
        self.asked, self.arrived = threading.Event(), threading.Event()

    def get(self, talks: str, digest: str) -> Any:
        if digest == self._slow:
            self.asked.set()
            assert self.arrived.wait(SECONDS)
        return self._blobs.get(talks, digest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._blobs, name)


def test_an_act_is_recorded_while_a_list_is_being_read_for_a_page() -> None:
    room = opened()
    digest = deposited(room, "south", "holdings", "1,Mohammad Canary,Abdul,1985,Kandahar\n")
    room.app.parsed.clear()  # as after a start
    slow = room.app.blobs = SlowBlobs(room.app.blobs, digest)
    chair, officer = room["chair"], room["south-lists"]
    with ThreadPoolExecutor(2) as pool:
        page = pool.submit(queries.lists, room.app, officer.viewer)
        assert slow.asked.wait(SECONDS)
        note = {"digest": chair.content(b"a note")}
        act = pool.submit(chair.do, "talks.noted.1", **note)
        try:
            assert isinstance(act.result(SECONDS / 2), Recorded)
            assert not page.done()
        finally:
            slow.arrived.set()
        deposit = page.result(SECONDS).deposits[0]
    assert deposit.reading is not None
    assert deposit.reading.rows == 1
