"""What a live process keeps, read while it goes on: files and processes that are gone a moment later."""

import os
import time
from collections.abc import Iterator
from pathlib import Path


def files_below(folder: Path) -> Iterator[bytes]:
    """Yield the bytes of every file below ``folder``, in order; one that is removed meanwhile is passed over.

    Whatever looks for something in them also looks for what must be there: an empty answer proves nothing.
    """
    for path in sorted(_paths(folder)):
        try:
            yield path.read_bytes()
        except FileNotFoundError:
            continue


def _paths(folder: Path) -> Iterator[Path]:
    """As ``Path.rglob``, which stumbles over a folder that is removed under it."""
    for top, _, names in os.walk(folder):
        yield from (path for path in (Path(top, name) for name in names) if path.is_file())


def children(process: int) -> set[int]:
    """Return the processes that ``process`` started; none if it is gone."""
    found: set[int] = set()
    for task in _tasks(process):
        found |= {int(one) for one in _told(task / "children").split()}
    return found


def command_line(process: int) -> bytes:
    """Return how a process was started; nothing if it is gone."""
    return _told(Path("/proc", str(process), "cmdline"))


def limits(process: int) -> bytes:
    """Return what a process may use, as the kernel prints it; nothing if it is gone."""
    return _told(Path("/proc", str(process), "limits"))


def state(process: int) -> str:
    """Return the kernel's letter for what a process does (Z: it has ended, and nobody has asked); nothing if it is gone."""
    return _told(Path("/proc", str(process), "stat")).rpartition(b")")[2][1:2].decode()


def ended(process: int) -> bool:
    """Whether a process is no more, or waits only to be buried."""
    return state(process) in ("", "Z", "X")


def until_gone(process: int, seconds: float = 60.0) -> None:
    """Wait until a process has ended."""
    end = time.monotonic() + seconds
    while not ended(process):
        assert time.monotonic() < end, "it outlives who started it"
        time.sleep(0.05)


def _tasks(process: int) -> list[Path]:
    try:
        return list(Path("/proc", str(process), "task").iterdir())
    except OSError:
        return []


def _told(path: Path) -> bytes:
    """Return a file of the kernel's about a process, nothing if that is gone."""
    try:
        return path.read_bytes()
    except OSError:  # FileNotFoundError on opening, ProcessLookupError on reading
        return b""
