"""The one place that writes dates, digits and numbers, from our own tables, in four languages.

Chromium's Intl has no Pashto and calls the first Afghan month Farvardin; so nothing is left to the browser:
islands get ready strings from here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from parley.web.words import months

# Years of the Solar Hijri calendar in which the 33-year leap cycle is broken (Borkowski 1996).
_BREAKS = (
    *(-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394),
    *(2456, 3178),
)


def _year_start(year: int) -> tuple[int, int]:
    """Return (leap, march): years since the last leap year (0: leap), and the day in March of 1 Hamal."""
    leap_days, before, jump = -14, _BREAKS[0], 0
    if not before <= year < _BREAKS[-1]:
        raise ValueError(f"no table for the year {year}")
    for edge in _BREAKS[1:]:
        jump = edge - before
        if year < edge:
            break
        leap_days += jump // 33 * 8 + jump % 33 // 4
        before = edge
    n = year - before
    leap_days += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leap_days += 1
    gregorian = year + 621
    leap_gregorian = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    if jump - n < 6:
        n = n - jump + (jump + 4) // 33 * 33
    leap = ((n + 1) % 33 - 1) % 4
    return (4 if leap == -1 else leap), 20 + leap_days - leap_gregorian


@dataclass(frozen=True, slots=True, order=True)
class SolarDate:
    """A date of the Solar Hijri calendar, as Afghanistan and Iran both count it; months from 1."""

    year: int
    month: int
    day: int


def solar(day: date) -> SolarDate:
    """Return ``day`` in the Solar Hijri calendar.

    Source: K. Borkowski, "The Persian calendar for 3000 years", Earth, Moon and Planets 74 (1996) 223.
    """
    year = day.year - 621
    _, march = _year_start(year)
    elapsed = (day - date(day.year, 3, march)).days
    if elapsed < 0:
        year -= 1
        _, march = _year_start(year)
        elapsed = (day - date(day.year - 1, 3, march)).days
    if elapsed < 186:
        return SolarDate(year, 1 + elapsed // 31, 1 + elapsed % 31)
    return SolarDate(year, 7 + (elapsed - 186) // 30, 1 + (elapsed - 186) % 30)


def gregorian(when: SolarDate) -> date:
    """Return the Gregorian date of ``when``. Raises: ValueError if there is no such day."""
    _, march = _year_start(when.year)
    before = (when.month - 1) * 31 if when.month <= 7 else 186 + (when.month - 7) * 30
    found = date(when.year + 621, 3, march) + timedelta(days=before + when.day - 1)
    if solar(found) != when:
        raise ValueError(f"no such day: {when}")
    return found


HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Almanac:
    """Dates and numbers in one language. Times are given aware and shown in the named zone."""

    language: str

    def digits(self, text: str) -> str:
        """Return ``text`` with its figures in the language's own digits."""
        return text.translate(months.DIGITS[self.language])

    def number(self, value: int) -> str:
        separator = "," if self.language == "en" else "٬"
        sign = "−" if value < 0 else ""
        return sign + self.digits(f"{abs(value):,}".replace(",", separator))

    def share(self, basis_points: int) -> str:
        """Return hundredths of a percent as a percentage: 9931 is 99.3 %."""
        tenths = round(basis_points / 10)
        text = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
        if self.language == "en":
            return f"{text} %"
        return self.digits(text.replace(".", "٫")) + "٪"

    def size(self, octets: int) -> str:
        """Return a length of bytes in the unit that suits it: "1.4 MB"."""
        bytes_, kilo, mega = months.SIZES[self.language]
        for unit, power in ((mega, 1_000_000), (kilo, 1_000)):
            if octets >= power:
                tenths = round(octets * 10 / power)
                text = f"{tenths // 10}.{tenths % 10}" if tenths < 100 and tenths % 10 else f"{tenths // 10}"
                return f"{text if self.language == 'en' else self.digits(text.replace('.', '٫'))} {unit}"
        return f"{self.number(octets)} {bytes_}"

    def time(self, when: datetime, zone: str) -> str:
        return self.digits(when.astimezone(ZoneInfo(zone)).strftime("%H:%M"))

    def weekday(self, day: date) -> str:
        return months.WEEKDAYS[self.language][day.weekday()]

    def day(self, when: datetime, zone: str, now: datetime | None = None) -> str:
        """Return weekday, day and month in the calendar this language reads first: "Tuesday 24 March".

        With the year if it is more than half a year from ``now``: without it people would think of the nearer one.
        """
        far = now is not None and abs(when - now) > HALF_A_YEAR
        return self._first(when.astimezone(ZoneInfo(zone)).date(), year=far)

    def day_short(self, when: datetime, zone: str) -> str:
        """Return day and month alone: "24 March", for a narrow place."""
        day = when.astimezone(ZoneInfo(zone)).date()
        return self._first(day, year=False).removeprefix(self.weekday(day)).strip("، ")

    def day_full(self, when: datetime, zone: str) -> str:
        """Return the day in both calendars, with the years: "Sunday 22 March 2020 · 3 Hamal 1399"."""
        day = when.astimezone(ZoneInfo(zone)).date()
        return f"{self._first(day, year=True)} · {self._second(day)}"

    def moment(self, when: datetime, zone: str, now: datetime) -> str:
        """Return the time alone if it is the same day there, else the day too."""
        there = ZoneInfo(zone)
        if when.astimezone(there).date() == now.astimezone(there).date():
            return self.time(when, zone)
        comma = ", " if self.language == "en" else "، "
        return f"{self.day(when, zone, now)}{comma}{self.time(when, zone)}"

    def span(self, length: timedelta) -> str:
        """Return a length of time in its two largest units: "1 day 19 hours"."""
        minutes = max(0, int(length.total_seconds()) // 60)
        parts = (("day", minutes // 1440), ("hour", minutes % 1440 // 60), ("minute", minutes % 60))
        kept = [(unit, count) for unit, count in parts if count][:2] or [("minute", 0)]
        if len(kept) == 2 and kept[0][0] == "day" and kept[1][0] == "minute":
            kept = kept[:1]
        joiner = {"en": " ", "ps": " او ", "fa-AF": " و ", "ar": " و"}[self.language]
        return joiner.join(self._unit(unit, count) for unit, count in kept)

    def month(self, solar_month: int, *, iranian: bool = False) -> str:
        return (months.IRANIAN if iranian else months.AFGHAN)[self.language][solar_month - 1]

    def _unit(self, unit: str, count: int) -> str:
        form = months.UNITS[self.language][unit][plural(self.language, count)]
        return form.format(self.number(count))

    def _first(self, day: date, *, year: bool) -> str:
        weekday, hijri = self.weekday(day), solar(day)
        if self.language == "ps":
            of_year = f"د {hijri.year} " if year else ""
            return self.digits(f"{weekday}، {of_year}د {months.AFGHAN_OF[hijri.month - 1]} {hijri.day}مه")
        if self.language == "fa-AF":
            of_year = f" {hijri.year}" if year else ""
            return self.digits(f"{weekday} {hijri.day} {self.month(hijri.month)}{of_year}")
        of_year = f" {day.year}" if year else ""
        return self.digits(f"{weekday} {day.day} {months.MONTHS[self.language][day.month - 1]}{of_year}")

    def _second(self, day: date) -> str:
        name, hijri = months.MONTHS[self.language][day.month - 1], solar(day)
        if self.language == "ps":
            return self.digits(f"د {day.year} د {name} {day.day}مه")
        if self.language == "fa-AF":
            return self.digits(f"{day.day} {name} {day.year}")
        return self.digits(f"{hijri.day} {self.month(hijri.month)} {hijri.year}")


def plural(language: str, n: int) -> int:
    """Return which of the language's plural forms ``n`` takes (CLDR): two forms, six in Arabic."""
    if language != "ar":
        return 0 if n == 1 or (n == 0 and language == "fa-AF") else 1
    if n < 3:
        return n
    if 3 <= n % 100 <= 10:
        return 3
    return 4 if n % 100 >= 11 else 5


def utc(text: str) -> datetime:
    """Return the instant that an entry's ``at`` names."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
