"""A line chart as SVG: a few named curves over two axes, told apart by colour and by dashes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 440, 60, 24, 190, 56
COLOURS = ("#0E5A5A", "#9A5B13", "#1F5F8B", "#6B4A86", "#5B656D", "#9B1C1C", "#2C6E3F", "#8A7A00")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "4 4", "1 4", "10 4", "12 3 2 3 2 3")


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first mark to the last; ``log``: equal ratios are equally far apart."""

    name: str
    marks: Sequence[float]
    form: str = "g"
    log: bool = False

    def at(self, value: float) -> float:
        """Where ``value`` stands, from 0 to 1; beyond an end, at the end."""
        low, high = self._scaled(self.marks[0]), self._scaled(self.marks[-1])
        return min(1.0, max(0.0, (self._scaled(value) - low) / (high - low)))

    def _scaled(self, value: float) -> float:
        return math.log(max(value, 1e-12)) if self.log else value


def svg(title: str, x: Axis, y: Axis, curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return the picture; ``curves``: name -> points (x, y)."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FBFAF6"/>',
    ]
    for mark in x.marks:
        at = LEFT + x.at(mark) * wide
        out.append(f'<path d="M{at:.1f} {TOP}v{high}" stroke="#E2DFD6"/>')
        out.append(
            f'<text x="{at:.1f}" y="{TOP + high + 18}" text-anchor="middle">{format(mark, x.form)}</text>'
        )
    for mark in y.marks:
        at = TOP + (1 - y.at(mark)) * high
        out.append(f'<path d="M{LEFT} {at:.1f}h{wide}" stroke="#E2DFD6"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{format(mark, y.form)}</text>')
    out.append(f'<text x="{LEFT + wide / 2}" y="{TOP + high + 40}" text-anchor="middle">{x.name}</text>')
    out.append(
        f'<text transform="translate(14 {TOP + high / 2}) rotate(-90)" text-anchor="middle">{y.name}</text>'
    )
    for k, (name, curve) in enumerate(curves.items()):
        line = f'fill="none" stroke="{COLOURS[k % 8]}" stroke-width="2" stroke-dasharray="{DASHES[k % 8]}"'
        points = " ".join(f"{LEFT + x.at(a) * wide:.1f},{TOP + (1 - y.at(b)) * high:.1f}" for a, b in curve)
        row = TOP + 14 + 20 * k
        out.append(f'<polyline points="{points}" {line}/>')
        out.append(f'<path d="M{LEFT + wide + 12} {row - 4}h24" {line}/>')
        out.append(f'<text x="{LEFT + wide + 42}" y="{row}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])
