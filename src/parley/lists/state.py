"""Fold: the lists' procedure after each act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Fold, Stamp
from parley.lists import acts
from parley.lists.model import Deposit, Match

KINDS = ("claims", "holdings")


@dataclass(slots=True)
class Lists:
    """Deposits in order, the opening, receipts, the latest match. Mutable, changed by ``fold`` alone."""

    deposits: dict[str, Deposit] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    opened_at: datetime | None = None
    received: dict[str, datetime] = field(default_factory=dict)  # side → when
    received_by: dict[str, str] = field(default_factory=dict)  # side → the seat that signed
    match: Match | None = None

    def latest(self, party: str, kind: str) -> Deposit | None:
        """Return the newest version of this party's list."""
        return next(
            (d for d in reversed(self.deposits.values()) if d.party == party and d.list == kind), None
        )

    def awaited(self, sides: Sequence[str]) -> list[tuple[str, str]]:
        """Return (party, list) of what is not yet deposited and countersigned."""
        pairs = [(side, kind) for side in sides for kind in KINDS]
        return [(s, k) for s, k in pairs if (d := self.latest(s, k)) is None or d.countersigned is None]


def _deposited(state: Lists, act: acts.Deposited, stamp: Stamp) -> None:
    state.deposits[act.deposit] = Deposit(
        act.deposit,
        act.party,
        act.list,
        act.digest,
        act.size,
        act.rows,
        stamp.at,
        stamp.seat,
        columns=act.columns,
    )


def _countersigned(state: Lists, act: acts.Countersigned, stamp: Stamp) -> None:
    state.deposits[act.deposit].countersigned = stamp.at
    state.deposits[act.deposit].countersigned_by = stamp.seat


def _opened(state: Lists, act: acts.Opened, stamp: Stamp) -> None:
    state.opened, state.opened_at = act.deposits, stamp.at


def _received(state: Lists, act: acts.Received, stamp: Stamp) -> None:
    state.received[act.party] = stamp.at
    state.received_by[act.party] = stamp.seat


def _matched(state: Lists, act: acts.Matched, stamp: Stamp) -> None:
    pairs = {claimant: int(count) for claimant, count in act.pairs.items()}
    state.match = Match(act.match, act.digest, stamp.at, pairs)


def _threshold(state: Lists, act: acts.ThresholdSigned, stamp: Stamp) -> None:
    if state.match is not None:
        state.match.thresholds[act.party] = act.basis_points
        state.match.signed[act.party] = stamp


def _bulk(state: Lists, act: acts.BulkConfirmed, stamp: Stamp) -> None:
    if state.match is not None:
        state.match.bulk[act.party] = (act.digest, act.pairs)
        state.match.confirmed[act.party] = stamp


def _pair(state: Lists, act: acts.PairDecided, stamp: Stamp) -> None:
    if state.match is not None:
        said = state.match.decided.setdefault((act.claimant, act.claim, act.holding), {})
        said[act.party] = act.same


FOLDS: Mapping[type, Fold] = {
    acts.Deposited: _deposited,
    acts.Countersigned: _countersigned,
    acts.Opened: _opened,
    acts.Received: _received,
    acts.Matched: _matched,
    acts.ThresholdSigned: _threshold,
    acts.BulkConfirmed: _bulk,
    acts.PairDecided: _pair,
}
