"""One seat's part in agreeing on epoch keys: follow the states, draw a key in its turn, pass on the keys that open."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx

from parley.rehearsal.device import Device
from parley.rehearsal.keys import (
    Admitted,
    BundleRejected,
    EpochKey,
    Json,
    draw,
    open_bundle,
    seconds_until_turn,
    senders_of,
)
from parley.rehearsal.relay import Relay, TableClosed
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Refused

log = logging.getLogger("parley.rehearsal.keys")

DOUBTED = (
    "bundle_does_not_open",
    "bundle_signature",
    "bundle_shape",
)  # the drawer's doing, never our own lateness
Install = Callable[[EpochKey, bool], Awaitable[None]]  # (the key, whether somebody left since the last one)
Hold = Callable[
    [int], None
]  # send nothing more before this epoch's key is installed: somebody who holds the last has gone


def _go_on(_: int) -> None:
    return None


class SeatKeys:
    """Follows the states of one space; ``install`` is called with every epoch key, once, in order.

    ``refresh`` reads the roster again, for a device that is not on it yet.
    """

    def __init__(
        self,
        device: Device,
        admitted: Admitted,
        relay: Relay,
        talks: str,
        space: str,
        install: Install,
        refresh: Callable[[], Awaitable[None]] | None = None,
        hold: Hold = _go_on,
    ) -> None:
        self.device, self.admitted, self.relay = device, admitted, relay
        self.talks, self.space = talks, space
        self.current: EpochKey | None = None
        self.rejected: list[str] = []  # why bundles were refused, for a report
        self.epoch = 0  # the newest one known
        self._install, self._refresh, self._hold = install, refresh, hold
        self._drawing: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    async def state(self, state: Json) -> None:
        """Take in a state of the space; late and repeated ones change nothing."""
        async with self._lock:
            epoch = int(str(state["epoch"]))
            if epoch < self.epoch:
                return
            if epoch > self.epoch:
                self.epoch = epoch
                self._stop_drawing()
            if self.current is not None and self.current.epoch >= epoch:
                return
            present = devices_of(state)
            if self.current is not None and not set(self.current.members) <= set(present):
                self._hold(epoch)
            if any(self.admitted(one) is None for one in present):
                await self._read_roster()
            if state.get("bundle") is not None:
                await self._open(state, epoch)
            elif self._drawing is None:
                self._drawing = asyncio.create_task(self._draw_in_turn(epoch, present))

    async def _read_roster(self) -> None:
        """Read the roster again; if it cannot be had now, the next state, seconds later, has us ask anew."""
        if self._refresh is None:
            return
        try:
            await self._refresh()
        except (OSError, httpx.HTTPError, Refused, RehearsalFailed) as why:
            log.info("the roster could not be read: %s", type(why).__name__)

    async def close(self) -> None:
        self._stop_drawing()

    async def _open(self, state: Json, epoch: int) -> None:
        self._stop_drawing()
        try:
            found = open_bundle(self.device, self.admitted, self.talks, self.space, state["bundle"])
            if found.epoch != epoch:
                raise BundleRejected("bundle_of_another_epoch")
        except BundleRejected as why:
            self.rejected.append(why.code)
            log.info("a bundle was not believed: %s", why.code)
            if why.code in DOUBTED and self._drawing is None:
                self._drawing = asyncio.create_task(self._doubt(epoch))
            return
        before = self.current
        found = replace(found, senders=senders_of(state, found.members))
        self.current = found
        await self._install(found, before is not None and not set(before.members) <= set(found.members))

    async def _doubt(self, epoch: int) -> None:
        try:
            state = await self.relay.doubt(self.space, epoch)
        except (OSError, httpx.HTTPError, TableClosed) as why:
            log.info("epoch %d could not be doubted: %s", epoch, type(why).__name__)
            self._drawing = None
            return
        self._drawing = None
        await self.state(state)

    async def _draw_in_turn(self, epoch: int, present: list[str]) -> None:
        wait = seconds_until_turn(present, self.admitted, self.device.id)
        if wait is None:
            return
        await asyncio.sleep(wait)
        try:
            document = draw(self.device, self.admitted, self.talks, self.space, epoch, present)
            state = await self.relay.bundle(self.space, document)
        except (BundleRejected, OSError, httpx.HTTPError, TableClosed) as why:
            log.info("the key of epoch %d was not handed on: %s", epoch, type(why).__name__)
            self._drawing = None  # the next state, five seconds later at most, has us try again
            return
        self._drawing = None  # so that taking in the answer does not cancel ourselves
        await self.state(state)

    def _stop_drawing(self) -> None:
        if self._drawing is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closing
                self._drawing.cancel()
            self._drawing = None


def devices_of(state: Json) -> list[str]:
    """Return the devices the server says are present, longest first."""
    members = state["members"]
    assert isinstance(members, list)
    return [str(one["device"]) for one in members]
