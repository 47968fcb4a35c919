"""Which acts about people and meetings are recorded. Who may propose them at all is in ``app.core.access``."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from parley.base import (
    FACT_MISSING,
    Act,
    By,
    Follow,
    Now,
    Reason,
    Rule,
    States,
    nothing_against,
    own_party,
    reason,
    unused_id,
    usable_id,
)
from parley.talks import acts
from parley.talks.laying import against_ids, against_kinds, against_seat
from parley.talks.model import Agreed, Content, Device, PaperProof
from parley.talks.state import CLAIM_WAITS, Talks, ripe

FARTHEST = timedelta(days=3 * 365)  # of a meeting: a later one is a slip of the pen
REVOKED_FOR = ("lost", "left", "replaced", "doubted")
DECLINED_FOR = ("day", "hour", "place", "asking")
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _created(states: States, act: acts.Created, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    if state.created is not None:
        yield reason("talks_exist")
    yield from against_kinds([party.kind for party in act.parties])
    yield from against_ids([party.id for party in act.parties], "parties")
    yield from against_ids([place.id for place in act.places], "places")


def _seat_made(states: States, act: acts.SeatMade, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    if act.seat in state.seats:
        yield reason("seat_exists", seat=act.seat)
    yield from usable_id(act.seat)
    yield from against_seat(act.party, act.role, act.place, state.parties, state.places)
    yield from _content_there(now)


def _live(state: Talks, device_id: str) -> Iterator[Reason]:
    device = state.devices.get(device_id)
    if device is None:
        yield reason("device_unknown", device=device_id[:8])
    elif device.revoked is not None:
        yield reason("device_revoked", device=device_id[:8])


def _vouched(states: States, act: acts.DeviceVouched, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from own_party(by, act.party)
    yield from _live(state, act.device)
    device = state.devices.get(act.device)
    if device is not None:
        if device.party != act.party:
            yield reason("device_of_another_party", device=act.device[:8])
        if device.vouched_by and (act.device == by.device or not state.claims(device)):
            yield reason("device_vouched_already", device=act.device[:8])
    if act.device != by.device and not state.speaks(by.device, by.party):
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
    return any(state.speaks(device, party) for device in state.devices)


def _claimed(states: States, act: acts.HeadClaimed, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from own_party(by, act.party)
    yield from _live(state, act.device)
    device = state.devices.get(act.device)
    if act.device != by.device:
        yield reason("claims_for_itself_alone")
    if device is not None and device.vouched_by:
        yield reason("device_vouched_already", device=act.device[:8])
    if not _head_stands(state, act.party):
        yield reason("vouch_for_yourself_first")  # nobody is to be replaced


def _accepted(states: States, act: acts.DevicesAccepted, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from own_party(by, act.party)
    if not state.speaks(by.device, by.party):
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
            if device.claimed is not None and not ripe(device, now.at):
                at = device.claimed + CLAIM_WAITS
                yield reason("claim_waits", device=device_id[:8], at=f"{at:%Y-%m-%dT%H:%M:%SZ}")


def _acceptable(device: Device, side: str) -> Iterator[Reason]:
    if device.party == side:
        yield reason("device_of_your_own", device=device.id[:8])
    if not device.vouched_by:
        yield reason("device_not_vouched", device=device.id[:8])
    if side in device.accepted_by:
        yield reason("device_accepted_already", device=device.id[:8])


def _revoked(states: States, act: acts.DeviceRevoked, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from _live(state, act.device)
    if act.reason not in REVOKED_FOR:
        yield reason("revoked_for_unknown", reason=act.reason[:40])
    device = state.devices.get(act.device)
    if device is None:
        return
    own_head = device.party == by.party and state.is_head(by.seat)
    if device.seat != by.seat and not own_head:
        yield reason("not_your_device", device=act.device[:8])
    if device.seat != act.seat:
        yield reason("device_of_another_seat", device=act.device[:8])


def _speaks(state: Talks, by: By, party: str) -> Iterator[Reason]:
    yield from own_party(by, party)
    if not state.speaks(by.device, by.party):
        yield reason("vouch_for_yourself_first")


def _deputy_named(states: States, act: acts.DeputyNamed, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from _speaks(state, by, act.party)
    yield from _live(state, act.deputy)
    deputy = state.devices.get(act.deputy)
    if deputy is None or deputy.revoked is not None:
        return
    if deputy.party != act.party:
        yield reason("device_of_another_party", device=act.deputy[:8])
    if deputy.seat == by.seat:
        yield reason("deputy_of_the_same_seat")
    named = state.deputies.get(by.seat)
    if named is not None and named.device == act.deputy:
        yield reason("deputy_already")
    if not state.admitted(act.deputy):
        yield reason("device_not_admitted", lacking=", ".join(state.missing(deputy)))


def _paper_key_made(states: States, act: acts.PaperKeyMade, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from _speaks(state, by, act.party)
    proof = now.known(PaperProof)
    if proof is None:
        yield FACT_MISSING
    elif not proof.holds:
        yield reason("key_weak")
    if act.ed25519 in state.papers:
        yield reason("paper_key_known")


def _heads_next(state: Talks, act: acts.DeputyVouched | acts.PaperVouched, by: By) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    yield from _live(state, act.device)
    device = state.devices.get(act.device)
    if device is None or device.revoked is not None:
        return
    if device.party != act.party:
        yield reason("device_of_another_party", device=act.device[:8])
    if not state.is_head(device.seat):
        yield reason("device_of_no_head", device=act.device[:8])
    if device.vouched_by and not state.claims(device):
        yield reason("device_vouched_already", device=act.device[:8])


def _deputy_vouched(states: States, act: acts.DeputyVouched, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from _heads_next(state, act, by)
    device = state.devices.get(act.device)
    named = state.deputies.get(device.seat) if device else None
    if named is None or named.device != by.device:
        yield reason("not_the_deputy")


def _paper_vouched(states: States, act: acts.PaperVouched, by: By, now: Now) -> Iterator[Reason]:
    state, proof = states.of(Talks), now.known(PaperProof)
    yield from _heads_next(state, act, by)
    if act.device != by.device:
        yield reason("claims_for_itself_alone")
    paper = state.papers.get(act.key)
    if paper is None or paper.seat != by.seat:
        yield reason("paper_key_of_another_seat")
    elif paper.spent is not None:
        yield reason("paper_key_spent", at=f"{paper.spent:%Y-%m-%dT%H:%M:%SZ}")
    elif paper is not state.paper(by.seat):
        yield reason("paper_key_replaced")
    if proof is None:
        yield FACT_MISSING
    elif not proof.holds:
        yield reason("paper_key_does_not_fit")


def _suspended(states: States, act: acts.DeviceSuspended, by: By, now: Now) -> Iterator[Reason]:
    state, agreed = states.of(Talks), now.known(Agreed)
    yield from _live(state, act.device)
    if agreed is None:
        yield FACT_MISSING
    elif not 1 <= act.hours <= agreed.suspension_hours:
        yield reason("suspension_too_long", hours=act.hours, most=agreed.suspension_hours)
    device = state.devices.get(act.device)
    if device is None or device.revoked is not None:
        return
    if device.party not in state.sides():
        yield reason("suspends_sides_alone")
    if device.seat != act.seat:
        yield reason("device_of_another_seat", device=act.device[:8])
    if not state.admitted(act.device):
        yield reason("device_not_admitted", lacking=", ".join(state.missing(device)))
    if state.suspended(act.device, now.at):
        yield reason("device_suspended_already", device=act.device[:8])
    free = state.suspended_lately(device.party, now.at)
    if free is not None:
        yield reason("suspended_lately", party=device.party, at=f"{free:%Y-%m-%dT%H:%M:%SZ}")


def _suspension_ended(states: States, act: acts.SuspensionEnded, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    device = state.devices.get(act.device)
    if device is None or state.suspended(act.device, now.at) is None:
        yield reason("device_not_suspended", device=act.device[:8])
    elif device.seat != act.seat:
        yield reason("device_of_another_seat", device=act.device[:8])


def _seat_invited(
    states: States, act: acts.SeatInvited | acts.SeatInvitedAgain, by: By, now: Now
) -> Iterator[Reason]:
    if act.seat not in states.of(Talks).seats:
        yield reason("seat_unknown", seat=act.seat)


def _sat_before_invited_again(states: States, act: acts.SeatInvited, by: By, now: Now) -> tuple[Act, ...]:
    """Another invitation to a seat that somebody has taken stands on the table, too."""
    return (acts.SeatInvitedAgain(act.seat),) if states.of(Talks).taken(act.seat) else ()


def _introduced(states: States, act: acts.HouseIntroduced, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    if act.seat not in state.seats:
        yield reason("seat_unknown", seat=act.seat)
    if state.sides():
        yield reason("only_in_the_house")


def _enrolled(states: States, act: acts.DeviceEnrolled, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    if act.seat not in state.seats:
        yield reason("seat_unknown", seat=act.seat)
    if act.device in state.devices:
        yield reason("device_known", device=act.device[:8])


def _content_there(now: Now) -> Iterator[Reason]:
    content = now.known(Content)
    if content is None:
        yield FACT_MISSING
    elif not content.there:
        yield reason("content_missing", count=1)
    else:
        yield from content.unfit


def _noted(states: States, act: acts.Noted, by: By, now: Now) -> Iterator[Reason]:
    yield from _content_there(now)


def _erased(states: States, act: acts.ContentErased, by: By, now: Now) -> Iterator[Reason]:
    yield from _content_there(now)
    if act.digest in states.of(Talks).erased:
        yield reason("content_erased_already")
    if act.order != by.seat:
        yield reason("order_not_yours")


def _session_closed(states: States, act: acts.SessionClosed, by: By, now: Now) -> Iterator[Reason]:
    session = states.of(Talks).session()
    if session is None or session.id != act.session:
        yield reason("session_not_open", session=act.session[:64])


def _meeting_accepted(states: States, act: acts.MeetingAccepted, by: By, now: Now) -> Iterator[Reason]:
    yield from _meeting_answered(states, act, by)


def _meeting_declined(states: States, act: acts.MeetingDeclined, by: By, now: Now) -> Iterator[Reason]:
    yield from _meeting_answered(states, act, by)
    if act.why not in DECLINED_FOR:
        yield reason("declined_for_unknown", why=act.why[:40])


def _meeting_answered(
    states: States, act: acts.MeetingAccepted | acts.MeetingDeclined, by: By
) -> Iterator[Reason]:
    yield from own_party(by, act.party)
    state = states.of(Talks)
    meeting = state.meetings.get(act.meeting)
    if meeting is None:
        yield reason("meeting_unknown", meeting=act.meeting[:64])
    elif state.meets(act.party, meeting):
        yield reason("meeting_accepted_already")


def _session_opened(states: States, act: acts.SessionOpened, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    if state.session() is not None:
        yield reason("session_open_already")
    yield from unused_id(act.session, used=act.session in state.sessions)
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


def _meeting_proposed(states: States, act: acts.MeetingProposed, by: By, now: Now) -> Iterator[Reason]:
    state = states.of(Talks)
    yield from unused_id(act.meeting, used=act.meeting in state.meetings)
    if act.place not in state.places:
        yield reason("place_unknown", place=act.place[:64])
    try:
        at = datetime.fromisoformat(act.at) if _UTC.fullmatch(act.at) else now.at
    except ValueError:
        at = now.at
    if at <= now.at:
        yield reason("meeting_not_ahead", at=act.at[:32])
    elif at > now.at + FARTHEST:
        yield reason("meeting_too_far", at=act.at[:32], years=FARTHEST.days // 365)


RULES: Mapping[type, Rule] = {
    acts.ServerKeyed: nothing_against,
    acts.Created: _created,
    acts.SeatMade: _seat_made,
    acts.SeatInvited: _seat_invited,
    acts.SeatInvitedAgain: _seat_invited,
    acts.TalksMade: nothing_against,
    acts.HouseIntroduced: _introduced,
    acts.DeviceEnrolled: _enrolled,
    acts.DeviceVouched: _vouched,
    acts.HeadClaimed: _claimed,
    acts.DevicesAccepted: _accepted,
    acts.DeviceRevokedBefore: nothing_against,
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
FACTS: Mapping[type, type] = {  # what each rule asks of contents
    acts.Noted: Content,
    acts.SeatMade: Content,
    acts.ContentErased: Content,
    acts.DeviceSuspended: Agreed,
    acts.PaperKeyMade: PaperProof,
    acts.PaperVouched: PaperProof,
}
FOLLOWS: Mapping[type, Follow] = {acts.SeatInvited: _sat_before_invited_again}
