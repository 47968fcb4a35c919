"""Everything that is read or worked out from deposited lists and their match; kept with the state it was made from.

Rows and pairs are read for whoever is to see them, and are nothing to who may not. What the machine works out of all of them
(where claims stand, counts, the list of sure pairs) it reads as SYSTEM.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from parley.app.core import access
from parley.app.core.contents import is_parsed, keep_salted, origin_of, own, parsed
from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.app.lists.files import Columns, in_turn, looked_at, looking_at, people_in, read_as, table_of, tidy
from parley.base import SYSTEM, Act, By
from parley.legible import bare
from parley.lists import Lists, SurePairs
from parley.lists.acts import BulkConfirmed, Deposited, PairDecided
from parley.lists.model import RESTRICTED, Pair
from parley.lists.standings import (
    Pairs,
    Rows,
    Standings,
    bulk_lines,
    in_bulk,
    standings,
    sure_pairs,
    undecided,
)
from parley.lists.state import KINDS
from parley.talks import Talks

MEDIA = "text/plain; charset=utf-8"
MATCH, PAIRS = "match", "pairs"  # what those contents are for
CANDIDATES = "candidates"  # what is shown of a match
NOTHING: Pairs = {}
Parts = list[tuple[str, str, str, float]]  # what was weighed: kind, in the claim, in the holding, bits


def read_ahead(app: App, state: TalksState, by: By, act: Act | None) -> None:
    """Read every list and comparison into memory. Never under the lock: the files take seconds."""
    match act:
        case Deposited():
            look_at(app, state, by, act.list, act.digest, act.columns)
        case None | BulkConfirmed() | PairDecided():
            _read_lists(app, state)
        case _:
            pass


def handed_over_by(app: App, state: TalksState, by: By, kind: str, digest: str) -> bool:
    """Return whether this seat may hand over such a list, and its side has brought this content as one. Hold the state's lock."""
    theirs = access.may_bring(by, app.registry.sorts.get(kind)) and own(app, state, digest, by.party)
    return theirs and access.may_cite(by, app, state, digest, origin_of(app, state, digest), kind)


def look_at(app: App, state: TalksState, by: By, kind: str, digest: str, columns: Columns) -> None:
    """Read a file that this seat's side has brought as such a list, in the side's turn; nothing of what is not theirs to hand over.

    Raises: ReadError, while another of theirs is read.
    """
    whose = f"{by.party}|{kind}"
    with state.lock:
        mine = handed_over_by(app, state, by, kind, digest)
    if not mine or not looked_at(app, state.id, whose, digest, columns):
        return
    if not is_parsed(app, state.id, digest, read_as(columns)):
        with in_turn(app, state.id, by.party):
            table_of(app, SYSTEM, state, digest, columns)
    looking_at(app, state.id, whose, digest, columns)


def _read_lists(app: App, state: TalksState) -> None:
    with state.lock:
        lists, sides = state.of(Lists), state.of(Talks).sides()
        latest = [lists.latest(side, kind) for side in sides for kind in KINDS]
        match = lists.match
    tidy(app, state)
    for deposit in latest:
        if deposit is not None:
            people_in(app, SYSTEM, state, deposit.digest, deposit.columns)
    if match is not None:
        parsed(app, SYSTEM, state, match.digest, "pairs", _pairs)
        parsed(app, SYSTEM, state, match.digest, "parts", _parts)
        parsed(app, SYSTEM, state, match.digest, "left to people", _left_because)


def pairs_of(app: App, by: By, state: TalksState) -> Pairs:
    """Return the candidate pairs of the latest match by (claimant, claim row), best first; none before, or to who has none of them."""
    match = state.of(Lists).match
    pairs: Pairs | None = parsed(app, by, state, match.digest, "pairs", _pairs, CANDIDATES) if match else None
    return pairs or NOTHING


def parts_of(app: App, by: By, state: TalksState, pair: Pair) -> Parts:
    """Return what the matcher weighed for one pair, nothing restricted among it."""
    match = state.of(Lists).match
    parts: Mapping[tuple[str, int, int], Parts] | None = (
        parsed(app, by, state, match.digest, "parts", _parts, CANDIDATES) if match else None
    )
    return (parts or {}).get((pair.claimant, pair.claim, pair.holding), [])


def left_because(app: App, by: By, state: TalksState, pair: Pair) -> str:
    """Return the code of why the matcher left a pair to people; "" if it did not, or in a comparison that kept no reasons."""
    match = state.of(Lists).match
    codes: Mapping[tuple[str, int, int], str] | None = (
        parsed(app, by, state, match.digest, "left to people", _left_because, CANDIDATES) if match else None
    )
    return (codes or {}).get((pair.claimant, pair.claim, pair.holding), "")


def candidate_rows(app: App, by: By, state: TalksState, pair: Pair) -> tuple[Mapping[str, str], Rows]:
    """Return a pair's claim, and by row the holdings that it may be; nothing restricted, and nothing to who has no candidates."""
    claim = pair.claimant, pair.claim
    rivals = pairs_of(app, by, state).get(claim, ())
    if pair not in rivals:
        return {}, {}
    holder = next(side for side in state.of(Talks).sides() if side != pair.claimant)
    claims = rows_of(app, SYSTEM, state, pair.claimant, "claims")
    held = rows_of(app, SYSTEM, state, holder, "holdings")
    found = {one.holding: unrestricted(held[one.holding]) for one in rivals if one.holding in held}
    return unrestricted(claims.get(pair.claim, {})), found


