"""Which bytes are keys, and which signatures are looked at: the edge cases are read by browser/test/record too."""

import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis.strategies import binary, integers

from parley.record import opening_key_sound, signature_holds, signing_key_sound, unb64u
from tests.record.vectors import make_keys

VECTORS: dict[str, Any] = json.loads(make_keys.FILE.read_text("utf-8"))


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def test_the_committed_edge_cases_are_those_that_the_program_makes() -> None:
    assert make_keys.FILE.read_text("utf-8") == make_keys.spelled()


@pytest.mark.parametrize("case", VECTORS["signing"], ids=named)
def test_a_signing_key_is_one_that_a_device_can_have_drawn(case: dict[str, Any]) -> None:
    assert signing_key_sound(unb64u(case["key"])) is case["sound"]


@pytest.mark.parametrize("case", VECTORS["opening"], ids=named)
def test_an_opening_key_is_one_that_a_device_can_have_drawn(case: dict[str, Any]) -> None:
    assert opening_key_sound(unb64u(case["key"])) is case["sound"]


@given(binary(max_size=200), integers(0, 8 * 64 - 1), integers(0, 8 * 32 - 1))
def test_two_libraries_say_the_same_of_a_signature(message: bytes, bit: int, key_bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    for spoiled_key, spoiled, said in (
        (public, signature, message),
        (public, _flipped(signature, bit), message),
        (_flipped(public, key_bit), signature, message),
        (public, signature, message + b"."),
    ):
        try:
            Ed25519PublicKey.from_public_bytes(spoiled_key).verify(spoiled, said)
        except (InvalidSignature, ValueError):
            holds = False
        else:
            holds = True
        assert signature_holds(spoiled_key, spoiled, said) is holds


def _flipped(data: bytes, bit: int) -> bytes:
    flipped = int.from_bytes(data, "little") ^ (1 << bit)
    return flipped.to_bytes(len(data), "little")


@pytest.mark.parametrize("case", VECTORS["signatures"], ids=named)
def test_a_signature_holds_by_a_sound_key_in_its_one_form(case: dict[str, Any]) -> None:
    found = signature_holds(unb64u(case["key"]), unb64u(case["signature"]), unb64u(case["message"]))
    assert found is case["holds"]


def test_the_library_alone_would_take_a_constant_signature() -> None:
    """So what refuses it is ours; if this no longer holds, the library has become as strict."""
    taken = []
    for case in VECTORS["signatures"]:
        try:
            key = Ed25519PublicKey.from_public_bytes(unb64u(case["key"]))
            key.verify(unb64u(case["signature"]), unb64u(case["message"]))
        except InvalidSignature:
            continue
        taken.append(case["name"])
    assert "constant, by the key of order 1" in taken
    assert "by a key of mixed order, where the equation holds" in taken
    assert "R of small order: order 1" in taken


@given(binary(min_size=32, max_size=32))
def test_every_key_that_a_device_draws_is_sound(seed: bytes) -> None:
    signing = Ed25519PrivateKey.from_private_bytes(seed)
    assert signing_key_sound(signing.public_key().public_bytes_raw())
    assert opening_key_sound(X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())
    assert signature_holds(signing.public_key().public_bytes_raw(), signing.sign(seed), seed)
