"""What one bot really decoded of another: frames by the code they carry, sound by its pitch."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from parley.rehearsal.picture import Plane, Sound, energy_of, pitch_of, read_code, share_of

SAMPLE_RATE: Final = 16_000  # samples a second
KEEP_SAMPLES: Final = SAMPLE_RATE  # the last loud second is kept, for its pitch
LOUD: Final = 0.01
LATE: Final = (
    0.5  # seconds before a sender was seen to leave in which a frame may have been another's already
)


@dataclass(slots=True)
class ReceivedMedia:
    """All that came from one sender. Times are a steady clock's, in seconds."""

    frames: int = 0
    codes: Counter[int] = field(default_factory=Counter)  # code read from a frame → frames
    unread: int = 0  # frames in a row that carried no code
    sound_frames: int = 0
    energy: float = 0.0  # loudest 60 ms, root mean square, 0 to 1
    _loud: list[Sound] = field(default_factory=list)
    _late: deque[tuple[float, int | None]] = field(default_factory=deque)  # (when, code) of the newest frames

    @property
    def pitch(self) -> float:
        """Return the pitch of the last loud second, Hz; 0 if nothing was heard."""
        return pitch_of(np.concatenate(self._loud), SAMPLE_RATE) if self._loud else 0.0

    def share_of(self, pitch: float) -> float:
        """Return how much of the energy of the last loud second is a voice of ``pitch`` Hz, 0 to 1."""
        return share_of(np.concatenate(self._loud), pitch, SAMPLE_RATE) if self._loud else 0.0

    def add_frame(self, plane: Plane, now: float) -> None:
        """Count a decoded frame by the code that stands in it."""
        code = read_code(plane)
        self._count(code, 1)
        self.unread = 0 if code is not None else self.unread + 1
        self._late.append((now, code))
        while self._late[0][0] < now - LATE:
            self._late.popleft()

    def drop_late_frames(self, now: float) -> None:
        """Drop the frames of the last half second: when a sender leaves, the engine reuses the track for the next one."""
        for at, code in self._late:
            if at >= now - LATE:
                self._count(code, -1)
        self._late.clear()
        self.codes = +self.codes  # those that are left

    def add_sound(self, sound: Sound) -> None:
        """Take in a stretch of sound."""
        energy = energy_of(sound)
        self.sound_frames += 1
        self.energy = max(self.energy, energy)
        if energy > LOUD:
            self._loud.append(sound)
            while sum(part.size for part in self._loud) > KEEP_SAMPLES:
                self._loud.pop(0)

    def _count(self, code: int | None, frames: int) -> None:
        self.frames += frames
        if code is not None:
            self.codes[code] += frames
