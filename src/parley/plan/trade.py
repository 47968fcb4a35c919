"""Batches trade their open places: a gain in one batch may pay for a loss in another, which no search in one batch finds.

The reduced costs bound the gain of a move, since the cost is convex in the bounds of the columns. Moves that cannot gain
are not tried; the others are, those with the largest bound first. Only ``child`` runs it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from parley.plan.lp import WarmLP
from parley.plan.model import Floats, Ints

Move = dict[int, Floats]  # batches, and which of their places are open after it


@dataclass(frozen=True, slots=True, eq=False)
class OpenPlaces:
    """The places of P batches: ``columns`` (P, H) that open them, ``teams`` (P,), and places in parts that nobody's ways join.

    ``tolerance``: costs nearer than that are the same. ``patience``: moves tried in vain before others are.
    """

    columns: Ints
    teams: Ints
    joined: tuple[tuple[int, ...], ...]
    tolerance: float
    patience: int


def trade(lp: WarmLP, places_open: OpenPlaces, last: int) -> None:
    """Move places while some move makes the plan cheaper, until the share of the time or the solve ``last`` is reached."""
    kinds, turn, idle = (trades, halves, others), 0, 0
    while idle < len(kinds) and lp.within_share() and lp.solves < last and lp.solve():
        idle = 0 if _gained(lp, places_open, kinds[turn % len(kinds)](lp, places_open), last) else idle + 1
        turn += 1


def _gained(lp: WarmLP, places_open: OpenPlaces, moves: Sequence[Move], last: int) -> bool:
    """Whether some of ``moves`` made the plan cheaper. Each is tried, except on batches that an earlier one has changed."""
    gained, vain, changed = False, 0, set[int]()
    for move in moves:
        if vain >= places_open.patience or lp.solves >= last or not lp.within_share():
            break
        if changed & move.keys():
            continue
        columns, most = places_open.columns[list(move)].ravel(), np.concatenate(list(move.values()))
        ends = dict(zip(columns.tolist(), [(0.0, m) for m in most.tolist()], strict=True))
        if lp.probe(ends, lp.cost - places_open.tolerance) is not None and lp.fix(columns, 0, most):
            gained, vain = True, 0
            changed |= move.keys()
        else:
            vain += 1
    return gained


def trades(lp: WarmLP, places_open: OpenPlaces) -> list[Move]:
    """Return the moves in which two batches trade all their places."""
    return _swaps(lp, places_open, range(places_open.columns.shape[1]))


def halves(lp: WarmLP, places_open: OpenPlaces) -> list[Move]:
    """Return the moves in which two batches trade their places of one part."""
    parts = places_open.joined if len(places_open.joined) > 1 else ()
    return [move for places in parts for move in _swaps(lp, places_open, places)]


def others(lp: WarmLP, places_open: OpenPlaces) -> list[Move]:
    """Return the moves in which a batch opens the places that another has open."""
    most, bound = _bound(lp, places_open, range(places_open.columns.shape[1]))
    sets = np.unique(most, axis=0)
    worth = bound(sets)
    a, b = np.nonzero((worth < -places_open.tolerance) & (sets.sum(axis=1) <= places_open.teams[:, None]))
    order = np.argsort(worth[a, b], kind="stable")
    return [{int(a[i]): sets[b[i]]} for i in order.tolist()]


def _swaps(lp: WarmLP, places_open: OpenPlaces, places: Sequence[int]) -> list[Move]:
    most, bound = _bound(lp, places_open, places)
    mine = np.array(places)
    own, paid = most[:, mine].sum(axis=1), bound(most)
    worth = paid + paid.T
    fits = most.sum(axis=1)[:, None] - own[:, None] + own[None, :] <= places_open.teams[:, None]
    a, b = np.nonzero(np.triu((worth < -places_open.tolerance) & fits & fits.T, 1))
    moves = []
    for i in np.argsort(worth[a, b], kind="stable").tolist():
        one, other = most[a[i]].copy(), most[b[i]].copy()
        one[mine], other[mine] = most[b[i], mine], most[a[i], mine]
        moves.append({int(a[i]): one, int(b[i]): other})
    return moves


def _bound(
    lp: WarmLP, places_open: OpenPlaces, places: Sequence[int]
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Which places are open, (P, H); and what each batch pays at least if ``places`` of it are as in each of others, (P, others)."""
    most = lp.high[places_open.columns]
    price = np.minimum(lp.prices(), 0)[places_open.columns][:, places]

    def bound(sets: Floats) -> Floats:
        out: Floats = price @ sets[:, places].T - (price * most[:, places]).sum(axis=1)[:, None]
        return out

    return most, bound
