"""Several processes on one database; and the press repeated after a server died with the answer in its hand."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from parley.app.core.ports import CommandKey, Pending, Reused
from tests.store.conftest import Kept

WRITES = """
import sys
from parley.app.core.ports import CommandKey, Conflict, Pending
from parley.store import open_store
url, who, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
journal, conflicts = open_store(url, bytes(range(32))).journal, 0
for index in range(count):
    entry = f"{who} {index}".encode()
    while True:
        seq = journal.sizes("t").get("table", 0)
        try:
            pending = [Pending("table", seq, (entry,))]
            journal.append("t", pending, CommandKey(who, str(index), "d"), b"%d" % seq)
            break
        except Conflict:
            conflicts += 1
print(conflicts)
"""

ANSWERS_NOBODY = """
import os, signal, sys
from parley.app.core.ports import CommandKey, Message, Pending
from parley.store import open_store
journal = open_store(sys.argv[1], bytes(range(32))).journal
pending = [Pending("table", 0, (b"adopted",))]
journal.append("t", pending, CommandKey("gov-head", "c", "d"), b'{"recorded":[0]}', [Message("remove", {"seat": "x"})])
os.kill(os.getpid(), signal.SIGKILL)
"""


def at_once(commands: list[list[str]]) -> list[subprocess.CompletedProcess[str]]:
    """Run commands side by side; none is left running."""
    run = partial(subprocess.run, capture_output=True, text=True, timeout=300, check=False)
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def test_two_processes_that_write_at_once_both_end_up_right(kept: Kept) -> None:
    kept.open()
    command = [sys.executable, "-c", WRITES, kept.url]
    ended = at_once([[*command, who, "60"] for who in ("gov", "tal")])
    assert [one.returncode for one in ended] == [0, 0], [one.stderr for one in ended]
    journal = kept.open().journal
    found = [entry.decode() for entry in journal.entries("t", "table")]
    for who in ("gov", "tal"):
        assert [entry for entry in found if entry.startswith(who)] == [
            f"{who} {index}" for index in range(60)
        ]
        for index in range(60):
            seq = journal.answered("t", CommandKey(who, str(index), "d"))
            assert seq is not None
            assert found[int(seq)] == f"{who} {index}"
    assert journal.sizes("t") == {"table": 120}
    assert all(one.stdout.strip().isdigit() for one in ended)


def test_the_answer_is_lost_the_server_killed_and_the_same_press_gets_the_first_answer(kept: Kept) -> None:
    done = subprocess.run([sys.executable, "-c", ANSWERS_NOBODY, kept.url], check=False)
    assert done.returncode == -9
    journal = kept.open().journal
    pressed = CommandKey("gov-head", "c", "d")
    assert journal.answered("t", pressed) == b'{"recorded":[0]}'
    with pytest.raises(Reused):
        journal.append("t", [Pending("table", 1, (b"adopted",))], pressed, b"again")
    with pytest.raises(Reused):
        journal.answered("t", CommandKey("gov-head", "c", "other bytes"))
    assert journal.entries("t", "table") == [b"adopted"]
    assert [message.body for _, _, message in journal.unsent()] == [{"seat": "x"}]


OPENS_AND_ENDS = """
import sys
from parley.store import open_store
open_store(sys.argv[1], bytes(range(32))).close()
"""

COUNTS = """
import sys
from parley.store import open_store
print(open_store(sys.argv[1], bytes(range(32))).journal.sizes("t")["table"])
"""


def test_nothing_is_lost_when_another_process_opens_the_database_and_ends(kept: Kept) -> None:
    """On SQLite: no connection of ours lets go of another's locks, by which the one that ends sees that we are here."""
    store, other = kept.open(), kept.open()  # several connections in this process
    for seq in range(4):
        store.journal.append("t", [Pending("table", seq, (b"a",))], None, b"")
        assert other.journal.sizes("t") == {"table": seq + 1}
        subprocess.run([sys.executable, "-c", OPENS_AND_ENDS, kept.url], check=True)
        counted = subprocess.run([sys.executable, "-c", COUNTS, kept.url], check=True, capture_output=True)
        assert int(counted.stdout) == seq + 1
