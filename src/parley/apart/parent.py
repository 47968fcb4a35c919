"""Starts a process for each file, bounds it, and ends it: a crash, an endless loop, or an exhausted memory costs one file."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from parley.apart.answers import MalformedAnswer, asked, unpacked
from parley.lists.read import ParsedList, ReadError

_CHILD = ("-I", "-m", "parley.apart.child")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one reading may take; 100,000 rows of five columns fit into 0.4 GB (``python -m bench.lists reading``)."""

    memory: int = 1 << 30  # bytes
    processor: int = 60  # seconds
    clock: float = 180.0  # seconds, on a machine that has other work too
    answer: int = 192 << 20  # bytes
    rows: int = 200_000  # of all sheets: kept in the server's memory, 0.7 KB each


class ReaderApart:
    """Reads lists as ``read_table`` does, each file in a process of its own, at most ``at_once`` side by side.

    ``child``: arguments of Python that start it.
    """

    def __init__(self, bounds: Bounds | None = None, at_once: int = 2, child: Sequence[str] = _CHILD) -> None:
        self.bounds = bounds or Bounds()
        self.child = tuple(child)
        self._free = threading.BoundedSemaphore(at_once)

    def __call__(
        self, data: bytes, filename: str = "", mapping: Mapping[str, str] | None = None
    ) -> ParsedList:
        """Return the table. Raises: ReadError (the guide of the package has the codes), and nothing else."""
        try:
            return unpacked(self._answer(asked(data, mapping)))
        except MalformedAnswer:
            raise ReadError("reader_died") from None

    def _answer(self, question: bytes) -> bytes:
        if not self._free.acquire(timeout=self.bounds.clock):
            raise ReadError("reader_busy")
        try:
            with _memory() as source, _memory() as sink:
                _fill(source, question)
                self._run(source, sink)
                size = os.fstat(sink).st_size
                return os.pread(sink, size, 0) if size <= self.bounds.answer else b""
        except OSError:  # no more processes, no more memory
            raise ReadError("reader_busy") from None
        finally:
            self._free.release()

    def _run(self, source: int, sink: int) -> None:
        """Let the child answer ``source`` into ``sink``. Raises: ReadError, OSError."""
        most = self.bounds
        bounds = (os.getpid(), most.memory, most.processor, most.answer, most.rows)
        process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, *self.child, *map(str, bounds)],
            stdin=source, stdout=sink, stderr=subprocess.DEVNULL, cwd="/",
            env={},  # our own holds secrets
            start_new_session=True,  # Ctrl-C is for us
        )  # fmt: skip
        try:
            ended = process.wait(self.bounds.clock)
        except subprocess.TimeoutExpired:
            raise ReadError("reader_time") from None
        finally:
            process.kill()
            process.wait()
        if ended == -signal.SIGXCPU:
            raise ReadError("reader_time")
        if ended:
            raise ReadError("reader_died")


@contextmanager
def _memory() -> Iterator[int]:
    """Give a file that is only memory: lists never lie on a disk unencrypted."""
    number = os.memfd_create("list")
    try:
        yield number
    finally:
        os.close(number)


def _fill(number: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(number, rest) :]
    os.lseek(number, 0, os.SEEK_SET)
