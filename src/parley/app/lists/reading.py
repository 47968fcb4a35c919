"""Everything that is read or worked out from deposited lists and their match; kept with the state it was made from."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from parley.app.core.contents import keep_salted, own, parsed
from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.app.lists.files import people_in, sheet
from parley.base import Act
from parley.legible import bare
from parley.lists import Lists, SurePairs
from parley.lists.acts import BulkConfirmed, Deposited, PairDecided
from parley.lists.model import Pair
from parley.lists.standings import Pairs, Rows, Standings, bulk_lines, standings, sure_pairs
from parley.lists.state import KINDS
from parley.talks import Talks

MEDIA = "text/plain; charset=utf-8"
MATCH, PAIRS = "match", "pairs"  # what those contents are for
NOTHING: Pairs = {}
Parts = list[tuple[str, str, str, float]]  # what was weighed: kind, in the claim, in the holding, bits


def read_ahead(app: App, state: TalksState, act: Act | None) -> None:
    """Read every list and comparison into memory. Never under the lock: the files take seconds."""
    match act:
        case Deposited():
            sheet(app, state.id, act.digest)
        case None | BulkConfirmed() | PairDecided():
            _read_lists(app, state)
        case _:
            pass


def _read_lists(app: App, state: TalksState) -> None:
    with state.lock:
        lists, sides = state.of(Lists), state.of(Talks).sides()
        latest = [lists.latest(side, kind) for side in sides for kind in KINDS]
        match = lists.match
    for deposit in latest:
        if deposit is not None:
            _people(app, state.id, deposit.digest)
    if match is not None:
        parsed(app, state.id, match.digest, "pairs", _pairs)
        parsed(app, state.id, match.digest, "parts", _parts)


def pairs_of(app: App, state: TalksState) -> Pairs:
    """Return the candidate pairs of the latest match by (claimant, claim row), best first; empty before."""
    match = state.of(Lists).match
    pairs: Pairs | None = parsed(app, state.id, match.digest, "pairs", _pairs) if match else None
    return pairs or NOTHING


def parts_of(app: App, state: TalksState, pair: Pair) -> Parts:
    """Return what the matcher weighed for one pair."""
    match = state.of(Lists).match
    parts: Mapping[tuple[str, int, int], Parts] | None = (
        parsed(app, state.id, match.digest, "parts", _parts) if match else None
    )
    return (parts or {}).get((pair.claimant, pair.claim, pair.holding), [])


def rows_of(app: App, state: TalksState, party: str, kind: str) -> Rows:
    """Return the rows that hold somebody, by row number, of a party's latest list."""
    deposit = state.of(Lists).latest(party, kind)
    if deposit is None or not own(app, state, deposit.digest, party):
        return {}  # an old record may have a deposit of somebody else's file
    return _people(app, state.id, deposit.digest)


def standings_of(app: App, state: TalksState) -> Standings:
    """Return where every claim stands, worked out anew when anything it depends on has changed."""
    sides = state.of(Talks).sides()

    def make() -> Standings:
        claims = {side: rows_of(app, state, side, "claims") for side in sides}
        return standings(state.of(Lists).match, sides, claims, pairs_of(app, state))

    return state.kept("standings", (Lists,), make, given=sides)


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
        sure = sure_pairs(pairs_of(app, state), threshold)
        claims = {side: rows_of(app, state, side, "claims") for side in sides}
        holdings = {side: rows_of(app, state, side, "holdings") for side in sides}
        data = bare(
            bulk_lines(sure, sides, claims, holdings)
        ).encode()  # files hide all sorts of things in names
        salt = hmac.digest(app.secret, f"bulk|{state.id}|{match.id}|{threshold}".encode(), hashlib.sha256)
        return SurePairs(keep_salted(app, state.id, PAIRS, salt, data, MEDIA), len(sure))

    return state.kept("bulk", (Lists,), make, given=sides)


def _people(app: App, talks: str, digest: str) -> Rows:
    key = (talks, digest, "people")
    if key not in app.parsed:
        app.parsed[key] = people_in(sheet(app, talks, digest))
    people: Rows = app.parsed[key]
    return people


def _pairs(data: bytes, _media: str) -> Pairs:
    found: dict[tuple[str, int], list[Pair]] = {}
    for claimant, claim, holding, probability, rank, decision, _ in json.loads(data)["pairs"]:
        pair = Pair(claimant, claim, holding, probability, rank, decision)
        found.setdefault((claimant, claim), []).append(pair)
    return {claim: tuple(sorted(pairs, key=lambda p: p.rank)) for claim, pairs in found.items()}


def _parts(data: bytes, _media: str) -> dict[tuple[str, int, int], Any]:
    """Return the parts by pair; a comparison kept in the first format has only words, which are left out."""
    return {
        (row[0], row[1], row[2]): [tuple(part) for part in row[6]]
        for row in json.loads(data)["pairs"]
        if isinstance(row[6], list)
    }
