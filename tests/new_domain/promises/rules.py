"""Which acts about promises are recorded."""

from collections.abc import Iterator, Mapping

from parley.promises import acts
from parley.promises.model import Wording
from parley.promises.state import Promises

from parley.base import FACT_MISSING, By, Now, Reason, Rule, States, own_party, reason, unused_id


def _promised(states: States, act: acts.Promised, by: By, now: Now) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    yield from unused_id(act.promise, used=act.promise in states.of(Promises).made)
    wording = now.known(Wording)
    if wording is None:
        yield FACT_MISSING
    elif not wording.there:
        yield reason("content_missing", count=1)


def _reminded(states: States, act: acts.Reminded, by: By, now: Now) -> Iterator[Reason]:
    if act.promise not in states.of(Promises).made:
        yield reason("promise_unknown", promise=act.promise[:64])


RULES: Mapping[type, Rule] = {acts.Promised: _promised, acts.Reminded: _reminded}
