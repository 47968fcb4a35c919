"""The lobby: why one waits, who is there, when it begins, and what comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parley.app.core.facts import now_of, read_ahead
from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered
from parley.app.core.today import waiting
from parley.app.core.views import Numbers, Waiting
from parley.app.talks.roster import absent, present_seats
from parley.room import SPACES, at_the_table, may_enter
from parley.talks import Talks, acts

FIRST = 3  # of what waits: the rest stands on Today


@dataclass(frozen=True, slots=True)
class Lobby:
    """``closed``: every reason why one may not sit yet; ``in_room``: seats in a space; ``meeting``: when the next one begins.

    ``may_open``: this viewer opens the table.
    """

    closed: Sequence[tuple[str, Numbers]]
    in_room: Sequence[str]
    absent_sides: Sequence[str]
    opened: datetime | None
    meeting: datetime | None
    first: Sequence[Waiting]
    may_open: bool


def lobby(app: App, viewer: Viewer) -> Lobby:
    """Return what this viewer's lobby says now."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        talks, now = state.of(Talks), now_of(app, state)
        session, agreed, last = talks.session(), talks.agreed_meeting(), talks.latest_meeting()
        ahead = [one.at for one in (agreed, last) if one is not None and one.at > now.at]
        inside = frozenset[str]().union(*(seats for space, seats in now.present.items() if space in SPACES))
        return Lobby(
            closed=[(one.code, one.numbers) for one in may_enter(SPACES[0], state.states, viewer.by, now)],
            in_room=[seat for seat in talks.seats if seat in inside & present_seats(app, state)],
            absent_sides=absent(talks, at_the_table(state.states, now), app.clock.acts()),
            opened=session.opened if session else None,
            meeting=ahead[0] if ahead else None,
            first=waiting(app, viewer, state)[:FIRST],
            may_open=offered(app, viewer, state, acts.SessionOpened(talks.next_session())),
        )
