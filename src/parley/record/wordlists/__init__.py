"""A digest as everyday words, to be compared by voice: an aid to the ear. Devices compare the whole digest.

Eight bits a word: six words tell 2^48 digests apart, which is no barrier to one who can try many. The lists
name the same thing at the same place in each language, so an interpreter can carry the words across. No two
words of a language are one letter apart, even with dots and marks left off (tests/record/test_words.py).
"""

from parley.record.wordlists.ar import WORDS as AR
from parley.record.wordlists.en import WORDS as EN
from parley.record.wordlists.fa import WORDS as FA
from parley.record.wordlists.ps import WORDS as PS

LISTS = {"en": EN, "ps": PS, "fa": FA, "ar": AR}
SPOKEN = 6


def words(digest: str, lang: str, n: int = SPOKEN) -> list[str]:
    """Return the words for the first ``n`` bytes of a digest in lower hex.

    ``lang`` is a BCP 47 tag; only its language counts (fa-AF is Dari's list), and an unknown one gets English.
    Raises: ValueError if ``digest`` is not hex or has fewer than ``n`` bytes.
    """
    data = bytes.fromhex(digest)
    if len(data) < n:
        raise ValueError(f"{len(data)} bytes make no {n} words")
    chosen = LISTS.get(lang.split("-", maxsplit=1)[0], EN)
    return [chosen[byte] for byte in data[:n]]
