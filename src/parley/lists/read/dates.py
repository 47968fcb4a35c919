"""Dates as lists write them: three calendars, years alone, "about", ranges, ages. Always an interval.

A Solar Hijri year begins about 21 March, so year 1360 is 1981-03-21 to 1982-03-20; its days are exact. A Hijri (lunar) month
begins when the moon is seen, a day sooner or later from country to country: so a day is three.
"""

import re
from datetime import date, timedelta
from functools import cache, lru_cache

from parley.letters import bare
from parley.lists.read.moons import LUNAR_FROM, LUNAR_MONTHS

Days = tuple[int, int]  # first and last day, as date.toordinal counts
Years = tuple[int, int]  # first and last year of the Gregorian calendar

_SOLAR = (
    "حمل|وری|فروردین|hamal|farvardin,ثور|غویی|اردیبهشت|sawr|saur|thawr|ordibehesht,جوزا|غبرگولی|خرداد|jawza|jawzah|khordad,"
    "سرطان|چنگاښ|تیر|saratan|tir,اسد|زمری|مرداد|asad|assad|mordad,سنبله|وږی|شهریور|sunbula|sonbola|sunbulah|shahrivar,"
    "میزان|تله|مهر|mizan|mehr,عقرب|لړم|ابان|aqrab|aban,قوس|لیندی|اذر|qaws|qaus|azar,"
    "جدی|مرغومی|دی|jadi|jaddi|dey,دلو|سلواغه|بهمن|dalw|dalwa|bahman,حوت|کب|اسفند|hut|hoot|esfand"
)
_LUNAR = (
    "محرم|muharram,صفر|safar,ربیع الاول|ربیع 1|rabi al awwal|rabi i,ربیع الثانی|ربیع الاخر|rabi al thani|rabi ii,جمادی الاول|جمادی الاولی|jumada i,"
    "جمادی الثانی|جمادی الاخره|jumada ii,رجب|rajab,شعبان|shaban,رمضان|ramadan|ramazan,شوال|shawwal,ذوالقعده|ذی القعده|dhu al qada,ذوالحجه|ذی الحجه|dhu al hijja"
)
_WEST = (
    "january|jan|جنوری|جنوری|ینایر|کانون الثانی|ژانویه,february|feb|فبروری|فبرایر|شباط|فوریه,march|mar|مارچ|مارس|اذار,april|apr|اپریل|ابریل|نیسان|آوریل,"
    "may|می|مایو|ایار|مه,june|jun|جون|یونیو|حزیران|ژوین,july|jul|جولای|یولیو|تموز|ژوییه,august|aug|اگست|اغسطس|اب|اوت,september|sep|sept|سپتمبر|سبتمبر|ایلول|سپتامبر,"
    "october|oct|اکتوبر|تشرین الاول|اکتبر,november|nov|نومبر|نوفمبر|تشرین الثانی|نوامبر,december|dec|دسمبر|دیسمبر|کانون الاول|دسامبر"
)
_CYCLES_FROM, _LEAPS_BEFORE = (
    1210,
    294,
)  # cycles of 33 years with 8 leap days began then, after so many of those
_BORN_LAST = 2012  # nobody on a list was born later, if the year can be read another way
_ANYBODY = date(1900, 1, 1).toordinal()  # nobody older is held
_FUTURE = 2030  # whoever was born then is no prisoner yet: the year is a slip
_AFTER_1400 = re.compile(r"\b0\d\s*$")  # a year written with a zero in front
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})([-/.\\])(\d{1,2})\2(\d{1,2})(?!\d)")
_ABOUT = re.compile(
    r"\b(about|approx\w*|circa|ca|around|c)\b\.?|~|حدود|تقریبا|تقریبی|نږدې|نژدی|نژدې|شاوخوا|حوالی|نحو|[?؟]"
)
_AGE = re.compile(
    r"\b(age|aged|years? old|years|yrs?|y/?o)\b|سال[هگ]|ساله|کلن|عمر|سنه عمر|\d\s*(سال|کال|سنه|عام)"
)
_AGES = re.compile(r"\D*(?<!\d)(\d{1,3})(?:\s*(?:[-–—]|to|or|تا|الی|یا|او|الى)\s*(\d{1,3}))?\D*")
_ZERO = re.compile(r"(?<=\d)\.0+(?!\d)")  # "35.0", as programs write a whole number
# "8 months", "34 years 6 months", «۸ ماهه»: children, and people of whom somebody knew it well.
_MONTHS_OLD = re.compile(
    r"\D{0,12}(?:(?<!\d)(\d{1,3})\s*(?:years?|yrs?|y|سال|کال|سنه|سنوات)\s*(?:and|و|او|,)?\s*)?(?<!\d)(\d{1,2})\s*(?:months?(?: old)?|mos?|m/o|ماه|ماهه|میاشت\w?|میاشتنی|شهر|اشهر|شهور)\.?"
)
_OLDEST = 115
_OPEN_AGE = re.compile(
    r"(?:age[ds]?|سن|عمر)?\s*:?\s*(?:(?:>|>=|≥|over|above|more than|older than|at least|بالای|بالاتر از|بیشتر از|اکثر من|فوق)\s*(?P<older>\d{1,3})|(?P<more>\d{1,3})\s*(?:\+|plus|and (?:over|above|older)|or (?:more|older)|به بالا)|"
    r"(?:<|<=|≤|under|below|less than|younger than|کمتر از|زیر|پایین تر از|اقل من|تحت|دون)\s*(?P<younger>\d{1,3}))\s*(?:years?(?: old)?|yrs?|ساله|سال|سنه)?"
)
_AGE_IN = re.compile(
    r"(?:age|aged|سن|عمر)?\s*:?\s*(\d{1,2})\s*(?:years?(?: old)?|yrs?|y/?o|ساله|سال|کلن)?\s*(?:\(\s*|in\s+|as of\s+|at\s+|در\s+(?:سال\s+)?|په\s+)(\d{4})\s*\)?"
)
_DECADE = re.compile(r"(?<!\d)(\d{3}0)\s*['’]?s\b|(?:دهه|عقد|لسیزه)\s*(\d{2}|\d{4})(?!\d)")
_PART = (
    (re.compile(r"\bearly\b|اوایل|اوائل|لومړی"), 0, 4),
    (re.compile(r"\bmid\b|اواسط|نیمه|منځ"), 3, 7),
    (re.compile(r"\blate\b|اواخر|پای"), 5, 9),
)
_SERIAL = (10_000, 60_000)  # days since 1899-12-30, as Excel counts: 1927 to 2064
_OPEN_BEFORE = re.compile(r"\b(before|until)\b|قبل از|قبل|مخکی")
_OPEN_AFTER = re.compile(r"\b(after|since)\b|بعد از|بعد|وروسته")


