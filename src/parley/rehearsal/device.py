"""A device as a browser has one: an Ed25519 key that signs and an X25519 key that opens."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey, PyHPKEError

from parley.record import device_id, opening_key_sound, signing_key_sound

_SUITE = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A device's public keys, 32 bytes each."""

    ed25519: bytes
    x25519: bytes

    @property
    def device(self) -> str:
        """Return the device id, which is the fingerprint people compare: lower hex SHA-256."""
        return device_id(self.ed25519, self.x25519)

    @property
    def sound(self) -> bool:
        """Return whether a device can have drawn them: nobody else signs or opens with these."""
        return signing_key_sound(self.ed25519) and opening_key_sound(self.x25519)


class Device:
    """A bot's keys. Its own kept ones if given (32 raw bytes each), else new ones."""

    def __init__(self, ed25519: bytes | None = None, x25519: bytes | None = None) -> None:
        self._signing = (
            Ed25519PrivateKey.from_private_bytes(ed25519) if ed25519 else Ed25519PrivateKey.generate()
        )
        self._opening = X25519PrivateKey.from_private_bytes(x25519) if x25519 else X25519PrivateKey.generate()
        self.public = PublicKeys(
            self._signing.public_key().public_bytes_raw(), self._opening.public_key().public_bytes_raw()
        )
        self.id = self.public.device

    def sign(self, statement: bytes) -> bytes:
        return self._signing.sign(statement)

    def private_bytes(self) -> tuple[bytes, bytes]:
        """Return (Ed25519, X25519) for a bot that is to be the same device after a restart."""
        return self._signing.private_bytes_raw(), self._opening.private_bytes_raw()

    def open(self, enc: bytes, sealed: bytes, info: bytes) -> bytes | None:
        """Return what was sealed to this device under ``info`` (HPKE, RFC 9180); None if it does not open."""
        try:
            key = KEMKey.from_pyca_cryptography_key(self._opening)
            return bytes(_SUITE.create_recipient_context(enc, key, info).open(sealed, aad=b""))
        except (PyHPKEError, ValueError):
            return None


def seal(recipient: PublicKeys, secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return (enc, sealed): ``secret`` for ``recipient`` alone, base mode, empty ``aad``."""
    public = X25519PublicKey.from_public_bytes(recipient.x25519)
    enc, context = _SUITE.create_sender_context(KEMKey.from_pyca_cryptography_key(public), info)
    return bytes(enc), bytes(context.seal(secret, aad=b""))
