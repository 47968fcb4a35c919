"""What to solve again: windows of neighbouring batches, pairs of them, and strands of classes over all batches."""

from collections.abc import Iterator

import numpy as np

from parley.plan.formulate import Model
from parley.plan.highs import Task
from parley.plan.model import NOBODY, Ints
from parley.plan.schedule import Schedule
from parley.plan.search import SearchContext, improve, strand_task, window_task

# Chosen by hand on the shapes of bench/plan_shapes.py; `make bench ARGS=plan` shows what they are worth.
NODES = 60  # of one branch and cut
LONGEST = 20.0  # time limit of one window, seconds
STRAND = 8.0  # time limit of one strand, seconds
WIDE = 60_000  # counts of units beyond which strands take too long
NARROWEST = 3  # batches of the first windows


def search(
    context: SearchContext, best: Schedule, iterations: int | None, rng: np.random.Generator, threads: int
) -> Iterator[Schedule | None]:
    """Yield after every round the new best schedule, or None if nothing was gained, until the time or iteration limit.

    Strands come first, and again when windows of one width gain nothing.
    """
    width, without_gain, done = NARROWEST, 0, 0
    batches = np.arange(context.frozen, context.problem.batches)
    strands = context.units.kinds * len(batches) <= WIDE
    while len(batches) and context.left() > 0.5 and (iterations is None or done < iterations):
        count = max(1, threads) if iterations is None else min(max(1, threads), iterations - done)
        done += count
        if strands:
            tasks = [_strand(context, best, rng) for _ in range(count)]
        else:
            drawn = _drawn(batches, width, count, rng)
            if np.any(best.x.sum(axis=1) < context.units.count) and without_gain % 2 == 0:
                drawn[0] = batches[-(width + 3) :]  # people are left: look at the end first
            seconds = max(0.1, min(LONGEST, context.left()))
            tasks = [window_task(context, best, free, seconds, NODES) for free in drawn]
        best, gained = improve(context, best, tasks)
        yield best if any(gained) else None
        if strands:
            strands = any(gained)
            continue
        without_gain = 0 if any(gained) else without_gain + 1
        if without_gain >= 2 + len(batches) // width // max(1, threads) and width < len(batches):
            width, without_gain = width + 1, 0
            strands = context.units.kinds * len(batches) <= WIDE


def _strand(context: SearchContext, best: Schedule, rng: np.random.Generator) -> tuple[Model, Task]:
    """Half of each side's sites and a third of the families held at several, over all batches."""
    side, home = context.problem.site_side, context.units.home
    picked = [d for s in (0, 1) for d in _half(np.flatnonzero(side == s), rng)]
    chosen = np.isin(home, picked) | ((home == NOBODY) & (rng.random(len(home)) < 1 / 3))
    return strand_task(context, best, chosen, max(0.1, min(STRAND, context.left())), NODES)


def _half(sites: Ints, rng: np.random.Generator) -> Ints:
    out: Ints = rng.permutation(sites)[: -(-len(sites) // 2)]
    return out


def _drawn(batches: Ints, width: int, count: int, rng: np.random.Generator) -> list[Ints]:
    """``count`` windows: each a run of ``width`` batches, or two runs of half of it."""
    out = []
    for _ in range(count):
        if width >= 4 and rng.random() < 0.5:
            half = width // 2
            a, b = rng.integers(0, max(1, len(batches) - half + 1), 2)
            part = np.union1d(batches[a : a + half], batches[b : b + half])
        else:
            a = rng.integers(0, max(1, len(batches) - width + 1))
            part = batches[a : a + width]
        out.append(part)
    return out
