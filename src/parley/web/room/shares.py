"""Who shows a screen in each space: one at a time. A token and the engine allow it to nobody else."""

from parley.app.core.ports import Media
from parley.base.outcomes import Reason, Refused

TAKEN = Reason("share_taken")


class Shares:
    """By space, who may share: a tab by its identity. The caller holds the lock of the spaces."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self._by: dict[tuple[str, str], str] = {}

    def of(self, talks: str, space: str, present: frozenset[str]) -> str | None:
        """Return who shares there, of those present: who has left shares no more."""
        by = self._by.get((talks, space))
        return by if by in present else None

    def take(self, talks: str, space: str, identity: str, present: frozenset[str]) -> Refused | None:
        """Give it to a tab, unless another has it."""
        if self.of(talks, space, present) not in (None, identity):
            return Refused((TAKEN,))
        self._by[talks, space] = identity
        return None

    def give_back(self, talks: str, space: str, identity: str) -> bool:
        """Return whether this tab had it; nobody has it now."""
        if self._by.get((talks, space)) != identity:
            return False
        del self._by[talks, space]
        return True

    def permit(self, room: str, identity: str, share: bool) -> None:
        """Tell the engine. Raises: OSError."""
        self._media.permit(room, identity, share=share)
