"""Full and read-only disks, real ones: small file systems in memory, mounted for each test."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parley.app.core.ports import Pending, ReadOnly
from parley.store import Store, StoreError
from parley.store.backup import write_backup
from tests.postgres import Server
from tests.store.conftest import Kept

NEEDS = (
    "these tests mount small file systems (mount -t tmpfs), and that is not permitted here: {said}. "
    "Run them as root, in a container with --cap-add SYS_ADMIN, or under `unshare --user --map-root-user --mount`."
)


def mount(*arguments: object) -> None:
    done = subprocess.run(
        ["mount", *(str(one) for one in arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(NEEDS.format(said=done.stderr.strip()), pytrace=False)


class Disk:
    def __init__(self, megabytes: int) -> None:
        self.folder = folder = Path(
            tempfile.mkdtemp(prefix="parley-disk-")
        )  # where PostgreSQL's user may go too
        folder.chmod(0o755)
        mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", folder)

    def fill(self, leave: int) -> None:
        """Leave so many bytes free."""
        free = os.statvfs(self.folder)
        with (self.folder / "ballast").open("wb") as ballast:
            ballast.write(bytes(free.f_bavail * free.f_frsize - leave))

    def free(self) -> None:
        (self.folder / "ballast").unlink()

    def read_only(self) -> None:
        mount("-o", "remount,ro", self.folder)

    def writable(self) -> None:
        mount("-o", "remount,rw", self.folder)

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
        self.folder.rmdir()


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk(megabytes=24)
    yield made
    made.unmount()


@pytest.fixture
def on_disk(disk: Disk, keep: Callable[[str], Kept]) -> Kept:
    return keep(f"sqlite:///{disk.folder}/parley.db")


def append(store: Store, size: int = 1000) -> None:
    seq = store.journal.sizes("t").get("table", 0)
    store.journal.append("t", [Pending("table", seq, (b"%d" % seq + bytes(size),))], None, b"")


def append_until_refused(store: Store) -> tuple[int, str]:
    """Return how many went in before the refusal, and its code."""
    for count in range(1000):
        try:
            append(store, 60_000)
        except ReadOnly as refused:
            return count, refused.code
    raise AssertionError("never refused")


def whole(store: Store, size: int) -> None:
    entries = store.journal.entries("t", "table")
    assert store.journal.sizes("t") == {"table": size}
    assert [int(entry.rstrip(b"\0")) for entry in entries] == list(range(size))


def test_a_full_disk_refuses_clearly_loses_nothing_and_works_again_when_there_is_space(
    disk: Disk, on_disk: Kept
) -> None:
    store = on_disk.open()
    append(store)
    disk.fill(leave=1_000_000)
    count, code = append_until_refused(store)
    assert code == "disk_full"
    whole(store, 1 + count)
    with pytest.raises(ReadOnly):
        store.blobs.put("t", "d", b"s" * 32, "text/csv", bytes(2_000_000))
    assert store.blobs.get("t", "d") is None
    with pytest.raises(ReadOnly):
        store.people.put_value("t", "s", "draft", bytes(2_000_000))
    store.people.put_value("t", "s", "draft", b"x")  # a small write still finds room, and hides nothing
    assert store.journal.read_only() == "disk_full"

    disk.free()
    assert store.journal.read_only() is None
    append(store)
    store.blobs.put("t", "d", b"s" * 32, "text/csv", bytes(2_000_000))
    whole(store, count + 2)
    on_disk.close()
    whole(on_disk.open(), count + 2)


def test_a_disk_with_no_byte_left_says_so_until_there_is_one(disk: Disk, on_disk: Kept) -> None:
    store = on_disk.open()
    append(store)
    disk.fill(leave=0)
    count, code = append_until_refused(store)
    assert (code, store.journal.read_only()) == ("disk_full", "disk_full")
    whole(store, 1 + count)
    disk.free()
    assert store.journal.read_only() is None
    append(store)


def test_a_store_on_a_read_only_disk_can_be_read_and_wakes_when_the_disk_does(
    disk: Disk, on_disk: Kept
) -> None:
    append(on_disk.open())
    on_disk.close()
    disk.read_only()
    store = on_disk.open()
    whole(store, 1)
    with pytest.raises(ReadOnly) as refused:
        append(store)
    assert refused.value.code == "disk_read_only"
    with pytest.raises(ReadOnly):
        store.people.put_value("t", "s", "n", b"x")
    assert store.journal.read_only() == "disk_read_only"
    assert store.blobs.destroy_again("t", []) == 0

    disk.writable()
    assert store.journal.read_only() is None
    append(store)
    whole(store, 2)


def test_a_disk_that_became_writable_before_the_first_write_is_simply_used(disk: Disk, on_disk: Kept) -> None:
    append(on_disk.open())
    on_disk.close()
    disk.read_only()
    store = on_disk.open()
    disk.writable()
    append(store)
    whole(store, 2)


def test_a_backup_that_finds_no_room_leaves_no_file(disk: Disk, kept_sqlite: Kept) -> None:
    for _ in range(10):
        append(kept_sqlite.open(), 60_000)
        kept_sqlite.close()
    disk.fill(leave=100_000)
    with pytest.raises(StoreError, match="disk_full; it was removed again"):
        write_backup(kept_sqlite.url, disk.folder / "b", None, lambda table, rows: None)
    assert [path.name for path in disk.folder.iterdir()] == ["ballast"]


def test_an_empty_read_only_disk_is_refused_in_words(disk: Disk, on_disk: Kept) -> None:
    disk.read_only()
    with pytest.raises(StoreError):
        on_disk.open()
    disk.writable()


DIES = """
import os, signal, sys
from parley.app.core.ports import Pending
from parley.store import open_store
store = open_store(sys.argv[1], bytes(range(32)))
store.journal.append("t", [Pending("table", 0, (b"0",))], None, b"")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_last_writes_that_a_read_only_disk_hides_are_not_passed_over_in_silence(
    disk: Disk, on_disk: Kept
) -> None:
    subprocess.run([sys.executable, "-c", DIES, on_disk.url], check=False)
    disk.read_only()
    with pytest.raises(StoreError, match=r"the last writes still stand in parley\.db-wal"):
        on_disk.open()
    disk.writable()
    whole(on_disk.open(), 1)


