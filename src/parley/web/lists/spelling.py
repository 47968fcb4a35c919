"""Two spellings of one name beside each other, for the names desk: which letters say the same, in whatever script.

Only the look of a page hangs on this; whether two names are one is the matcher's to say, and people's.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

from parley.app.lists.views import Evidence
from parley.letters import digits
from parley.lists.read import ages, days
from parley.web.lists import phrases
from parley.web.render import Reader
from parley.web.words.calendar import solar

# What each letter may be written with in Latin; letters that share one agree.
_SOUNDS = {
    "ب": "b", "پ": "pb", "ت": "t", "ط": "t", "ټ": "t", "ث": "st", "ج": "jg", "چ": "c", "ح": "h", "ه": "h", "خ": "kx",
    "د": "d", "ډ": "d", "ذ": "zd", "ز": "z", "ض": "zd", "ظ": "z", "ږ": "zg", "ژ": "zj", "ر": "r", "ړ": "r", "س": "s", "ص": "s",
    "ش": "sx", "ښ": "sxk", "غ": "g", "ف": "f", "ق": "qk", "ک": "kc", "ك": "kc", "ګ": "g", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "ڼ": "n", "ځ": "zjd", "څ": "stc", "و": "wvou", "ی": "yie", "ي": "yie", "ې": "yie", "ۍ": "yie", "ئ": "yie", "ى": "yie",
    "ا": "a", "آ": "a", "أ": "a", "إ": "aie", "ع": "a", "ء": "", "ة": "ht", "ۀ": "h",
    "c": "ck", "q": "qk", "v": "vw", "w": "wv", "p": "pf", "f": "fp",
}  # fmt: skip
_WEAK = frozenset("aeiouhyواآأإیيېۍئىعءهةۀ")  # often left unwritten: nothing is said by their absence
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
FIRST_DAY, LAST_DAY = date(1850, 1, 1).toordinal(), date(2100, 1, 1).toordinal()
A_MONTH = 31  # days: whatever is longer was not meant as a day
SPAN = " – "
_TWO = 2  # what a letter that agrees counts; one that is weak counts half


def dated(reader: Reader, said: str | int) -> Markup:
    """Return a date as the list writes it, with the other calendar beside it; an age (``age 30``) in the reader's words."""
    written = str(said)
    age = written.removeprefix("age ")
    if age == written or not age.isdecimal():
        return Markup('<bdi dir="auto">{}</bdi>').format(written) + otherwise(reader, written)
    return reader.words.say("age %(age)s", age=reader.digits(age))


def otherwise(reader: Reader, said: str | int) -> Markup:
    """Return what a written date is in the calendar that it is not written in; nothing where it is none that can be read."""
    both = calendars(str(said))
    if not both:
        return Markup()
    each = Markup(" · ").join(_by_one_calendar(reader, one) for one in both)
    return Markup(' <span class="quiet otherwise">=&nbsp;{}</span>').format(each)


def _by_one_calendar(reader: Reader, said: str) -> Markup:
    """Return a day or a span: each day runs from left to right, in Arabic digits too; from which to which, as one reads."""
    days_of = [Markup('<bdi dir="ltr">{}</bdi>').format(reader.digits(day)) for day in said.split(SPAN)]
    return escape(SPAN).join(days_of)


def calendars(written: str) -> list[str]:
    """Return a written date by the Gregorian and the Solar Hijri calendar, without the one in which it is written.

    One day is a day in both; a day that may be one of some is all of them; whatever is longer is years.
    """
    found = None if ages(written) else days(written)
    if found is None or not FIRST_DAY <= found[0] <= found[1] <= LAST_DAY:
        return []
    first, last = date.fromordinal(found[0]), date.fromordinal(found[1])
    by_solar = solar(first), solar(last)
    years = {int(year) for year in _YEAR.findall(digits(written))}
    west = years & {first.year, last.year}
    if (last - first).days > A_MONTH:
        said = _span(f"{first.year}", f"{last.year}"), _span(f"{by_solar[0].year}", f"{by_solar[1].year}")
    else:
        said = _span(f"{first}", f"{last}"), _span(*(f"{one.year}/{one.month}/{one.day}" for one in by_solar))
    there = bool(west), not west and bool(years & {one.year for one in by_solar})
    return [one for one, written_so in zip(said, there, strict=True) if not written_so]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}{SPAN}{last}"


