"""Fold: what is so after each act. Total: it never refuses a recorded act."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from parley.base import Fold, Stamp, nothing_follows
from parley.talks import acts
from parley.talks.model import Deputy, Device, Meeting, PaperKey, Party, Place, Seat, Session, Suspension


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
    invited_again: dict[str, datetime] = field(default_factory=dict)  # seat with an admitted device → last
    devices: dict[str, Device] = field(default_factory=dict)
    deputies: dict[str, Deputy] = field(default_factory=dict)  # a head's seat → the last one named
    papers: dict[str, PaperKey] = field(default_factory=dict)  # public part → key, in order
    suspensions: list[Suspension] = field(default_factory=list)  # in order, over or not
    sessions: dict[str, Session] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    notes: dict[str, list[tuple[datetime, str, str]]] = field(
        default_factory=dict
    )  # compartment → at, seat, digest
    erased: dict[str, str] = field(default_factory=dict)  # digest → by order of which seat
    made: list[str] = field(default_factory=list)  # talks made by this house

    def sides(self) -> tuple[str, ...]:
        """Return the ids of the sides, in agreed order."""
        return tuple(party.id for party in self.parties.values() if party.kind == "side")

    def session(self) -> Session | None:
        """Return the open session, if any."""
        return next((s for s in reversed(self.sessions.values()) if s.closed is None), None)

    def missing(self, device: Device) -> list[str]:
        """Return the sides whose acceptance this device still lacks."""
        return [side for side in self.sides() if side != device.party and side not in device.accepted_by]

    def acceptable_by(self, side: str, at: datetime, of: str = "") -> tuple[str, ...]:
        """Return the devices of others (of party ``of`` alone, if it is named) that a side may accept ``at`` this time."""
        return tuple(
            one.id
            for one in self.devices.values()
            if one.revoked is None and one.vouched_by and side in self.missing(one) and of in ("", one.party)
            if ripe(one, at)
        )

    def admitted(self, device_id: str) -> bool:
        """Return whether this device may sit at the table and sign."""
        device = self.devices.get(device_id)
        return (
            device is not None
            and device.revoked is None
            and bool(device.vouched_by)
            and not self.missing(device)
        )

    def speaks(self, device_id: str, party: str) -> bool:
        """Return whether a device speaks for its party: its head's, vouched for, not revoked; admitted yet or not."""
        device = self.devices.get(device_id)
        if device is None or device.party != party or device.revoked is not None or self.claims(device):
            return False
        return bool(device.vouched_by) and self.is_head(device.seat)

    def claims(self, device: Device) -> bool:
        """Return whether a device claims or takes over a head's seat, and not every side has accepted it yet."""
        return (device.claimed is not None or bool(device.recovered)) and bool(self.missing(device))

    def paper(self, seat: str) -> PaperKey | None:
        """Return the paper key that was made last for a head's seat, spent or not."""
        return next((one for one in reversed(self.papers.values()) if one.seat == seat), None)

    def suspended(self, device: str, at: datetime) -> datetime | None:
        """Return until when a device is suspended ``at`` this time; None if it is not."""
        return max(
            (one.until for one in self.suspensions if one.device == device and one.lasts(at)), default=None
        )

    def party_suspended(self, party: str, at: datetime) -> datetime | None:
        """Return until when a party counts as absent and signs nothing, since a device of it is suspended; None if none is."""
        return max(
            (one.until for one in self.suspensions if one.party == party and one.lasts(at)), default=None
        )

    def suspended_lately(self, party: str, at: datetime) -> datetime | None:
        """Return from when on a party may be suspended again: after as long a time as it was; None if now, or if it is."""
        rests = [one.until + (one.until - one.since) for one in self.suspensions if one.party == party]
        over = self.party_suspended(party, at) is None
        return max((rest for rest in rests if over and at < rest), default=None)

    def taken(self, seat: str) -> bool:
        """Return whether a device of this seat is admitted."""
        return any(one.seat == seat and self.admitted(one.id) for one in self.devices.values())

    def generation(self, seat: str) -> int:
        """Return how often the record has ended what invited to this seat: with each invitation, and each device enrolled."""
        return len(self.invited.get(seat, ())) + sum(one.seat == seat for one in self.devices.values())

    def latest_meeting(self) -> Meeting | None:
        """Return the meeting that was proposed last."""
        return next(reversed(self.meetings.values()), None)

    def agreed_meeting(self) -> Meeting | None:
        """Return the meeting that all accepted, of several the one proposed last."""
        return next((one for one in reversed(self.meetings.values()) if not self.awaited(one)), None)

    def awaited(self, meeting: Meeting) -> list[str]:
        """Return the parties that have yet to accept a meeting."""
        return [one for one in self.who_meets() if not self.meets(one, meeting)]

    def meets(self, party: str, meeting: Meeting) -> bool:
        """Return whether a party has accepted a meeting, or its own member proposed it."""
        proposer = self.seats.get(meeting.proposed_by)
        return party in meeting.accepted or (proposer is not None and proposer.party == party)

    def who_meets(self) -> tuple[str, ...]:
        """Return the parties whose acceptance makes a meeting agreed: the sides and the host."""
        return tuple(party.id for party in self.parties.values() if party.kind in ("side", "host"))

    def next_session(self) -> str:
        """Return the id that the next session would have."""
        return f"session-{len(self.sessions) + 1}"

    def facilitates(self, seat_id: str) -> bool:
        """Return whether the seat facilitates: a facilitator of the host, or its head."""
        seat = self.seats.get(seat_id)
        return seat is not None and self.parties[seat.party].kind == "host" and self.is_head(seat_id)

    def is_head(self, seat_id: str) -> bool:
        """Return whether the seat heads its party: the head of a side, a facilitator of the host, any head of the neutral."""
        seat = self.seats.get(seat_id)
        if seat is None:
            return False
        return (
            seat.role == ("head" if self.parties[seat.party].kind == "side" else "facilitator")
            or seat.role == "head"
        )


