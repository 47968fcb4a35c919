"""The host's page: talks, invitations, and whether everything runs; and what an invitation shows before its code."""

from parley.app import views
from parley.app.model import HOUSE, App, Viewer
from parley.app.people import opened, state_of
from parley.app.ports import Invitation
from parley.app.queries.common import document, parties, people
from parley.base import Refused


def host(app: App, viewer: Viewer) -> views.Host | None:
    """Return the page that answers what the host has to do and whether all is well; None for anyone else."""
    if viewer.by.kind != "host":
        return None
    shown = [t for t in app.tables.all() if t != HOUSE] if viewer.talks == HOUSE else [viewer.talks]
    rows = [_talks(app, talks) for talks in shown]
    invitations = [one for talks in {viewer.talks, *shown} for one in app.people.invitations(talks)]
    with app.tables.reading(viewer.talks) as state:
        persons = people(app, viewer.talks, state)
        taken = {one.seat for one in app.people.invitations(viewer.talks) if not one.used}
        taken |= {d.seat for d in state.talks.devices.values() if d.revoked is None}
    now = app.clock.real()
    return views.Host(
        talks=rows,
        invitations=[
            views.InvitationRow(i.number, i.talks, i.seat, state_of(i, now), i.expires, i.failures)
            for i in invitations
        ],
        uninvited=[person for seat, person in persons.items() if seat not in taken],
        checks=_checks(app),
        may_create=viewer.talks == HOUSE,
    )


def _talks(app: App, talks: str) -> views.TalksRow:
    table = app.tables.get(talks)
    with table.lock:
        state = table.state.talks
        enrolled = {d.seat for d in state.devices.values() if d.revoked is None}
        return views.TalksRow(
            talks=talks,
            title=document(app, talks, table.state)["title"],
            created=state.created or app.clock.acts(),
            seats=len(state.seats),
            enrolled=len(enrolled),
            open=state.session() is not None,
            entries=table.size("table"),
        )


def _checks(app: App) -> list[views.Check]:
    fault = app.journal.read_only()
    return [
        views.Check("engine", app.media.healthy()),
        views.Check("database", fault is None, {"code": fault} if fault else {}),
        views.Check("record", True, {"talks": len(app.tables.all())}),
    ]


def invite(app: App, number: str, secret: str) -> views.Invite | Refused:
    """Return what the holder of a link may see before the code is given."""
    invitation = opened(app, number, secret)
    return invitation if isinstance(invitation, Refused) else invite_view(app, invitation)


def invite_view(app: App, invitation: Invitation) -> views.Invite:
    """Return an invitation as its page shows it."""
    with app.tables.reading(invitation.talks) as state:
        known = document(app, invitation.talks, state)
        person = people(app, invitation.talks, state)[invitation.seat]
        party = next(one for one in parties(state, known["parties"]) if one.id == person.party)
        place = state.talks.places[person.place]
        return views.Invite(
            number=invitation.number,
            talks=invitation.talks,
            title=known["title"],
            person=person,
            party=party,
            place=views.Place(place.id, known["places"].get(place.id, {}), place.zone),
            language=invitation.language,
            state=state_of(invitation, app.clock.real()),
            expires=invitation.expires,
            mandate=known["mandate"],
        )
