"""Processes that write to one SQLite file, in a queue of the kernel's.

SQLite itself lets a waiting writer sleep and look again, up to a tenth of a second apart; one process that writes
without pause can shut the others out until they give up. A lock on a file beside the database lets them wait in
line; it is let go when its holder dies. Who does not take it (another program) still meets SQLite's own locks.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path


class Queue:
    """A context: wait for the others, and keep them waiting until the end of the block.

    It may be entered again from inside; threads must not share one at the same time.
    """

    def __init__(self, file: Path | None) -> None:
        self._path = None if file is None else file.with_name(file.name + "-queue")
        self._descriptor: int | None = None
        self._depth = 0

    def __enter__(self) -> None:
        if self._descriptor is None and self._path is not None:
            with suppress(OSError):  # a disk that takes no file takes no write either, and will say so
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if self._descriptor is not None and self._depth == 0:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._descriptor is not None and self._depth == 0:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
