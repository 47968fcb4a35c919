"""What a key signs. Each use begins with a line of its own, so that no signature can be taken for another's."""

from collections.abc import Mapping
from typing import Any

from parley.record.canonical import Json, b64u, canonical

BINDING = b"parley-act/1 binding\n"
PROCEDURAL = b"parley-act/1 procedural\n"
SIGN_IN = b"parley-sign-in/1\n"
ENROLMENT = b"parley-enrolment/1\n"
EPOCH_KEY = b"parley-epoch-key/1\n"
PAPER_KEY = b"parley-paper-key/1\n"
CHAT = b"parley-chat/1\n"  # made and checked on devices alone: browser/src/room/chat.ts
COSIGNATURE = b"cosignature/v1\n"  # C2SP tlog-cosignature

CONTEXTS = (BINDING, PROCEDURAL, SIGN_IN, ENROLMENT, EPOCH_KEY, PAPER_KEY, CHAT, COSIGNATURE)


def binding_statement(
    talks: str, compartment: str, kind: str, body: Mapping[str, Json], command: str, seat: str
) -> bytes:
    """Return what a device signs to bind its party. Place and time in the record are the server's to give."""
    said: dict[str, Json] = {
        "body": body,
        "command": command,
        "compartment": compartment,
        "kind": kind,
        "seat": seat,
        "talks": talks,
    }
    return BINDING + canonical(said)


def procedural_statement(entry_without_signature: Mapping[str, Json]) -> bytes:
    """Return what the server signs: the whole entry, its place and its time included."""
    return PROCEDURAL + canonical(entry_without_signature)


def sign_in_statement(challenge: bytes, device: str, origin: str, seat: str, talks: str) -> bytes:
    """Return what a device signs to sign in. ``origin`` is the page's, so another site's challenge is no use."""
    return SIGN_IN + canonical(
        {"challenge": b64u(challenge), "device": device, "origin": origin, "seat": seat, "talks": talks}
    )


def enrolment_statement(device: str, invitation: str, seat: str, talks: str) -> bytes:
    """Return what a new device signs to show that it holds the key it enrols; ``invitation`` is the number."""
    return ENROLMENT + canonical({"device": device, "invitation": invitation, "seat": seat, "talks": talks})


def epoch_key_statement(bundle_without_signature: Mapping[str, Any]) -> bytes:
    """Return what a device signs over the sealed keys of a room's epoch."""
    return EPOCH_KEY + canonical(bundle_without_signature)


def paper_key_statement(device: str, party: str, seat: str, talks: str) -> bytes:
    """Return what a key on paper signs, once, over the next device of the head that made it."""
    return PAPER_KEY + canonical({"device": device, "party": party, "seat": seat, "talks": talks})
