"""Decide: which acts about the lists are recorded. What was read from files and blobs comes in ``now.facts``."""

import re
from collections.abc import Iterator

from parley.base import Act, By, Now, Reason, Refused, reason
from parley.lists import acts
from parley.lists.model import Match
from parley.lists.state import KINDS, Lists

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LEAST, MOST = (
    5_000,
    10_000,
)  # basis points a threshold may have: below one half a bulk confirmation is a guess


def decide(state: Lists, act: Act, by: By, now: Now, sides: list[str]) -> tuple[Act, ...] | Refused:
    """Return what to record, or every reason against it. The last countersignature also opens the lists."""
    reasons = tuple(_reasons(state, act, by, now, sides))
    if reasons:
        return Refused(reasons)
    if isinstance(act, acts.Countersigned):
        deposit = state.deposits[act.deposit]
        if state.awaited(sides) == [(deposit.party, deposit.list)]:
            ids = tuple(d.id for s in sides for k in KINDS if (d := state.latest(s, k)) is not None)
            return (act, acts.Opened(ids))
    return (act,)


def _reasons(state: Lists, act: Act, by: By, now: Now, sides: list[str]) -> Iterator[Reason]:
    party = getattr(act, "party", by.party)
    if party != by.party:
        yield reason("not_your_party", party=party[:64])
    match act:
        case acts.Deposited():
            yield from _deposited(state, act, now)
        case acts.Countersigned():
            yield from _countersigned(state, act)
        case acts.Received():
            yield from _received(state, act)
        case acts.Matched():
            if lacking := [side for side in sides if side not in state.received]:
                yield reason("receipts_missing", parties=", ".join(lacking))
            if state.match is not None:
                yield reason("matched_already", match=state.match.id)
        case _:
            yield from _on_match(state, act, now, sides)


def _deposited(state: Lists, act: acts.Deposited, now: Now) -> Iterator[Reason]:
    if state.opened:
        yield reason("lists_opened_already")
    if act.deposit in state.deposits or not _ID.fullmatch(act.deposit):
        yield reason("id_malformed", id=act.deposit[:64])
    if act.list not in KINDS:
        yield reason("list_kind_unknown", list=act.list[:32])
    if not now.facts.get("content", True):
        yield reason("content_missing", count=1)
    for name, said in (("rows", act.rows), ("size", act.size)):
        found = now.facts.get(name, said)
        if found != said:
            yield reason(f"deposit_{name}_differ", said=said, found=int(found))


def _countersigned(state: Lists, act: acts.Countersigned) -> Iterator[Reason]:
    deposit = state.deposits.get(act.deposit)
    if deposit is None:
        yield reason("deposit_unknown", deposit=act.deposit[:64])
        return
    if deposit.party != act.party:
        yield reason("deposit_of_another_party", deposit=act.deposit)
    if deposit.digest != act.digest:
        yield reason("digests_differ_deposit", deposit=act.deposit)
    if deposit.countersigned is not None:
        yield reason("deposit_countersigned_already", deposit=act.deposit)
    if state.latest(deposit.party, deposit.list) is not deposit:
        yield reason("deposit_replaced", deposit=act.deposit)


def _received(state: Lists, act: acts.Received) -> Iterator[Reason]:
    if not state.opened:
        yield reason("lists_not_opened")
    elif act.digests != {d: state.deposits[d].digest for d in state.opened}:
        yield reason("receipt_differs", found=len(act.digests), expected=len(state.opened))
    if act.party in state.received:
        yield reason("received_already")


def _on_match(state: Lists, act: Act, now: Now, sides: list[str]) -> Iterator[Reason]:
    name = getattr(act, "match", "")
    if state.match is None or state.match.id != name:
        yield reason("match_unknown", match=str(name)[:64])
        return
    match act:
        case acts.ThresholdSigned():
            if not LEAST <= act.basis_points <= MOST:
                yield reason("threshold_out_of_range", least=LEAST // 100, most=MOST // 100)
            if state.match.bulk:
                yield reason("bulk_confirmed_already")
            if state.match.thresholds.get(act.party) == act.basis_points:
                yield reason("threshold_signed_already")
        case acts.BulkConfirmed():
            yield from _bulk(state.match, act, now, sides)
        case acts.PairDecided():
            yield from _pair(state.match, act, now, sides)
        case _:
            pass


def _bulk(match: Match, act: acts.BulkConfirmed, now: Now, sides: list[str]) -> Iterator[Reason]:
    threshold = match.threshold(sides)
    if threshold is None:
        yield reason("threshold_not_common")
    elif threshold != act.basis_points:
        yield reason("threshold_differs", said=act.basis_points // 100, signed=threshold // 100)
    if act.party in match.bulk:
        yield reason("bulk_confirmed_already")
    if (
        now.facts.get("bulk_digest", act.digest) != act.digest
        or now.facts.get("bulk_pairs", act.pairs) != act.pairs
    ):
        yield reason("bulk_differs", said=act.pairs, found=int(now.facts.get("bulk_pairs", 0)))


def _pair(match: Match, act: acts.PairDecided, now: Now, sides: list[str]) -> Iterator[Reason]:
    if not now.facts.get("candidate", True):
        yield reason("pair_not_candidate", claim=act.claim, holding=act.holding)
    if now.facts.get("in_bulk", False):
        yield reason("pair_in_bulk", claim=act.claim)
    if act.party in match.decided.get((act.claimant, act.claim, act.holding), {}):
        yield reason("pair_decided_already", claim=act.claim)
    if match.threshold(sides) is None:
        yield reason("threshold_not_common")
