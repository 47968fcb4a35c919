"""Who works at once. What takes seconds has threads of its own, so that pages are served beside it; pages wait for each other,
so that acts are recorded beside them.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakValueDictionary

from anyio import CapacityLimiter, to_thread

Made = TypeVar("Made")
READERS = CapacityLimiter(4)  # files at once; two of them are read, each in a process apart
WAITING = 12  # files that may wait for their turn
OF_ONE_PARTY = 6  # … of one party, those that are read among them: there is room for others' always
PAGES = CapacityLimiter(
    4
)  # pages made at once: more of them take turns with each other, and an act with all of them
DOORS = CapacityLimiter(
    4
)  # requests for a page of which it is not known yet who asks: strangers take no page's place
JOBS = CapacityLimiter(16)  # programs that wait for the end of a job
_under_way = Counter[Hashable]()  # files by whose they are; the event loop alone looks here
_turns = WeakValueDictionary[Hashable, asyncio.Lock]()  # … and here


class Busy(Exception):
    """So many files wait already, in all or of one's own party, that another would wait too long."""


async def read_file(whose: Hashable, work: Callable[..., Made], *arguments: object) -> Made:
    """Do work on a file that somebody of this party brought; a party's files take turns, so that no two are read at once. Raises: Busy.

    Counted here: the limiter counts one as waiting only a moment after it came.
    """
    if _under_way.total() >= READERS.total_tokens + WAITING or _under_way[whose] >= OF_ONE_PARTY:
        raise Busy
    _under_way[whose] += 1
    try:
        async with _turns.setdefault(whose, asyncio.Lock()):
            return await to_thread.run_sync(work, *arguments, limiter=READERS)
    finally:
        _under_way[whose] -= 1


async def wait_for_job(ended: Callable[[], object]) -> None:
    """Wait until a job has ended."""
    await to_thread.run_sync(ended, limiter=JOBS)


async def at_the_door(work: Callable[..., Made], *arguments: object) -> Made:
    """Find out who asks for a page."""
    return await to_thread.run_sync(work, *arguments, limiter=DOORS)


async def make_page(work: Callable[..., Made], *arguments: object) -> Made:
    """Make a page, after those that were asked for before it."""
    return await to_thread.run_sync(work, *arguments, limiter=PAGES)
