"""The hash tree of RFC 6962 over a compartment's entries, its proofs, and its tiles (C2SP tlog-tiles)."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

HASH_BYTES = 32
TILE_WIDTH = 256  # hashes in a full tile; 2^TILE_HEIGHT
TILE_HEIGHT = 8
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one entry's bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node from its two children's."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree that answers for every size it has had.

    Memory: 64 bytes an entry. Level n holds the hashes of the full subtrees of 2^n leaves, end to end.
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf: bytes) -> None:
        """Add one entry's bytes."""
        self.append_hash(leaf_hash(leaf))

    def append_hash(self, hashed: bytes) -> None:
        """Add one entry by its leaf hash."""
        level, place = 0, self.size
        self._levels[0] += hashed
        while place % 2 == 1:
            hashed = node_hash(self._hash(level, place - 1), hashed)
            level, place = level + 1, place // 2
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += hashed

    def leaf(self, index: int) -> bytes | None:
        """Return the leaf hash of entry ``index``; None if there is none."""
        return self._hash(0, index) if 0 <= index < self.size else None

    def root(self, size: int | None = None) -> bytes:
        """Return the root at ``size`` (now, if None). Raises: ValueError for a size it has not had."""
        size = self.size if size is None else size
        self._had(0, size)
        return self._range(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the hashes that lead from entry ``index`` to the root at ``size``, lowest first.

        Raises: ValueError unless 0 ≤ index < size ≤ its size now.
        """
        size = self.size if size is None else size
        self._had(index + 1, size)
        if index < 0:
            raise ValueError(f"no entry {index}")
        return tuple(self._path(index, 0, size))

    def consistency_proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the hashes that show the tree of ``old`` entries to be the start of that of ``size``.

        Raises: ValueError unless 0 ≤ old ≤ size ≤ its size now.
        """
        size = self.size if size is None else size
        self._had(old, size)
        return tuple(self._proof(old, 0, size, whole=True)) if 0 < old < size else ()

    def tile(self, level: int, index: int, width: int = TILE_WIDTH) -> bytes:
        """Return a tile's bytes: ``width`` hashes from its start."""
        start = index * TILE_WIDTH * HASH_BYTES
        return bytes(self._levels[level * TILE_HEIGHT][start : start + width * HASH_BYTES])

    def _had(self, least: int, size: int) -> None:
        if not 0 <= least <= size <= self.size:
            raise ValueError(f"a tree of {self.size} entries has no proof from {least} to {size}")

    def _hash(self, level: int, place: int) -> bytes:
        return bytes(self._levels[level][place * HASH_BYTES : (place + 1) * HASH_BYTES])

    def _range(self, start: int, stop: int) -> bytes:
        """Return MTH(D[start:stop]), where start is a multiple of the least power of two ≥ its length."""
        count = stop - start
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._hash(level, start >> level)
        middle = start + _split(count)
        return node_hash(self._range(start, middle), self._range(middle, stop))

    def _path(self, index: int, start: int, stop: int) -> Iterator[bytes]:
        if stop - start > 1:
            middle = start + _split(stop - start)
            if index < middle:
                yield from self._path(index, start, middle)
                yield self._range(middle, stop)
            else:
                yield from self._path(index, middle, stop)
                yield self._range(start, middle)

    def _proof(self, old: int, start: int, stop: int, *, whole: bool) -> Iterator[bytes]:
        """RFC 6962, 2.1.2: SUBPROOF(old - start, D[start:stop], whole)."""
        if old == stop:
            if not whole:
                yield self._range(start, stop)
            return
        middle = start + _split(stop - start)
        if old <= middle:
            yield from self._proof(old, start, middle, whole=whole)
            yield self._range(middle, stop)
        else:
            yield from self._proof(old, middle, stop, whole=False)
            yield self._range(start, middle)


def _split(count: int) -> int:
    """Return the largest power of two below ``count`` (≥ 2)."""
    return 1 << (count - 1).bit_length() - 1


def inclusion_holds(hashed: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether ``proof`` shows the leaf ``hashed`` at ``index`` in the tree of ``size`` and ``root``.

    Source: RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    place, last, result = index, size - 1, hashed
    for other in proof:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            result = node_hash(other, result)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            result = node_hash(result, other)
        place, last = place >> 1, last >> 1
    return last == 0 and result == root


def consistency_holds(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether ``proof`` shows the tree of ``old`` entries to be the start of that of ``size``.

    An empty tree is the start of every tree. Source: RFC 9162, 2.1.4.2.
    """
    if not 0 <= old <= size:
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and (size > 0 or root == EMPTY_ROOT)
    if old == size:
        return not proof and old_root == root
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not hashes:
        return False
    place, last = old - 1, size - 1
    while place % 2 == 1:
        place, last = place >> 1, last >> 1
    before = after = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            before, after = node_hash(other, before), node_hash(other, after)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, other)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root


def tile_path(level: int | str, index: int, width: int = TILE_WIDTH) -> str:
    """Return where a tile lies; ``level`` is a number, or "entries" for an entry bundle."""
    digits = f"{index % 1000:03}"
    index //= 1000
    while index:
        digits = f"x{index % 1000:03}/{digits}"
        index //= 1000
    return f"tile/{level}/{digits}" + (f".p/{width}" if width < TILE_WIDTH else "")


def tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, index, width) of every tile of a tree of ``size``; level 0's are the entry bundles' too."""
    level = 0
    while size:
        for index in range(size // TILE_WIDTH):
            yield level, index, TILE_WIDTH
        if size % TILE_WIDTH:
            yield level, size // TILE_WIDTH, size % TILE_WIDTH
        level, size = level + 1, size // TILE_WIDTH


class Stream:
    """The same tree for one who reads it once, in order: it keeps one unfinished tile a level."""

    def __init__(self) -> None:
        self.size = 0
        self._unfinished: list[list[bytes]] = []  # by tile level, lowest first

    def append_hash(self, hashed: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash; return the tiles that it completes, as (level, index, bytes)."""
        self.size += 1
        level = 0
        complete: list[tuple[int, int, bytes]] = []
        while True:
            if level == len(self._unfinished):
                self._unfinished.append([])
            tile = self._unfinished[level]
            tile.append(hashed)
            if len(tile) < TILE_WIDTH:
                return complete
            complete.append((level, self.size // TILE_WIDTH ** (level + 1) - 1, b"".join(tile)))
            hashed = _fold(tile)
            tile.clear()
            level += 1

    def unfinished(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield each partial tile as (level, index, bytes)."""
        for level, tile in enumerate(self._unfinished):
            if tile:
                yield level, self.size // TILE_WIDTH ** (level + 1), b"".join(tile)

    def root(self) -> bytes:
        """Return the root over everything so far."""
        right: bytes | None = None
        for tile in self._unfinished:
            end = len(tile)
            while end:
                width = end & -end  # the last full subtree in this tile
                left = _fold(tile[end - width : end])
                right = left if right is None else node_hash(left, right)
                end -= width
        return EMPTY_ROOT if right is None else right


def _fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root of a full subtree from its 2^n hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]
