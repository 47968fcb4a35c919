"""Fold: the text after each act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parley.base import Fold, Stamp
from parley.text import acts
from parley.text.model import Clause, Stand, Standing


@dataclass(slots=True)
class Text:
    """Clauses by id, in the order they were first drafted. Mutable, changed by ``fold`` alone."""

    clauses: dict[str, Clause] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # digests of every wording that was ever put on the table

    def stand(self, clause: str, party: str) -> Stand:
        return self.clauses[clause].sides.get(party, Standing(Stand.PROPOSED)).stand

    def adopted_by(self, clause: str, parties: Iterable[str]) -> bool:
        """Return whether every one of ``parties`` has adopted the current version."""
        return all(self.stand(clause, party) is Stand.ADOPTED for party in parties)


def _drafted(state: Text, act: acts.ClauseDrafted, stamp: Stamp) -> None:
    """A new version of a clause clears what was said of the last."""
    state.clauses[act.clause] = Clause(act.clause, act.version, act.digests, stamp.at)
    state.shown.update(act.digests.values())


def _bracketed(state: Text, act: acts.ClauseBracketed, stamp: Stamp) -> None:
    _stand(state, act.clause, act.party, Standing(Stand.BRACKETED, stamp.at, stamp.seat, act.digests))
    state.shown.update(act.digests.values())


def _agreed(state: Text, act: acts.ClauseAgreed, stamp: Stamp) -> None:
    _stand(state, act.clause, act.party, Standing(Stand.SUBJECT, stamp.at, stamp.seat))


def _adopted(state: Text, act: acts.ClauseAdopted, stamp: Stamp) -> None:
    _stand(state, act.clause, act.party, Standing(Stand.ADOPTED, stamp.at, stamp.seat))


def _stand(state: Text, clause: str, party: str, standing: Standing) -> None:
    state.clauses[clause].sides[party] = standing


FOLDS: Mapping[type, Fold] = {
    acts.ClauseDrafted: _drafted,
    acts.ClauseBracketed: _bracketed,
    acts.ClauseAgreed: _agreed,
    acts.ClauseAdopted: _adopted,
}
