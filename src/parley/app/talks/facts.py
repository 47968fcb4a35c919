"""What the rules about people and meetings ask of contents."""

from collections.abc import Mapping

from parley.app.core import contents
from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.app.talks.contents import NOTE, PERSON
from parley.app.talks.definition import SUSPENSION_HOURS
from parley.app.talks.roster import document
from parley.base import By
from parley.record import paper_key_statement, signature_holds, signing_key_sound, unb64u
from parley.talks import Agreed, Content, PaperProof, Talks
from parley.talks.acts import ContentErased, DeviceSuspended, Noted, PaperKeyMade, PaperVouched, SeatMade


def _of(app: App, by: By, state: TalksState, digest: str, purpose: str) -> Content:
    kept = contents.cited(app, by, state, digest, purpose)
    return Content(kept is not None, contents.unfit(app, purpose, kept[2], kept[1], purpose) if kept else ())


def note(app: App, state: TalksState, by: By, act: Noted) -> Content:
    """Return whether this seat has such a note to record."""
    return _of(app, by, state, act.digest, NOTE)


def person(app: App, state: TalksState, by: By, act: SeatMade) -> Content:
    """Return whether there is such a name to lay a seat for."""
    return _of(app, by, state, act.person, PERSON)


def erasable(app: App, state: TalksState, by: By, act: ContentErased) -> Content:
    """Return whether there is such a content: whoever may erase does not read it by that."""
    return Content(contents.is_kept(app, state, act.digest))


def agreed(app: App, state: TalksState) -> Agreed | None:
    """Return what the talks' definition says of suspensions, or what holds where it says nothing; None if it is gone."""
    if not contents.is_kept(app, state, state.of(Talks).definition):
        return None
    return Agreed(document(app, state).get("suspension_hours", SUSPENSION_HOURS))


def suspending(app: App, state: TalksState, by: By, act: DeviceSuspended) -> Agreed | None:
    """Return how long a suspension may last at most; None if what was agreed cannot be read any more."""
    return agreed(app, state)


def sound(app: App, state: TalksState, by: By, act: PaperKeyMade) -> PaperProof:
    """Return whether a paper key is one that a device can have drawn."""
    try:
        return PaperProof(signing_key_sound(unb64u(act.ed25519, 32)))
    except ValueError:
        return PaperProof(holds=False)


def proof(app: App, state: TalksState, by: By, act: PaperVouched) -> PaperProof:
    """Return whether the paper key's signature is over this device at its seat of these talks."""
    try:
        key, signature = unb64u(act.key, 32), unb64u(act.proof, 64)
    except ValueError:
        return PaperProof(holds=False)
    said = paper_key_statement(act.device, act.party, by.seat, state.id)
    return PaperProof(signature_holds(key, signature, said))


FACTS: Mapping[type, FactReader] = {
    Noted: note,
    SeatMade: person,
    ContentErased: erasable,
    DeviceSuspended: suspending,
    PaperKeyMade: sound,
    PaperVouched: proof,
}
