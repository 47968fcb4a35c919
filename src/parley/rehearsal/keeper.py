"""What a delegation keeps for itself: every entry of a compartment, checked as it came, and the heads it saw.

Nothing is taken from the server on trust but the first server key, which the side writes down then and there. The
browser's twin does the same before it cosigns.
"""

import asyncio
from collections.abc import Iterator

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
from parley.rehearsal.seat import Seat


class Keeper:
    """One device's copy of one compartment. ``follow`` brings it up to date or says what is wrong."""

    def __init__(self, seat: Seat, compartment: str = "table") -> None:
        self.seat, self.compartment = seat, compartment
        self.entries: list[bytes] = []
        self.head = b""  # the latest checkpoint it believed, a signed note
        self.roster = Roster()
        self._tree = Tree()
        self._reading = asyncio.Lock()  # two at once would keep the same entries twice
        self._signer = Signer(seat.device.public.ed25519, seat.device.sign)

    @property
    def server(self) -> str:
        """The fingerprint of the server's key, as it stood in the first entry seen."""
        assert self.roster.server is not None
        return server_id(self.roster.server)

    async def follow(self) -> None:
        """Fetch what is new, check that it grows from what was kept, and keep it. Raises: RehearsalFailed."""
        async with self._reading:
            await self._follow()

    async def _follow(self) -> None:
        note = await self.seat.checkpoint(self.compartment)
        head = read_checkpoint(note)
        if head.size < self._tree.size:
            raise RehearsalFailed(
                f"{self.seat.id} keeps {self._tree.size} entries; the server has only {head.size}."
            )
        fresh = await self.seat.entries(self.compartment, self._tree.size, head.size)
        for raw in fresh:
            self._tree.append(raw)
        self.entries += fresh
        self.roster = roster(self.entries)
        if (self._tree.size, self._tree.root()) != (head.size, head.root):
            raise RehearsalFailed(
                f"The head of {self.compartment} is not that of its entries, as {self.seat.id} was given them."
            )
        if self.roster.server is None or not host_signed(head, self.roster.server):
            raise RehearsalFailed(f"The head of {self.compartment} does not bear the server's signature.")
        self.head = note

    async def cosign(self) -> int:
        """Follow, then sign the head too; return its size."""
        await self.follow()
        head = read_checkpoint(self.head)
        name = cosigner_name(self.seat.talks, self.seat.id, self.seat.device.id)
        now = int(SystemClock().real().timestamp())
        await self.seat.cosign(self.compartment, head.size, cosignature(head.text, name, now, self._signer))
        return head.size

    def admitted(self, device: str) -> PublicKeys | None:
        """Return a device's keys if the roster, as verified here, admits it."""
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
