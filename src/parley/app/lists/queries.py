"""The lists: sealed envelopes, claims with what each waits for, the names desk. Holdings stay with their holder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parley.app.core.contents import cited, own
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered, reasons_against
from parley.app.core.search import sought
from parley.app.core.states import TalksState
from parley.app.lists import views
from parley.app.lists.files import AS_RECOGNISED, Columns, table_of
from parley.app.lists.noted import notes, rows_aside
from parley.app.lists.reading import (
    bulk_list,
    candidate_rows,
    claims_of,
    left_because,
    pairs_of,
    parts_of,
    sure_counts,
    undecided_of,
    unrestricted,
    words_of,
)
from parley.base import Reason, Refused
from parley.lists import DepositedFile, Lists, acts
from parley.lists.model import Deposit, Match, Pair
from parley.lists.read import FIELDS, READ_AS, letter
from parley.lists.rules import MOST, USUAL
from parley.lists.standings import Rows, Standings
from parley.lists.state import KINDS
from parley.talks import Talks

PAGE = 60
SAMPLE = 5
ASIDE = 200  # rows that hold nobody shown one by one
RIVAL = 200  # basis points from which another candidate of the same claim is shown as a near-twin
LATELY, PACE = 20, 4  # a side's pace is that of its last answers, once there are some


def lists(
    app: App,
    viewer: Viewer,
    party: str = "",
    query: str = "",
    outcome: str = "",
    start: int = 0,
) -> views.Lists:
    """Return the page that answers where each name stands; ``party`` picks whose claims, else the viewer's own."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        found, sides = state.of(Lists), state.of(Talks).sides()
        shown = party if party in sides else viewer.party
        expected = [(side, kind) for side, kind in found.awaited(sides) if found.latest(side, kind) is None]
        claims = claims_of(app, viewer.by, state, shown)
        page = views.Lists(
            deposits=[_deposit(app, viewer, state, one) for one in found.deposits.values()],
            expected=expected,
            matchings=[_matching(app, viewer, state, found.match, side) for side in sides]
            if found.match
            else [],
            rows=None,
            may_deposit=[
                kind for kind in KINDS if not _against_deposit(app, viewer, state, kind, viewer.party)
            ],
            may_match=offered(app, viewer, state, acts.Matched("match-new", "", {})),
        )
    return replace(
        page, rows=_rows(claims, shown, query, outcome, start)
    )  # talks go on while somebody searches


def all_rows(
    app: App, viewer: Viewer, party: str = "", query: str = "", outcome: str = ""
) -> Sequence[views.RowView]:
    """Return every row that ``lists`` shows page by page."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        shown = party if party in state.of(Talks).sides() else viewer.party
        claims = claims_of(app, viewer.by, state, shown)
    found = _rows(claims, shown, query, outcome, 0, None)
    return found.rows if found else []


def _deposit(app: App, viewer: Viewer, state: TalksState, deposit: Deposit) -> views.Deposit:
    lists = state.of(Lists)
    newest = lists.latest(deposit.party, deposit.list) is deposit
    opened = deposit.id in lists.opened
    received = list(lists.received) if opened else []
    word = "sealed" if deposit.countersigned else "awaiting_head"
    if opened:
        word = "received" if len(received) == len(state.of(Talks).sides()) else "opened"
    countersigning = acts.Countersigned(deposit.id, viewer.party, deposit.digest)
    receipt = acts.Received({one: lists.deposits[one].digest for one in lists.opened}, viewer.party)
    return views.Deposit(
        deposit=deposit.id,
        party=deposit.party,
        list=deposit.list,
        state=word,
        digest=deposit.digest,
        size=deposit.size,
        rows=deposit.rows,
        at=deposit.at,
        by=deposit.seat,
        countersigned_by=deposit.countersigned_by,
        countersigned_at=deposit.countersigned,
        received_by=received,
        reading=_reading(app, viewer, state, deposit.digest, deposit.columns) if newest else None,
        may_countersign=offered(app, viewer, state, countersigning),
        may_receive=opened and offered(app, viewer, state, receipt),
        may_replace=newest and not _against_deposit(app, viewer, state, deposit.list, deposit.party),
    )


def not_handed_over(app: App, viewer: Viewer, kind: str) -> Refused | None:
    """Return why this viewer cannot hand over such a list now, before any file is asked for; None if they can."""
    with app.talks.reading(viewer.talks) as state:
        found = _against_deposit(app, viewer, state, kind, viewer.party)
    return Refused(found) if found else None


def _against_deposit(
    app: App, viewer: Viewer, state: TalksState, kind: str, party: str
) -> tuple[Reason, ...]:
    """Return what would speak against this viewer's handing over such a list of a party, if its file can be read."""
    act = acts.Deposited(f"{kind}-new", kind, party, "", 1, 1)
    return reasons_against(app, viewer, state, act, assuming=DepositedFile(there=True, rows=1, size=1))


def reading(app: App, viewer: Viewer, digest: str, columns: Columns = AS_RECOGNISED) -> views.Reading | None:
    """Return how a file was read, for the side that brought it; None for others, and if it is gone or cannot be read."""
    with app.talks.reading(viewer.talks) as state:
        return _reading(app, viewer, state, digest, columns)


