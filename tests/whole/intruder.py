"""Somebody who helps the engine, or is it: publishes picture and sound under any identity, in the clear or under any key."""

import asyncio
import contextlib
import itertools

from livekit import rtc
from playwright.async_api import Page

from parley.rehearsal.keys import EpochKey, sender_key, slot_of
from parley.rehearsal.picture import HEIGHT, RATE, WIDTH, i420, picture, speech
from parley.rehearsal.seatring import encryption
from tests.table import TALKS

SOUND_MS = 20
COUNTING = """
const made = [], Native = RTCPeerConnection;
window.RTCPeerConnection = class extends Native { constructor(...given) { super(...given); made.push(this); } };
window.received = async () => {
  const sum = { packets: 0, frames: 0, energy: 0 };
  for (const line of made) for (const said of (await line.getStats()).values()) {
    if (said.type !== "inbound-rtp") continue;
    sum.packets += said.packetsReceived ?? 0;
    sum.frames += said.framesDecoded ?? 0;
    sum.energy += said.totalAudioEnergy ?? 0;
  }
  return sum;
};"""


Keys = dict[str, tuple[bytes, int]]  # what is sent → the key it is sent under, and its slot


def keys_of(key: EpochKey, device: str, identity: str, **exchanged: str) -> Keys:
    """Return the keys of a sender; ``exchanged``: what is sent under the key of another source."""

    def of(source: str) -> tuple[bytes, int]:
        made = sender_key(key.key, TALKS, "plenary", key.epoch, device, identity, source)
        return made, slot_of(key.epoch, source)

    return {source: of(exchanged.get(source, source)) for source in ("camera", "microphone")}


class Intruder:
    """``code`` is what its picture shows, ``pitch`` how it sounds. Without a key it sends in the clear, and says so."""

    def __init__(self, code: int, pitch: float) -> None:
        self.code, self.pitch = code, pitch
        self.room = rtc.Room()
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, url: str, token: str, keys: Keys | None = None) -> None:
        await self.room.connect(url, token, rtc.RoomOptions(encryption=encryption() if keys else None))
        video, sound = rtc.VideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1, queue_size_ms=80)
        me = self.room.local_participant
        await me.publish_track(
            rtc.LocalVideoTrack.create_video_track("camera", video),
            rtc.TrackPublishOptions(
                source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False, video_codec=rtc.VideoCodec.VP8
            ),
        )
        await me.publish_track(
            rtc.LocalAudioTrack.create_audio_track("microphone", sound),
            rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False, red=False),
        )
        self.use(keys or {})
        self._tasks = [asyncio.ensure_future(self._show(video)), asyncio.ensure_future(self._speak(sound))]

    def use(self, keys: Keys) -> None:
        """Encrypt under these keys from now on."""
        me = self.room.local_participant
        for key, slot in keys.values():
            provider = self.room.e2ee_manager.key_provider
            assert provider is not None
            provider.set_key(me.identity, key, slot)
        for cryptor in self.room.e2ee_manager.frame_cryptors() if keys else ():
            if cryptor.participant_identity == me.identity:
                video = me.track_publications[cryptor.track_sid].kind == rtc.TrackKind.KIND_VIDEO
                cryptor.set_key_index(keys["camera" if video else "microphone"][1])

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks)
        await self.room.disconnect()

    async def _show(self, video: rtc.VideoSource) -> None:
        for tick in itertools.count():
            plane = picture(self.code, "INTRUDER", tick, 0.5)
            video.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, i420(plane)))
            await asyncio.sleep(0.1)

    async def _speak(self, source: rtc.AudioSource) -> None:
        step = RATE * SOUND_MS // 1000
        for number in itertools.count():
            sound = speech(self.pitch, number * step, step)
            await source.capture_frame(rtc.AudioFrame(sound.tobytes(), RATE, 1, step))


async def received(page: Page) -> dict[str, float]:
    """Return what a page with COUNTING has received and decoded so far: packets, pictures, and the energy of its sound."""
    found: dict[str, float] = await page.evaluate("received()")
    return found
