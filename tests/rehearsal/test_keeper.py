"""What a delegation keeps: it believes no head that does not grow from what it has."""

import asyncio
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.record import Signer, Tree, b64u, checkpoint_note, origin, procedural_entry, read_checkpoint
from parley.rehearsal.device import Device
from parley.rehearsal.keeper import Contradicted, Keeper
from parley.rehearsal.keys import EpochKey, Json
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Seat
from parley.rehearsal.seatkeys import SeatKeys
from tests.forking import rewritten, without_sides
from tests.sitting import TALKS as SITTING
from tests.sitting import Room, opened
from tests.web.serving import Served

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

    async def tell_contradicted(self, compartment: str, kept: bytes, shown: bytes) -> None:
        read_checkpoint(kept)
        read_checkpoint(shown)


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


class Asking(Given):
    """A seat that asks a whole site, which a host may write anew behind it."""

    def __init__(self, room: Room) -> None:
        super().__init__(Server())
        self.talks, self.id, self.room = SITTING, "south-head", room
        keys = room[self.id].key.private_bytes_raw(), room[self.id].x_key.private_bytes_raw()
        self.device = Device(*keys)
        self.said: list[str] = []

    async def _got(self, path: str) -> bytes:
        answer = await asyncio.to_thread(
            lambda: Served(self.room).as_seat(self.id).get(f"record/table/{path}")
        )
        assert answer.status_code == 200, answer.text
        return answer.content

    async def checkpoint(self, compartment: str) -> bytes:
        return await self._got("checkpoint")

    async def entries(self, compartment: str, start: int, stop: int) -> list[bytes]:
        return (await self._got(f"entries?from={start}&to={stop}")).splitlines() if start < stop else []

    async def tell_contradicted(self, compartment: str, kept: bytes, shown: bytes) -> None:
        said = {"kept": kept.decode(), "shown": shown.decode()}
        answer = await asyncio.to_thread(
            lambda: Served(self.room).as_seat(self.id).post("record/table/cosign", json=said)
        )
        assert answer.status_code in (200, 409), answer.text
        self.said.append(answer.text)


def bots_keys(keeper: Keeper, device: Device) -> SeatKeys:
    """A bot's part in the keys, at a table whose server says that only this bot is there."""

    class Alone:
        async def bundle(self, space: str, bundle: Json) -> Json:
            return state(2) | {"bundle": bundle}

    async def install(key: EpochKey, at_once: bool) -> None:
        return None

    return SeatKeys(device, keeper.admitted, Alone(), SITTING, "plenary", install, keeper.follow)  # type: ignore[arg-type]  # only this of it is asked


def state(epoch: int, *devices: str) -> dict[str, object]:
    members = [{"device": one, "identity": f"{one[:16]}.1", "seat": "x", "away": False} for one in devices]
    return {"space": "plenary", "epoch": epoch, "hall": "h", "members": members, "bundle": None}


def test_a_bot_that_kept_a_head_takes_no_roster_from_a_forked_record_and_draws_no_key() -> None:
    async def scene() -> None:
        room = opened()
        seat = Asking(room)
        keeper = Keeper(seat)
        await keeper.follow()
        own, other = seat.device.id, room["north-head"].device
        assert keeper.admitted(own)
        assert keeper.admitted(other)
        keys = bots_keys(keeper, seat.device)
        rewritten(
            room, without_sides
        )  # nobody has to accept a device: who vouches for itself is at the table
        with pytest.raises(Contradicted, match="not that of its entries"):
            await keeper.follow()
        assert len(seat.said) == 1  # the own side is told
        assert keeper.admitted(own) is None
        assert keeper.admitted(other) is None
        await keys.state(state(2, own, "0" * 64))
        await asyncio.sleep(0.1)
        assert keys.current is None  # no key is drawn for this table
        await keys.close()

    asyncio.run(scene())


def test_a_rollback_stops_a_bot_until_the_record_is_whole_again() -> None:
    server = Server()
    server.add("talks.session-opened.1", {"session": "session-1"})
    seat = Given(server)
    keeper = Keeper(seat)

    async def scene() -> None:
        await keeper.follow()
        gone = server.entries.pop()
        with pytest.raises(Contradicted):
            await keeper.follow()
        assert read_checkpoint(keeper.against).size == 1
        server.entries.append(gone)
        await keeper.follow()
        assert keeper.against == b""

    asyncio.run(scene())


def test_a_fork_that_was_shown_once_stops_a_bot_though_the_true_record_is_shown_again() -> None:
    server = Server()
    server.add("talks.session-opened.1", {"session": "session-1"})
    keeper = Keeper(Given(server))

    async def scene() -> None:
        await keeper.follow()
        true = list(server.entries)
        server.entries.pop()
        server.add("talks.session-opened.1", {"session": "session-2"})
        with pytest.raises(Contradicted):
            await keeper.follow()
        server.entries[:] = true
        with pytest.raises(Contradicted, match="once shown another record"):
            await keeper.follow()
        assert keeper.entries == true  # nothing of the other record was kept

    asyncio.run(scene())
