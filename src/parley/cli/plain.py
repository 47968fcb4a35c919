"""Text from files that may be hostile, as a terminal shows it."""

JOINERS = "\u200c\u200d"  # within words of Persian, Pashto and Arabic; they show nothing by themselves


def plain(text: str) -> str:
    """Return ``text`` with control characters, line breaks and marks of direction as escapes: no id writes a line of its own."""
    return "".join(
        letter if letter.isprintable() or letter in JOINERS else ascii(letter)[1:-1] for letter in text
    )
