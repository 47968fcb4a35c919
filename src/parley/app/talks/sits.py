"""Who sits: every seat, its person, its devices, and what each still lacks to be admitted."""

from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered
from parley.app.core.ports import Invitation
from parley.app.core.states import TalksState
from parley.app.talks import views
from parley.app.talks.facts import agreed
from parley.app.talks.house import against_inviting
from parley.app.talks.people import state_of
from parley.app.talks.roster import document, looking_alike, people
from parley.app.talks.waits import further_links
from parley.talks import Device, PaperProof, Talks, acts


def sits(app: App, viewer: Viewer) -> views.Sits:
    """Return the page that answers who sits at this table and who has vouched for them."""
    invited = {one.seat: one for one in app.people.invitations(viewer.talks)}
    with app.talks.reading(viewer.talks) as state:
        persons = people(app, state)
        again = further_links(app, state.of(Talks), viewer.party)
        rows = []
        for party in state.of(Talks).parties:
            for seat in (s for s in state.of(Talks).seats.values() if s.party == party):
                devices = [d for d in state.of(Talks).devices.values() if d.seat == seat.id]
                rows.append(
                    views.Sitting(
                        persons[seat.id],
                        _state(app, state, devices, invited.get(seat.id)),
                        [_device(app, viewer, state, device) for device in devices],
                        may_invite=not against_inviting(app, viewer, state),
                        paper=_paper(state, seat.id),
                        further_link=again.get(seat.id),
                    )
                )
        limit = agreed(app, state)
        return views.Sits(
            rows,
            [(persons[one], persons[other]) for one, other in looking_alike(persons)],
            limit.suspension_hours if limit else 0,
            may_make_paper(app, viewer, state),
            _to_accept(app, viewer, state),
            document(app, state)["mandate"],
        )


def _state(app: App, state: TalksState, devices: list[Device], invitation: Invitation | None) -> str:
    live = [d for d in devices if d.revoked is None]
    if any(state.of(Talks).admitted(d.id) for d in live):
        return "admitted"
    if live:
        return "enrolled"
    if invitation is None or invitation.used:
        return "not_invited"
    return "expired" if state_of(invitation, app.clock.real()) == "expired" else "invited"


def _device(app: App, viewer: Viewer, state: TalksState, device: Device) -> views.Device:
    admitted = state.of(Talks).admitted(device.id)
    word = (
        "revoked"
        if device.revoked
        else "admitted"
        if admitted
        else "vouched"
        if device.vouched_by
        else "enrolled"
    )
    head = state.of(Talks).devices.get(device.vouched_by)
    limit = agreed(app, state)
    suspending = acts.DeviceSuspended(device.id, limit.suspension_hours if limit else 0, device.seat)
    return views.Device(
        device=device.id,
        state=word,
        since=device.revoked or device.enrolled,
        vouched_by=head.seat if head else "",
        accepted_by=list(device.accepted_by),
        due=state.of(Talks).missing(device) if device.vouched_by and device.revoked is None else [],
        own=device.id == viewer.by.device,
        renewed=device.renewed,
        recovered=device.recovered,
        deputy_of=[seat for seat, one in state.of(Talks).deputies.items() if one.device == device.id],
        may_vouch_as_deputy=offered(app, viewer, state, acts.DeputyVouched(device.id, viewer.party)),
        may_name_deputy=offered(app, viewer, state, acts.DeputyNamed(device.id, viewer.party)),
        may_vouch=offered(app, viewer, state, acts.DeviceVouched(device.id, viewer.party)),
        may_revoke=offered(app, viewer, state, acts.DeviceRevoked(device.id, "lost", device.seat)),
        suspended=state.of(Talks).suspended(device.id, app.clock.acts()),
        may_suspend=offered(app, viewer, state, suspending, limit),
        may_end_suspension=offered(app, viewer, state, acts.SuspensionEnded(device.id, device.seat)),
    )  # fmt: skip


def _paper(state: TalksState, seat: str) -> views.Paper | None:
    paper = state.of(Talks).paper(seat)
    return views.Paper(paper.ed25519, paper.made, paper.spent) if paper else None


def may_make_paper(app: App, viewer: Viewer, state: TalksState) -> bool:
    """Return whether this viewer may make a paper key, whichever it will be."""
    return offered(app, viewer, state, acts.PaperKeyMade("", viewer.party), PaperProof(holds=True))


def _to_accept(app: App, viewer: Viewer, state: TalksState) -> tuple[str, ...]:
    """Return the devices of all other parties that this viewer may accept now."""
    devices = state.of(Talks).acceptable_by(viewer.party, app.clock.acts())
    return devices if offered(app, viewer, state, acts.DevicesAccepted(devices, viewer.party)) else ()
