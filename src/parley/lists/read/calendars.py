"""Which calendar a column of dates is in: by its heading, else by the years that the others in it have in full."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from parley.letters import bare, digits, plain
from parley.lists.read import dates
from parley.lists.read.blanks import says_nothing

FIELDS = ("birth_year", "captured_on")
COUNTED = (*FIELDS, "age")  # fields whose numbers may stand as dates
_MARKS = {"solar": "ه ش", "lunar": "ه ق", "west": "م"}
_HIJRI = re.compile(r"هجر[یه]|\bه\b|hijri|hegira")
_ARABIC = re.compile(
    r"\bال|میلاد|ولاده|سنه"
)  # words of an Arabic heading: there the Hijri year is the moon's
_FULL = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})([-/.\\])(\d{1,2})\2(\d\d)(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]0?0:00(?::00)?(?:\.0+)?)?")
_WHOLE = re.compile(r"\d{1,5}\.0+")
_BEFORE, _LEAP, _MAC = date(1899, 12, 30), date(1900, 3, 1), date(1904, 1, 1)
_FIRST, _LAST = 1900, 1909
_YEARS = ((1280, 1450), (1900, 2030))  # of both calendars
_OLDEST = 115
_MOST = 0.8  # of the full years, to decide for the short ones


def of_column(heading: str, cells: Sequence[str]) -> tuple[str, bool]:
    """Return solar, lunar, west or "", and whether the heading itself says so."""
    said = bare(heading)
    if word := dates.calendar_word(said):
        return word, True
    if _HIJRI.search(said) and _ARABIC.search(said):
        return "lunar", True
    years = [
        int(year) for cell in cells if not says_nothing(cell) for year in _FULL.findall(digits(cell))[:1]
    ]
    seen = Counter(filter(None, map(dates.calendar_of, years)))
    word, count = seen.most_common(1)[0] if seen else ("", 0)
    return (word, False) if word and count >= _MOST * len(years) else ("", False)


def counted(value: str, field: str) -> str:
    """Return the number that somebody formatted as a date: the year 1985 shows as 1905-06-07, an age of 34 as 1900-02-03.

    Nobody on a list was born, or captured, in the years in which such dates fall.
    """
    if _WHOLE.fullmatch(value):  # "1985.0", as programs write it beside blanks
        return value.partition(".")[0]
    found = _ISO.fullmatch(value)
    if not found or not _FIRST <= (year := int(found[1])) <= _LAST:
        return value
    try:
        day = date(year, int(found[2]), int(found[3]))
    except ValueError:
        return value
    number = (day - _BEFORE).days - (day < _LEAP)  # there was no 29 February 1900, but programs count it
    if field == "age":
        return str(number) if 0 < number <= _OLDEST else value
    for numbers in (number, (day - _MAC).days):
        if any(first <= numbers <= last for first, last in _YEARS):
            return str(numbers)
    return value


def told(value: str, calendar: str, *, by_heading: bool) -> str:
    """Return a date with the calendar that its column is in, where its own figures leave that open."""
    written = plain(value)
    if not calendar or dates.calendar_word(bare(written)):
        return value
    short = _SHORT.search(written)
    if short and int(short[1]) <= 31 and calendar != "lunar":
        century = 1300 if calendar == "solar" else 1900
        year = century + int(short[4]) + 100 * (calendar == "solar" and int(short[4]) < 30)
        return written[: short.start(4)] + str(year) + written[short.end(4) :]
    full = _FULL.search(written)
    if (
        by_heading
        and full
        and 1200 <= int(full[1]) <= 1500
        and dates.calendar_of(int(full[1])) != calendar != "west"
    ):
        return f"{written} {_MARKS[calendar]}"
    return value
