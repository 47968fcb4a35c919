"""The lists: sealed envelopes, claims with what each waits for, the names desk. Holdings stay with their holder."""

from collections import Counter
from collections.abc import Mapping

from parley.app import access, views
from parley.app.access import RESTRICTED
from parley.app.bulk import pairs_of, parts_of, read_lists, rows_of
from parley.app.catalog import CATALOG
from parley.app.model import App, Viewer
from parley.app.outcomes import standings
from parley.app.queries.common import may, present_parties
from parley.app.reading import sheet
from parley.app.state import State
from parley.app.tables import Table
from parley.base import Refused, reason
from parley.lists import acts
from parley.lists.model import Deposit, Match, Pair
from parley.lists.read import FIELDS, READ_AS
from parley.lists.state import in_bulk

PAGE = 60
SAMPLE = 5
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
    table = app.tables.get(viewer.talks)
    read_lists(app, table)
    with table.lock:
        state = table.state
        sides = state.talks.sides()
        shown = party if party in sides else viewer.party if viewer.party in sides else ""
        matchings = [matching(app, viewer, table, side) for side in sides] if state.lists.match else []
        may_deposit = may(app, viewer, state, acts.Deposited) and not state.lists.opened
        return views.Lists(
            deposits=[_deposit(app, viewer, state, one) for one in state.lists.deposits.values()],
            expected=[(s, k) for s, k in state.lists.awaited(sides) if state.lists.latest(s, k) is None],
            matchings=matchings,
            rows=_rows(app, viewer, table, shown, query, outcome, start) if shown else None,
            may_deposit=["claims", "holdings"] if may_deposit else [],
            may_match=may(app, viewer, state, acts.Matched)
            and state.lists.match is None
            and all(side in state.lists.received for side in sides),
        )


def _deposit(app: App, viewer: Viewer, state: State, deposit: Deposit) -> views.Deposit:
    opened = deposit.id in state.lists.opened
    received = list(state.lists.received) if opened else []
    word = "sealed" if deposit.countersigned else "awaiting_head"
    if opened:
        word = "received" if len(received) == len(state.talks.sides()) else "opened"
    own = deposit.party == viewer.party
    newest = state.lists.latest(deposit.party, deposit.list) is deposit
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
        reading=reading(app, viewer.talks, deposit.digest) if own else None,
        may_countersign=own
        and newest
        and deposit.countersigned is None
        and may(app, viewer, state, acts.Countersigned),
        may_receive=opened and viewer.party not in received and may(app, viewer, state, acts.Received),
    )


def not_handed_over(app: App, viewer: Viewer) -> Refused | None:
    """Return why this viewer cannot hand over a list now, before any file is asked for; None if they can."""
    with app.tables.reading(viewer.talks) as state:
        kind = CATALOG[acts.Deposited.KIND]
        found = access.may(viewer.by, kind, state, present_parties(app, viewer.talks, state))
        found += (reason("lists_opened_already"),) if state.lists.opened else ()
    return Refused(found) if found else None


def reading(app: App, talks: str, digest: str) -> views.Reading | None:
    """Return how a deposited file was read, for the side that brought it; None if it is gone or cannot be read."""
    read = sheet(app, talks, digest)
    if read is None:
        return None
    people = [row for row in read.rows if row.problem is None]
    headers: dict[str, list[str]] = {}
    for column in read.columns:
        if column.field:
            headers.setdefault(READ_AS.get(column.field, column.field), []).append(column.header)
    for row in people[:SAMPLE]:
        for field in row.fields:
            headers.setdefault(field, [])
    columns = [(field, " · ".join(filter(None, headers[field]))) for field in FIELDS if field in headers]
    problems = Counter(row.problem for row in read.rows if row.problem)
    notes = [
        (code, count) for code, count in read.notes if code in ("province_carried", "people_on_other_sheets")
    ]
    first = read.rows[0].number if read.rows else 1
    return views.Reading(
        columns=columns,
        header_row=max(0, first - 1),
        rows=len(people),
        notes=[(code, {"count": count}) for code, count in [*sorted(problems.items()), *notes]],
        sample=[[row.fields.get(field, "") for field, _ in columns] for row in people[:SAMPLE]],
    )


def matching(app: App, viewer: Viewer, table: Table, claimant: str) -> views.Matching:
    """Return one direction of the match: one side's claims against the other's holdings."""
    state = table.state
    match = state.lists.match
    assert match is not None  # callers ask only then
    sides = state.talks.sides()
    holder = next(side for side in sides if side != claimant)
    threshold = match.threshold(sides)
    pairs = [p for (side, _), found in pairs_of(app, table).items() if side == claimant for p in found[:1]]
    counts = Counter(s.word for (side, _), s in standings(app, table).items() if side == claimant)
    left = [p for p in undecided(app, viewer, state) if p.claimant == claimant]
    claims, holdings = state.lists.latest(claimant, "claims"), state.lists.latest(holder, "holdings")
    return views.Matching(
        match=match.id,
        claimant=claimant,
        holder=holder,
        claims=claims.rows if claims else 0,
        holdings=holdings.rows if holdings else 0,
        pairs=match.pairs.get(claimant, 0),
        digest=match.digest,
        at=match.at,
        basis_points=threshold if threshold is not None else next(iter(match.thresholds.values()), None),
        threshold_signed=list(match.thresholds),
        bulk_pairs=sum(in_bulk(p, threshold) for p in pairs) if threshold is not None else 0,
        bulk_confirmed=list(match.bulk),
        to_decide=len(left),
        decided=sum(1 for pair, said in match.decided.items() if pair[0] == claimant and viewer.party in said),
        cleared=counts["cleared"],
        counts=dict(sorted(counts.items())),
        may_sign_threshold=viewer.party not in match.thresholds and may(app, viewer, state, acts.ThresholdSigned),
        may_confirm=threshold is not None and viewer.party not in match.bulk and may(app, viewer, state, acts.BulkConfirmed),
        may_decide=bool(left) and may(app, viewer, state, acts.PairDecided),
    )  # fmt: skip


