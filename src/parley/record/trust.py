"""Trusted keys, which people wrote down when they met: they tell a true record from one forged as a whole."""

from dataclasses import dataclass, field

from parley.record.roster import NO_ANCHORS, Anchors

_FINGERPRINT_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Trust:
    """The server's fingerprint, and the fingerprints of each party's head's devices; what is absent is not held
    against the record.
    """

    server: str | None = None
    heads: Anchors = field(default_factory=lambda: NO_ANCHORS)


NO_TRUST = Trust()


def read_trust(text: bytes) -> Trust:
    """Return the keys in a trust file: ``server FINGERPRINT`` and ``head PARTY FINGERPRINT`` lines, ``#`` comments.

    A party may have several heads' lines, one for each device that it ever used.
    Raises: ValueError naming the first line that is neither.
    """
    server: str | None = None
    heads: dict[str, frozenset[str]] = {}
    for number, line in enumerate(text.decode("utf-8").splitlines(), 1):
        match line.split("#", 1)[0].split():
            case []:
                pass
            case ["server", fingerprint] if _is_fingerprint(fingerprint) and server is None:
                server = fingerprint
            case ["head", party, device] if _is_fingerprint(device):
                heads[party] = heads.get(party, frozenset()) | {device}
            case _:
                raise ValueError(f"line {number}: not one `server FINGERPRINT` or `head PARTY FINGERPRINT`")
    return Trust(server, heads)


def _is_fingerprint(text: str) -> bool:
    return len(text) == _FINGERPRINT_LETTERS and set(text) <= set("0123456789abcdef")