CLAIM_WAITS = timedelta(hours=24)  # in which the earlier device can object, by revoking the one that claims


def ripe(device: Device, at: datetime) -> bool:
    """Return whether a device may be accepted ``at`` this time: one that claims a head's seat waits for a day."""
    return device.claimed is None or at >= device.claimed + CLAIM_WAITS


def _created(state: Talks, act: acts.Created, stamp: Stamp) -> None:
    state.parties = {party.id: party for party in act.parties}
    state.places = {place.id: place for place in act.places}
    state.languages, state.definition, state.created = act.languages, act.digest, stamp.at


def _seat_made(state: Talks, act: acts.SeatMade, stamp: Stamp) -> None:
    state.seats[act.seat] = Seat(act.seat, act.party, act.role, act.place, act.person)


def _seat_invited(state: Talks, act: acts.SeatInvited, stamp: Stamp) -> None:
    state.invited.setdefault(act.seat, []).append(act.number)


def _seat_invited_again(state: Talks, act: acts.SeatInvitedAgain, stamp: Stamp) -> None:
    state.invited_again[act.seat] = stamp.at


def _talks_made(state: Talks, act: acts.TalksMade, stamp: Stamp) -> None:
    state.made.append(act.made)


def _introduced(state: Talks, act: acts.HouseIntroduced, stamp: Stamp) -> None:
    state.definition = act.digest
    state.seats[act.seat] = replace(state.seats[act.seat], person=act.person)


def _enrolled(state: Talks, act: acts.DeviceEnrolled, stamp: Stamp) -> None:
    device = Device(act.device, act.seat, act.party, act.ed25519, act.x25519, enrolled=stamp.at)
    state.devices[act.device] = device


def _vouched(state: Talks, act: acts.DeviceVouched, stamp: Stamp) -> None:
    device = state.devices[act.device]
    others = (d for d in state.devices.values() if d.party == device.party and d.id != device.id)
    spoke = any(d.vouched_by and state.is_head(d.seat) for d in others)
    device.renewed, device.claimed = act.device == stamp.device and spoke, None
    device.vouched_by, device.recovered = stamp.device, ""


def _claimed(state: Talks, act: acts.HeadClaimed, stamp: Stamp) -> None:
    device = state.devices[act.device]
    device.vouched_by, device.renewed, device.claimed = stamp.device, True, stamp.at


def _accepted(state: Talks, act: acts.DevicesAccepted, stamp: Stamp) -> None:
    for device in act.devices:
        state.devices[device].accepted_by[act.party] = stamp.device


def _revoked(state: Talks, act: acts.DeviceRevoked | acts.DeviceRevokedBefore, stamp: Stamp) -> None:
    state.devices[act.device].revoked = stamp.at


