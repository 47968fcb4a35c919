"""What a reader looks for in a list: some words, all of which a row has to have."""

from collections.abc import Sequence

LONGEST = 200  # characters of what is looked for
MOST = 20  # words: each is held against every row, while the talks wait


def sought(query: str) -> tuple[str, ...]:
    """Return the words of a query, each once, as rows are held against them; no more than people type."""
    return tuple(dict.fromkeys(query[:LONGEST].casefold().split()))[:MOST]


def has(text: str, words: Sequence[str]) -> bool:
    """Return whether a row with this text has all these words."""
    folded = text.casefold()
    return all(word in folded for word in words)
