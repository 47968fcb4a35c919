"""The keys that a seat's frames are encrypted and opened with, in LiveKit's native ring. The twin of ``browser/src/room/ring.ts``."""

import asyncio
import secrets
from typing import Final

from livekit import rtc

from parley.rehearsal.keys import KEY_SLOTS, EpochKey, sender_key

LEFT_SECONDS: Final = 1.0  # so long frames of the epoch before still open when somebody left
CAME_SECONDS: Final = 5.0  # … and when people only came


def encryption() -> rtc.E2EEOptions:
    """Return how frames are encrypted: without a shared key, so that each sender has its own."""
    ring = rtc.KeyProviderOptions(
        ratchet_window_size=0,
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
        self._held: dict[tuple[str, int], int] = {}  # (identity, slot) → the epoch whose key lies there

    def begin(self, room: rtc.Room, identity: str) -> None:
        """Begin with an empty ring: a connection has its own."""
        self._room, self._identity = room, identity
        self._held.clear()

    def put(self, key: EpochKey) -> None:
        """Have every sender's frames of an epoch open."""
        for identity, device in key.senders.items():
            mine = sender_key(key.key, self.talks, self.space, key.epoch, device, identity)
            self._set(identity, key.epoch, secrets.token_bytes(32) if self._wrong_key else mine)

    def hold(self, epoch: int) -> None:
        """Send under a key that nobody holds until the epoch's own is here: whoever left holds the last one."""
        self._set(self._identity, epoch, secrets.token_bytes(32))
        self.send_under(epoch)

    async def retire(self, epoch: int, *, left: bool) -> None:
        """Overwrite every key of an earlier epoch: who held one opens no line any more, neither theirs nor another's."""
        await asyncio.sleep(LEFT_SECONDS if left else CAME_SECONDS)
        for (identity, slot), of in list(self._held.items()):
            if of < epoch:
                self._set(identity, of, secrets.token_bytes(32))
                del self._held[identity, slot]

    def send_under(self, epoch: int) -> None:
        if self._room is None or not self._room.isconnected():
            return
        for cryptor in self._room.e2ee_manager.frame_cryptors():
            if cryptor.participant_identity == self._identity:
                cryptor.set_key_index(epoch % KEY_SLOTS)

    def _set(self, identity: str, epoch: int, key: bytes) -> None:
        if self._room is not None and self._room.isconnected():
            provider = self._room.e2ee_manager.key_provider
            assert provider is not None
            provider.set_key(identity, key, epoch % KEY_SLOTS)
            self._held[identity, epoch % KEY_SLOTS] = epoch
