"""Suspensions: what the host's doubt about a device keeps it and its side from, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from parley.record.entries import Entry

MOST_HOURS = 72  # of a suspension, whatever the talks agreed on


@dataclass(frozen=True, slots=True)
class Suspension:
    """``since``: when the side's began, of which this is part."""

    device: str
    party: str
    since: str
    began: str
    until: str


class Suspensions:
    """All there were, in order. ``begin`` and ``end`` change nothing and return False for what the host may not do."""

    def __init__(self) -> None:
        self._all: list[Suspension] = []

    def __iter__(self) -> Iterator[Suspension]:
        return iter(self._all)

    def fault(self, device: str, party: str, entry: Entry, *, binds: bool, elsewhere: bool) -> str | None:
        """Return why a suspended device, or one of a suspended side, may not have done this.

        ``binds``: it binds its side; ``elsewhere``: in another compartment, so that times are compared, not places.
        """
        lasting = [
            one for one in self._all if entry.at < one.until and (not elsewhere or one.began < entry.at)
        ]
        if any(one.device == device for one in lasting):
            return "signer_suspended"
        return "side_suspended" if binds and any(one.party == party for one in lasting) else None

    def begin(self, device: str, party: str, hours: int, at: str) -> bool:
        """Suspend a device; False if it is, if its side was lately, or for too many hours."""
        own = [one for one in self._all if one.party == party]
        beside = [one for one in own if at < one.until]
        if not 1 <= hours <= MOST_HOURS or any(one.device == device for one in beside):
            return False
        if not beside and any(at < _later(one.until, _span(one)) for one in own):
            return False  # a side is at the table for as long as it was kept from it
        until = min([_later(at, timedelta(hours=hours)), *(one.until for one in beside)])
        since = min([at, *(one.since for one in beside)])
        self._all.append(Suspension(device, party, since, at, until))
        return True

    def end(self, device: str, at: str) -> bool:
        """End the suspension of a device; False if it is not suspended."""
        lasting = [one for one in self._all if one.device == device and at < one.until]
        self._all = [replace(one, until=at) if one in lasting else one for one in self._all]
        return bool(lasting)


def _later(at: str, span: timedelta) -> str:
    """Return the time a span later, or earlier; four digits of a year in any (``%Y`` has three before the year 1000)."""
    return (datetime.fromisoformat(at) + span).replace(tzinfo=None).isoformat() + "Z"


def _span(one: Suspension) -> timedelta:
    return datetime.fromisoformat(one.until) - datetime.fromisoformat(one.since)
