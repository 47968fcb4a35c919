"""Contents that were opened lately, in memory: a page asks for the same ones a hundred times."""

import threading
from collections import OrderedDict
from collections.abc import Iterable

MOST = 4_000_000  # bytes of all of them
LARGEST = 64_000  # bytes of one: texts and names; files are read once and kept as what they were read as

Opened = tuple[bytes, str, bytes]  # salt, media type, bytes
Key = tuple[str, str]  # talks, digest


class Recent:
    """The contents last asked for. What is dropped here is given no more, nor kept by a reader who found it just before."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Opened] = OrderedDict()
        self._size = 0
        self._dropped = 0  # how often something was
        self._lock = threading.Lock()

    def get(self, key: Key) -> tuple[Opened | None, int]:
        """Return the content if it is kept, and what ``keep`` wants to be told with it."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found, self._dropped

    def keep(self, key: Key, opened: Opened, since: int) -> None:
        """Keep a content that was read after ``get`` gave ``since``, unless something was dropped meanwhile."""
        size = len(opened[2])
        with self._lock:
            if size > LARGEST or self._dropped != since or key in self._kept:
                return
            self._kept[key] = opened
            self._size += size
            while self._size > MOST:
                self._size -= len(self._kept.popitem(last=False)[1][2])

    def drop(self, keys: Iterable[Key]) -> None:
        with self._lock:
            self._dropped += 1
            for key in keys:
                found = self._kept.pop(key, None)
                self._size -= len(found[2]) if found else 0