def columns(reader: Reader, said: str | int) -> Markup:
    """Return which columns hold what, where people said so (``father:C,name:A``); else that the headings say it."""
    parts = [one.partition(":") for one in str(said).split(",") if one]
    if not parts:
        return reader.words.say("as their headings and contents say")
    return escape(" · ").join(
        Markup("{} <bdi>{}</bdi>").format(reader.phrase(phrases.FIELDS, name), at) for name, _, at in parts
    )


def differing(one: str, other: str) -> tuple[list[bool], list[bool]]:
    """Return for each letter of both spellings whether nothing in the other answers it."""
    a, b = [_plain(c) for c in one], [_plain(c) for c in other]
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            agreed = best[i + 1][j + 1] + _worth(a[i], b[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], agreed)
    answered_a, answered_b = set[int](), set[int]()
    i = j = 0
    while i < len(a) and j < len(b):
        if (worth := _worth(a[i], b[j])) and best[i][j] == best[i + 1][j + 1] + worth:
            answered_a.add(i)
            answered_b.add(j)
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return _left_over(a, answered_a), _left_over(b, answered_b)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].casefold() if letter not in _SOUNDS else letter


def _worth(a: str, b: str) -> int:
    alike = a == b or set(_SOUNDS.get(a, a)) & set(_SOUNDS.get(b, b))
    if not alike or not a.isalpha():
        return 0
    return 1 if a in _WEAK or b in _WEAK else _TWO


def _left_over(letters: Sequence[str], answered: set[int]) -> list[bool]:
    return [
        i not in answered and c.isalpha() and c not in _WEAK and not (i and c == letters[i - 1])  # doubled
        for i, c in enumerate(letters)
    ]


def beside(one: str, other: str) -> Markup:
    """Return ``one`` with those letters marked that ``other`` does not have."""
    return _marked(one, differing(one, other)[0])


def name(text: str, evidence: Sequence[Evidence], side: str) -> Markup:
    """Return a name as written: words that agree in weight, letters that differ underlined, titles quiet.

    ``side``: claim or holding, whose name this is.
    """
    out, rest = Markup(), text
    for part in _in_order(text, evidence, side):
        mine, its = (part.claim, part.holding) if side == "claim" else (part.holding, part.claim)
        before, _, rest = rest.partition(mine)
        out += _quiet(before) + _word(part.kind, mine, its)
    return out + (_quiet(rest) if out else escape(rest))


def _in_order(text: str, evidence: Sequence[Evidence], side: str) -> list[Evidence]:
    """Return the words of the name that the evidence speaks of, as they stand in it, none overlapping another."""
    kinds = {"same", "differs", "missing_right" if side == "claim" else "missing_left"}
    placed, end = list[Evidence](), 0
    found = [
        (text.find(part.claim if side == "claim" else part.holding), part)
        for part in evidence
        if part.kind in kinds
    ]
    for at, part in sorted(found, key=lambda each: each[0]):
        mine = part.claim if side == "claim" else part.holding
        if mine and at >= end:
            placed.append(part)
            end = at + len(mine)
    return placed


def _word(kind: str, mine: str, its: str) -> Markup:
    if kind == "same":
        return Markup("<b>{}</b>").format(beside(mine, its))
    apart = differing(mine, its)[0]
    return _marked(mine, apart if its and any(apart) else [True] * len(mine))


def _marked(text: str, apart: Sequence[bool]) -> Markup:
    out, run = Markup(), ""
    for letter, differs in zip(text, apart, strict=True):
        if differs:
            run += letter
            continue
        out += _underlined(run) + escape(letter)
        run = ""
    return out + _underlined(run)


def _underlined(run: str) -> Markup:
    return Markup('<span class="differs">{}</span>').format(run) if run else Markup()


def _quiet(text: str) -> Markup:
    return Markup('<span class="beside">{}</span>').format(text) if text.strip() else escape(text)
