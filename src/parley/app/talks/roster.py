"""Who sits, for the core and for every page: parties, people by name, devices' keys, what stands around a page."""

from collections.abc import Collection, Container, Mapping
from datetime import UTC, datetime
from typing import Any

from parley.app.core import views
from parley.app.core.access import ANYBODY
from parley.app.core.contents import parsed, read
from parley.app.core.facts import now_of
from parley.app.core.model import App, Viewer
from parley.app.core.states import TalksState
from parley.app.talks.definition import read_document, read_person
from parley.base import Act, By, Now, Reason, States
from parley.legible import alike, visible
from parley.room import at_the_table
from parley.talks import Device, Talks, device_admitted, device_stands
from parley.talks.acts import ServerKeyed

NEVER = Now(datetime.min.replace(tzinfo=UTC))  # admission does not ask what hour it is
OUTSIDE = (device_stands, device_admitted)  # a suspended device goes on reading
EMPTY: Mapping[str, Any] = {"title": {}, "mandate": {}, "parties": {}, "places": {}, "plan": {}}


def document(app: App, state: TalksState) -> Mapping[str, Any]:
    """Return the talks' definition: title, mandate, names, plan; empty parts if it was erased."""
    digest = state.of(Talks).definition
    found: Mapping[str, Any] | None = parsed(app, ANYBODY, state, digest, "definition", legible_document)
    return found or EMPTY


def legible_document(data: bytes, media: str) -> Mapping[str, Any]:
    """Return a definition with what an old one hides in its words written out."""
    document = read_document(data, media)
    words = {
        name: _shown(document[name]) for name in ("title", "mandate", "parties", "places") if name in document
    }
    return {**document, **words}


def _shown(words: Any) -> Any:
    if isinstance(words, Mapping):
        return {name: _shown(one) for name, one in words.items()}
    return visible(words) if isinstance(words, str) else words


def parties(state: TalksState, names: Mapping[str, Any]) -> list[views.Party]:
    """Return the parties, sides first in agreed order, then host, then neutral."""
    ranks = {"side": 0, "host": 1, "neutral": 2}
    ordered = sorted(state.of(Talks).parties.values(), key=lambda party: ranks[party.kind])
    return [views.Party(one.id, one.kind, i, names.get(one.id, {})) for i, one in enumerate(ordered)]


def people(app: App, state: TalksState) -> dict[str, views.Person]:
    """Return every seat's person by seat."""
    present, reads = present_seats(app, state), document(app, state).get("reads", {})
    return {
        seat.id: views.Person(
            seat.id,
            _name(app, state, seat.person),
            seat.role,
            seat.party,
            seat.place,
            seat.id in present,
            reads.get(seat.id, ""),
        )
        for seat in state.of(Talks).seats.values()
    }


def looking_alike(persons: Mapping[str, views.Person]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of seats whose people's names look alike."""
    return alike({seat: person.name for seat, person in persons.items()})


def present_seats(app: App, state: TalksState) -> frozenset[str]:
    """Return the seats that are present in any space, or have a page open."""
    return frozenset[str]().union(*app.present(state.id).values())


def _name(app: App, state: TalksState, digest: str) -> Mapping[str, str]:
    content = read(app, ANYBODY, state, digest)
    names = read_person(content[2], content[1]) if content else {}
    return {language: visible(name) for language, name in names.items()}


def absent(talks: Talks, here: Container[str], at: datetime) -> list[str]:
    """Return the sides of which nobody is present; of one that is suspended other words tell."""
    return [side for side in talks.sides() if side not in here and talks.party_suspended(side, at) is None]


def _suspended(talks: Talks, viewer: Viewer, at: datetime) -> list[views.Suspended]:
    return [
        views.Suspended(one.party, talks.devices[one.device].seat, one.until, one.device == viewer.by.device)
        for one in talks.suspensions
        if one.lasts(at)
    ]


class TalksRoster:
    """The core's questions about who sits, answered from the state of the talks."""

    def opening(self, server_key: str) -> Act:
        return ServerKeyed(server_key)

    def sides(self, states: States) -> tuple[str, ...]:
        return states.of(Talks).sides()

    def parties(self, states: States) -> tuple[str, ...]:
        return tuple(states.of(Talks).parties)

    def languages(self, states: States) -> tuple[str, ...]:
        return states.of(Talks).languages

    def devices(self, states: States) -> Mapping[str, Device]:
        return states.of(Talks).devices

    def by(self, states: States, seat: str, device: str) -> By | None:
        talks = states.of(Talks)
        known, held = talks.seats.get(seat), talks.devices.get(device)
        if known is None or held is None or held.revoked is not None or held.seat != seat:
            return None
        return By(seat, known.party, talks.parties[known.party].kind, known.role, device)

    def outside(self, states: States, by: By) -> tuple[Reason, ...]:
        if not states.of(Talks).sides():
            return ()
        return tuple(found for condition in OUTSIDE for found in condition(states, by, NEVER))

    def speaks(self, states: States, by: By) -> bool:
        return states.of(Talks).speaks(by.device, by.party)

    def party(self, states: States, seat: str) -> str | None:
        known = states.of(Talks).seats.get(seat)
        return known.party if known else None

    def signer(self, states: States, side: str) -> str:
        talks = states.of(Talks)
        return next(
            (one.id for one in talks.seats.values() if one.party == side and talks.is_head(one.id)), ""
        )

    def uses(self, app: App, state: TalksState) -> Collection[str] | None:
        found: Collection[str] | None = document(app, state).get("uses")
        return found

    def shell(self, app: App, viewer: Viewer) -> views.Shell:
        """Return what stands around every page."""
        with app.talks.reading(viewer.talks) as state:
            talks, known, at = state.of(Talks), document(app, state), app.clock.acts()
            admitted = not self.outside(state.states, viewer.by)
            seats, here = people(app, state), at_the_table(state.states, now_of(app, state))
            return views.Shell(
                talks=viewer.talks,
                title=known["title"],
                you=seats[viewer.seat],
                now=at,
                parties=parties(state, known["parties"]),
                places=[
                    views.Place(one.id, known["places"].get(one.id, {}), one.zone)
                    for one in talks.places.values()
                ],
                languages=talks.languages,
                seats=seats,
                read_only=app.journal.read_only(),
                open=talks.session() is not None,
                absent=absent(talks, here, at),
                suspended=_suspended(talks, viewer, at) if admitted else (),
                admitted=admitted,
                entries=state.size("table") if admitted else 0,
                head=state.trees["table"].root().hex() if admitted and state.trees else "",
            )


ROSTER = TalksRoster()
