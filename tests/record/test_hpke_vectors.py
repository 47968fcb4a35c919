"""RFC 9180's own vector for the suite that seals room keys: DHKEM(X25519), HKDF-SHA256, AES-256-GCM, base mode."""

import json
from pathlib import Path

from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey
from pyhpke.kem_key import KEMKeyPair
from pyhpke.kem_key_interface import KEMKeyInterface

from parley.record import b64u

VECTOR = json.loads((Path(__file__).parent / "vectors/hpke.json").read_text("utf-8"))
SUITE = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)


def of(name: str) -> bytes:
    return bytes.fromhex(VECTOR[name])


def key(public: str, private: str | None = None) -> KEMKeyInterface:
    jwk = {"kty": "OKP", "crv": "X25519", "x": b64u(of(public))}
    return KEMKey.from_jwk(jwk | {"d": b64u(of(private))} if private else jwk)


def test_the_sealed_bytes_are_the_rfcs() -> None:
    pair = KEMKeyPair(key("pkEm", "skEm"), key("pkEm"))
    enc, sender = SUITE.create_sender_context(key("pkRm"), info=of("info"), eks=pair)
    assert enc == of("enc")
    assert sender.seal(of("pt"), aad=of("aad")) == of("ct")


def test_the_rfcs_sealed_bytes_open() -> None:
    recipient = SUITE.create_recipient_context(of("enc"), key("pkRm", "skRm"), info=of("info"))
    assert recipient.open(of("ct"), aad=of("aad")) == of("pt")
