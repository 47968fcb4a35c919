"""The talks' own contents: their definition, names, notes."""

from collections.abc import Collection, Iterator

from parley.app.core import contents
from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState
from parley.app.talks.definition import NAMES, PLAIN, against_name, read_person
from parley.base import Reason, reason
from parley.talks import Talks

NOTE, PERSON, DEFINITION = "note", "person", "definition"
LONGEST = 4_000  # characters of a note: Today shows twenty of them whole
LONGEST_NAME = 4_000  # letters


def _definition(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [""] if digest == state.of(Talks).definition else []


def _person(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [""] if _seated(app, state, digest) else []


def _seated(app: App, state: TalksState, digest: str) -> bool:
    """A seat is laid for them."""
    return any(seat.person == digest for seat in state.of(Talks).seats.values())


def _note(app: App, state: TalksState, digest: str) -> Collection[str]:
    talks = state.of(Talks)
    return [
        talks.seats[seat].party
        for notes in talks.notes.values()
        for _, seat, noted in notes
        if noted == digest
    ]


def _no_note(data: bytes, media: str, called: str) -> Iterator[Reason]:
    if not media.startswith("text/plain") or not _is_text(data):
        yield reason("content_not_text")
    elif len(data.decode()) > LONGEST:
        yield reason("note_too_long", most=LONGEST)


def _no_person(data: bytes, media: str, called: str) -> Iterator[Reason]:
    try:
        named = media == PLAIN or (media == NAMES and data.startswith(b"{"))
        names = read_person(data, media) if named else {}
    except ValueError:
        names = {}
    if not names or not all(_is_name(name) for name in names.values()):
        yield reason("content_not_name")
        return
    for language, name in names.items():
        yield from against_name(name, language or called)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name.strip()) <= LONGEST_NAME


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


ANYONE = frozenset({"anyone"})
CONTENTS = (
    Content("definition of the talks", DEFINITION, "table", _definition),
    Content(
        "name of a person",
        PERSON,
        OWN,
        _person,
        ANYONE,
        _seated,
        brings=frozenset({"facilitator"}),
        unfit=_no_person,
    ),
    Content("note of a delegation", NOTE, OWN, _note, brings=ANYONE, unfit=_no_note, cited=True),
)


def destroy_erased(app: App) -> None:
    """Destroy again what the record calls erased: a restored backup may have brought it back."""
    for talks in app.talks.ids():
        with app.talks.reading(talks) as state:
            digests = list(state.of(Talks).erased)
        contents.destroy_again(app, talks, digests)


DUTIES = {"erase": lambda app, talks, body: contents.erase(app, talks, str(body["digest"]))}
