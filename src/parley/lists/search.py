"""Lists searched as people type: on any keyboard, in any digits, and a name of the other script by its sound."""

from collections.abc import Sequence

import numpy as np

from parley.letters import bare, is_arabic
from parley.lists.match.edit import distances, encode
from parley.lists.names.parse import parse
from parley.lists.names.words import Token

# Nats between two words that count as one name, of two scripts and of one: Kandahar and قندهار are 3.1 apart, Hamid and احمد 3.7,
# قندهار and کندهار 2.3, Omar and Amir 2.5 (tests/lists/test_search.py).
ACROSS = 3.5
WITHIN = 2.4


def holding(query: str, texts: Sequence[Sequence[str]]) -> list[bool]:
    """Return for each row, given by the texts of its fields, whether it holds what is looked for.

    It does if it has every word of the query, whatever keyboard wrote the letters; or if every part of the query, read as a
    name, sounds like some part of one of its fields.
    """
    words = bare(query).split()
    plain = [all(word in text for word in words) for text in (bare(" ".join(fields)) for fields in texts)]
    parts = parse(query).tokens
    if not parts:
        return plain
    names = [[token for text in fields for token in parse(text).tokens] for fields in texts]
    near = _near(parts, [*{token.key: token for tokens in names for token in tokens}.values()])
    return [
        found or all(any(token.key in alike for token in tokens) for alike in near)
        for found, tokens in zip(plain, names, strict=True)
    ]


def _near(parts: Sequence[Token], tokens: Sequence[Token]) -> list[set[str]]:
    """Return for each part the keys of the tokens that sound like it, of the same compound."""
    codes, lengths = encode([token.sound for token in tokens])
    arabic = np.array([is_arabic(token.text) for token in tokens], dtype=np.int32)
    affixes = np.array([token.affix for token in tokens])
    found = []
    for part in parts:
        one, size = encode([part.sound])
        same = is_arabic(part.text)
        kind = np.int32(2 * same) + arabic
        n = len(tokens)
        cost = distances(np.repeat(one, n, 0), np.repeat(size, n), codes, lengths, kind)
        alike = np.flatnonzero((cost <= np.where(arabic == same, WITHIN, ACROSS)) & (affixes == part.affix))
        found.append({tokens[at].key for at in alike.tolist()})
    return found
