"""Public rules of romanisation, applied to the Dari column letter by letter: two such lists spell one person by different rules.

The letters of BGN/PCGN (Persian and Dari, 1958), of ALA-LC (Persian, 2012) and of DIN 31635 are tables; short vowels, which Dari does
not write, are put in as somebody does who knows no Dari: an a, an e or none. "Letters alone" is what tables
of letters make of Dari (anyascii, Unidecode). None of them was used for the learned letter costs, nor for any weight. The French rules
(as maps of the Maghreb have them) were written last, and nothing was changed after they had been looked at.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_CONSONANTS = "بپتټثجچحخدډذرړزژسشصضطظغفقکگلمنهءګڼېۍځڅښږ"
_BGN = "b p t t s̄ j ch ḩ kh d d z̄ r r z zh s sh ş ẕ ţ z̧ gh f q k g l m n h ’ g n e ai dz ts sh zh".split()
_ALA = "b p t t s̱ j ch ḥ kh d d ẕ r r z zh s sh ṣ z̤ ṭ ẓ gh f q k g l m n h ʼ g n e ay dz ts kh zh".split()
_DIN = "b p t t s̱ ǧ č ḥ ḫ d d ẕ r r z ž s š ṣ ż ṭ ẓ ġ f q k g l m n h ʾ g n e ay dz ts š ž".split()
_FRENCH = (
    "b p t t th dj tch h kh d d dh r r z j s ch s d t z gh f q k g l m n h - g n i aï dz ts ch j".split()
)
_PLAIN = "b p t t th j ch h kh d d dh r r z zh s sh s d t z gh f q k g l m n h - g n y y dz ts sh zh".split()


@dataclass(frozen=True, slots=True)
class Rules:
    """One way to romanise: its consonants, how it writes و and ی and ا, its ayn, and the short vowel it puts between consonants."""

    letters: dict[str, str]
    w: tuple[str, str]  # as a consonant, as a vowel
    y: tuple[str, str]
    alef: str
    ayn: str
    short: str
    final_h: str
    compounds: tuple[str, str, str]  # عبدال before its other half, الله and الدین behind it

    def word(self, text: str) -> str:
        """Return one Dari word romanised."""
        out: list[tuple[str, bool]] = []  # (letters, whether they are a vowel)
        for at, letter in enumerate(text):
            last, first = at + 1 == len(text), at == 0
            before = not out or out[-1][1]
            next_vowel = not last and text[at + 1] in "اآ"
            if letter in "وی":
                consonant, vowel = self.w if letter == "و" else self.y
                out.append((consonant, False) if first or before or next_vowel else (vowel, True))
            elif text == "عبد" and letter == "ع":
                out.append((self.ayn + (self.short and "a"), True))
            elif letter in "اآ":
                out.append((self.alef if not first or letter == "آ" else (self.short or "a"), True))
            elif letter == "ع":
                out.append((self.ayn, False))
            elif letter == "ه" and last and not before:
                out.append((self.final_h, True))
            else:
                out.append((self.letters.get(letter, ""), False))
        return self._voiced(out).capitalize()

    def _voiced(self, parts: list[tuple[str, bool]]) -> str:
        """Put the short vowel between consonants, but for the last two of a word of four or more."""
        made = ""
        for at, (letters, vowel) in enumerate(parts):
            made += letters
            following = parts[at + 1] if at + 1 < len(parts) else None
            end = at + 2 == len(parts) and len(parts) > 3 and at > 0 and not parts[at - 1][1]
            if self.short and not vowel and following and not following[1] and not end:
                made += self.short
        return made


def _letters(row: list[str]) -> dict[str, str]:
    return {one: "" if other == "-" else other for one, other in zip(_CONSONANTS, row, strict=True)}


RULES: dict[str, Rules] = {
    "BGN/PCGN": Rules(
        _letters(_BGN), ("w", "ū"), ("y", "ī"), "ā", "‘", "a", "ah", ("‘Abdul ", "ullāh", "uddīn")
    ),
    "ALA-LC": Rules(
        _letters(_ALA), ("v", "ū"), ("y", "ī"), "ā", "ʻ", "a", "ah", ("ʻAbd al-", " Allāh", " al-Dīn")
    ),
    "DIN 31635": Rules(
        _letters(_DIN), ("w", "ū"), ("y", "ī"), "ā", "ʿ", "e", "e", ("ʿAbdol", "ollāh", "oddīn")
    ),
    "French": Rules(
        _letters(_FRENCH), ("w", "ou"), ("y", "i"), "a", "", "a", "a", ("Abdel ", "allah", "eddine")
    ),
    "letters alone": Rules(
        _letters(_PLAIN), ("w", "w"), ("y", "y"), "a", "'", "", "h", ("'bdal", " allh", "aldyn")
    ),
}
_ABD = re.compile("^عبدال(?=..)")
_APART = re.compile("(?<=..)(?=الله$|الله |الدین$|الدین )| (?=الله|الدین)")  # the halves behind a name
_ARTICLE = re.compile(r"\bال(?=حاج\b)")
_HALVES = {"الله": 1, "الدین": 2}
_MARKS = re.compile("[\u064b-\u065f\u0670]")


def romanised(by: str) -> Callable[[str], str]:
    """Return what romanises a Dari name by the rules called ``by``."""
    rules = RULES[by]

    def name(text: str) -> str:
        text = _MARKS.sub("", text).replace("ي", "ی").replace("ك", "ک").replace("\u200c", " ")
        text = _ARTICLE.sub("ال ", text)
        words = [_ABD.sub("", word) for word in _APART.sub(" ", text).split()]
        made = ""
        for word, whole in zip(words, _APART.sub(" ", text).split(), strict=True):
            half = _HALVES.get(word)
            made += (
                rules.compounds[half]
                if half
                else f" {rules.compounds[0] if word != whole else ''}{rules.word(word)}"
            )
        return made.strip()

    return name
