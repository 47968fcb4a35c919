"""A name in parts: titles off, words put together or taken apart as the language does, compounds known for what they are.

Haji Karam-ud-Din  ->  title haji · karam (din)          سیدنصرت الله  ->  سید · نصرت (allah)
Faqir Zada         ->  faqirzada                          عبدالرحمن     ->  رحمن (abd)
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from parley.letters import is_arabic, plain, without_marks
from parley.lists.names.words import (
    ABD,
    ABU,
    ALLAH,
    ARTICLE,
    DIN,
    IN_FRONT,
    IN_TWO,
    JOINED,
    OV,
    SON,
    Token,
    Word,
    rest_of,
    short,
    title_of,
    token,
    word,
)

MOST = 10  # parts of a name that are kept; ``match.vocabulary`` compares fewer


class Name(NamedTuple):
    """A name as parsed."""

    text: str
    titles: tuple[tuple[str, str], ...]  # (as written, which title)
    tokens: tuple[Token, ...]


_KNOWN = re.compile(
    r"\b(?:known as|known to|known by|also known as|alias|a\.?k\.?a\.?|mashhoor ba|mashhur ba|called|nicknamed)\b|"
    r"(?:ال)?(?:مشهور|معروف|ملقب|مسمی|مکنی|مكنى|مدعو)\s*(?:به|بې|ب|باسم|په)\b\s*|\bپه نامه\b|\s@\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[{«“\"](.*?)[)\]}»”\"]")
_BAKR = ("bakr", "bakar", "baker", "bekr", "bakir", "بکر")  # with abu before it one name
_SPLIT = re.compile(r"[^\w'’‘ʿʾ`ʻʼ]+|_")
_WORD = re.compile(r"(?:[^\W_]|['’‘ʿʾ`ʻʼ])+")
# Words of letters that are in one writing already, one space between them: most names of most lists.
_LETTERS = r"[A-Za-z\u0621-\u063a\u0641-\u064a\u0671-\u0674\u0679-\u06d3\u06d5]+"
_SIMPLE = re.compile(rf"{_LETTERS}(?: {_LETTERS})*")
_NOT_ARTICLE = re.compile(r"\b(a[dnrstz]|ash)-(?!\1|(?<=d-)din)(?=[a-z])", re.IGNORECASE)


@lru_cache(1 << 17)
def parse(text: str) -> Name:
    """Return ``text`` in parts. Never raises; a text without letters has no parts."""
    if len(text) < 300 and _SIMPLE.fullmatch(text):
        words = [w for w in map(word, text.split(" ")) if w]
        alone = [w.alone for w in words]
        if None not in alone:
            return Name(text, (), tuple([t for parts in alone for t in parts or ()])[:MOST])
        if _titled_once(words):
            rest = chain.from_iterable([w.alone or () for w in words[1:]])
            return Name(text, ((words[0].text, words[0].title or ""),), tuple(rest)[:MOST])
        if not any(w.alias for w in words):
            titles, words = _untitled(words)
            return Name(text, tuple(titles), tuple([t for t in _tokens(words) if t.sound][:MOST]))
    text = without_marks(plain(text))[:300]
    main, also = _known_as(text)
    titles, words = _untitled(_words(main))
    tokens = _tokens(words)
    if also:
        others = _tokens(_untitled(_words(also))[1])
        tokens += [Token(t.text, t.sound, t.affix, known_as=True) for t in others]
    kept, seen = [], set()
    for one in tokens:
        if one.sound and not (one.known_as and one.key in seen):
            seen.add(one.key)
            kept.append(one)
    return Name(text, tuple(titles), tuple(kept[:MOST]))


def says_known_as(text: str) -> bool:
    """Return whether a name goes on with "known as" and another."""
    return _KNOWN.search(text) is not None


def _titled_once(words: list[Word]) -> bool:
    """Return whether a title stands in front of words of which each is a part by itself: Haji Karim Noori."""
    if len(words) < 2 or not words[0].title or words[0].alias or words[0].bare + words[1].bare in IN_TWO:
        return False
    return all(w.alone is not None for w in words[1:])


def also_in(text: str) -> list[str]:
    """Return what a name says of other names that its bearer goes by: in brackets, and behind each "known as"."""
    text = without_marks(plain(text))[:300]
    found = [one.strip() for one in _BRACKETS.findall(text)]
    main = _BRACKETS.sub(" ", text)
    own, *others = _KNOWN.split(main)
    return found + [one.strip(" .:") for one in others if own.strip() and one.strip(" .:")]


def _known_as(text: str) -> tuple[str, str]:
    """Split off "known as ..." and what stands in brackets."""
    also = " ".join(_BRACKETS.findall(text))
    main = _BRACKETS.sub(" ", text)
    if not any(c.isalpha() for c in main):
        main, also = text, ""
    parts = _KNOWN.split(main, maxsplit=1)
    if len(parts) > 1 and parts[0].strip() and parts[1].strip():
        return parts[0], f"{_KNOWN.sub(' ', parts[1])} {also}"
    if "," in main and not is_arabic(main):  # "Majeed, Abdul": the family name stands first
        last, _, first = main.partition(",")
        if first.strip():
            main = f"{first} {last}"
    return main, also


def _words(text: str) -> list[Word]:
    """Return the words; "Az-har" is one, "az-Zahiri" two."""
    text = _NOT_ARTICLE.sub(lambda found: found[1], text) if "-" in text else text
    if "." not in text:
        return [w for w in map(word, _SPLIT.split(text)) if w]
    found = list(_WORD.finditer(text))
    cut = [text.startswith(".", one.end()) and one is not found[-1] for one in found]
    return [
        w for w in (short(one[0]) if dot else word(one[0]) for one, dot in zip(found, cut, strict=True)) if w
    ]


def _joined(words: list[Word]) -> list[Word]:
    """Put titles together that are written in two words."""
    out: list[Word] = []
    for one in words:
        whole = word(out[-1].bare + one.bare) if out and out[-1].bare + one.bare in IN_TWO else None
        if whole:
            out[-1] = whole._replace(text=f"{out[-1].text} {one.text}")
        else:
            out.append(one)
    return out


def _untitled(words: list[Word]) -> tuple[list[tuple[str, str]], list[Word]]:
    """Take titles off, as long as a name remains: in front and behind, also glued to what follows."""
    titles: list[tuple[str, str]] = []
    rest: list[Word] = []
    words = _joined(words)
    for i, one in enumerate(words):
        if (
            one.title
            and not (rest and one.title in IN_FRONT)
            and (rest or any(not w.title and not w.role & ARTICLE for w in words[i + 1 :]))
        ):
            joined = i + 1 < len(words) and words[i + 1].role & JOINED
            owned = i > 0 and words[i - 1].role & (ABD | ARTICLE)
            if not joined and not owned:
                titles.append((one.text, one.title))
                continue
        cut = rest_of(one) if one.glued and not rest else None
        if cut:
            titles.append((one.text[: len(one.glued)], title_of(one.glued)))
        rest.append(cut or one)
    return (titles, rest) if rest else ([], words)


def _tokens(words: Sequence[Word]) -> list[Token]:
    """Put the words of one name together into parts."""
    pieces = [piece for one in words for piece in one.pieces]
    out: list[tuple[str, str, str]] = []  # text, core, affix
    alone = ""
    waiting: tuple[str, str] | None = None  # (text, affix) of an abd or abu that waits for its other half
    for piece in pieces:
        text, core, role = piece.text, piece.core, piece.role
        last = out[-1] if out else None
        if role & ARTICLE and (waiting or out or len(pieces) > 1):
            if waiting:
                waiting = (f"{waiting[0]} {text}", waiting[1])
        elif role & ALLAH and waiting:
            out.append((f"{waiting[0]} {text}", "عبد" if is_arabic(core) else "abd", "allah"))
            waiting = None
        elif role & ALLAH and last and not last[2]:
            out[-1] = (f"{last[0]} {text}", last[1], "allah")
        elif role & DIN and last and not last[2] and not waiting:
            out[-1] = (f"{last[0]} {text}", last[1], "din")
        elif role & OV and last and not last[2] and not waiting and len(last[1]) > 2:
            out[-1] = (f"{last[0]} {text}", last[1], "ov")
        elif role & JOINED and last and not waiting and len(last[1]) > 2:
            out[-1] = (f"{last[0]} {text}", last[1] + core, last[2])
        elif role & (ABD | ABU) and not waiting:
            waiting, alone = (text, "abu" if role & ABU else "abd"), core
        elif role & SON:
            continue
        elif waiting and waiting[1] == "abu" and core in _BAKR:
            out.append((f"{waiting[0]} {text}", alone + core, ""))
            waiting = None
        elif waiting:
            out.append((f"{waiting[0]} {text}", core, piece.affix or waiting[1]))
            waiting = None
        else:
            out.append((text, core, piece.affix))
    if waiting:
        out.append((waiting[0], alone, ""))
    return [token(*one) for one in out]
