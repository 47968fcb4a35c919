"""A head's next device by a deputy or a paper key: how a side comes back, and how nobody else comes in by it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.base import Refused
from parley.record import b64u, paper_key_statement
from tests import queries
from tests.sim.outside import checked, exported, holds
from tests.sim.test_attacks import adopt, codes, intruder
from tests.sim.test_suspension import suspended
from tests.sitting import TALKS, Room, Seat, drafted, opened, revoked
from tests.web.test_before_admission import second as further


def named(room: Room, deputy: str = "north-lists", head: str = "north-head") -> None:
    room[head].must("roster.deputy-named.1", deputy=room[deputy].device, party=room[head].party)


def made(room: Room, head: str = "north-head") -> Ed25519PrivateKey:
    paper = Ed25519PrivateKey.generate()
    room[head].must("roster.paper-key-made.1", ed25519=public(paper), party=room[head].party)
    return paper


def public(paper: Ed25519PrivateKey) -> str:
    return b64u(paper.public_key().public_bytes_raw())


def showing(who: Seat, paper: Ed25519PrivateKey, seat: str = "", talks: str = TALKS) -> dict[str, str]:
    proof = paper.sign(paper_key_statement(who.device, who.party, seat or who.seat, talks))
    return {"device": who.device, "key": public(paper), "party": who.party, "proof": b64u(proof)}


def recovered(room: Room, how: str) -> Seat:
    """Return the head's next device, for which the deputy or the paper key has vouched."""
    if how == "deputy":
        named(room)
        second = intruder(room)
        room["north-lists"].must("roster.deputy-vouched.1", device=second.device, party="north")
    else:
        paper = made(room)
        second = intruder(room)
        second.must("roster.paper-vouched.1", **showing(second, paper))
    return second


@pytest.mark.parametrize("how", ["deputy", "paper"])
def test_a_head_comes_back_at_once_and_every_other_side_reads_that_the_head_changed_before_it_accepts(
    how: str,
) -> None:
    room = opened()
    digests = drafted(room)
    second = recovered(room, how)
    waits = {one.code for one in queries.today(room.app, room["north-lists"].viewer).waits}
    assert "head_recovered" in waits
    for fields in ({"devices": [room["chair"].device], "party": "north"},):
        assert "vouch_for_yourself_first" in codes(second.do("roster.devices-accepted.1", **fields))
    assert "device_not_admitted" in codes(
        second.do("text.clause-adopted.1", clause="1", version=1, party="north", digests=digests)
    )
    params = {"devices": second.device}
    page = queries.sheet(room.app, room["south-head"].viewer, "roster.devices-accepted.1", params)
    assert page is not None
    assert [name for name, stands in page.warnings if stands] == [
        how
    ]  # not "renewed": somebody did vouch for it
    room["south-head"].must("roster.devices-accepted.1", devices=[second.device], party="south")
    lost = room["north-head"].device
    second.must("roster.device-revoked.2", device=lost, seat="north-head", reason="lost")
    second.must("text.clause-adopted.1", clause="1", version=1, party="north", digests=digests)
    report = checked(exported(room))
    assert report.ok, report.faults
    assert [gap.what for gap in report.gaps if gap.code == "head_recovered"] == [
        f"north {second.device} ({how})"
    ]


@pytest.mark.parametrize("seat", ["chair", "south-head", "neutral-head", "north-lists"])
def test_nobody_but_the_head_names_its_deputy_or_makes_its_paper_key(seat: str) -> None:
    room = opened()
    for party in ("north", room[seat].party):
        asked = room[seat].do("roster.deputy-named.1", deputy=room["north-lists"].device, party=party)
        assert isinstance(asked, Refused)
    key = {"ed25519": public(Ed25519PrivateKey.generate()), "party": "north"}
    assert codes(room[seat].do("roster.paper-key-made.1", **key)) & {"not_your_party", "not_for_your_seat"}


def test_a_deputy_of_another_side_is_refused_when_named_and_when_it_vouches() -> None:
    room = opened()
    asked = room["north-head"].do("roster.deputy-named.1", deputy=room["south-lists"].device, party="north")
    assert codes(asked) == {"device_of_another_party"}
    named(room)
    second = intruder(room)
    for seat in ("south-lists", "chair"):
        asked = room[seat].do("roster.deputy-vouched.1", device=second.device, party="north")
        assert codes(asked) == {"not_your_party", "not_the_deputy"}


