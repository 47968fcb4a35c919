"""When each seat last left the room, in this process: after a break it is asked anew who else is in its own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

Publish = Callable[[str, Callable[[str], bool], str, Mapping[str, object]], None]


class Breaks:
    """Follows what is told of who is present, and passes it on. A line that comes back within its grace is no break."""

    def __init__(self, publish: Publish, now: Callable[[], datetime]) -> None:
        self._publish, self._now = publish, now
        self._inside: dict[tuple[str, str], frozenset[str]] = {}
        self._left: dict[str, dict[str, datetime]] = {}

    def publish(
        self, talks: str, wanted: Callable[[str], bool], event: str, data: Mapping[str, object]
    ) -> None:
        """Note who is gone, then tell it as asked: whoever asks because of it finds it noted."""
        if event == "presence":
            inside = frozenset(cast(Any, data["present"]))
            gone = self._inside.get((talks, str(data["space"])), frozenset()) - inside
            self._inside[talks, str(data["space"])] = inside
            self._left.setdefault(talks, {}).update(dict.fromkeys(gone, self._now()))
        self._publish(talks, wanted, event, data)

    def left(self, talks: str) -> Mapping[str, datetime]:
        """Return when each seat last left; a seat that never did is not in it."""
        return dict(self._left.get(talks, {}))