def unrestricted(fields: Mapping[str, str]) -> Mapping[str, str]:
    """Return of a row what the other side may see where the row is a candidate."""
    return {name: value for name, value in fields.items() if name not in RESTRICTED}


def rows_of(app: App, by: By, state: TalksState, party: str, kind: str) -> Rows:
    """Return the rows that hold somebody, by row number, of a party's latest list; none where ``by`` may not read it."""
    deposit = state.of(Lists).latest(party, kind)
    if deposit is None or not own(app, state, deposit.digest, party):
        return {}  # an old record may have a deposit of somebody else's file
    return people_in(app, by, state, deposit.digest, deposit.columns)


def sure_counts(app: App, state: TalksState) -> Counter[str]:
    """Return by claimant how many claims have a best candidate at or above the threshold; numbers alone."""
    sides = state.of(Talks).sides()

    def make() -> Counter[str]:
        match = state.of(Lists).match
        threshold = match.threshold(sides) if match else None
        if threshold is None:
            return Counter()
        pairs = pairs_of(app, SYSTEM, state).values()
        return Counter(found[0].claimant for found in pairs if in_bulk(found[0], threshold))

    return state.kept("sure counts", (Lists,), make, given=sides)


def standings_of(app: App, state: TalksState) -> Standings:
    """Return where every claim stands, worked out anew when anything it depends on has changed."""
    sides = state.of(Talks).sides()

    def make() -> Standings:
        claims = {side: rows_of(app, SYSTEM, state, side, "claims") for side in sides}
        return standings(state.of(Lists).match, sides, claims, pairs_of(app, SYSTEM, state))

    return state.kept("standings", (Lists,), make, given=sides)


def claims_of(app: App, by: By, state: TalksState, party: str) -> tuple[Rows, Standings]:
    """Return a side's claims and where each stands: its own at any time, the other's once all lists are in. Neither changes any more."""
    rows = rows_of(app, by, state, party, "claims")
    return rows, standings_of(app, state) if rows else {}


def words_of(app: App, state: TalksState, claimant: str) -> Counter[str]:
    """Return how many of a side's claims stand at each word; numbers alone."""
    sides = state.of(Talks).sides()

    def make() -> Counter[str]:
        return Counter(one.word for (side, _), one in standings_of(app, state).items() if side == claimant)

    return state.kept(f"words of {claimant}", (Lists,), make, given=sides)


def undecided_of(app: App, by: By, state: TalksState) -> list[Pair]:
    """Return the pairs that a seat's side has still to decide one by one; none to who has no pairs to read."""
    sides, pairs = state.of(Talks).sides(), pairs_of(app, by, state)

    def make() -> list[Pair]:
        return undecided(state.of(Lists).match, sides, by.party, pairs)

    return state.kept(f"undecided by {by.party}", (Lists,), make, given=sides) if pairs else []


def bulk_list(app: App, state: TalksState) -> SurePairs:
    """Return the list of pairs at or above the threshold that both sides signed; digest "" before they have.

    Made anew the same way each time: its salt comes from the installation's secret.
    """
    sides = state.of(Talks).sides()

    def make() -> SurePairs:
        match = state.of(Lists).match
        threshold = match.threshold(sides) if match else None
        if match is None or threshold is None:
            return SurePairs("", 0)
        sure = sure_pairs(pairs_of(app, SYSTEM, state), threshold)
        claims = {side: rows_of(app, SYSTEM, state, side, "claims") for side in sides}
        holdings = {side: rows_of(app, SYSTEM, state, side, "holdings") for side in sides}
        data = bare(
            bulk_lines(sure, sides, claims, holdings)
        ).encode()  # files hide all sorts of things in names
        salt = hmac.digest(app.secret, f"bulk|{state.id}|{match.id}|{threshold}".encode(), hashlib.sha256)
        return SurePairs(keep_salted(app, state.id, PAIRS, salt, data, MEDIA), len(sure))

    return state.kept("bulk", (Lists,), make, given=sides)


def _pairs(data: bytes, _media: str) -> Pairs:
    found: dict[tuple[str, int], list[Pair]] = {}
    for claimant, claim, holding, probability, rank, decision, *_ in json.loads(data)["pairs"]:
        pair = Pair(claimant, claim, holding, probability, rank, decision)
        found.setdefault((claimant, claim), []).append(pair)
    return {claim: tuple(sorted(pairs, key=lambda p: p.rank)) for claim, pairs in found.items()}


def _parts(data: bytes, _media: str) -> dict[tuple[str, int, int], Any]:
    """Return the parts by pair; a comparison kept in the first format has only words, which are left out."""
    return {
        (row[0], row[1], row[2]): [tuple(part) for part in row[6] if part[0] not in RESTRICTED]
        for row in json.loads(data)["pairs"]
        if isinstance(row[6], list)
    }


def _left_because(data: bytes, _media: str) -> dict[tuple[str, int, int], str]:
    """Return the reasons by pair; a comparison of an earlier format has none."""
    return {(row[0], row[1], row[2]): row[7] for row in json.loads(data)["pairs"] if row[7:] and row[7]}