def _deputy_named(state: Talks, act: acts.DeputyNamed, stamp: Stamp) -> None:
    state.deputies[stamp.seat] = Deputy(act.deputy, stamp.at)


def _paper_key_made(state: Talks, act: acts.PaperKeyMade, stamp: Stamp) -> None:
    state.papers[act.ed25519] = PaperKey(act.ed25519, stamp.seat, stamp.at)


def _deputy_vouched(state: Talks, act: acts.DeputyVouched, stamp: Stamp) -> None:
    device = state.devices[act.device]
    device.vouched_by, device.recovered, device.renewed, device.claimed = stamp.device, "deputy", False, None


def _paper_vouched(state: Talks, act: acts.PaperVouched, stamp: Stamp) -> None:
    device = state.devices[act.device]
    device.vouched_by, device.recovered, device.renewed, device.claimed = stamp.device, "paper", False, None
    state.papers[act.key].spent = stamp.at


def _suspended(state: Talks, act: acts.DeviceSuspended, stamp: Stamp) -> None:
    party = state.devices[act.device].party
    beside = [one for one in state.suspensions if one.party == party and one.lasts(stamp.at)]
    since = min((one.since for one in beside), default=stamp.at)
    end = min(
        [stamp.at + timedelta(hours=act.hours), *(one.until for one in beside)]
    )  # none draws another out
    state.suspensions.append(Suspension(act.device, party, since, stamp.at, end))


def _suspension_ended(state: Talks, act: acts.SuspensionEnded, stamp: Stamp) -> None:
    for one in state.suspensions:
        if one.device == act.device and one.lasts(stamp.at):
            one.until = stamp.at


def _session_opened(state: Talks, act: acts.SessionOpened, stamp: Stamp) -> None:
    state.sessions[act.session] = Session(act.session, stamp.at)


def _session_closed(state: Talks, act: acts.SessionClosed, stamp: Stamp) -> None:
    state.sessions[act.session].closed = stamp.at


def _meeting_proposed(state: Talks, act: acts.MeetingProposed, stamp: Stamp) -> None:
    at = datetime.fromisoformat(act.at)
    state.meetings[act.meeting] = Meeting(act.meeting, at, act.place, stamp.seat)


def _meeting_accepted(state: Talks, act: acts.MeetingAccepted, stamp: Stamp) -> None:
    meeting = state.meetings[act.meeting]
    meeting.accepted[act.party] = stamp.at
    meeting.declined.pop(act.party, None)


def _meeting_declined(state: Talks, act: acts.MeetingDeclined, stamp: Stamp) -> None:
    state.meetings[act.meeting].declined[act.party] = act.why


def _noted(state: Talks, act: acts.Noted, stamp: Stamp) -> None:
    state.notes.setdefault(stamp.compartment, []).append((stamp.at, stamp.seat, act.digest))


def _erased(state: Talks, act: acts.ContentErased, stamp: Stamp) -> None:
    state.erased[act.digest] = act.order


FOLDS: Mapping[type, Fold] = {
    acts.ServerKeyed: nothing_follows,
    acts.Created: _created,
    acts.SeatMade: _seat_made,
    acts.SeatInvited: _seat_invited,
    acts.SeatInvitedAgain: _seat_invited_again,
    acts.TalksMade: _talks_made,
    acts.HouseIntroduced: _introduced,
    acts.DeviceEnrolled: _enrolled,
    acts.DeviceVouched: _vouched,
    acts.HeadClaimed: _claimed,
    acts.DevicesAccepted: _accepted,
    acts.DeviceRevokedBefore: _revoked,
    acts.DeviceRevoked: _revoked,
    acts.DeputyNamed: _deputy_named,
    acts.PaperKeyMade: _paper_key_made,
    acts.DeputyVouched: _deputy_vouched,
    acts.PaperVouched: _paper_vouched,
    acts.DeviceSuspended: _suspended,
    acts.SuspensionEnded: _suspension_ended,
    acts.SessionOpened: _session_opened,
    acts.SessionClosed: _session_closed,
    acts.MeetingProposed: _meeting_proposed,
    acts.MeetingAccepted: _meeting_accepted,
    acts.MeetingDeclined: _meeting_declined,
    acts.Noted: _noted,
    acts.ContentErased: _erased,
}