def test_a_deputy_that_was_revoked_suspended_or_replaced_vouches_for_nobody() -> None:
    room = opened()
    named(room)
    second = intruder(room)
    suspended(room, "north-lists", hours=1)
    asked = room["north-lists"].do("roster.deputy-vouched.1", device=second.device, party="north")
    assert codes(asked) == {"device_suspended"}
    room.clock.at = room.clock.at.replace(hour=room.clock.at.hour + 1)
    revoked(room, "north-lists", by="north-head")
    asked = room["north-lists"].do("roster.deputy-vouched.1", device=second.device, party="north")
    assert "device_revoked" in codes(asked)
    holds(room)


def test_a_paper_key_works_once() -> None:
    room = opened()
    paper = made(room)
    second, third = intruder(room), further(room, "north-head")
    second.must("roster.paper-vouched.1", **showing(second, paper))
    assert codes(third.do("roster.paper-vouched.1", **showing(third, paper))) == {"paper_key_spent"}
    holds(room)


def test_a_paper_key_of_another_seat_or_over_other_words_vouches_for_nobody() -> None:
    room = opened()
    paper, other = made(room), made(room, "south-head")
    second = intruder(room)
    assert codes(second.do("roster.paper-vouched.1", **showing(second, other))) == {
        "paper_key_of_another_seat"
    }
    for fields in (
        showing(second, paper, seat="south-head"),
        showing(second, paper, talks="other-talks"),
        showing(second, paper) | {"proof": showing(second, other)["proof"]},
        showing(second, paper) | {"proof": "short"},
        showing(second, paper) | {"device": room["north-head"].device},
    ):
        assert "paper_key_does_not_fit" in codes(second.do("roster.paper-vouched.1", **fields))
    made(room)
    assert codes(second.do("roster.paper-vouched.1", **showing(second, paper))) == {"paper_key_replaced"}
    weak = room["north-head"].do("roster.paper-key-made.1", ed25519=b64u(bytes(32)), party="north")
    assert codes(weak) == {"key_weak"}
    short = room["north-head"].do("roster.paper-key-made.1", ed25519="short", party="north")
    assert codes(short) == {"key_weak"}


def test_the_head_that_still_has_its_device_takes_the_other_one_back() -> None:
    room = opened()
    second = recovered(room, "deputy")
    fields = {"device": second.device, "seat": "north-head", "reason": "doubted"}
    room["north-head"].must("roster.device-revoked.2", **fields)
    asked = room["south-head"].do("roster.devices-accepted.1", devices=[second.device], party="south")
    assert codes(asked) == {"device_revoked"}
    assert not isinstance(adopt(room, "north-head", drafted(room)), Refused)
    holds(room)


def test_a_side_recovers_its_head_while_it_is_suspended() -> None:
    room = opened()
    named(room)
    suspended(room)
    second = intruder(room)
    room["north-lists"].must("roster.deputy-vouched.1", device=second.device, party="north")
    room["south-head"].must("roster.devices-accepted.1", devices=[second.device], party="south")
    second.must("roster.device-revoked.2", device=room["north-head"].device, seat="north-head", reason="lost")
    assert "side_suspended" in codes(adopt(room, "south-head", drafted(room)))
    holds(room)


def test_the_pages_offer_it_to_the_head_to_the_deputy_and_to_the_device_that_waits() -> None:
    room = opened()
    sits = queries.sits(room.app, room["north-head"].viewer)
    assert sits.may_make_paper
    devices = {one.device: one for row in sits.sittings for one in row.devices}
    nameable = {device for device, one in devices.items() if one.may_name_deputy}
    assert nameable == {room["north-lists"].device}
    named(room)
    made(room)
    second = intruder(room)
    assert not queries.sits(room.app, room["north-lists"].viewer).may_make_paper
    sits = queries.sits(room.app, room["north-lists"].viewer)
    devices = {one.device: one for row in sits.sittings for one in row.devices}
    assert {device for device, one in devices.items() if one.may_vouch_as_deputy} == {second.device}
    assert list(devices[room["north-lists"].device].deputy_of) == ["north-head"]
    assert [row.person.seat for row in sits.sittings if row.paper] == ["north-head"]
    waits = [one.code for one in queries.today(room.app, room["north-lists"].viewer).waits]
    assert "vouch_as_deputy" in waits
    for kind in ("roster.deputy-named.1", "roster.deputy-vouched.1"):
        assert queries.sheet(room.app, room["north-head"].viewer, kind, {}) is None
    page = queries.sheet(room.app, second.viewer, "roster.paper-vouched.1", showing(second, made(room)))
    assert page is not None
    assert page.refused == []