def undecided(app: App, viewer: Viewer, state: State) -> list[Pair]:
    """Return the pairs this viewer's side has still to decide one by one, likeliest first."""
    match = state.lists.match
    if match is None or viewer.by.kind != "side":
        return []
    threshold = match.threshold(state.talks.sides())
    if threshold is None:
        return []
    table = app.tables.get(viewer.talks)
    best = [found[0] for found in pairs_of(app, table).values()]
    left = [
        p
        for p in best
        if p.decision != "none" and not in_bulk(p, threshold) and not _said(match, p, viewer.party)
    ]
    return sorted(left, key=lambda p: (-p.probability, p.claimant, p.claim))


def _said(match: Match, pair: Pair, party: str) -> bool:
    return party in match.decided.get((pair.claimant, pair.claim, pair.holding), {})


def desk(app: App, viewer: Viewer, after: str = "") -> views.Desk | None:
    """Return the next pair to decide; None before there is a match or for who does not decide.

    ``after``: claimant.claim.holding of a pair put off; the one behind it comes next, and after the last the first.
    """
    table = app.tables.get(viewer.talks)
    read_lists(app, table)
    with table.lock:
        state = table.state
        match = state.lists.match
        if match is None or viewer.by.kind != "side":
            return None
        left = undecided(app, viewer, state)
        named = [f"{one.claimant}.{one.claim}.{one.holding}" for one in left]
        at = (named.index(after) + 1) % len(left) if after in named else 0
        claimant = left[at].claimant if left else viewer.party
        done = sum(1 for said in match.decided.values() if viewer.party in said)
        pair = _pair(app, viewer, table, match, left[at]) if left else None
        minutes = _minutes(state, viewer.party, len(left))
        return views.Desk(matching(app, viewer, table, claimant), pair, len(left), done, minutes)


def _minutes(state: State, party: str, left: int) -> int | None:
    """Return how long the rest takes at the pace of this side's last answers."""
    said = [
        one.stamp.at
        for one in state.log["table"]
        if isinstance(one.act, acts.PairDecided) and one.act.party == party
    ][-LATELY:]
    spent = (said[-1] - said[0]).total_seconds() if len(said) >= PACE else 0.0
    return max(1, round(left * spent / (len(said) - 1) / 60)) if spent else None


def _pair(app: App, viewer: Viewer, table: Table, match: Match, pair: Pair) -> views.Pair:
    holder = next(side for side in table.state.talks.sides() if side != pair.claimant)
    claim = rows_of(app, table, pair.claimant, "claims").get(pair.claim, {})
    held = rows_of(app, table, holder, "holdings")
    said = match.decided.get((pair.claimant, pair.claim, pair.holding), {})
    rivals = pairs_of(app, table).get((pair.claimant, pair.claim), ())
    return views.Pair(
        match=match.id,
        claim=row_view(pair.claim, claim),
        holding=row_view(pair.holding, held.get(pair.holding, {})),
        probability=pair.probability,
        evidence=[views.Evidence(*part) for part in parts_of(app, table, pair) if part[0] not in RESTRICTED],
        twins=[
            row_view(one.holding, held[one.holding])
            for one in rivals
            if one.holding != pair.holding and one.holding in held and one.probability >= RIVAL
        ][:2],
        yours=said.get(viewer.party),
        theirs=next((same for side, same in said.items() if side != viewer.party), None),
    )


def row_view(
    number: int, fields: Mapping[str, str], outcome: str = "", waits: tuple[str, ...] = ()
) -> views.RowView:
    """Return a row without anything restricted: what either side may see of a candidate."""
    known = {name: value for name, value in fields.items() if name not in RESTRICTED}
    return views.RowView(
        row=str(number),
        name=known.get("name", ""),
        father=known.get("father", ""),
        grandfather=known.get("grandfather", ""),
        born=known.get("birth_year", ""),
        home=" · ".join(v for v in (known.get("province", ""), known.get("district", "")) if v),
        taken=" · ".join(v for v in (known.get("captured_on", ""), known.get("captured_at", "")) if v),
        outcome=outcome,
        waits_for=waits,
    )


def _rows(
    app: App, viewer: Viewer, table: Table, party: str, query: str, outcome: str, start: int
) -> views.Rows | None:
    """Return one page of a side's claims: its own at any time, the other's once all lists are in."""
    if viewer.by.kind != "side" or (party != viewer.party and not table.state.lists.opened):
        return None
    rows = rows_of(app, table, party, "claims")
    known = standings(app, table)
    words = query.casefold().split()
    found = [
        (number, fields)
        for number, fields in rows.items()
        if (not outcome or known[(party, number)].word == outcome)
        and (not words or _has(fields, words))
    ]  # fmt: skip
    shown = [
        row_view(number, fields, known[(party, number)].word, known[(party, number)].waits_for)
        for number, fields in found[start : start + PAGE]
    ]
    return views.Rows("claims", party, len(found), start, shown, query, outcome)


def _has(fields: Mapping[str, str], words: list[str]) -> bool:
    text = " ".join(value for name, value in fields.items() if name not in RESTRICTED).casefold()
    return all(word in text for word in words)
