"""Who may read the talks' own contents: their definition, names, notes."""

from collections.abc import Mapping

from parley.app.core.model import App, Content
from parley.app.core.states import TalksState
from parley.talks import Talks


def _definition(app: App, state: TalksState, digest: str) -> str | None:
    return "" if digest == state.of(Talks).definition else None


def _person(app: App, state: TalksState, digest: str) -> str | None:
    return "" if any(seat.person == digest for seat in state.of(Talks).seats.values()) else None


def _note(app: App, state: TalksState, digest: str) -> str | None:
    talks = state.of(Talks)
    for notes in talks.notes.values():
        for _, seat, noted in notes:
            if noted == digest:
                return talks.seats[seat].party
    return None


ANYONE = frozenset({"anyone"})
CONTENTS = (
    Content("definition of the talks", ANYONE, _definition),
    Content("name of a person", ANYONE, _person),
    Content("note of a delegation", ANYONE, _note, own=True, cited=True),
)


def erase(app: App, talks: str, body: Mapping[str, object]) -> None:
    """Destroy a content and whatever is kept in memory of it."""
    app.blobs.erase(talks, str(body["digest"]))
    app.forget(talks, str(body["digest"]))


DUTIES = {"erase": erase}
