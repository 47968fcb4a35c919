"""How a space changes. Every function takes a space and returns the space after.

Whenever the set of devices changes a new epoch begins and its bundle is still to be drawn. ``now`` is
seconds on the server's steady clock.
"""

from collections.abc import Callable
from dataclasses import replace

from parley.base.outcomes import Reason, Refused, reason
from parley.room.bundle import Bundle
from parley.room.model import AWAY_SECONDS, GRACE_SECONDS, TURN_SECONDS, Member, Space

EARLY_SECONDS = 0.1  # so much earlier than the server's may the clock of a device be


def join(space: Space, member: Member) -> Space:
    """Return the space with ``member`` last; an earlier tab of the same device gives way to it.

    Coming back counts as coming: the page that was reloaded has lost the key, so there is a new epoch.
    """
    others = tuple(one for one in space.members if one.device != member.device)
    return _changed(space, (*others, member))


def leave(space: Space, identity: str) -> Space:
    """Return the space without this tab; one that is not there changes nothing."""
    return _kept(space, tuple(one for one in space.members if one.identity != identity))


def remove_seat(space: Space, seat: str) -> Space:
    """Return the space without any device of ``seat``, in another hall."""
    return put_out(space, lambda one: one.seat == seat)


def put_out(space: Space, whom: Callable[[Member], bool]) -> Space:
    """Return the space without these, in another hall: a token that they keep opens an empty one."""
    after = _kept(space, tuple(one for one in space.members if not whom(one)))
    return space if after is space else replace(after, hall=space.hall + 1)


def hear(space: Space, identity: str, now: float) -> Space:
    """Return the space in which this tab was heard of at ``now``. No epoch begins."""
    heard = (replace(one, heard=now) if one.identity == identity else one for one in space.members)
    return replace(space, members=tuple(heard))


def sweep(space: Space, now: float) -> Space:
    """Return the space without those not heard of for GRACE_SECONDS."""
    return _kept(space, tuple(one for one in space.members if now - one.heard < GRACE_SECONDS))


def away(space: Space, now: float) -> frozenset[str]:
    """Return the identities of members who are reconnecting: silent for a while, place kept."""
    return frozenset(one.identity for one in space.members if now - one.heard >= AWAY_SECONDS)


def seats(space: Space) -> frozenset[str]:
    """Return the seats that have a device here; someone reconnecting within the grace counts as present."""
    return frozenset(one.seat for one in space.members)


def turn_of(space: Space, device: str, now: float) -> float:
    """Return when this device's turn to draw begins: the longest present draws at once, each next TURN_SECONDS later.

    Devices count from when they learn of the epoch, which is later. Who is away is passed over; a device that is gone
    delays the key and cannot prevent it, and one that draws what does not open cannot do so out of its turn.
    """
    silent = away(space, now)
    order = [one.device for one in space.members if one.identity not in silent or one.device == device]
    return space.began + TURN_SECONDS * (order.index(device) if device in order else 0)


def doubt(space: Space, epoch: int, by: str) -> Space:
    """Return the space in which a member says that this epoch's bundle does not open: a new epoch, its drawer's turn the last.

    Whoever doubts without cause costs one change of keys; the caller bounds how often.
    """
    drawn = space.bundle
    if drawn is None or space.epoch != epoch or by not in {one.device for one in space.members}:
        return space
    rest = tuple(one for one in space.members if one.device != drawn.by)
    return _changed(space, (*rest, *(one for one in space.members if one.device == drawn.by)))


def relay(space: Space, bundle: Bundle, by: str, now: float) -> Space | Refused:
    """Return the space with this bundle, the first for its epoch and members, from the signed-in device ``by`` in its turn.

    A refusal tells the device to look at the space again; if it is still its turn, it draws anew.
    """
    present = {one.device for one in space.members}
    reasons: list[Reason] = []
    if by not in present or bundle.by != by:
        reasons.append(reason("bundle_not_from_a_member"))
    if bundle.epoch != space.epoch:
        reasons.append(reason("bundle_of_another_epoch", epoch=bundle.epoch, now=space.epoch))
    if set(bundle.members) != present:
        reasons.append(reason("bundle_for_other_members", members=len(bundle.members), present=len(present)))
    if now < turn_of(space, by, now) - EARLY_SECONDS:
        reasons.append(reason("bundle_out_of_turn"))
    if space.bundle is not None:
        reasons.append(reason("bundle_taken", epoch=space.epoch))
    return Refused(tuple(reasons)) if reasons else replace(space, bundle=bundle)


def _kept(space: Space, members: tuple[Member, ...]) -> Space:
    return space if len(members) == len(space.members) else _changed(space, members)


def _changed(space: Space, members: tuple[Member, ...]) -> Space:
    return replace(space, epoch=space.epoch + 1, members=members, bundle=None)
