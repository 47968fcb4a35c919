"""The match's pairs, and the list of those at or above the threshold that both sides sign in bulk."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import lru_cache

from parley.app.model import App
from parley.app.reading import sheet
from parley.app.tables import Table
from parley.lists.model import Pair
from parley.lists.state import in_bulk
from parley.record import content_digest

Pairs = dict[tuple[str, int], tuple[Pair, ...]]
MEDIA = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Bulk:
    """The list as both sides sign it: one line a pair, claimed name and held name."""

    digest: str
    pairs: int


def pairs_of(app: App, table: Table) -> Pairs:
    """Return the candidate pairs of the latest match by (claimant, claim row), best first; empty before."""
    match = table.state.lists.match
    if match is None:
        return {}
    content = app.blobs.get(table.id, match.digest)
    return _parsed(content[2]) if content else {}


@lru_cache(maxsize=4)
def _parsed(data: bytes) -> Pairs:
    found: dict[tuple[str, int], list[Pair]] = {}
    for claimant, claim, holding, probability, rank, decision, _ in json.loads(data)["pairs"]:
        pair = Pair(claimant, claim, holding, probability, rank, decision)
        found.setdefault((claimant, claim), []).append(pair)
    return {claim: tuple(sorted(pairs, key=lambda p: p.rank)) for claim, pairs in found.items()}


def reasons_of(app: App, table: Table, pair: Pair) -> str:
    """Return the matcher's reasons for one pair, as it gave them."""
    match = table.state.lists.match
    content = app.blobs.get(table.id, match.digest) if match else None
    return _reasons(content[2]).get((pair.claimant, pair.claim, pair.holding), "") if content else ""


@lru_cache(maxsize=4)
def _reasons(data: bytes) -> dict[tuple[str, int, int], str]:
    return {(row[0], row[1], row[2]): row[6] for row in json.loads(data)["pairs"]}


def bulk_list(app: App, table: Table) -> Bulk | None:
    """Return the list of pairs at or above the threshold that both sides signed; None before they have.

    Made anew the same way each time: its salt comes from the installation's secret.
    """
    match = table.state.lists.match
    threshold = match.threshold(table.state.talks.sides()) if match else None
    if match is None or threshold is None:
        return None
    key = (table.id, match.id, threshold)
    if key not in _bulks:
        _bulks[key] = _bulk(app, table, match.id, threshold)
    return _bulks[key]


_bulks: dict[tuple[str, str, int], Bulk] = {}  # a match and its threshold never change; thousands of lines each


def _bulk(app: App, table: Table, match: str, threshold: int) -> Bulk:
    sides = table.state.talks.sides()
    rows = {(side, kind): rows_of(app, table, side, kind) for side in sides for kind in ("claims", "holdings")}
    lines = []
    for pair in (p for pairs in pairs_of(app, table).values() for p in pairs if in_bulk(p, threshold)):
        holder = next(side for side in sides if side != pair.claimant)
        claimed = rows[(pair.claimant, "claims")].get(pair.claim, {}).get("name", "")
        held = rows[(holder, "holdings")].get(pair.holding, {}).get("name", "")
        lines.append(f"{pair.claimant} {pair.claim}\t{claimed}\t{held}\t{pair.probability / 100:.2f} %\n")
    data = "".join(lines).encode()
    salt = hmac.digest(app.secret, f"bulk|{table.id}|{match}|{threshold}".encode(), hashlib.sha256)
    digest = content_digest(salt, data)
    app.blobs.put(table.id, digest, salt, MEDIA, data)
    return Bulk(digest, len(lines))


def rows_of(app: App, table: Table, party: str, kind: str) -> dict[int, dict[str, str]]:
    """Return the rows that hold somebody, by row number, of a party's latest list."""
    deposit = table.state.lists.latest(party, kind)
    content = app.blobs.get(table.id, deposit.digest) if deposit else None
    return _people(content[2], content[1]) if content else {}


@lru_cache(maxsize=8)
def _people(data: bytes, media: str) -> dict[int, dict[str, str]]:
    return {row.number: dict(row.fields) for row in sheet(data, media).rows if row.problem is None}
