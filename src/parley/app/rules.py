"""Which package's rules decide an act: asked before it is recorded, and in advance by pages that offer it."""

from parley.app.catalog import CATALOG
from parley.app.state import State
from parley.base import Act, By, Now, Refused, reason
from parley.lists.rules import decide as decide_lists
from parley.plan.rules import decide as decide_plan
from parley.room.acts import REMOVED_FOR, SPACES, SeatRemoved
from parley.talks import decide as decide_talks
from parley.text import decide as decide_text


def ruled(state: State, act: Act, by: By, now: Now) -> tuple[Act, ...] | Refused:
    """Return the acts to record, or every reason of the rules against it."""
    match CATALOG[act.KIND].package:
        case "talks":
            return decide_talks(state.talks, act, by, now)
        case "text":
            return decide_text(state.text, act, by, now, state.talks.languages, state.talks.sides())
        case "lists":
            return decide_lists(state.lists, act, by, now, state.talks.sides())
        case "plan":
            return decide_plan(state.plans, act, by, now)
        case _:
            return _of_the_room(state, act)


def _of_the_room(state: State, act: Act) -> tuple[Act, ...] | Refused:
    reasons = []
    if isinstance(act, SeatRemoved):
        if act.seat not in state.talks.seats:
            reasons.append(reason("seat_unknown", seat=act.seat[:64]))
        if act.space not in SPACES:
            reasons.append(reason("space_unknown", space=act.space[:32]))
        if act.reason not in REMOVED_FOR:
            reasons.append(reason("removed_for_unknown", reason=act.reason[:32]))
    return Refused(tuple(reasons)) if reasons else (act,)
