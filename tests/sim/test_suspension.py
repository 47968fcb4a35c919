"""What the host gains by suspending a side, and what it does not: attacks by name."""

import pytest

from parley.app.core import witness
from parley.app.room.upkeep import admitted_devices
from parley.base import Refused
from parley.record import cosignature, cosigner_name, read_checkpoint
from parley.record.notes import Signer
from parley.talks import Talks
from tests import queries
from tests.sim.outside import checked, exported, holds, trusted
from tests.sim.test_attacks import adopt, codes, intruder
from tests.sitting import DEFINITION, TALKS, Room, accepted, created, drafted, later, opened, revoked


def suspended(room: Room, seat: str = "north-head", hours: int = 24, by: str = "chair") -> None:
    fields = {"device": room[seat].device, "hours": hours, "seat": seat}
    room[by].must("roster.device-suspended.1", **fields)


def ended(room: Room, seat: str = "north-head") -> None:
    room["chair"].must("roster.suspension-ended.1", device=room[seat].device, seat=seat)


def test_the_host_cannot_adopt_with_the_suspended_side_absent() -> None:
    room = opened()
    digests = drafted(room)
    suspended(room)
    assert codes(adopt(room, "south-head", digests)) == {
        "side_suspended"
    }  # though all of both sides are here
    later(room, hours=24)
    for seat in ("north-head", "south-head"):
        assert not isinstance(adopt(room, seat, digests), Refused)
    holds(room)


def test_a_suspended_heads_binding_act_is_refused() -> None:
    room = opened()
    digests = drafted(room)
    suspended(room)
    assert {"device_suspended", "side_suspended"} <= codes(adopt(room, "north-head", digests))
    fields = {"device": room["north-lists"].device, "seat": "north-lists", "reason": "doubted"}
    assert codes(room["north-head"].do("roster.device-revoked.2", **fields)) == {"device_suspended"}
    note = room["north-head"].content(b"for us", "note")
    assert codes(room["north-head"].do("talks.noted.1", digest=note)) == {"device_suspended"}
    ended(room)
    assert not isinstance(adopt(room, "north-head", digests), Refused)
    holds(room)


def test_another_device_of_the_suspended_side_binds_it_to_nothing_either() -> None:
    room = opened()
    suspended(room, "north-lists")
    accepting = room["north-head"].do(
        "roster.devices-accepted.1", devices=[intruder(room).device], party="north"
    )
    assert "side_suspended" in codes(accepting)
    assert "side_suspended" in codes(adopt(room, "north-head", drafted(room)))
    revoked(room, "north-lists", by="north-head")  # its own devices it puts in order
    holds(room)


def test_the_host_cannot_suspend_for_ever_it_ends_by_itself() -> None:
    room = opened()
    suspended(room)
    fields = {"device": room["north-head"].device, "hours": 24, "seat": "north-head"}
    assert codes(room["chair"].do("roster.device-suspended.1", **fields)) == {"device_suspended_already"}
    assert codes(room["chair"].do("roster.device-suspended.1", **fields | {"hours": 25})) == {
        "device_suspended_already", "suspension_too_long",
    }  # fmt: skip
    later(room, hours=24)
    assert codes(room["chair"].do("roster.device-suspended.1", **fields)) == {"suspended_lately"}
    assert not isinstance(adopt(room, "north-head", drafted(room)), Refused)
    later(room, hours=24)
    suspended(room)
    holds(room)


@pytest.mark.parametrize("seat", ["north-head", "north-lists", "south-head", "neutral-head"])
def test_nobody_but_the_host_suspends_or_ends_it(seat: str) -> None:
    room = opened()
    fields = {"device": room["south-lists"].device, "seat": "south-lists"}
    asked = room[seat].do("roster.device-suspended.1", hours=1, **fields)
    assert "not_for_your_seat" in codes(asked)
    suspended(room, "south-lists")
    assert "not_for_your_seat" in codes(room[seat].do("roster.suspension-ended.1", **fields))


def test_a_device_of_the_hosts_that_no_side_accepted_suspends_nobody() -> None:
    room = created()
    fields = {"device": room["north-head"].device, "hours": 1, "seat": "north-head"}
    assert "device_not_admitted" in codes(room["chair"].do("roster.device-suspended.1", **fields))


