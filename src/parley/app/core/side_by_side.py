"""Many entries verified side by side, in processes of their own: each signature by itself, as ``record`` checks one."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import repeat
from multiprocessing import get_context

from parley.lifeline import end_with_parent
from parley.record import EntryError, read_entry, signature_holds

MANY = 8_000  # entries: a second's work here, and processes take half of one to start (python -m bench.fold)
SHARE = 1_000  # entries that one process is given at a time


def by_server(
    server: bytes, talks: str, compartment: str, first: int, entries: list[bytes]
) -> Iterator[bool]:
    """Yield of each entry whether the key ``server`` signed it for that place of that compartment.

    False also where nobody could look: fewer than MANY, or the processes died. Whoever asks then looks for itself.
    """
    if len(entries) >= MANY:
        shares = [entries[i : i + SHARE] for i in range(0, len(entries), SHARE)]
        places = [first + i for i in range(0, len(entries), SHARE)]
        pool = ProcessPoolExecutor(
            os.cpu_count() or 1,
            # A fork starts at once and has all loaded; where there are threads, they may hold locks.
            get_context("fork" if threading.active_count() == 1 else "spawn"),
            initializer=end_with_parent,
            initargs=(signal.SIGKILL, os.getpid()),
        )
        try:
            with pool:
                for verdicts in pool.map(
                    _share, repeat(server), repeat(talks), repeat(compartment), places, shares
                ):
                    yield from verdicts
        except BrokenProcessPool:
            pass
    yield from repeat(False)


def _share(server: bytes, talks: str, compartment: str, first: int, entries: list[bytes]) -> list[bool]:
    return [_one(server, (talks, compartment, seq), raw) for seq, raw in enumerate(entries, first)]


def _one(server: bytes, place: tuple[str, str, int], raw: bytes) -> bool:
    try:
        entry = read_entry(raw)
    except EntryError:
        return False
    if entry.binding or (entry.talks, entry.compartment, entry.seq) != place:
        return False
    return signature_holds(server, entry.signature, entry.statement)
