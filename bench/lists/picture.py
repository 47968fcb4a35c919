"""Precision against recall, as SVG."""

WIDTH, HEIGHT, LEFT, TOP = 640, 440, 60, 24
COLOURS = ("#0E5A5A", "#9A5B13", "#1F5F8B", "#6B4A86", "#5B656D", "#9B1C1C", "#2C6E3F")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "4 4", "1 4", "10 4")


def svg(curves: dict[str, tuple[tuple[float, float], ...]]) -> str:
    """Return the picture; ``curves``: method -> (recall, precision) from the surest pair on."""
    wide, high = WIDTH - LEFT - 190, HEIGHT - TOP - 56

    def point(recall: float, precision: float) -> str:
        return f"{LEFT + recall * wide:.1f},{TOP + (1 - max(precision - 0.5, 0) * 2) * high:.1f}"

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
    ]
    out.append(
        "<title>Latin to Dari, names only: precision against recall on the reporting half, one draw</title>"
    )
    out.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FBFAF6"/>')
    for k in range(6):
        x, y = LEFT + k / 5 * wide, TOP + k / 5 * high
        out.append(f'<path d="M{x:.0f} {TOP}V{TOP + high}M{LEFT} {y:.0f}H{LEFT + wide}" stroke="#E2DFD6"/>')
        out.append(f'<text x="{x:.0f}" y="{TOP + high + 18}" text-anchor="middle">{k / 5:.1f}</text>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{1 - k / 10:.1f}</text>')
    out.append(f'<text x="{LEFT + wide / 2}" y="{TOP + high + 40}" text-anchor="middle">recall</text>')
    out.append(
        f'<text transform="translate(18 {TOP + high / 2}) rotate(-90)" text-anchor="middle">precision</text>'
    )
    for k, (name, curve) in enumerate(curves.items()):
        colour, dash = COLOURS[k % 7], DASHES[k % 7]
        points = " ".join(point(r, p) for r, p in curve if p >= 0.5)
        out.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        y = TOP + 14 + 20 * k
        out.append(
            f'<path d="M{LEFT + wide + 12} {y - 4}h24" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        out.append(f'<text x="{LEFT + wide + 42}" y="{y}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])
