"""Decide: which acts about the text are recorded."""

import re
from collections.abc import Iterator

from parley.base import Act, By, Now, Reason, Refused, reason
from parley.text import acts
from parley.text.model import Stand
from parley.text.state import Text

_CLAUSE = re.compile(r"[0-9a-z][0-9a-z.-]{0,15}")


def decide(
    state: Text, act: Act, by: By, now: Now, languages: tuple[str, ...], sides: list[str]
) -> tuple[Act, ...] | Refused:
    """Return what to record, or every reason against it.

    ``languages`` are those the text binds in; ``sides`` the parties whose adoption makes a clause agreed.
    """
    reasons = tuple(_reasons(state, act, by, now, languages, sides))
    return Refused(reasons) if reasons else (act,)


def _reasons(
    state: Text, act: Act, by: By, now: Now, languages: tuple[str, ...], sides: list[str]
) -> Iterator[Reason]:
    if not now.facts.get("content", True):
        yield reason("content_missing", count=int(now.facts.get("missing", 1)))
    match act:
        case acts.ClauseDrafted():
            yield from _drafted(state, act, languages, sides)
        case acts.ClauseBracketed():
            yield from _current(state, act.clause, act.version, act.party, by)
            if act.clause in state.clauses and state.stand(act.clause, act.party) is Stand.ADOPTED:
                yield reason("clause_adopted_by_you", clause=act.clause)
            for language in sorted(set(act.digests) - set(languages)):
                yield reason("language_not_of_text", language=language[:16])
        case acts.ClauseAgreed() | acts.ClauseAdopted():
            yield from _said_yes(state, act, by)
        case _:
            pass


def _drafted(
    state: Text, act: acts.ClauseDrafted, languages: tuple[str, ...], sides: list[str]
) -> Iterator[Reason]:
    if not _CLAUSE.fullmatch(act.clause):
        yield reason("id_malformed", id=act.clause[:64])
    known = state.clauses.get(act.clause)
    expected = known.version + 1 if known else 1
    if act.version != expected:
        yield reason("version_not_next", clause=act.clause[:16], version=act.version, expected=expected)
    for language in languages:
        if language not in act.digests:
            yield reason("language_missing", language=language)
    for language in sorted(set(act.digests) - set(languages)):
        yield reason("language_not_of_text", language=language[:16])
    if known and sides and state.adopted_by(act.clause, sides):
        yield reason("clause_adopted_by_all", clause=act.clause)


def _current(state: Text, clause: str, version: int, party: str, by: By) -> Iterator[Reason]:
    if party != by.party:
        yield reason("not_your_party", party=party[:64])
    known = state.clauses.get(clause)
    if known is None:
        yield reason("clause_unknown", clause=clause[:16])
    elif version != known.version:
        yield reason("version_not_current", clause=clause, version=version, current=known.version)


def _said_yes(state: Text, act: acts.ClauseAgreed | acts.ClauseAdopted, by: By) -> Iterator[Reason]:
    yield from _current(state, act.clause, act.version, act.party, by)
    known = state.clauses.get(act.clause)
    if known is None:
        return
    if act.version == known.version and act.digests != known.digests:
        yield reason("digests_differ", clause=act.clause)
    stand = state.stand(act.clause, act.party)
    if stand is Stand.ADOPTED:
        yield reason("clause_adopted_by_you", clause=act.clause)
    elif stand is Stand.SUBJECT and isinstance(act, acts.ClauseAgreed):
        yield reason("clause_agreed_by_you", clause=act.clause)
