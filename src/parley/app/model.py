"""The application's own nouns: the app with its ports, a viewer, a command, what came of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.app.ports import Blobs, Clock, Journal, ListReader, Media, Message, People
from parley.app.tables import Tables
from parley.base import By
from parley.record import Signer, canonical

HOUSE = "house"  # the talks whose journal holds the host's own acts: its facilitators, which talks were made


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in seat in one talks, and the language it reads."""

    talks: str
    by: By
    language: str = "en"

    @property
    def seat(self) -> str:
        return self.by.seat

    @property
    def party(self) -> str:
        return self.by.party


@dataclass(frozen=True, slots=True)
class Command:
    """A proposed act: its kind, its fields as JSON, the client's id, and for a binding kind the device's signature."""

    kind: str
    fields: Mapping[str, Any]
    id: str
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, in order; ``extra`` is told once to the one who asked (an invitation's link and code)."""

    entries: tuple[tuple[str, int, str], ...]  # compartment, seq, kind
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the answer that is kept under the command's id; ``extra`` is not in it."""
        keys = ("compartment", "seq", "kind")
        return canonical({"recorded": [dict(zip(keys, entry, strict=True)) for entry in self.entries]})

    @classmethod
    def from_bytes(cls, answer: bytes) -> "Recorded":
        said = json.loads(answer)["recorded"]
        return cls(tuple((one["compartment"], one["seq"], one["kind"]) for one in said))


def nobody(talks: str) -> frozenset[str]:
    """Return no seats: presence before the web has been told to say it."""
    return frozenset()


@dataclass(slots=True)
class App:
    """Everything ``perform`` and the queries need. ``listeners`` are called after commit, with talks and message."""

    journal: Journal
    blobs: Blobs
    people: People
    media: Media
    clock: Clock
    tables: Tables
    signer: Signer  # the server's key
    secret: bytes  # 32 bytes: from it come invitations' secrets and generated salts
    read_list: ListReader
    institution: str = "The host"
    present: Callable[[str], frozenset[str]] = nobody  # talks → seats present now
    listeners: list[Callable[[str, Message], None]] = field(default_factory=list)
    owing: bool = True  # the outbox may hold something to do: perhaps of a process that died
    parsed: dict[tuple[str, str, str], Any] = field(
        default_factory=dict
    )  # (talks, digest, as what), until erased
    unreadable: dict[bytes, str] = field(default_factory=dict)  # SHA-256 of a file that was brought → why not
    brought: dict[tuple[str, str], str] = field(
        default_factory=dict
    )  # (talks, whose list) → digest of the last

    def forget(self, talks: str, digest: str) -> None:
        """Drop what is kept in memory of a content that was erased."""
        for key in [key for key in self.parsed if key[:2] == (talks, digest)]:
            del self.parsed[key]
