"""The room by hand: sitting down, seeing and hearing the others, reading the desk beside the table, leaving."""

import time

from tests.chromium import READ_PITCHES
from tests.whole.by_hand.hand import Hand

WITHIN = 60  # seconds

# How many pictures of each of the others were decoded until now.
DECODED = """() => Object.fromEntries([...document.querySelectorAll(".room-tile:not(:has(video.mine))")].map((tile) =>
  [tile.innerText, tile.querySelector("video")?.getVideoPlaybackQuality().totalVideoFrames ?? 0]))"""


def sit(hand: Hand) -> None:
    """Take one's seat with microphone and camera on."""
    hand.press("Today")
    hand.press("Take your seat")
    hand.press("Mic off")
    hand.press("Take your seat")
    hand.reads("Leave")


def sees_and_hears(hand: Hand, *names: str) -> None:
    """Wait until this page shows moving pictures of these people and somebody's sound comes from as many."""
    end = time.monotonic() + WITHIN
    first, seen, heard = hand.measured(DECODED), set[str](), 0
    while seen < {*names} or heard < len(names):
        assert time.monotonic() < end, f"seen {seen}, heard {heard}: {hand.text()}"
        now = hand.measured(DECODED)
        seen = {
            name
            for name in names
            if any(name in tile and n > first.get(tile, 0) + 5 for tile, n in now.items())
        }
        heard = max(heard, sum(pitch > 0 for pitch in hand.measured(READ_PITCHES).values()))
    hand.reads("Encrypted")
