"""What people and meetings put on somebody's Today."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered
from parley.app.core.states import TalksState
from parley.app.core.views import Waiting
from parley.talks import Talks, acts

TOLD = timedelta(days=7)  # as long as a link is good


def waits(app: App, viewer: Viewer, state: TalksState) -> list[Waiting]:
    """Return what waits for this viewer: devices to vouch for and to accept, what its side should know, the next meeting."""
    talks = state.of(Talks)
    found = list(_to_vouch(app, viewer, state))
    others = talks.acceptable_by(viewer.party, app.clock.acts())
    if others and offered(app, viewer, state, acts.DevicesAccepted(others, viewer.party)):
        since = min(talks.devices[one].enrolled for one in others)
        page = f"sheet/{acts.DevicesAccepted.KIND}"
        found.append(Waiting("accept_devices", page, {"count": len(others)}, since))
    found += _beside(app, viewer, talks)
    found += [
        Waiting(
            "device_suspended",
            _row(one.device),
            {"seat": talks.devices[one.device].seat},
            one.began,
            one.until,
        )
        for one in talks.suspensions
        if one.party == viewer.party and one.lasts(app.clock.acts())
    ]
    meeting = talks.latest_meeting()
    if (
        meeting
        and viewer.party not in meeting.declined
        and offered(app, viewer, state, acts.MeetingAccepted(meeting.id, viewer.party))
    ):
        page = f"today#answer-{meeting.id}"
        found.append(Waiting("accept_meeting", page, {"meeting": meeting.id}))
    return found


def _to_vouch(app: App, viewer: Viewer, state: TalksState) -> Iterator[Waiting]:
    """Yield each device that this viewer can vouch for: each has words of its own to compare, and a sheet."""
    for device in state.of(Talks).devices.values():
        if device.revoked is not None or device.vouched_by:
            continue
        for code, act in (
            ("vouch_as_deputy", acts.DeputyVouched(device.id, viewer.party)),
            ("vouch_device", acts.DeviceVouched(device.id, viewer.party)),
        ):
            if offered(app, viewer, state, act):
                page = f"sheet/{act.KIND}?device={device.id}"
                yield Waiting(code, page, {"seat": device.seat}, device.enrolled)


def _row(device: str) -> str:
    """Return where a device stands on *Who sits*, unfolded, with the form that revokes it."""
    return f"sits?device={device}#device-{device}"


def _beside(app: App, viewer: Viewer, talks: Talks) -> list[Waiting]:
    """Return what this viewer's party should know of seats with an admitted device: further links, further devices."""
    found, again = [], further_links(app, talks, viewer.party)
    for seat in (one for one in talks.seats.values() if one.party == viewer.party):
        held = [one for one in talks.devices.values() if one.seat == seat.id and one.revoked is None]
        claims = [one for one in held if talks.claims(one)]
        found += [
            Waiting(
                "head_recovered" if one.recovered else "head_claimed",
                _row(one.id),
                {"seat": seat.id},
                one.claimed,
            )
            for one in claims
        ]
        if len(again) == 1 and seat.id in again:
            found.append(Waiting("further_link", f"sits#seat-{seat.id}", {"seat": seat.id}, again[seat.id]))
        more = [one for one in held if not one.vouched_by]
        if more and talks.taken(seat.id):
            found += [
                Waiting("further_device", _row(one.id), {"seat": seat.id}, one.enrolled) for one in more
            ]
    if len(again) > 1:  # one line, however many: each is told at its seat
        page = f"sits#p-{viewer.party}"
        found.append(Waiting("further_links", page, {"count": len(again)}, min(again.values())))
    return found


def further_links(app: App, talks: Talks, party: str) -> dict[str, datetime]:
    """Return the seats of this party, with a device at the table, to which a further link was made lately: seat → when."""
    lately = app.clock.acts() - TOLD
    return {
        seat: at
        for seat, at in talks.invited_again.items()
        if at > lately and talks.seats[seat].party == party
    }


WAITS = (
    "device_suspended",
    "head_claimed",
    "head_recovered",
    "further_link",
    "further_links",
    "further_device",
    "vouch_device",
    "vouch_as_deputy",
    "accept_devices",
    "accept_meeting",
)
