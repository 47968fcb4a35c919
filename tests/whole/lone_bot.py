"""A bot in a process of its own: sits down, speaks, and tells each epoch key it holds. For the test of secrecy alone.

python -m tests.whole.lone_bot    with a JSON line on standard input: url, talks, seat, ed25519, x25519 (hex)
"""

import asyncio
import json
import sys

from parley.rehearsal.device import Device
from parley.rehearsal.keeper import Keeper
from parley.rehearsal.keys import EpochKey, sender_key
from parley.rehearsal.relay import HttpRelay
from parley.rehearsal.seat import Seat
from parley.rehearsal.seatmedia import SeatMedia


def tell(**told: str | int) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


class Telling(SeatMedia):
    """A seat that says its keys aloud, as no real one does."""

    async def _install(self, key: EpochKey, at_once: bool) -> None:
        mine = sender_key(
            key.key, self.talks, self.space, key.epoch, self.device.id, self.identity, "microphone"
        )
        tell(epoch=key.epoch, key=key.key.hex(), sender=mine.hex())
        await super()._install(key, at_once)


async def sit(given: dict[str, str]) -> None:
    seat = Seat(given["url"], given["talks"], given["seat"])
    seat.device = Device(bytes.fromhex(given["ed25519"]), bytes.fromhex(given["x25519"]))
    await seat.sign_in()
    keeper = Keeper(seat)
    await keeper.follow()
    relay = HttpRelay(seat.client, seat.base)
    bot = Telling(
        seat.device, keeper.admitted, relay, talks=seat.talks, label="ALONE", code=91, refresh=keeper.follow
    )
    await bot.join()
    tell(joined=bot.identity)
    while True:
        await bot.speak(1.0)
        await asyncio.sleep(0.5)


if __name__ == "__main__":
    asyncio.run(sit(json.loads(sys.stdin.readline())))
