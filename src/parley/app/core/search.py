"""What a reader looks for in a list: some words, all of which a row has to have."""

from collections.abc import Sequence

from parley.letters import bare

LONGEST = 200  # characters of what is looked for
MOST = 20  # words: each is held against every row, while the talks wait


def sought(query: str) -> tuple[str, ...]:
    """Return the words of a query, each once, as rows are held against them; no more than people type."""
    return tuple(dict.fromkeys(bare(query[:LONGEST]).split()))[:MOST]


def has(text: str, words: Sequence[str]) -> bool:
    """Return whether a row with this text has all these words, whatever keyboard wrote either."""
    folded = bare(text)
    return all(word in folded for word in words)
