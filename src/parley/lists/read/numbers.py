"""What a number's cell shows: leading zeros and dashes that its format adds, all figures of a long one."""

import re
from decimal import Decimal, InvalidOperation

KEPT = 15  # figures that spreadsheets keep of a number
_SECTION = re.compile(r'(?:[^;"\\]|"[^"]*"|\\.)*')
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|([0#?])|([-/() :])')


def number_text(written: str) -> str:
    """Return a number as it is written in a file ("1.5E+3", "12.0") with all its figures, and no point where it is whole."""
    try:
        value = Decimal(written)
    except InvalidOperation:
        return written
    if not value.is_finite() or abs(value.adjusted()) > 25:
        return written
    return str(int(value)) if value == value.to_integral_value() else format(value.normalize(), "f")


def is_rounded(written: str) -> bool:
    """Return whether a whole number has more figures than spreadsheets keep: the last of them were lost."""
    digits = number_text(written).lstrip("-")
    return digits.isdigit() and len(digits) > KEPT


def pads(code: str) -> bool:
    """Return whether a number format shows more than the number: zeros in front ("0000000"), dashes within ("000-00")."""
    return shown(1, code) not in (None, "1")


def shown(value: int, code: str) -> str | None:
    """Return what ``code`` makes of a whole number; None if it is no such format: points, dates, percent."""
    found = _SECTION.match(code)
    parts, at, section = [], 0, found[0] if found else ""
    while at < len(section):
        token = _TOKEN.match(section, at)
        if token is None:
            return None
        at = token.end()
        quoted, escaped, place, sign = token.groups()
        parts.append((place or "", quoted or escaped or sign or ""))
    figures = str(abs(value))
    places = [place for place, _ in parts if place]
    if value < 0 or not places or (len(places) == 1 and all(place for place, _ in parts)):
        return None
    out, left = [], list(figures)
    first = next(i for i, (place, _) in enumerate(parts) if place)
    for i in range(len(parts) - 1, -1, -1):
        place, literal = parts[i]
        if not place:
            out.append(literal)
        elif i == first:
            out.append("".join(left) or ("0" if place == "0" else ""))
        else:
            out.append(left.pop() if left else "0" if place == "0" else "")
    return "".join(reversed(out))
