"""What several pages share: the shell, people and parties by name, what happened, contents."""

from collections.abc import Mapping, Sequence
from typing import Any

from parley.app import access, views
from parley.app.bulk import bulk_list, read_lists
from parley.app.catalog import CATALOG
from parley.app.definition import read_document, read_person
from parley.app.model import HOUSE, App, Viewer
from parley.app.rules import ruled
from parley.app.state import Logged, State
from parley.base import Act, Now, Refused, to_body

MENU = ("today", "room", "sits", "text", "lists", "plan", "record")


def document(app: App, talks: str, state: State) -> Mapping[str, Any]:
    """Return the talks' definition: title, mandate, names, plan; empty parts if it was erased."""
    content = app.blobs.get(talks, state.talks.definition)
    empty: Mapping[str, Any] = {"title": {}, "mandate": {}, "parties": {}, "places": {}, "plan": {}}
    return read_document(content[2]) if content else empty


def parties(state: State, names: Mapping[str, Any]) -> list[views.Party]:
    """Return the parties, sides first in agreed order, then host, then neutral."""
    ranks = {"side": 0, "host": 1, "neutral": 2}
    ordered = sorted(state.talks.parties.values(), key=lambda party: ranks[party.kind])
    return [views.Party(one.id, one.kind, i, names.get(one.id, {})) for i, one in enumerate(ordered)]


def people(app: App, talks: str, state: State) -> dict[str, views.Person]:
    """Return every seat's person by seat."""
    present = app.present(talks)
    return {
        seat.id: views.Person(
            seat.id, _name(app, talks, seat.person), seat.role, seat.party, seat.place, seat.id in present
        )
        for seat in state.talks.seats.values()
    }


def _name(app: App, talks: str, digest: str) -> Mapping[str, str]:
    content = app.blobs.get(talks, digest)
    return read_person(*content[1:]) if content else {}


def shell(app: App, viewer: Viewer) -> views.Shell:
    """Return what stands around every page."""
    with app.tables.reading(viewer.talks) as state:
        known = document(app, viewer.talks, state)
        seats = people(app, viewer.talks, state)
        host = ("host",) if viewer.by.kind == "host" else ()
        menu = ("host", "sits", "record") if viewer.talks == HOUSE else (*MENU, *host)
        return views.Shell(
            talks=viewer.talks,
            title=known["title"],
            you=seats[viewer.seat],
            now=app.clock.acts(),
            menu=menu,
            parties=parties(state, known["parties"]),
            places=[
                views.Place(p.id, known["places"].get(p.id, {}), p.zone) for p in state.talks.places.values()
            ],
            languages=state.talks.languages,
            seats=seats,
            read_only=app.journal.read_only(),
            open=state.talks.session() is not None,
            absent=[s for s in state.talks.sides() if s not in present_parties(app, viewer.talks, state)],
        )


def happened(state: State, logged: Logged, since: int = 1 << 53) -> views.Happened:
    """Return one entry as pages list it; ``new`` from sequence number ``since`` on."""
    seat = state.talks.seats.get(logged.stamp.seat)
    body = to_body(logged.act)
    numbers: dict[str, str | int] = {}
    for name, value in body.items():
        if isinstance(value, list | dict):
            numbers[name] = len(value)
        elif isinstance(value, str | int):
            numbers[name] = value[:64] if isinstance(value, str) else value
    return views.Happened(
        kind=logged.kind,
        at=logged.stamp.at,
        seat=logged.stamp.seat,
        parties=(seat.party,) if seat else (),
        numbers=numbers,
        compartment=logged.stamp.compartment,
        seq=logged.stamp.seq,
        binding=logged.binding,
        new=logged.stamp.seq >= since,
    )


def may(app: App, viewer: Viewer, state: State, act: type) -> bool:
    """Return whether this viewer may propose such an act now, as far as access goes."""
    kind: Any = act
    return not why_not(app, viewer, state, kind.KIND)


def why_not(app: App, viewer: Viewer, state: State, kind: str) -> list[tuple[str, Mapping[str, str | int]]]:
    """Return every reason of access against proposing an act of this kind, as code and numbers."""
    reasons = access.may(viewer.by, CATALOG[kind], state, present_parties(app, viewer.talks, state))
    return [(one.code, one.numbers) for one in reasons]


def against(app: App, viewer: Viewer, state: State, act: Act) -> list[tuple[str, Mapping[str, str | int]]]:
    """Return every reason, of the rules too, against this very act of this viewer now: what a page asks before it offers it."""
    now = Now(app.clock.acts(), present_parties(app, viewer.talks, state))
    decided = ruled(state, act, viewer.by, now)
    reasons = decided.reasons if isinstance(decided, Refused) else ()
    return [*why_not(app, viewer, state, act.KIND), *((one.code, one.numbers) for one in reasons)]


def present_parties(app: App, talks: str, state: State) -> frozenset[str]:
    """Return the parties with somebody present."""
    seats = app.present(talks)
    return frozenset(state.talks.seats[seat].party for seat in seats if seat in state.talks.seats)


def content(app: App, viewer: Viewer, digest: str) -> tuple[bytes, str, bytes] | None:
    """Return (salt, media, bytes) of a content this viewer may have; None if not, or if there is none."""
    table = app.tables.get(viewer.talks)
    read_lists(app, table)
    with table.lock:
        bulk = bulk_list(app, table)
        written = app.people.value(viewer.talks, viewer.party, f"content-{digest}")
        mine = viewer.party if written is not None else None
        generated: Sequence[str] = [bulk.digest] if bulk else []
        if not access.may_read(viewer.by, digest, table.state, mine, generated):
            return None
    return app.blobs.get(viewer.talks, digest)
