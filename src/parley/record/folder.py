"""One compartment's folder, read once from end to end: every file and every signature is checked.

It never raises on what it reads: damage comes back as faults, each with what, where, found and expected. What
is left to compare at the end (heads, keys, evidence) is ``verify``'s.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.record import notes
from parley.record.canonical import SALT_BYTES, content_digest
from parley.record.devices import SERVER_KEY
from parley.record.entries import Entry, EntryError, read_entry
from parley.record.report import LISTED, Erased, Report
from parley.record.roster import Roster
from parley.record.tree import EMPTY_ROOT, HASH_BYTES, TILE_WIDTH, Stream, leaf_hash, tile_path

Read = Callable[[str], bytes | None]  # path in the folder → its bytes; None if there is no such file

FORMAT = "parley-record/1"
ERASED = "content.erased.1"
MAX_HEADS = 1_000  # older heads that a folder may bring along
_MANY = 4_096  # digests remembered as looked up

_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Acts:
    """Which binding acts there were, 24 bytes each: enough to find one that was replayed."""

    _MARK, _INDEX = 16, 8

    def __init__(self) -> None:
        self._shelves = [bytearray() for _ in range(256)]

    def add(self, entry: Entry, index: int) -> None:
        mark = hashlib.sha256(f"{entry.device}/{entry.command}".encode()).digest()[: self._MARK]
        self._shelves[mark[0]] += mark + index.to_bytes(self._INDEX, "big")

    def replayed(self) -> Iterator[tuple[int, int]]:
        """Yield (index, index of the first) of each act whose device had said the same command before."""
        for shelf in self._shelves:
            first: dict[bytes, int] = {}
            for at in range(0, len(shelf), self._MARK + self._INDEX):
                mark = bytes(shelf[at : at + self._MARK])
                index = int.from_bytes(shelf[at + self._MARK : at + self._MARK + self._INDEX], "big")
                if first.setdefault(mark, index) != index:
                    yield index, first[mark]


def digests(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield the content digests that an act's body names, under ``digest`` or ``digests``."""
    named = body.get("digests")
    several = named.values() if isinstance(named, dict) else named if isinstance(named, list) else ()
    for value in (body.get("digest"), *several):
        if isinstance(value, str) and _DIGEST.fullmatch(value):
            yield value