def brought(app: App, viewer: Viewer, kind: str, digest: str) -> bytes | None:
    """Return a file that the viewer's side has brought as such a list; None if it is no such file."""
    with app.talks.reading(viewer.talks) as state:
        kept = cited(app, viewer.by, state, digest, kind) if own(app, state, digest, viewer.party) else None
        return kept[2] if kept else None


def _reading(
    app: App, viewer: Viewer, state: TalksState, digest: str, chosen: Columns
) -> views.Reading | None:
    mine = own(app, state, digest, viewer.party)
    table = table_of(app, viewer.by, state, digest, chosen) if mine else None
    if table is None:
        return None
    read = table.read
    people = [row for row in read.rows if row.problem is None]
    headers: dict[str, list[str]] = {}
    for column in read.columns:
        if column.field:
            headers.setdefault(READ_AS.get(column.field, column.field), []).append(column.header)
    for row in people[:SAMPLE]:
        for field in row.fields:
            headers.setdefault(field, [])
    columns = [(field, " · ".join(filter(None, headers[field]))) for field in FIELDS if field in headers]
    aside = rows_aside(read)
    first = read.rows[0].number if read.rows else 1
    return views.Reading(
        columns=columns,
        header_row=max(0, first - 1),
        rows=len(people),
        notes=notes(read),
        sample=[[row.fields.get(field, "") for field, _ in columns] for row in people[:SAMPLE]],
        aside=aside[:ASIDE],
        more_aside=max(0, len(aside) - ASIDE),
        in_file=[
            views.FileColumn(letter(one.index), one.header, one.field or "")
            for one in read.columns
            if one.why != "section"
        ],
        chosen=bool(chosen),
    )


def _matching(app: App, viewer: Viewer, state: TalksState, match: Match, claimant: str) -> views.Matching:
    """Return one direction of the match: one side's claims against the other's holdings."""
    lists, sides = state.of(Lists), state.of(Talks).sides()
    holder = next(side for side in sides if side != claimant)
    threshold = match.threshold(sides)
    counts = words_of(app, state, claimant)
    left = [pair for pair in undecided_of(app, viewer.by, state) if pair.claimant == claimant]
    claims, holdings = lists.latest(claimant, "claims"), lists.latest(holder, "holdings")
    return views.Matching(
        match=match.id,
        claimant=claimant,
        holder=holder,
        claims=claims.rows if claims else 0,
        holdings=holdings.rows if holdings else 0,
        pairs=match.pairs.get(claimant, 0),
        digest=match.digest,
        at=match.at,
        basis_points=threshold,
        thresholds=[(side, match.thresholds[side]) for side in sides if side in match.thresholds],
        suggested=_suggested(match, viewer.party),
        bulk_pairs=sure_counts(app, state)[claimant],
        bulk_confirmed=list(match.bulk),
        to_decide=len(left),
        decided=sum(
            1 for pair, said in match.decided.items() if pair[0] == claimant and viewer.party in said
        ),
        cleared=counts["cleared"],
        counts=dict(sorted(counts.items())),
        may_sign_threshold=_may_sign_threshold(app, viewer, state, match),
        may_confirm=_may_confirm(app, viewer, state, match),
        may_decide=bool(left) and _may_decide(app, viewer, state, left[0]),
    )


def _suggested(match: Match, party: str) -> int:
    """Return the threshold (basis points) that a side is shown first: the other's, if that is not its own already."""
    others = [said for side, said in match.thresholds.items() if side != party]
    own = match.thresholds.get(party)
    return next((said for said in others if said != own), USUAL if own is None else own)


def _may_sign_threshold(app: App, viewer: Viewer, state: TalksState, match: Match) -> bool:
    """Return whether the rules let this viewer sign a threshold now: a first one, or another than it signed."""
    points = _suggested(match, viewer.party)
    if points == match.thresholds.get(viewer.party):
        points += 100 if points < MOST else -100
    return offered(app, viewer, state, acts.ThresholdSigned(match.id, points, viewer.party))


def _may_confirm(app: App, viewer: Viewer, state: TalksState, match: Match) -> bool:
    sure, threshold = bulk_list(app, state), match.threshold(state.of(Talks).sides()) or 0
    act = acts.BulkConfirmed(match.id, threshold, sure.pairs, sure.digest, viewer.party)
    return offered(app, viewer, state, act)


def _may_decide(app: App, viewer: Viewer, state: TalksState, pair: Pair) -> bool:
    match = state.of(Lists).match
    act = acts.PairDecided(
        match.id if match else "", pair.claimant, pair.claim, pair.holding, same=True, party=viewer.party
    )
    return offered(app, viewer, state, act)


