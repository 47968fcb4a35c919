"""Dates as clerks write them: Gregorian, Solar Hijri and lunar Hijri; Latin, Persian or Arabic digits."""

from datetime import date, timedelta
from functools import cache
from random import Random

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DARI_MONTHS = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت".split()
PASHTO_MONTHS = "وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب".split()


@cache
def new_year(year: int) -> date:
    """Return 1 Hamal of a Solar Hijri year from 1309 to 1399, by the 33-year cycle of leap years."""
    if year == 1399:
        return date(2020, 3, 20)
    return new_year(year + 1) - timedelta(days=366 if (25 * year + 11) % 33 < 8 else 365)


def solar(day: date) -> tuple[int, int, int]:
    """Return year, month and day in the Solar Hijri calendar."""
    year = day.year - 621
    if day < new_year(year):
        year -= 1
    since = (day - new_year(year)).days
    return (
        (year, since // 31 + 1, since % 31 + 1)
        if since < 186
        else (year, (since - 186) // 30 + 7, (since - 186) % 30 + 1)
    )


def lunar(day: date) -> tuple[int, int, int]:
    """Return year, month and day in the lunar Hijri calendar, tabular (civil), within a day of the sighted one."""
    days = day.toordinal() - 227014  # days since 1 Muharram 1
    year = (30 * days + 10646) // 10631
    rest = days - (354 * (year - 1) + (3 + 11 * year) // 30)
    month = min(12, (rest * 2 + 1) // 59 + 1)
    return year, month, rest - (59 * (month - 1) + 1) // 2 + 1


def digits(text: str, script: str, chance: Random) -> str:
    """Return ``text`` in the digits of its script, now and then in another's."""
    if script == "latin" or chance.random() < 0.15:
        return text
    return text.translate(ARABIC if script == "arabic" else PERSIAN)


def written_year(year: int, script: str, chance: Random) -> str:
    """Return a birth year: mostly Solar Hijri, marked where it is not, sometimes "about" or only the decade."""
    kind = chance.random()
    if kind < 0.12 or (script == "latin" and kind < 0.6):
        text = str(year) + ("" if script == "latin" else " م")
    elif kind < 0.2:
        text = str(lunar(date(year, 7, 1))[0]) + (" AH (lunar)" if script == "latin" else " هـ ق")
    else:
        text = str(year - 621 - (chance.random() < 0.2)) + (" SH" if script == "latin" else "")
    if chance.random() < 0.08:
        about = {"latin": "about ", "dari": "حدود ", "pashto": "شاوخوا ", "arabic": "نحو "}[script]
        text = about + text
    return digits(text, script, chance)


def written_day(day: date, script: str, chance: Random) -> str:
    """Return a day in one of three calendars, in the order and with the marks that hands use."""
    kind = chance.random()
    if script == "latin":
        text = day.strftime("%d.%m.%Y") if kind < 0.3 else day.isoformat()
    elif kind < 0.1:
        text = day.isoformat()
    elif kind < 0.18:
        text = "{}/{}/{} ق".format(*lunar(day))
    elif kind < 0.45:
        year, month, number = solar(day)
        text = f"{number} {(PASHTO_MONTHS if script == 'pashto' else DARI_MONTHS)[month - 1]} {year}"
    else:
        text = "{}/{}/{}".format(*solar(day))
    return digits(text, script, chance)
