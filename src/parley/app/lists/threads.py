"""Work in pieces on several threads: numpy lets others run while it counts. The pure packages are handed this; they start none."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from parley.lists.match import Spread

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")


def threads(count: int) -> Spread:
    """Return what does pieces of work on ``count`` threads, results in order; left early, what has not begun never does."""

    def spread(work: Callable[[_Piece], _Done], pieces: Sequence[_Piece]) -> Iterator[_Done]:
        with ThreadPoolExecutor(count) as pool:
            waiting = [pool.submit(work, piece) for piece in pieces]
            try:
                for one in waiting:
                    yield one.result()
            finally:
                for one in waiting:
                    one.cancel()

    return spread if count > 1 else map
