"""What the attacks have in common: a scene that they begin from, and what somebody made of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from parley.record import Tree, Trust, canonical, read_checkpoint, tile_path
from parley.record.export import entry_bundle
from parley.record.tree import TILE_WIDTH, tiles
from tests.record.scene import CHAIR, GOV, TAL, TALKS, Scene

CHANGED = 13  # a procedural entry in the scenes below
BOUND = 14  # a binding one


@dataclass(frozen=True)
class Attack:
    """``alone`` are the faults that the folder shows by itself, ``found`` those with trust and kept heads."""

    entries: list[bytes]
    checkpoint: bytes
    alone: set[str]
    found: set[str]
    seen: list[bytes] = field(default_factory=list)
    trust: Trust = field(default_factory=Trust)
    gap: str = "no_head_kept_after"  # what the report of the folder alone says that it cannot show
    tiles: list[bytes] | None = None  # entries that the tiles are of, if not of these

    def folder(self) -> dict[str, bytes]:
        return packed(self.entries, self.checkpoint, self.tiles or self.entries)


def packed(entries: Sequence[bytes], checkpoint: bytes, hashed: Sequence[bytes]) -> dict[str, bytes]:
    """The files for a checkpoint's size, whatever the checkpoint says of them."""
    about = {"compartment": "table", "format": "parley-record/1", "heads": [], "talks": TALKS}
    folder = {"talks.json": canonical(about), "checkpoint": checkpoint}
    tree, size = Tree(hashed), read_checkpoint(checkpoint).size
    for level, index, width in tiles(size):
        folder[tile_path(level, index, width)] = tree.tile(level, index, width)
        if level == 0:
            stop = (
                index * TILE_WIDTH + width if width == TILE_WIDTH else None
            )  # the last takes all that is left
            bundle = entries[index * TILE_WIDTH : stop]
            folder[tile_path("entries", index, width)] = entry_bundle(bundle)
    return folder


def honest() -> Scene:
    """The scene that attacks begin from: 13 entries to be seated, then procedure and adoptions in turn."""
    scene = Scene().seated()
    for clause in range(1, 5):
        scene.minutes("text.clause-drafted.1", {"clause": str(clause), "version": 1}, CHAIR)
        scene.adopt(GOV, str(clause))
        scene.adopt(TAL, str(clause))
    return scene


def altered(raw: bytes, **fields: object) -> bytes:
    return canonical(json.loads(raw) | fields)
