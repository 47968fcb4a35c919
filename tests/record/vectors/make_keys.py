"""Write keys.json, the edge cases of keys and signatures on which both verifiers must say the same: python -m tests.record.vectors.make_keys."""

import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.record import b64u
from parley.record.curve import NEUTRAL, ORDER, P, Point, _sum, _x

FILE = Path(__file__).with_name("keys.json")
SEED = hashlib.sha256(b"vectors of keys").digest()
MESSAGE = b"adopted"
EIGHTH = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
OTHER_EIGHTH = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"


def little(number: int) -> bytes:
    return number.to_bytes(32, "little")


def signed(y: int, odd: int = 1) -> bytes:
    return little(y | odd << 255)


SMALL = {  # the eight points, each as RFC 8032 spells it
    "order 1": little(1),
    "order 2": little(P - 1),
    "order 4": little(0),
    "order 4, odd": signed(0),
    "order 8, first": bytes.fromhex(EIGHTH),
    "order 8, first, odd": signed(int.from_bytes(bytes.fromhex(EIGHTH), "little")),
    "order 8, second": bytes.fromhex(OTHER_EIGHTH),
    "order 8, second, odd": signed(int.from_bytes(bytes.fromhex(OTHER_EIGHTH), "little")),
}
SPELLED_AGAIN = {
    "order 1, x of 0 called odd": signed(1),
    "order 2, x of 0 called odd": signed(P - 1),
    "order 1, y beyond P": little(P + 1),
    "order 1, y beyond P, odd": signed(P + 1),
    "order 4, y beyond P": little(P),
    "order 4, y beyond P, odd": signed(P),
}
LOW = {
    "zero": 0,
    "one": 1,
    "order 8, first": 325606250916557431795983626356110631294008115727848805560023387167927233504,
    "order 8, second": 39382357235489614581723060781553021112529911719440698176882885853963445705823,
    "P - 1": P - 1,
    "P": P,
    "P + 1": P + 1,
}


def encoded(point: Point) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return little(y | (x & 1) << 255)


def decoded(key: bytes) -> Point:
    number = int.from_bytes(key, "little")
    y, odd = number & (2**255 - 1), number >> 255
    x = _x(y)
    assert x is not None
    x = x if x & 1 == odd else P - x
    return x, y, 1, x * y % P


def montgomery(key: bytes) -> bytes:
    y = int.from_bytes(key, "little") & (2**255 - 1)
    return little((1 + y) * pow(1 - y, -1, P) % P)


BASE = decoded(little(4 * pow(5, -1, P) % P))


def scalar() -> int:
    low = int.from_bytes(hashlib.sha512(SEED).digest()[:32], "little")
    return (low & ~7 & (2**255 - 1)) | 2**254


def challenge(r: bytes, key: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + key + MESSAGE).digest(), "little") % ORDER


def keys() -> dict[str, Any]:
    drawn = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    opening = X25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    mixed = encoded(_sum(decoded(drawn), decoded(SMALL["order 8, first"])))
    off = next(little(y) for y in range(2, 99) if _x(y) is None)
    twist = next(u for u in range(2, 99) if _x((u - 1) * pow(u + 1, -1, P) % P) is None)
    signing = {"drawn": (drawn, True), "the base point": (encoded(BASE), True)}
    bad = SMALL | SPELLED_AGAIN | {
        "of mixed order": mixed,
        "not on the curve": off,
        "y beyond P": little(P + 18),
        "too short": drawn[:31],
        "too long": drawn + b"\0",
        "none": b"",
    }  # fmt: skip
    sealing = {"drawn": (opening, True), "the base point": (little(9), True)}
    low = {f"{name}{high}": little(u | bit << 255) for name, u in LOW.items() for bit, high in ((0, ""), (1, ", high bit"))}  # fmt: skip
    low |= {
        "on the twist": little(twist),
        "of mixed order": montgomery(mixed),
        "drawn, high bit": little(int.from_bytes(opening, "little") | 1 << 255),
        "the base point, spelled beyond P": little(P + 9),
        "too short": opening[:31],
        "none": b"",
    }
    return {
        "signing": _listed(signing | {name: (key, False) for name, key in bad.items()}),
        "opening": _listed(sealing | {name: (key, False) for name, key in low.items()}),
    }


def by_a_key_of_mixed_order() -> tuple[bytes, bytes]:
    """Return such a key and a signature that holds by it, in verifiers that look at the equation alone."""
    drawn = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    mixed = encoded(_sum(decoded(drawn), decoded(SMALL["order 8, first"])))
    for nonce in range(1, 1000):  # until the part of small order falls out: one in eight
        r = encoded(times(nonce, BASE))
        if challenge(r, mixed) % 8 == 0:
            return mixed, r + little((nonce + challenge(r, mixed) * scalar()) % ORDER)
    raise AssertionError


def times(factor: int, point: Point) -> Point:
    total = NEUTRAL
    for _ in range(factor):
        total = _sum(total, point)
    return total


def _listed(cases: dict[str, tuple[bytes, bool]]) -> list[dict[str, Any]]:
    return [{"name": name, "key": b64u(key), "sound": sound} for name, (key, sound) in cases.items()]


def signatures() -> list[dict[str, Any]]:
    signer = Ed25519PrivateKey.from_private_bytes(SEED)
    key, good = signer.public_key().public_bytes_raw(), signer.sign(MESSAGE)
    s = int.from_bytes(good[32:], "little")
    cases = {
        "honest": (key, good, True),
        "S beyond the order": (key, good[:32] + little(s + ORDER), False),
        "S of the order": (key, good[:32] + little(ORDER), False),
        "zeros": (key, bytes(64), False),
        "cut short": (key, good[:63], False),
        "with more": (key, good + b"\0", False),
        "constant, by the key of order 1": (SMALL["order 1"], SMALL["order 1"] + bytes(32), False),
        "by a key of mixed order, where the equation holds": (*by_a_key_of_mixed_order(), False),
        "constant, by a key spelled again": (signed(1), SMALL["order 1"] + bytes(32), False),
    }
    for name, r in SMALL.items():  # what would hold with the cofactor multiplied in, and once without
        made = challenge(r, key) * scalar() % ORDER
        cases[f"R of small order: {name}"] = (key, r + little(made), False)
    return [
        {"name": name, "key": b64u(public), "signature": b64u(signature), "message": b64u(MESSAGE), "holds": holds}
        for name, (public, signature, holds) in cases.items()
    ]  # fmt: skip


def spelled() -> str:
    about = "made by python -m tests.record.vectors.make_keys; docs/record-format.md, section 2"
    return json.dumps({"about": about, **keys(), "signatures": signatures()}, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(spelled(), "utf-8")