@dataclass
class Folder:
    """One compartment's files, walked once; ``prefix`` says where they lie, for the report."""

    read: Read
    report: Report
    roster: Roster
    prefix: str
    talks: str = ""
    compartment: str = ""
    heads: dict[str, notes.Checkpoint] = field(default_factory=dict)  # by path; the checkpoint among them
    roots: dict[int, bytes] = field(default_factory=dict)  # by size, for those sizes that some head names
    stream: Stream = field(default_factory=Stream)
    whole: bool = True  # every leaf so far is known
    offset: int = 0  # how far entries' own numbers run ahead of their places
    acts: Acts = field(default_factory=Acts)
    looked_up: set[str] = field(default_factory=set)
    absent: int = 0  # contents named and not here

    def add(self, code: str, where: str, found: object = "", expected: object = "") -> None:
        self.report.add(code, self.prefix + where, found, expected)

    def root(self, size: int) -> bytes | None:
        """Return the root over the first ``size`` entries; None if it was not wanted, or not all were there."""
        return EMPTY_ROOT if size == 0 else self.roots.get(size)

    def walk(self, sizes: Sequence[int] = ()) -> None:
        """Read the heads, then every entry, keeping the roots at ``sizes`` and at those of the folder's heads."""
        for path in ("checkpoint", *self._names()):
            self._head(path)
        checkpoint = self.heads.get("checkpoint")
        if checkpoint and not self.talks:  # talks.json is damaged; the origin says it too
            _, self.talks, self.compartment, *_ = [*checkpoint.origin.split("/"), "", "", ""]
        self.report.talks, self.report.compartment = self.talks, self.compartment
        if checkpoint is None:
            return
        wanted = {*sizes, *(head.size for head in self.heads.values())}
        self.report.size, self.report.root = checkpoint.size, checkpoint.root.hex()
        for start in range(0, checkpoint.size, TILE_WIDTH):
            if not self._bundle(start, min(TILE_WIDTH, checkpoint.size - start), wanted):
                self.add("entries_missing", f"entry {start}", start, checkpoint.size)
                self.whole = False
                break
        for level, index, tile in self.stream.unfinished() if self.whole else ():
            self._tile(level, index, tile)

    def _names(self) -> list[str]:
        """Read talks.json; return the paths of the older heads that it lists."""
        raw = self.read("talks.json")
        try:
            value = json.loads((raw or b"").decode("utf-8"))
            form, heads = value["format"], value["heads"]
            self.talks, self.compartment = value["talks"], value["compartment"]
            good = form == FORMAT and all(type(size) is int and size >= 0 for size in heads[:MAX_HEADS])
            if not good or not (_SLUG.fullmatch(self.talks) and _SLUG.fullmatch(self.compartment)):
                raise ValueError
        except (ValueError, TypeError, KeyError, RecursionError):
            self.talks = self.compartment = ""
            self.add("file_missing" if raw is None else "file_malformed", "talks.json")
            return []
        return [f"head/{size}" for size in heads[:MAX_HEADS]]

    def _head(self, path: str) -> None:
        note = self.read(path)
        if note is None:
            self.add("file_missing", path)
            return
        try:
            self.heads[path] = notes.read_checkpoint(note)
        except notes.NoteError as error:
            self.add("file_malformed", path, error)

    def _bundle(self, start: int, width: int, wanted: set[int]) -> bool:
        """Read one bundle of entries and its tile; False if there is neither."""
        index = start // TILE_WIDTH
        path, tile_at = tile_path("entries", index, width), tile_path(0, index, width)
        bundle, tile = self.read(path), self.read(tile_at)
        for name, data in ((path, bundle), (tile_at, tile)):
            if data is None:
                self.add("file_missing", name)
        if tile is not None and len(tile) != width * HASH_BYTES:
            self.add("file_malformed", tile_at, f"{len(tile)} bytes", f"{width * HASH_BYTES} bytes")
            tile = None
        if bundle is None and tile is None:
            return False
        entries = [] if bundle is None else self._entries(bundle, path, width)
        for place in range(width):
            raw = entries[place] if place < len(entries) else None
            known = tile[place * HASH_BYTES : (place + 1) * HASH_BYTES] if tile else None
            self._leaf(start + place, raw, known, wanted)
        return True

    def _entries(self, bundle: bytes, path: str, width: int) -> list[bytes]:
        entries: list[bytes] = []
        at = 0
        while at + 2 <= len(bundle) and len(entries) < width:
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            if end > len(bundle):
                break
            entries.append(bundle[at + 2 : end])
            at = end
        if len(entries) < width:
            self.add("entries_missing", path, f"{len(entries)} whole entries", f"{width} entries")
        elif at < len(bundle):
            self.add("entries_surplus", path, f"{len(bundle) - at} more bytes", f"{width} entries")
        return entries

    def _leaf(self, index: int, raw: bytes | None, known: bytes | None, wanted: set[int]) -> None:
        hashed = known if raw is None else leaf_hash(raw)
        self.whole = self.whole and hashed is not None
        if hashed and known and hashed != known:
            self.add("entry_changed", f"entry {index}", hashed.hex(), known.hex())
        if hashed and self.whole:
            for level, place, tile in self.stream.append_hash(hashed):
                self._tile(level, place, tile)
            if self.stream.size in wanted:
                self.roots[self.stream.size] = self.stream.root()
        if raw is not None:
            self._entry(index, raw)

    def _tile(self, level: int, index: int, tile: bytes) -> None:
        if level == 0:
            return  # compared hash by hash, beside the entries
        path = tile_path(level, index, len(tile) // HASH_BYTES)
        found = self.read(path)
        if found is None:
            self.add("file_missing", path)
        elif found != tile:
            self.add(
                "tile_changed", path, hashlib.sha256(found).hexdigest(), hashlib.sha256(tile).hexdigest()
            )

    def _entry(self, index: int, raw: bytes) -> None:
        where = f"entry {index}"
        try:
            entry = read_entry(raw)
        except EntryError as error:
            self.add("entry_malformed", where, error)
            return
        if entry.seq - index != self.offset:
            self.add("entry_misplaced", where, f"seq {entry.seq}", f"seq {index + self.offset}")
            self.offset = entry.seq - index
        if (entry.talks, entry.compartment) != (self.talks, self.compartment):
            there = f"{entry.talks}/{entry.compartment}"
            self.add("wrong_compartment", where, there, f"{self.talks}/{self.compartment}")
            return
        self.report.count(index, entry.at, binding=entry.binding)
        if entry.binding:
            self.acts.add(entry, index)
        key = self.roster.key(entry)
        if key is not None and not notes.signature_holds(key, entry.signature, entry.statement):
            self.add("signature_false", where, entry.kind, entry.device if entry.binding else "server")
            return
        fault = self.roster.fault(entry) or self._folded(entry, key)
        if fault:
            self.add(fault, where, entry.kind, entry.device)
        else:
            self._contents(entry)

    def _folded(self, entry: Entry, key: bytes | None) -> str | None:
        if not self.roster.complete:
            return self.roster.apply(entry) if key else None
        first = entry.kind == SERVER_KEY and entry.seq == 0
        return "roster_elsewhere" if entry.kind.startswith("roster.") and not first else None

    def _contents(self, entry: Entry) -> None:
        for digest in digests(entry.body):
            if entry.kind != ERASED and digest in self.looked_up:
                continue
            if len(self.looked_up) < _MANY:
                self.looked_up.add(digest)
            path = f"content/{digest}"
            data = self.read(path)
            if entry.kind == ERASED:
                if len(self.report.erased) < LISTED:
                    self.report.erased.append(Erased(digest, str(entry.body.get("order", "")), entry.seq))
                if data is not None:
                    self.add("content_not_erased", path, f"{len(data)} bytes", f"erased by entry {entry.seq}")
            elif data is None:
                self.absent += 1
            elif len(data) < SALT_BYTES or content_digest(data[:SALT_BYTES], data[SALT_BYTES:]) != digest:
                self.add("content_changed", path, expected=f"the content of entry {entry.seq}")
            else:
                self.report.contents += 1
