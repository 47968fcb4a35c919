"""A small negotiation with real keys, for the tests of the record: who sits, what they do, and the folder of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.record import (
    Signer,
    Tree,
    Trust,
    add_cosignature,
    b64u,
    binding_entry,
    binding_statement,
    checkpoint_note,
    cosignature,
    cosigner_name,
    device_id,
    export_paths,
    origin,
    procedural_entry,
    read_checkpoint,
    server_id,
)

TALKS = "talks-22"
AT = "2020-03-22T07:{:02}:{:02}Z"


def key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


@dataclass(frozen=True)
class Person:
    party: str
    seat: str
    role: str
    signer: Signer
    x25519: bytes

    @property
    def device(self) -> str:
        return device_id(self.signer.public, self.x25519)

    @property
    def cosigner(self) -> str:
        return cosigner_name(TALKS, self.seat, self.device)


def person(party: str, seat: str, role: str, seed: str = "") -> Person:
    named = f"{seed or seat} keys"
    opening = X25519PrivateKey.from_private_bytes(hashlib.sha256(f"{named} x".encode()).digest())
    return Person(party, seat, role, Signer.of(key(named)), opening.public_key().public_bytes_raw())


CHAIR = person("host", "chair", "facilitator")
GOV = person("government", "gov-head", "head")
GOV_LISTS = person("government", "gov-lists", "list_officer")
TAL = person("taliban", "tal-head", "head")
PARTIES = [
    {"id": "government", "kind": "side"},
    {"id": "taliban", "kind": "side"},
    {"id": "host", "kind": "host"},
]


@dataclass
class Scene:
    """One compartment as its host would write it; every method appends one entry and returns its place."""

    compartment: str = "table"
    talks: str = TALKS
    server: Signer = field(default_factory=lambda: Signer.of(key("server")))
    entries: list[bytes] = field(default_factory=list)
    commands: int = 0

    def command(self) -> str:
        self.commands += 1
        return f"00000000-0000-4000-8000-{self.commands:012}"

    def add(self, raw: bytes) -> int:
        self.entries.append(raw)
        return len(self.entries) - 1

    def where(self, **other: Any) -> dict[str, Any]:
        seq = len(self.entries)
        return {
            "talks": self.talks,
            "compartment": self.compartment,
            "seq": seq,
            "at": AT.format(seq // 60 % 60, seq % 60),
        } | other

    def minutes(self, kind: str, body: Mapping[str, Any], by: Person | None = None, **other: Any) -> int:
        """Let the server record something procedural, naming who asked for it."""
        seat, device = (by.seat, by.device) if by else ("", "")
        fields = {
            "command": self.command() if by else "",
            "seat": seat,
            "device": device,
            "sign": self.server.sign,
        }
        return self.add(procedural_entry(kind=kind, body=body, **self.where(**(fields | other))))

    def act(self, kind: str, body: Mapping[str, Any], by: Person, **other: Any) -> int:
        """Let a device bind its party."""
        command = other.pop("command", None) or self.command()
        said = binding_statement(self.talks, self.compartment, kind, body, command, by.seat)
        fields = {"command": command, "seat": by.seat, "device": by.device, "signature": by.signer.sign(said)}
        return self.add(binding_entry(kind=kind, body=body, **self.where(**(fields | other))))

    def begin(self) -> "Scene":
        self.minutes("roster.server-key.1", {"ed25519": b64u(self.server.public)})
        return self

    def enrol(self, who: Person, **other: Any) -> int:
        body = {
            "device": who.device,
            "ed25519": b64u(who.signer.public),
            "party": who.party,
            "role": who.role,
            "seat": who.seat,
            "x25519": b64u(who.x25519),
        }
        return self.minutes("roster.device-enrolled.1", body | other)

    def vouch(self, head: Person, for_whom: Person | None = None) -> int:
        whom = for_whom or head
        return self.act("roster.device-vouched.1", {"device": whom.device, "party": head.party}, head)

    def accept(self, head: Person, *whom: Person) -> int:
        body = {"devices": [one.device for one in whom], "party": head.party}
        return self.act("roster.devices-accepted.1", body, head)

    def revoke(self, who: Person) -> int:
        return self.minutes("roster.device-revoked.1", {"device": who.device, "reason": "lost"}, CHAIR)

    def seated(self) -> "Scene":
        """Everybody enrolled, vouched for and accepted, and the session opened."""
        self.begin()
        self.minutes("talks.created.1", {"parties": PARTIES})
        for who in (CHAIR, GOV, GOV_LISTS, TAL):
            self.enrol(who)
        for who in (CHAIR, GOV, TAL):
            self.vouch(who)
        self.vouch(GOV, GOV_LISTS)
        self.accept(GOV, CHAIR, TAL)
        self.accept(TAL, CHAIR, GOV, GOV_LISTS)
        self.minutes("talks.session-opened.1", {"session": 1}, CHAIR)
        return self

    def adopt(self, by: Person, clause: str = "1", **other: Any) -> int:
        body = {"clause": clause, "digests": {"en": "aa" * 32}, "party": by.party, "version": 1}
        return self.act("text.clause-adopted.1", body, by, **other)

    def tree(self) -> Tree:
        return Tree(self.entries)

    def head(self, size: int | None = None, cosigners: Sequence[Person] = ()) -> bytes:
        """The signed head at ``size``, cosigned."""
        tree = self.tree()
        size = tree.size if size is None else size
        name = origin(self.talks, self.compartment, self.server.public)
        note = checkpoint_note(name, size, tree.root(size), self.server)
        text = read_checkpoint(note).text
        for who in cosigners:
            note = add_cosignature(note, cosignature(text, who.cosigner, 1_584_862_200, who.signer))
        return note

    def folder(self, cosigners: Sequence[Person] = (), **other: Any) -> dict[str, bytes]:
        """The exported folder, as path → bytes."""
        head = self.head(cosigners=cosigners)
        return dict(export_paths(self.talks, self.compartment, self.entries, head, **other))

    def trust(self) -> Trust:
        """What the sides wrote down when they met."""
        heads = {who.party: frozenset({who.device}) for who in (GOV, TAL)}
        return Trust(server_id(self.server.public), heads)
