"""Today: what happens now, what waits for this viewer, what was agreed since, when we meet next."""

from parley.app.core.access import own_compartment
from parley.app.core.contents import read
from parley.app.core.facts import now_of, read_ahead
from parley.app.core.model import App, Viewer
from parley.app.core.offers import against, may, offered
from parley.app.core.states import TalksState
from parley.app.core.today import agreed, waiting
from parley.app.talks import views
from parley.app.talks.contents import LONGEST
from parley.app.talks.lacking import lacking
from parley.app.talks.roster import absent, present_seats
from parley.legible import visible
from parley.room import at_the_table
from parley.talks import Content, Talks, acts

NOTES = 20  # shown


def today(app: App, viewer: Viewer) -> views.Today:
    """Return the page that answers what waits for this viewer."""
    since = _last_seen(app, viewer)
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        talks = state.of(Talks)
        session, opening = talks.session(), acts.SessionOpened(talks.next_session())
        opens = session is None and may(app, viewer, state, acts.SessionOpened)
        against_opening = against(app, viewer, state, opening) if opens else []
        closing = acts.SessionClosed(session.id if session else "")
        result = views.Today(
            session=_session(app, state),
            waits=waiting(app, viewer, state),
            agreed=agreed(app, state, since),
            news=agreed(app, state, since, news=True),
            meetings=_meetings(app, viewer, state),
            may_open=opens and not against_opening,
            admitted=talks.admitted(viewer.by.device),
            may_close=offered(app, viewer, state, closing),
            may_propose_meeting=may(app, viewer, state, acts.MeetingProposed),
            notes=_notes(app, viewer, state),
            may_note=offered(app, viewer, state, acts.Noted(""), Content(there=True)),
            not_open_because=against_opening,
            lacking=lacking(app, viewer, state),
        )
        size = state.size("table")
    if size != since:
        app.people.put_value(viewer.talks, viewer.seat, "seen", str(size).encode())
    return result


def _notes(app: App, viewer: Viewer, state: TalksState) -> list[views.Note]:
    """Return the last notes of this viewer's party that it may read."""
    kept = state.of(Talks).notes.get(own_compartment(viewer.by), [])
    found = []
    for at, seat, digest in reversed(kept[-NOTES:]):
        content = read(app, viewer.by, state, digest)
        found.append(
            views.Note(at, seat, _beginning(content[2].decode("utf-8", "replace")) if content else "")
        )
    return found


def _beginning(words: str) -> str:
    """Return a note as it is shown: cut, before it is made visible, if an earlier version took it longer than one may be."""
    return visible(words) if len(words) <= LONGEST else visible(words[:LONGEST]) + "…"


def _last_seen(app: App, viewer: Viewer) -> int:
    value = app.people.value(viewer.talks, viewer.seat, "seen")
    return int(value) if value else 0


def _session(app: App, state: TalksState) -> views.Session | None:
    talks = state.of(Talks)
    session = talks.session()
    if session is None:
        return None
    seats = [talks.seats[seat] for seat in present_seats(app, state) if seat in talks.seats]
    here = at_the_table(state.states, now_of(app, state))
    return views.Session(
        session=session.id,
        number=len(talks.sessions),
        opened=session.opened,
        present_places=len({seat.place for seat in seats}),
        places=len({seat.place for seat in talks.seats.values()}),
        absent_sides=absent(talks, here, app.clock.acts()),
        in_room=len(seats),
    )


def _meetings(app: App, viewer: Viewer, state: TalksState) -> list[views.Meeting]:
    """Return the meeting that all accepted, if it lies ahead, and the one proposed last: it replaces nothing before all accept it."""
    talks, now = state.of(Talks), app.clock.acts()
    agreed_on, last = talks.agreed_meeting(), talks.latest_meeting()
    ahead = agreed_on if agreed_on is not None and agreed_on.at > now else None
    found = {one.id: one for one in (ahead, last) if one is not None}
    return [
        views.Meeting(
            meeting=one.id,
            at=one.at,
            place=one.place,
            proposed_by=one.proposed_by,
            accepted=list(one.accepted),
            due=talks.awaited(one),
            declined=dict(one.declined),
            may_accept=offered(app, viewer, state, acts.MeetingAccepted(one.id, viewer.party)),
            may_decline=offered(app, viewer, state, acts.MeetingDeclined(one.id, viewer.party, "day")),
        )
        for one in found.values()
    ]
