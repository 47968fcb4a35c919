"""A process that appends as fast as it can and says so: what the crash tests kill.

    python -m tests.store.appender URL

It prints ``serving`` after its first append, then the id of each command once its append has returned. Entries
are signed, commands write to one compartment or to two at once.
"""

import contextlib
import json
import os
import random
import sys
import threading
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.app.core.ports import CommandKey, Conflict, Journal, Message, Pending
from parley.record import Signer, b64u, procedural_entry
from parley.store import open_store

KEY = bytes(range(32))
TALKS, COMPARTMENTS, SEAT = "crash", ("table", "side-a"), "writer"
SERVER_KEY = Ed25519PrivateKey.from_private_bytes(KEY)
SERVER = Signer.of(SERVER_KEY)
THREADS = 3


class Appender:
    """Decides at the next sequence number, and again after a conflict, as ``app.perform`` does."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._sizes = dict.fromkeys(COMPARTMENTS, 0)
        self._lock = threading.Lock()

    def _follow(self) -> None:
        self._sizes |= self._journal.sizes(TALKS)

    def begin(self) -> None:
        """Lay the server's key down in every compartment, if nobody has."""
        self._follow()
        body: dict[str, object] = {"ed25519": b64u(SERVER.public)}
        for name in COMPARTMENTS:
            if self._sizes[name] == 0:
                with contextlib.suppress(Conflict):  # another process was first
                    part = self._pending(name, [("roster.server-key.1", body)], str(uuid4()), "")
                    self._journal.append(TALKS, [part], None, b"")
        self._follow()

    def append(self, command: str, counts: dict[str, int]) -> None:
        """Append so many entries to each compartment under one command."""
        with self._lock:
            while True:
                parts = [
                    self._pending(name, [("crash.act.1", {"part": n}) for n in range(count)], command, SEAT)
                    for name, count in counts.items()
                ]
                answer = json.dumps(
                    [[part.compartment, part.seq, len(part.entries)] for part in parts]
                ).encode()
                key = CommandKey(SEAT, command, command)
                with contextlib.suppress(Conflict):
                    self._journal.append(TALKS, parts, key, answer, [Message("told", {"command": command})])
                    self._follow()
                    return
                self._follow()

    def _pending(
        self, name: str, acts: list[tuple[str, dict[str, object]]], command: str, seat: str
    ) -> Pending:
        first = self._sizes[name]
        entries = [
            procedural_entry(
                talks=TALKS,
                compartment=name,
                seq=seq,
                at="2020-03-22T07:30:00Z",
                kind=kind,
                body=body,  # type: ignore[arg-type]
                command=command,
                seat=seat,
                device="",
                sign=SERVER_KEY.sign,
            )
            for seq, (kind, body) in enumerate(acts, first)
        ]
        return Pending(name, first, tuple(entries))


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")  # whole lines: less than a pipe's buffer at once


def work(appender: Appender) -> None:
    chance = random.Random()
    while True:
        command = str(uuid4())
        counts = chance.choice(({"table": 1}, {"table": 3}, {"table": 1, "side-a": 2}))
        appender.append(command, counts)
        say(command)


def main() -> None:
    appender = Appender(open_store(sys.argv[1], KEY).journal)
    appender.begin()
    command = str(uuid4())
    appender.append(command, {"table": 1})
    say("serving")
    say(command)
    threads = [threading.Thread(target=work, args=(appender,)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
