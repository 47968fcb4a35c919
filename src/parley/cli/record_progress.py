"""Progress of the verifier on a terminal, derived from the files that it reads, so that it need not report itself."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from parley.record import Read, read_checkpoint

BUNDLE = 256  # entries in one file
PAUSE = 0.2  # seconds between two looks
_ENTRIES = re.compile(r"(table/)?tile/entries/((?:x\d{3}/)*\d{3})(?:\.p/\d+)?")


@contextmanager
def shown(read: Read, out: TextIO, now: Callable[[], float] = time.monotonic) -> Iterator[Read]:
    """Return a ``read`` that shows on ``out`` which entries are being verified, if that is a terminal."""
    if not out.isatty():
        yield read
        return
    sizes = {prefix: _size(read, prefix) for prefix in ("", "table/")}
    last = now()

    def reporting(path: str) -> bytes | None:
        nonlocal last
        found = _ENTRIES.fullmatch(path)
        if found and now() - last >= PAUSE:
            last = now()
            index = int(re.sub(r"\D", "", found[2])) * BUNDLE
            where = "the table's roster: " if found[1] else ""
            print(
                f"\r{where}entry {index:,} of {sizes[found[1] or '']:,}\x1b[K", end="", file=out, flush=True
            )
        return read(path)

    try:
        yield reporting
    finally:
        print("\r\x1b[K", end="", file=out, flush=True)


def _size(read: Read, prefix: str) -> int:
    try:
        return read_checkpoint(read(f"{prefix}checkpoint") or b"").size
    except ValueError:
        return 0
