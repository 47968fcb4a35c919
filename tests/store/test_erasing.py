"""Erasing is looked for where it matters: in the raw bytes of every file the database keeps."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from parley.store import Store
from parley.store.database import Database
from parley.store.tables import blob_keys, blobs
from tests.living import files_below
from tests.postgres import Server
from tests.store.conftest import KEY, Kept

PIECE = 16  # bytes looked for: more would miss a piece cut by a page's edge, fewer would be found by chance


@dataclass(frozen=True)
class AtRest:
    key: bytes  # wrapped
    content: bytes  # sealed: the salt is in it

    def pieces(self) -> Iterable[bytes]:
        for start in range(0, len(self.content) - PIECE, 509):
            yield self.content[start : start + PIECE]
        yield from (self.key[:PIECE], self.key[20 : 20 + PIECE], self.key[-PIECE:], self.content[-PIECE:])


def at_rest(database: Database, digest: str) -> AtRest:
    wanted = select(blob_keys.c.key, blobs.c.content).join(blobs, blobs.c.number == blob_keys.c.number)
    with database.read() as connection:
        key, content = connection.execute(wanted.where(blobs.c.digest == digest)).one()
    return AtRest(bytes(key), bytes(content))


def bytes_of(folder: Path) -> bytes:
    """All the bytes of all files below, one after the other; a live server may remove one while they are read."""
    return b"\0".join(files_below(folder))


def put(store: Store, digest: str, size: int, chance: random.Random) -> None:
    store.blobs.put("t", digest, chance.randbytes(32), "text/plain", chance.randbytes(size))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_of_erased_content_is_left_in_any_file_of_sqlite(
    kept_sqlite: Kept, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    store, database = kept_sqlite.open(), kept_sqlite.database()
    known: dict[str, AtRest] = {}
    for step in range(
        60
    ):  # short and long ones, put and erased in turn: pages split, fill and are used again
        digest = f"{step:04}"
        put(store, digest, chance.choice((5, 200, 900, 3_000, 5_000, 70_000)), chance)
        known[digest] = at_rest(database, digest)
        store.people.put_value("t", "seat", digest, chance.randbytes(chance.choice((10, 3_000))))
        if step % 3 == 2:
            gone = chance.choice(sorted(digest for digest in known if not store.blobs.erased("t", digest)))
            store.blobs.erase("t", gone)
            files = bytes_of(tmp_path)
            assert not [piece for piece in known[gone].pieces() if piece in files], (step, gone)
    files = bytes_of(tmp_path)
    for digest, before in known.items():
        left = [piece for piece in before.pieces() if piece in files]
        if store.blobs.erased("t", digest):
            assert left == [], digest
        else:  # the same search finds what is there, except pieces that the end of a page cuts
            assert before.key[:PIECE] in left, digest
            assert len(left) > 0.8 * len(list(before.pieces())), digest


def test_neither_names_nor_drafts_can_be_read_in_the_files(kept_sqlite: Kept, tmp_path: Path) -> None:
    store = kept_sqlite.open()
    store.blobs.put("t", "d", b"s" * 32, "text/csv", "نذیر احمدزی".encode() * 50)
    store.people.put_value("t", "gov-head", "draft", b"Haji Mohammad Nazir " * 50)
    files = bytes_of(tmp_path)
    for canary in ("نذیر".encode(), b"Nazir", b"s" * 16, KEY):
        assert canary not in files


def test_a_reader_that_holds_the_log_open_delays_erasing_but_does_not_hinder_it(
    kept_sqlite: Kept, tmp_path: Path
) -> None:
    chance, store = random.Random(7), kept_sqlite.open()
    put(store, "d", 3_000, chance)
    database = kept_sqlite.database()
    before = at_rest(database, "d")
    with database.read() as reader:
        reader.execute(select(blobs.c.digest)).all()  # holds the moment before
        store.blobs.erase("t", "d")
        assert store.blobs.get("t", "d") is None
    store.people.put_value("t", "s", "n", b"x")  # the next write empties the log
    assert not [piece for piece in before.pieces() if piece in bytes_of(tmp_path)]


def test_on_postgresql_erased_bytes_stay_until_vacuum_full_and_not_after(
    postgres: Server, kept_postgres: Kept
) -> None:
    chance, store, database = random.Random(1), kept_postgres.open(), kept_postgres.database()
    for digest in ("d", "e"):
        put(store, digest, 6_000, chance)
    gone, stays = at_rest(database, "d"), at_rest(database, "e")
    postgres.sql("CHECKPOINT")
    base = postgres.data / "base"
    assert all(piece in bytes_of(base) for piece in (gone.key[:PIECE], gone.content[:PIECE]))

    store.blobs.erase("t", "d")
    assert store.blobs.get("t", "d") is None
    postgres.sql("CHECKPOINT")
    assert [piece for piece in gone.pieces() if piece in bytes_of(base)], (
        "docs/operate/storage.md says they stay"
    )

    name = str(make_url(kept_postgres.url).database)
    for table in ("blob_keys", "blobs"):
        postgres.sql(f"VACUUM FULL {table}", name)
    postgres.sql("CHECKPOINT")
    files = bytes_of(base)
    assert not [piece for piece in gone.pieces() if piece in files]
    assert all(piece in files for piece in (stays.key[:PIECE], stays.content[:PIECE]))
