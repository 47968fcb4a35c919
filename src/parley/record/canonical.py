"""Canonical bytes: one value, one spelling (RFC 8785), and the digests and fingerprints made from bytes."""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"  # no floats, ever

SALT_BYTES = 32
KEY_BYTES = 32
SIGNATURE_BYTES = 64

CONTENT_CONTEXT = b"parley-content/1\n"
DEVICE_CONTEXT = b"parley-device/1\n"
SERVER_CONTEXT = b"parley-server/1\n"


def canonical(value: Json) -> bytes:
    """Return the RFC 8785 bytes of ``value``, UTF-8.

    Raises: ValueError for a float, an integer beyond ±(2^53 - 1), a key that is no string, a lone
        surrogate, or any other type: two programs could spell those differently.
    """
    _refuse_floats(value)
    return rfc8785.dumps(value)


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        # Not a TypeError: callers of canonical() catch one exception.
        raise ValueError(f"a float has no place in canonical JSON: {value!r}")  # noqa: TRY004
    if isinstance(value, dict):
        for member in value.values():
            _refuse_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_floats(member)


def b64u(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64u(text: str, length: int | None = None) -> bytes:
    """Return the bytes that ``b64u`` spells as ``text``, ``length`` of them if given.

    Raises: ValueError for any other spelling (padding, stray bits, other alphabets) or length.
    """
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError(f"not base64url: {error}") from None
    if b64u(data) != text:
        raise ValueError("not the shortest base64url of its bytes")
    if length is not None and len(data) != length:
        raise ValueError(f"{len(data)} bytes where {length} are expected")
    return data


def content_digest(salt: bytes, data: bytes) -> str:
    """Return the salted digest by which an act refers to content: lower hex SHA-256.

    The salt keeps short content (a name, a date) from being guessed out of its digest; erasing salt and
    bytes leaves a number that says nothing.
    Raises: ValueError if the salt is not 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(CONTENT_CONTEXT + salt + data).hexdigest()


def device_id(ed25519: bytes, x25519: bytes) -> str:
    """Return a device's fingerprint over both of its public keys: lower hex SHA-256.

    Raises: ValueError if a key is not 32 bytes.
    """
    if len(ed25519) != KEY_BYTES or len(x25519) != KEY_BYTES:
        raise ValueError(f"public keys are {KEY_BYTES} bytes, not {len(ed25519)} and {len(x25519)}")
    return hashlib.sha256(DEVICE_CONTEXT + ed25519 + x25519).hexdigest()


def server_id(ed25519: bytes) -> str:
    """Return the fingerprint of a server's public key: lower hex SHA-256.

    Raises: ValueError if the key is not 32 bytes.
    """
    if len(ed25519) != KEY_BYTES:
        raise ValueError(f"a public key is {KEY_BYTES} bytes, not {len(ed25519)}")
    return hashlib.sha256(SERVER_CONTEXT + ed25519).hexdigest()
