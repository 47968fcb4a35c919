"""Several common names that are written as one word: Noormohammad, گلآغا, Aliahmadnoori."""

import re

_FAMILY = re.compile("(?:i|y|zai|zay|zada|khel|yar|ی|زی|زاده|خیل|یار)$")
MOST_GLUED = 40  # letters of a word that may be several names; a limit of time


def in_two(word: str, known: frozenset[str]) -> tuple[str, str] | None:
    """Return the two common names that are written as one in a word: Noormohammad, گلآغا; None if it is no such word."""
    if word in known or len(word) < 5:
        return None
    cuts = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    return next((both for both in cuts if both[0] in known and both[1] in known), None)


def in_many(word: str, known: frozenset[str], parts: int = 0) -> tuple[str, ...] | None:
    """Return the three or more common names that are written as one, the last perhaps a family's: Aliahmadnoori; None if it is no such word."""
    if len(word) > MOST_GLUED:
        return None
    if parts > 1 and (word in known or _FAMILY.sub("", word) in known):
        return (word,)
    for at in range(3, len(word) - 2):
        rest = in_many(word[at:], known, parts + 1) if word[:at] in known else None
        if rest:
            return (word[:at], *rest)
    return None
