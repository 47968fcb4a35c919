"""How near a part is to a common name: what makes two parts that differ by a letter two names, and not one with a slip."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from parley.lists.match import near
from parley.lists.match.edit import IS_ARABIC, Floats, Ints, Shorts, distances, encode
from parley.lists.match.vocabulary import Vocabulary
from parley.lists.names.known import PARTS
from parley.lists.names.sound import sounds

FAR = 9.9  # nats: no common name is near


@cache
def _known() -> tuple[Shorts, Ints, NDArray[np.int32], near.Keys, near.Longs, list[str]]:
    """Return the common names, and the family names made of them with an -i, as sign numbers with their skeletons."""
    words = [form for latin, dari in PARTS for form in (latin, f"{latin}i", dari, f"{dari}ی")]
    known = sorted({sounds(word) for word in words})
    codes, lengths = encode(known)
    return (
        codes,
        lengths,
        IS_ARABIC[codes].any(1).astype(np.int32),
        *near.skeletons(codes),
        near.coarse(known),
    )


def homes(words: Vocabulary, numbers: Ints) -> Floats:
    """Return for each part of the vocabulary the cost of its nearest common name; FAR for those not in ``numbers``."""
    out = np.full(len(words.sounds), FAR, dtype=np.float32)
    codes, lengths, arabic, keys, owners, coarse = _known()
    mine, of_mine = words.of(numbers)
    i, j = near.equal(mine, keys)
    a, b = of_mine[i], owners[j]
    close = near.apart(words.coarse, coarse, a, b, 1) <= 1
    a, b = a[close], b[close]
    kind = 2 * words.arabic[a] + arabic[b]
    cost = distances(words.codes[a], words.lengths[a], codes[b], lengths[b], kind)
    same = (words.lengths[a] == lengths[b]) & (words.codes[a] == codes[b]).all(1)
    np.minimum.at(out, a, np.where(same, 0, cost))
    return out
