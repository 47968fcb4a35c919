"""The epoch key on a device: what it draws, what it believes, and what it does not."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from parley.record import b64u, unb64u
from parley.rehearsal.device import Device, PublicKeys
from parley.rehearsal.keys import (
    BundleRejected,
    EpochKey,
    Json,
    draw,
    open_bundle,
    seconds_until_turn,
    sender_key,
    senders_of,
)
from parley.rehearsal.seatkeys import SeatKeys
from parley.room import bundle_statement, parse

TALKS, SPACE = "march", "plenary"
DEVICES = [Device(bytes([n]) * 32, bytes([n + 50]) * 32) for n in range(1, 5)]
A, B, C, STRANGER = DEVICES
ROSTER = {one.id: one.public for one in (A, B, C)}


def drawn(by: Device = B, epoch: int = 7, present: tuple[Device, ...] = (A, B, C)) -> dict[str, Any]:
    return dict(draw(by, ROSTER.get, TALKS, SPACE, epoch, [one.id for one in present]))


def believed(bundle: object, by: Device = A) -> str:
    """Return "" if ``by`` takes the bundle, else why not."""
    try:
        open_bundle(by, ROSTER.get, TALKS, SPACE, bundle)
    except BundleRejected as why:
        return why.code
    return ""


def signed(bundle: dict[str, Any], by: Device) -> dict[str, Any]:
    return bundle | {"signature": b64u(by.sign(bundle_statement(bundle)))}


def test_every_member_opens_the_same_key() -> None:
    bundle = drawn()
    keys = {open_bundle(one, ROSTER.get, TALKS, SPACE, bundle).key for one in (A, B, C)}
    assert len(keys) == 1
    assert parse(bundle).epoch == 7


def test_each_draw_is_another_key() -> None:
    assert len({open_bundle(A, ROSTER.get, TALKS, SPACE, drawn()).key for _ in range(5)}) == 5


def test_a_device_that_the_roster_does_not_admit_gets_nothing() -> None:
    bundle = drawn(present=(A, B, STRANGER))
    assert bundle["members"] == sorted([A.id, B.id])
    assert STRANGER.id not in json.dumps(bundle)
    assert believed(bundle, STRANGER) == "not_for_this_device"


def test_a_bundle_with_a_stranger_among_its_members_is_refused_whoever_signed_it() -> None:
    with_stranger = {**ROSTER, STRANGER.id: STRANGER.public}
    bundle = draw(B, with_stranger.get, TALKS, SPACE, 7, [A.id, B.id, STRANGER.id])
    assert believed(bundle) == "member_not_on_roster"


def test_a_bundle_drawn_by_a_stranger_is_refused() -> None:
    with_stranger = {**ROSTER, STRANGER.id: STRANGER.public}
    bundle = draw(STRANGER, with_stranger.get, TALKS, SPACE, 7, [A.id, STRANGER.id])
    assert believed(bundle) == "member_not_on_roster"


def test_a_false_signature_is_refused() -> None:
    bundle = drawn()
    assert believed(signed(bundle, A)) == "bundle_signature"
    assert believed(bundle | {"epoch": 8}) == "bundle_signature"


def test_a_key_sealed_for_another_epoch_does_not_open_even_signed_anew() -> None:
    assert believed(signed(drawn() | {"epoch": 8}, B)) == "bundle_does_not_open"


def test_a_bundle_of_another_space_or_talks_is_refused() -> None:
    for field in ("space", "talks"):
        assert believed(signed(drawn() | {field: "another"}, B)) == "bundle_for_another_space"


def test_what_was_sealed_to_another_device_does_not_open() -> None:
    bundle = drawn()
    sealed = bundle["sealed"]
    swapped = signed(bundle | {"sealed": sealed | {A.id: sealed[B.id], B.id: sealed[A.id]}}, B)
    assert believed(swapped) == "bundle_does_not_open"


def test_a_device_that_is_not_admitted_draws_nothing() -> None:
    with pytest.raises(BundleRejected):
        draw(STRANGER, ROSTER.get, TALKS, SPACE, 7, [A.id, STRANGER.id])


def test_a_sign_in_challenge_signed_by_a_device_is_no_bundle() -> None:
    bundle = drawn()
    body = {key: value for key, value in bundle.items() if key != "signature"}
    statement = bundle_statement(body).replace(b"parley-epoch-key/1\n", b"parley-sign-in/1\n")
    assert believed(bundle | {"signature": b64u(B.sign(statement))}) == "bundle_signature"


@pytest.mark.parametrize(
    "weak",
    [PublicKeys(A.public.ed25519, bytes(32)), PublicKeys(bytes([1]) + bytes(31), A.public.x25519)],
    ids=["opens for everybody", "signs for everybody"],
)
def test_a_device_with_a_weak_key_gets_none_and_keeps_nobody_else_from_theirs(weak: PublicKeys) -> None:
    known = ROSTER | {weak.device: weak}  # a roster that let it in
    bundle = draw(A, known.get, TALKS, SPACE, 7, [A.id, B.id, weak.device])
    assert bundle["members"] == sorted([A.id, B.id])
    assert open_bundle(B, known.get, TALKS, SPACE, bundle).key


def test_a_bundle_that_names_a_device_with_a_weak_key_is_refused() -> None:
    weak = PublicKeys(C.public.ed25519, bytes(32))
    known, honest = ROSTER | {weak.device: weak}, drawn(present=(A, B, C))
    sealed = {weak.device if one == C.id else one: part for one, part in honest["sealed"].items()}
    bundle = signed(honest | {"members": sorted(sealed), "sealed": sealed}, B)
    with pytest.raises(BundleRejected) as refused:
        open_bundle(A, known.get, TALKS, SPACE, bundle)
    assert refused.value.code == "member_key_weak"


def test_devices_draw_in_order_of_presence_a_second_apart_and_strangers_do_not_count() -> None:
    present = [STRANGER.id, C.id, A.id, B.id]
    waits = [seconds_until_turn(present, ROSTER.get, one.id) for one in (C, A, B, STRANGER)]
    assert waits == [0.0, 1.0, 2.0, None]


def test_the_vector_that_the_browser_opens_opens_here_too() -> None:
    vector = json.loads((Path(__file__).parents[1] / "room/vectors/bundle.json").read_text())
    device = Device(*(unb64u(vector["devices"][0]["private"][kind]) for kind in ("ed25519", "x25519")))
    roster = {
        one["id"]: Device(*(unb64u(one["private"][k]) for k in ("ed25519", "x25519"))).public
        for one in vector["devices"]
    }
    key = open_bundle(device, roster.get, vector["talks"], vector["space"], vector["bundle"])
    assert b64u(key.key) == vector["key"]


def test_a_senders_key_is_the_same_here_as_in_the_browser() -> None:
    key = sender_key(bytes(32), "march", "plenary", 7, "a", "a.1", "camera")
    assert b64u(key) == "OeWnMRh2k0rhkEw3Vp8rTvotXRGnTGvI4mrU1Jk6Zlo"  # browser/test/room/ring.test.ts


def test_a_connection_sends_only_in_the_name_of_its_own_device() -> None:
    names = {A.id: f"{A.id[:16]}.1", B.id: f"{A.id[:16]}.2", C.id: f"{C.id[:16]}.1"}
    state = {"members": [{"device": device, "identity": name} for device, name in names.items()]}
    assert senders_of(state, [A.id, B.id]) == {names[A.id]: A.id}


class Quiet:
    """A relay that nobody asks anything of here."""

    async def bundle(self, space: str, bundle: Json) -> Json:
        raise AssertionError(f"{space}: {bundle}")

    join = move = alive = doubt = leave = states = bundle


def test_a_roster_that_cannot_be_read_just_now_is_asked_for_again_and_the_key_comes() -> None:
    """A newcomer whom this device has yet to hear of, and a line that breaks while it asks: it must not go deaf."""
    known = {A.id: A.public}
    asked: list[int] = []
    installed: list[int] = []

    async def refresh() -> None:
        asked.append(len(asked))
        if len(asked) == 1:
            raise httpx.ReadTimeout("the line broke")
        known.update(ROSTER)

    async def install(key: EpochKey, _: bool) -> None:
        installed.append(key.epoch)

    async def scene() -> None:
        relay: Any = Quiet()
        keys = SeatKeys(A, known.get, relay, TALKS, SPACE, install, refresh)
        members = [{"device": one.id, "identity": f"{one.id[:16]}.1"} for one in (B, A)]
        state = {"epoch": 7, "members": members, "bundle": drawn(present=(A, B))}
        await keys.state(state)
        assert installed == []
        assert keys.rejected == ["member_not_on_roster"]
        await keys.state(state)  # told again, as every four seconds
        assert installed == [7]
        await keys.close()

    asyncio.run(scene())
