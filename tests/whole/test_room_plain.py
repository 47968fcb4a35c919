"""Nothing leaves a device in the clear, from the very first packet on: what somebody sees who does not decrypt at all."""

import asyncio
from contextlib import aclosing

import numpy as np
import pytest
from livekit import rtc
from playwright.async_api import Browser

from parley.media import LiveKit
from parley.rehearsal.picture import read_code
from parley.rehearsal.received import ReceivedMedia
from tests.table import TALKS, Table, until
from tests.whole.scene import Play, decodes, sit

RATE = 16_000
CODES = (31, 41)
GROUND = (
    70  # the grey most of a drawn picture is: sealed packets that a decoder makes noise of are anything else
)


class Plain:
    """A participant of the engine's room whom no device sealed a key to, and who takes packets as they come."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.received: list[ReceivedMedia] = []  # a sender's each
        self.pictures = self.leaked = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._tracks: list[rtc.Track] = []  # held until the room is closed, which drops them itself

    async def join(self, livekit: LiveKit, hall: str) -> None:
        token = await asyncio.to_thread(livekit.token, hall, "plain.1", publish=False)
        self.room.on("track_subscribed", self._subscribed)
        await self.room.connect(livekit.url(), token)

    async def aclose(self) -> None:
        await self.room.disconnect()

    def _subscribed(self, track: rtc.Track, *_: object) -> None:
        self._tracks.append(track)
        video = track.kind == rtc.TrackKind.KIND_VIDEO
        self._tasks.add(asyncio.ensure_future(self._watch(track) if video else self._listen(track)))

    def holds(self, n: int) -> bool:
        """Whether it was given so many pictures and sounds."""
        return self.pictures == len(self.received) == n

    async def _watch(self, track: rtc.Track) -> None:
        self.pictures += 1
        async for event in rtc.VideoStream(track, format=rtc.VideoBufferType.I420):
            frame = event.frame
            luma = np.frombuffer(frame.data, np.uint8, frame.width * frame.height).reshape(
                frame.height, frame.width
            )
            self.leaked += read_code(luma) in CODES and np.mean(np.abs(luma.astype(int) - GROUND) < 16) > 0.5

    async def _listen(self, track: rtc.Track) -> None:
        received = ReceivedMedia()
        self.received.append(received)
        async for event in rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=60):
            received.add_sound(np.frombuffer(event.frame.data, np.int16).copy())


@pytest.mark.enable_socket
def test_who_does_not_decrypt_sees_no_picture_and_hears_no_voice(
    livekit: LiveKit, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        monkeypatch.setattr(
            table.rooms, "_look", lambda *_: None
        )  # the spy is the host's: nobody puts it out
        async with aclosing(Plain()) as spy:
            await spy.join(livekit, table.rooms.room(TALKS, "plenary"))
            bot = table.bot("bot-1", CODES[1], 330)
            await bot.join()
            await bot.speak(0.5)  # from its first packet on
            me = await sit(await browser.new_page(), address, "gov-head")  # its microphone plays all the time
            await until(lambda: decodes(bot, me, 31), 30, "the bot sees the browser")
            await until(lambda: abs(bot.report()[me].pitch - 220) < 10, 20, "the bot hears the browser")
            assert bot.report()[me].share_of(220) > 0.7
            await until(lambda: spy.holds(2), 30, "the spy is given both of each")
            assert spy.leaked == 0
            assert all(received.share_of(pitch) < 0.35 for received in spy.received for pitch in (220, 330))
            await bot.leave()

    play(scene)
