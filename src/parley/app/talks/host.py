"""The host's page: talks, invitations, and whether everything runs; and what an invitation shows before its code."""

from parley.app.core import views as shared
from parley.app.core.model import HOUSE, App, Viewer
from parley.app.core.offers import offered
from parley.app.core.ports import Invitation
from parley.app.core.states import TalksState
from parley.app.talks import views
from parley.app.talks.house import against_making, telephone
from parley.app.talks.lacking import uninvited
from parley.app.talks.people import opened, state_of
from parley.app.talks.roster import document, parties, people
from parley.base import Refused
from parley.talks import Content, Talks
from parley.talks.acts import SeatMade


def host(app: App, viewer: Viewer) -> views.Host:
    """Return the page that answers what the host has to do and whether all is well."""
    may_create = not against_making(app, viewer)  # who makes talks has all of them to look after
    shown = [t for t in app.talks.ids() if t != HOUSE] if may_create else [viewer.talks]
    rows = [_talks(app, talks) for talks in shown]
    invitations = [row for talks in sorted({viewer.talks, *shown}) for row in _invitations(app, talks)]
    with app.talks.reading(viewer.talks) as state:
        persons = people(app, state)
        may_lay = _may_lay(app, viewer, state)
        asked = uninvited(app, state)
        introduced = document(app, state)
    return views.Host(
        talks=rows,
        invitations=invitations,
        uninvited=[persons[seat] for seat in asked],
        checks=_checks(app),
        may_create=may_create,
        may_lay=may_lay,
        house=viewer.talks == HOUSE,
        institution=introduced["title"],
        telephone=telephone(app) if may_create else "",
    )


def _invitations(app: App, talks: str) -> list[views.InvitationRow]:
    """Return the invitations of one talks, each with whom it is for."""
    now = app.clock.real()
    with app.talks.reading(talks) as state:
        known, persons = document(app, state), people(app, state)
        sides = {one.id: one for one in parties(state, known["parties"])}
    return [
        views.InvitationRow(
            i.number,
            known["title"],
            persons[i.seat],
            sides[persons[i.seat].party],
            state_of(i, now),
            i.expires,
            i.failures,
        )
        for i in app.people.invitations(talks)
        if i.seat in persons
    ]


def _may_lay(app: App, viewer: Viewer, state: TalksState) -> bool:
    """Return whether this viewer may lay a further seat: one of any party at any place, under any name."""
    talks = state.of(Talks)
    party, place = next(iter(talks.parties), ""), next(iter(talks.places), "")
    seat = SeatMade(f"seat-{len(talks.seats)}-more", party, "member", place, "")
    return offered(app, viewer, state, seat, Content(there=True))


def _talks(app: App, talks: str) -> views.TalksRow:
    state = app.talks.get(talks)
    with state.lock:
        made = state.of(Talks)
        enrolled = {d.seat for d in made.devices.values() if d.revoked is None}
        return views.TalksRow(
            talks=talks,
            title=document(app, state)["title"],
            created=made.created or app.clock.acts(),
            seats=len(made.seats),
            enrolled=len(enrolled),
            open=made.session() is not None,
            entries=state.size("table"),
        )


def _checks(app: App) -> list[views.Check]:
    fault = app.journal.read_only()
    return [
        views.Check("engine", app.media.healthy()),
        views.Check("database", fault is None, {"code": fault} if fault else {}),
        views.Check("record", True, {"talks": len(app.talks.ids())}),
    ]


def invite(app: App, number: str, secret: str) -> views.Invite | Refused:
    """Return what the holder of a link may see before the code is given."""
    invitation = opened(app, number, secret)
    return invitation if isinstance(invitation, Refused) else invite_view(app, invitation)


def invite_view(app: App, invitation: Invitation) -> views.Invite:
    """Return an invitation as its page shows it."""
    with app.talks.reading(invitation.talks) as state:
        known = document(app, state)
        person = people(app, state)[invitation.seat]
        party = next(one for one in parties(state, known["parties"]) if one.id == person.party)
        place = state.of(Talks).places[person.place]
        return views.Invite(
            number=invitation.number,
            talks=invitation.talks,
            title=known["title"],
            person=person,
            party=party,
            place=shared.Place(place.id, known["places"].get(place.id, {}), place.zone),
            language=invitation.language,
            state=state_of(invitation, app.clock.real()),
            expires=invitation.expires,
            mandate=known["mandate"],
        )
