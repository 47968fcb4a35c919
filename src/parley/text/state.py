"""Fold: the text after each act."""

from dataclasses import dataclass, field

from parley.base import Act, Stamp
from parley.text import acts
from parley.text.model import Clause, Stand, Standing


@dataclass(slots=True)
class Text:
    """Clauses by id, in the order they were first drafted. Mutable, changed by ``fold`` alone."""

    clauses: dict[str, Clause] = field(default_factory=dict)

    def stand(self, clause: str, party: str) -> Stand:
        return self.clauses[clause].sides.get(party, Standing(Stand.PROPOSED)).stand

    def adopted_by(self, clause: str, parties: list[str]) -> bool:
        """Return whether every one of ``parties`` has adopted the current version."""
        return all(self.stand(clause, party) is Stand.ADOPTED for party in parties)


def fold(state: Text, act: Act, stamp: Stamp) -> Text:
    """Return ``state`` with ``act`` in it. A new version of a clause clears what was said of the last."""
    match act:
        case acts.ClauseDrafted():
            state.clauses[act.clause] = Clause(act.clause, act.version, act.digests, stamp.at)
        case acts.ClauseBracketed():
            _stand(state, act.clause, act.party, Standing(Stand.BRACKETED, stamp.at, stamp.seat, act.digests))
        case acts.ClauseAgreed():
            _stand(state, act.clause, act.party, Standing(Stand.SUBJECT, stamp.at, stamp.seat))
        case acts.ClauseAdopted():
            _stand(state, act.clause, act.party, Standing(Stand.ADOPTED, stamp.at, stamp.seat))
        case _:
            pass
    return state


def _stand(state: Text, clause: str, party: str, standing: Standing) -> None:
    state.clauses[clause].sides[party] = standing
