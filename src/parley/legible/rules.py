"""Text that shows what it is: what may not stand in words that people sign, because a screen shows it as something else or not at all.

Source: Unicode 15 (UAX 9 for directions, UAX 15 for NFC, UTS 39 for look-alikes), as Python's ``unicodedata`` has it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parley.base.outcomes import Reason, reason
from parley.letters import heaped, normalized

ISOLATES: Final = "\u2066\u2067\u2068"  # until U+2069
END: Final = "\u2069"
DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
ZWNJ, ZWJ = "\u200c", "\u200d"
SIGNS: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2"
)  # format characters that are seen
BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
)  # letters and marks that are not seen
SPACES: Final = frozenset(" \u00a0")
DIGITS: Final = {
    "0": "0",
    "\u0660": "\u0660",
    "\u06f0": "\u06f0",
}  # the zeros of Western, Arabic and Persian digits
# Letters that look like a digit, in a number of digits with this zero: a bare heh like an Arabic five (the year's sign has a tatweel).
LIKE_DIGITS: Final = {
    "0": frozenset("OolI\u041e\u043e\u0406\u0399\u039f\u03bf"),
    "\u0660": frozenset("\u0627\u0647\u06be\u06c1\u06d5"),
    "\u06f0": frozenset("\u0627"),
}
# One number: digits and letters with what groups them between; a space groups only three digits after one to three.
_NUMBER: Final = re.compile(
    r"[^\W_]+(?:[.,:/'\u2019\u066b\u066c\u060c\u2013-][^\W_]+|[ \u00a0](?=\d{3}(?!\w))\d{3})*"
)

# What is not surely seen: a list of 5,000 pairs is made bare anew at each decision, and few of its lines have any of this.
_PERHAPS_HIDDEN: Final = re.compile(
    "[^\t\n -~\u00a1-\u00ac\u00ae-\u024f\u0606-\u061b\u061d-\u06dc\u06de-\u08e1\u2010-\u2027]"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What may not stand where it does. ``line`` and ``position`` count from 1, characters as Unicode counts them."""

    code: str
    line: int
    position: int
    character: str

    def reason(self, of: str) -> Reason:
        """Return it as a reason; ``of`` names the text: its language, or what it is."""
        at = {"line": self.line, "position": self.position}
        return reason(self.code, language=of[:60], character=point(self.character), **at)


def point(character: str) -> str:
    """Return a character's number, as U+202E."""
    return f"U+{ord(character):04X}"


@lru_cache(maxsize=256)  # facts and sheets ask of the same few texts
def faults(text: str, most: int = 20) -> tuple[Fault, ...]:
    """Return what may not stand in a text, in the order of its places, ``most`` at most; empty means that it shows what it is."""
    return tuple(_faults(text)[:most])


@lru_cache(maxsize=256)  # pages ask of the same few texts
def visible(text: str) -> str:
    """Return a text with every character that may not stand where it does written as its number: ⟨U+202E⟩."""
    found = _faults(text)
    if not found:
        return text
    lines = [list(line) for line in text.split("\n")]
    for fault in found:
        if fault.code != "text_not_composed":  # that is seen as it is
            lines[fault.line - 1][fault.position - 1] = f"\u27e8{point(fault.character)}\u27e9"
    return "\n".join("".join(line) for line in lines)


def forget() -> None:
    """Drop what is remembered of any text: one of them was erased."""
    faults.cache_clear()
    visible.cache_clear()


def bare(text: str) -> str:
    """Return a text composed, without whatever in it turns directions or is not seen: for what the machine makes of files."""
    composed = normalized("NFC", text)
    if not _PERHAPS_HIDDEN.search(composed):
        return composed
    return "\n".join(_bare(line) if _PERHAPS_HIDDEN.search(line) else line for line in composed.split("\n"))


def _bare(line: str) -> str:
    gone = {fault.position for fault in _of_line(line, 1) if fault.code in ("text_direction", "text_unseen")}
    return "".join(one for at, one in enumerate(line, 1) if at not in gone)


