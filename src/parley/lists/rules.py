"""Which acts about the lists are recorded. What was read from files comes in ``now.facts``."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parley.base import (
    FACT_MISSING,
    Act,
    By,
    Follow,
    Now,
    Reason,
    Rule,
    States,
    nothing_against,
    own_party,
    reason,
    unused_id,
)
from parley.lists import acts
from parley.lists.model import Candidate, DepositedFile, Match, SurePairs
from parley.lists.state import KINDS, Lists

LEAST, MOST = (
    5_000,
    10_000,
)  # basis points a threshold may have: below one half a bulk confirmation is a guess
_FIELD = re.compile(r"[a-z_]{1,32}")
_LETTERS = re.compile(r"[A-Z]{1,3}(?: \+ [A-Z]{1,3}){0,9}")  # headings could say what is in a sealed list
USUAL = 9_000  # that a page proposes first


def _deposited(states: States, act: acts.Deposited, by: By, now: Now) -> Iterator[Reason]:
    state, file = states.of(Lists), now.known(DepositedFile)
    yield from own_party(by, act.party)
    if state.opened:
        yield reason("lists_opened_already")
    yield from unused_id(act.deposit, used=act.deposit in state.deposits)
    if act.list not in KINDS:
        yield reason("list_kind_unknown", list=act.list[:32])
    if not all(_FIELD.fullmatch(name) and _LETTERS.fullmatch(at) for name, at in act.columns.items()):
        yield reason("columns_malformed")
    if file is None:
        yield FACT_MISSING
    elif not file.there:
        yield reason("content_missing", count=1)
    elif file.rows < 0:
        yield reason("file_unreadable")
    else:
        for name, said, found in (("rows", act.rows, file.rows), ("size", act.size, file.size)):
            if found != said:
                yield reason(f"deposit_{name}_differ", said=said, found=found)


def _countersigned(states: States, act: acts.Countersigned, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Lists)
    yield from own_party(by, act.party)
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


def _last_countersignature_opens(
    states: States, act: acts.Countersigned, by: By, now: Now
) -> tuple[Act, ...]:
    """The countersignature that completes the four lists opens them too."""
    state = states.of(Lists)
    deposit = state.deposits[act.deposit]
    if state.awaited(now.sides) != [(deposit.party, deposit.list)]:
        return ()
    latest = [state.latest(side, kind) for side in now.sides for kind in KINDS]
    return (acts.Opened(tuple(one.id for one in latest if one is not None)),)


def _received(states: States, act: acts.Received, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Lists)
    yield from own_party(by, act.party)
    if not state.opened:
        yield reason("lists_not_opened")
    elif act.digests != {d: state.deposits[d].digest for d in state.opened}:
        yield reason("receipt_differs", found=len(act.digests), expected=len(state.opened))
    if act.party in state.received:
        yield reason("received_already")


def _matched(states: States, act: acts.Matched, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Lists)
    if lacking := [side for side in now.sides if side not in state.received]:
        yield reason("receipts_missing", parties=", ".join(lacking))
    if state.match is not None:
        yield reason("matched_already", match=state.match.id)


OnMatch = acts.ThresholdSigned | acts.BulkConfirmed | acts.PairDecided


def _on_match(
    rule: Callable[[Match, Any, Now], Iterator[Reason]],
) -> Callable[[States, Any, By, Now], Iterator[Reason]]:
    """Return the rule of an act that speaks of the latest match; one of another match it cannot judge."""

    def judged(states: States, act: OnMatch, by: By, now: Now) -> Iterator[Reason]:
        yield from own_party(by, act.party)
        match = states.of(Lists).match
        if match is None or match.id != act.match:
            yield reason("match_unknown", match=act.match[:64])
        else:
            yield from rule(match, act, now)

    return judged


def _threshold(match: Match, act: acts.ThresholdSigned, now: Now) -> Iterator[Reason]:
    if not LEAST <= act.basis_points <= MOST:
        yield reason("threshold_out_of_range", least=LEAST // 100, most=MOST // 100)
    if match.bulk:
        yield reason("bulk_confirmed_already")
    if match.thresholds.get(act.party) == act.basis_points:
        yield reason("threshold_signed_already")


def _bulk(match: Match, act: acts.BulkConfirmed, now: Now) -> Iterator[Reason]:
    threshold, sure = match.threshold(now.sides), now.known(SurePairs)
    if threshold is None:
        yield reason("threshold_not_common")
    elif threshold != act.basis_points:
        yield reason("threshold_differs", said=act.basis_points // 100, signed=threshold // 100)
    if act.party in match.bulk:
        yield reason("bulk_confirmed_already")
    if sure is None:
        yield FACT_MISSING
    elif (sure.digest, sure.pairs) != (act.digest, act.pairs):
        yield reason("bulk_differs", said=act.pairs, found=sure.pairs)


def _pair(match: Match, act: acts.PairDecided, now: Now) -> Iterator[Reason]:
    candidate = now.known(Candidate)
    if candidate is None:
        yield FACT_MISSING
    elif not candidate.there:
        yield reason("pair_not_candidate", claim=act.claim, holding=act.holding)
    elif candidate.in_bulk:
        yield reason("pair_in_bulk", claim=act.claim)
    said = match.decided.get((act.claimant, act.claim, act.holding), {})
    if act.party in said and (len(said) > 1 or said[act.party] == act.same):
        # until the other side has answered, one's own answer may be changed
        yield reason("pair_decided_already", claim=act.claim)
    if match.threshold(now.sides) is None:
        yield reason("threshold_not_common")


RULES: Mapping[type, Rule] = {
    acts.Deposited: _deposited,
    acts.Countersigned: _countersigned,
    acts.Opened: nothing_against,
    acts.Received: _received,
    acts.Matched: _matched,
    acts.ThresholdSigned: _on_match(_threshold),
    acts.BulkConfirmed: _on_match(_bulk),
    acts.PairDecided: _on_match(_pair),
}
FOLLOWS: Mapping[type, Follow] = {acts.Countersigned: _last_countersignature_opens}
FACTS: Mapping[type, type] = {  # what each rule asks of contents
    acts.Deposited: DepositedFile,
    acts.BulkConfirmed: SurePairs,
    acts.PairDecided: Candidate,
}
