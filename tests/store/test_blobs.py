"""What every blob store promises; what is left on disk is in ``test_erasing``."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import binary, text
from sqlalchemy import text as text_of

from parley.app.core.ports import BESIDES, NOBODYS, Blobs, Origin
from parley.store import Store
from parley.store.database import Database
from parley.store.sealing import Sealing, Unopened
from tests.store.conftest import KEY, Kept

SALT = bytes(range(32))


@pytest.fixture
def blobs(store: Store) -> Blobs:
    return store.blobs


def test_content_comes_back_with_its_salt_and_media_type(blobs: Blobs) -> None:
    list_of_names = "نذیر احمدزی;Haji Mohammad\n".encode() * 20_000
    blobs.put("t", "d1", SALT, "text/csv", list_of_names)
    blobs.put("t", "d2", SALT, "application/octet-stream", b"")
    assert blobs.get("t", "d1") == (SALT, "text/csv", list_of_names)
    assert blobs.get("t", "d2") == (SALT, "application/octet-stream", b"")


def test_what_was_never_kept_is_none_and_not_erased(blobs: Blobs) -> None:
    blobs.put("t", "d", SALT, "text/plain", b"x")
    assert blobs.get("other", "d") is None
    assert blobs.get("t", "e") is None
    assert not blobs.erased("t", "e")


def test_the_same_digest_again_changes_nothing(blobs: Blobs) -> None:
    blobs.put("t", "d", SALT, "text/plain", b"first")
    blobs.put("t", "d", SALT, "text/plain", b"first")
    assert blobs.get("t", "d") == (SALT, "text/plain", b"first")


def test_erased_content_is_gone_for_good_and_its_neighbour_is_not(blobs: Blobs) -> None:
    blobs.put("t", "d", SALT, "text/plain", b"gone")
    blobs.put("t", "e", SALT, "text/plain", b"kept")
    for _ in range(2):
        blobs.erase("t", "d")
        assert blobs.get("t", "d") is None
        assert blobs.erased("t", "d")
    blobs.put("t", "d", SALT, "text/plain", b"gone")
    assert blobs.get("t", "d") is None
    assert blobs.get("t", "e") == (SALT, "text/plain", b"kept")


def test_what_the_record_calls_erased_is_destroyed_again_and_may_not_come_later(blobs: Blobs) -> None:
    blobs.put("t", "d", SALT, "text/plain", b"back from an old backup")
    assert blobs.destroy_again("t", ["d", "never-kept"]) == 1
    assert blobs.destroy_again("t", ["d", "never-kept"]) == 0
    blobs.put("t", "never-kept", SALT, "text/plain", b"late")
    assert blobs.get("t", "d") is blobs.get("t", "never-kept") is None
    assert blobs.erased("t", "never-kept")


def test_content_outlives_the_process_that_put_it(kept: Kept) -> None:
    first = kept.open()
    first.blobs.put("t", "d", SALT, "text/plain", b"x" * 100_000)
    first.people.put_value("t", "gov-head", "draft", b"words")
    kept.close()
    second = kept.open()
    assert second.blobs.get("t", "d") == (SALT, "text/plain", b"x" * 100_000)
    assert second.people.value("t", "gov-head", "draft") == b"words"


@given(salt=binary(max_size=64), data=binary(max_size=4096), place=text(max_size=20))
def test_what_is_sealed_opens_only_where_it_was_sealed(salt: bytes, data: bytes, place: str) -> None:
    sealing = Sealing(KEY)
    key, content = sealing.seal_content(salt, data, place, "d")
    assert sealing.open_content(key, content, place, "d") == (salt, data)
    for wrong in ((Sealing(KEY[::-1]), place, "d"), (sealing, place, "e"), (sealing, place + "x", "d")):
        with pytest.raises(Unopened):
            wrong[0].open_content(key, content, *wrong[1:])
    with pytest.raises(Unopened):
        sealing.open_content(key, content[:-1], place, "d")
    with pytest.raises(Unopened):
        sealing.open_value(b"short", place)


def test_two_copies_of_one_content_share_no_bytes_at_rest() -> None:
    sealing = Sealing(KEY)
    first, second = (sealing.seal_content(SALT, b"x" * 64, "t", "d") for _ in range(2))
    assert not {first[0][:16], first[0][16:32], first[1][:16], first[1][16:32]} & {
        second[0][:16], second[0][16:32], second[1][:16], second[1][16:32],
    }  # fmt: skip


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_wrapping_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"must have 32 bytes, got {size}"):
        Sealing(bytes(size))


OF_NORTH = Origin("north", "claims", "side-north")


def test_whose_a_content_is_is_kept_with_it_and_the_first_origin_stays(blobs: Blobs) -> None:
    blobs.put("t", "d", SALT, "text/csv", b"a list", OF_NORTH)
    blobs.put("t", "d", SALT, "text/csv", b"a list", Origin("south", "wording", "side-south"))
    blobs.put("t", "e", SALT, "text/plain", b"nobody's")
    assert blobs.origin("t", "d") == OF_NORTH
    assert blobs.origin("t", "e") == NOBODYS
    assert blobs.origin("other", "d") is blobs.origin("t", "never-kept") is None
    blobs.erase("t", "d")
    assert blobs.origin("t", "d") == OF_NORTH  # a name is gone, whose it was is not


def test_content_of_a_version_before_gets_an_origin_when_it_is_brought_again(kept: Kept) -> None:
    first = kept.open()
    first.blobs.put("t", "d", SALT, "text/csv", b"a list", OF_NORTH)
    kept.close()
    database = Database(kept.url)
    with database.write() as connection:
        connection.execute(text_of("DELETE FROM origins"))
    database.close()
    second = kept.open()
    assert second.blobs.origin("t", "d") is None
    second.blobs.put("t", "d", SALT, "text/csv", b"a list", OF_NORTH)
    kept.close()
    assert kept.open().blobs.origin("t", "d") == OF_NORTH


OF_MEMBER = Origin("north", "note", "side-north", "north-member")
OF_OFFICER = Origin("north", "claims", "side-north", "north-lists")


def test_what_each_seat_has_brought_is_counted_and_what_was_erased_is_not(blobs: Blobs) -> None:
    assert blobs.brought("t") == {}
    blobs.put("t", "a", SALT, "text/plain", b"x" * 100, OF_MEMBER)
    blobs.put("t", "b", SALT, "text/plain", b"", OF_MEMBER)
    blobs.put("t", "c", SALT, "text/csv", b"x" * 3_000_000, OF_OFFICER)
    blobs.put("t", "c", SALT, "text/csv", b"x" * 3_000_000, OF_MEMBER)  # again: the first one's
    blobs.put("t", "d", SALT, "text/plain", b"made by the machine", Origin("", "match", "table"))
    blobs.put("t", "e", SALT, "text/plain", b"a version before", Origin("south", "wording", "side-south"))
    blobs.put("other", "a", SALT, "text/plain", b"x", OF_MEMBER)
    member, officer = ("north", "north-member"), ("north", "north-lists")
    assert blobs.brought("t") == {
        member: 100 + 2 * BESIDES,
        officer: 3_000_000 + BESIDES,
        ("south", ""): 16 + BESIDES,
    }
    blobs.erase("t", "a")
    blobs.erase("t", "c")
    blobs.put("t", "c", SALT, "text/csv", b"x" * 3_000_000, OF_OFFICER)  # what was erased stays erased
    assert blobs.brought("t") == {member: BESIDES, ("south", ""): 16 + BESIDES}
    assert blobs.brought("other") == {member: 1 + BESIDES}


def test_which_seat_brought_a_content_outlives_the_process(kept: Kept) -> None:
    kept.open().blobs.put("t", "a", SALT, "text/plain", b"note", OF_MEMBER)
    kept.close()
    second = kept.open()
    assert second.blobs.origin("t", "a") == OF_MEMBER
    assert second.blobs.brought("t") == {("north", "north-member"): 4 + BESIDES}


def test_counting_what_was_brought_reads_no_content(kept_sqlite: Kept) -> None:
    """60 MB are counted by a few pages: grouped in the database, each content would be carried to where it sorts."""
    first = kept_sqlite.open()
    for digest in "abc":
        first.blobs.put("t", digest, SALT, "text/csv", bytes(20_000_000), OF_OFFICER)
    kept_sqlite.close()
    second = kept_sqlite.open()
    before = read_so_far()
    assert second.blobs.brought("t") == {("north", "north-lists"): 60_000_000 + 3 * BESIDES}
    assert read_so_far() - before < 1_000_000


def read_so_far() -> int:
    """Return how many bytes this process has read, from files or their cache."""
    return int(Path("/proc/self/io").read_text().split()[1])
