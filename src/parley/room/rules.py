"""Who may enter a space, who counts as present at the table, and which removals are recorded."""

from collections.abc import Iterator, Mapping

from parley.base import By, Now, Reason, Rule, States, reason
from parley.room import acts
from parley.room.model import SPACES
from parley.room.state import Room
from parley.talks import ADMITTED, Talks, session_open


def may_enter(space: str, states: States, by: By, now: Now) -> Iterator[Reason]:
    """Yield every reason why this seat's device may not take a place in a space now."""
    if space not in SPACES:
        yield reason("space_unknown", space=space[:32])
        return
    for condition in (*ADMITTED, session_open):
        yield from condition(states, by, now)
    if by.seat in states.of(Room).removed.get(space, {}):
        yield reason("seat_put_out", space=space)


def at_the_table(states: States, now: Now) -> frozenset[str]:
    """Return the parties that are present: somebody of theirs is in any space, their own caucus too, or has a page open."""
    seats = states.of(Talks).seats
    here = frozenset[str]().union(*now.present.values())
    return frozenset(seats[seat].party for seat in here if seat in seats)


def every_side_present(states: States, by: By, now: Now) -> Iterator[Reason]:
    """Somebody of every side is present."""
    here = at_the_table(states, now)
    yield from (reason("side_absent", party=side) for side in now.sides if side not in here)


TOGETHER = (*ADMITTED, session_open, every_side_present)


def _seat_removed(states: States, act: acts.SeatRemoved, by: By, now: Now) -> Iterator[Reason]:
    if act.seat not in states.of(Talks).seats:
        yield reason("seat_unknown", seat=act.seat[:64])
    if act.space not in SPACES:
        yield reason("space_unknown", space=act.space[:32])
    if act.reason not in acts.REMOVED_FOR:
        yield reason("removed_for_unknown", reason=act.reason[:32])


def _seat_readmitted(states: States, act: acts.SeatReadmitted, by: By, now: Now) -> Iterator[Reason]:
    if act.seat not in states.of(Room).removed.get(act.space, {}):
        yield reason("seat_not_put_out", seat=act.seat[:64])


RULES: Mapping[type, Rule] = {acts.SeatRemoved: _seat_removed, acts.SeatReadmitted: _seat_readmitted}