def _months(table: str) -> dict[str, int]:
    return {bare(name): i for i, names in enumerate(table.split(","), 1) for name in names.split("|")}


_NAMED = [("solar", _months(_SOLAR)), ("lunar", _months(_LUNAR)), ("west", _months(_WEST))]


@cache
def solar_start(year: int) -> int:
    """Return the ordinal of 1 Hamal of a Solar Hijri year; exact for 1210 to 1634.

    Source: K. M. Borkowski, Earth, Moon and Planets 74 (1996) 223, as the equinox in Tehran gives it.
    """
    n = year - _CYCLES_FROM
    leaps = _LEAPS_BEFORE + n // 33 * 8 + (n % 33 + 3) // 4
    west = year + 621
    march = 20 + leaps - (west // 4 - (west // 100 + 1) * 3 // 4 - 150)
    return date(west, 3, 1).toordinal() + march - 1


def lunar_start(year: int, month: int = 1) -> int:
    """Return the ordinal of the first of a lunar month: by the calendar of Umm al-Qura where the table has it, else by arithmetic.

    Source: R. H. van Gent, the Umm al-Qura calendar, as in hijridate 2; the arithmetic years are within a day or two of it.
    """
    at = 12 * (year - LUNAR_FROM) + month - 1
    if 0 <= at < len(LUNAR_MONTHS):
        return LUNAR_MONTHS[at]
    return 227015 + 354 * (year - 1) + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 - (at < 0)


def calendar_of(year: int) -> str:
    """Return west, solar, lunar, or "" by the size of a year alone; 1200 to 1410 is taken for solar, as lists mostly do."""
    if 1850 <= year <= 2100:
        return "west"
    if 1250 <= year <= 1415:
        return "solar"
    return "lunar" if 1416 <= year <= 1500 else ""


def year_days(year: int, calendar: str) -> Days:
    """Return first and last day of a year."""
    if calendar == "solar":
        return solar_start(year), solar_start(year + 1) - 1
    if calendar == "lunar":
        return lunar_start(year), lunar_start(year + 1) - 1
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def day(year: int, month: int, number: int, calendar: str) -> int | None:
    """Return the ordinal of a day, None if there is no such day."""
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    if calendar == "solar":
        if month > 6 and number > 30:
            return None
        return solar_start(year) + (month - 1) * 31 - max(0, month - 7) + number - 1
    if calendar == "lunar":
        return lunar_start(year, month) + number - 1 if number <= 30 else None
    try:
        return date(year, month, number).toordinal()
    except ValueError:
        return None


def calendar_word(text: str) -> str:
    """Return the calendar that a bare text names: solar, lunar, west, or ""."""
    if re.search(r"ه\s*\.?\s*ش|شمسی|هجری شمسی|لمریز|\bsh\b|solar|shamsi|jalali", text):
        return "solar"
    if re.search(r"ه\s*\.?\s*ق|قمری|سپوږمیز|\bah\b|lunar|qamari|هجری قمری", text):
        return "lunar"
    return "west" if re.search(r"میلادی|عیسوی|\bad\b|\bce\b|\d\s*م(?![^\W\d])|gregorian|miladi", text) else ""


@lru_cache(65536)
def days(text: str) -> Days | None:
    """Return the interval a date may lie in, None if ``text`` holds no date. Never raises."""
    text = bare(text)
    if not any(c.isdigit() for c in text) or len(text) > 120:
        return None
    found = _in_one(text) or _named_month(text) or _numeric(text) or _decade(text) or _years_only(text)
    if found is None:
        return None
    if _ABOUT.search(text):
        return found[0] - 730, found[1] + 730
    if _OPEN_BEFORE.search(text):
        return found[0] - 3650, found[1]
    if _OPEN_AFTER.search(text):
        return found[0], found[1] + 3650
    return found


def _in_one(text: str) -> Days | None:
    """Return the day that five digits count to (a date cell shown as a number), or that eight spell: 20180304."""
    if not text.isdigit():
        return None
    if len(text) == 5 and _SERIAL[0] <= int(text) <= _SERIAL[1]:
        counted = date(1899, 12, 30).toordinal() + int(text)
        return counted, counted
    if len(text) != 8:
        return None
    found = day(int(text[:4]), int(text[4:6]), int(text[6:]), calendar_of(int(text[:4])))
    return (found, found) if found else None


def _decade(text: str) -> Days | None:
    """Return the years of "1370s", of "early 1370s" and of «دهه ۶۰»."""
    found = _DECADE.search(text)
    if not found:
        return None
    year = int(found[1] or found[2])
    if year < 100:
        year += 1300
    calendar = calendar_word(text) or calendar_of(year)
    if not calendar:
        return None
    begin, end = next(((a, b) for word, a, b in _PART if word.search(text)), (0, 9))
    return year_days(year + begin, calendar)[0], year_days(year + end, calendar)[1]


def _named_month(text: str) -> Days | None:
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    words = set(re.findall(r"[^\W\d_]+(?: (?:al|ال|i+)[^\W\d_]*)?", text)) | set(
        re.findall(r"[^\W\d_]+", text)
    )
    for calendar, months in _NAMED:
        for name, month in sorted(months.items(), key=lambda item: -len(item[0])):
            if name not in words and not (" " in name and name in text):
                continue
            years = [n for n in numbers if n > 31]
            if not years and calendar == "solar" and len(numbers) == 2 and _AFTER_1400.search(text):
                years, numbers = [1400 + numbers[1]], numbers[:1]  # "12 اسد 02"
            if not years:
                return None
            year = years[0] if years[0] > 99 else _century(years[0], calendar)
            small = [n for n in numbers if n <= 31]
            if small and (found := day(year, month, small[0], calendar)):
                return found - (calendar == "lunar"), found + (calendar == "lunar")
            first = day(year, month, 1, calendar)
            return (first, first + 30) if first else None
    return None


def _century(two: int, calendar: str) -> int:
    return 1300 + two if calendar == "solar" else 1400 + two if calendar == "lunar" else 1900 + two


def _numeric(text: str) -> Days | None:
    found = re.search(r"(?<!\d)(\d{1,4})\s*[-/.\\]\s*(\d{1,2})\s*[-/.\\]\s*(\d{1,4})(?!\d)", text)
    if not found:
        return None
    a, b, c = (int(x) for x in found.groups())
    # 98-5-12, 00/5/12: the year first, as Solar Hijri has it; of 00.00.1985 the day and the month are not known
    first = a > 31 or (found[1] in ("00", "000", "0000") and c <= 31)
    year, month, number = (a, b, c) if first else (c, b, a)
    if year < 100:
        year += _hundreds(year, text, first=first)
    calendar = calendar_word(text) or calendar_of(year)
    if not calendar:
        return None
    both = [d for d in (day(year, month, number, calendar), day(year, number, month, calendar)) if d]
    if first and both and month <= 12:
        both = both[:1]
    if not both:
        return year_days(year, calendar)
    slack = calendar == "lunar"
    return min(both) - slack, max(both) + slack


def _hundreds(two: int, text: str, *, first: bool) -> int:
    """Return what a year of two figures counts from: written first it is Solar Hijri's, whatever stands between."""
    if calendar_word(text) in ("solar", "lunar") or first:
        return 1400 if two < 30 else 1300
    return 1300 if two > 50 and "/" in text else 2000 if two < 40 else 1900


def _years_only(text: str) -> Days | None:
    spans = []
    for number in re.findall(r"(?<!\d)\d{4}(?!\d)", text):
        year = int(number)
        calendar = calendar_word(text) or calendar_of(year)
        if calendar and 1 <= year <= 9990:
            spans.append(year_days(year, calendar))
    short = re.search(r"(?<!\d)(\d{4})\s*[-/–]\s*(\d{2})(?!\d)", text)
    if short and spans:
        end = int(short[1][:2] + short[2])
        calendar = calendar_of(end)
        if calendar and end > int(short[1]):
            spans.append(year_days(end, calendar))
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def years(text: str, on: Days | None = None) -> Years | None:
    """Return the interval of birth years that ``text`` allows.

    An age counts back from ``on``, the day it was true (the day of capture, where the list says one); without it, an
    age says nothing: None. Two dates ("1938; 1939") give the interval between them.
    """
    in_year = _AGE_IN.fullmatch(bare(text))
    if in_year is not None:  # "34 (2019)": an age, and when it was true
        text, on = in_year[1], days(in_year[2]) or on
    age = ages(text)
    if age is not None:
        if on is None:
            return None
        slack = 2 if age[0] % 5 or age[0] < age[1] else 4  # people give round ages
        return _year(on[0]) - age[1] - slack, _year(on[1]) - age[0] + slack
    found = years_within(text)
    return None if found is None else _born(text, found, on)


def years_within(text: str) -> Years | None:
    """Return first and last year of the date in ``text``, whatever happened then; None if it holds none."""
    found = days(text)
    return None if found is None else (_year(found[0]), _year(found[1]))


def _born(text: str, found: Years, on: Days | None) -> Years | None:
    """Return the years as those of a birth: who would be born after the list was written was born otherwise, or says nothing."""
    last = _BORN_LAST if on is None else min(_year(on[1]), _FUTURE)
    if found[0] <= last:
        return found
    short = _SHORT_YEAR.search(text)
    others = [text[: short.start(4)] + f"19{int(short[4]):02}" + text[short.end(4) :]] if short else []
    if not calendar_word(bare(text)):
        others.append(f"{text} ه ق")
    for other in others:
        again = days(other)
        if again is not None and _year(again[0]) <= last and again[0] > _ANYBODY:
            return _year(again[0]), _year(again[1])
    return found if on is None and found[0] <= _FUTURE else None


def _year(ordinal: int) -> int:
    return (date(1, 1, 1) + timedelta(max(0, min(ordinal, 3_600_000)) - 1)).year


@lru_cache(65536)
def ages(text: str) -> tuple[int, int] | None:
    """Return the least and the highest age in ``text`` ("35", "35 ساله", "25-30"), None if it is a year or nothing."""
    text = _ZERO.sub("", bare(text))
    if months := _MONTHS_OLD.fullmatch(text):
        low = int(months[1] or 0) + int(months[2]) // 12
        return low, low + 1
    if open_ended := _OPEN_AGE.fullmatch(text):
        older, younger = open_ended["older"] or open_ended["more"], open_ended["younger"]
        low, high = (int(older), _OLDEST) if older else (0, int(younger))
        return (low, high) if low <= high <= _OLDEST else None
    found = _AGES.fullmatch(text)
    if not found:
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    if not 1 <= low <= high <= _OLDEST:
        return None
    rest = re.sub(r"\d+|[\s.]", "", text)
    return (low, high) if not rest or found[2] or _AGE.search(text) or _ABOUT.search(text) else None
