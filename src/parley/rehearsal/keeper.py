"""What a delegation keeps for itself: every entry of a compartment, checked as it came, and the heads it saw.

Nothing is taken from the server on trust but the first server key, which the side writes down then and there. The
browser's twin does the same before it cosigns.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn

import httpx

from parley.app.core.clock import SystemClock
from parley.record import (
    Roster,
    Signer,
    Tree,
    cosignature,
    cosigner_name,
    host_signed,
    read_checkpoint,
    read_entry,
    roster,
    server_id,
)
from parley.rehearsal.device import PublicKeys
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Refused, Seat


class Contradicted(RehearsalFailed):
    """What the server shows is not what this device has seen."""


class Keeper:
    """One device's copy of one compartment. ``follow`` brings it up to date or says what is wrong.

    As in the browser (docs/adr/0020): a head that contradicts the one kept is kept beside it, and nobody is admitted
    until the record is one that both are of.
    """

    def __init__(self, seat: Seat, compartment: str = "table") -> None:
        self.seat, self.compartment = seat, compartment
        self.entries: list[bytes] = []
        self.head = b""  # the latest checkpoint it believed, a signed note
        self.against = b""  # the first that contradicted it, and has not become part of the record since
        self.roster = Roster()
        self._stopped = False  # what was shown last is not what this device has seen
        self._tree = Tree()
        self._reading = asyncio.Lock()  # two at once would keep the same entries twice
        self._signer = Signer(seat.device.public.ed25519, seat.device.sign)

    @property
    def server(self) -> str:
        """The fingerprint of the server's key, as it stood in the first entry seen."""
        assert self.roster.server is not None
        return server_id(self.roster.server)

    async def follow(self) -> None:
        """Fetch what is new, check that it grows from what was kept, and keep it. Raises: RehearsalFailed, Contradicted."""
        async with self._reading:
            await self._follow()

    async def _follow(self) -> None:
        note = await self.seat.checkpoint(self.compartment)
        head, size = read_checkpoint(note), self._tree.size
        if head.size < size:
            await self._contradicted(note, f"keeps {size} entries; the server has only {head.size}")
        entries = self.entries + await self.seat.entries(self.compartment, size, head.size)
        found, tree = roster(entries), Tree(entries)
        if found.server is None or not host_signed(head, found.server):
            await self._contradicted(b"", "was given a head that does not bear the server's signature")
        if (tree.size, tree.root()) != (head.size, head.root):
            await self._contradicted(note, "was given a head that is not that of its entries")
        if self.against and not _is_of(self.against, tree):
            await self._contradicted(note, "was once shown another record than this")
        self.entries, self.roster, self._tree, self.head = entries, found, tree, note
        self.against, self._stopped = b"", False

    async def _contradicted(self, note: bytes, why: str) -> NoReturn:
        """Stop, keep the signed head that was shown, and tell the server. Raises: Contradicted."""
        self._stopped = True
        if self.head and note:
            self.against = self.against or note
            with suppress(OSError, httpx.HTTPError, Refused):
                await self.seat.tell_contradicted(self.compartment, self.head, self.against)
        raise Contradicted(f"{self.seat.id} {why}.")

    async def cosign(self) -> int:
        """Follow, then sign the head too; return its size."""
        await self.follow()
        head = read_checkpoint(self.head)
        name = cosigner_name(self.seat.talks, self.seat.id, self.seat.device.id)
        now = int(SystemClock().real().timestamp())
        await self.seat.cosign(self.compartment, head.size, cosignature(head.text, name, now, self._signer))
        return head.size

    def admitted(self, device: str) -> PublicKeys | None:
        """Return a device's keys if the roster, as verified here, admits it; nobody's while what is shown contradicts it."""
        if self._stopped:
            return None
        known = self.roster.devices.get(device)
        return PublicKeys(known.ed25519, known.x25519) if known and self.roster.admitted(device) else None

    def trusted(self) -> Iterator[str]:
        """Yield the lines of a trust file: the server's key and the heads' devices, as this side wrote them down."""
        yield f"server {self.server}"
        for party in self.roster.parties:
            for device in self.roster.heads(party):
                yield f"head {party} {device.id}"

    def kinds(self) -> list[str]:
        """Return the kind of each entry kept, in order."""
        return [read_entry(raw).kind for raw in self.entries]


def _is_of(note: bytes, tree: Tree) -> bool:
    """Return whether a head is one that this tree had or has."""
    head = read_checkpoint(note)
    return head.size <= tree.size and tree.root(head.size) == head.root