def _faults(text: str) -> list[Fault]:
    found = [fault for number, line in enumerate(text.split("\n"), 1) for fault in _of_line(line, number)]
    return sorted(found, key=lambda one: (one.line, one.position))


def _of_line(line: str, number: int) -> Iterator[Fault]:
    for at, character in enumerate(line):
        code = _code(line, at, character)
        if code:
            yield Fault(code, number, at + 1, character)
    for at in _unbalanced(line):
        yield Fault("text_direction", number, at + 1, line[at])
    for at in _odd_digits(line):
        yield Fault("text_digits", number, at + 1, line[at])
    if (heap := heaped(line)) is not None:
        yield Fault("text_unseen", number, heap + 1, line[heap])
    composed = normalized("NFC", line)
    if composed != line:
        same = next(
            (i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), len(composed)
        )
        yield Fault("text_not_composed", number, same + 1, line[min(same, len(line) - 1)])


def _code(line: str, at: int, character: str) -> str:
    """Return why a character may not stand at its place, "" if it may."""
    if character.isascii():
        return "" if character == "\t" or character.isprintable() else "text_unseen"
    if character in DIRECTIONS:
        return "text_direction"
    if character in (ZWNJ, ZWJ):
        return "" if _joins(line, at, character) else "text_unseen"
    if character in ISOLATES or character == END or character in SIGNS or character in SPACES:
        return ""
    category = unicodedata.category(character)
    if category in ("Cn", "Co", "Cs"):
        return "text_unknown"
    if category == "Nd" and _zero(character) not in DIGITS:
        return "text_digits"  # of another script: some look like other numbers
    unseen = (
        category in ("Cc", "Cf", "Zs", "Zl", "Zp")
        or character in BLANK
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    )
    return "text_unseen" if unseen else ""


def _joins(line: str, at: int, character: str) -> bool:
    """Return whether a joiner stands where Arabic script uses it.

    A non-joiner stands after a letter or digit and before an Arabic letter (نمی‌شود, ۲۲‌ام, PDF‌ها); a joiner beside one (ه‍).
    """
    before = _beside(line, range(at - 1, -1, -1))
    after = _beside(line, range(at + 1, len(line)))
    if character == ZWJ:
        return _arabic(before) or _arabic(after)
    return before.isalnum() and _arabic(after)


def _beside(line: str, places: Iterable[int]) -> str:
    """Return the first character at these places that is no combining mark."""
    return next((line[at] for at in places if unicodedata.category(line[at]) != "Mn"), "")


def _arabic(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("ARABIC LETTER")


def _unbalanced(line: str) -> Iterator[int]:
    """Yield the places of isolates that nothing ends in their line, and of ends that end none."""
    open_at: list[int] = []
    for at, character in enumerate(line):
        if character in ISOLATES:
            open_at.append(at)
        elif character == END:
            if not open_at:
                yield at
            else:
                open_at.pop()
    yield from open_at


def _zero(digit: str) -> str:
    return chr(ord(digit) - int(digit))


def _odd_digits(line: str) -> Iterator[int]:
    """Yield the places of digits of another script than the first of their number, and of letters that look like digits in one."""
    for found in _NUMBER.finditer(line):
        number = found.group()
        digits = [(at, one) for at, one in enumerate(number, found.start()) if one.isdecimal()]
        if not digits:
            continue
        first = _zero(digits[0][1])
        yield from (at for at, one in digits if _zero(one) != first and _zero(one) in DIGITS)
        letters = [(at, one) for at, one in enumerate(number, found.start()) if one.isalpha()]
        like = LIKE_DIGITS.get(first, frozenset())
        if letters and all(one in like for _, one in letters) and _is_number(number):
            yield from (at for at, _ in letters)


def _is_number(said: str) -> bool:
    """Return whether it begins with a digit, or some part of it holds digits and letters: 5,OOO and l0,000, but not I.1."""
    parts = re.split(r"[\W_]", said)
    return said[0].isdecimal() or any(any(map(str.isdecimal, one)) and not one.isdecimal() for one in parts)
