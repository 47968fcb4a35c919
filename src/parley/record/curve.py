"""Which 32 bytes are a key at all: those of a point whose order is the curve's large prime, spelled in the one way.

Libraries differ on the others. A point of small order has signatures that hold for every message, and shares a secret
that everybody knows; a second spelling of a point passes in one verifier and not in the next. Every key that a
device can draw passes: both are multiples of a base point of prime order.
Source: RFC 8032, 5.1 (edwards25519, its affine map by RFC 7748, 4.1); all integers are modulo ``P``.
"""

from functools import lru_cache

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, P) % P
_ROOT = pow(2, (P - 1) // 4, P)  # of -1
_BYTES = 32
_EIGHTH = int.from_bytes(
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
)
_OF_SMALL_ORDER = frozenset(
    {0, 1, P - 1, _EIGHTH, P - _EIGHTH}
)  # y of the eight points; the last two have order 8

Point = tuple[int, int, int, int]  # extended coordinates: x = X/Z, y = Y/Z, xy = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


@lru_cache(maxsize=1024)
def signing_key_sound(key: bytes) -> bool:
    """Return whether these bytes are an Ed25519 public key that a device can have drawn."""
    number = int.from_bytes(key, "little")
    y, odd = number & (2**255 - 1), number >> 255
    x = _x(y) if len(key) == _BYTES else None
    if x is None or (x == 0 and odd):
        return False
    return _of_prime_order(x if x & 1 == odd else P - x, y)


@lru_cache(maxsize=1024)
def opening_key_sound(key: bytes) -> bool:
    """Return whether these bytes are an X25519 public key that a device can have drawn."""
    u = int.from_bytes(key, "little")
    if len(key) != _BYTES or u >= P - 1:  # P - 1 has order 4, on the twist, and no image
        return False
    y = (u - 1) * pow(u + 1, -1, P) % P
    x = _x(y)  # none: a point of the curve's twist
    return x is not None and _of_prime_order(x, y)


def signature_sound(signature: bytes) -> bool:
    """Return whether an Ed25519 signature has a form that honest keys make: S below the order, R not of small order.

    Of a sound key and any other R, verifiers that multiply by the cofactor and those that do not say the same.
    """
    r, s = (int.from_bytes(half, "little") for half in (signature[:_BYTES], signature[_BYTES:]))
    return len(signature) == 2 * _BYTES and s < ORDER and (r & (2**255 - 1)) % P not in _OF_SMALL_ORDER


def _x(y: int) -> int | None:
    """Return one of the two x of a point with this y; None if there is no such point, or y is no remainder."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * _ROOT % P
    return x if x * x % P == square else None


def _of_prime_order(x: int, y: int) -> bool:
    point: Point = (x, y, 1, x * y % P)
    total = NEUTRAL
    for bit in f"{ORDER:b}":
        total = _sum(total, total)
        if bit == "1":
            total = _sum(total, point)
    return y != 1 and total[0] == 0 and total[1] == total[2]


def _sum(one: Point, other: Point) -> Point:
    """Return their sum; complete, so that doubling and the neutral element are no special cases (RFC 8032, 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0])
    b = (one[1] + one[0]) * (other[1] + other[0])
    c = 2 * one[3] * other[3] * _D
    d = 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
