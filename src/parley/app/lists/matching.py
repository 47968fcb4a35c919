"""The comparison of the four lists, as one act: each side's claims against the other side's holdings."""

import json
import secrets
from collections.abc import Callable, Iterator
from functools import partial

from parley.app.core.contents import keep_for, no_room
from parley.app.core.model import App, Command, Recorded, Viewer
from parley.app.core.offers import reasons_against
from parley.app.core.perform import by_system
from parley.app.core.states import TalksState
from parley.app.lists.reading import MATCH, rows_of
from parley.app.lists.threads import threads
from parley.base import SYSTEM, Refused, reason
from parley.lists.acts import Matched
from parley.lists.match import Candidate, Rows, match
from parley.lists.match.people import SAID
from parley.lists.model import Pair
from parley.lists.read import ReadError
from parley.talks import Talks

CANDIDATES = 3  # shown for one claim; the rest is noise to a person
Progress = Callable[[float], None]
Parts = list[tuple[str, str, str, float]]  # what was weighed: kind, in the claim, in the holding, bits
Found = tuple[Pair, Parts, str]  # and why it is left to people; "" if it is not


def match_lists(app: App, by: Viewer, job: str, progress: Progress) -> Recorded | Refused:
    """Compare, keep the result as content, and record that it was done. ``progress`` gets a share from 0 to 1."""
    state = app.talks.get(by.talks)
    act = Matched(f"match-{secrets.token_hex(4)}", "", {})
    with state.lock:
        sides = state.of(Talks).sides()
        if reasons := (*reasons_against(app, by, state, act), *no_room(app, state, by, 1)):
            return Refused(reasons)
    found: list[Found] = []
    try:
        for i, claimant in enumerate(sides):
            found += _direction(app, state, claimant, sides[1 - i], partial(_half, progress, i))
    except ReadError as fault:  # nobody had time to read a list: that is no reason to take it for empty
        return Refused((reason(fault.code),))
    rows = [
        [p.claimant, p.claim, p.holding, p.probability, p.rank, p.decision, parts, why]
        for p, parts, why in found
    ]
    data = json.dumps(
        {"format": "parley-match/3", "pairs": rows}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    counts = {side: str(sum(p.claimant == side for p, *_ in found)) for side in sides}
    digest = keep_for(app, by, act.match, MATCH, data)
    if isinstance(digest, Refused):
        return digest
    act = Matched(act.match, digest, counts)
    return by_system(app, state, [act], Command(act.KIND, {"match": act.match}, job), by=by.by)


def _half(progress: Progress, done: int, share: float) -> None:
    progress((done + share) / 2)


def _direction(
    app: App, state: TalksState, claimant: str, holder: str, progress: Progress
) -> Iterator[Found]:
    claims = rows_of(app, SYSTEM, state, claimant, "claims")
    holdings = rows_of(app, SYSTEM, state, holder, "holdings")
    numbers = tuple(claims), tuple(holdings)
    left, right = (
        Rows.of({**fields, "id": str(number)} for number, fields in rows.items())
        for rows in (claims, holdings)
    )
    for one in match(left, right, candidates=CANDIDATES, spread=threads(2), progress=progress).candidates:
        if one.right is not None:
            points = min(10_000, max(0, round(one.probability * 10_000)))
            pair = Pair(claimant, numbers[0][one.left], numbers[1][one.right], points, one.rank, one.decision)
            parts = [(part.kind, part.left, part.right, round(part.bits, 1)) for part in one.parts]
            yield pair, parts, _left_to_people(one)


def _left_to_people(one: Candidate) -> str:
    """Return the code of why a pair is left to people; "" if it is not."""
    return next((said.values[0] for said in one.remarks if said.code == SAID), "")
