"""Normalisation of writing: digits, letters that look alike on any keyboard, marks without meaning; for names and for whatever is looked for."""

import re
import unicodedata
from functools import cache
from typing import Literal

MOST_MARKS = 30  # on one letter: Unicode's stream-safe text (UAX 15); Vietnamese and Arabic have three

_DIGITS = {ord(c): str(i) for row in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for i, c in enumerate(row)}
_LETTERS = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ۍ": "ی", "ې": "ی", "ے": "ی", "ۓ": "ی", "ێ": "ی", "ك": "ک", "ڪ": "ک", "ګ": "گ",
    "أ": "ا", "إ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ؤ": "و", "ۇ": "و", "ۆ": "و", "ۋ": "و", "ة": "ه", "ۀ": "ه",
    "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ء": "", "ٹ": "ټ", "ڈ": "ډ", "ڑ": "ړ", "ں": "ن", "ڹ": "ڼ", "ڤ": "و",
}  # fmt: skip
_ARABIC = str.maketrans(_LETTERS)
# Letters that need no more than this table: what nearly every word of a list consists of.
_EVERYDAY = re.compile("[ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيىئكةأإآؤءټډړڼځڅښږګېۍ]+")
_ARABIC_EVERYDAY = str.maketrans(_LETTERS | {"آ": "ا"})
_SPACES = dict.fromkeys(map(ord, "\u200c\u00a0\u2000\u2001\u2002\u2003\u2009\u202f\u3000\t\r\n\v\f"), " ")
_GONE = dict.fromkeys(
    map(
        ord,
        "\u0640\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad",
    )
)

# Marks by themselves, in forms of their own (ﹶ, ﱠ, ´): what they are compatible with begins with a space, which would cut a word.
_ALONE = {
    ord(c): unicodedata.normalize("NFKC", c).strip()
    for span in ((0xA8, 0xB9), (0x2D8, 0x2DE), (0xFC5E, 0xFC64), (0xFE70, 0xFE80))
    for c in map(chr, range(*span))
    if unicodedata.normalize("NFKC", c).startswith(" ")
}
# Prayers in one sign (ﷺ) stand behind a name and are no part of it; Unicode would write them out in words, and glue them to it.
_ALONE |= dict.fromkeys((0xFDFA, 0xFDFB, *range(0xFD40, 0xFD50), 0xFDFD), " ")


_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщыэюяъь",
            "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sh y e yu ya  ".split(" "),
            strict=False,
        )
    )
    # What Tajik, Uzbek, Kazakh and Ukrainian add.
    | dict(zip("қғҳҷўіїєґәөүұңһ", "q gh h j o i i ye g a o u u ng h".split(), strict=True))
    # Latin letters with a mark that makes them another sound: Turkish and scholars write so.
    | dict(zip("şșščžḫẖḵġǰḏṯ", "sh sh sh ch zh kh kh kh gh j dh th".split(), strict=True))
)


@cache
def _many_marks() -> re.Pattern[str]:
    marks = "".join(map(re.escape, (c for c in map(chr, range(0x20000)) if unicodedata.combining(c))))
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1},}}")


def heaped(text: str) -> int | None:
    """Return where more marks stand on one letter than any writing has, None if nowhere."""
    found = None if text.isascii() else _many_marks().search(text)
    return None if found is None else found.start()


def normalized(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """Return ``text`` in a form of Unicode's; as it is where marks are heaped, for sorting them takes the square of their number."""
    return text if heaped(text) is not None else unicodedata.normalize(form, text)


def digits(text: str) -> str:
    """Return ``text`` with Persian and Arabic digits as Latin ones."""
    return text.translate(_DIGITS)


def plain(text: str) -> str:
    """Return ``text`` in one writing: compatibility forms, digits, spaces and invisible marks settled; still itself."""
    if text.isascii():
        return " ".join(text.split())
    text = normalized("NFKC", text.translate(_ALONE)).translate(_DIGITS).translate(_SPACES).translate(_GONE)
    return " ".join(text.split())


def without_marks(text: str) -> str:
    """Return plain ``text`` without marks over and under letters (عُمَر is عمر): they are no letters, and cut no words."""
    if text.isascii():
        return text
    return "".join([c for c in text if not unicodedata.combining(c)])


def bare(text: str) -> str:
    """Return ``text`` lower, without marks over letters, its letters the plainest of their kind: for comparing words."""
    if _EVERYDAY.fullmatch(text):
        return text.translate(_ARABIC_EVERYDAY)
    text = plain(text)
    if text.isascii():
        return text.lower()
    text = text.translate(_ARABIC)
    text = text.lower().translate(_CYRILLIC)
    text = "".join(c for c in normalized("NFD", text) if not unicodedata.combining(c))
    return text.replace("آ", "ا").lower()


def is_arabic(text: str) -> bool:
    """Return whether the first letter that tells is of the Arabic script."""
    for c in text:
        if "\u0600" <= c <= "\u06ff" and c.isalpha():
            return True
        if c.isalpha():
            return False
    return False
