"""A seat with camera and sound in one place, for bots: joins, shows, speaks, sees and hears, encrypted.

media = SeatMedia(device, admitted, relay, talks="march", label="KABUL", code=17, pitch=180)
await media.join()
await media.speak(2.0)
media.report()  # {identity of the sender: Heard(frames, codes, energy, pitch, …)}
await media.close()
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

import httpx
import numpy as np
from livekit import rtc

from parley.rehearsal.device import Device
from parley.rehearsal.endings import disconnected, log_failure
from parley.rehearsal.keys import Admitted, EpochKey
from parley.rehearsal.picture import HEIGHT, RATE, WIDTH, Plane, energy_of, i420, picture, speech
from parley.rehearsal.received import SAMPLE_RATE, ReceivedMedia
from parley.rehearsal.relay import Json, Relay
from parley.rehearsal.seatkeys import SeatKeys
from parley.rehearsal.seatring import SeatRing, encryption

log = logging.getLogger("parley.rehearsal.media")

FRAMES_A_SECOND: Final = 5
SOUND_MS: Final = 60
ALIVE_SECONDS: Final = 4.0  # below the five after which servers close idle connections
FAST_RETRY_SECONDS: Final = 0.6  # … while there is no key yet: it may have been sent before we listened
SWITCH_SECONDS: Final = 0.2  # so long the old key still encrypts when people have only joined
REJOIN_SECONDS: Final = (0.5, 1, 2, 4)  # then every four
UNREAD: Final = (
    8  # frames in a row without a code before a picture is asked for anew; a track that ends shows fewer
)
ANEW_SECONDS: Final = 1.0  # without it, for the engine to see that it was let go of
LACKING: Final = 3  # looks after which a line that lost a track of ours is made anew
ASKS: Final = 3  # so often of one sender: a person's camera shows no code, ever


class SeatMedia:
    """One device at the table. After ``join`` it comes back by itself until ``leave`` or ``close``.

    ``wrong_key`` makes it use a key of its own: what such a device decodes is what an eavesdropper would.
    """

    def __init__(
        self,
        device: Device,
        admitted: Admitted,
        relay: Relay,
        *,
        talks: str,
        space: str = "plenary",
        label: str = "",
        name: str = "",
        code: int = 1,
        pitch: float = 200.0,
        refresh: Callable[[], Awaitable[None]] | None = None,
        wrong_key: bool = False,
        engine: str = "",
    ) -> None:
        self.device, self.relay, self.talks, self.space = device, relay, talks, space
        self.name, self.label, self.code, self.pitch = name, label, code, pitch
        self.ring = SeatRing(talks, space, wrong_key=wrong_key)
        self.keys = SeatKeys(device, admitted, relay, talks, space, self._install, refresh, self.ring.hold)
        self.identity, self.engine = "", engine
        self.joins = 0
        self.frames_a_second: float = FRAMES_A_SECOND  # fewer while nobody looks, to spare a small machine
        self._received: dict[str, ReceivedMedia] = {}
        self._room: rtc.Room | None = None
        self._key_there = asyncio.Event()
        self._published = asyncio.Event()
        self._level = 0.0
        self._tasks: set[asyncio.Task[None]] = set()  # for as long as we sit
        self._streams: set[asyncio.Task[None]] = set()  # for as long as this connection lasts
        self._watching: dict[tuple[str, str], asyncio.Task[None]] = {}  # (sender, track) → who looks at it
        self.asked_anew = Counter[str]()  # sender → how often its picture was asked for again
        self._seen: list[rtc.Track] = []  # kept until the room is disconnected: see endings
        self._sound: rtc.AudioSource | None = None
        self._coming_back = False
        self._lacking = 0  # so often in a row a track of ours was not there
        self._hall = ""

    async def join(self, seconds: float = 20.0) -> None:
        """Take the seat: connected, key in hand, picture and sound published. Raises: TimeoutError, TableClosed."""
        self._spawn(self._follow(), self._tasks)  # from before the first key: no state is missed
        try:
            await asyncio.wait_for(self._connect(), seconds)
        except BaseException:
            await self._end()
            raise
        self._spawn(self._keep_alive(), self._tasks)

    async def speak(self, seconds: float) -> None:
        """Say something at this seat's pitch."""
        await self._published.wait()
        step = RATE * SOUND_MS // 1000
        for number in range(int(seconds * 1000 / SOUND_MS)):
            sound = speech(self.pitch, number * step, step)
            self._level = min(1.0, energy_of(sound) * 4)
            assert self._sound is not None  # another one after each move
            await self._sound.capture_frame(rtc.AudioFrame(sound.tobytes(), RATE, 1, step))
        self._level = 0.0

    def watched(self, sender: str) -> int:
        """Return how many tracks of ``sender`` this seat is subscribed to: its picture and its sound are two."""
        return sum(who == sender for who, _ in self._watching)

    def report(self) -> dict[str, ReceivedMedia]:
        """Return what was decoded from each sender since the last ``forget``, by its identity."""
        return self._received

    def forget(self) -> None:
        """Start a new report."""
        self._received = {}

    async def leave(self) -> None:
        """Leave the room: the key of the others changes at once."""
        identity = self.identity
        await self._end()
        with contextlib.suppress(httpx.HTTPError):
            await self.relay.leave(self.space, identity)

    async def close(self) -> None:
        """Disconnect without notice, like a device whose power fails."""
        await self._end()

    async def _end(self) -> None:
        for task in (*self._tasks, *self._streams):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._streams, return_exceptions=True)
        await self.keys.close()
        await self._hang_up()

    async def _connect(self, *, moving: bool = False) -> None:
        self._published.clear()
        answer = (await self.relay.move(self.space, self.identity) if moving else None) or (
            await self.relay.join(self.space)
        )
        self.identity = str(answer["identity"])
        room = self._room = rtc.Room()
        room.on("track_subscribed", self._subscribed)
        room.on(
            "track_unsubscribed",
            lambda _, publication, sender: self._unwatch(sender.identity, publication.sid),
        )
        room.on("participant_disconnected", lambda sender: self._unwatch(sender.identity))
        room.on("disconnected", lambda *_: self._lost(room))
        room.on("reconnected", self._reconnected)
        room.on("local_track_republished", lambda *_: self._send_under_the_newest())  # under slot 0, else
        options = rtc.RoomOptions(encryption=encryption())
        state = answer["state"]
        assert isinstance(state, dict)
        self._hall = str(state["hall"])
        self._key_there.clear()
        self.ring.begin(room, self.identity)
        hurrying = asyncio.create_task(self._fetch_key(state))
        try:
            await room.connect(self.engine or str(answer["url"]), str(answer["token"]), options)
            current = self.keys.current
            # Never a key of before we left.
            if current is not None and current.epoch >= int(str(state["epoch"])):
                await self._install(current, at_once=True)
            await self._key_there.wait()
        finally:
            hurrying.cancel()
        await self._publish(room)
        self.joins += 1

    async def _publish(self, room: rtc.Room) -> None:
        video = rtc.VideoSource(WIDTH, HEIGHT)
        self._sound = rtc.AudioSource(RATE, 1, queue_size_ms=4 * SOUND_MS)
        me = room.local_participant
        await me.publish_track(
            rtc.LocalVideoTrack.create_video_track("camera", video),
            rtc.TrackPublishOptions(
                source=rtc.TrackSource.SOURCE_CAMERA,
                simulcast=False,
                video_codec=rtc.VideoCodec.VP8,
                video_encoding=rtc.VideoEncoding(max_bitrate=120_000, max_framerate=FRAMES_A_SECOND),
            ),
        )
        await me.publish_track(
            rtc.LocalAudioTrack.create_audio_track("microphone", self._sound),
            rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=True, red=False),
        )
        self._send_under_the_newest()
        self._spawn(self._show(video), self._streams)
        self._published.set()

    async def _show(self, video: rtc.VideoSource) -> None:
        tick = 0
        while True:
            plane = self.drawn(tick)
            video.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, i420(plane)))
            tick += 1
            await asyncio.sleep(1 / self.frames_a_second)

    def drawn(self, tick: int) -> Plane:
        """Return the picture that this seat's camera sees now."""
        return picture(self.code, f"{self.name}\n{self.label}", tick, self._level)

    async def _install(self, key: EpochKey, at_once: bool) -> None:
        """Put the key where frames are decrypted now, and where they are encrypted when all can have it."""
        room = self._room
        if room is None or not room.isconnected():
            return
        self.ring.put(key)
        self._spawn(self.ring.retire(key.epoch, left=at_once), self._streams)
        if at_once or not self._key_there.is_set():
            self.ring.send_under(key.epoch)
        else:
            self._spawn(self._switch(key), self._streams)
        self._key_there.set()

    async def _switch(self, key: EpochKey) -> None:
        await asyncio.sleep(SWITCH_SECONDS)
        if self.keys.current is key and self.keys.epoch == key.epoch:
            self.ring.send_under(key.epoch)

    def _send_under_the_newest(self) -> None:
        """Never under a key of before: somebody who holds it may have gone while the line was made."""
        current = self.keys.current
        if current is not None and current.epoch == self.keys.epoch:
            self.ring.send_under(current.epoch)
        else:
            self.ring.hold(self.keys.epoch)

    def _reconnected(self) -> None:
        if self.keys.current is None:
            return
        if self.keys.current.epoch != self.keys.epoch:
            self.ring.hold(self.keys.epoch)
        else:  # it may have come while the line was down
            self._spawn(self._install(self.keys.current, at_once=True), self._streams)

    async def _follow(self) -> None:
        async for state in self.relay.states(self.space):
            await self._told(state)

    async def _told(self, state: Json) -> None:
        """Take in a state; where the space meets in another hall now, follow it there."""
        await self.keys.state(state)
        if state["hall"] != self._hall and int(str(state["epoch"])) >= self.keys.epoch:
            self._lost(self._room, moving=True)

    async def _fetch_key(self, state: Json) -> None:
        """Take in the state that joining returned, and ask for it again while there is no key yet."""
        await self.keys.state(state)
        while True:
            await asyncio.sleep(FAST_RETRY_SECONDS)
            with contextlib.suppress(httpx.HTTPError):
                if (now := await self.relay.alive(self.space, self.identity)) is not None:
                    await self.keys.state(now)

    async def _keep_alive(self) -> None:
        """Send keep-alives; join again when the server or the engine has lost the place."""
        while True:
            await asyncio.sleep(ALIVE_SECONDS)
            try:
                if not self._coming_back:
                    await self._look(await self.relay.alive(self.space, self.identity))
            except Exception as failed:  # noqa: BLE001 also of the media library, whose line may be ending: we look again
                log.info("%s did not look: %s", self.label, type(failed).__name__)

    async def _look(self, state: Json | None) -> None:
        """Take in a state; come back if we have no place, no line, or lost what we publish.

        After a line broke, the SDK publishes our tracks anew by itself. One that it cannot is gone, and only its log says so.
        """
        gone = self._published.is_set() and (self._room is None or not self._room.isconnected())
        self._lacking = 0 if self.ring.sends_all() else self._lacking + 1
        if state is None or gone or self._lacking >= LACKING:
            self._lacking = 0
            self._lost(self._room)
        else:
            current = self.keys.current
            if current is not None and current.epoch == self.keys.epoch:
                self.ring.send_under(current.epoch)  # what the SDK has published anew encrypts under slot 0
            await self._told(state)

    def _lost(self, room: rtc.Room | None, *, moving: bool = False) -> None:
        if room is self._room and not self._coming_back and self._published.is_set():
            self._coming_back = True
            self._spawn(self._come_back(moving), self._tasks)

    async def _come_back(self, moving: bool) -> None:
        pauses = iter((0.0, *REJOIN_SECONDS) if moving else REJOIN_SECONDS)
        while True:
            await asyncio.sleep(next(pauses, REJOIN_SECONDS[-1]))
            try:
                await self._hang_up()
                await asyncio.wait_for(self._connect(moving=moving), 20)
            except Exception as failed:  # noqa: BLE001 whatever it was, also of the media library: who gives up leaves an empty seat
                log.info("%s is not back yet: %s", self.label, type(failed).__name__)
            else:
                self._coming_back = False
                return

    async def _hang_up(self) -> None:
        for task in self._streams:
            task.cancel()
        await asyncio.gather(*self._streams, return_exceptions=True)
        self._watching.clear()
        room, self._room = self._room, None
        seen, self._seen = self._seen, []
        if room is not None and room.isconnected():
            await asyncio.shield(disconnected(room, seen))

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, sender: rtc.RemoteParticipant
    ) -> None:
        """Look or listen at once: a stream asked for later may find that its track is gone. Never at what is not encrypted."""
        if publication.encryption_type == rtc.EncryptionType.NONE:
            return
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            video = rtc.VideoStream(track, capacity=3, format=rtc.VideoBufferType.I420)
            task = self._spawn(self._watch(video, publication, sender.identity), self._streams)
        else:
            sound = rtc.AudioStream(
                track, capacity=10, sample_rate=SAMPLE_RATE, num_channels=1, frame_size_ms=SOUND_MS
            )
            task = self._spawn(self._listen(sound, sender.identity), self._streams)
        self._watching[(sender.identity, publication.sid)] = task
        self._seen.append(track)

    def _unwatch(self, sender: str, track: str | None = None) -> None:
        """Look at a sender's track no longer: the engine sends the next newcomer's picture over the same line."""
        for one in [key for key in self._watching if key[0] == sender and track in (None, key[1])]:
            self._watching.pop(one).cancel()
        if sender in self._received:
            self._received[sender].drop_late_frames(_now())

    async def _watch(
        self, stream: rtc.VideoStream, publication: rtc.RemoteTrackPublication, sender: str
    ) -> None:
        try:
            async for event in stream:
                frame = event.frame
                luma = np.frombuffer(frame.data, np.uint8, frame.width * frame.height)
                received = self._received.setdefault(sender, ReceivedMedia())
                received.add_frame(luma.reshape(frame.height, frame.width), _now())
                if received.unread == 0:
                    self.asked_anew.pop(sender, None)  # what was read once may be damaged anew
                elif received.unread >= UNREAD and self.asked_anew[sender] < ASKS:
                    received.unread = 0
                    self._spawn(self._request_again(publication, sender), self._streams)
        finally:
            await stream.aclose()

    async def _request_again(self, publication: rtc.RemoteTrackPublication, sender: str) -> None:
        """Have a picture sent again from its beginning.

        The SDK gives a track its decryptor after the track. On a busy machine the first frames, whole pictures, may come in
        between: enciphered, they are drawn as they are, and all that follow, which say only what changed, are drawn over
        them. An engine asked twice in too short a time has seen no change, and sends nothing: then it is asked once more.
        """
        while self.asked_anew[sender] < ASKS:
            self.asked_anew[sender] += 1
            publication.set_subscribed(False)
            await asyncio.sleep(ANEW_SECONDS)
            publication.set_subscribed(True)
            for _ in range(50):
                await asyncio.sleep(0.1)
                if (sender, publication.sid) in self._watching:
                    return

    async def _listen(self, stream: rtc.AudioStream, sender: str) -> None:
        try:
            async for event in stream:
                sound = np.frombuffer(event.frame.data, np.int16).copy()
                self._received.setdefault(sender, ReceivedMedia()).add_sound(sound)
        finally:
            await stream.aclose()

    def _spawn(self, work: Awaitable[None], among: set[asyncio.Task[None]]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        among.add(task)
        task.add_done_callback(among.discard)
        task.add_done_callback(log_failure)
        return task


def _now() -> float:
    return asyncio.get_running_loop().time()
