"""The process that reads one list: ``python -m parley.apart.child PARENT MEMORY SECONDS ANSWER ROWS``, question in, answer out.

What it does not need it gives up before it looks at the file: other processes, files, sockets. Its environment is empty.
"""

import codecs
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from parley.apart.answers import packed, question, refusal
from parley.lifeline import end_with_parent
from parley.lists.read import ParsedList, ReadError, read_table
from parley.lists.read.text import ENCODINGS
from parley.lists.read.writing import ENCODINGS as MISREAD

_NICER = 5  # than the process that serves pages
_PR_SET_NO_NEW_PRIVS = 38  # Source: prctl(2)
_TO_SAY_SO = 8 << 20  # bytes more than the bound, for the answer that the bound was reached

Reads = Callable[[bytes, str, Mapping[str, str] | None], ParsedList]


def bound(memory: int, seconds: int, answer: int) -> None:
    """Bound this process; a crash of it leaves no file with names in it.

    Units: bytes of address space, seconds of processor, bytes of an answer.
    """
    with suppress(OSError, AttributeError):  # another system
        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, answer),
        (resource.RLIMIT_NPROC, 0),  # not felt by root
    ):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory + _TO_SAY_SO))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # the first is a signal of its own


def shut() -> None:
    """Open nothing from here on, neither file nor socket; what Python loads when first used is loaded before."""
    for name in ("cp437", *ENCODINGS, *MISREAD):  # cp437: names in a zip
        codecs.lookup(name)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def serve(read: Reads = read_table) -> None:
    """Answer the one question."""
    parent, memory, seconds, answer, rows = map(int, sys.argv[1:6])
    end_with_parent(signal.SIGKILL, parent)
    os.nice(_NICER)
    bound(memory, seconds, answer)
    shut()
    try:
        data, mapping = question(sys.stdin.buffer.read())
        table = read(data, "", mapping)
        if len(table.rows) + len(table.aside) > rows:
            raise ReadError("too_many_rows", most=rows)
        found = packed(table)
    except ReadError as fault:
        found = refusal(fault.code, fault.numbers)
    except MemoryError:
        resource.setrlimit(resource.RLIMIT_AS, (memory + _TO_SAY_SO,) * 2)
        found = refusal("reader_memory", {})
    sys.stdout.buffer.write(found)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
