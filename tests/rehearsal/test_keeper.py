"""What a delegation keeps: it believes no head that does not grow from what it has."""

import asyncio
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.record import Signer, Tree, b64u, checkpoint_note, origin, procedural_entry, read_checkpoint
from parley.rehearsal.device import Device
from parley.rehearsal.keeper import Keeper
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Seat

TALKS = "march"


class Server:
    """A record as a server would hand it out, and as a dishonest one might."""

    def __init__(self, seed: bytes = b"k" * 32) -> None:
        self.signer = Signer.of(Ed25519PrivateKey.from_private_bytes(seed))
        self.entries: list[bytes] = []
        self.add("roster.server-key.1", {"ed25519": b64u(self.signer.public)})

    def add(self, kind: str, body: dict[str, object]) -> None:
        seq = len(self.entries)
        raw = procedural_entry(
            talks=TALKS, compartment="table", seq=seq, at="2020-03-22T07:30:00Z", kind=kind, body=body,  # type: ignore[arg-type]
            command=f"command-{seq}", seat="", device="", sign=self.signer.sign,
        )  # fmt: skip
        self.entries.append(raw)

    def note(self) -> bytes:
        tree = Tree(self.entries)
        return checkpoint_note(
            origin(TALKS, "table", self.signer.public), tree.size, tree.root(), self.signer
        )


class Given(Seat):
    """A seat whose server is an object."""

    def __init__(self, server: Server) -> None:
        self.talks, self.id, self.device, self.server = TALKS, "north-head", Device(), server
        self.cosigned: list[int] = []

    async def checkpoint(self, compartment: str) -> bytes:
        return self.server.note()

    async def entries(self, compartment: str, start: int, stop: int) -> list[bytes]:
        return self.server.entries[start:stop]

    async def cosign(self, compartment: str, size: int, line: bytes) -> None:
        read_checkpoint(self.server.note() + line)
        self.cosigned.append(size)


def follow(keeper: Keeper, *changes: Callable[[], object]) -> None:
    async def all_of_it() -> None:
        await keeper.follow()
        for change in changes:
            change()
            await keeper.follow()

    asyncio.run(all_of_it())


def test_it_follows_a_record_that_grows() -> None:
    server = Server()
    keeper = Keeper(Given(server))
    follow(keeper, lambda: server.add("talks.session-opened.1", {"session": "session-1"}))
    assert keeper.kinds() == ["roster.server-key.1", "talks.session-opened.1"]
    assert list(keeper.trusted()) == [f"server {keeper.server}"]


def test_a_record_that_shrank_is_not_believed() -> None:
    server = Server()
    server.add("talks.session-opened.1", {"session": "session-1"})
    with pytest.raises(RehearsalFailed, match="has only 1"):
        follow(Keeper(Given(server)), server.entries.pop)


def test_a_record_whose_past_was_changed_is_not_believed() -> None:
    server = Server()
    server.add("talks.session-opened.1", {"session": "session-1"})

    def rewrite() -> None:
        server.entries.pop()
        server.add("talks.session-opened.1", {"session": "session-2"})
        server.add("talks.session-closed.1", {"session": "session-2"})

    with pytest.raises(RehearsalFailed, match="not that of its entries"):
        follow(Keeper(Given(server)), rewrite)


def test_a_head_by_another_key_is_not_believed() -> None:
    server = Server()
    other = Server(b"o" * 32)
    server.signer = other.signer
    with pytest.raises(RehearsalFailed, match="signature"):
        follow(Keeper(Given(server)))


def test_it_cosigns_only_what_it_has_followed() -> None:
    server = Server()
    seat = Given(server)
    assert asyncio.run(Keeper(seat).cosign()) == 1
    assert seat.cosigned == [1]


class Slow(Given):
    """A seat that is answered when all have asked, so that readings meet."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.asked = asyncio.Event()

    async def entries(self, compartment: str, start: int, stop: int) -> list[bytes]:
        await self.asked.wait()
        return self.server.entries[start:stop]


def test_two_readings_at_once_keep_each_entry_once() -> None:
    server = Server()
    seat = Slow(server)
    keeper = Keeper(seat)

    async def at_once() -> None:
        readings = [asyncio.create_task(keeper.follow()) for _ in range(3)]
        asyncio.get_running_loop().call_soon(seat.asked.set)  # after the three have begun
        await asyncio.gather(*readings)

    asyncio.run(at_once())
    assert keeper.kinds() == ["roster.server-key.1"]
