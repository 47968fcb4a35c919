"""One phonetic form for every script: a word as a string over one alphabet of sounds.

Latin letters keep their sign; two letters that write one sound become one sign (kh is x, sh is š). Arabic-script
letters keep theirs, Pashto's among them, because ذ and ز do not sound alike to every typist: what a letter of one
script is likely to be in the other is learned (``costs``), not decreed. Signs at a word's start and end are signs of
their own where they behave differently there (a first alef, a last he).
"""

import re
import unicodedata
from functools import lru_cache

from parley.letters import bare

_PAIRS = {
    "dsch": "j", "tsch": "č", "dzh": "j", "sch": "š", "tsh": "č", "tch": "č", "kh": "x", "sh": "š", "ch": "č", "gh": "ğ", "zh": "ž", "th": "θ",
    "dh": "ð", "ph": "f", "oo": "ū", "ou": "ū", "ee": "ī", "ck": "k", "dj": "j", "aa": "ā",
    "qu": "q",
}  # fmt: skip
_ISHAQ = re.compile(r"^([ie]s)s?h(?=a[aq])")  # s and h, not sh
_FATH = re.compile(r"^(f[ae]t)h(?=[iy]|$)")
_AZHAR = re.compile(r"(?<=[aeiou])zh(?=[aeiou]r)")
_LONGEST = re.compile("|".join(sorted(_PAIRS, key=len, reverse=True)))
_LATIN_ODD = str.maketrans({"ı": "i", "ø": "o", "ß": "s", "ə": "a", "đ": "d", "ł": "l", "æ": "e", "œ": "o", "þ": "t", "ð": "d", "ʿ": "", "ʾ": "", "'": "", "’": "", "‘": "", "`": "", "ʻ": "", "ʼ": ""})  # fmt: skip
_FIRST = dict(zip("aeiouyāاعوی", "①②③④⑤⑥⑫⑦⑧⑨⑩", strict=True))
_LAST = dict(zip("aeihyuoāīهیاو", "ⒶⒺⒾⒽⓎⓊⓄⓂⓃⒷⒸⒹⒻ", strict=True))
_FIRST_OF, _LAST_OF = str.maketrans(_FIRST), str.maketrans(_LAST)
_PLAIN = {s: c for table in (_FIRST, _LAST) for c, s in table.items()} | {
    "⑪": "عا"
}  # ayn and alef: one long a
_ARABIC = "ابپتټثجچحخځڅدډذرړزژږسشښصضطظعغفقکگلمنڼوهی"
_LATIN = "abcdefghijklmnopqrstuvwxyzščğžθðʦʣǧūīā"
FIRST_VOWELS = "①②③④⑤⑥⑫⑦⑧⑪"  # as first signs; y, alef and ayn among them
SIGNS = "\0" + _LATIN + _ARABIC + "".join(_PLAIN)  # 0 stands for no sign at all
_STRANGE = re.compile(f"[^{_ARABIC}]")
INDEX = {c: i for i, c in enumerate(SIGNS)}
ARABIC = _ARABIC + "⑦⑧⑨⑩⑪ⒷⒸⒹⒻ"  # the signs of Arabic-script words
LONGEST = 16  # signs of a word that count

# Skeleton: consonant classes, for finding candidates only. Weak sounds (vowels, h, w, y, ayn) are left out.
_CLASSES = {
    "B": "bpبپ", "F": "fف", "M": "mم", "N": "nنڼ", "L": "lل", "R": "rرړ", "T": "tdتټدډط", "S": "szcثذزسصضظږθð",
    "C": "šžčjǧجچشژ", "K": "kgqxğخغقکگ", "Z": "ʦʣځڅ", "X": "ښ",
}  # fmt: skip
CLASSES = "".join(_CLASSES)
CLASS_OF = {c: k for k, cs in _CLASSES.items() for c in cs}  # weak signs have none
_TO_CLASS = {ord(c): CLASS_OF.get(c, "") for c in SIGNS}
_DOUBLED = re.compile(r"(.)\1+")


_ENDS_IN_A = {
    w: w[:-1] + "ا" for w in "عیسی موسی یحیی مصطفی مرتضی مجتبی کبری لیلی سلمی صغری بشری سلیمی".split()[:-1]
}
_MAQSURA = tuple(_ENDS_IN_A)


def latin(word: str) -> str:
    """Return the sounds of a bare Latin word."""
    if not (word.isascii() and word.isalpha()):
        word = word.translate(_LATIN_ODD)
    if not (word.isascii() and word.isalpha()):
        word = "".join(c for c in unicodedata.normalize("NFD", word) if "a" <= c <= "z")
    if "h" in word:
        word = _AZHAR.sub("z|h", _FATH.sub(r"\1|h", _ISHAQ.sub(r"\1|h", word)))
    if word.startswith(("dz", "ts")) and word[2:3] != "h":
        word = {"dz": "ʣ", "ts": "ʦ"}[word[:2]] + word[2:]
    word = _LONGEST.sub(lambda found: _PAIRS[found[0]], word)
    return _DOUBLED.sub(r"\1", word).replace("|", "")


def arabic(word: str) -> str:
    """Return the sounds of a bare Arabic-script word."""
    if word == "یحی":
        word = "یحیا"
    elif word.startswith(_MAQSURA):
        for word_, plainer in _ENDS_IN_A.items():
            if word.startswith(word_):
                word = plainer + word[len(word_) :]
    if word.endswith("زیی"):  # -zai with a hamza
        word = word[:-1]
    if word.endswith(("یع", "اع")):  # the last ayn of Rafi, Sami, Shuja is not heard
        word = word[:-1]
    return _STRANGE.sub("", word)


@lru_cache(1 << 17)
def sounds(word: str, affix: str = "") -> str:
    """Return the phonetic form of one word of either script, its first and last signs marked."""
    return bare_sounds(bare(word), affix)


def bare_sounds(word: str, affix: str = "") -> str:
    """Return the same of a word that is bare already."""
    text = arabic(word) if "\u0600" <= word[:1] <= "\u06ff" else latin(word)
    if not text:
        return ""
    return marked(text, affix)


def marked(text: str, affix: str = "") -> str:
    """Return sounds, at most LONGEST, with first and last signs marked as such.

    The core of a compound has something before it (abd-, abu-) or after it (-ullah, -ud-din): no mark there.
    """
    if text.startswith("عا") and affix not in ("abd", "abu"):
        text = "⑪" + text[2:]
    text = text[:LONGEST]
    first = text[:1] if affix in ("abd", "abu") else text[:1].translate(_FIRST_OF)
    if len(text) < 2:
        return first
    return first + text[1:-1] + (text[-1] if affix in ("allah", "din") else text[-1].translate(_LAST_OF))


def unmarked(text: str) -> str:
    """Return sounds without the marks of start and end."""
    if len(text) < 2:
        return _PLAIN.get(text, text)
    return _PLAIN.get(text[0], text[0]) + text[1:-1] + _PLAIN.get(text[-1], text[-1])


@lru_cache(1 << 17)
def skeleton(text: str) -> str:
    """Return the classes of the strong consonants of a phonetic form, doubled ones once."""
    return _DOUBLED.sub(r"\1", text.translate(_TO_CLASS))