def test_postgresql_on_a_full_disk_refuses_clearly_loses_nothing_and_works_again(
    postgres: Server, disk: Disk
) -> None:
    place = disk.folder / "tables"
    place.mkdir()
    place.chmod(0o777)
    if os.geteuid() == 0:
        subprocess.run(["chown", "postgres:", str(place)], check=True)
    postgres.sql(f"CREATE TABLESPACE small LOCATION '{place}'")
    kept = Kept(postgres.database("TABLESPACE small"))
    try:
        store = kept.open()
        append(store)
        disk.fill(leave=1_000_000)
        count, code = append_until_refused_of_noise(store)
        assert code == "disk_full"
        assert store.journal.sizes("t") == {"table": 1 + count}
        disk.free()
        append(store)
        assert store.journal.read_only() is None
        assert len(store.journal.entries("t", "table")) == count + 2
    finally:
        kept.close()
        postgres.sql(f"DROP DATABASE {kept.url.split('/')[3].split('?')[0]}")
        postgres.sql("DROP TABLESPACE small")


def append_until_refused_of_noise(store: Store) -> tuple[int, str]:
    """As ``append_until_refused``, of bytes that PostgreSQL cannot compress."""
    for count in range(1000):
        seq = store.journal.sizes("t")["table"]
        try:
            store.journal.append("t", [Pending("table", seq, (os.urandom(60_000),))], None, b"")
        except ReadOnly as refused:
            return count, refused.code
    raise AssertionError("never refused")


def test_a_postgresql_that_takes_no_writes_can_be_read_and_wakes_when_it_does(
    postgres: Server, kept_postgres: Kept
) -> None:
    kept = kept_postgres
    append(kept.open())
    kept.close()
    name = kept.url.split("/")[3].split("?")[0]
    postgres.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store = kept.open()
    whole(store, 1)
    with pytest.raises(ReadOnly) as refused:
        append(store)
    assert (refused.value.code, store.journal.read_only()) == ("disk_read_only", "disk_read_only")
    postgres.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
    assert store.journal.read_only() is None
    append(store)
    whole(store, 2)
