"""Today: what happens now, what waits for this viewer, what was agreed since, when we meet next."""

from parley.app import views
from parley.app.bulk import read_lists
from parley.app.model import App, Viewer
from parley.app.queries.common import against, happened, may, present_parties
from parley.app.queries.lists import undecided
from parley.app.state import State
from parley.lists import acts as lists_acts
from parley.talks import Meeting, acts
from parley.text import Stand
from parley.text import acts as text_acts

AGREED = (
    text_acts.ClauseAdopted.KIND, text_acts.ClauseAgreed.KIND, "plan.accepted.1", acts.MeetingAccepted.KIND,
    lists_acts.Opened.KIND, lists_acts.BulkConfirmed.KIND, lists_acts.ThresholdSigned.KIND, acts.SessionOpened.KIND,
    acts.SessionClosed.KIND, acts.DevicesAccepted.KIND,
)  # fmt: skip
SHOWN = 12


def today(app: App, viewer: Viewer) -> views.Today:
    """Return the page that answers what waits for this viewer."""
    since = _last_seen(app, viewer)
    table = app.tables.get(viewer.talks)
    read_lists(app, table)
    with app.tables.reading(viewer.talks) as state:
        logged = [one for one in reversed(state.log.get("table", [])) if one.kind in AGREED][:SHOWN]
        opens = state.talks.session() is None and may(app, viewer, state, acts.SessionOpened)
        lacking = against(app, viewer, state, acts.SessionOpened(next_session(state))) if opens else []
        result = views.Today(
            session=_session(app, viewer, state),
            waits=[*_people(app, viewer, state), *_lists(app, viewer, state), *_paper(app, viewer, state)],
            agreed=[happened(state, one, since) for one in logged],
            meeting=_meeting(app, viewer, state),
            may_open=opens and not lacking,
            admitted=state.talks.admitted(viewer.by.device),
            may_close=may(app, viewer, state, acts.SessionClosed) and state.talks.session() is not None,
            may_propose_meeting=may(app, viewer, state, acts.MeetingProposed),
            not_open_because=lacking,
        )
        size = table.size("table")
    if size != since:
        app.people.put_value(viewer.talks, viewer.seat, "seen", str(size).encode())
    return result


def next_session(state: State) -> str:
    """Return the id the next session would have."""
    return f"session-{len(state.talks.sessions) + 1}"


def _last_seen(app: App, viewer: Viewer) -> int:
    value = app.people.value(viewer.talks, viewer.seat, "seen")
    return int(value) if value else 0


def _session(app: App, viewer: Viewer, state: State) -> views.Session | None:
    session = state.talks.session()
    if session is None:
        return None
    seats = [state.talks.seats[s] for s in app.present(viewer.talks) if s in state.talks.seats]
    parties = present_parties(app, viewer.talks, state)
    return views.Session(
        session=session.id,
        number=len(state.talks.sessions),
        opened=session.opened,
        present_places=len({seat.place for seat in seats}),
        places=len({seat.place for seat in state.talks.seats.values()}),
        absent_sides=[side for side in state.talks.sides() if side not in parties],
        in_room=len(seats),
    )


def _people(app: App, viewer: Viewer, state: State) -> list[views.Waiting]:
    found = _own_device(viewer, state)
    devices = [d for d in state.talks.devices.values() if d.revoked is None]
    own = [d for d in devices if d.party == viewer.party and not d.vouched_by]
    if own and may(app, viewer, state, acts.DeviceVouched):
        found.append(
            views.Waiting("vouch_devices", "sits", {"count": len(own)}, min(d.enrolled for d in own))
        )
    others = [
        d
        for d in devices
        if d.party != viewer.party and d.vouched_by and viewer.party in state.talks.missing(d)
    ]
    if others and may(app, viewer, state, acts.DevicesAccepted):
        found.append(
            views.Waiting("accept_devices", "sits", {"count": len(others)}, min(d.enrolled for d in others))
        )
    meeting = latest_meeting(state)
    if meeting and _may_accept(app, viewer, state, meeting):
        found.append(views.Waiting("accept_meeting", "today", {"meeting": meeting.id}))
    return found


