"""The room by hand: sitting down, seeing and hearing the others, reading the desk beside the table, leaving."""

import time

from tests.chromium import READ_PITCHES
from tests.whole.by_hand.hand import Hand

WITHIN = 60  # seconds

# How many pictures of each of the others were decoded until now.
DECODED = """() => Object.fromEntries([...document.querySelectorAll(".room-tile:not(:has(video.mine))")].map((tile) =>
  [tile.innerText, tile.querySelector("video")?.getVideoPlaybackQuality().totalVideoFrames ?? 0]))"""

# Whose connection each tile is of; how large each is that one sees; how many pictures of a shared screen were decoded.
WHOSE = """() => Object.fromEntries([...document.querySelectorAll(".room-tile")].map((tile) => [tile.innerText, tile.dataset.identity]))"""
SIZES = """() => Object.fromEntries([...document.querySelectorAll(".room-tile")].filter((tile) => tile.checkVisibility())
  .map((tile) => [tile.querySelector("figcaption b").innerText, tile.offsetWidth * tile.offsetHeight]))"""
SCREEN = """() => ({ frames: document.querySelector(".room-share video")?.getVideoPlaybackQuality().totalVideoFrames ?? 0 })"""


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


def hears(hand: Hand, name: str) -> None:
    """Wait until sound comes from this person."""
    end = time.monotonic() + WITHIN
    whose = next(identity for tile, identity in hand.measured(WHOSE).items() if name in tile)
    while not hand.measured(READ_PITCHES).get(whose, 0):
        assert time.monotonic() < end, f"{name} is not heard: {hand.text()}"


def sees_screen(hand: Hand) -> None:
    """Wait until moving pictures of a shared screen are shown."""
    end, first = time.monotonic() + WITHIN, hand.measured(SCREEN)["frames"]
    while hand.measured(SCREEN)["frames"] < first + 3:
        assert time.monotonic() < end, f"no picture of the screen: {hand.text()}"


def sizes(hand: Hand) -> dict[str, float]:
    """Return how large the picture of each person is that one sees."""
    return hand.measured(SIZES)