def desk(app: App, viewer: Viewer, after: str = "", again: str = "") -> views.Desk | None:
    """Return the next pair to decide; None before there is a match.

    ``after``: claimant.claim.holding of a pair put off; the one behind it comes next, and after the last the first.
    ``again``: of the one that this side answered last and wants to answer otherwise.
    """
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        match = state.of(Lists).match
        if match is None:
            return None
        undecided, last = undecided_of(app, viewer.by, state), _last_answer(state, match, viewer.party)
        left = (_reopened(app, viewer, state, last) if last and again == _named(last) else []) or undecided
        named = [_named(one) for one in left]
        at = (named.index(after) + 1) % len(left) if after in named else 0
        claimant = left[at].claimant if left else viewer.party
        done = sum(1 for said in match.decided.values() if viewer.party in said)
        pair = _pair(app, viewer, state, match, left[at]) if left else None
        minutes = _minutes(state, viewer.party, len(undecided))
        shown = _matching(app, viewer, state, match, claimant)
        return views.Desk(shown, pair, len(undecided), done, minutes, last)


def _named(pair: Pair | views.Answered) -> str:
    """Return how an address names a pair."""
    return f"{pair.claimant}.{pair.claim}.{pair.holding}"


def _last_answer(state: TalksState, match: Match, party: str) -> views.Answered | None:
    """Return what this side answered last, while it alone has answered it."""
    said = (one.act for one in reversed(state.log["table"]) if isinstance(one.act, acts.PairDecided))
    last = next((one for one in said if one.party == party), None)
    if last is None or last.match != match.id:
        return None
    alone = len(match.decided[last.claimant, last.claim, last.holding]) == 1
    return views.Answered(last.claimant, last.claim, last.holding, last.same) if alone else None


def _reopened(app: App, viewer: Viewer, state: TalksState, last: views.Answered) -> list[Pair]:
    """Return the pair that was answered last, to be looked at again."""
    candidates = (found[0] for found in pairs_of(app, viewer.by, state).values())
    return [one for one in candidates if _named(one) == _named(last)]


def _minutes(state: TalksState, party: str, left: int) -> int | None:
    """Return how long the rest takes at the pace of this side's last answers."""
    said = [
        one.stamp.at
        for one in state.log["table"]
        if isinstance(one.act, acts.PairDecided) and one.act.party == party
    ][-LATELY:]
    spent = (said[-1] - said[0]).total_seconds() if len(said) >= PACE else 0.0
    return max(1, round(left * spent / (len(said) - 1) / 60)) if spent else None


def _pair(app: App, viewer: Viewer, state: TalksState, match: Match, pair: Pair) -> views.Pair:
    claim, held = candidate_rows(app, viewer.by, state, pair)
    said = match.decided.get((pair.claimant, pair.claim, pair.holding), {})
    rivals = pairs_of(app, viewer.by, state).get((pair.claimant, pair.claim), ())
    return views.Pair(
        match=match.id,
        claim=_row_view(pair.claim, claim),
        holding=_row_view(pair.holding, held.get(pair.holding, {})),
        probability=pair.probability,
        evidence=[views.Evidence(*part) for part in parts_of(app, viewer.by, state, pair)],
        twins=[
            _row_view(one.holding, held[one.holding])
            for one in rivals
            if one.holding != pair.holding and one.holding in held and one.probability >= RIVAL
        ][:2],
        yours=said.get(viewer.party),
        theirs=next((same for side, same in said.items() if side != viewer.party), None),
        left_because=left_because(app, viewer.by, state, pair),
        threshold=match.threshold(state.of(Talks).sides()) if pair.decision == "match" else None,
    )


def _row_view(
    number: int, fields: Mapping[str, str], outcome: str = "", waits: tuple[str, ...] = ()
) -> views.RowView:
    """Return a row without anything restricted: what either side may see of a candidate."""
    known = unrestricted(fields)
    return views.RowView(
        row=str(number),
        name=known.get("name", ""),
        father=known.get("father", ""),
        grandfather=known.get("grandfather", ""),
        born=known.get("birth_year", ""),
        home=" · ".join(v for v in (known.get("province", ""), known.get("district", "")) if v),
        taken=" · ".join(v for v in (known.get("captured_on", ""), known.get("captured_at", "")) if v),
        taken_on=known.get("captured_on", ""),
        outcome=outcome,
        waits_for=waits,
    )


def _rows(
    claims: tuple[Rows, Standings],
    party: str,
    query: str,
    outcome: str,
    start: int,
    most: int | None = PAGE,
) -> views.Rows | None:
    """Return ``most`` of a side's claims, those that are looked for. Not under the lock: each name is held against each word."""
    rows, known = claims
    if not rows:
        return None
    found = [
        (number, fields)
        for number, fields in rows.items()
        if not outcome or known[(party, number)].word == outcome
    ]
    if sought_for := " ".join(sought(query)):
        from parley.lists.search import holding  # a server serves sooner without numpy

        held = holding(sought_for, [[*unrestricted(fields).values()] for _, fields in found])
        found = [row for row, held_it in zip(found, held, strict=True) if held_it]
    shown = [
        _row_view(number, fields, known[(party, number)].word, known[(party, number)].waits_for)
        for number, fields in found[start : None if most is None else start + most]
    ]
    return views.Rows("claims", party, len(found), start, shown, query, outcome)
