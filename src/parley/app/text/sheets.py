"""What the sheets of a clause show: its wording in every language, and who has said the same."""

from collections.abc import Mapping

from parley.app.core.model import App, BindingSheet, Prepared, Signature, Viewer
from parley.app.core.states import TalksState
from parley.text import Clause, Stand, Text, acts


def _agreed(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    clause = state.of(Text).clauses.get(params.get("clause", ""))
    if clause is None:
        return None
    return _prepared(clause, acts.ClauseAgreed(clause.id, clause.version, viewer.party, clause.digests))


def _adopted(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    """A clause that is not adopted yet can be agreed to instead, subject to approval."""
    clause = state.of(Text).clauses.get(params.get("clause", ""))
    if clause is None:
        return None
    said = clause.id, clause.version, viewer.party, clause.digests
    return _prepared(clause, acts.ClauseAdopted(*said), acts.ClauseAgreed(*said))


def _prepared(
    clause: Clause, act: acts.ClauseAdopted | acts.ClauseAgreed, *instead: acts.ClauseAgreed
) -> Prepared:
    signed = {
        party: Signature(standing.at)
        for party, standing in clause.sides.items()
        if standing.stand in _SAID[act.KIND] and standing.at
    }
    about: dict[str, str | int] = {"clause": clause.id, "version": clause.version}
    back, also = f"text#clause-{clause.id}", [(one, {"clause": clause.id}) for one in instead]
    return Prepared(act, back, dict(clause.digests), about, signed, instead=also)


# Who agreed subject to approval has not adopted; who adopted has agreed.
_SAID: Mapping[str, tuple[Stand, ...]] = {
    acts.ClauseAgreed.KIND: (Stand.SUBJECT, Stand.ADOPTED),
    acts.ClauseAdopted.KIND: (Stand.ADOPTED,),
}
SHEETS: Mapping[str, BindingSheet] = {
    acts.ClauseAgreed.KIND: BindingSheet(_agreed, facts=("version",), said=("clause",)),
    acts.ClauseAdopted.KIND: BindingSheet(_adopted, facts=("version",), said=("clause",)),
}
