"""What the roster is folded from: the kinds of entries, the shapes of their bodies, and a device."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from parley.record.canonical import KEY_BYTES, unb64u
from parley.record.entries import Entry

TALKS_CREATED = "talks.created.1"
SESSION_OPENED = "talks.session-opened.1"
SERVER_KEY = "roster.server-key.1"
ENROLLED = "roster.device-enrolled.1"
VOUCHED = "roster.device-vouched.1"
CLAIMED = "roster.head-claimed.1"
ACCEPTED = "roster.devices-accepted.1"
REVOKED_BEFORE = "roster.device-revoked.1"
REVOKED = "roster.device-revoked.2"
DEPUTY_NAMED = "roster.deputy-named.1"
PAPER_MADE = "roster.paper-key-made.1"
DEPUTY_VOUCHED = "roster.deputy-vouched.1"
PAPER_VOUCHED = "roster.paper-vouched.1"
SUSPENDED = "roster.device-suspended.1"
SUSPENSION_ENDED = "roster.suspension-ended.1"

FOLDED = frozenset(
    {
        TALKS_CREATED, SESSION_OPENED, SERVER_KEY, ENROLLED, VOUCHED, CLAIMED, ACCEPTED, REVOKED_BEFORE, REVOKED, SUSPENDED,
        SUSPENSION_ENDED, DEPUTY_NAMED, PAPER_MADE, DEPUTY_VOUCHED, PAPER_VOUCHED,
    }
)  # fmt: skip


TEXTS = {  # kinds whose body is these texts exactly, none empty
    VOUCHED: {"device", "party"},
    CLAIMED: {"device", "party"},
    REVOKED_BEFORE: {"device", "reason"},
    REVOKED: {"device", "reason", "seat"},
    DEPUTY_NAMED: {"deputy", "party"},
    PAPER_MADE: {"ed25519", "party"},
    DEPUTY_VOUCHED: {"device", "party"},
    PAPER_VOUCHED: {"device", "key", "party", "proof"},
    SUSPENSION_ENDED: {"device", "seat"},
}

CLAIM_WAITS = timedelta(hours=24)  # in which the earlier device can object, by revoking the one that claims
HEADS = {"side": ("head",), "host": ("head", "facilitator"), "neutral": ("head", "facilitator")}


@dataclass(frozen=True, slots=True)
class Device:
    """One browser's keys, and how far its way onto the roster has come."""

    id: str
    ed25519: bytes
    x25519: bytes
    party: str
    seat: str
    role: str
    vouched: bool = False
    accepted: frozenset[str] = frozenset()  # sides that accepted it
    revoked: str | None = None  # when, by the server's clock
    renewed: bool = (
        False  # it vouched for itself as a head after an earlier one: no earlier device vouches for it
    )
    claimed: str | None = (
        None  # when it claimed its seat while another spoke: until all accept it, it speaks for nobody
    )
    recovered: str = ""  # a head's next, for which its "deputy" vouches or its "paper" key: for nobody either, until all accept
    by_word: bool = False  # it was revoked by another party, or on the server's word alone


def key_of(text: Any) -> bytes | None:
    try:
        return unb64u(text, KEY_BYTES) if isinstance(text, str) else None
    except ValueError:
        return None


def too_soon(device: Device, at: str) -> bool:
    if device.claimed is None:
        return False
    return datetime.fromisoformat(at) < datetime.fromisoformat(device.claimed) + CLAIM_WAITS


def binds_a_side(entry: Entry) -> bool:
    """Return whether an act is more than a party's putting its own devices in order, which a suspended side does, too."""
    return entry.binding and (not entry.kind.startswith("roster.") or entry.kind == ACCEPTED)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def is_party(value: Any) -> bool:
    if not isinstance(value, dict) or not is_text(value.get("id")):
        return False
    return isinstance(value.get("kind"), str) and value["kind"] in HEADS


def is_shaped(entry: Entry) -> bool:
    """Return whether an entry of TEXTS has these texts and nothing else."""
    return set(entry.body) == TEXTS[entry.kind] and all(map(is_text, entry.body.values()))
