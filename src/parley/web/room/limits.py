"""How often a device may do what makes everybody draw new keys: some at once, then one every few seconds."""

from collections.abc import Hashable
from dataclasses import dataclass, field

_MOST_KNOWN = 10_000


@dataclass(slots=True)
class Limit:
    """``at_once`` in a row, then one every ``seconds``. Times are of a steady clock."""

    at_once: int
    seconds: float
    _free_at: dict[Hashable, float] = field(default_factory=dict)  # who → when all are to be had again

    def take(self, who: Hashable, now: float) -> bool:
        """Count one for ``who`` and return whether it may; one that may not costs nothing."""
        at = max(self._free_at.get(who, now), now)
        if at - now > (self.at_once - 1) * self.seconds:
            return False
        self._free_at[who] = at + self.seconds
        if len(self._free_at) > _MOST_KNOWN:
            self._free_at = {one: free for one, free in self._free_at.items() if free > now}
        return True
