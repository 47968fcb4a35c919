"""Where every claim stands, over a whole match: what is cleared, what waits and for whom."""

from dataclasses import dataclass

from parley.app.bulk import pairs_of, rows_of
from parley.app.model import App
from parley.app.tables import Table
from parley.lists.model import Match, Outcome, Pair
from parley.lists.state import in_bulk, outcome

WORDS = {
    Outcome.CLEARED: "cleared",
    Outcome.DISPUTED: "differs",
    Outcome.NOT_THE_SAME: "not_held",
    Outcome.NOT_FOUND: "not_held",
    Outcome.WAITS_HOLDER: "one_side",
    Outcome.WAITS_CLAIMANT: "one_side",
    Outcome.WAITS_BOTH: "to_decide",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one claim stands: outcome as pages name it, through which pair, and which parties it waits for."""

    word: str
    pair: Pair | None
    waits_for: tuple[str, ...]


_kept: dict[str, tuple[tuple[object, ...], dict[tuple[str, int], Standing]]] = {}


def standings(app: App, table: Table) -> dict[tuple[str, int], Standing]:
    """Return the standing of every claim by (claimant, row); made anew when an answer has come."""
    lists = table.state.lists
    match = lists.match
    said = (len(match.thresholds), len(match.bulk), sum(map(len, match.decided.values()))) if match else ()
    key = (id(table), len(lists.deposits), lists.opened, match.digest if match else "", *said)
    kept = _kept.get(table.id)
    if kept is None or kept[0] != key:
        kept = (key, _standings(app, table))
        _kept[table.id] = kept
    return kept[1]


def _standings(app: App, table: Table) -> dict[tuple[str, int], Standing]:
    sides = table.state.talks.sides()
    match = table.state.lists.match
    pairs = pairs_of(app, table)
    found = {}
    for side in sides:
        for row in rows_of(app, table, side, "claims"):
            found[(side, row)] = _standing(match, sides, side, pairs.get((side, row), ()))
    return found


def _standing(match: Match | None, sides: list[str], claimant: str, candidates: tuple[Pair, ...]) -> Standing:
    holder = tuple(side for side in sides if side != claimant)
    if match is None:
        return Standing("unanswered", None, holder)
    what, pair = outcome(match, sides, candidates)
    threshold = match.threshold(sides)
    if what is Outcome.WAITS_BOTH and pair is not None:
        bulk = threshold is not None and in_bulk(pair, threshold)
        return Standing("sure" if bulk else "to_decide", pair, tuple(sides))
    waits = {Outcome.WAITS_HOLDER: holder, Outcome.WAITS_CLAIMANT: (claimant,), Outcome.NOT_FOUND: holder}
    waits |= {Outcome.DISPUTED: tuple(sides)}
    return Standing(WORDS[what], pair, waits.get(what, ()))


def cleared(app: App, table: Table) -> list[Pair]:
    """Return the pairs that both sides confirmed, claimant by claimant, row by row."""
    return [s.pair for s in standings(app, table).values() if s.word == "cleared" and s.pair is not None]
