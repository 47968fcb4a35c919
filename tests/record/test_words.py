"""Digest words: 256 in each language, the same thing at the same place, none mistaken for another by ear or eye."""

import unicodedata
from itertools import combinations
from pathlib import Path

import pytest

from parley.record import words
from parley.record.wordlists import LISTS

DIGEST = "00ff10203040" + "7" * 52
BROWSER = Path(__file__).parents[2] / "browser/src/record/wordlists"

# Letters that differ by dots or strokes which a poor screen or a hurried eye may lose.
ALIKE = str.maketrans("يىېۍئكګأإآؤةټډړڼښږځڅچ", "یییییکگاااوهتدرنسژححج")


def apart(left: str, right: str) -> bool:
    """Whether two words differ by more than one letter put in, taken out or changed."""
    if abs(len(left) - len(right)) > 1:
        return True
    short, long = sorted((left, right), key=len)
    start = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    rest = long[start + 1 :]
    return short[start:] != rest and short[start + 1 :] != rest


@pytest.mark.parametrize("lang", LISTS)
def test_a_list_has_256_plain_words_none_a_letter_from_another(lang: str) -> None:
    plain = [word.translate(ALIKE) for word in LISTS[lang]]
    assert len(plain) == 256
    assert all(word.isalpha() and len(word) >= 3 for word in plain)
    assert all(unicodedata.normalize("NFC", word) == word for word in LISTS[lang])
    assert [pair for pair in combinations(plain, 2) if not apart(*pair)] == []


def test_each_byte_says_one_word() -> None:
    said = words(DIGEST, "en")
    assert said == [LISTS["en"][byte] for byte in (0x00, 0xFF, 0x10, 0x20, 0x30, 0x40)]
    assert words(DIGEST, "fa-AF", 2) == [LISTS["fa"][0], LISTS["fa"][255]]
    assert words(DIGEST, "xx") == said


def test_too_short_a_digest_makes_no_words() -> None:
    with pytest.raises(ValueError, match="5 bytes make no 6 words"):
        words("00" * 5, "en")


def test_the_browser_has_the_same_lists() -> None:
    lists = {file.stem: file.read_text("utf-8") for file in BROWSER.iterdir()}
    assert lists == {lang: f'export const WORDS =\n  "{" ".join(each)}";\n' for lang, each in LISTS.items()}
