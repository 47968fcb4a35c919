"""Who sits: every seat, its person, its devices, and what each still lacks to be admitted."""

from parley.app import views
from parley.app.model import App, Viewer
from parley.app.people import state_of
from parley.app.ports import Invitation
from parley.app.queries.common import against, document, may, people
from parley.app.state import State
from parley.talks import Device, acts


def sits(app: App, viewer: Viewer) -> views.Sits:
    """Return the page that answers who sits at this table and who has vouched for them."""
    invited = {one.seat: one for one in app.people.invitations(viewer.talks)}
    with app.tables.reading(viewer.talks) as state:
        persons = people(app, viewer.talks, state)
        rows = []
        for party in state.talks.parties:
            for seat in (s for s in state.talks.seats.values() if s.party == party):
                devices = [d for d in state.talks.devices.values() if d.seat == seat.id]
                rows.append(
                    views.Sitting(
                        persons[seat.id],
                        _state(app, state, devices, invited.get(seat.id)),
                        [_device(app, viewer, state, device) for device in devices],
                        may_invite=may(app, viewer, state, acts.SeatMade),
                    )
                )
        return views.Sits(rows, _to_accept(app, viewer, state), document(app, viewer.talks, state)["mandate"])


def _state(app: App, state: State, devices: list[Device], invitation: Invitation | None) -> str:
    live = [d for d in devices if d.revoked is None]
    if any(state.talks.admitted(d.id) for d in live):
        return "admitted"
    if live:
        return "enrolled"
    if invitation is None or invitation.used:
        return "not_invited"
    return "expired" if state_of(invitation, app.clock.real()) == "expired" else "invited"


def _device(app: App, viewer: Viewer, state: State, device: Device) -> views.Device:
    admitted = state.talks.admitted(device.id)
    word = (
        "revoked"
        if device.revoked
        else "admitted"
        if admitted
        else "vouched"
        if device.vouched_by
        else "enrolled"
    )
    head = state.talks.devices.get(device.vouched_by)
    return views.Device(
        device=device.id,
        state=word,
        since=device.revoked or device.enrolled,
        vouched_by=head.seat if head else "",
        accepted_by=list(device.accepted_by),
        due=state.talks.missing(device) if device.vouched_by and device.revoked is None else [],
        own=device.id == viewer.by.device,
        may_vouch=not against(app, viewer, state, acts.DeviceVouched(device.id, viewer.party)),
        may_revoke=not against(app, viewer, state, acts.DeviceRevoked(device.id, "lost")),
    )  # fmt: skip


def _to_accept(app: App, viewer: Viewer, state: State) -> dict[str, list[str]]:
    if not may(app, viewer, state, acts.DevicesAccepted):
        return {}
    found: dict[str, list[str]] = {}
    for device in state.talks.devices.values():
        if device.revoked is None and device.vouched_by and viewer.party in state.talks.missing(device):
            found.setdefault(device.party, []).append(device.id)
    return found
