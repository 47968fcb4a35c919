"""Which acts about promises are recorded."""

from collections.abc import Iterator, Mapping

from parley.promises import acts
from parley.promises.model import Wording
from parley.promises.state import Promises

from parley.base import FACT_MISSING, By, Now, Reason, Rule, States, own_party, reason, unused_id


def _asked(states: States, act: acts.Asked, by: By, now: Now) -> Iterator[Reason]:
    if act.party not in now.sides:
        yield reason("promise_of_no_side", side=act.party[:64])
    elif act.party in states.of(Promises).asked:
        yield reason("promise_asked_already", party=act.party)


def _promised(states: States, act: acts.Promised, by: By, now: Now) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    yield from unused_id(act.promise, used=act.promise in states.of(Promises).made)
    wording = now.known(Wording)
    if wording is None:
        yield FACT_MISSING
    elif not wording.there:
        yield reason("content_missing", count=1)


RULES: Mapping[type, Rule] = {acts.Asked: _asked, acts.Promised: _promised}
FACTS: Mapping[type, type] = {acts.Promised: Wording}  # what each rule asks of contents
