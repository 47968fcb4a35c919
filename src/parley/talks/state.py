"""Fold: what is so after each act. Total: it never refuses a recorded act."""

from dataclasses import dataclass, field
from datetime import datetime

from parley.base import Act, Stamp
from parley.talks import acts
from parley.talks.model import Device, Meeting, Party, Place, Seat, Session


@dataclass(slots=True)
class Talks:
    """All that the acts say of people and meetings. Mutable, changed by ``fold`` alone."""

    parties: dict[str, Party] = field(default_factory=dict)  # in agreed order
    places: dict[str, Place] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    definition: str = ""  # digest
    created: datetime | None = None
    seats: dict[str, Seat] = field(default_factory=dict)
    invited: dict[str, list[str]] = field(default_factory=dict)  # seat → invitation numbers
    devices: dict[str, Device] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    notes: dict[str, list[tuple[datetime, str, str]]] = field(
        default_factory=dict
    )  # compartment → at, seat, digest
    erased: dict[str, str] = field(default_factory=dict)  # digest → by order of which seat
    made: list[str] = field(default_factory=list)  # talks made by this house

    def sides(self) -> list[str]:
        """Return the ids of the sides, in agreed order."""
        return [party.id for party in self.parties.values() if party.kind == "side"]

    def session(self) -> Session | None:
        """Return the open session, if any."""
        return next((s for s in reversed(self.sessions.values()) if s.closed is None), None)

    def missing(self, device: Device) -> list[str]:
        """Return the sides whose acceptance this device still lacks."""
        return [side for side in self.sides() if side != device.party and side not in device.accepted_by]

    def admitted(self, device_id: str) -> bool:
        """Return whether this device may sit at the table and sign."""
        device = self.devices.get(device_id)
        return (
            device is not None
            and device.revoked is None
            and bool(device.vouched_by)
            and not self.missing(device)
        )

    def is_head(self, seat_id: str) -> bool:
        """Return whether the seat heads its party: the head of a side, a facilitator of the host, any head of the neutral."""
        seat = self.seats.get(seat_id)
        if seat is None:
            return False
        return (
            seat.role == ("head" if self.parties[seat.party].kind == "side" else "facilitator")
            or seat.role == "head"
        )


def fold(state: Talks, act: Act, stamp: Stamp) -> Talks:
    """Return ``state`` with ``act`` in it (the same object, changed)."""
    match act:
        case acts.Created():
            state.parties = {party.id: party for party in act.parties}
            state.places = {place.id: place for place in act.places}
            state.languages, state.definition, state.created = act.languages, act.digest, stamp.at
        case acts.SeatMade():
            state.seats[act.seat] = Seat(act.seat, act.party, act.role, act.place, act.person)
        case acts.SeatInvited():
            state.invited.setdefault(act.seat, []).append(act.number)
        case acts.TalksMade():
            state.made.append(act.made)
        case acts.SessionOpened():
            state.sessions[act.session] = Session(act.session, stamp.at)
        case acts.SessionClosed():
            state.sessions[act.session].closed = stamp.at
        case acts.MeetingProposed():
            state.meetings[act.meeting] = Meeting(
                act.meeting, datetime.fromisoformat(act.at), act.place, stamp.seat
            )
        case acts.MeetingAccepted():
            state.meetings[act.meeting].accepted[act.party] = stamp.at
        case acts.Noted():
            state.notes.setdefault(stamp.compartment, []).append((stamp.at, stamp.seat, act.digest))
        case acts.ContentErased():
            state.erased[act.digest] = act.order
        case _:
            _fold_roster(state, act, stamp)
    return state


def _fold_roster(state: Talks, act: Act, stamp: Stamp) -> None:
    match act:
        case acts.DeviceEnrolled():
            state.devices[act.device] = Device(
                act.device, act.seat, act.party, act.ed25519, act.x25519, enrolled=stamp.at
            )
        case acts.DeviceVouched():
            state.devices[act.device].vouched_by = stamp.device
        case acts.DevicesAccepted():
            for device in act.devices:
                state.devices[device].accepted_by[act.party] = stamp.device
        case acts.DeviceRevoked():
            state.devices[act.device].revoked = stamp.at
        case _:
            pass
