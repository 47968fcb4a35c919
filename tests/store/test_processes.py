"""Processes that read beside the one that holds the store; and the press repeated after a server died with the answer in its hand."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

import pytest

from parley.app.core.ports import CommandKey, Pending, Reused
from parley.store import StoreError, open_store, read_store
from tests.store.conftest import KEY, Kept

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


READS = """
import sys
from parley.store import read_store
store = read_store(sys.argv[1], bytes(range(32)))
print(store.journal.sizes("t")["table"])
store.close()
"""


def test_nothing_is_lost_when_another_process_reads_the_database_and_ends(kept: Kept) -> None:
    """On SQLite: no connection of ours lets go of another's locks, by which the one that ends sees that we are here."""
    store = kept.open()
    with closing(read_store(kept.url, KEY)) as other:  # several connections in this process
        for seq in range(4):
            store.journal.append("t", [Pending("table", seq, (b"a",))], None, b"")
            assert other.journal.sizes("t") == {"table": seq + 1}
            with pytest.raises(StoreError):  # its own descriptor is closed at once, and must cost us no lock
                open_store(kept.url, KEY)
            counted = subprocess.run([sys.executable, "-c", READS, kept.url], check=True, capture_output=True)
            assert int(counted.stdout) == seq + 1
