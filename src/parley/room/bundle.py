"""The shape of a bundle: one epoch's key, sealed to each device in the space by one of them.

The server checks this shape and the signature of the device that offers it, and cannot look inside. What the devices check is in
``rehearsal.keys`` and ``browser/src/room/keys.ts``: the same again, what opens, and every member against the roster they verified.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parley.base.outcomes import RuleError
from parley.record import canonical, epoch_key_statement, unb64u

FORMAT = "parley-bundle/1"
KEY_BYTES = 32
_SEALED_BYTES = KEY_BYTES + 16  # AES-GCM's tag
_DEVICE = re.compile(r"[0-9a-f]{64}")
_FIELDS = frozenset({"by", "epoch", "format", "members", "sealed", "signature", "space", "talks"})
_MOST_MEMBERS = 200


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose shape was checked; ``document`` is what is relayed, unchanged."""

    talks: str
    space: str
    epoch: int
    members: tuple[str, ...]  # device ids, sorted, each once
    by: str  # the device that drew it
    document: Mapping[str, object]

    @property
    def signature(self) -> bytes:
        return unb64u(str(self.document["signature"]))


def sealing_info(talks: str, space: str, epoch: int, members: tuple[str, ...]) -> bytes:
    """Return the HPKE ``info`` that ties a sealed key to its epoch and to these devices (sorted ids)."""
    return canonical({"epoch": epoch, "members": list(members), "space": space, "talks": talks})


def bundle_statement(document: Mapping[str, object]) -> bytes:
    """Return the bytes that the drawing device signs: all of the bundle except its signature."""
    return epoch_key_statement({key: value for key, value in document.items() if key != "signature"})


def bundle_body(
    talks: str,
    space: str,
    epoch: int,
    members: tuple[str, ...],
    by: str,
    sealed: Mapping[str, Mapping[str, str]],
) -> dict[str, object]:
    """Return an unsigned bundle; ``sealed`` has ``enc`` and ``key``, base64url, for every member."""
    return {
        "by": by,
        "epoch": epoch,
        "format": FORMAT,
        "members": list(members),
        "sealed": {device: dict(parts) for device, parts in sealed.items()},
        "space": space,
        "talks": talks,
    }


def parse(document: object) -> Bundle:
    """Return the bundle that ``document`` (decoded JSON) is.

    Raises: RuleError ``bundle_shape`` with the field that is not as docs/room.md has it.
    """
    if not isinstance(document, dict) or set(document) != _FIELDS or document["format"] != FORMAT:
        raise RuleError("bundle_shape", field="format")
    _check(isinstance(document["talks"], str), "talks")
    _check(isinstance(document["space"], str), "space")
    epoch = document["epoch"]
    _check(isinstance(epoch, int) and not isinstance(epoch, bool) and 0 < epoch < 2**53, "epoch")
    members = document["members"]
    _check(isinstance(members, list) and 0 < len(members) <= _MOST_MEMBERS, "members")
    _check(all(isinstance(one, str) and _DEVICE.fullmatch(one) for one in members), "members")
    _check(members == sorted(set(members)), "members")
    _check(document["by"] in members, "by")
    sealed = document["sealed"]
    _check(isinstance(sealed, dict) and set(sealed) == set(members), "sealed")
    for parts in sealed.values():
        _check(isinstance(parts, dict) and set(parts) == {"enc", "key"}, "sealed")
        _check(_length(parts["enc"]) == KEY_BYTES and _length(parts["key"]) == _SEALED_BYTES, "sealed")
    _check(_length(document["signature"]) == 64, "signature")
    return Bundle(document["talks"], document["space"], epoch, tuple(members), document["by"], document)


def _check(holds: bool, field: str) -> None:
    if not holds:
        raise RuleError("bundle_shape", field=field)


def _length(text: object) -> int:
    """Return how many bytes an unpadded base64url text stands for; -1 if it is not one."""
    if not isinstance(text, str) or len(text) > 1000:
        return -1
    try:
        return len(unb64u(text))
    except ValueError:
        return -1
