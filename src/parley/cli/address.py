"""The address of a running server, kept in its data folder so that other commands print links that work."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parley.settings import Settings

FILE = "serving-at"  # the server's process id, the address that people open, the port of its ``door``


@contextmanager
def published(folder: Path, address: str, door: int) -> Iterator[str]:
    """Keep the address while the server runs; yield it."""
    file = folder / FILE
    file.write_text(f"{os.getpid()} {address} {door}\n", "utf-8")
    try:
        yield address
    finally:
        file.unlink(missing_ok=True)


def of(settings: Settings) -> str:
    """Return the address of the server that runs on this folder; if none does, the one that the settings give."""
    found = _kept(settings)
    return found[0] if found else settings.address()


def door_of(settings: Settings) -> int | None:
    """Return the port of the ``door`` of the server that runs on this folder, None if none does."""
    found = _kept(settings)
    return found[1] if found else None


def _kept(settings: Settings) -> tuple[str, int] | None:
    with suppress(OSError, ValueError):
        process, address, door = (settings.data / FILE).read_text("utf-8").split()
        os.kill(int(process), 0)  # a killed server leaves its file behind
        return address, int(door)
    return None
