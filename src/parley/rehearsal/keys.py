"""The epoch key on a device: when to draw it, how to seal it, and which bundle to believe.

The browser's twin is ``browser/src/room/keys.ts``. Nothing the server says is believed about who is at the
table: a device takes keys from the roster that it has verified, and seals to, and accepts, nobody else.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.base.outcomes import RuleError
from parley.record import b64u, canonical, signature_holds, unb64u
from parley.rehearsal.device import Device, PublicKeys, seal
from parley.room import TURN_SECONDS, bundle_body, bundle_statement, parse, sealing_info
from parley.room.bundle import KEY_BYTES

Admitted = Callable[[str], PublicKeys | None]  # a device's keys if the verified roster admits it, else None
Json = Mapping[str, object]

KEY_SLOTS = 16  # epochs whose keys have room in the media encryption's ring at once
SOURCES = (
    "camera",
    "microphone",
    "screen_share",
    "screen_share_audio",
)  # each has a key and a slot of its own
SENT = SOURCES[:2]  # what a bot sends, and what a page plays


class BundleRejected(Exception):
    """A bundle that this device does not take; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class EpochKey:
    epoch: int
    members: tuple[str, ...]  # device ids, sorted: everyone who can decrypt
    key: bytes = field(repr=False)
    senders: Mapping[str, str] = field(default_factory=dict)  # identity in the engine → device of a member


def slot_of(epoch: int, source: str) -> int:
    """Return where a key lies in the ring of whoever sends and opens frames; each frame names it."""
    return epoch % KEY_SLOTS * len(SOURCES) + SOURCES.index(source)


def sender_key(
    key: bytes, talks: str, space: str, epoch: int, device: str, identity: str, source: str
) -> bytes:
    """Return the 32 bytes from which the frame encryption draws the key of one source of one connection of a sender."""
    said: dict[str, Any] = {
        "device": device,
        "epoch": epoch,
        "identity": identity,
        "source": source,
        "space": space,
        "talks": talks,
    }
    return HKDF(SHA256(), KEY_BYTES, b"parley-sender-key/2", canonical(said)).derive(key)


def senders_of(state: Json, holders: Sequence[str]) -> dict[str, str]:
    """Return identity → device of the holders of a key, as the server names them, without those not named by their device."""
    members = state["members"]
    assert isinstance(members, list)
    found = {str(one["identity"]): str(one["device"]) for one in members if one["device"] in holders}
    return {identity: device for identity, device in found.items() if identity.startswith(f"{device[:16]}.")}


def draw(
    device: Device, admitted: Admitted, talks: str, space: str, epoch: int, present: Sequence[str]
) -> Json:
    """Return a signed bundle with a fresh key, sealed to those ``present`` whom the roster admits.

    Raises: BundleRejected if this device is not itself among them: then it has nothing to say here.
    """
    known = {one: keys for one in present if (keys := admitted(one)) is not None and keys.sound}
    if device.id not in known:
        raise BundleRejected("not_admitted_here")
    members = tuple(sorted(known))
    info = sealing_info(talks, space, epoch, members)
    key = secrets.token_bytes(KEY_BYTES)
    sealed = {}
    for one in members:
        enc, closed = seal(known[one], key, info)
        sealed[one] = {"enc": b64u(enc), "key": b64u(closed)}
    body = bundle_body(talks, space, epoch, members, device.id, sealed)
    return body | {"signature": b64u(device.sign(bundle_statement(body)))}


def open_bundle(device: Device, admitted: Admitted, talks: str, space: str, document: object) -> EpochKey:
    """Return the key in a bundle, after checking everything about it.

    Raises: BundleRejected: bundle_shape, bundle_for_another_space, member_not_on_roster, member_key_weak,
        not_for_this_device, bundle_signature, bundle_does_not_open.
    """
    try:
        bundle = parse(document)
    except RuleError as fault:
        raise BundleRejected(fault.code) from None
    if (bundle.talks, bundle.space) != (talks, space):
        raise BundleRejected("bundle_for_another_space")
    if device.id not in bundle.members:
        raise BundleRejected("not_for_this_device")
    known = {one: admitted(one) for one in bundle.members}
    drawer = known[bundle.by]
    if drawer is None or any(keys is None or keys.device != one for one, keys in known.items()):
        raise BundleRejected("member_not_on_roster")
    if not all(keys is not None and keys.sound for keys in known.values()):
        raise BundleRejected("member_key_weak")
    signature = unb64u(str(bundle.document["signature"]))
    if not signature_holds(drawer.ed25519, signature, bundle_statement(bundle.document)):
        raise BundleRejected("bundle_signature")
    sealed = parse_sealed(bundle.document, device.id)
    key = device.open(*sealed, sealing_info(talks, space, bundle.epoch, bundle.members))
    if key is None or len(key) != KEY_BYTES:
        raise BundleRejected("bundle_does_not_open")
    return EpochKey(bundle.epoch, bundle.members, key)


def parse_sealed(document: Mapping[str, object], device: str) -> tuple[bytes, bytes]:
    """Return (enc, sealed key) for one device, from a bundle whose shape was checked."""
    sealed = document["sealed"]
    assert isinstance(sealed, dict)
    return unb64u(sealed[device]["enc"]), unb64u(sealed[device]["key"])


def seconds_until_turn(present: Sequence[str], admitted: Admitted, device: str) -> float | None:
    """Return how long this device waits before it draws: a second for each that was here longer.

    ``present`` is longest first. None: this device is not among them, and does not draw.
    """
    order = [one for one in present if admitted(one) is not None]
    return order.index(device) * TURN_SECONDS if device in order else None
