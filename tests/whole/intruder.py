"""Somebody who helps the engine, or is it: publishes picture and sound under any identity, in the clear or under any key."""

import asyncio
import contextlib
import itertools

from livekit import rtc
from playwright.async_api import Page

from parley.rehearsal.picture import HEIGHT, RATE, WIDTH, i420, picture, speech

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


class Intruder:
    """``code`` is what its picture shows, ``pitch`` how it sounds. Without a key it sends in the clear, and says so."""

    def __init__(self, code: int, pitch: float) -> None:
        self.code, self.pitch = code, pitch
        self.room = rtc.Room()
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, url: str, token: str, key: bytes | None = None, slot: int = 0) -> None:
        ring = rtc.KeyProviderOptions(
            ratchet_window_size=0,
            failure_tolerance=-1,
            key_derivation_function=rtc.KeyDerivationFunction.HKDF,
        )
        sealed = rtc.E2EEOptions(key_provider_options=ring)
        await self.room.connect(url, token, rtc.RoomOptions(encryption=sealed if key else None))
        if key:
            self.set_key(key, slot)
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
        if key:
            self.use(slot)
        self._tasks = [asyncio.ensure_future(self._show(video)), asyncio.ensure_future(self._speak(sound))]

    def set_key(self, key: bytes, slot: int) -> None:
        provider = self.room.e2ee_manager.key_provider
        assert provider is not None
        provider.set_key(self.room.local_participant.identity, key, slot)

    def use(self, slot: int) -> None:
        for cryptor in self.room.e2ee_manager.frame_cryptors():
            if cryptor.participant_identity == self.room.local_participant.identity:
                cryptor.set_key_index(slot)

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
