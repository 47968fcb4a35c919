"""The comparison of the four lists, as one act: each side's claims against the other side's holdings."""

import json
import secrets
from collections.abc import Callable, Iterator
from functools import partial

from parley.app.bulk import rows_of
from parley.app.house import keep
from parley.app.model import App, Command, Recorded, Viewer
from parley.app.perform import decide, record
from parley.app.tables import Table
from parley.app.threads import threads
from parley.base import Refused
from parley.lists.acts import Matched
from parley.lists.match import Rows, match
from parley.lists.model import Pair

CANDIDATES = 3  # shown for one claim; the rest is noise to a person
Progress = Callable[[float], None]
Parts = list[tuple[str, str, str, float]]  # what was weighed: kind, in the claim, in the holding, bits


def match_lists(app: App, by: Viewer, job: str, progress: Progress) -> Recorded | Refused:
    """Compare, keep the result as content, and record that it was done. ``progress`` gets a share from 0 to 1."""
    table = app.tables.get(by.talks)
    act = Matched(f"match-{secrets.token_hex(4)}", "", {})
    with table.lock:
        sides = table.state.talks.sides()
        dry = decide(app, table, by.by, act, Command(act.KIND, {}, job), {})
        if isinstance(dry, Refused):
            return dry
    found: list[tuple[Pair, Parts]] = []
    for i, claimant in enumerate(sides):
        holder = sides[1 - i]
        found += _direction(app, table, claimant, holder, partial(_half, progress, i))
    rows = [[p.claimant, p.claim, p.holding, p.probability, p.rank, p.decision, why] for p, why in found]
    data = json.dumps(
        {"format": "parley-match/2", "pairs": rows}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    counts = {side: str(sum(p.claimant == side for p, _ in found)) for side in sides}
    act = Matched(act.match, keep(app, by.talks, act.match, data), counts)
    with table.lock:
        return record(app, table, by.by, act, Command(act.KIND, {"match": act.match}, job))


def _half(progress: Progress, done: int, share: float) -> None:
    progress((done + share) / 2)


def _direction(
    app: App, table: Table, claimant: str, holder: str, progress: Progress
) -> Iterator[tuple[Pair, Parts]]:
    claims = rows_of(app, table, claimant, "claims")
    holdings = rows_of(app, table, holder, "holdings")
    numbers = tuple(claims), tuple(holdings)
    left, right = (
        Rows.of({**fields, "id": str(number)} for number, fields in rows.items())
        for rows in (claims, holdings)
    )
    for one in match(left, right, candidates=CANDIDATES, spread=threads(2), progress=progress).candidates:
        if one.right is not None:
            points = min(10_000, max(0, round(one.probability * 10_000)))
            pair = Pair(claimant, numbers[0][one.left], numbers[1][one.right], points, one.rank, one.decision)
            yield pair, [(part.kind, part.left, part.right, round(part.bits, 1)) for part in one.parts]
