"""What the rules about the lists ask of contents: of a file handed over, of the pairs of a match."""

from collections.abc import Mapping

from parley.app.core.contents import cited
from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.app.lists.files import looked_at, table_of
from parley.app.lists.reading import bulk_list, handed_over_by, pairs_of
from parley.base import By
from parley.lists import Candidate, DepositedFile, Lists, SurePairs
from parley.lists.acts import BulkConfirmed, Deposited, PairDecided
from parley.lists.standings import in_bulk
from parley.talks import Talks


def deposited_file(app: App, state: TalksState, by: By, act: Deposited) -> DepositedFile:
    """Return whether this side has brought such a file for this list, how many of its rows hold somebody, its size."""
    handed = handed_over_by(app, state, by, act.list, act.digest)
    content = cited(app, by, state, act.digest, act.list) if handed else None
    if content is None:
        return DepositedFile(there=False)
    if not looked_at(app, state.id, f"{act.party}|{act.list}", act.digest, act.columns):
        return DepositedFile(there=True, rows=-1, size=len(content[2]))
    table = table_of(app, by, state, act.digest, act.columns)
    return DepositedFile(there=True, rows=len(table.people) if table else -1, size=len(content[2]))


def sure_pairs(app: App, state: TalksState, by: By, act: BulkConfirmed) -> SurePairs:
    """Return the list of sure pairs as the server makes it now."""
    return bulk_list(app, state)


def candidate(app: App, state: TalksState, by: By, act: PairDecided) -> Candidate:
    """Return whether the match proposes this pair, and whether it is confirmed in bulk."""
    match = state.of(Lists).match
    candidates = pairs_of(app, by, state).get((act.claimant, act.claim), ())
    pair = next((one for one in candidates if one.holding == act.holding), None)
    threshold = match.threshold(state.of(Talks).sides()) if match else None
    bulk = pair is not None and threshold is not None and in_bulk(pair, threshold)
    return Candidate(pair is not None and pair.decision != "none", bulk)


FACTS: Mapping[type, FactReader] = {
    Deposited: deposited_file,
    BulkConfirmed: sure_pairs,
    PairDecided: candidate,
}
