"""What a bot shows and says: a drawn picture that carries its code, and speech-like sound at its own pitch.

Both are made here, from numbers, and both can be recognised after an encoder has been at them: ``read_code``
and ``pitch_of`` are what the tests believe, never signalling alone.
"""

from textwrap import wrap
from typing import Final

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]  # (height, width) luma
Sound = npt.NDArray[np.int16]  # mono samples

WIDTH: Final = 160
HEIGHT: Final = 90
RATE: Final = 48_000  # samples a second
CELLS: Final = 16  # 8 bits of code, and all of them the other way round
_BAND: Final = (0.80, 0.96)  # of the height: where the cells stand
_MARGIN: Final = 0.04  # of the width, left and right
_MIDDLE: Final = 0.72  # of the width: what a tile shows of a picture whose sides it cuts off
_BLACK, _WHITE, _GROUND = 24, 230, 70

# 5×7 letters, a column a byte, the lowest bit on top: enough for a seat's or a place's id.
_FONT: Final = {
    letter: bytes.fromhex(columns)
    for letter, columns in zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-",
        (
            "7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e4149497a 7f0808087f 00417f4100 "
            "2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e 7f09090906 3e4151215e 7f09192946 "
            "4649494931 01017f0101 3f4040403f 1f2040201f 3f4038403f 6314081463 0708700807 6151494543 3e5149453e "
            "00427f4000 4261514946 2141454b31 1814127f10 2745454539 3c4a494930 0171090503 3649494936 064949291e "
            "0808080808"
        ).split(),
        strict=True,
    )
}


def picture(
    code: int, label: str, tick: int, level: float = 0.0, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Plane:
    """Return one frame: ``label`` in letters, line by line, a level that moves with ``tick``, and the code in a band of cells.

    Units: ``code`` 0 to 255; ``level`` 0 to 1, how loud the seat is now; ``size`` (width, height) in pixels.
    """
    width, height = size
    plane = np.full((height, width), _GROUND, np.uint8)
    top = height // 10
    for line in label.upper().splitlines():
        top += _write(plane, line, top)
    column = int(width * (0.1 + 0.8 * ((tick % 40) / 40)))
    plane[int(height * 0.5) : int(height * (0.52 + 0.2 * level)), column : column + max(2, width // 40)] = (
        _WHITE
    )
    top, bottom = (int(height * part) for part in _BAND)
    bits = code << 8 | check_of(code)
    for number in range(CELLS):
        left, right = (int(width * edge) for edge in _cell(number))
        plane[top:bottom, left:right] = _WHITE if bits >> (CELLS - 1 - number) & 1 else _BLACK
    return plane


def check_of(code: int) -> int:
    """Return the check bits: half of all cells are white, so a damaged frame, mostly of one shade, carries no code."""
    return ~code & 255


def read_code(plane: Plane) -> int | None:
    """Return the code that a decoded frame carries, of any size; None if it carries none."""
    height, width = plane.shape
    if height < 24 or width < 48:
        return None
    top, bottom = (int(height * part) for part in (_BAND[0] + 0.04, _BAND[1] - 0.04))
    bits = 0
    for number in range(CELLS):
        left, right = _cell(number)
        inset = (right - left) * 0.25
        cell = plane[top:bottom, int(width * (left + inset)) : int(width * (right - inset)) + 1]
        bits = bits << 1 | int(cell.mean() > (_BLACK + _WHITE) / 2)
    code, check = bits >> 8, bits & 255
    return code if check == check_of(code) else None


def i420(plane: Plane) -> bytes:
    """Return the frame as planar YUV with grey colour planes."""
    height, width = plane.shape
    chroma: int = ((height + 1) // 2) * ((width + 1) // 2)
    luma: bytes = plane.tobytes()
    return luma + bytes([128]) * (2 * chroma)


def speech(pitch: float, start: int, count: int, rate: int = RATE) -> Sound:
    """Return ``count`` samples from sample ``start`` on: a buzz of ``pitch`` Hz, in syllables of a quarter second."""
    time = (start + np.arange(count)) / rate
    wave = sum(np.sin(2 * np.pi * pitch * part * time) / part**1.5 for part in range(1, 5))
    syllable = 0.35 + 0.65 * np.sin(np.pi * 4 * time) ** 2
    return np.asarray(wave * syllable * 7_000, np.int16)


def energy_of(sound: Sound) -> float:
    """Return the root mean square, 0 to 1."""
    return float(np.sqrt(np.mean(np.square(sound.astype(np.float64) / 32_768)))) if sound.size else 0.0


def pitch_of(sound: Sound, rate: int) -> float:
    """Return the strongest frequency between 60 and 1,000 Hz; 0 where there is silence.

    Units: Hz, as fine as the sound is long: half a second gives 2 Hz.
    """
    if energy_of(sound) < 1e-3:
        return 0.0
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    frequency = np.fft.rfftfreq(sound.size, 1 / rate)
    audible = (frequency > 60) & (frequency < 1_000)
    return float(frequency[audible][np.argmax(power[audible])])


def share_of(sound: Sound, pitch: float, rate: int) -> float:
    """Return the part of the energy that is within 10 Hz of ``pitch`` or of one of its first three overtones, 0 to 1."""
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size))) ** 2
    frequency = np.fft.rfftfreq(sound.size, 1 / rate)
    near = np.any([np.abs(frequency - part * pitch) < 10 for part in range(1, 5)], axis=0)
    return float(power[near].sum() / max(1e-9, power.sum()))


def _cell(number: int) -> tuple[float, float]:
    step = (1 - 2 * _MARGIN) / CELLS
    return _MARGIN + number * step, _MARGIN + (number + 1) * step


def _write(plane: Plane, line: str, top: int) -> int:
    """Write ``line`` in letters of one size, in as many rows as keep it in the middle; return how many pixels down it takes."""
    height, width = plane.shape
    least, most = max(1, height // 90), max(1, height // 45)
    room = int(width * _MIDDLE)
    parts = wrap(line, room // (6 * least))
    dot: int = min(most, *(room // (6 * len(part)) for part in parts)) if parts else most
    for row, part in enumerate(parts):
        _letters(plane, part, dot, top + 10 * dot * row, (width - dot * 6 * len(part)) // 2)
    return 10 * dot * len(parts)


def _letters(plane: Plane, text: str, dot: int, top: int, left: int) -> None:
    for place, letter in enumerate(text):
        for column, bits in enumerate(_FONT.get(letter, b"\0" * 5)):
            for row in range(7):
                if bits >> row & 1:
                    y, x = top + row * dot, left + (place * 6 + column) * dot
                    plane[y : y + dot, x : x + dot] = _WHITE
