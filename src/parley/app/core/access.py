"""Who may do what, and who may see what. The one page on it: nothing else in Parley decides this."""

from parley.app.core.catalog import Kind
from parley.app.core.model import OWN, App, Content
from parley.app.core.ports import Origin
from parley.app.core.states import TalksState
from parley.base import By, Now, Reason, States, reason

GROUPS = {  # name → party kinds and roles; "" stands for every role
    "anyone": (("side", ""), ("host", ""), ("neutral", ""), ("anybody", "")),
    "side": (("side", ""),),
    "head": (("side", "head"),),
    "officer": (("side", "list_officer"),),
    "host": (("host", ""),),
    "facilitator": (("host", "facilitator"), ("host", "head")),
    "neutral": (("neutral", ""),),
    "neutral_head": (("neutral", "facilitator"), ("neutral", "head")),
    "system": (("system", ""),),
}
ADMITTED, SPEAKING, ENROLLED = "admitted", "speaking", "enrolled"  # devices; each sort holds the one before


ANYBODY = By("", "", "anybody", "", "")  # reads what everyone accredited reads, and nothing besides


def groups(by: By) -> frozenset[str]:
    """Return the groups of GROUPS that a seat belongs to."""
    return frozenset(
        name
        for name, members in GROUPS.items()
        if any(by.kind == kind and role in ("", by.role) for kind, role in members)
    )


def concerns(by: By, kind: Kind) -> bool:
    """Return whether acts of this kind are for this seat at all, whenever the conditions hold."""
    return bool(groups(by) & kind.who)


def may(by: By, kind: Kind, states: States, now: Now) -> tuple[Reason, ...]:
    """Return every reason why this seat may not propose an act of this kind now; empty means that it may."""
    found: list[Reason] = []
    if not concerns(by, kind):
        found.append(reason("not_for_your_seat", role=by.role))
    if "system" not in groups(by):
        for condition in kind.conditions:
            found.extend(condition(states, by, now))
    return tuple(found)


def compartments(by: By) -> tuple[str, ...]:
    """Return the compartments that this seat may read."""
    return ("table", own_compartment(by)) if by.party else ("table",)


def own_compartment(by: By) -> str:
    """Return the compartment of the seat's own party."""
    return f"side-{by.party}" if "side" in groups(by) else by.kind


def outside(by: By, app: App, state: TalksState, to: str = ADMITTED) -> tuple[Reason, ...]:
    """Return why this device does not see what is for devices ``to`` (admitted; those that speak for a party; all)."""
    roster = app.registry.roster
    lets = to == ENROLLED or (to == SPEAKING and roster.speaks(state.states, by))
    return () if lets else roster.outside(state.states, by)


def may_read(by: By, app: App, state: TalksState, digest: str, origin: Origin) -> bool:
    """Return whether this seat may have the content behind ``digest``: its party's, its compartment's, or put before it by an act."""
    if "system" in groups(by):  # works out of it what others are shown
        return True
    if by != ANYBODY and outside(by, app, state):
        return False
    if (by.party and origin.party == by.party) or origin.compartment in compartments(by):
        return True
    sort = app.registry.sorts.get(origin.purpose)
    if sort is None or sort.shown is None:
        return False
    return bool(groups(by) & sort.who) and sort.shown(app, state, digest)


def may_cite(by: By, app: App, state: TalksState, digest: str, origin: Origin, purpose: str) -> bool:
    """Return whether an act of this seat may name ``digest`` for this purpose: brought for it, and the seat reads it."""
    return origin.purpose == purpose and may_read(by, app, state, digest, origin)


def may_bring(by: By, sort: Content | None) -> bool:
    """Return whether this seat may bring such a content."""
    return sort is not None and sort.compartment == OWN and bool(groups(by) & sort.brings)
