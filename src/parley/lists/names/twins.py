"""Near-twins: parts that look alike and are different names. Nazir is not Nasir, Akbari not Akbar, Hassan not Hussain.

What typists confuse (q for k, v for w, a doubled letter, a short vowel) does not tell people apart; a consonant of
another kind does, and so does an ending -i. Vowels alone tell some names apart: those are listed.
"""

import re
from functools import lru_cache

from parley.lists.names.sound import SIGNS, unmarked

_KINDS = {
    "B": "bب", "P": "pپ", "F": "fف", "M": "mم", "N": "nنڼ", "L": "lل", "R": "rرړ", "T": "tتطټ", "D": "dدډ",
    "S": "sسصث", "Z": "zزضظذ", "C": "šžčشچژ", "J": "jǧج", "K": "kgqxğکقگخغ",
}  # fmt: skip
_KIND = {c: k for k, cs in _KINDS.items() for c in cs}
_EITHER = {"θ": "ST", "ث": "ST", "ð": "ZD", "ذ": "ZD", "ض": "ZD", "c": "KS", "ʦ": "SC", "ʣ": "ZJ", "ځ": "ZJ", "څ": "SC", "ښ": "CK", "ږ": "JK", "ژ": "CJ", "ž": "CJ", "p": "PF", "g": "KJ", "گ": "KJ", "چ": "CJ", "č": "CK"}  # fmt: skip
_TO_KIND = {ord(c): _KIND.get(c, "") for c in SIGNS}
_UNSURE = re.compile(f"[{''.join(_EITHER)}]")
_DOUBLED = re.compile(r"(.)\1+")
_I = set("iīyیⒾⓎⓃⒸⒺe")
_SURE_I = set("iīyیⒾⓎⓃⒸ")

# Common names that vowels alone tell apart, as the lists' Latin typists write them (sounds without marks).
_LISTED = """hasan husain|hasan husein|hasan hosain|hasan husin|hamid hamed|hamid hamad|salim salam|salim salem|jalil jalal|jamil jamal|kamil kamal|kamel kamal
karim karam|sharif sharaf|šarif šaraf|majid majed|wahid wahed|nasir nasr|naser nasir|rašid rašad|xalid xuld|said sād|sayed sād|sabir sabr|nazir nazar|nasim nasm|amin iman
amir omar|amir umar|omar imran|anwar nur|munir manar|latif lutf|hakim hikmat|aziz izat|abid abad|adil adl|halim haleem|rahim rahm|hafiz hifz|wali wala|bašir bošra|nabi nawab
farid farhad|habib hub|zaman zamin|zia zaia|murad mirad|faruq firaq|qasim qisim|aref araf|tariq tarq|basir basar|rauf raef"""
TWINS = frozenset(frozenset(pair.split()) for line in _LISTED.splitlines() for pair in line.split("|"))


# What a word begins with, as far as typists' habits go: a vowel for another, w for v and u, y for i. By unmarked sign.
_BEGINS = {"aāاع": "a", "eiī": "ay", "ouū": "aw", "yی": "y", "wvو": "w", "hهح": "h"}


def beginnings() -> list[int]:
    """Return for each sign of SIGNS, one bit a kind, what a word that begins with it may begin with; all bits where that is not known."""
    known = {sign: kinds for signs, kinds in _BEGINS.items() for sign in signs} | _KIND | _EITHER
    numbers = {kind: k for k, kind in enumerate(sorted({kind for kinds in known.values() for kind in kinds}))}
    found = [known.get(unmarked(sign)[:1], "") for sign in SIGNS]
    return [sum(1 << numbers[kind] for kind in set(kinds)) or (1 << len(numbers)) - 1 for kinds in found]


@lru_cache(1 << 16)
def kinds(sound: str) -> tuple[str, ...]:
    """Return the consonant kinds of an unmarked sound, doubled once; several where a letter may be two."""
    if not _UNSURE.search(sound):
        return (_DOUBLED.sub(r"\1", sound.translate(_TO_KIND)),)
    out = [""]
    for sign in sound:
        options = _EITHER.get(sign) or _KIND.get(sign, "")
        if options and len(out) <= 8:
            out = [base if base.endswith(kind) else base + kind for base in out for kind in options]
        elif options:
            out = [base if base.endswith(options[0]) else base + options[0] for base in out]
    return tuple(dict.fromkeys(out))[:8]


def ending(sound: str) -> int:
    """Return 1 for a sure ending -i, 0 for one that may be, -1 for none."""
    return 1 if sound[-1:] in _SURE_I else 0 if sound[-1:] in _I or sound[-1:] in "hهحعⒽⒷa" else -1


def listed(one: str, other: str) -> bool:
    """Return whether two Latin sounds are a listed pair of different names."""
    return frozenset((one, other)) in TWINS


def longs(sound: str) -> str:
    """Return the long vowels an Arabic-script sound is written with: حسن has none, حسین has one."""
    return "".join(c for c in sound if c in "اویع")
