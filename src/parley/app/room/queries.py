"""What the room's page and its doors ask."""

from collections.abc import Iterator
from contextlib import contextmanager

from parley.app.core.facts import now_of
from parley.app.core.model import App, Viewer
from parley.base import Reason
from parley.room import may_enter
from parley.talks import Talks


def against_entering(app: App, viewer: Viewer, space: str) -> tuple[Reason, ...]:
    """Return every reason why this viewer's device may not take a place in a space now."""
    with entering(app, viewer, space) as reasons:
        return reasons


@contextmanager
def entering(app: App, viewer: Viewer, space: str) -> Iterator[tuple[Reason, ...]]:
    """Give the same, and let nothing be recorded until the block ends: whoever is put out meanwhile is put out after it."""
    with app.talks.reading(viewer.talks) as state:
        yield tuple(may_enter(space, state.states, viewer.by, now_of(app, state)))


def admitted_devices(app: App, talks: str) -> frozenset[str]:
    """Return the devices that may be in a room of these talks."""
    with app.talks.reading(talks) as state:
        known = state.of(Talks)
        return frozenset(device for device in known.devices if known.admitted(device))
