"""Decide: which acts about people and meetings are recorded. Who may propose them at all is in ``app.access``."""

import re
from collections.abc import Iterator
from datetime import datetime

from parley.base import Act, By, Now, Reason, Refused, reason
from parley.talks import acts
from parley.talks.model import Device
from parley.talks.state import Talks

ROLES = ("head", "list_officer", "member", "interpreter", "facilitator", "observer", "spokesperson")
REVOKED_FOR = ("lost", "left", "replaced", "doubted")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def decide(state: Talks, act: Act, by: By, now: Now) -> tuple[Act, ...] | Refused:
    """Return what to record, or every reason against it."""
    reasons = tuple(_reasons(state, act, by, now))
    return Refused(reasons) if reasons else (act,)


def _reasons(state: Talks, act: Act, by: By, now: Now) -> Iterator[Reason]:
    match act:
        case acts.Created():
            yield from _created(state, act)
        case acts.SeatMade():
            yield from _seat_made(state, act)
        case acts.SeatInvited():
            if act.seat not in state.seats:
                yield reason("seat_unknown", seat=act.seat)
        case acts.DeviceEnrolled():
            if act.seat not in state.seats:
                yield reason("seat_unknown", seat=act.seat)
            if act.device in state.devices:
                yield reason("device_known", device=act.device[:8])
        case acts.DeviceVouched():
            yield from _vouched(state, act, by)
        case acts.DevicesAccepted():
            yield from _accepted(state, act, by)
        case acts.DeviceRevoked():
            yield from _revoked(state, act, by)
        case acts.ContentErased():
            yield from _erased(state, act, by, now)
        case acts.Noted() if not now.facts.get("content", True):
            yield reason("content_missing", count=1)
        case _:
            yield from _meetings(state, act, by, now)


def _created(state: Talks, act: acts.Created) -> Iterator[Reason]:
    if state.created is not None:
        yield reason("talks_exist")
    kinds = [party.kind for party in act.parties]
    if kinds.count("host") != 1:
        yield reason("one_host_needed", found=kinds.count("host"))
    for kind in kinds:
        if kind not in ("side", "host", "neutral"):
            yield reason("party_kind_unknown", kind=kind)
    for name, ids in (("parties", [p.id for p in act.parties]), ("places", [p.id for p in act.places])):
        if len(set(ids)) != len(ids):
            yield reason("ids_doubled", list=name)
        for bad in ids:
            if not _ID.fullmatch(bad):
                yield reason("id_malformed", id=bad[:64])


def _seat_made(state: Talks, act: acts.SeatMade) -> Iterator[Reason]:
    if act.seat in state.seats:
        yield reason("seat_exists", seat=act.seat)
    if not _ID.fullmatch(act.seat):
        yield reason("id_malformed", id=act.seat[:64])
    if act.party not in state.parties:
        yield reason("party_unknown", party=act.party)
    if act.place not in state.places:
        yield reason("place_unknown", place=act.place)
    if act.role not in ROLES:
        yield reason("role_unknown", role=act.role)


def _live(state: Talks, device_id: str) -> Iterator[Reason]:
    device = state.devices.get(device_id)
    if device is None:
        yield reason("device_unknown", device=device_id[:8])
    elif device.revoked is not None:
        yield reason("device_revoked", device=device_id[:8])


def _own_party(by: By, party: str) -> Iterator[Reason]:
    if party != by.party:
        yield reason("not_your_party", party=party)


def _vouched(state: Talks, act: acts.DeviceVouched, by: By) -> Iterator[Reason]:
    yield from _own_party(by, act.party)
    yield from _live(state, act.device)
    device = state.devices.get(act.device)
    if device is not None:
        if device.party != act.party:
            yield reason("device_of_another_party", device=act.device[:8])
        if device.vouched_by:
            yield reason("device_vouched_already", device=act.device[:8])
    own = state.devices.get(by.device)
    if act.device != by.device and (own is None or not own.vouched_by):
        yield reason("vouch_for_yourself_first")
    if (
        act.device == by.device
        and device is not None
        and not device.vouched_by
        and _head_stands(state, act.party)
    ):
        yield reason("device_not_vouched", device=act.device[:8])


