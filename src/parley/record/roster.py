"""The roster: which devices sit for whom, folded from signed entries alone.

A device is **admitted** when it was enrolled, its party's head vouched for it, every other side's head accepted
it, and nobody revoked it. The host enrols; it can neither vouch for a side nor accept for one. Only the device's own seat
and its party's head revoke it; before `roster.device-revoked.2` the host could, and each time that it did is noted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from parley.record.canonical import device_id
from parley.record.curve import opening_key_sound, signing_key_sound
from parley.record.devices import (
    ACCEPTED,
    CLAIMED,
    DEPUTY_NAMED,
    DEPUTY_VOUCHED,
    ENROLLED,
    FOLDED,
    HEADS,
    PAPER_MADE,
    PAPER_VOUCHED,
    REVOKED,
    REVOKED_BEFORE,
    SERVER_KEY,
    SESSION_OPENED,
    SUSPENDED,
    SUSPENSION_ENDED,
    TALKS_CREATED,
    TEXTS,
    VOUCHED,
    Device,
    binds_a_side,
    is_party,
    is_shaped,
    is_text,
    key_of,
    too_soon,
)  # fmt: skip
from parley.record.entries import Entry
from parley.record.recovery import Recovery
from parley.record.report import Gap
from parley.record.statements import paper_key_statement
from parley.record.suspension import Suspensions

Anchors = Mapping[str, frozenset[str]]  # party → its head's device ids, as that party wrote them down
NO_ANCHORS: Anchors = MappingProxyType({})

SIDES = 2  # at least, at a table; before it is made there is a house, with one party


class Roster:
    """The fold. ``apply`` takes entries in order; what it refuses changes nothing and comes back as a code.

    ``anchors`` pins the heads of the parties it names: no other device can vouch for itself there.
    """

    def __init__(self, anchors: Anchors = NO_ANCHORS) -> None:
        self.server: bytes | None = None
        self.parties: dict[str, str] = {"host": "host"}  # id → kind, until the talks are created
        self.devices: dict[str, Device] = {}
        self.opened: str | None = None  # when the first session was
        self.complete = False  # it ends where another compartment is being read: compare times, not places
        self.recovery = Recovery()
        self.suspensions = Suspensions()
        self._created = False
        self._sides: tuple[str, ...] = ()
        self._anchors = anchors

    def admitted(self, device: str) -> bool:
        """Return whether this device may act in a session."""
        known = self.devices.get(device)
        return known is not None and known.revoked is None and self.accepted(known)

    def accepted(self, device: Device) -> bool:
        """Return whether this device is admitted, or was until it was revoked."""
        if not device.vouched:
            return False
        if self._created and len(self._sides) < SIDES:
            return False  # no table: nobody else would have had to accept it
        return all(side in device.accepted for side in self.sides() if side != device.party)

    def changes(self) -> Iterator[Gap]:
        """Yield what no device shows of who speaks for whom: heads that changed, devices that their side did not revoke."""
        for device in self.devices.values():
            if device.renewed:
                yield Gap("head_renewed", f"{device.party} {device.id}")
            if device.recovered:
                yield Gap("head_recovered", f"{device.party} {device.id} ({device.recovered})")
            if device.by_word:
                yield Gap("revoked_by_word", f"{device.party} {device.id}")
        for one in self.suspensions:
            yield Gap("suspended", f"{one.party} {one.device}, {one.began} to {one.until}")

    def sides(self) -> tuple[str, ...]:
        """Return the parties that must accept each other's devices."""
        return self._sides

    def heads(self, party: str) -> tuple[Device, ...]:
        """Return the devices that speak for a party: vouched for, not revoked, in a head's role."""
        return tuple(
            device for device in self.devices.values() if device.party == party and self._is_head(device)
        )

    def key(self, entry: Entry) -> bytes | None:
        """Return the Ed25519 key that must have signed ``entry``; None if the roster does not know it."""
        if entry.binding:
            device = self.devices.get(entry.device)
            return device.ed25519 if device else None
        if self.server is None and entry.kind == SERVER_KEY and entry.seq == 0:
            return key_of(entry.body.get("ed25519"))
        return self.server

    def fault(self, entry: Entry) -> str | None:
        """Return why the device that ``entry`` names may not have done this here, None if it may."""
        device = self.devices.get(entry.device)
        if device is None:
            if entry.binding:
                return "signer_unknown"
        elif device.seat != entry.seat:
            return "wrong_seat"
        elif self._after(device.revoked, entry):
            return "signer_revoked"
        elif void := self.suspensions.fault(
            device.id, device.party, entry, binds=binds_a_side(entry), elsewhere=self.complete
        ):
            return void
        if entry.device and not entry.kind.startswith("roster.") and self._after(self.opened, entry):
            admitted = self.admitted(entry.device)
            early = device is not None and device.revoked is not None  # revoked later, in another compartment
            return None if admitted or early else "not_on_roster"
        return None

    def apply(self, entry: Entry) -> str | None:
        """Fold one entry whose signature holds; return a fault's code if it is void, and then nothing changed."""
        if entry.kind not in FOLDED:
            return None
        if entry.kind in TEXTS and not is_shaped(entry):
            return "roster_body"
        step = {
            SERVER_KEY: self._server_key,
            TALKS_CREATED: self._talks_created,
            SESSION_OPENED: self._session_opened,
            ENROLLED: self._enrolled,
            VOUCHED: self._vouched,
            CLAIMED: self._claimed,
            ACCEPTED: self._accepted,
            REVOKED_BEFORE: self._revoked_before,
            REVOKED: self._revoked,
            DEPUTY_NAMED: self._deputy_named,
            PAPER_MADE: self._paper_made,
            DEPUTY_VOUCHED: self._deputy_vouched,
            PAPER_VOUCHED: self._paper_vouched,
            SUSPENDED: self._suspended,
            SUSPENSION_ENDED: self._suspension_ended,
        }[entry.kind]
        return step(entry)

    def _after(self, moment: str | None, entry: Entry) -> bool:
        # Of two entries in one second, in two compartments, nobody can say which came first: neither is held against the other.
        return moment is not None and (not self.complete or entry.at > moment)

    def _is_head(self, device: Device) -> bool:
        stands = device.vouched and device.revoked is None and self.has_head_role(device)
        own = device.claimed is None and not device.recovered
        return stands and (own or self.accepted(device))

    def has_head_role(self, device: Device) -> bool:
        """Return whether this device's role is one that speaks for its party."""
        return device.role in HEADS.get(self.parties.get(device.party, ""), ())

    def _server_key(self, entry: Entry) -> str | None:
        key = key_of(entry.body.get("ed25519"))
        if key is None or set(entry.body) != {"ed25519"}:
            return "roster_body"
        if self.server is not None or entry.seq != 0:
            return "server_key_again"
        self.server = key
        return None

    def _talks_created(self, entry: Entry) -> str | None:
        if self._created:
            return "talks_again"
        parties = entry.body.get("parties")
        if not isinstance(parties, list) or not all(map(is_party, parties)):
            return "roster_body"
        kinds = {party["id"]: party["kind"] for party in parties}
        if len(kinds) < len(parties):
            return "roster_body"  # a party that is a side here and a host there
        self.parties = kinds
        self._sides = tuple(party for party, kind in kinds.items() if kind == "side")
        self._created = True
        return None

    def _session_opened(self, entry: Entry) -> str | None:
        self.opened = self.opened or entry.at
        return None

    def _enrolled(self, entry: Entry) -> str | None:
        body = entry.body
        ed25519, x25519 = key_of(body.get("ed25519")), key_of(body.get("x25519"))
        texts = [body.get(name) for name in ("device", "party", "role", "seat")]
        if ed25519 is None or x25519 is None or len(body) != 6 or not all(map(is_text, texts)):
            return "roster_body"
        if device_id(ed25519, x25519) != body["device"]:
            return "device_false"
        if not (signing_key_sound(ed25519) and opening_key_sound(x25519)):
            return "key_weak"
        if body["device"] in self.devices:
            return "device_again"
        if body["party"] not in self.parties:
            return "party_unknown"
        self.devices[body["device"]] = Device(
            body["device"], ed25519, x25519, body["party"], body["seat"], body["role"]
        )
        return None

    def _vouched(self, entry: Entry) -> str | None:
        signer = self.devices.get(entry.device) if entry.binding else None
        device = self.devices.get(entry.body["device"])
        if signer is None or device is None or {signer.party, device.party} != {entry.body["party"]}:
            return "vouch_void"
        if not self._is_head(signer):
            if device is not signer:
                return "vouch_void"
            if (void := self._first_head(signer)) is not None:
                return void
        if device.revoked is not None:
            return "vouch_void"
        if device is signer and device.vouched:
            return None  # what it said of itself before stands
        renewed = device is signer and self._had_head(device)
        self.devices[device.id] = replace(device, vouched=True, renewed=renewed, claimed=None, recovered="")
        return None

    def _claimed(self, entry: Entry) -> str | None:
        device = self.devices.get(entry.device) if entry.binding else None
        if device is None or (device.id, device.party) != (entry.body["device"], entry.body["party"]):
            return "vouch_void"
        if device.vouched or device.revoked is not None or not self.has_head_role(device):
            return "vouch_void"
        if device.id not in self._anchors.get(device.party, (device.id,)):
            return "head_untrusted"
        self.devices[device.id] = replace(device, vouched=True, renewed=True, claimed=entry.at)
        return None

    def _had_head(self, device: Device) -> bool:
        """Return whether another device spoke for this one's party before."""
        others = (one for one in self.devices.values() if one.party == device.party and one.id != device.id)
        return any(one.vouched and self.has_head_role(one) for one in others)

    def _first_head(self, device: Device) -> str | None:
        """Return why a head may not vouch for itself: it is none, another one stands, or it is not the one pinned."""
        if self.heads(device.party) or not self.has_head_role(device):
            return "vouch_void"
        pinned = self._anchors.get(device.party)
        return None if pinned is None or device.id in pinned else "head_untrusted"

    def _accepted(self, entry: Entry) -> str | None:
        named, party = entry.body.get("devices"), entry.body.get("party")
        if len(entry.body) != 2 or not isinstance(named, list) or not all(map(is_text, (*named, party))):
            return "roster_body"
        signer = self.devices.get(entry.device) if entry.binding else None
        if signer is None or party not in self.sides() or signer not in self.heads(str(party)):
            return "acceptance_void"
        devices = [device for device in map(self.devices.get, named) if device is not None]
        vouched = [device for device in devices if device.vouched and device.revoked is None]
        if len(vouched) < len(named) or any(too_soon(device, entry.at) for device in vouched):
            return "acceptance_void"  # what its own head has not vouched for cannot be accepted
        for device in vouched:
            self.devices[device.id] = replace(device, accepted=device.accepted | {str(party)})
        return None

    def _revoked(self, entry: Entry) -> str | None:
        device, signer = self.devices.get(str(entry.body.get("device"))), self.devices.get(entry.device)
        if device is None or signer is None or not entry.binding or device.seat != entry.body["seat"]:
            return "revocation_void"
        if signer.seat != device.seat and signer not in self.heads(device.party):
            return "revocation_void"
        if not self.admitted(signer.id):
            return "revocation_void"  # what nobody has accepted yet shuts nobody out
        if device.revoked is None:
            self.devices[device.id] = replace(device, revoked=entry.at)
        return None

    def _head(self, entry: Entry, party: str) -> Device | None:
        """Return the device that signed, if it is an admitted head of this party."""
        signer = self.devices.get(entry.device) if entry.binding else None
        known = signer is not None and signer in self.heads(party) and self.admitted(signer.id)
        return signer if known else None

    def _deputy_named(self, entry: Entry) -> str | None:
        head, deputy = self._head(entry, entry.body["party"]), self.devices.get(entry.body["deputy"])
        if head is None or deputy is None or deputy.party != head.party or deputy.seat == head.seat:
            return "recovery_void"
        if not self.admitted(deputy.id):
            return "recovery_void"
        self.recovery.name(head.seat, deputy.id)
        return None

    def _paper_made(self, entry: Entry) -> str | None:
        head = self._head(entry, entry.body["party"])
        made = head is not None and self.recovery.make(head.seat, entry.body["ed25519"])
        return None if made else "recovery_void"

    def _heads_next(self, entry: Entry) -> Device | None:
        """Return the device that is to take a head's place, if it is one that nobody vouches for so far, or not all accept."""
        device = self.devices.get(entry.body["device"])
        if (
            not entry.binding
            or device is None
            or device.revoked is not None
            or not self.has_head_role(device)
        ):
            return None
        pending = not device.vouched or not self._is_head(device)
        return device if pending and device.party == entry.body["party"] else None

    def _deputy_vouched(self, entry: Entry) -> str | None:
        device = self._heads_next(entry)
        if device is None or not self.recovery.is_deputy(device.seat, entry.device):
            return "vouch_void"  # it was admitted when it was named: only a revocation takes that back
        self._recovered(device, "deputy")
        return None

    def _paper_vouched(self, entry: Entry) -> str | None:
        body = entry.body
        device = self._heads_next(entry)
        if device is None or device.id != entry.device:
            return "vouch_void"
        said = paper_key_statement(device.id, device.party, device.seat, entry.talks)
        if not self.recovery.spend(device.seat, body["key"], body["proof"], said):
            return "vouch_void"
        self._recovered(device, "paper")
        return None

    def _recovered(self, device: Device, how: str) -> None:
        self.devices[device.id] = replace(device, vouched=True, renewed=False, claimed=None, recovered=how)

    def _by_host(self, entry: Entry) -> bool:
        signer = self.devices.get(entry.device)
        if signer is None or not entry.binding or self.parties.get(signer.party) != "host":
            return False
        return signer in self.heads(signer.party) and self.admitted(signer.id)

    def _suspended(self, entry: Entry) -> str | None:
        device, hours = self.devices.get(str(entry.body.get("device"))), entry.body.get("hours")
        texts = [entry.body.get(name) for name in ("device", "seat")]
        if len(entry.body) != 3 or type(hours) is not int or not all(map(is_text, texts)):
            return "roster_body"
        if device is None or device.seat != entry.body["seat"] or not self.admitted(device.id):
            return "suspension_void"
        if not self._by_host(entry) or device.party not in self._sides:
            return "suspension_void"
        begun = self.suspensions.begin(device.id, device.party, hours, entry.at)
        return None if begun else "suspension_void"

    def _suspension_ended(self, entry: Entry) -> str | None:
        device = self.devices.get(str(entry.body.get("device")))
        if device is None or device.seat != entry.body["seat"] or not self._by_host(entry):
            return "suspension_void"
        return None if self.suspensions.end(device.id, entry.at) else "suspension_void"

    def _revoked_before(self, entry: Entry) -> str | None:
        device = self.devices.get(str(entry.body.get("device")))
        signer = self.devices.get(entry.device)
        own = signer is not None and device is not None and signer.party in (device.party, "host")
        if device is None or (entry.binding and not own):
            return "revocation_void"
        if device.revoked is None:
            own_word = entry.binding and signer is not None and signer.party == device.party
            self.devices[device.id] = replace(device, revoked=entry.at, by_word=not own_word)
        return None
