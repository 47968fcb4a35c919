"""The address of a running server, kept in its data folder so that other commands print links that work."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parley.settings import Settings

FILE = "serving-at"  # the server's process id, and the address that people open


@contextmanager
def published(folder: Path, address: str) -> Iterator[str]:
    """Keep the address while the server runs; yield it."""
    file = folder / FILE
    file.write_text(f"{os.getpid()} {address}\n", "utf-8")
    try:
        yield address
    finally:
        file.unlink(missing_ok=True)


def of(settings: Settings) -> str:
    """Return the address of the server that runs on this folder; if none does, the one that the settings give."""
    with suppress(OSError, ValueError):
        process, address = (settings.data / FILE).read_text("utf-8").split()
        os.kill(int(process), 0)  # a killed server leaves its file behind
        return address
    return settings.address()
