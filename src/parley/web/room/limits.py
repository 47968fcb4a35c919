"""How often a device may do what makes everybody draw new keys: some at once, then one every few seconds."""

from collections.abc import Hashable
from dataclasses import dataclass, field

MOST_KNOWN = 10_000  # who asked last; others are forgotten, and may ask as if for the first time


@dataclass(slots=True)
class Limit:
    """``at_once`` in a row, then one every ``seconds``. Times are of a steady clock.

    Whoever may have all again is as good as unknown, and forgotten as others ask.
    """

    at_once: int
    seconds: float
    _free_at: dict[Hashable, float] = field(
        default_factory=dict
    )  # who asked last is last → when all are to be had again

    def take(self, who: Hashable, now: float) -> bool:
        """Count one for ``who`` and return whether it may; one that may not costs nothing."""
        self._forget(now)
        at = max(self._free_at.get(who, now), now)
        if at - now > (self.at_once - 1) * self.seconds:
            return False
        self._free_at.pop(who, None)
        self._free_at[who] = at + self.seconds
        return True

    def _forget(self, now: float) -> None:
        """Drop whoever asked longest ago, as long as they may have all again, or are too many."""
        while self._free_at:
            oldest = next(iter(self._free_at))
            if self._free_at[oldest] > now and len(self._free_at) < MOST_KNOWN:
                return
            del self._free_at[oldest]

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._free_at)
