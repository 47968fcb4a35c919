"""Who may do what, and who may see what. The one page on it: nothing else in Parley decides this."""

from parley.app.core.catalog import Kind
from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.base import By, Now, Reason, States, reason

GROUPS = {  # name → party kinds and roles; "" stands for every role
    "anyone": (("side", ""), ("host", ""), ("neutral", "")),
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
    return ("table", own_compartment(by))


def own_compartment(by: By) -> str:
    """Return the compartment of the seat's own party."""
    return f"side-{by.party}" if "side" in groups(by) else by.kind


def outside(by: By, app: App, state: TalksState, to: str = ADMITTED) -> tuple[Reason, ...]:
    """Return why this device does not see what is for devices ``to`` (admitted; those that speak for a party; all)."""
    roster = app.registry.roster
    lets = to == ENROLLED or (to == SPEAKING and roster.speaks(state.states, by))
    return () if lets else roster.outside(state.states, by)


def may_read(by: By, app: App, state: TalksState, digest: str, brought_by: str) -> bool:
    """Return whether this seat may have the content behind ``digest``.

    ``brought_by``: the party that brought it; only that party's where no domain knows it.
    """
    if outside(by, app, state):
        return False
    sorts = [(one, one.owner(app, state, digest)) for one in app.registry.contents]
    known = [(one, owner) for one, owner in sorts if owner is not None]
    known = [(one, owner) for one, owner in known if not one.cited] or known
    if not known:
        return brought_by == by.party
    return all(
        bool(groups(by) & one.who)
        and (not one.own or owner == by.party or (one.shared is not None and one.shared(state, digest)))
        for one, owner in known
    )
