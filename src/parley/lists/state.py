"""Fold: the lists' procedure after each act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Act, Stamp
from parley.lists import acts
from parley.lists.model import Deposit, Match, Outcome, Pair

KINDS = ("claims", "holdings")


@dataclass(slots=True)
class Lists:
    """Deposits in order, the opening, receipts, the latest match. Mutable, changed by ``fold`` alone."""

    deposits: dict[str, Deposit] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    opened_at: datetime | None = None
    received: dict[str, datetime] = field(default_factory=dict)  # side → when
    match: Match | None = None

    def latest(self, party: str, kind: str) -> Deposit | None:
        """Return the newest version of this party's list."""
        return next(
            (d for d in reversed(self.deposits.values()) if d.party == party and d.list == kind), None
        )

    def awaited(self, sides: list[str]) -> list[tuple[str, str]]:
        """Return (party, list) of what is not yet deposited and countersigned."""
        pairs = [(side, kind) for side in sides for kind in KINDS]
        return [(s, k) for s, k in pairs if (d := self.latest(s, k)) is None or d.countersigned is None]


def fold(state: Lists, act: Act, stamp: Stamp) -> Lists:
    """Return ``state`` with ``act`` in it."""
    match act:
        case acts.Deposited():
            state.deposits[act.deposit] = Deposit(
                act.deposit, act.party, act.list, act.digest, act.size, act.rows, stamp.at, stamp.seat
            )
        case acts.Countersigned():
            state.deposits[act.deposit].countersigned = stamp.at
            state.deposits[act.deposit].countersigned_by = stamp.seat
        case acts.Opened():
            state.opened, state.opened_at = act.deposits, stamp.at
        case acts.Received():
            state.received[act.party] = stamp.at
        case acts.Matched():
            state.match = Match(act.match, act.digest, stamp.at, {k: int(v) for k, v in act.pairs.items()})
        case _:
            _fold_match(state.match, act)
    return state


def _fold_match(match_: Match | None, act: Act) -> None:
    if match_ is None:
        return
    match act:
        case acts.ThresholdSigned():
            match_.thresholds[act.party] = act.basis_points
        case acts.BulkConfirmed():
            match_.bulk[act.party] = (act.digest, act.pairs)
        case acts.PairDecided():
            match_.decided.setdefault((act.claimant, act.claim, act.holding), {})[act.party] = act.same
        case _:
            pass


def in_bulk(pair: Pair, threshold: int) -> bool:
    """Return whether a pair is confirmed in bulk: the machine's own one-to-one match at or above the threshold."""
    return pair.decision == "match" and pair.rank == 1 and pair.probability >= threshold


def outcome(match: Match, sides: list[str], candidates: Sequence[Pair]) -> tuple[Outcome, Pair | None]:
    """Return where one claim stands and through which of its ``candidates`` (all of one claim, best first)."""
    threshold = match.threshold(sides)
    if threshold is not None and candidates and in_bulk(candidates[0], threshold):
        return _answers({side: True for side in sides if side in match.bulk}, sides, candidates[0])
    decided = [p for p in candidates if (p.claimant, p.claim, p.holding) in match.decided]
    judged = [_answers(match.decided[(p.claimant, p.claim, p.holding)], sides, p) for p in decided]
    for wanted in (Outcome.CLEARED, Outcome.DISPUTED, Outcome.WAITS_CLAIMANT, Outcome.WAITS_HOLDER):
        for found, pair in judged:
            if found is wanted:
                return found, pair
    if judged and len(judged) == len([p for p in candidates if p.decision != "none"]):
        return Outcome.NOT_THE_SAME, judged[0][1]
    open_pairs = [p for p in candidates if p.decision != "none"]
    return (Outcome.WAITS_BOTH, open_pairs[0]) if open_pairs else (Outcome.NOT_FOUND, None)


def _answers(said: dict[str, bool], sides: list[str], pair: Pair) -> tuple[Outcome, Pair]:
    if len(said) == len(sides):
        yes = [side for side in sides if said[side]]
        return (
            Outcome.CLEARED if len(yes) == len(sides) else Outcome.DISPUTED if yes else Outcome.NOT_THE_SAME
        ), pair
    if not said:
        return Outcome.WAITS_BOTH, pair
    return (Outcome.WAITS_HOLDER if pair.claimant in said else Outcome.WAITS_CLAIMANT), pair