def test_the_hours_are_those_that_the_talks_agreed_on() -> None:
    agreed = DEFINITION.replace("[[parties]]", "suspension_hours = 3\n\n[[parties]]", 1)
    room = accepted(definition=agreed)
    fields = {"device": room["north-head"].device, "seat": "north-head"}
    asked = room["chair"].do("roster.device-suspended.1", hours=4, **fields)
    assert codes(asked) == {"suspension_too_long"}
    suspended(room, hours=3)
    later(room, hours=3)
    room["chair"].must("talks.session-opened.1", session="session-1")
    assert not isinstance(adopt(room, "north-head", drafted(room)), Refused)


def test_a_suspension_is_told_to_all_and_by_the_verifier() -> None:
    room = opened()
    suspended(room)
    for seat in room.seats.values():
        shell = queries.shell(room.app, seat.viewer)
        assert [(one.seat, one.own) for one in shell.suspended] == [("north-head", seat.seat == "north-head")]
        assert shell.absent == []  # nobody is away: other words say why nothing can be adopted
        agreed = queries.today(room.app, seat.viewer).agreed
        assert agreed[0].kind == "roster.device-suspended.1"
    stranger = queries.shell(room.app, intruder(room).viewer)
    assert stranger.suspended == ()
    waits = {one.code for one in queries.today(room.app, room["north-lists"].viewer).waits}
    assert "device_suspended" in waits
    report = checked(exported(room), trusted(room))
    told = [gap.what for gap in report.gaps if gap.code == "suspended"]
    assert told == [f"north {room['north-head'].device}, 2020-03-22T07:30:00Z to 2020-03-23T07:30:00Z"]


def test_a_suspended_device_has_no_place_in_a_room_and_goes_on_reading() -> None:
    room = opened()
    device = room["north-head"].device
    assert device in admitted_devices(room.app, TALKS)
    suspended(room)
    assert device not in admitted_devices(room.app, TALKS)
    assert queries.text(room.app, room["north-head"].viewer) is not None
    later(room, hours=24)
    assert device in admitted_devices(room.app, TALKS)


def test_a_suspended_device_cosigns_heads_and_brings_contents_all_the_same() -> None:
    room = opened()
    head = room["north-head"]
    suspended(room)
    note = witness.latest(room.app, room.app.talks.get(TALKS), "table")
    assert note is not None
    name = cosigner_name(TALKS, head.seat, head.device)
    at = int(room.clock.at.timestamp())
    line = cosignature(read_checkpoint(note.note).text, name, at, Signer(head.public, head.key.sign))
    assert witness.cosign(room.app, head.viewer, "table", note.size, line) is None
    brought = head.content(b"what we shall say when it is over", "note")
    assert queries.content(room.app, head.viewer, brought) is not None


def test_the_sheet_of_a_suspension_says_whom_and_for_how_long() -> None:
    room = opened()
    chair, device = room["chair"].viewer, room["north-head"].device
    for said, hours in (("", 24), ("3", 3), ("none", 0), ("٣", 3), ("1234", 0)):
        page = queries.sheet(room.app, chair, "roster.device-suspended.1", {"device": device, "hours": said})
        assert page is not None
        assert page.fields == {"device": device, "hours": hours, "seat": "north-head"}
        assert [code for code, _ in page.refused] == ([] if hours else ["suspension_too_long"])
    for kind in ("roster.device-suspended.1", "roster.suspension-ended.1"):
        assert queries.sheet(room.app, chair, kind, {}) is None
    page = queries.sheet(room.app, chair, "roster.suspension-ended.1", {"device": device})
    assert page is not None
    assert [code for code, _ in page.refused] == ["device_not_suspended"]


def test_the_host_does_not_pass_the_agreed_hours_by_erasing_what_was_agreed() -> None:
    room = accepted(definition=DEFINITION.replace("[[parties]]", "suspension_hours = 3\n\n[[parties]]", 1))
    fields = {"device": room["north-head"].device, "seat": "north-head"}
    assert "suspension_too_long" in codes(room["chair"].do("roster.device-suspended.1", hours=24, **fields))
    definition = room.app.talks.get(TALKS).of(Talks).definition
    room["chair"].must("content.erased.1", digest=definition, order="chair")
    for hours in (24, 3):
        answer = room["chair"].do("roster.device-suspended.1", hours=hours, **fields)
        assert codes(answer) == {"fact_missing"}
    assert queries.sits(room.app, room["chair"].viewer).suspension_hours == 0
    holds(room)
