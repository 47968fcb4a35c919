"""Conditions that hold for many acts alike: the device stands, it is admitted, the session is open.

A kind of act names those it needs; each gives every reason against the act, whatever it says.
"""

from collections.abc import Iterator

from parley.base import By, Now, Reason, States, reason
from parley.talks.state import Talks


def device_stands(states: States, by: By, now: Now) -> Iterator[Reason]:
    """The device is this seat's and not revoked."""
    device = states.of(Talks).devices.get(by.device)
    if device is None or device.revoked is not None or device.seat != by.seat:
        yield reason("device_revoked", device=by.device[:8])


def device_admitted(states: States, by: By, now: Now) -> Iterator[Reason]:
    """The device is vouched for by its head and accepted by every other side."""
    state = states.of(Talks)
    device = state.devices.get(by.device)
    stands = device is not None and device.revoked is None and device.seat == by.seat
    if device is not None and stands and not state.admitted(by.device):
        yield reason("device_not_admitted", lacking=", ".join(state.missing(device)))


def device_speaks(states: States, by: By, now: Now) -> Iterator[Reason]:
    """The device is vouched for, as its party's head; in a house, which has no sides, nobody vouches."""
    state = states.of(Talks)
    if state.sides() and not state.speaks(by.device, by.party):
        yield reason("vouch_for_yourself_first")


def device_not_suspended(states: States, by: By, now: Now) -> Iterator[Reason]:
    """The host has not suspended the device."""
    until = states.of(Talks).suspended(by.device, now.at)
    if until is not None:
        yield reason("device_suspended", at=f"{until:%Y-%m-%dT%H:%M:%SZ}")


def side_not_suspended(states: States, by: By, now: Now) -> Iterator[Reason]:
    """The host has suspended no device of the party."""
    yield from against_suspended(states, by.party, now)


def against_suspended(states: States, party: str, now: Now) -> Iterator[Reason]:
    """Yield the reason why nothing is agreed with this party now, if a device of it is suspended."""
    until = states.of(Talks).party_suspended(party, now.at)
    if until is not None:
        yield reason("side_suspended", party=party, at=f"{until:%Y-%m-%dT%H:%M:%SZ}")


def session_open(states: States, by: By, now: Now) -> Iterator[Reason]:
    """The session is open."""
    if states.of(Talks).session() is None:
        yield reason("no_session_open")


BEFORE_ADMISSION = (device_stands, device_not_suspended)
SPEAKING = (*BEFORE_ADMISSION, device_speaks)
ADMITTED = (*BEFORE_ADMISSION, device_admitted)
BINDS = (side_not_suspended,)  # besides, for what binds a side, but for putting its own devices in order