def _own_device(viewer: Viewer, state: State) -> list[views.Waiting]:
    """Return what this viewer's own device still lacks before it may sit down."""
    device = state.talks.devices.get(viewer.by.device)
    if device is None or state.talks.admitted(device.id):
        return []
    if not device.vouched_by:
        return (
            []
            if viewer.by.role in ("head", "facilitator")
            else [views.Waiting("wait_vouched", "sits", {}, device.enrolled)]
        )
    lacking = ",".join(state.talks.missing(device))
    return [views.Waiting("wait_accepted", "sits", {"parties": lacking}, device.enrolled)]


def _lists(app: App, viewer: Viewer, state: State) -> list[views.Waiting]:
    found: list[views.Waiting] = []
    lists = state.lists
    if viewer.by.kind != "side":
        return found
    if not lists.opened:
        if may(app, viewer, state, lists_acts.Deposited):
            awaited = [k for s, k in lists.awaited(state.talks.sides()) if s == viewer.party]
            found += [
                views.Waiting("deposit_list", "lists", {"list": k})
                for k in awaited
                if not lists.latest(viewer.party, k)
            ]
        if may(app, viewer, state, lists_acts.Countersigned):
            for deposit in (lists.latest(viewer.party, k) for k in ("claims", "holdings")):
                if deposit and deposit.countersigned is None:
                    page = f"sheet/{lists_acts.Countersigned.KIND}?deposit={deposit.id}"
                    numbers: dict[str, str | int] = {"list": deposit.list, "rows": deposit.rows}
                    found.append(views.Waiting("countersign_deposit", page, numbers, deposit.at))
    elif viewer.party not in lists.received and may(app, viewer, state, lists_acts.Received):
        found.append(views.Waiting("receive_lists", f"sheet/{lists_acts.Received.KIND}", {}, lists.opened_at))
    return found + _match(app, viewer, state)


def _match(app: App, viewer: Viewer, state: State) -> list[views.Waiting]:
    match = state.lists.match
    if match is None:
        return []
    found = []
    threshold = match.threshold(state.talks.sides())
    if viewer.party not in match.thresholds and viewer.by.role == "head":
        found.append(views.Waiting("sign_threshold", "lists", {}, match.at))
    if threshold is not None and viewer.by.role == "list_officer":
        if viewer.party not in match.bulk:
            page = f"sheet/{lists_acts.BulkConfirmed.KIND}"
            found.append(views.Waiting("confirm_bulk", page, {"percent": threshold // 100}, match.at))
        left = len(undecided(app, viewer, state))
        if left:
            found.append(views.Waiting("decide_pairs", "lists/desk", {"count": left}, match.at))
    return found


def _paper(app: App, viewer: Viewer, state: State) -> list[views.Waiting]:
    if viewer.by.kind != "side" or viewer.by.role != "head":
        return []
    found = []
    for clause in state.text.clauses.values():
        if state.text.stand(clause.id, viewer.party) is Stand.PROPOSED:
            page = f"text#clause-{clause.id}"
            numbers: dict[str, str | int] = {"clause": clause.id, "version": clause.version}
            found.append(views.Waiting("adopt_clause", page, numbers, clause.at))
    plan = state.plans.current()
    if plan and viewer.party not in plan.accepted:
        page = f"sheet/plan.accepted.1?plan={plan.act.plan}"
        found.append(
            views.Waiting(
                "accept_plan", page, {"batches": plan.act.batches, "persons": plan.act.persons}, plan.at
            )
        )
    return found


def latest_meeting(state: State) -> Meeting | None:
    """Return the newest proposed meeting."""
    return next(reversed(state.talks.meetings.values()), None)


def _may_accept(app: App, viewer: Viewer, state: State, meeting: Meeting) -> bool:
    return not against(app, viewer, state, acts.MeetingAccepted(meeting.id, viewer.party))


def _meeting(app: App, viewer: Viewer, state: State) -> views.Meeting | None:
    meeting = latest_meeting(state)
    if meeting is None:
        return None
    wanted = [p.id for p in state.talks.parties.values() if p.kind in ("side", "host")]
    due = [party for party in wanted if party not in meeting.accepted]
    may_accept = _may_accept(app, viewer, state, meeting)
    return views.Meeting(
        meeting.id, meeting.at, meeting.place, meeting.proposed_by, list(meeting.accepted), due, may_accept
    )
