"""Which batches to solve anew: windows of neighbours and pairs of windows, drawn where the last gains were."""

from collections.abc import Iterator

import numpy as np

from parley.plan.model import Ints
from parley.plan.schedule import Schedule
from parley.plan.search import Table, improve

NODES = 60


def search(
    table: Table, best: Schedule, iterations: int | None, chance: np.random.Generator, threads: int
) -> Iterator[Schedule | None]:
    """Yield after every round the new best schedule, or None where nothing was gained; end when time or iterations are."""
    width, dry, done = 3, 0, 0
    batches = np.arange(table.frozen, table.problem.batches)
    threads = max(1, threads)
    while len(batches) and table.left() > 0.5 and (iterations is None or done < iterations):
        count = threads if iterations is None else min(threads, iterations - done)
        done += count
        drawn = _drawn(batches, width, count, chance)
        if np.any(best.x.sum(axis=1) < table.units.count):
            drawn[0] = (
                batches[-(width + 3) :] if dry % 2 == 0 else drawn[0]
            )  # people are left: look at the end first
        best, gained, _ = improve(table, best, drawn, NODES)
        yield best if any(gained) else None
        dry = 0 if any(gained) else dry + 1
        if dry >= 2 + len(batches) // width // threads and width < len(batches):
            width, dry = width + 1, 0


def _drawn(batches: Ints, width: int, count: int, chance: np.random.Generator) -> list[Ints]:
    """``count`` windows: each a run of ``width`` batches, or two runs of half of it."""
    out = []
    for _ in range(count):
        if width >= 4 and chance.random() < 0.5:
            half = width // 2
            a, b = chance.integers(0, max(1, len(batches) - half + 1), 2)
            part = np.union1d(batches[a : a + half], batches[b : b + half])
        else:
            a = chance.integers(0, max(1, len(batches) - width + 1))
            part = batches[a : a + width]
        out.append(part)
    return out
