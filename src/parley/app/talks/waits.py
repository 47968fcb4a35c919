"""What people and meetings put on somebody's Today."""

from datetime import timedelta

from parley.app.core.model import App, Viewer
from parley.app.core.offers import may, offered
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting
from parley.talks import Talks, acts

TOLD = timedelta(days=7)  # as long as a link is good


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return what waits for this viewer: devices to vouch for and to accept, the next meeting."""
    talks = state.of(Talks)
    found = _own_device(app, viewer, state)
    devices = [one for one in talks.devices.values() if one.revoked is None]
    unvouched = [one for one in devices if not one.vouched_by]
    own = [one for one in unvouched if offered(app, viewer, state, acts.DeviceVouched(one.id, viewer.party))]
    as_deputy = [
        one for one in unvouched if offered(app, viewer, state, acts.DeputyVouched(one.id, viewer.party))
    ]
    found += [Waiting("vouch_as_deputy", "sits", {"seat": one.seat}, one.enrolled) for one in as_deputy]
    if own:
        found.append(Waiting("vouch_devices", "sits", {"count": len(own)}, min(one.enrolled for one in own)))
    others = [talks.devices[one] for one in talks.acceptable_by(viewer.party, app.clock.acts())]
    if others and may(app, viewer, state, acts.DevicesAccepted):
        since = min(one.enrolled for one in others)
        found.append(Waiting("accept_devices", "sits", {"count": len(others)}, since))
    found += _beside(app, viewer, talks)
    found += [
        Waiting("device_suspended", "sits", {"seat": talks.devices[one.device].seat}, one.began, one.until)
        for one in talks.suspensions
        if one.party == viewer.party and one.lasts(app.clock.acts())
    ]
    meeting = talks.latest_meeting()
    if (
        meeting
        and viewer.party not in meeting.declined
        and offered(app, viewer, state, acts.MeetingAccepted(meeting.id, viewer.party))
    ):
        found.append(Waiting("accept_meeting", "today", {"meeting": meeting.id}))
    return found


def _own_device(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return what this viewer's own device still lacks before it may sit down."""
    talks = state.of(Talks)
    device = talks.devices.get(viewer.by.device)
    if device is None or talks.admitted(device.id):
        return []
    if not device.vouched_by:
        vouches = may(app, viewer, state, acts.DeviceVouched)
        return [] if vouches else [Waiting("wait_vouched", "sits", {}, device.enrolled)]
    lacking = ",".join(talks.missing(device))
    return [Waiting("wait_accepted", "sits", {"parties": lacking}, device.enrolled)]


def _beside(app: App, viewer: Viewer, talks: Talks) -> list[Waiting]:
    """Return what this viewer's party should know of seats with an admitted device: further links, further devices."""
    found, lately = [], app.clock.acts() - TOLD
    for seat in (one for one in talks.seats.values() if one.party == viewer.party):
        held = [one for one in talks.devices.values() if one.seat == seat.id and one.revoked is None]
        claims = [one for one in held if talks.claims(one)]
        found += [
            Waiting(
                "head_recovered" if one.recovered else "head_claimed", "sits", {"seat": seat.id}, one.claimed
            )
            for one in claims
        ]
        at = talks.invited_again.get(seat.id)
        if at is not None and at > lately:
            found.append(Waiting("further_link", "sits", {"seat": seat.id}, at))
        more = [one for one in held if not one.vouched_by]
        if more and talks.taken(seat.id):
            since = min(one.enrolled for one in more)
            found.append(Waiting("further_device", "sits", {"seat": seat.id}, since))
    return found


WAITS = (
    "device_suspended",
    "head_claimed",
    "head_recovered",
    "further_link",
    "further_device",
    "vouch_devices",
    "vouch_as_deputy",
    "accept_devices",
    "accept_meeting",
    "wait_vouched",
    "wait_accepted",
)
