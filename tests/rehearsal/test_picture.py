"""What a bot shows and says can be recognised, and nothing else is taken for it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from parley.rehearsal.picture import energy_of, i420, picture, pitch_of, read_code, share_of, speech


@given(
    st.integers(0, 255),
    st.integers(0, 1000),
    st.floats(0, 1),
    st.sampled_from([(160, 90), (320, 180), (640, 360)]),
)
def test_a_code_is_read_back_at_any_size(code: int, tick: int, level: float, size: tuple[int, int]) -> None:
    plane = picture(code, "DOHA", tick, level, size)
    assert read_code(plane) == code
    assert len(i420(plane)) == size[0] * size[1] * 3 // 2


def test_a_name_stands_above_its_place_and_neither_touches_the_code() -> None:
    both, place = picture(17, "MARIAM AL-SULAIMI\nDOHA-QATAR", 0), picture(17, "\nDOHA-QATAR", 0)
    changed = np.flatnonzero((both != place).any(axis=1))
    assert 0 < changed.size < 60  # rows
    assert changed.max() < 45
    assert read_code(both) == 17
    long = picture(17, "MAWLAWI ABDUL SABUR KHAROTI THE SECOND\nDOHA-OFFICE", 0)
    assert read_code(long) == 17


def test_a_long_name_stays_whole_where_a_tile_cuts_the_sides_off() -> None:
    upper = slice(0, 45)  # rows above the level and the code
    blank = picture(17, "", 0)[upper]
    written = picture(17, "Mawlawi Abdul Sabur Kharoti", 0)[upper] != blank
    columns = np.flatnonzero(written.any(axis=0))
    assert columns.min() >= 160 * 0.14
    assert columns.max() <= 160 * 0.86
    halves = [picture(17, part, 0)[upper] != blank for part in ("MAWLAWI ABDUL", "SABUR KHAROTI")]
    letters = sum(int(half.sum()) for half in halves)
    assert int(written.sum()) == letters  # every letter of it is there, and all are of one size


@given(st.integers(0, 255))
def test_a_black_a_white_or_a_tiny_frame_carries_no_code(shade: int) -> None:
    assert read_code(np.full((90, 160), shade, np.uint8)) is None
    assert read_code(np.zeros((8, 8), np.uint8)) is None


@given(st.integers(0, 255), st.integers(0, 15))
def test_a_frame_with_one_cell_gone_wrong_carries_no_code(code: int, cell: int) -> None:
    plane = picture(code, "DOHA", 0)
    left = 160 * (0.04 + 0.92 * cell / 16)
    band = plane[72:86, int(left) : int(left + 160 * 0.92 / 16)]
    band[:] = 254 - band
    assert read_code(plane) is None
    plane[72:86] = 230  # what a decoder that began without a whole picture often shows
    plane[72:86, 70:79] = 24
    assert read_code(plane) is None


@given(st.floats(120, 400))
def test_a_pitch_is_heard_to_within_three_hertz(pitch: float) -> None:
    assert abs(pitch_of(speech(pitch, 0, 16_000, 16_000), 16_000) - pitch) < 3


def test_silence_has_no_pitch_and_no_energy() -> None:
    silence = np.zeros(16_000, np.int16)
    assert (pitch_of(silence, 16_000), energy_of(silence)) == (0.0, 0.0)


def test_a_voice_is_nearly_all_of_its_own_sound_and_hardly_any_of_noise_or_of_another_voice() -> None:
    noise = np.random.default_rng(1).normal(0, 3_000, 16_000).astype(np.int16)
    assert share_of(speech(220, 0, 16_000, 16_000), 220, 16_000) > 0.9
    assert share_of(speech(330, 0, 16_000, 16_000), 220, 16_000) < 0.2
    assert share_of(noise, 220, 16_000) < 0.05