def _head_stands(state: Talks, party: str) -> bool:
    """Return whether a device already speaks for a party: then only it can vouch, for a head's next device too."""
    devices = state.devices.values()
    return any(
        d.party == party and d.vouched_by and d.revoked is None and state.is_head(d.seat) for d in devices
    )


def _accepted(state: Talks, act: acts.DevicesAccepted, by: By) -> Iterator[Reason]:
    yield from _own_party(by, act.party)
    own = state.devices.get(by.device)
    if own is None or not own.vouched_by:
        yield reason("vouch_for_yourself_first")
    if not act.devices:
        yield reason("devices_missing")
    if len(set(act.devices)) != len(act.devices):
        yield reason("ids_doubled", list="devices")
    for device_id in act.devices:
        yield from _live(state, device_id)
        device = state.devices.get(device_id)
        if device is not None:
            yield from _acceptable(device, act.party)


def _acceptable(device: Device, side: str) -> Iterator[Reason]:
    if device.party == side:
        yield reason("device_of_your_own", device=device.id[:8])
    if not device.vouched_by:
        yield reason("device_not_vouched", device=device.id[:8])
    if side in device.accepted_by:
        yield reason("device_accepted_already", device=device.id[:8])


def _revoked(state: Talks, act: acts.DeviceRevoked, by: By) -> Iterator[Reason]:
    yield from _live(state, act.device)
    if act.reason not in REVOKED_FOR:
        yield reason("revoked_for_unknown", reason=act.reason[:40])
    device = state.devices.get(act.device)
    own_head = device is not None and device.party == by.party and state.is_head(by.seat)
    if device is not None and by.kind != "host" and device.seat != by.seat and not own_head:
        yield reason("not_your_device", device=act.device[:8])


def _erased(state: Talks, act: acts.ContentErased, by: By, now: Now) -> Iterator[Reason]:
    if not now.facts.get("content", True):
        yield reason("content_missing", count=1)
    if act.digest in state.erased:
        yield reason("content_erased_already")
    if act.order != by.seat:
        yield reason("order_not_yours")


def _meetings(state: Talks, act: Act, by: By, now: Now) -> Iterator[Reason]:
    match act:
        case acts.SessionOpened():
            yield from _session_opened(state, act)
        case acts.SessionClosed():
            session = state.session()
            if session is None or session.id != act.session:
                yield reason("session_not_open", session=act.session[:64])
        case acts.MeetingProposed():
            yield from _meeting_proposed(state, act, now)
        case acts.MeetingAccepted():
            yield from _own_party(by, act.party)
            meeting = state.meetings.get(act.meeting)
            if meeting is None:
                yield reason("meeting_unknown", meeting=act.meeting[:64])
            elif act.party in meeting.accepted:
                yield reason("meeting_accepted_already")
        case _:
            pass


def _session_opened(state: Talks, act: acts.SessionOpened) -> Iterator[Reason]:
    if state.session() is not None:
        yield reason("session_open_already")
    if act.session in state.sessions or not _ID.fullmatch(act.session):
        yield reason("id_malformed", id=act.session[:64])
    for side in state.sides():
        heads = [
            d
            for d in state.devices.values()
            if d.party == side and state.is_head(d.seat) and d.revoked is None
        ]
        if not any(d.vouched_by for d in heads):
            yield reason("head_not_vouched", party=side)
        elif not any(state.admitted(d.id) for d in heads):
            yield reason("head_not_accepted", party=side)
    host = [d for d in state.devices.values() if state.parties[d.party].kind == "host"]
    if not any(state.admitted(d.id) for d in host):
        yield reason("host_not_accepted")


def _meeting_proposed(state: Talks, act: acts.MeetingProposed, now: Now) -> Iterator[Reason]:
    if act.meeting in state.meetings or not _ID.fullmatch(act.meeting):
        yield reason("id_malformed", id=act.meeting[:64])
    if act.place not in state.places:
        yield reason("place_unknown", place=act.place[:64])
    try:
        past = not _UTC.fullmatch(act.at) or datetime.fromisoformat(act.at) <= now.at
    except ValueError:
        past = True
    if past:
        yield reason("meeting_not_ahead", at=act.at[:32])
