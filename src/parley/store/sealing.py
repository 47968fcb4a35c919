"""Encryption at rest: AES-256-GCM with keys derived from, or wrapped by, the wrapping key.

The wrapping key stands in the secrets file, never in the database or a backup of it. What is sealed is
bound to where it stands (``place``), so that a row moved elsewhere does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
TAG = 16
KEY = 32
WRAPPED = NONCE + KEY + TAG  # bytes of a wrapped data key
SALT = 32
SEALED = NONCE + 1 + SALT + TAG  # bytes of a sealed content besides its own


class Unopened(Exception):
    """The bytes were changed or moved, or the wrapping key is not the one they were sealed with."""


class Sealing:
    """Seals small values, and data keys, with two keys derived from the wrapping key."""

    def __init__(self, wrapping_key: bytes) -> None:
        if len(wrapping_key) != KEY:
            raise ValueError(f"the wrapping key must have {KEY} bytes, got {len(wrapping_key)}")
        self._wrap = derived(wrapping_key, b"parley-store/1 wrap data keys")
        self._value = derived(wrapping_key, b"parley-store/1 values")
        self.fingerprint = derived(wrapping_key, b"parley-store/1 fingerprint")[:16]

    def seal_value(self, data: bytes, *place: str) -> bytes:
        return seal(self._value, data, place)

    def open_value(self, sealed: bytes, *place: str) -> bytes:
        """Raises: Unopened."""
        return unseal(self._value, sealed, place)

    def seal_content(self, salt: bytes, data: bytes, *place: str) -> tuple[bytes, bytes]:
        """Return (wrapped key, sealed content) under a fresh data key."""
        key = secrets.token_bytes(KEY)
        return seal(self._wrap, key, place), seal(key, bytes([len(salt)]) + salt + data, place)

    def open_content(self, wrapped: bytes, sealed: bytes, *place: str) -> tuple[bytes, bytes]:
        """Return (salt, data). Raises: Unopened."""
        plain = unseal(unseal(self._wrap, wrapped, place), sealed, place)
        end = 1 + plain[0]
        return plain[1:end], plain[end:]


def derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=purpose).derive(key)


def seal(key: bytes, data: bytes, place: tuple[str, ...]) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, _bound(place))


def unseal(key: bytes, sealed: bytes, place: tuple[str, ...]) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(place))
    except (InvalidTag, ValueError) as fault:
        raise Unopened from fault


def _bound(place: tuple[str, ...]) -> bytes:
    return "\n".join(place).encode()
