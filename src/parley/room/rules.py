"""Who may enter a space, who counts as present at the table, and which removals and declarations are recorded."""

from collections.abc import Iterator, Mapping

from parley.base import FACT_MISSING, By, Now, Reason, Rule, States, reason
from parley.room import acts
from parley.room.model import MOST_COMPANY, SPACES, CompanyList
from parley.room.state import Room
from parley.talks import ADMITTED, Talks, against_suspended, session_open


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
    """Return the parties that are present: somebody of theirs is in any space, their own caucus too, or has a page open.

    A side of which a device is suspended counts as absent, whoever of it sits there.
    """
    talks = states.of(Talks)
    here = frozenset[str]().union(*now.present.values())
    parties = {talks.seats[seat].party for seat in here if seat in talks.seats}
    return frozenset(party for party in parties if talks.party_suspended(party, now.at) is None)


def every_side_present(states: States, by: By, now: Now) -> Iterator[Reason]:
    """Somebody of every side is present, and none is suspended."""
    here = at_the_table(states, now)
    for side in now.sides:
        suspended = list(against_suspended(states, side, now))
        yield from suspended
        if side not in here and not suspended:
            yield reason("side_absent", party=side)


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


def _company_declared(states: States, act: acts.CompanyDeclared, by: By, now: Now) -> Iterator[Reason]:
    """A seat speaks for its own room; the number is what the list says, and nobody's list is none."""
    seat = states.of(Talks).seats.get(act.seat)
    if act.seat != by.seat:
        yield reason("company_not_yours")
    if seat is not None and seat.place != act.place:
        yield reason("company_elsewhere")
    if not 0 <= act.people <= MOST_COMPANY:
        yield reason("company_too_many", most=MOST_COMPANY)
    if act.people == 0 and act.digest == "":
        return
    listed = now.known(CompanyList)
    if listed is None:
        yield FACT_MISSING
    elif not listed.there:
        yield reason("content_missing", count=1)
    elif listed.people != act.people:
        yield reason("company_miscounted", people=act.people, listed=listed.people)


RULES: Mapping[type, Rule] = {
    acts.SeatRemoved: _seat_removed,
    acts.SeatReadmitted: _seat_readmitted,
    acts.CompanyDeclared: _company_declared,
}
FACTS: Mapping[type, type] = {acts.CompanyDeclared: CompanyList}
