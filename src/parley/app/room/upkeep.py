"""What the server keeps a space by: how far its epochs have gone, which devices may stay. None of it is shown to a seat."""

from parley.app.core.model import App
from parley.talks import Talks


class EpochMarks:
    """How far the epochs of each space have gone, in the store: a clock that is set back takes none of them back."""

    def __init__(self, app: App) -> None:
        self._app = app

    def read(self, talks: str, space: str) -> int:
        kept = self._app.people.value(talks, "", f"epochs-of-{space}")
        return int(kept) if kept else 0

    def keep(self, talks: str, space: str, epoch: int) -> None:
        """Raises: ReadOnly, Unavailable."""
        self._app.people.put_value(talks, "", f"epochs-of-{space}", str(epoch).encode())


def admitted_devices(app: App, talks: str) -> frozenset[str]:
    """Return the devices that may be in a room of these talks now."""
    with app.talks.reading(talks) as state:
        known = state.of(Talks)
        at = app.clock.acts()
        return frozenset(
            device for device in known.devices if known.admitted(device) and not known.suspended(device, at)
        )
