"""A compartment as a folder of files that needs nothing of Parley: C2SP tlog-tiles, heads, contents if asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from parley.record.canonical import Json, canonical
from parley.record.folder import FORMAT
from parley.record.notes import read_checkpoint
from parley.record.tree import HASH_BYTES, TILE_WIDTH, Stream, leaf_hash, tile_path

LENGTH_BYTES = 2


def entry_bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as C2SP bundles them: each with its length before it, two bytes, big-endian."""
    return b"".join(len(entry).to_bytes(LENGTH_BYTES, "big") + entry for entry in entries)


def exported_entries(read: Callable[[str], bytes | None], size: int, under: str = "") -> list[bytes]:
    """Return the first ``size`` entries of a folder that was verified; ``under``: where in it they lie."""
    found: list[bytes] = []
    while len(found) < size:
        index, width = len(found) // TILE_WIDTH, min(TILE_WIDTH, size - len(found))
        bundle = read(under + tile_path("entries", index, width)) or b""
        for _ in range(width):
            length = int.from_bytes(bundle[:2], "big")
            found.append(bundle[2 : 2 + length])
            bundle = bundle[2 + length :]
    return found


def export_paths(
    talks: str,
    compartment: str,
    entries: Iterable[bytes],
    checkpoint: bytes,
    heads: Iterable[bytes] = (),
    contents: Mapping[str, tuple[bytes, bytes]] | Iterable[tuple[str, tuple[bytes, bytes]]] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every file of the folder, in an order that needs no more than a tile in memory.

    ``checkpoint`` and ``heads`` (older ones, with their cosignatures) are signed notes; ``contents`` is digest →
    (salt, bytes). For a compartment other than the table, put the table's own files under ``table/`` beside these.
    Raises: NoteError if a head is none; ValueError if the checkpoint is not that of ``entries``.
    """
    older = {read_checkpoint(head).size: head for head in heads}
    about: dict[str, Json] = {
        "compartment": compartment,
        "format": FORMAT,
        "heads": sorted(older),
        "talks": talks,
    }
    yield "talks.json", canonical(about)
    yield "checkpoint", checkpoint
    for size, head in sorted(older.items()):
        yield f"head/{size}", head
    yield from _tiles(entries, checkpoint)
    for digest, (salt, data) in contents.items() if isinstance(contents, Mapping) else contents:
        yield f"content/{digest}", salt + data


def _tiles(entries: Iterable[bytes], checkpoint: bytes) -> Iterator[tuple[str, bytes]]:
    stream, bundle = Stream(), list[bytes]()
    for entry in entries:
        bundle.append(entry)
        for level, index, tile in stream.append_hash(leaf_hash(entry)):
            yield tile_path(level, index), tile
        if len(bundle) == TILE_WIDTH:
            yield tile_path("entries", stream.size // TILE_WIDTH - 1), entry_bundle(bundle)
            bundle.clear()
    for level, index, tile in stream.unfinished():
        yield tile_path(level, index, len(tile) // HASH_BYTES), tile
    if bundle:
        yield tile_path("entries", stream.size // TILE_WIDTH, len(bundle)), entry_bundle(bundle)
    head = read_checkpoint(checkpoint)
    if (head.size, head.root) != (stream.size, stream.root()):
        raise ValueError(f"the checkpoint is not that of these {stream.size} entries")
