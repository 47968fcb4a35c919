"""The files that a command reads and writes: checked before the work, and written completely or not at all."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from parley.cli.errors import Stopped, why


def read(path: Path, left: str = "written", most: int = -1) -> bytes:
    """Return a file's bytes, the first ``most`` if it is given: a file may be endless.

    Raises: Stopped, saying which file, why not, and what was ``left`` undone.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as fault:
        raise Stopped(f"{path}: {why(fault)}. Nothing was {left}.") from fault


def fit_to_write(path: Path, never: Iterable[Path]) -> None:
    """Stop before the work if ``path`` could not be written, or is one of the files that are read.

    Raises: Stopped. A disk that fills up meanwhile is found by ``write``.
    """
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Stopped(
            f"{path}: there is no folder {folder}. Nothing was written. Make it, or name another file."
        )
    if path.is_dir():
        raise Stopped(f"{path}: is a folder, not a file. Nothing was written. Name a file in it.")
    if any(path.exists() and one.exists() and path.samefile(one) for one in never):
        raise Stopped(
            f"{path}: is one of the files that are read. Nothing was written. Name a file of its own."
        )
    if not os.access(path if is_device(path) else folder, os.W_OK):
        raise Stopped(f"{path}: this account may not write there. Nothing was written. Name another file.")


def write(path: Path, data: bytes) -> None:
    """Write to a temporary file and rename it, so that the target is complete or unchanged; devices and pipes are written directly.

    Raises: Stopped.
    """
    if is_device(path):
        try:
            path.write_bytes(data)
        except OSError as fault:
            raise Stopped(f"{path}: {why(fault)}. What was written there is not whole.") from fault
        return
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as fault:
        raise Stopped(f"{path}: {why(fault)}. Nothing was written.") from fault
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
