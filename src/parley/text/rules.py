"""Which acts about the text are recorded."""

import re
from collections.abc import Iterator, Mapping

from parley.base import FACT_MISSING, By, Now, Reason, Rule, States, malformed_id, own_party, reason
from parley.text import acts
from parley.text.model import Stand, Wordings
from parley.text.state import Text

LONGEST = 16  # of a clause's number
_CLAUSE = re.compile(rf"[0-9a-z][0-9a-z.-]{{0,{LONGEST - 1}}}")


def _wordings(now: Now) -> Iterator[Reason]:
    wordings = now.known(Wordings)
    if wordings is None:
        yield FACT_MISSING
    elif wordings.missing:
        yield reason("content_missing", count=wordings.missing)
    else:
        yield from wordings.unfit


def _drafted(states: States, act: acts.ClauseDrafted, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Text)
    yield from _wordings(now)
    if not _CLAUSE.fullmatch(act.clause):
        yield malformed_id(act.clause, LONGEST)
    known = state.clauses.get(act.clause)
    expected = known.version + 1 if known else 1
    if act.version != expected:
        yield reason("version_not_next", clause=act.clause[:16], version=act.version, expected=expected)
    for language in now.languages:
        if language not in act.digests:
            yield reason("language_missing", language=language)
    yield from _languages(act.digests, now)
    if known and now.sides and state.adopted_by(act.clause, now.sides):
        yield reason("clause_adopted_by_all", clause=act.clause)


def _languages(digests: Mapping[str, str], now: Now) -> Iterator[Reason]:
    for language in sorted(set(digests) - set(now.languages)):
        yield reason("language_not_of_text", language=language[:16])


def _bracketed(states: States, act: acts.ClauseBracketed, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Text)
    yield from _wordings(now)
    yield from _current(state, act.clause, act.version, act.party, by)
    if act.clause in state.clauses and state.stand(act.clause, act.party) is Stand.ADOPTED:
        yield reason("clause_adopted_by_you", clause=act.clause)
    yield from _languages(act.digests, now)


def _current(state: Text, clause: str, version: int, party: str, by: By) -> Iterator[Reason]:
    yield from own_party(by, party)
    known = state.clauses.get(clause)
    if known is None:
        yield reason("clause_unknown", clause=clause[:16])
    elif version != known.version:
        yield reason("version_not_current", clause=clause, version=version, current=known.version)


def _agreed(
    states: States, act: acts.ClauseAgreed | acts.ClauseAdopted, by: By, now: Now
) -> Iterator[Reason]:
    state = states.of(Text)
    yield from _current(state, act.clause, act.version, act.party, by)
    known = state.clauses.get(act.clause)
    if known is None:
        return
    yield from _wordings(now)
    if act.version == known.version and act.digests != known.digests:
        yield reason("digests_differ", clause=act.clause)
    stand = state.stand(act.clause, act.party)
    if stand is Stand.ADOPTED:
        yield reason("clause_adopted_by_you", clause=act.clause)
    elif stand is Stand.SUBJECT and isinstance(act, acts.ClauseAgreed):
        yield reason("clause_agreed_by_you", clause=act.clause)


RULES: Mapping[type, Rule] = {
    acts.ClauseDrafted: _drafted,
    acts.ClauseBracketed: _bracketed,
    acts.ClauseAgreed: _agreed,
    acts.ClauseAdopted: _agreed,
}
FACTS: Mapping[type, type] = {  # what each rule asks of contents
    acts.ClauseDrafted: Wordings,
    acts.ClauseBracketed: Wordings,
    acts.ClauseAgreed: Wordings,
    acts.ClauseAdopted: Wordings,
}
