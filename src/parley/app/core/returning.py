"""After an honest restore: entries that are missing here are taken back from a record that a side kept and verified.

Nothing is changed or left out on the way: what stands here must be the beginning of what the side kept, to the byte. Where the
record went on without the missing entries it is another one, and nothing can make the two one again.
"""

from collections.abc import Sequence

from parley.app.core.model import App
from parley.app.core.ports import Pending, ReadOnly
from parley.app.core.witness import against

BEHIND = "behind_kept_head"


class Diverged(Exception):
    """Entry ``place`` here is not the one that the side kept."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def take_back(app: App, talks: str, compartment: str, kept: Sequence[bytes]) -> int:
    """Append the entries of ``kept`` that are missing here, as they are; return how many.

    ``kept`` was verified, and its head is signed by this server's key. The stop ends once no head is missing that any
    side's device has shown. Raises: Diverged; ReadOnly if writing is refused for another reason.
    """
    own = app.journal.entries(talks, compartment)
    for place, (here, there) in enumerate(zip(own, kept, strict=False)):
        if here != there:
            raise Diverged(place)
    missing = tuple(kept[len(own) :])
    code = app.journal.read_only()
    if code not in (None, BEHIND):
        raise ReadOnly(str(code))
    if missing:
        app.journal.set_read_only(None)
        try:
            app.journal.append(talks, [Pending(compartment, len(own), missing)], None, b"")
        finally:
            app.journal.set_read_only(code)
    if code is not None and not still_missing(app):
        app.journal.set_read_only(None)
    return len(missing)


def still_missing(app: App) -> list[tuple[str, str]]:
    """Return (talks, compartment) of every record that is not under a head that some side's device has shown."""
    found = []
    for talks in app.journal.talks():
        with app.talks.reading(talks) as state:
            parties = {device.party for device in app.registry.roster.devices(state.states).values()}
        for compartment in app.journal.compartments(talks):
            if any(against(app, talks, party, compartment) for party in parties):
                found.append((talks, compartment))
    return found
