"""Who may do what, and who may see what. The one page on it: nothing else in Parley decides this."""

from collections.abc import Sequence

from parley.app.catalog import Kind
from parley.app.state import State
from parley.base import By, Reason, reason

RESTRICTED = frozenset(
    {"place_held", "legal_status", "health", "register_number", "other"}
)  # never leave the holder


def groups(by: By) -> frozenset[str]:
    """Return the groups of the catalog's ``who`` that a seat belongs to."""
    found = {"anyone"} if by.kind != "system" else {"system"}
    if by.kind == "side":
        found |= {"head"} if by.role == "head" else set()
        found |= {"officer"} if by.role == "list_officer" else set()
    if by.kind == "host" and by.role in ("facilitator", "head"):
        found.add("facilitator")
    if by.kind == "neutral" and by.role in ("facilitator", "head"):
        found.add("neutral_head")
    return frozenset(found)


def may(by: By, kind: Kind, state: State, present: frozenset[str]) -> tuple[Reason, ...]:
    """Return every reason why this seat may not propose an act of this kind now; empty means that it may."""
    found: list[Reason] = []
    if not groups(by) & kind.who:
        found.append(reason("not_for_your_seat", role=by.role))
    if by.kind == "system":
        return tuple(found)
    device = state.talks.devices.get(by.device)
    if device is None or device.revoked is not None or device.seat != by.seat:
        found.append(reason("device_revoked", device=by.device[:8]))
    elif not kind.early and not state.talks.admitted(by.device):
        found.append(reason("device_not_admitted", lacking=", ".join(state.talks.missing(device))))
    if kind.open:
        if state.talks.session() is None:
            found.append(reason("no_session_open"))
        found.extend(reason("side_absent", party=side) for side in state.talks.sides() if side not in present)
    return tuple(found)


def compartments(by: By, state: State) -> tuple[str, ...]:
    """Return the compartments that this seat may read."""
    own = {"side": f"side-{by.party}", "host": "host", "neutral": "neutral"}[by.kind]
    return ("table", own)


def own_compartment(by: By) -> str:
    """Return the compartment of the seat's own party."""
    return f"side-{by.party}" if by.kind == "side" else by.kind


def may_read(by: By, digest: str, state: State, written_by: str | None, generated: Sequence[str]) -> bool:
    """Return whether this seat may have the content behind ``digest``.

    ``written_by``: the party that brought it, if no act says; ``generated``: digests both sides' heads and officers sign.
    """
    deposit = next((d for d in state.lists.deposits.values() if d.digest == digest), None)
    if deposit is not None:  # a list: its own side; the other side's claims once all are in; holdings never
        opened = bool(state.lists.opened) and deposit.list == "claims"
        return by.kind == "side" and (deposit.party == by.party or opened)
    if state.lists.match is not None and digest == state.lists.match.digest:
        return False  # holds both sides' reasons: only what queries filter leaves
    if digest in generated:
        return by.kind == "side" and by.role in ("head", "list_officer")
    for compartment, notes in state.talks.notes.items():
        if any(digest == note[2] for note in notes):
            return compartment == own_compartment(by)
    if digest in state.public:
        return True
    return written_by == by.party
