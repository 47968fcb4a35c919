"""The match's pairs, and the list of those at or above the threshold that both sides sign in bulk."""

import hashlib
import hmac
import json
from dataclasses import dataclass

from parley.app.model import App
from parley.app.reading import parsed, people_in, sheet
from parley.app.tables import Table
from parley.lists.model import Pair
from parley.lists.state import KINDS, in_bulk
from parley.record import content_digest

Pairs = dict[tuple[str, int], tuple[Pair, ...]]
MEDIA = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Bulk:
    """The list as both sides sign it: one line a pair, claimed name and held name."""

    digest: str
    pairs: int


def read_lists(app: App, table: Table) -> None:
    """Read every list and comparison of the table into memory. Never under its lock: the files take seconds."""
    with table.lock:
        state = table.state
        latest = [state.lists.latest(side, kind) for side in state.talks.sides() for kind in KINDS]
        match = state.lists.match
    for deposit in latest:
        if deposit is not None:
            _people(app, table.id, deposit.digest)
    if match is not None:
        parsed(app, table.id, match.digest, "pairs", _pairs)
        parsed(app, table.id, match.digest, "parts", _parts)


def pairs_of(app: App, table: Table) -> Pairs:
    """Return the candidate pairs of the latest match by (claimant, claim row), best first; empty before."""
    match = table.state.lists.match
    pairs: Pairs | None = parsed(app, table.id, match.digest, "pairs", _pairs) if match else None
    return pairs or {}


def parts_of(app: App, table: Table, pair: Pair) -> list[tuple[str, str, str, float]]:
    """Return what the matcher weighed for one pair: kind, as the claim has it, as the holding has it, bits."""
    match = table.state.lists.match
    parts: dict[tuple[str, int, int], list[tuple[str, str, str, float]]] | None = (
        parsed(app, table.id, match.digest, "parts", _parts) if match else None
    )
    return (parts or {}).get((pair.claimant, pair.claim, pair.holding), [])


def rows_of(app: App, table: Table, party: str, kind: str) -> dict[int, dict[str, str]]:
    """Return the rows that hold somebody, by row number, of a party's latest list."""
    deposit = table.state.lists.latest(party, kind)
    return {} if deposit is None else _people(app, table.id, deposit.digest)


def _people(app: App, talks: str, digest: str) -> dict[int, dict[str, str]]:
    key = (talks, digest, "people")
    if key not in app.parsed:
        app.parsed[key] = people_in(sheet(app, talks, digest))
    people: dict[int, dict[str, str]] = app.parsed[key]
    return people


def _pairs(data: bytes, _media: str) -> Pairs:
    found: dict[tuple[str, int], list[Pair]] = {}
    for claimant, claim, holding, probability, rank, decision, _ in json.loads(data)["pairs"]:
        pair = Pair(claimant, claim, holding, probability, rank, decision)
        found.setdefault((claimant, claim), []).append(pair)
    return {claim: tuple(sorted(pairs, key=lambda p: p.rank)) for claim, pairs in found.items()}


def _parts(data: bytes, _media: str) -> dict[tuple[str, int, int], list[tuple[str, str, str, float]]]:
    """Return the parts by pair; a comparison kept in the first format has only words, which are left out."""
    return {
        (row[0], row[1], row[2]): [tuple(part) for part in row[6]]
        for row in json.loads(data)["pairs"]
        if isinstance(row[6], list)
    }


def bulk_list(app: App, table: Table) -> Bulk | None:
    """Return the list of pairs at or above the threshold that both sides signed; None before they have.

    Made anew the same way each time: its salt comes from the installation's secret.
    """
    match = table.state.lists.match
    threshold = match.threshold(table.state.talks.sides()) if match else None
    if match is None or threshold is None:
        return None
    key = (table.id, match.digest, f"bulk-{threshold}")
    if key not in app.parsed:
        sure = [p for found in pairs_of(app, table).values() for p in found if in_bulk(p, threshold)]
        data = "".join(_line(app, table, pair) for pair in sure).encode()
        salt = hmac.digest(app.secret, f"bulk|{table.id}|{match.id}|{threshold}".encode(), hashlib.sha256)
        digest = content_digest(salt, data)
        app.blobs.put(table.id, digest, salt, MEDIA, data)
        app.parsed[key] = Bulk(digest, len(sure))
    bulk: Bulk = app.parsed[key]
    return bulk


def _line(app: App, table: Table, pair: Pair) -> str:
    holder = next(side for side in table.state.talks.sides() if side != pair.claimant)
    claimed = rows_of(app, table, pair.claimant, "claims").get(pair.claim, {}).get("name", "")
    held = rows_of(app, table, holder, "holdings").get(pair.holding, {}).get("name", "")
    return f"{pair.claimant} {pair.claim}\t{claimed}\t{held}\t{pair.probability / 100:.2f} %\n"
