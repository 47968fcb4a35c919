"""Who else is in each room off camera, as its seat last declared it; declared anew after each break."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from parley.app.core.contents import cited, keep_own, read
from parley.app.core.model import App, Command, Recorded, Viewer
from parley.app.core.perform import perform
from parley.app.core.states import TalksState
from parley.app.room.contents import COMPANY, MEDIA, Others, packed, unpacked
from parley.base import Refused
from parley.legible import visible
from parley.letters import normalized
from parley.room import Company, Room
from parley.room.acts import CompanyDeclared
from parley.talks import Talks

NOT_NAMED = ("", "")  # somebody of whom only this is said so far


@dataclass(frozen=True, slots=True)
class Declared:
    """What one seat said of its room. ``stands``: since the table opened, and since the seat was last away; else it is asked anew.

    ``early``: it was said before the table opened.
    """

    seat: str
    present: bool
    people: int | None = None  # None: it has said nothing yet
    others: Others | None = ()  # None: the list was erased
    at: datetime | None = None
    stands: bool = False
    digest: str = ""  # of the list
    early: bool = False


def company(
    app: App, viewer: Viewer, left: Mapping[str, datetime], present: frozenset[str]
) -> list[Declared]:
    """Return what every seat said, the viewer's first. ``left``: when each seat last left the room."""
    with app.talks.reading(viewer.talks) as state:
        said, session = state.of(Room).company, state.of(Talks).session()
        opened = session.opened if session else None
        seats = sorted(state.of(Talks).seats, key=lambda seat: seat != viewer.seat)
        return [
            _declared(app, viewer, state, seat, said.get(seat), (opened, left.get(seat)), seat in present)
            for seat in seats
        ]


def _declared(
    app: App,
    viewer: Viewer,
    state: TalksState,
    seat: str,
    said: Company | None,
    breaks: tuple[datetime | None, datetime | None],
    present: bool,
) -> Declared:
    if said is None:
        return Declared(seat, present)
    kept = read(app, viewer.by, state, said.digest) if said.digest else None
    others = [(visible(name), visible(role)) for name, role in unpacked(kept[2])] if kept else None
    stands = all(one is None or one <= said.at for one in breaks)
    early = breaks[0] is not None and said.at < breaks[0]
    shown = others if said.people else ()
    return Declared(seat, present, said.people, shown, said.at, stands, said.digest, early)


def declare(app: App, viewer: Viewer, others: Others, named: str) -> Recorded | Refused:
    """Keep the list, if anybody is on it, and put the declaration on the record under the command's id ``named``."""
    digest = ""
    if others:
        tidy = [(_tidy(name), _tidy(role)) for name, role in others]
        kept = keep_own(app, viewer, f"company|{viewer.seat}|{named}", COMPANY, MEDIA, packed(tidy))
        if isinstance(kept, Refused):
            return kept
        digest = kept
    with app.talks.reading(viewer.talks) as state:
        place = state.of(Talks).seats[viewer.seat].place
    fields = {"seat": viewer.seat, "place": place, "people": len(others), "digest": digest}
    return perform(app, viewer, Command(CompanyDeclared.KIND, fields, named))


def listed(app: App, viewer: Viewer, digest: str) -> Others:
    """Return whom a list names that this seat reads; nobody if it was erased, or is none."""
    with app.talks.reading(viewer.talks) as state:
        kept = cited(app, viewer.by, state, digest, COMPANY) if digest else None
        return unpacked(kept[2]) if kept else ()


def _tidy(text: str) -> str:
    return normalized("NFC", " ".join(text.split()))
