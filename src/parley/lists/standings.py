"""Where each claim stands over a whole match: what is cleared, what waits and for whom; and what is confirmed in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley.lists.model import Match, Outcome, Pair

Pairs = Mapping[tuple[str, int], tuple[Pair, ...]]  # (claimant, claim's row) → its candidates, best first
Rows = Mapping[int, Mapping[str, str]]  # row number → fields as written
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
class ClaimStanding:
    """Where one claim stands: outcome as pages name it, through which pair, and which parties it waits for."""

    word: str
    pair: Pair | None
    waits_for: tuple[str, ...]


Standings = Mapping[tuple[str, int], ClaimStanding]  # (claimant, claim's row) → where it stands


def standings(
    match: Match | None, sides: Sequence[str], claims: Mapping[str, Iterable[int]], pairs: Pairs
) -> Standings:
    """Return where every claim stands. ``claims``: claimant → row numbers of its claims that hold somebody."""
    return {
        (side, row): _standing(match, sides, side, pairs.get((side, row), ()))
        for side in sides
        for row in claims.get(side, ())
    }


def _standing(
    match: Match | None, sides: Sequence[str], claimant: str, candidates: tuple[Pair, ...]
) -> ClaimStanding:
    holder = tuple(side for side in sides if side != claimant)
    if match is None:
        return ClaimStanding("unanswered", None, holder)
    what, pair = outcome(match, sides, candidates)
    threshold = match.threshold(sides)
    if what is Outcome.WAITS_BOTH and pair is not None:
        bulk = threshold is not None and in_bulk(pair, threshold)
        return ClaimStanding("sure" if bulk else "to_decide", pair, tuple(sides))
    waits = {Outcome.WAITS_HOLDER: holder, Outcome.WAITS_CLAIMANT: (claimant,), Outcome.NOT_FOUND: holder}
    waits |= {Outcome.DISPUTED: tuple(sides)}
    return ClaimStanding(WORDS[what], pair, waits.get(what, ()))


def cleared(standings: Standings) -> list[Pair]:
    """Return the pairs that both sides confirmed, claimant by claimant, row by row."""
    return [one.pair for one in standings.values() if one.word == "cleared" and one.pair is not None]


def undecided(match: Match | None, sides: Sequence[str], party: str, pairs: Pairs) -> list[Pair]:
    """Return the pairs that a side has still to decide one by one, likeliest first; none before a common threshold."""
    threshold = match.threshold(sides) if match else None
    if match is None or threshold is None or party not in sides:
        return []
    left = [
        pair
        for pair in (found[0] for found in pairs.values())
        if pair.decision != "none"
        and not in_bulk(pair, threshold)
        and party not in match.decided.get((pair.claimant, pair.claim, pair.holding), {})
    ]
    return sorted(left, key=lambda pair: (-pair.probability, pair.claimant, pair.claim))


def sure_pairs(pairs: Pairs, threshold: int) -> list[Pair]:
    """Return the pairs that are confirmed in bulk at this threshold (basis points)."""
    return [pair for found in pairs.values() for pair in found if in_bulk(pair, threshold)]


def bulk_lines(
    sure: Sequence[Pair], sides: Sequence[str], claims: Mapping[str, Rows], held: Mapping[str, Rows]
) -> str:
    """Return the list of sure pairs as both sides sign it: a line each, claimed name and held name."""
    lines = []
    for pair in sure:
        holder = next(side for side in sides if side != pair.claimant)
        claimed = claims[pair.claimant].get(pair.claim, {}).get("name", "")
        holding = held[holder].get(pair.holding, {}).get("name", "")
        lines.append(f"{pair.claimant} {pair.claim}\t{claimed}\t{holding}\t{pair.probability / 100:.2f} %\n")
    return "".join(lines)


def in_bulk(pair: Pair, threshold: int) -> bool:
    """Return whether a pair is confirmed in bulk: the machine's own one-to-one match at or above the threshold."""
    return pair.decision == "match" and pair.rank == 1 and pair.probability >= threshold


def outcome(match: Match, sides: Sequence[str], candidates: Sequence[Pair]) -> tuple[Outcome, Pair | None]:
    """Return where one claim stands and through which of its ``candidates`` (all of one claim, best first)."""
    threshold = match.threshold(sides)
    if threshold is not None and candidates and in_bulk(candidates[0], threshold):
        return _answers({side: True for side in sides if side in match.bulk}, sides, candidates[0])
    decided = [p for p in candidates if (p.claimant, p.claim, p.holding) in match.decided]
    judged = [_answers(match.decided[(p.claimant, p.claim, p.holding)], sides, p) for p in decided]
    for wanted in (Outcome.CLEARED, Outcome.DISPUTED, Outcome.WAITS_CLAIMANT, Outcome.WAITS_HOLDER):
        for found, pair in judged:
            if found is wanted:
                return found, pair
    if judged and len(judged) == len([p for p in candidates if p.decision != "none"]):
        return Outcome.NOT_THE_SAME, judged[0][1]
    open_pairs = [p for p in candidates if p.decision != "none"]
    return (Outcome.WAITS_BOTH, open_pairs[0]) if open_pairs else (Outcome.NOT_FOUND, None)


def _answers(said: dict[str, bool], sides: Sequence[str], pair: Pair) -> tuple[Outcome, Pair]:
    if len(said) == len(sides):
        yes = [side for side in sides if said[side]]
        return (
            Outcome.CLEARED if len(yes) == len(sides) else Outcome.DISPUTED if yes else Outcome.NOT_THE_SAME
        ), pair
    if not said:
        return Outcome.WAITS_BOTH, pair
    return (Outcome.WAITS_HOLDER if pair.claimant in said else Outcome.WAITS_CLAIMANT), pair
