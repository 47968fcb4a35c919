"""The keys that a seat's frames are encrypted and opened with, in LiveKit's native ring. The twin of ``browser/src/room/ring.ts``."""

import asyncio
import secrets
from typing import Final

from livekit import rtc

from parley.rehearsal.keys import KEY_SLOTS, SENT, SOURCES, EpochKey, sender_key, slot_of

LEFT_SECONDS: Final = 1.0  # so long frames of the epoch before still open when somebody left
CAME_SECONDS: Final = 5.0  # … and when people only came


def encryption() -> rtc.E2EEOptions:
    """Return how frames are encrypted: without a shared key, so that each sender has its own."""
    ring = rtc.KeyProviderOptions(
        ratchet_window_size=0,
        key_ring_size=KEY_SLOTS * len(SOURCES),
        failure_tolerance=-1,
        key_derivation_function=rtc.KeyDerivationFunction.HKDF,
    )
    return rtc.E2EEOptions(key_provider_options=ring)


class SeatRing:
    """``wrong_key``: every key is one that nobody else has."""

    def __init__(self, talks: str, space: str, *, wrong_key: bool) -> None:
        self.talks, self.space = talks, space
        self._wrong_key = wrong_key
        self._identity = ""
        self._room: rtc.Room | None = None
        self._held: dict[tuple[str, int], tuple[int, str]] = {}  # (identity, slot) → whose key lies there

    def begin(self, room: rtc.Room, identity: str) -> None:
        """Begin with an empty ring: a connection has its own."""
        self._room, self._identity = room, identity
        self._held.clear()

    def put(self, key: EpochKey) -> None:
        """Have every sender's frames of an epoch open."""
        for identity, device in key.senders.items():
            for source in SENT:
                mine = sender_key(key.key, self.talks, self.space, key.epoch, device, identity, source)
                self._set(identity, key.epoch, source, secrets.token_bytes(32) if self._wrong_key else mine)

    def hold(self, epoch: int) -> None:
        """Send under a key that nobody holds until the epoch's own is here: whoever left holds the last one."""
        for source in SENT:
            self._set(self._identity, epoch, source, secrets.token_bytes(32))
        self.send_under(epoch)

    async def retire(self, epoch: int, *, left: bool) -> None:
        """Overwrite every key of an earlier epoch: who held one opens no line any more, neither theirs nor another's."""
        await asyncio.sleep(LEFT_SECONDS if left else CAME_SECONDS)
        for (identity, slot), (of, source) in list(self._held.items()):
            if of < epoch:
                self._set(identity, of, source, secrets.token_bytes(32))
                del self._held[identity, slot]

    def send_under(self, epoch: int) -> None:
        for cryptor in self._own():
            cryptor.set_key_index(slot_of(epoch, self._source(cryptor.track_sid)))

    def sends_all(self) -> bool:
        """Return whether what a seat publishes is encrypted by somebody: a track that was lost with its line is not."""
        return len({self._source(cryptor.track_sid) for cryptor in self._own()}) == len(SENT)

    def _own(self) -> list[rtc.FrameCryptor]:
        if self._room is None or not self._room.isconnected():
            return []
        cryptors = self._room.e2ee_manager.frame_cryptors()
        return [one for one in cryptors if one.participant_identity == self._identity]

    def _source(self, track: str) -> str:
        """Return what an own track is; the SDK forgets one that it has published anew by itself, and its engine's id says it."""
        assert self._room is not None
        known = self._room.local_participant.track_publications.get(track)
        sound = known.kind == rtc.TrackKind.KIND_AUDIO if known else track.startswith("TR_A")
        return "microphone" if sound else "camera"

    def _set(self, identity: str, epoch: int, source: str, key: bytes) -> None:
        if self._room is not None and self._room.isconnected():
            provider = self._room.e2ee_manager.key_provider
            assert provider is not None
            provider.set_key(identity, key, slot_of(epoch, source))
            self._held[identity, slot_of(epoch, source)] = epoch, source
