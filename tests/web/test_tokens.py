"""Colours of states and of sides: nobody takes the one for the other, and every one is read on paper."""

import itertools
import re
from pathlib import Path

import pytest

import parley.web

TOKENS = (Path(parley.web.__file__).parent / "static/css/_tokens.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", TOKENS))
SIDES, STATES = ("side-a", "side-b"), ("caution", "stop", "done")
APART = 20  # of CIE 1976: plainly another colour; the old caution was 9 from the second side's


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = linear(colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    a, b, c = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def apart(one: str, other: str) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5)


def light(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("state", "side"), list(itertools.product(STATES, SIDES)))
def test_no_colour_of_a_state_looks_like_a_sides(state: str, side: str) -> None:
    assert apart(COLOURS[state], COLOURS[side]) >= APART
    assert apart("#8a4b00", COLOURS["side-b"]) < APART  # what caution once was


@pytest.mark.parametrize("name", [*SIDES, *STATES, "ink", "quiet", "accent", "host", "neutral"])
def test_every_colour_is_read_on_paper(name: str) -> None:
    assert (light(COLOURS["paper"]) + 0.05) / (light(COLOURS[name]) + 0.05) >= 4.5
